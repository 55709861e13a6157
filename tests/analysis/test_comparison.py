"""Strategies side by side."""

from __future__ import annotations

import pytest
from hypothesis import given

import lamb
from lamb import Budget, Status, Strategy, Term
from lamb.analysis.comparison import Run, compare
from lamb.analysis.divergence import Cycle, Growth
from lamb.calculus import reduction
from lamb.calculus.reduction import Rule, plug
from tests.clocks import Clock
from tests.strategies import DEFINITIONS, programs

ENOUGH = Budget(steps=60, nodes=100_000)


def runs(text: str, budget: Budget = ENOUGH) -> dict[Strategy, Run]:
    return {run.strategy: run for run in compare(lamb.parse_term(text), DEFINITIONS, budget=budget)}


def test_every_strategy_is_there_and_normal_order_comes_first() -> None:
    assert list(runs("a")) == list(Strategy)


def test_an_argument_that_is_not_needed_is_where_lazy_and_eager_orders_part() -> None:
    found = runs("(λx. a) ((λx. x x) (λx. x x))")
    lazy, eager = found[Strategy.CALL_BY_NAME], found[Strategy.CALL_BY_VALUE]
    assert (lazy.status, lazy.steps, lazy.parting) == (Status.NORMAL_FORM, 1, None)
    assert (eager.status, eager.steps) == (Status.STEPS, 1)
    assert eager.divergence == Cycle(1, 0)
    assert eager.parting is not None
    assert (eager.parting.step, eager.parting.choice) == (1, (Rule.BETA, ("arg",)))
    assert eager.parting.other == (Rule.BETA, ())


def test_a_strategy_that_stops_early_parts_where_it_stops() -> None:
    found = runs("(λx. x) λx. (λy. y) x")
    weak = found[Strategy.WEAK_HEAD]
    assert (weak.status, weak.steps, lamb.pretty(weak.term)) == (Status.NORMAL_FORM, 1, "λx. (λy. y) x")
    assert weak.parting is not None
    assert (weak.parting.step, weak.parting.choice) == (2, None)
    assert weak.parting.other == (Rule.BETA, ("body",))


def test_the_largest_term_is_the_largest_on_the_way() -> None:
    term = "(λx. K a (x x x)) (λy. y y)"
    found = runs(term)[Strategy.NORMAL]
    sizes = [
        step.after.size for step in lamb.trace(lamb.parse_term(term), definitions=DEFINITIONS, folded=True)
    ]
    assert found.largest == max(sizes)


def test_what_grows_is_measured() -> None:
    found = runs("Y a")
    assert found[Strategy.NORMAL].divergence == Growth(2, 1)
    assert not found[Strategy.NORMAL].finished


@pytest.mark.parametrize("text", ["a", "λx. x", "K", "3"])
def test_at_a_normal_form_no_strategies_part(text: str) -> None:
    assert all((run.steps, run.parting, run.finished) == (0, None, True) for run in runs(text).values())


@given(programs)
def test_runs_are_those_of_the_traces(term: Term) -> None:
    for run in compare(term, DEFINITIONS, budget=Budget(steps=20, nodes=100_000)):
        trace = lamb.trace(
            term,
            strategy=run.strategy,
            definitions=DEFINITIONS,
            budget=Budget(steps=20, nodes=100_000),
            folded=True,
        )
        afters = [step.after for step in trace]
        if run.finished:
            assert trace.status is Status.NORMAL_FORM
            assert (run.steps, run.term) == (len(afters), afters[-1] if afters else term)
        if isinstance(run.divergence, Cycle):
            assert afters[run.divergence.step - 1] == [term, *afters][run.divergence.earlier]
        if run.parting is not None:
            normal = lamb.trace(term, definitions=DEFINITIONS, folded=True)
            same = run.parting.step - 1
            before = [next(normal).after for _ in range(same)]
            assert before == afters[:same]
            assert run.parting.before == [term, *before][-1]


def test_a_strategy_and_where_it_parts_take_the_time_of_one_reduction() -> None:
    clock = Clock(1 / 100)
    grows = lamb.parse_term("(λx. x x x) (λx. x x x)")
    found = compare(grows, budget=Budget(seconds=1, clock=clock))
    assert all(run.status is Status.SECONDS for run in found)
    assert clock.looks <= len(Strategy) * 100 * 1.2


def test_looking_for_where_a_cycle_begins_takes_what_the_run_has_left() -> None:
    """Nothing is left here: the cycle is found at the last look, and said to begin there."""
    clock = Clock(1 / 100)
    goes_round = lamb.parse_term("(λx. x x x) (λy. (λz. z z) (λz. z z))")
    for run in compare(goes_round, budget=Budget(seconds=0.2, clock=clock)):
        assert run.finished or run.divergence
        assert clock.looks <= 20 * 1.2 + 20
        clock.looks = 0


def test_a_comparison_is_printed_as_a_table() -> None:
    lines = str(compare(lamb.parse_term("(λx. a) ((λx. x x) λx. x x)"))).split("\n")
    assert lines[0] == "(λx. a) ((λx. x x) λx. x x)"
    assert lines[2].split() == ["normal", "order", "1", "12", "–", "normal", "form", "a"]
    assert "repeats for ever" in lines[3]


def test_a_run_puts_only_few_of_its_terms_together(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged: list[Term] = []
    monkeypatch.setattr(reduction, "plug", lambda context, term: plugged.append(term) or plug(context, term))
    found = compare(lamb.parse_term("Y a"), DEFINITIONS, budget=Budget(steps=300))
    assert found[0].steps == 300
    assert 0 < len(plugged) < 100
