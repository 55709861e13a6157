"""Shifts and substitutions that share what they make: the same terms as without, and a graph stays one."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Term, Var
from lamb.calculus import definition
from lamb.calculus.substitution import Sharing, shift
from lamb.calculus.term import nodes
from tests.meters import Recording
from tests.strategies import terms


@given(st.lists(st.tuples(terms(scope=3), st.integers(0, 3)), max_size=5))
def test_shifts_that_share_make_the_same_terms(shifts: list[tuple[Term, int]]) -> None:
    """Also after others, and what was shifted may be shifted again."""
    sharing = Sharing()
    for term, by in shifts:
        once = sharing.shift(term, by)
        assert once == shift(term, by)
        assert sharing.shift(once, 1) == shift(term, by + 1)


def test_what_is_shifted_twice_is_one_object() -> None:
    sharing = Sharing()
    term = App(Var(0), Lam("x", App(Var(1), Var(0))))
    assert sharing.shift(term, 2) is sharing.shift(term, 2)
    assert sharing.shift(sharing.shift(term, 1), 1) is sharing.shift(term, 2)


def test_a_shift_tells_of_the_nodes_that_it_visits() -> None:
    term: Term = Var(0)
    for _ in range(10_000):
        term = App(term, Var(1))
    with Recording() as meter:
        Sharing().shift(term, 1)
    assert sum(meter.told) >= 20_000


def nest(depth: int, body: Term, inside: Term) -> Term:
    """(λx. body) ((λx. body) (… inside)), *depth* times."""
    for _ in range(depth):
        inside = App(Lam("x", body), inside)
    return inside


P = Free("p")


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (App(App(P, Var(0)), Var(0)), 100),
        (Lam("q", App(App(Var(0), Var(1)), Var(1))), 200),
        (App(App(P, Var(0)), Lam("z", Var(1))), 3_000),
        (Lam("q", App(App(Var(0), Var(1)), Lam("z", Var(2)))), 5_000),
    ],
    ids=["p x x", "λq. q x x", "p x (λz. x)", "λq. q x (λz. x)"],
)
def test_an_exponential_nest_is_answered_in_the_time_of_its_nodes(body: Term, most: int) -> None:
    """Its normal form has more than 2³² nodes as a tree, and some thousands as a graph."""
    for term in (nest(32, body, Free("y")), Lam("y", nest(32, body, Var(0)))):
        outcome = lamb.normalize(term, budget=Budget(steps=32, nodes=200_000))
        assert outcome.finished
        assert outcome.term.size > 2**32
        assert len(nodes(outcome.term)) <= most
        assert lamb.readings(outcome.term) == ()


@given(body=terms(scope=2), arg=terms(scope=2))
def test_a_substitution_that_shares_is_that_of_the_definition(body: Term, arg: Term) -> None:
    assert Sharing().substitute(body, arg) == definition.substitute(body, arg)


@pytest.mark.parametrize(
    ("source", "strategy", "steps", "most"),
    [
        ("pred 40", lamb.Strategy.PARALLEL, 12, 1_000),
        ("div 20 3", lamb.Strategy.PARALLEL, 100, 1_000),
        ("sort (cons 3 (cons 1 (cons 2 nil)))", lamb.Strategy.PARALLEL, 14, 10_000),
        ("div 20 3", lamb.Strategy.APPLICATIVE, 80, 10_000),
    ],
)
def test_terms_that_are_immense_as_trees_are_small_graphs(
    source: str, strategy: lamb.Strategy, steps: int, most: int
) -> None:
    session = lamb.Session()
    (asked,) = session.run(source)
    budget = Budget(steps=steps, nodes=1_000_000)
    trace = lamb.trace(
        asked.term, strategy=strategy, definitions=session.definitions, folded=True, budget=budget
    )
    reached = [step.after for step in trace]
    assert len(reached) == steps
    assert max(term.size for term in reached) > 2**28
    assert max(len(nodes(term)) for term in reached) <= most
