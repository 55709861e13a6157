"""No answer takes longer than it may, whatever it is."""

from __future__ import annotations

import pytest

from lamb.calculus.budget import Budget
from lamb.course.exercises.submission import Submission, library, objections, read_claims
from lamb.course.learning.answer import CheckBudget
from tests.course.exercises.students import session, told
from tests.effort import DEPTH

ENDLESS = {
    "a circle": "rec double n = double n",
    "growth": "double = (λx. x x x) (λx. x x x)",
    "an argument": "double n = n Ω Ω",
    "a million": "double n = pow 10 (pow 10 n)",
    "under a λ": "double n = λx. Y (λself. x self)",
}
CLAIMS = (
    "assert forall n m : nat. double (add n m) == add (double n) (double m)",
    "has a normal form",
    "double 7 takes at most 10 steps",
    "double 7 takes at most 10 steps by applicative order",
    "double 7 ends by normal order",
    "double 7 reads as 14",
    "double 7 reduces to 14",
)


class Clock:
    """A clock that goes on whenever it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_all_claims_together_have_the_seconds_of_the_budget(text: str) -> None:
    clock = Clock()
    limits = CheckBudget(Budget(seconds=0.2, nodes=100_000, clock=clock))
    submission = Submission(("double",), session(text).definitions, library(), limits)
    found = list(objections(submission, read_claims(CLAIMS)))
    assert any(found)
    assert clock.now < 0.3


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_what_does_not_end_is_refused_by_its_steps_or_its_size(text: str) -> None:
    assert "does not come to an end" in told(text, "assert double 7 == 14")


LARGE = {
    "deep": "λx. " * DEPTH + "x",
    "wide": "f" + " x" * DEPTH,
    "redexes": "(λx. x) (" * DEPTH + "y" + ")" * DEPTH,
    "binders": f"λ{' '.join(f'v{number}' for number in range(DEPTH))}. v0",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_what_is_said_of_something_large_is_short(text: str) -> None:
    for claim in ("is the term x", "has no λ", "assert answer a == b", "reads as 5", "has 7 redexes"):
        try:
            said = told(f"double = {text}", claim)
        except pytest.fail.Exception:
            continue  # it holds
        assert len(said) < 500


def test_what_is_too_large_is_not_looked_at() -> None:
    doubling = "\n".join(f"d{number + 1} = d{number} d{number}" for number in range(40))
    assert "double" in told(f"d0 = λx. x\n{doubling}\ndouble = d40", "is closed", "is an abstraction")
    assert "too large to be checked" in told(f"double = {'λx. ' * 30_000}x", "is closed")
