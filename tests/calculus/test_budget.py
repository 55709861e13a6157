"""Budgets: a reduction stops where it should, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import TypeAlias

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, Lam, Status, Strategy, Term, Var
from lamb.calculus.budget import BLOCKS_PER_NODE, LAP, SELDOM, Exhausted, Memory, tick
from lamb.calculus.substitution import free_names
from lamb.calculus.term import nodes
from lamb.machine.readback import SCREEN
from tests.clocks import Clock
from tests.meters import Recording
from tests.strategies import DEFINITIONS, programs

Ending: TypeAlias = tuple[Status | None, int]
"""Why a reduction ended, and after how many steps."""
Reduce: TypeAlias = Callable[..., Ending]

OMEGA = lamb.parse_term("(λx. x x) (λx. x x)")
GROWING = lamb.parse_term("(λx. x x x) (λx. x x x)")
WAITING = lamb.parse_term("(λh. (λx. x a) (h h)) (λh. (λx. x a) (h h))")
SPREADING = lamb.parse_term("(λx. a (x x)) (λx. a (x x))")


def run(term: Term, budget: Budget, watch: Callable[[int], bool] | None = None) -> Ending:
    """How the machine ends."""
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=budget, watch=watch)
    return outcome.status, outcome.steps


def trace(term: Term, budget: Budget, watch: Callable[[int], bool] | None = None) -> Ending:
    """How a trace ends."""
    steps = lamb.trace(term, definitions=DEFINITIONS, budget=budget, watch=watch)
    assert sum(1 for _ in steps) == steps.steps
    return steps.status, steps.steps


both = pytest.mark.parametrize("reduce", [run, trace])


# ── Steps ─────────────────────────────────────────────────────────────────────────────


@both
@given(term=programs)
def test_a_run_that_needs_so_many_steps_finishes_with_them_and_not_with_one_less(
    reduce: Reduce, term: Term
) -> None:
    status, steps = reduce(term, Budget(steps=300, nodes=20_000))
    assume(status is Status.NORMAL_FORM)
    assert reduce(term, Budget(steps=steps)) == (Status.NORMAL_FORM, steps)
    assert reduce(term, Budget(steps=steps + 1)) == (Status.NORMAL_FORM, steps)
    for fewer in range(max(0, steps - 4), steps):
        assert reduce(term, Budget(steps=fewer)) == (Status.STEPS, fewer)


@both
@given(term=programs, steps=st.integers(0, 50))
def test_a_run_never_takes_more_steps_than_it_may(reduce: Reduce, term: Term, steps: int) -> None:
    status, taken = reduce(term, Budget(steps=steps))
    assert taken == steps if status is Status.STEPS else taken <= steps


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4_095, 4_096, 4_097, 10_000])
def test_steps_are_counted_exactly_across_laps(steps: int) -> None:
    assert run(OMEGA, Budget(steps=steps)) == (Status.STEPS, steps)
    needed = steps + 3
    long = lamb.parse_term(f"{steps} (λx. x) a")
    assert run(long, Budget(steps=needed)) == (Status.NORMAL_FORM, needed)
    assert run(long, Budget(steps=needed - 1)) == (Status.STEPS, needed - 1)


@pytest.mark.parametrize("limit", range(5))
def test_a_long_answer_needs_no_step_more(limit: int) -> None:
    """δ and β, then twenty thousand nodes, written under λs and shifted."""
    term = lamb.parse_term("λa. (λx. p x (λb. x)) (10000 a)")
    needed = 3
    status = Status.NORMAL_FORM if limit >= needed else Status.STEPS
    assert run(term, Budget(steps=limit)) == (status, min(limit, needed))


@both
def test_a_normal_form_needs_no_step(reduce: Reduce) -> None:
    assert reduce(lamb.parse_term("λx. x a"), Budget(steps=0)) == (Status.NORMAL_FORM, 0)


# ── Nodes ─────────────────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize("term", [GROWING, SPREADING, WAITING], ids=["growing", "spreading", "waiting"])
def test_what_grows_for_ever_is_stopped_by_its_nodes(reduce: Reduce, term: Term) -> None:
    status, steps = reduce(term, Budget(nodes=10_000, steps=1_000_000))
    assert status is Status.NODES
    assert 100 < steps < 100_000


@pytest.mark.parametrize("term", [GROWING, SPREADING, WAITING], ids=["growing", "spreading", "waiting"])
def test_where_memory_cannot_be_measured_what_waits_is_counted(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on PyPy."""
    monkeypatch.setattr("lamb.calculus.budget.MEASURABLE", False)
    monkeypatch.setattr("lamb.calculus.budget._allocated_blocks", lambda: 0)
    status, steps = run(term, Budget(nodes=10_000, steps=1_000_000))
    assert status is Status.NODES
    assert 1_000 < steps < 100_000


def test_memory_is_measured_in_whole_nodes_of_what_has_been_taken_since() -> None:
    memory = Memory()
    nothing = memory.held()
    taken = [(number,) for number in range(100_000)]
    held = memory.held()
    assert isinstance(held, int)
    assert 90_000 < (held - nothing) * BLOCKS_PER_NODE < 400_000
    del taken
    assert memory.held() < held - 40_000 / BLOCKS_PER_NODE


def test_where_much_is_held_it_is_measured_rarely_but_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lamb.calculus.budget.MANY", 1_000)
    memory, taken = Memory(), []
    for number in range(4):
        taken.append([(count,) for count in range(100_000 * number)])
        answers = [memory.held() for _ in range(SELDOM)]
        assert len(set(answers)) <= 2
        assert answers[-1] * BLOCKS_PER_NODE >= 90_000 * number


def test_what_does_not_grow_is_not() -> None:
    assert run(OMEGA, Budget(nodes=1_000, steps=50_000)) == (Status.STEPS, 50_000)
    assert trace(OMEGA, Budget(nodes=1_000, steps=5_000)) == (Status.STEPS, 5_000)


@both
def test_a_numeral_larger_than_the_budget_is_never_built(
    reduce: Reduce,
) -> None:
    status, steps = reduce(lamb.parse_term("999999999999 f"), Budget(nodes=10_000))
    assert status is Status.NODES
    assert steps <= 2


@pytest.mark.parametrize(
    "text",
    [
        "(λx. x x x) (λx. x x x)",
        "(λx. a (x x)) (λx. a (x x))",
        "(λx. λy. x x) (λx. λy. x x)",
        "λa. (λx. x x (λb. a)) (λx. x x (λb. a))",
        "(λf. f f) (λf. λx. f f (p x x))",
    ],
)
@pytest.mark.parametrize("limit", [2_000, 20_000])
def test_what_a_run_has_reached_keeps_to_the_budget_too(text: str, limit: int) -> None:
    """By a fifth it may be larger; what would be larger still is the term that the run began with."""
    term = lamb.parse_term(text)
    for steps in (limit // 16, limit // 2, 10 * limit):
        outcome = lamb.normalize(term, budget=Budget(nodes=limit, steps=steps))
        assert not outcome.finished
        assert len(nodes(outcome.term)) <= 1.2 * limit
        assert steps != limit // 16 or outcome.term is not term  # where there is room, it is read


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.STEPS, "within 1,000 steps"),
        (Status.NODES, "within 20,000 nodes of memory"),
        (Status.SECONDS, "within 2.5 s"),
        (Status.INTERRUPTED, "before it was interrupted"),
    ],
)
def test_how_far_a_reduction_went_is_said_in_words(status: Status, words: str) -> None:
    assert Budget(steps=1_000, nodes=20_000, seconds=2.5).within(status) == words
    assert Budget(steps=1).within(Status.STEPS) == "within 1 step"


def test_a_budget_takes_what_it_does_not_limit_from_another() -> None:
    ticking = Clock()
    whole = Budget(1, 2, 3, ticking)
    assert (
        Budget(clock=ticking).or_else(whole)
        == whole.or_else(Budget())
        == whole
        == whole.or_else(Budget(5, 6, 7))
    )
    assert Budget(clock=ticking).or_else(Budget()).clock is ticking


def test_what_is_left_of_a_budget_has_fewer_seconds_and_the_same_limits() -> None:
    ticking = Clock(2)
    meter = Budget(steps=5, nodes=7, seconds=5, clock=ticking).meter()
    assert [meter.left() for _ in range(3)] == [Budget(5, 7, seconds) for seconds in (3.0, 1.0, 0.0)]
    assert meter.left().clock is ticking
    assert Budget().meter().left() == Budget()


# ── Seconds, and being watched ────────────────────────────────────────────────────────


@both
def test_seconds_are_those_of_the_clock(reduce: Reduce) -> None:
    quick, _ = reduce(OMEGA, Budget(seconds=5, clock=Clock(1), steps=1_000_000))
    assert quick is Status.SECONDS
    slow, _ = reduce(OMEGA, Budget(seconds=5, clock=Clock(1e-9), steps=20_000))
    assert slow is Status.STEPS


@both
def test_a_watch_is_told_the_steps_and_can_stop(reduce: Reduce) -> None:
    seen: list[int] = []

    def watch(steps: int) -> bool:
        seen.append(steps)
        return len(seen) == 5

    status, steps = reduce(OMEGA, Budget(steps=1_000_000), watch)
    assert status is Status.INTERRUPTED
    assert seen == sorted(seen)
    assert seen[-1] == steps


def test_an_interrupted_run_can_be_read() -> None:
    endless = lamb.parse_term("λf. (λx. f (x x)) (λx. f (x x))")
    outcome = lamb.normalize(endless, watch=lambda steps: steps > 9_000)
    assert outcome.status is Status.INTERRUPTED
    assert outcome.term.open == 0
    assert not outcome.finished


@pytest.mark.parametrize("strategy", [Strategy.APPLICATIVE, Strategy.PARALLEL])
def test_a_long_substitution_can_be_stopped_in_the_middle(strategy: Strategy) -> None:
    """One step, into a body of 20,000 places: the watch is asked more often than there are steps."""
    body: Term = Var(0)
    for _ in range(20_000):
        body = App(body, Var(0))
    asked: list[int] = []
    steps = lamb.trace(App(Lam("x", body), lamb.Free("a")), strategy=strategy, watch=asked.append)
    assert sum(step.after.size for step in steps) == 40_001
    assert len(asked) > 5
    stopped = lamb.trace(App(Lam("x", body), lamb.Free("a")), strategy=strategy, watch=lambda _: True)
    assert [*stopped] == []
    assert stopped.status is Status.INTERRUPTED


def test_the_beginning_of_what_was_reached_is_there_before_the_rest() -> None:
    outcome = lamb.normalize(SPREADING, budget=Budget(steps=30_000))
    beginning = outcome.beginning
    assert beginning.size < 10_000
    assert "…" in free_names(beginning)
    assert lamb.pretty(beginning).startswith("a (a (a (a ")


def test_the_beginning_ends_where_there_is_no_more_room() -> None:
    """Nothing is read of what is further inside: there, `x` is asked for and waits to be applied to `a`."""
    reached = lamb.parse_term("(λx. x a) ((λx. x x) (λx. x x))")
    for _ in range(SCREEN + 1):
        reached = App(lamb.Free("y"), reached)
    beginning = lamb.normalize(reached, budget=Budget(steps=50)).beginning
    assert lamb.pretty(beginning) == "y (" * (SCREEN - 1) + "y …" + ")" * (SCREEN - 1)


def test_the_beginning_of_what_is_there_is_the_whole() -> None:
    done = lamb.normalize(lamb.parse_term("(λx. x) a"))
    assert done.beginning is done.term
    stopped = lamb.normalize(SPREADING, budget=Budget(steps=20_000))
    assert stopped.term.size > 20_000
    assert stopped.beginning is stopped.term


@pytest.mark.parametrize(
    ("budget", "status"),
    [
        (Budget(steps=10), Status.STEPS),
        (Budget(nodes=1_000), Status.NODES),
        (Budget(seconds=1, clock=Clock(1)), Status.SECONDS),
    ],
)
def test_an_outcome_says_why_it_ended(budget: Budget, status: Status) -> None:
    outcome = lamb.normalize(SPREADING, budget=budget)
    assert outcome.status is status
    assert repr(outcome) == f"Outcome({status.value!r} after {outcome.steps} steps)"


# ── The meter that is running ─────────────────────────────────────────────────────────


def test_a_tick_goes_to_the_innermost_meter() -> None:
    with Recording() as outer:
        tick(1)
        with Recording() as inner:
            tick(2)
        tick(3)
    tick(4)
    assert (outer.told, inner.told) == ([1, 3], [2])


def test_what_a_meter_around_has_run_out_of_stops_the_inner_one_too() -> None:
    with Budget(seconds=0).meter(), Budget(steps=5).meter() as inner:
        with pytest.raises(Exhausted) as raised:
            tick(LAP)
        assert raised.value.status is Status.SECONDS
    assert inner.exhausted() is None


def test_a_meter_may_be_entered_again_while_it_is_running() -> None:
    with Recording() as meter, Recording(), meter:
        tick(1)
        assert meter.exhausted() is None
    assert meter.told == [1]


def test_threads_have_meters_of_their_own() -> None:
    with Recording() as meter:
        thread = Thread(target=tick, args=(1,))
        thread.start()
        thread.join()
    assert meter.told == []


def test_what_is_made_one_by_one_is_metered_while_it_is_made_only() -> None:
    def items() -> Iterator[int]:
        for number in range(3):
            tick(number)
            yield number

    meter = Recording()
    for _ in meter.each(items()):
        tick(10)
    assert meter.told == [0, 1, 2]


def test_a_paused_meter_counts_the_seconds_while_it_is_running_only() -> None:
    clock = Clock(0)
    meter = Budget(seconds=10, clock=clock).meter().pause()
    clock.seconds, clock.looks = 1, 100
    assert meter.left().seconds == 10
    with meter:
        clock.looks += 3
    left = meter.left().seconds
    assert left is not None
    assert 0 < left < 8
    clock.looks += 100
    assert meter.left().seconds == left
