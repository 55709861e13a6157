"""Machines to look at: each carries out its strategy, and every state stands for a term on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, LambError, Status, Strategy, Term, Var
from lamb.analysis.machines import transitions
from lamb.analysis.machines.transitions import MACHINES, MachineTrace, Transition, machine_trace
from tests.effort import DEPTH, often
from tests.strategies import DEFINITIONS, programs

TRIED = Budget(steps=400, nodes=20_000)
every_machine = pytest.mark.parametrize("machine", MACHINES)


def run(term: Term, machine: str, budget: Budget = TRIED) -> tuple[MachineTrace, list[Transition]]:
    trace = machine_trace(term, machine, definitions=DEFINITIONS, budget=budget)
    rows = list(trace)
    return trace, rows


def ended(term: Term, machine: str) -> tuple[MachineTrace, list[Transition]]:
    trace, rows = run(term, machine)
    assume(trace.status is Status.NORMAL_FORM)
    return trace, rows


def by_strategy(term: Term, strategy: Strategy, most: int = 400) -> tuple[list[Term], lamb.Trace]:
    """The terms of a reduction by substitution."""
    trace = lamb.trace(
        term, strategy=strategy, definitions=DEFINITIONS, folded=True, budget=Budget(steps=most, nodes=20_000)
    )
    terms = [term]
    for step in trace:
        terms.append(step.after)
        if step.after.size > 20_000:
            break
    return terms, trace


def contractions(rows: list[Transition], *rules: str) -> list[Term]:
    """The terms that states stand for, after the first one and after those of some rules alone."""
    return [rows[0].state.term(), *(row.state.term() for row in rows if row.rule in rules)]


# ── Each carries out its strategy ──


@often(2)
@given(programs)
def test_krivine_s_machine_is_weak_head_reduction_step_by_step(term: Term) -> None:
    trace, rows = run(term, "krivine", Budget(steps=100))
    terms, _ = by_strategy(term, Strategy.WEAK_HEAD, trace.counts["grab"] + trace.counts["unfold"])
    if all(one.size < 20_000 for one in terms):
        assert contractions(rows, "grab", "unfold") == terms


@often(2)
@given(programs)
def test_the_cek_machine_is_call_by_value_step_by_step(term: Term) -> None:
    trace, rows = run(term, "cek", Budget(steps=100))
    terms, _ = by_strategy(term, Strategy.CALL_BY_VALUE, trace.counts["fun"] + trace.counts["unfold"])
    if all(one.size < 20_000 for one in terms):
        assert contractions(rows, "fun", "unfold") == terms


@often(2)
@example(lamb.parse_term("(λf x. x (f b)) (λy. y) a"))  # the environment has to come back from the dump
@given(programs)
def test_the_secd_machine_is_call_by_value_with_the_argument_first(term: Term) -> None:
    """The same value after as many β-steps, in another order; each of them is a step that value may take."""
    trace, rows = ended(term, "secd")
    terms, by_value = by_strategy(term, Strategy.CALL_BY_VALUE)
    assume(by_value.status is Status.NORMAL_FORM)
    assert trace.state.term() == terms[-1]
    assert trace.steps + trace.counts["unfold"] == by_value.steps
    for before, after in pairwise(rows):
        one, other = before.state.term(), after.state.term()
        if after.rule not in ("ap", "unfold"):
            assert one == other
        elif one.size < 200:
            steps = lamb.redexes(one, DEFINITIONS)
            assert other in [lamb.contract(one, path, rule, DEFINITIONS) for rule, path in steps]


@often(2)
@given(programs)
def test_call_by_need_has_the_answer_of_call_by_name_in_no_more_steps(term: Term) -> None:
    by_name, _ = ended(term, "krivine")
    by_need, _ = run(term, "sestoft", Budget())
    one, other = by_name.state.term(), by_need.state.term()
    assert by_need.steps <= by_name.steps
    assert isinstance(one, Lam) == isinstance(other, Lam)
    normal_forms = [
        lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=1_000, nodes=100_000))
        for term in (one, other)
    ]
    assume(all(outcome.finished for outcome in normal_forms))
    assert normal_forms[0].term == normal_forms[1].term


@pytest.mark.parametrize(("machine", "steps"), [("krivine", 9), ("cek", 5), ("sestoft", 5), ("strong", 5)])
def test_an_argument_is_worked_out_once_or_wherever_it_is_met(machine: str, steps: int) -> None:
    trace, _ = run(lamb.parse_term("(λx. x x x) ((λy. y) ((λz. z) λw. w))"), machine)
    assert (trace.steps, trace.state.term()) == (steps, lamb.parse_term("λw. w"))


@given(programs)
def test_where_need_ends_name_does(term: Term) -> None:
    ended(term, "sestoft")
    by_name, _ = run(term, "krivine", Budget(steps=20_000, nodes=1_000_000))
    assert by_name.status is not Status.STEPS


@often(2)
@example(lamb.parse_term("λx. x (λy. y) x"))  # the second x is under one λ again
@given(programs)
def test_the_strong_machine_computes_what_the_fast_one_does(term: Term) -> None:
    trace, _ = ended(term, "strong")
    outcome = lamb.normalize(term, definitions=DEFINITIONS)
    reached = lamb.normalize(trace.state.term(), definitions=DEFINITIONS)  # where names may be folded
    assert reached.term == outcome.term
    terms, normal = by_strategy(term, Strategy.NORMAL)
    assume(normal.status is Status.NORMAL_FORM)
    assert trace.state.term() == terms[-1]
    assert trace.steps + trace.counts["unfold"] <= normal.steps


@often(2)
@given(programs, st.sampled_from([*MACHINES]))
def test_every_state_stands_for_a_term_that_is_equal(term: Term, machine: str) -> None:
    _, rows = ended(term, machine)
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=2_000, nodes=50_000))
    assume(outcome.finished)
    for row in rows[:: len(rows) // 8 + 1]:
        reached = lamb.normalize(row.state.term(), definitions=DEFINITIONS, budget=Budget(steps=20_000))
        assert reached.finished
        assert reached.term == outcome.term


@example(Free("late"), "strong")  # in which a cell is updated twice
@given(programs, st.sampled_from([*MACHINES]))
def test_a_state_stays_what_it_was(term: Term, machine: str) -> None:
    """Though cells are overwritten later on."""
    trace = machine_trace(term, machine, definitions=DEFINITIONS, budget=Budget(steps=60))
    seen = [(row, row.state.term()) for row in trace]
    assert all(row.state.term() == at_once for row, at_once in seen)


@given(programs, st.sampled_from([*MACHINES]))
def test_a_transition_that_is_no_contraction_changes_no_term(term: Term, machine: str) -> None:
    """But for what a cell shares: with it, other occurrences are reduced at once."""
    trace, rows = run(term, machine, Budget(steps=60))
    quiet = trace.machine.rules.keys() - {*trace.machine.beta, "unfold", "var1", "var2"}
    for before, after in pairwise(rows):
        if after.rule in quiet:
            assert before.state.term() == after.state.term()


@every_machine
def test_every_rule_is_used(machine: str) -> None:
    text = "(λx. x (λy. I y) x) (K (I a) b) (I I c)"
    one, _ = run(lamb.parse_term(text), machine)
    other, _ = run(lamb.parse_term("(λx y. y x) (I I) λz. I (K z a)"), machine)
    assert {*one.counts, *other.counts} == {*one.machine.rules}


# ── Limits ──


@every_machine
def test_what_does_not_end_is_stopped_at_its_budget(machine: str) -> None:
    trace, rows = run(lamb.parse_term("(λx. x x) λx. x x"), machine, Budget(steps=100))
    assert (trace.status, trace.transitions, len(rows)) == (Status.STEPS, 100, 101)


def test_in_a_browser_environments_do_not_get_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transitions, "IN_BROWSER", True)
    trace, _ = run(lamb.parse_term("(λx. x x) λx. x x"), "secd", Budget())
    assert (trace.status, trace.transitions) == (Status.STEPS, 1_000)


@every_machine
def test_a_watch_stops_a_machine(machine: str) -> None:
    trace = machine_trace(lamb.parse_term("(λx. x x) λx. x x"), machine, watch=lambda steps: steps > 200)
    assert 200 < len(list(trace)) < 300
    assert trace.status is Status.INTERRUPTED


@every_machine
def test_depth_is_no_matter(machine: str) -> None:
    """A spine, a nest of arguments, and a chain of λs that are all applied, as deep as you like."""
    spine: Term = Free("x")
    nest: Term = Free("x")
    for _ in range(DEPTH):
        spine = App(spine, Free("a"))
        nest = App(Lam("y", Var(0)), nest)
    for term in (spine, nest):
        trace, _ = run(term, machine, Budget())
        assert trace.status is Status.NORMAL_FORM
        assert trace.state.term().size >= 1


@every_machine
def test_a_numeral_that_is_too_large_is_not_unfolded(machine: str) -> None:
    trace, _ = run(lamb.parse_term(f"{10**30} a b"), machine)
    assert trace.status is Status.NODES


def test_open_terms_and_unknown_machines_are_refused() -> None:
    with pytest.raises(ValueError, match="points out"):
        machine_trace(Var(0))
    with pytest.raises(LambError, match="there is no machine “turing”"):
        machine_trace(Free("x"), "turing")
