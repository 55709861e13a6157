"""Notes on names that may not be what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given

from lamb.calculus.substitution import free_names
from lamb.errors import Source
from lamb.notation.names import MOST_NOTES, free_occurrences, notes_on, remove_names, restore_names
from lamb.notation.parser import parse_expression
from lamb.notation.syntax import Name
from tests.strategies import unfolding

DEFINED = ["fact", "add", "reverse", "is-zero", "x"]


def notes(text: str) -> list[str]:
    return [message for _, message in notes_on(parse_expression(Source(text)), DEFINED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fcat 5", ["“fcat” is not defined: did you mean “fact”?"]),
        ("reverze l", ["“reverze” is not defined: did you mean “reverse”?"]),
        ("iszero", ["“iszero” is not defined: did you mean “is-zero”?"]),
        ("λnumber. nmber", ["“nmber” is not defined: did you mean “number”?"]),
        ("zzzz", ["“zzzz” is not defined, so it stays as it is"]),
        ("λx y. xy", ["“xy” is one name; for x applied to y, write x y"]),
        ("λf. λx. ffx", ["“ffx” is one name; for f applied to f applied to x, write f f x"]),
        ("λa. let b = a in ab", ["“ab” is one name; for a applied to b, write a b"]),
    ],
)
def test_a_slip_is_noted(text: str, expected: list[str]) -> None:
    assert notes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "fact 5",
        "a b",
        "xy",
        "λfoo. foo",
        "let foo = 1 in foo",
        "42",
        "λx. (x, [fact, 3])",
        "f ab",
        "(λx y. x y) ab",
    ],
)
def test_what_is_no_slip_is_not(text: str) -> None:
    assert notes(text) == []


def test_a_name_is_noted_once_where_it_stands_first() -> None:
    text = "λx. (x, [fcat, fcat]) fcat"
    ((name, _),) = notes_on(parse_expression(Source(text)), DEFINED)
    assert (name.start, text[name.start : name.end]) == (text.index("fcat"), "fcat")


def test_there_are_never_too_many_notes() -> None:
    assert len(notes(" ".join(f"name{number}" for number in range(100)))) == MOST_NOTES


def test_a_scope_ends_where_it_ends() -> None:
    assert notes("(λfoo. foo) foo") == ["“foo” is not defined, so it stays as it is"]
    assert notes("let foo = foo in foo") == ["“foo” is not defined, so it stays as it is"]


@given(unfolding())
def test_the_free_occurrences_are_those_of_the_free_names(term) -> None:  # type: ignore[no-untyped-def]
    expr = restore_names(term)
    found = [name for name, _ in free_occurrences(expr)]
    assert {name.name for name in found} == free_names(remove_names(expr))
    assert all(isinstance(name, Name) for name in found)


def test_a_deep_term_is_looked_through() -> None:
    text = "λx. " * 20_000 + "fcat"
    assert notes(text) == ["“fcat” is not defined: did you mean “fact”?"]
