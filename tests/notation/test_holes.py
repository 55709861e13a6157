"""Terms with holes: what `…` may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, ParseError, Term
from lamb.calculus.reduction import context_at, plug
from lamb.calculus.substitution import free_names, replace_names
from lamb.errors import Source
from lamb.notation.elision import HOLE, filled, matches, parse_with_holes
from lamb.notation.names import remove_names
from tests.strategies import terms


def pattern(text: str) -> Term:
    tree, hole = parse_with_holes(Source(text, "a.lc"))
    return replace_names(remove_names(tree), {hole: HOLE})


def paths(term: Term) -> list[tuple[str, ...]]:
    """The way to each part of a term."""
    found, stack = [], [(term, ())]
    while stack:
        node, path = stack.pop()
        found.append(path)
        match node:
            case Lam(_, body):
                stack.append((body, (*path, "body")))
            case App(fn, arg):
                stack += (arg, (*path, "arg")), (fn, (*path, "fn"))
    return found


def punched(term: Term, path: tuple[str, ...]) -> Term:
    """A term with a hole in the place of one part."""
    return plug(context_at(term, path)[0], HOLE)


@given(terms(), st.integers(0, 100))
def test_a_hole_stands_for_whatever_was_there(term: Term, number: int) -> None:
    path = paths(term)[number % len(paths(term))]
    assert matches(punched(term, path), term)
    assert filled(punched(term, path), term) == term


@given(terms(), terms())
def test_a_term_without_holes_is_like_itself_alone(term: Term, other: Term) -> None:
    assert matches(term, other) == (term == other)
    assert filled(term, other) == term


@pytest.mark.parametrize(
    ("text", "term", "like"),
    [
        ("λx. x (… x)", "λx. x (f x)", True),
        ("λx. x (... x)", "λy. y ((λz. z) y)", True),
        ("λx. x (… x)", "λx. x", False),
        ("… a", "b c", False),
        ("… a …", "b a (c d)", True),
        ("…", "λx. x", True),
        ("λx. …", "a", False),
    ],
)
def test_what_a_pattern_is_like(text: str, term: str, like: bool) -> None:
    assert matches(pattern(text), lamb.parse_term(term)) is like


def test_where_there_is_no_such_place_the_hole_stays() -> None:
    assert filled(pattern("f (λx. …) (… a)"), lamb.parse_term("f b (c d)")) == pattern("f (λx. …) (c a)")
    assert filled(pattern("λx. … a"), lamb.parse_term("b")) == pattern("λx. … a")
    assert filled(pattern("f (… a)"), lamb.parse_term("λx. x")) == pattern("f (… a)")
    for term in ("g", "λy. g", "λy. λz. z"):
        assert lamb.pretty(filled(pattern("λx. λy. f x"), lamb.parse_term(term))) == "λx y. f x"


@pytest.mark.parametrize("letter", ["ꙮ", "ꙮ Ꙩ", "ꙮ Ꙩ Ꙭ"])
def test_the_name_for_a_hole_is_one_that_nobody_uses(letter: str) -> None:
    tree, hole = parse_with_holes(Source(f"{letter} …"))
    assert hole not in letter
    assert free_names(remove_names(tree)) == {*letter.split(), hole}


def test_whoever_uses_all_of_them_has_holes_like_the_last() -> None:
    _, hole = parse_with_holes(Source("ꙮ Ꙩ Ꙭ Ꙫ …"))
    assert hole == "Ꙫ"


def test_an_error_is_where_it_is_in_the_text_as_it_was_written() -> None:
    source = Source("f ... … )", "a.lc")
    with pytest.raises(ParseError) as raised:
        parse_with_holes(source)
    place = raised.value.place
    assert place is not None
    assert (place.source, place.start, place.end) == (source, 8, 9)
    assert Free("…") == HOLE
