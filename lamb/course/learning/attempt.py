"""An answer to an exercise: right or not, and a kind word about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lamb.calculus.budget import Budget, Watch
from lamb.calculus.term import Term
from lamb.course.learning.lesson import Exercise
from lamb.course.learning.typed import Typed
from lamb.errors import LambError
from lamb.prelude import prelude

PATIENCE = Budget(steps=100_000, nodes=300_000, seconds=0.75)
"""What the checking of one answer may take, the steps for each reduction, the seconds for all."""

RIGHT = "That is right."


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of an answer.

    The *message* says what is right or wrong with it, the *remark* what the lesson has to say to this
    very answer. *error* is what is wrong with the text, if it could not be read; the message has it all.
    """

    passed: bool
    message: str
    remark: str = ""
    error: LambError | None = None


def attempt(
    exercise: Exercise,
    text: str,
    *,
    library: Mapping[str, Term] | None = None,
    budget: Budget = PATIENCE,
    watch: Watch | None = None,
) -> Attempted:
    """Whether a text answers the exercise, and if not, why not.

    Raises LambError where the exercise itself is not in order; never for what is wrong with the text.
    """
    claims = exercise.claims
    if exercise.steps is not None:
        budget = replace(budget, steps=exercise.steps)
    answer = Typed(text, prelude() if library is None else library, budget, watch)
    try:
        for claim in claims:
            complaint = claim.refuse(answer)
            if complaint:
                return Attempted(False, complaint, remark_on(exercise, answer))
    except LambError as error:
        return Attempted(False, str(error), remark_on(exercise, answer), error)
    return Attempted(True, exercise.right or RIGHT)


def remark_on(exercise: Exercise, answer: Typed) -> str:
    """What the lesson has to say to this answer: to the same term, or else to the same text."""
    for wrong in exercise.wrong:
        if wrong.remark and _same(wrong.answer, answer):
            return wrong.remark
    return ""


def _same(text: str, answer: Typed) -> bool:
    if text.split() == answer.source.text.split():
        return True
    try:
        return Typed(text, answer.library, answer.budget).term == answer.term
    except LambError:
        return False
