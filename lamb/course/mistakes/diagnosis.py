"""The order in which a wrong step is explained: what is right but called wrong, then wrong rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import Attempt, Environment
from lamb.course.mistakes.many_steps import explain_many, not_normal, several_steps
from lamb.course.mistakes.miswritten import another_name, captured_by_substitution, misspelt, wrong_binding
from lamb.course.mistakes.repairs import wrong_brackets, wrong_brackets_and_names
from lamb.course.mistakes.rules import BETA_RULES, ETA_RULES, LAST_RULES, by_a_wrong_rule
from lamb.course.mistakes.single_steps import (
    another_redex_contracted,
    made_rightly,
    nearest,
    only_renamed,
    unchanged,
    unfolded_silently,
    went_backwards,
    wrong_meaning,
    wrong_operator,
)
from lamb.course.mistakes.sugar import has_brackets
from lamb.course.verdicts import Mistake, Repair, Side, Stretch
from lamb.notation.names import Constructors
from lamb.notation.syntax import Expr

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
        tick()
        mistake = explanation(attempt)
        if mistake is not None:
            return mistake
    unfolded = attempt.seeing_through()
    if attempt.step == "b" and unfolded.abbreviations:
        for explanation in DONE_WRONG:
            tick()
            mistake = explanation(unfolded)
            if mistake is not None:
                return mistake
        return nearest(unfolded)
    return nearest(attempt)


# ── Mistakes ────────────────────────────────────────────────────────────────────────
# A wrong step of a derivation, explained: what the student probably did, and what is right.
#
#     diagnose(left, "=b>", right, definitions, constructors)      of a step that does not hold
#     unfinished(term, "s", definitions, constructors)             of a term that is no normal form
#
# The method: what was written is compared with what other operators, several steps, and a catalogue
# of wrong rules (`rules.py`) make of the left term. Where nothing fits, the first difference from the
# nearest right step is shown. All searches are bounded, and say how far they are (`tick`), so that they
# can be stopped before.


__all__ = ["Mistake", "Repair", "Side", "Stretch", "diagnose", "unfinished"]


def diagnose(
    left: Expr,
    operator: str,
    right: Expr,
    definitions: Mapping[str, Term],
    constructors: Constructors,
) -> Mistake:
    """What is wrong with the step from *left* to *right*.

    The step is read forwards: for a reversed operator the caller swaps the two. One that is right up
    to the names of bound variables is said to need a renaming.
    """
    environment = Environment(definitions, constructors, has_brackets(left) or has_brackets(right))
    return explain(Attempt(left, operator, right, environment))


def unfinished(
    term: Expr,
    form: str,
    definitions: Mapping[str, Term],
    constructors: Constructors,
) -> Mistake | None:
    """Why *term* is in no normal form, or no strong (`s`), weak (`w`) or head (`h`) one; None if it is."""
    environment = Environment(definitions, constructors, has_brackets(term))
    return not_normal(Attempt(term, f"=~:{form}>", term, environment))
