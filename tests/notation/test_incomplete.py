"""What is only the beginning of a program is told from what is wrong."""

import pytest
from hypothesis import given, strategies as st

from lamb.errors import ParseError, Source
from lamb.notation.parser import is_incomplete, parse
from lamb.notation.printer import write
from lamb.notation.syntax import Expr
from tests.strategies import expressions


@given(expressions(), st.data())
def test_every_beginning_of_a_term_is_complete_or_incomplete_and_never_wrong(
    expr: Expr, data: st.DataObject
) -> None:
    text = write(expr)
    beginning = text[: data.draw(st.integers(0, len(text)))]
    error = wrong(beginning)
    assert is_incomplete(beginning) == (error is not None)
    assert error is None or error.incomplete


def wrong(text: str) -> ParseError | None:
    try:
        parse(Source(text))
    except ParseError as error:
        return error
    return None


@pytest.mark.parametrize(
    "text",
    [
        "λx",
        "x =",
        "let x = 1 in",
        "add m n =",
        "eval a : x =b>",
        "assert x ==",
        "f (\n  x",
        "{- {- -}",
        "[1,",
        "(a,",
    ],
)
def test_more_is_to_come(text: str) -> None:
    assert is_incomplete(text)


@pytest.mark.parametrize(
    "text", ["", "-- only a comment", "x", "let x = 1", "f x\ng", "λ)", "x)", "= 3", "( ]", '"']
)
def test_nothing_more_would_help(text: str) -> None:
    assert not is_incomplete(text)
