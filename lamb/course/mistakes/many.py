"""Wrong steps of the operators for many steps: =*>, =n*>, =p*> and =~>."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lamb.calculus.budget import Budget
from lamb.calculus.eta import eta_normal
from lamb.calculus.machine import normalize
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import STRATEGIES, Attempt, Guess
from lamb.course.mistakes.comparisons import captured_by_substitution, misspelt, wrong_binding, wrong_brackets
from lamb.course.mistakes.forms import not_normal
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.nearest import first_place
from lamb.course.mistakes.repairs import best_repair
from lamb.course.mistakes.rules import BETA_RULES, LIKELY_RULES, by_a_wrong_rule, guesses
from lamb.course.mistakes.search import terms_by, way
from lamb.course.mistakes.trees import quote

REDUCTION = Budget(steps=20_000, nodes=300_000)
"""What the normal form of the left side may take."""
TRIAL = Budget(steps=300, nodes=20_000)
"""What the normal form of one guess may take."""
MOST_TRIALS = 500
MOST_FOLLOWED, MOST_NODES = 30, 2_000
"""Terms on the way that a mistake is looked for in, and their nodes in all."""


def explain_many(attempt: Attempt) -> Mistake:
    """What is wrong with many steps."""
    if attempt.step == "~":
        return not_normal(attempt) or _wrong_normal_form(attempt)
    for explain in EXPLANATIONS if attempt.is_small else ():
        mistake = explain(attempt)
        if mistake is not None:
            return mistake
    return _unreachable(attempt)


def _normal_form(term: Term, budget: Budget = REDUCTION) -> Term | None:
    outcome = normalize(term, budget=budget)
    return outcome.term if outcome.finished else None


# ── =~> ───────────────────────────────────────────────────────────────────────────────


def _wrong_normal_form(attempt: Attempt) -> Mistake:
    form = _normal_form(attempt.start)
    if form is None:
        return Mistake(
            "no-normal-form",
            "no normal form of the left term was found",
            f"{quote(attempt.left)} was reduced for {REDUCTION.steps:,} steps without an end; "
            "it may have none",
        )
    right = attempt.show(form)
    repair: Repair = ((attempt.operator, right),)
    last = attempt.going_on_from(form, "=d>")
    for explain in (wrong_brackets, wrong_binding, misspelt):
        mistake = explain(last)
        if mistake is not None:
            return replace(mistake, right=right, repair=repair)
    if eta_normal(form) == eta_normal(attempt.end):
        return Mistake(
            "wrong-operator",
            "an η-step was made as well, and that is a step of its own",
            f"the β-normal form is {quote(right)}; only =e> leads from there to {quote(attempt.right)}",
            right,
            None,
            (*repair, ("=e>", attempt.right)) if _is_one_eta_step(attempt, form) else repair,
        )
    where, place, advice = first_place(attempt, form)
    return Mistake(
        "other-normal-form",
        "this is a normal form, but not that of the left term",
        f"{where}{_perhaps(attempt, attempt.end)}",
        right,
        place,
        repair,
        advice,
    )


def _is_one_eta_step(attempt: Attempt, form: Term) -> bool:
    steps = way(form, attempt.end, "e")
    return steps is not None and len(steps) == 1


def _perhaps(attempt: Attempt, end: Term) -> str:
    """A mistake on the way that would lead to a normal form."""
    tried = 0
    for term in _followed(attempt, Strategy.NORMAL):
        here = attempt.going_on_from(term, "=n>")
        for guess in _likely_guesses(here):
            tried += 1
            if tried > MOST_TRIALS:
                return ""
            if _normal_form(guess.spot.filled(guess.new), TRIAL) == end:
                return f"; it comes out if, in {quote(here.left)}, {guess.mistake().what}"
    return ""


def _likely_guesses(attempt: Attempt) -> Iterator[Guess]:
    for rule in LIKELY_RULES:
        yield from guesses(attempt, rule)


def _followed(attempt: Attempt, strategy: Strategy) -> Iterator[Term]:
    """The first terms that a strategy comes past."""
    nodes = 0
    for term in islice(terms_by(strategy, attempt.start), MOST_FOLLOWED):
        nodes += term.size
        if nodes > MOST_NODES:
            return
        yield term


# ── =*>, =n*>, =p*> ───────────────────────────────────────────────────────────────────


def _another_order(attempt: Attempt) -> Mistake | None:
    """β-steps, but not those of the strategy."""
    if attempt.step == "*" or way(attempt.start, attempt.end, "b") is None:
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
    if way(attempt.end, attempt.start, "b") is None:
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
    steps = way(attempt.start, attempt.end, "be")
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
    for term in _followed(attempt, strategy):
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
    form, other = _normal_form(attempt.start), _normal_form(attempt.end)
    letter = "p" if attempt.step == "p*" else "n"
    repair = best_repair(attempt.with_operator(f"={letter}>"))
    where, advice = "none of the terms that were looked at is this one", "go step by step"
    if form is not None and other is not None and form != other:
        where = (
            f"the left term has the normal form {quote(attempt.show(form))}, the right one "
            f"{quote(attempt.show(other))}{_perhaps(attempt, other)}"
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
