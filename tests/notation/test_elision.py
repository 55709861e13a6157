"""Elision: a line has room for so much, and what matters is in it."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.calculus.reduction import Path, subterm
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.presentation import presented
from lamb.notation import elision
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.names import remove_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from tests.strategies import clashing

NARROWEST = 20

settled = clashing(most=60).map(lambda term: lamb.parse_term(lamb.pretty(term)))


@st.composite
def places(draw: st.DrawFn) -> tuple[Term, Path, Path]:
    """A term and two paths in it."""
    term = draw(settled)
    paths = []
    for _ in range(2):
        part, path = term, []
        while isinstance(part, App | Lam) and draw(st.integers(0, 4)):
            step = draw(st.sampled_from(["fn", "arg"])) if isinstance(part, App) else "body"
            part = getattr(part, step)
            path.append(step)
        paths.append(tuple(path))
    return term, paths[0], paths[1]


# ── Laws ──


@given(places(), st.integers(NARROWEST, 100))
def test_it_fits(place: tuple[Term, Path, Path], width: int) -> None:
    term, focus, also = place
    assert len(excerpt(term, Room(width), focus, also).text) <= width


@given(places(), st.integers(NARROWEST, 100))
def test_what_matters_is_shown(place: tuple[Term, Path, Path], width: int) -> None:
    term, focus, also = place
    found = excerpt(term, Room(width), focus, also)
    tree = found.at(focus)
    assert tree is not None
    assert 0 <= tree.start < tree.end <= len(found.text)


@given(places(), places(), st.integers(NARROWEST, 100))
def test_a_part_is_shown_for_its_place_and_not_for_being_one_object_with_another(
    place: tuple[Term, Path, Path], other: tuple[Term, Path, Path], width: int
) -> None:
    (part, focus, also), (around, _, _) = place, other
    again = lamb.parse_term(lamb.pretty(part))
    assert again is not part
    shared, apart = (
        excerpt(
            App(App(App(around, part), one), around),
            Room(width),
            ("fn", "arg", *focus),
            ("fn", "fn", "arg", *also),
        )
        for one in (part, again)
    )
    assert shared.text == apart.text


@given(places(), st.integers(NARROWEST, 100))
def test_each_ellipsis_inside_is_one_subterm_and_all_else_is_as_it_was(
    place: tuple[Term, Path, Path], width: int
) -> None:
    term, focus, also = place
    found = excerpt(term, Room(width), focus, also)
    binders = [
        node.hint
        for node in (subterm(term, found.window[:length]) for length in range(len(found.window)))
        if isinstance(node, Lam)
    ]
    assert agrees(found.tree, subterm(term, found.window), binders)


@given(places(), st.integers(NARROWEST, 100))
def test_brackets_match(place: tuple[Term, Path, Path], width: int) -> None:
    text = excerpt(place[0], Room(width), *place[1:]).text
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


@given(places())
def test_what_has_room_is_shown_whole(place: tuple[Term, Path, Path]) -> None:
    term, focus, also = place
    text = lamb.pretty(term)
    for width in (None, len(text), len(text) + 10):
        found = excerpt(term, Room(width), focus, also)
        assert (found.text, found.window) == (text, ())
        assert remove_names(found.tree) == term


@given(places())
def test_more_room_shows_no_less(place: tuple[Term, Path, Path]) -> None:
    term, focus, _ = place
    shown = [len(excerpt(term, Room(width), focus).text) for width in range(NARROWEST, 100, 8)]
    assert all(more >= less - len("… () …") for less, more in pairwise(shown))


def agrees(expr: Expr, term: Term, binders: list[str]) -> bool:
    """Whether *expr* is the term, but for subterms that are written as `…`."""
    match expr, term:
        case Name("…"), _:
            return True
        case Name(name), Free(other):
            return name == other
        case Name(name), Var(index):
            return name == binders[-1 - index]
        case Abstraction(name, body), Lam(hint, inner):
            return name == hint and agrees(body, inner, [*binders, hint])
        case Application(left, right), App(fn, arg):
            return agrees(left, fn, binders) and agrees(right, arg, binders)
    return False


# ── Examples ──

ROW = "a " * 20 + "((λx. x) y)" + " b" * 20
UNDER = "λa b c d. a (b c) (λe. d (e a) (b b))"
DEEPER = "g (λx. h x (λy. k (y z) x (λz. z a)) b) c"
NESTED = "λf x. " + "f (" * 40 + "(λy. y) x" + ")" * 40


@pytest.mark.parametrize(
    ("text", "focus", "width", "expected"),
    [
        ("f (g (λx. x x) y) (h (z z) z)", "fn arg", 20, "f (g (λx. x x) y) …"),
        ("f (g (λx. x x) y) (h (z z) z)", "arg", 22, "f (g … y) (h (z z) z)"),
        (ROW, "fn " * 20 + "arg", 30, "… a a a a ((λx. x) y) b b b …"),
        (NESTED, "body body " + "arg " * 40, 30, "… (f (f (f (f ((λy. y) x)))))"),
        ("f " + "x" * 50 + " ((λx. x) y)", "arg", 30, "f … ((λx. x) y)"),
        (UNDER, "body body body body arg body fn arg", 18, "… λe. d (e a) …"),
        (UNDER, "body body body body arg body fn arg", 26, "… λd. … λe. d (e a) (b b)"),
        (UNDER, "body body body body arg body fn arg", 32, "… λc d. a … λe. d (e a) (b b)"),
        (DEEPER, "fn arg body fn arg body arg body fn", 22, "… (λy. … x λz. z a) …"),
        (DEEPER, "fn arg body fn arg body arg body fn", 26, "… (λy. k … x λz. z a) …"),
    ],
)
def test_a_long_term_is_cut(text: str, focus: str, width: int, expected: str) -> None:
    found = excerpt(lamb.parse_term(text), Room(width), tuple(focus.split()))
    assert found.text == expected
    tree = found.at(tuple(focus.split()))
    assert tree is not None
    assert not {"y", "z", "e"}.isdisjoint(found.text[tree.start : tree.end])


def test_ascii_has_dots() -> None:
    found = excerpt(lamb.parse_term(NESTED), Room(30, ascii=True))
    assert found.text.isascii()
    assert "..." in found.text
    assert len(found.text) <= 30


def test_variables_of_binders_outside_keep_their_names() -> None:
    part = App(Var(0), Var(1))
    assert excerpt(part, Room(80), around=["x", "y"]).text == "y x"


def test_an_immense_term_takes_no_longer_than_its_line() -> None:
    term: Term = Var(0)
    path: Path = ("body", *["arg"] * 50_000)
    for _ in range(100_000):
        term = App(Free("f"), term)
    found = excerpt(Lam("x", term), Room(80), path)
    assert isinstance(found, Excerpt)
    assert len(found.text) <= 80


def test_what_matters_is_shown_however_large_and_deep_it_is() -> None:
    part: Term = Free("a")
    for _ in range(1_000):
        part = App(part, part)
    term: Term = App(lamb.parse_term("λx. x x"), part)
    path: Path = ("arg",) * 1_000
    for _ in path:
        term = App(Free("f"), term)
    assert "λx. x x" in excerpt(term, Room(80), path).text


def test_a_line_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts: list[Expr] = []
    monkeypatch.setattr(elision, "write", lambda tree, **look: drafts.append(tree) or write(tree, **look))
    term = lamb.parse_term("2 2 2 2")
    lines = list(islice(presented(term, lamb.trace(term, folded=True), folded=True), 100))
    for line in lines:
        excerpt(line.after, Room(60), line.path)
    assert len(drafts) <= 1.1 * len(lines)
