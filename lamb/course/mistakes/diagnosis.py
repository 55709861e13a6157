"""The order in which a wrong step is explained: what is right but called wrong, then wrong rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lamb.calculus.term import TICK
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.bindings import captured_by_substitution, wrong_binding
from lamb.course.mistakes.comparisons import wrong_brackets, wrong_brackets_and_names
from lamb.course.mistakes.definitions import unfolded_silently, wrong_meaning
from lamb.course.mistakes.forms import not_normal
from lamb.course.mistakes.many import explain_many
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.nearest import nearest
from lamb.course.mistakes.operators import (
    another_redex_contracted,
    made_rightly,
    only_renamed,
    unchanged,
    went_backwards,
    wrong_operator,
)
from lamb.course.mistakes.rules import BETA_RULES, ETA_RULES, LAST_RULES, by_a_wrong_rule
from lamb.course.mistakes.several import several_steps
from lamb.course.mistakes.spelling import another_name, misspelt

Explanation: TypeAlias = Callable[[Attempt], Mistake | None]


def _wrong_rule(attempt: Attempt) -> Mistake | None:
    """What a rule of the catalogue explains, for the operators that contract."""
    if attempt.step in {"a", "d"}:
        return None
    return by_a_wrong_rule(attempt, ETA_RULES if attempt.step == "e" else BETA_RULES)


def _last_rule(attempt: Attempt) -> Mistake | None:
    """The same, for the rules that fit almost anywhere."""
    return None if attempt.step in {"a", "d", "e"} else by_a_wrong_rule(attempt, LAST_RULES)


CALLED_WRONG: tuple[Explanation, ...] = (
    unchanged,
    wrong_operator,
    another_redex_contracted,
    unfolded_silently,
    went_backwards,
    several_steps,
)
"""What was done is right, but is not what the operator says."""

DONE_WRONG: tuple[Explanation, ...] = (
    wrong_brackets,
    wrong_meaning,
    captured_by_substitution,
    _wrong_rule,
    wrong_binding,
    wrong_brackets_and_names,
    misspelt,
    _last_rule,
    another_name,
)
"""What was done is not right."""


def explain(attempt: Attempt) -> Mistake:
    """The first explanation that fits, from the most certain to the first difference."""
    if attempt.step not in {"a", "b", "d", "e", "n", "p"}:
        return explain_many(attempt)
    if not attempt.is_small:
        return nearest(attempt)
    right = made_rightly(attempt)
    if right is not None:
        return (not_normal(attempt) if attempt.form else None) or only_renamed(attempt, right)
    for explanation in (*CALLED_WRONG, *DONE_WRONG):
        attempt.tick(TICK)
        mistake = explanation(attempt)
        if mistake is not None:
            return mistake
    unfolded = attempt.seeing_through()
    if attempt.step == "b" and unfolded.abbreviations:
        for explanation in DONE_WRONG:
            attempt.tick(TICK)
            mistake = explanation(unfolded)
            if mistake is not None:
                return mistake
        return nearest(unfolded)
    return nearest(attempt)
