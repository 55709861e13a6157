"""The wrong rules: each makes of the left term what somebody who makes that mistake would write.

A rule goes through the places where its mistake can be made, and yields a guess for each: the place,
what the rule puts there, and how to explain it. What nobody wrote is never explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lamb.course.mistakes.arguments import (
    another_argument,
    another_variable,
    applied_backwards,
    argument_split,
    associativity,
    lambda_scope,
    order,
    swapped,
)
from lamb.course.mistakes.attempt import Attempt, WrongStep
from lamb.course.mistakes.contraction import (
    another_variable_behind,
    argument_dropped,
    argument_kept,
    lambda_dropped,
    lambda_kept,
    not_substituted,
    variable_in_use,
)
from lamb.course.mistakes.substitution import captured, shadowed, some_occurrences
from lamb.course.verdicts import Mistake

Rule = Callable[[Attempt], Iterator[WrongStep]]

MOST_GUESSED = 100_000
"""Nodes that the guesses of one rule may have in all: about a tenth of a second."""

BETA_RULES: tuple[Rule, ...] = (
    captured,
    shadowed,
    some_occurrences,
    not_substituted,
    lambda_kept,
    argument_dropped,
    argument_kept,
    lambda_dropped,
    order,
    another_variable,
    swapped,
    associativity,
    argument_split,
    lambda_scope,
    applied_backwards,
)
"""The more specific first: where two rules come to the same term, the earlier one explains it."""

LAST_RULES: tuple[Rule, ...] = (another_argument,)
"""What fits almost anywhere, and is tried when nothing else does."""

LIKELY_RULES: tuple[Rule, ...] = (
    captured,
    shadowed,
    some_occurrences,
    order,
    another_variable,
    associativity,
)
"""Those that are looked for inside of many steps at once, where anything else would be a guess."""

ETA_RULES: tuple[Rule, ...] = (variable_in_use, another_variable_behind)


def by_a_wrong_rule(attempt: Attempt, rules: Sequence[Rule]) -> Mistake | None:
    """What a wrong rule explains, if one of them leads to what was written."""
    for rule in rules:
        for guess in guesses(attempt, rule):
            if attempt.wrote(guess):
                return guess.mistake()
    return None


def guesses(attempt: Attempt, rule: Rule) -> Iterator[WrongStep]:
    """What a rule makes of the left term, until it has made enough."""
    nodes = 0
    for guess in rule(attempt):
        nodes += guess.new.size
        if nodes > MOST_GUESSED:
            return
        yield guess
