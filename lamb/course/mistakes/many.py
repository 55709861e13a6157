"""Wrong steps of the operators for many steps: =*>, =n*> and =p*>, and =~> (`endings.py`)."""

from __future__ import annotations

from dataclasses import replace

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import TICK, Term
from lamb.course.mistakes.attempt import STRATEGIES, Attempt
from lamb.course.mistakes.bindings import captured_by_substitution, wrong_binding
from lamb.course.mistakes.comparisons import wrong_brackets
from lamb.course.mistakes.endings import followed, normal_form, perhaps, wrong_normal_form
from lamb.course.mistakes.forms import not_normal
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.operators import only_renamed
from lamb.course.mistakes.repairs import best_repair
from lamb.course.mistakes.rules import BETA_RULES, by_a_wrong_rule
from lamb.course.mistakes.search import way, way_by
from lamb.course.mistakes.spelling import misspelt
from lamb.course.mistakes.trees import quote


def explain_many(attempt: Attempt) -> Mistake:
    """What is wrong with many steps."""
    if attempt.step == "~":
        return not_normal(attempt) or wrong_normal_form(attempt)
    right = _arrived(attempt) if attempt.is_small else None
    if right is not None:
        return (not_normal(attempt) if attempt.form else None) or only_renamed(attempt, right)
    for explain in EXPLANATIONS if attempt.is_small else ():
        attempt.tick(TICK)
        mistake = explain(attempt)
        if mistake is not None:
            return mistake
    return _unreachable(attempt)


def _arrived(attempt: Attempt) -> Term | None:
    """What the steps lead to, if they are right up to α and that is soon found out."""
    if attempt.start == attempt.end:
        return attempt.start
    if attempt.step == "*":
        steps = way(attempt.start, attempt.end, "b", attempt.tick)
    else:
        steps = way_by(STRATEGIES[attempt.step[0]], attempt.start, attempt.end, attempt.tick)
    return steps[-1][1] if steps else None


def _another_order(attempt: Attempt) -> Mistake | None:
    """β-steps, but not those of the strategy."""
    if attempt.step == "*" or way(attempt.start, attempt.end, "b", attempt.tick) is None:
        return None
    order = STRATEGIES[attempt.step[0]].value
    return Mistake(
        "another-redex",
        f"β-steps lead here, but not those of {order}",
        f"{order} does not come past this term; =*> contracts any redexes",
        attempt.right,
        None,
        (("=*>", attempt.right),),
    )


def _backwards(attempt: Attempt) -> Mistake | None:
    """β-steps from right to left."""
    if way(attempt.end, attempt.start, "b", attempt.tick) is None:
        return None
    return Mistake(
        "backwards",
        "the steps go the other way",
        "β-steps lead from the right term to the left one, not from left to right",
        attempt.right,
        None,
        (("=*>" if attempt.backwards else "<*=", attempt.right),),
    )


def _with_eta(attempt: Attempt) -> Mistake | None:
    """An η-step among the β-steps."""
    steps = way(attempt.start, attempt.end, "be", attempt.tick)
    if steps is None or all(letter == "b" for letter, _ in steps):
        return None
    repair: Repair = tuple(("=e>" if letter == "e" else "=*>", attempt.show(term)) for letter, term in steps)
    return Mistake(
        "wrong-operator",
        "an η-step is among these steps, and it has an operator of its own",
        f"{attempt.operator} stands for β-steps, renaming and definitions; η is =e>",
        repair[0][1],
        None,
        repair,
    )


def _on_the_way(attempt: Attempt) -> Mistake | None:
    """One wrong step, after right ones."""
    strategy = STRATEGIES.get(attempt.step[0], Strategy.NORMAL)
    for term in followed(attempt, strategy):
        here = attempt.going_on_from(term, "=p>" if strategy is Strategy.APPLICATIVE else "=n>")
        for explain in (wrong_brackets, captured_by_substitution, _by_rule, wrong_binding, misspelt):
            mistake = explain(here)
            if mistake is not None:
                return _from(attempt, term, mistake)
    return None


def _by_rule(attempt: Attempt) -> Mistake | None:
    return by_a_wrong_rule(attempt, BETA_RULES)


def _from(attempt: Attempt, term: Term, mistake: Mistake) -> Mistake:
    """*mistake*, said of a step that begins at a later *term*."""
    repair: Repair = ((attempt.operator, mistake.right),) if mistake.right else ()
    if term == attempt.start:
        return replace(mistake, repair=repair)
    place = mistake.place if mistake.place and mistake.place[0] == "right" else None
    where = f"in the step from {quote(attempt.show(term))}, {mistake.where}"
    return replace(mistake, where=where, place=place, repair=repair)


def _unreachable(attempt: Attempt) -> Mistake:
    """Nothing is known but what the steps lead to."""
    form, other = (normal_form(term, attempt.tick) for term in (attempt.start, attempt.end))
    letter = "p" if attempt.step == "p*" else "n"
    repair = best_repair(attempt.with_operator(f"={letter}>"))
    where, advice = "none of the terms that were looked at is this one", "go step by step"
    if form is not None and other is not None and form != other:
        where = (
            f"the left term has the normal form {attempt.quoted(form)}, the right one "
            f"{attempt.quoted(other)}{perhaps(attempt, other)}"
        )
    return Mistake(
        "unreachable",
        "no steps that lead here were found",
        where,
        repair[0][1] if repair else None,
        None,
        repair,
        advice,
    )


EXPLANATIONS = (_another_order, _backwards, _with_eta, _on_the_way)
"""For many steps that need not end at a normal form."""
