"""As much of a term as a picture has room for."""

from __future__ import annotations

from hypothesis import given, strategies as st

from lamb import App, Free, Lam, Term, Var, church
from lamb.notation.printer import pretty
from lamb.pictures.canvas import LARGEST_NUMERAL, Portion, portion, unfolded
from tests.strategies import DEFINITIONS, clashing, terms, unfolding


def fits(shown: Term, term: Term, found: Portion) -> bool:
    """Whether a term is another with `…` in it, each for as many nodes as it is said to stand for."""
    if id(shown) in found.cut:
        return shown == Free("…") and found.cut[id(shown)] == term.size
    match shown, term:
        case Lam(hint, body), Lam(other_hint, other):
            return hint == other_hint and fits(body, other, found)
        case App(fn, arg), App(other_fn, other_arg):
            return fits(fn, other_fn, found) and fits(arg, other_arg, found)
    return shown == term


@given(clashing(most=40), st.integers(1, 60))
def test_what_is_shown_is_the_term_but_for_what_is_said_to_be_cut(term: Term, most: int) -> None:
    found = portion(term, most)
    assert fits(found.term, term, found)
    assert found.term.size <= most
    assert found.term.size - len(found.cut) + sum(found.cut.values()) == term.size


@given(clashing(most=40))
def test_a_term_that_there_is_room_for_is_shown_whole(term: Term) -> None:
    found = portion(term, term.size)
    assert fits(found.term, term, found)
    assert not found.cut


def test_a_function_and_its_argument_are_one_when_both_are_cut() -> None:
    term = App(church(50), church(60))
    assert pretty(portion(term, 3 * 3).term) == "…"
    assert pretty(portion(term, 3 * 4).term) == "(λf. …) …"


@given(terms(scope=3))
def test_variables_that_point_out_of_a_term_are_called_by_how_far_they_do(term: Term) -> None:
    def pointing(shown: Term, depth: int = 0) -> Term:
        match shown:
            case Free(name) if name.startswith("↑"):
                return Var(int(name[1:]) + depth)
            case Lam(hint, body):
                return Lam(hint, pointing(body, depth + 1))
            case App(fn, arg):
                return App(pointing(fn, depth), pointing(arg, depth))
        return shown

    shown = portion(term, term.size).term
    assert not shown.open
    assert pointing(shown) == term


# ── Unfolding ──


def meant(term: Term) -> Term:
    """A term with all its names unfolded, slowly."""
    match term:
        case Free(name) if name in DEFINITIONS:
            return meant(DEFINITIONS[name])
        case Free(name) if name.isdigit() and int(name) <= LARGEST_NUMERAL:
            return church(int(name))
        case Lam(hint, body):
            return Lam(hint, meant(body))
        case App(fn, arg):
            return App(meant(fn), meant(arg))
    return term


@given(unfolding())
def test_a_name_becomes_what_it_means_and_so_does_what_is_in_that(term: Term) -> None:
    assert unfolded(term, DEFINITIONS, 100_000) == meant(term)


@given(unfolding(), st.integers(0, 40))
def test_a_name_stays_where_there_is_no_room_for_what_it_means(term: Term, room: int) -> None:
    result = unfolded(term, DEFINITIONS, term.size + room)
    assert result.size <= term.size + room
    assert meant(result) == meant(term)


def test_larger_numerals_stay() -> None:
    large = Free(str(LARGEST_NUMERAL + 1))
    assert unfolded(large, {}, 1_000) == large
    assert unfolded(Free("9" * 5_000), {}, 1_000) == Free("9" * 5_000)


def test_definitions_may_mean_each_other_in_a_circle() -> None:
    circle = {"a": Free("b"), "b": Free("a"), "c": App(Free("c"), Free("c"))}
    assert unfolded(Free("a"), circle, 100) in (Free("a"), Free("b"))
    assert 50 < unfolded(Free("c"), circle, 100).size <= 100


def test_what_is_not_closed_is_not_put_under_a_binder() -> None:
    assert unfolded(Lam("x", Free("a")), {"a": Var(0)}, 100) == Lam("x", Free("a"))
