"""A wrong step of a derivation, explained: what the student probably did, and what is right.

    diagnose(left, "=b>", right, definitions, constructors)      of a step that does not hold
    unfinished(term, "s", definitions, constructors)             of a term that is no normal form

What was written is compared with what other operators, several steps, and a catalogue of wrong rules
(`rules.py`) make of the left term. Where nothing fits, the first difference from the nearest right step is
shown. All searches are bounded, and tick, so that they can be stopped before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import AttemptedStep, Environment
from lamb.course.mistakes.many_steps import explain_many, not_normal, several_steps
from lamb.course.mistakes.miswritten import (
    another_name,
    captured_by_substitution,
    misspelt,
    wrong_binding,
    wrong_brackets,
    wrong_brackets_and_names,
)
from lamb.course.mistakes.repairs import first_of, realized
from lamb.course.mistakes.rules import by_a_wrong_rule, by_another_argument
from lamb.course.mistakes.single_steps import (
    STEPS,
    another_redex,
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
from lamb.course.verdicts import Mistake
from lamb.notation.names import Constructors
from lamb.notation.syntax import Expr

CALLED_WRONG = (unchanged, wrong_operator, another_redex, unfolded_silently, went_backwards, several_steps)
"""Of steps that are right, but not what the operator says."""

DONE_WRONG = (
    wrong_brackets,
    wrong_meaning,
    captured_by_substitution,
    by_a_wrong_rule,
    wrong_binding,
    wrong_brackets_and_names,
    misspelt,
    by_another_argument,
    another_name,
)
"""Of steps that are not right."""


def diagnose(
    left: Expr,
    operator: str,
    right: Expr,
    definitions: Mapping[str, Term],
    constructors: Constructors,
) -> Mistake:
    """The mistake in the step from *left* to *right*.

    The step is read forwards: for a reversed operator the caller swaps the two. One that is right up
    to the names of bound variables is said to need a renaming.
    """
    environment = Environment(definitions, constructors, has_brackets(left) or has_brackets(right))
    attempt = AttemptedStep(left, operator, right, environment)
    return realized(attempt, _explain(attempt))


def unfinished(
    term: Expr,
    form: str,
    definitions: Mapping[str, Term],
    constructors: Constructors,
) -> Mistake | None:
    """Why *term* is in no normal form, or no strong (`s`), weak (`w`) or head (`h`) one; None if it is."""
    environment = Environment(definitions, constructors, has_brackets(term))
    attempt = AttemptedStep(term, f"=~:{form}>", term, environment)
    mistake = not_normal(attempt)
    return mistake and realized(attempt, mistake)


def _explain(attempt: AttemptedStep) -> Mistake:
    """The first explanation that fits, from the most certain to the first difference."""
    if attempt.step not in STEPS:
        return explain_many(attempt)
    if not attempt.is_small:
        return nearest(attempt)
    right = made_rightly(attempt)
    if right is not None:
        return (not_normal(attempt) if attempt.form else None) or only_renamed(attempt, right)
    found = first_of(attempt, (*CALLED_WRONG, *DONE_WRONG, _wrong_beta))
    if found is None and attempt.step == "b" and attempt.seeing_through().abbreviations:
        attempt = attempt.seeing_through()
        found = first_of(attempt, DONE_WRONG)
    return found or nearest(attempt)


def _wrong_beta(attempt: AttemptedStep) -> Mistake | None:
    """A wrong β-step, written as something else."""
    if attempt.step not in {"a", "d", "e"}:
        return None
    beta = attempt.with_operator("=b>")
    mistake = first_of(beta, (wrong_brackets, captured_by_substitution, by_a_wrong_rule, wrong_binding))
    if mistake is None:
        return None
    what = f"this is a β-step written as {attempt.operator}, and {mistake.what}"
    return replace(mistake, what=what)
