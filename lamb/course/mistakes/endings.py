"""Wrong normal forms: =~>, and what a reduction comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lamb.calculus.budget import Budget
from lamb.calculus.eta import eta_normal
from lamb.calculus.machine import normalize
from lamb.calculus.quantities import counted
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import TICK, Term, Tick
from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.bindings import wrong_binding
from lamb.course.mistakes.comparisons import wrong_brackets
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.nearest import first_place
from lamb.course.mistakes.operators import only_renamed
from lamb.course.mistakes.repairs import MOST_SHOWN
from lamb.course.mistakes.rules import LIKELY_RULES, guesses
from lamb.course.mistakes.search import terms_by, way
from lamb.course.mistakes.spelling import misspelt
from lamb.course.mistakes.trees import quote

REDUCTION = Budget(steps=20_000, nodes=300_000)
"""What the normal form of the left side may take."""
TRIAL = Budget(steps=300, nodes=20_000)
"""What the normal form of one guess may take."""
MOST_TRIALS = 500
MOST_FOLLOWED, MOST_NODES = 30, 2_000
"""Terms on the way that a mistake is looked for in, and their nodes in all."""


def normal_form(term: Term, tick: Tick, budget: Budget = REDUCTION) -> Term | None:
    def watch(steps: int) -> bool:
        tick(TICK)
        return False

    outcome = normalize(term, budget=budget, watch=watch)
    tick(TICK)
    return outcome.term if outcome.finished else None


def wrong_normal_form(attempt: Attempt) -> Mistake:
    form = normal_form(attempt.start, attempt.tick)
    if form is None:
        return Mistake(
            "no-normal-form",
            "no normal form of the left term was found",
            f"{quote(attempt.left)} was reduced for {REDUCTION.steps:,} steps without an end; "
            "it may have none",
        )
    if form == attempt.end:
        return only_renamed(attempt, form)
    if form.size > MOST_SHOWN:
        what = "this is a normal form, but not that of the left term"
        return Mistake("other-normal-form", what, f"that has {counted(form.size, 'node')}")
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
        f"{where}{perhaps(attempt, attempt.end)}",
        right,
        place,
        repair,
        advice,
    )


def _is_one_eta_step(attempt: Attempt, form: Term) -> bool:
    steps = way(form, attempt.end, "e", attempt.tick)
    return steps is not None and len(steps) == 1


def perhaps(attempt: Attempt, end: Term) -> str:
    """A mistake on the way that would lead to a normal form."""
    tried = 0
    for term in followed(attempt, Strategy.NORMAL):
        here = attempt.going_on_from(term, "=n>")
        for guess in _likely_guesses(here):
            tried += 1
            if tried > MOST_TRIALS:
                return ""
            if normal_form(guess.spot.filled(guess.new), attempt.tick, TRIAL) == end:
                return f"; it comes out if, in {quote(here.left)}, {guess.mistake().what}"
    return ""


def _likely_guesses(attempt: Attempt) -> Iterator[Guess]:
    for rule in LIKELY_RULES:
        yield from guesses(attempt, rule)


def followed(attempt: Attempt, strategy: Strategy) -> Iterator[Term]:
    """The first terms that a strategy comes past."""
    nodes = 0
    for term in islice(terms_by(strategy, attempt.start), MOST_FOLLOWED):
        nodes += term.size
        if nodes > MOST_NODES:
            return
        yield term
