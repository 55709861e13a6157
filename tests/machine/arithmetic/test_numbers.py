"""Arithmetic with integers: what the plain machine computes, and where it does."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import Budget, Outcome, Status, Term
from tests.effort import often
from tests.machine.arithmetic.terms import DEFINITIONS, probed, terms

PLAIN = Budget(steps=1_500)


def plainly(term: Term, steps: int | None = 1_500) -> Outcome:
    return lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=steps))


def with_numbers(term: Term, steps: int | None = None, nodes: int | None = None) -> Outcome:
    return lamb.normalize(
        term, definitions=DEFINITIONS, budget=Budget(steps=steps, nodes=nodes), numbers=True
    )


def number(text: str, steps: int | None = 20_000) -> int | None:
    """The number that a term comes to."""
    outcome = with_numbers(lamb.parse_term(text), steps)
    assert outcome.finished
    return lamb.read_numeral(outcome.term)


# ── Laws ──────────────────────────────────────────────────────────────────────────────


@often(6)
@given(terms)
def test_numbers_change_no_normal_form_and_lose_none(term: Term) -> None:
    """Within as many steps: what has been computed needs none."""
    plain = plainly(term)
    assume(plain.finished)
    fast = with_numbers(term, plain.steps)
    assert fast.finished
    assert fast.term == plain.term


@often(4)
@given(probed())
def test_a_law_looks_at_no_more_of_its_arguments_than_the_term(term: Term) -> None:
    """What the term never looks at may have no value."""
    plain = plainly(term)
    assume(plain.finished)
    fast = with_numbers(term, plain.steps)
    assert (fast.status, fast.term) == (Status.NORMAL_FORM, plain.term)


@given(terms)
def test_what_has_no_value_gets_none(term: Term) -> None:
    """An answer with numbers is one that the plain machine finds, if it has the time."""
    fast = with_numbers(term, 200, 100_000)
    assume(fast.finished)
    plain = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=50_000, nodes=500_000))
    if plain.finished:
        assert plain.term == fast.term


@given(terms)
def test_a_run_with_numbers_can_be_stopped_anywhere(term: Term) -> None:
    """What it has reached has the same normal form."""
    plain = plainly(term)
    assume(plain.finished)
    needed = with_numbers(term).steps
    for steps in {*range(min(needed, 20)), *range(max(0, needed - 5), needed)}:
        stopped = with_numbers(term, steps)
        assert stopped.status is Status.STEPS
        assert plainly(stopped.term, None).term == plain.term


@pytest.mark.parametrize(
    "text",
    [
        "(λb. b x y) (leq (I (I 2)) (I 3)) z",
        "(λb. p b (b x y) (λc. b c)) (is-even (I (I 2)))",
        "(λn. n f x) (add (I 1) (I 2)) z",
        "(λn. p n (n f x) (λc. n c)) (mul (I 2) (I (I 2)))",
        "(λn. n f x) (div (I 7) (I 2)) z",
        "(λb. b x y) (leq (I u) (I 3)) z",
        "(λn. n f x) (add (I 2) u) z",
    ],
)
def test_what_waits_for_a_number_is_not_lost_when_a_run_is_stopped(text: str) -> None:
    term = lamb.parse_term(text)
    whole = plainly(term)
    for steps in range(with_numbers(term).steps):
        assert plainly(with_numbers(term, steps).term).term == whole.term


@given(terms)
def test_a_run_with_numbers_can_be_interrupted_anywhere(term: Term) -> None:
    """Also while laws ask for what they need."""
    plain = plainly(term)
    assume(plain.finished)
    for looks in range(20):
        seen = iter(range(10**9))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lamb.calculus.budget.LAP", 1)
            outcome = lamb.normalize(
                term,
                definitions=DEFINITIONS,
                watch=lambda _, seen=seen, looks=looks: next(seen) == looks,
                numbers=True,
            )
        assert outcome.finished or outcome.status is Status.INTERRUPTED
        assert plainly(outcome.term, None).term == plain.term
        if outcome.finished:
            return


@given(terms)
def test_the_same_term_twice_takes_the_same_steps(term: Term) -> None:
    first, second = (with_numbers(term, 300, 100_000) for _ in range(2))
    assume(Status.NODES not in (first.status, second.status))  # memory is measured, and not to the node
    assert (first.status, first.steps, first.numbers_used) == (
        second.status,
        second.steps,
        second.numbers_used,
    )
    assert first.term == second.term


@pytest.mark.parametrize(
    "text",
    [
        "(λx. x x) (λy. λz. y z)",
        "(λm n. m n) (λs z. s (s z)) (λy z. y z)",
        "2 (λs z. s (s z))",
        "λa. (λs z. s (s z)) (λy z. y (y z))",
        "(λm n s. m (n s)) 2 (λa b. a (a b))",
    ],
)
def test_variables_keep_their_names_where_numbers_are_small(text: str) -> None:
    term = lamb.parse_term(text)
    assert lamb.pretty(lamb.normalize(term, numbers=True).term) == lamb.pretty(lamb.normalize(term).term)


@given(*[st.sampled_from("fxszab")] * 2, st.integers(0, 9), st.integers(0, 9))
def test_a_sum_has_the_names_of_the_arithmetic_that_made_it(f: str, x: str, m: int, n: int) -> None:
    add, succ = f"λm n {f} {x}'. m {f} (n {f} {x}')", f"λn {f} {x}'. {f} (n {f} {x}')"
    for text in f"({add}) {m} {n}", f"({succ}) {m}", f"λq. ({add}) (({succ}) {m}) (({succ}) {n})":
        term = lamb.parse_term(text)
        assert lamb.pretty(lamb.normalize(term, numbers=True).term) == lamb.pretty(lamb.normalize(term).term)
