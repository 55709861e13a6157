"""The lexer for Pygments, on all programs there are."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from pygments.lexers import find_lexer_class_for_filename
from pygments.token import Comment, Error, Keyword, Name, Operator, String

from lamb.pygments import LambdaLexer

CHECKOUT = Path(__file__).parents[1]
PROGRAMS = sorted([*CHECKOUT.glob("notebooks/programs/*.lc"), *CHECKOUT.glob("lamb/prelude/*.lc")])


def tokens(text: str) -> list[tuple[object, str]]:
    """What the lexer makes of *text*, without what is blank."""
    return [(kind, part) for kind, part in LambdaLexer(ensurenl=False).get_tokens(text) if part.strip()]


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_all_programs_are_understood(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [part for kind, part in tokens(text) if kind is Error] == []


@given(st.text())
def test_no_text_is_lost(text: str) -> None:
    lexer = LambdaLexer(ensurenl=False, stripnl=False)
    assert "".join(part for _, _, part in lexer.get_tokens_unprocessed(text)) == text


def test_a_definition_is_told_from_what_uses_it() -> None:
    found = tokens("twice f x = f (f x)\nrec g n = twice g n\nmain := twice\nassert f x == f x")
    assert [part for kind, part in found if kind is Name.Function] == ["twice", "g", "main"]


def test_a_derivation_has_its_operators() -> None:
    found = tokens("eval two : add 1 1 =d> a\n  =b:w> b <n*= c =~> 2 -- done")
    assert [part for kind, part in found if kind is Operator.Word] == ["=d>", "=b:w>", "<n*=", "=~>"]
    assert found[0] == (Keyword, "eval")
    assert found[1] == (Name.Function, "two")
    assert found[-1] == (Comment, "-- done")


def test_words_that_only_begin_like_keywords_are_names() -> None:
    assert all(kind is Name for kind, _ in tokens("inner let's recursion assert-all import?"))


def test_comments_nest_and_strings_have_no_comments() -> None:
    assert tokens("{- a {- b -} c -} x")[-1] == (Name, "x")
    assert tokens('import "a--b.lc"')[-1] == (String, '"a--b.lc"')


def test_it_is_known_to_pygments_once_lamb_is_installed() -> None:
    written = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points."pygments.lexers"]\nlamb = "lamb.pygments:LambdaLexer"' in written
    assert find_lexer_class_for_filename("x.lc") in (None, LambdaLexer)
