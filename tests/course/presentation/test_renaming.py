"""Renaming: only what would capture something, and then to a name that captures nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

import lamb
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.presentation import before_beta, before_delta, before_development, fresh, rename, settle
from tests.course.presentation import pencil
from tests.effort import DEEPER
from tests.strategies import clashing, terms

# ── Laws ──


@given(clashing())
def test_settling_changes_no_meaning_and_no_print(term: Term) -> None:
    settled = settle(term)
    assert settled == term
    assert lamb.pretty(settled) == lamb.pretty(term)


@given(clashing())
def test_the_hints_of_a_settled_term_are_its_printed_names(term: Term) -> None:
    assert pencil.text(settle(term)) == lamb.pretty(term)


@given(clashing())
def test_what_was_parsed_is_settled(term: Term) -> None:
    written = lamb.pretty(term)
    assert pencil.text(lamb.parse_term(written)) == written


# ── Examples ──


def renamed(text: str, path: str = "") -> list[tuple[str, str]]:
    term = lamb.parse_term(text)
    return [(one.name, one.fresh) for one in before_beta(term, tuple(path.split()))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(λx y. x) y", [("y", "y'")]),
        ("(λx y. x) z", []),
        ("(λx y. y) y", []),
        ("(λx. x λy. y) y", []),
        ("(λx y. x λy. x) y", [("y", "y'"), ("y", "y''")]),
        ("(λx y. x λz. x) (y z)", [("y", "y'"), ("z", "z'")]),
        ("(λx y. x) λy. y", []),
        ("(λx y. x y') y", [("y", "y''")]),
        ("(λx y. x λy'. y) y", [("y", "y''")]),
        ("(λx y. x) (y y')", [("y", "y''")]),
        ("(λx y''. x) y''", [("y''", "y'")]),
        ("(λx _. x) _", []),
    ],
)
def test_a_beta_step_renames_what_would_capture_its_argument(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert renamed(text) == expected


def test_a_variable_that_is_bound_further_out_can_be_captured_too() -> None:
    assert renamed("λy. (λx y. x) y", "body") == [("y", "y'")]
    assert renamed("λy. (λx z. x) y", "body") == []


def test_names_in_a_definition_can_be_captured_by_what_is_around_its_name() -> None:
    term = lamb.parse_term("λsucc. add 1 succ")
    meaning = lamb.parse_term("λm n. m succ n")
    (renaming,) = before_delta(term, ("body", "fn", "fn"), meaning)
    assert renaming == ("succ", "succ'", ())
    assert before_delta(term, ("body", "fn", "fn"), lamb.parse_term("λm n. m")) == []


def test_a_development_renames_one_binder_after_the_other() -> None:
    term = lamb.parse_term("(λx y. x) y ((λx y. x) y)")
    names = []
    while renaming := before_development(term, Unfolding({})):
        names.append(renaming.fresh)
        term = rename(term, renaming.path, renaming.fresh)
    assert names == ["y'", "y''"]


@given(terms())
def test_renaming_changes_one_name_and_no_meaning(body: Term) -> None:
    term = Lam("x", Lam("y", body))
    new = rename(term, ("body",), "z")
    assert new == term
    assert isinstance(new, Lam)
    assert isinstance(new.body, Lam)
    assert (new.hint, new.body.hint, new.body.body) == ("x", "z", body)


def test_a_fresh_name_has_as_few_primes_as_it_can() -> None:
    assert fresh("y", {"y"}) == "y'"
    assert fresh("y", {"y", "y'", "y''", "y'''"}) == "y'4"
    assert fresh("y'4", {"y'4", "y'", "y''", "y'''"}) == "y'5"
    assert fresh("y'4", {"y'4"}) == "y'"


def test_a_term_of_any_depth_is_asked() -> None:
    deep = "(λx. " + "λz. x (" * DEEPER + "λy. x" + ")" * DEEPER + ") y"
    (found,) = before_beta(lamb.parse_term(deep), ())
    assert (found.fresh, len(found.path)) == ("y'", 2 * DEEPER + 2)


def doubled(part: Term, times: int) -> Term:
    """2^times of a part, in few nodes."""
    for _ in range(times):
        part = App(App(Free("p"), part), part)
    return part


def test_each_place_of_a_shared_binder_is_renamed() -> None:
    body = doubled(Lam("y", App(Var(1), Var(0))), 10)
    renamings = before_beta(App(Lam("x", body), Free("y")), ())
    assert [one.fresh for one in renamings[:4]] == ["y'", "y''", "y'''", "y'4"]
    assert len({one.path for one in renamings}) == len({one.fresh for one in renamings}) == 1024


def test_a_step_in_a_graph_that_is_immense_as_a_tree_is_looked_at_as_a_graph() -> None:
    body = doubled(Lam("y", App(Var(1), Var(0))), 100)
    assert before_beta(App(Lam("x", body), Free("y")), ()) == []


def test_many_binders_are_renamed() -> None:
    times = 1_000
    wide = "(λx. f " + "(λy. x) " * times + ") y"
    renamings = before_beta(lamb.parse_term(wide), ())
    assert len({one.fresh for one in renamings}) == times
