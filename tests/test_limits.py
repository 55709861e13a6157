"""Limits hold: whatever is asked for, nothing takes much more of anything than its budget has.

Time is that of a clock which goes on when somebody looks at it, so what is counted are the looks: who
looks often enough, and stops at the first look that is too late, cannot be late by much. What really passes
is measured by `python -m tests.fuzz limits`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lamb
from lamb import App, Budget, Free, Session, Status, Strategy, Term
from lamb.calculus.term import nodes
from lamb.course.comparison import compare
from lamb.errors import LambError
from lamb.interface.look import Look
from lamb.interface.render import render
from lamb.interface.report import described
from lamb.interface.web.bundles import bundle
from tests.strategies import DEFINITIONS, programs

MORE = 1.2
STATEMENTS = (
    *("{}", "assert {} =eta= {}", "assert forall n : nat. {} == {}"),
    *("conf a : {} =*> {}", "conf a : {} =b> {}", "eval a : {} =~> {}"),
)
TEXTS = (
    *("Ω", "(λx. x x x) (λx. x x x)", "fact 3", "9999 f x", "[[1, 2], 3]"),
    *("500 (λx. p x x) q", "Y K", "n", "λx. f x"),
)


class Clock:
    """Goes on by a hundredth of a second each time that somebody looks at it."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.looks / 100

    @property
    def seconds(self) -> float:
        return self.looks / 100


GROWING = lamb.parse_term("(λx. x x x) (λx. x x x)")
ENDLESS = lamb.parse_term("(λx. x x) (λx. x x)")
WIDE = lamb.parse_term("100000 (λx. p x x) q")


@given(programs, st.sampled_from(Strategy), st.floats(0, 0.2))
def test_a_trace_stops_at_the_first_look_that_is_too_late(
    term: Term, strategy: Strategy, seconds: float
) -> None:
    clock = Clock()
    budget = Budget(steps=300, nodes=100_000, seconds=seconds, clock=clock)
    steps = lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=budget)
    taken = sum(1 for _ in steps)
    assert clock.seconds <= seconds + 0.03
    assert taken <= (seconds + 0.03) * 100


@pytest.mark.parametrize("term", [GROWING, ENDLESS, WIDE])
def test_the_machine_stops_at_the_first_look_that_is_too_late(term: Term) -> None:
    clock = Clock()
    outcome = lamb.normalize(term, budget=Budget(nodes=10_000_000, seconds=0.2, clock=clock))
    assert outcome.finished or outcome.status is Status.SECONDS
    assert clock.seconds <= 0.23


@pytest.mark.parametrize("limit", [20_000, 200_000])
@pytest.mark.parametrize("term", [GROWING, WIDE, App(App(Free("999999999"), Free("f")), Free("x"))])
def test_what_the_machine_shows_has_no_more_nodes_than_there_may_be(term: Term, limit: int) -> None:
    outcome = lamb.normalize(term, budget=Budget(nodes=limit))
    assert outcome.status is Status.NODES
    assert len(nodes(outcome.beginning)) <= limit * MORE


texts = st.sampled_from(TEXTS)
statements = st.tuples(st.sampled_from(STATEMENTS), texts, texts).map(
    lambda parts: parts[0].format(*parts[1:])
)


# A claim about all values searches with Hypothesis, too.
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.nested_given])
@given(st.lists(statements, min_size=1, max_size=3, unique=True), st.floats(0, 0.3))
def test_no_statement_takes_more_time_than_it_has(lines: list[str], seconds: float) -> None:
    clock = Clock()
    session = Session(budget=Budget(steps=20_000, nodes=200_000, seconds=seconds, clock=clock))
    for result in timed(session.run("\n".join(lines)), clock, seconds):
        assert not isinstance(result, LambError)
        render(result, Look())
        described(result, Look())
        assert bundle(result)


def timed(results: Iterator[lamb.Result], clock: Clock, seconds: float) -> Iterator[lamb.Result]:
    """The results, none of which may be late."""
    while True:
        begun = clock.seconds
        result = next(results, None)
        assert clock.seconds - begun <= seconds * MORE + 0.2
        if result is None:
            return
        yield result


@given(programs, st.floats(0, 0.2))
def test_strategies_side_by_side_take_the_time_of_one_reduction_each(term: Term, seconds: float) -> None:
    clock = Clock()
    budget = Budget(steps=100, nodes=100_000, seconds=seconds, clock=clock)
    for _ in compare(term, DEFINITIONS, budget=budget):
        assert clock.seconds <= 4 * (seconds * MORE + 0.2)  # it, normal order beside it, and a cycle twice
        clock.looks = 0


@given(programs, st.floats(0, 0.2))
def test_a_reduction_graph_takes_no_more_time_than_it_has(term: Term, seconds: float) -> None:
    clock = Clock()
    budget = Budget(steps=300, nodes=20_000, seconds=seconds, clock=clock)
    graph = lamb.reduction_graph(term, definitions=DEFINITIONS, budget=budget)
    assert graph
    assert clock.seconds <= seconds * MORE + 0.2
