"""Divergence: what repeats is found, what grows is measured, and neither is said of what ends."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import chain, islice, repeat

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Step, Strategy, Term
from lamb.analysis.divergence import (
    FIRST_LOOK,
    SHARE,
    Cycle,
    Detector,
    Divergence,
    DivergenceWatch,
    Growth,
    diagnose,
    terms_for_variables,
)
from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.substitution import substitute
from lamb.calculus.term import Free
from tests.clocks import Clock
from tests.strategies import DEFINITIONS, programs


def diagnosed(term: Term, steps: int, strategy: Strategy = Strategy.NORMAL) -> Divergence | None:
    def again() -> Iterator[Step]:
        return iter(lamb.trace(term, strategy=strategy, definitions=DEFINITIONS))

    detector = Detector(term)
    for step in islice(again(), steps):
        detector.see(step.after)
    return detector.divergence(again)


@pytest.mark.parametrize(
    ("text", "steps", "said"),
    [
        ("(λx. x x) (λx. x x)", 1, "step 1 is α-equal to the start: it repeats for ever"),
        ("(λy. (λx. x x) (λx. x x)) a", 9, "step 2 is α-equal to step 1: it repeats for ever"),
        ("ω ω", 9, "step 2 is α-equal to the start"),
        ("(λx. x x x) (λx. x x x)", 20, "it grows by 7 nodes every step"),
        ("Y a", 20, "it grows by 2 nodes every step"),
        ("(λx. a (x x)) (λx. a (x x))", 20, "it grows by 2 nodes every step"),
        ("(λx y. y (x x) y) (λx y. y (x x) y) (λz. z)", 60, "step 3 is α-equal to the start"),
        ("(λx. a) b", 1, None),
        ("a", 0, None),
    ],
)
def test_what_is_said_of_well_known_terms(text: str, steps: int, said: str | None) -> None:
    found = diagnosed(lamb.parse_term(text), steps)
    assert found is None if said is None else said in str(found)


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_cycle_is_found_where_it_begins(before: int, period: int) -> None:
    """A reduction that goes through *before* terms first, and then through *period* others for ever."""

    def again() -> Iterator[Step]:
        number = 0
        while True:
            after = number + 1 if number + 1 < before + period else before
            yield Step(lamb.Rule.BETA, None, Free(f"t{number}"), Free(f"t{after}"))
            number = after

    detector = Detector(Free("t0"))
    for step in again():
        detector.see(step.after)
        if detector.period is not None:
            break
    assert detector.period == period
    assert detector.divergence(again) == Cycle(before + period, before)
    assert detector.divergence(lambda: islice(again(), 1)) in (
        Cycle(detector.steps, detector.steps - period),
        Cycle(before + period, before),  # which is as true
    )
    assert detector.steps <= 4 * (before + period)  # and soon


@given(st.lists(st.integers(1, 9), max_size=8), st.lists(st.integers(-3, 9), min_size=1, max_size=12))
def test_growth_is_measured_in_its_shortest_rhythm(first: list[int], rhythm: list[int]) -> None:
    detector = Detector(lamb.church(500))
    size = 500
    for grown in [*first, *rhythm * 12]:
        size += grown
        detector.see(lamb.church(size))
    period = next(n for n in range(1, len(rhythm) + 1) if _repeats_after(rhythm, n))
    nodes = 2 * sum(rhythm[:period])
    assert detector.growth() == (Growth(nodes, period) if nodes > 0 else None)


def _repeats_after(rhythm: list[int], steps: int) -> bool:
    """Whether the sums of so many members in a row are always the same."""
    often = rhythm * 3
    return len({sum(often[at : at + steps]) for at in range(len(rhythm))}) == 1


@given(programs)
def test_what_has_a_normal_form_never_repeats(term: Term) -> None:
    budget = lamb.Budget(steps=60, nodes=20_000)
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=budget)
    detector = Detector(term)
    for step in trace:
        detector.see(step.after)
    if trace.status is lamb.Status.NORMAL_FORM:
        assert detector.period is None


@given(st.lists(st.integers(0, 50), max_size=20))
def test_a_detector_counts_the_steps_and_knows_the_largest_term(sizes: list[int]) -> None:
    detector = Detector(lamb.church(25))
    for size in sizes:
        detector.see(lamb.church(size))
    assert detector.steps == len(sizes)
    assert detector.largest == lamb.church(max([25, *sizes])).size


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(λx. x x) (λx. x x)", Cycle(1, 0)),
        ("I ((λx. x x) (λx. x x))", Cycle(3, 2)),
        ("(λx. a (x x)) (λx. a (x x))", Cycle(1, 0, inside=True)),
        ("(λx. x x x) (λx. x x x)", Cycle(1, 0, inside=True)),
        ("Y", Cycle(2, 1, inside=True)),
        ("Y K", Cycle(6, 3, inside=True)),
        ("a (λx. Y x x)", Cycle(4, 3, inside=True)),
        ("(λx n. x x (λy. n)) (λx n. x x (λy. n)) z", Growth(1, 2)),
        ("Y (λr n. n (r (n n)))", Cycle(7, 4, inside=True, others=True)),
        ("Y (λr n. n (r (λx. stop)))", None),  # r (λx. stop) ends: it drops what comes after it
        ("Y (λr n. n (r (n (λx. stop) n)))", Cycle(7, 4, inside=True, others=True)),
        ("Y (λr n. n (r (I (λx. stop))))", None),
        ("I a", None),
    ],
)
def test_a_diagnosis_is_made_of_normal_order(text: str, found: Divergence | None) -> None:
    assert diagnose(lamb.parse_term(text), DEFINITIONS) == found


@given(programs)
def test_what_has_a_normal_form_is_never_said_to_repeat(term: Term) -> None:
    if lamb.normalize(term, definitions=DEFINITIONS, budget=lamb.Budget(steps=1_000)).finished:
        assert not isinstance(diagnose(term, DEFINITIONS), Cycle)


@given(
    programs,
    st.sampled_from(("Y", "ω ω", "(λx. x x x) λx. x x x", "Y K", "(λx y. y (x x y)) λx y. y (x x y)")),
)
def test_a_part_that_repeats_counts_only_where_it_is_reduced(term: Term, text: str) -> None:
    endless = lamb.parse_term(text)
    assert diagnose(lamb.App(lamb.parse_term("λx y. y"), endless), DEFINITIONS) is None
    found = diagnose(lamb.App(Free("free"), lamb.App(lamb.Lam("x", endless), term)), DEFINITIONS)
    assert isinstance(found, Cycle)
    assert found.earlier < found.step


def test_a_repetition_inside_is_said_in_words() -> None:
    said = "step 3 reduces the same part as step 2, inside a larger term: it repeats for ever"
    assert str(Cycle(2, 1, inside=True)) == said


def test_a_repetition_with_other_arguments_is_said_in_words() -> None:
    said = (
        "step 9 reduces the same part as step 4, but for its arguments, inside a larger term: so it goes on"
    )
    assert str(Cycle(8, 3, inside=True, others=True)).startswith(said)


@pytest.mark.parametrize("text", ["fact", "gcd", "λn. fact n", "iterate"])
def test_a_recursion_that_waits_for_its_argument_is_seen_to_go_on_for_ever(text: str) -> None:
    session = lamb.Session()
    found = diagnose(lamb.parse_term(text), session.definitions, lamb.Budget(steps=1_000, nodes=100_000))
    assert isinstance(found, Cycle)
    assert found.others


@given(programs, programs)
def test_a_pattern_makes_the_term_again_with_what_was_found_for_its_variables(one: Term, other: Term) -> None:
    pattern = lamb.App(lamb.Var(0), lamb.App(one, lamb.Lam("x", lamb.App(lamb.Var(1), lamb.Var(0)))))
    found = terms_for_variables(pattern, substitute(pattern, other))
    assert found == {0: other}
    assert terms_for_variables(pattern, lamb.App(other, lamb.App(one, lamb.Lam("x", lamb.Var(0))))) is None


def test_a_run_is_stopped_when_it_is_seen_to_repeat() -> None:
    times = chain([0.0], repeat(100.0))
    budget = lamb.Budget(clock=lambda: next(times))
    watch = DivergenceWatch(lamb.parse_term("ω ω"), DEFINITIONS, budget, None)
    assert not watch(FIRST_LOOK - 1)
    assert watch(FIRST_LOOK) is Status.DIVERGED
    assert watch.found == Cycle(2, 0)


def test_a_run_is_looked_at_as_seldom_as_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []

    def diagnosed(term: Term, definitions: object, budget: lamb.Budget) -> None:
        looks.append(budget.seconds or 0)

    monkeypatch.setattr("lamb.analysis.divergence.diagnose", diagnosed)
    clock = Clock()
    watch = DivergenceWatch(lamb.parse_term("a"), {}, lamb.Budget(clock=clock), lambda steps: steps > 10**6)
    assert not any(map(watch, range(0, 10**6, 100)))
    assert looks == [SHARE] * (10**6 // FIRST_LOOK).bit_length()  # of the second that the clock has gone on
    assert watch(10**6 + 1) is True


def test_a_look_that_the_run_has_no_room_for_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def diagnose(*_: object) -> None:
        raise Exhausted(Status.NODES)

    monkeypatch.setattr("lamb.analysis.divergence.diagnose", diagnose)
    watch = DivergenceWatch(Free("a"), {}, lamb.Budget(), None)
    assert watch(FIRST_LOOK) is False


def test_growth_is_said_in_words() -> None:
    assert str(Growth(1, 2)) == "it grows by 1 node every 2 steps"
    assert str(Growth(1_000, 1)) == "it grows by 1,000 nodes every step"


def test_a_detector_remembers_little() -> None:
    detector = Detector(lamb.church(1))
    terms = [lamb.church(number) for number in range(1_000)]
    for term in terms[:500]:
        detector.see(term)
    tracemalloc.start()
    try:
        for _ in range(20):
            for term in terms:
                detector.see(term)
        assert tracemalloc.get_traced_memory()[1] < 20_000
    finally:
        tracemalloc.stop()
