"""The step that should have been written: where there are several, the one nearest to what was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.reduction import Rule, contract
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import STRATEGIES, Attempt
from lamb.course.mistakes.differences import distance
from lamb.course.mistakes.subterms import Subterm, contractions
from lamb.course.mistakes.sugar import exposing
from lamb.course.verdicts import Mistake, Repair, Stretch

MOST_STEPS = 100
"""Right steps that are compared with what was written, to find the nearest."""
MOST_COMPARED = 500_000
"""Nodes of the terms that they lead to, in all."""
MOST_SHOWN = 200_000
"""Nodes of a right term that is written out."""


def right_steps(attempt: Attempt) -> Iterator[Subterm]:
    """The redexes that the operator could contract; one, if it follows a strategy."""
    if attempt.step == "e":
        return (redex for redex, _ in contractions(attempt.start, "e"))
    return islice(attempt.redexes(), 1 if attempt.step in STRATEGIES else None)


def result(attempt: Attempt, redex: Subterm) -> Term:
    """The whole term after a right step."""
    tick(attempt.start.size)
    new = attempt.contractum(redex)
    assert new is not None
    return redex.replaced_by(new)


def nearest_step(attempt: Attempt) -> Subterm | None:
    """The redex of the right step whose result differs in the fewest nodes from what was written."""
    best, least = None, MOST_COMPARED
    most = max(1, min(MOST_STEPS, MOST_COMPARED // attempt.start.size))
    for redex in islice(right_steps(attempt), most):
        new = distance(result(attempt, redex), attempt.end, least)
        if best is None or new < least:
            best, least = redex, new
    return best


def beta_repair(attempt: Attempt, redex: Subterm) -> Repair:
    """A β-step, and before it what has to be unfolded for it."""
    exposed = exposing(attempt.written_start, redex.path, attempt.environment.definitions)
    contracted = contract(exposed, redex.path, Rule.BETA)
    if max(exposed.size, contracted.size) > MOST_SHOWN:
        return ()
    operator = attempt.operator if attempt.step == "b" else "=b>"
    step = operator, attempt.show(contracted, fold=False)
    return (step,) if exposed == attempt.written_start else (("=d>", attempt.show(exposed, fold=False)), step)


def best_repair(attempt: Attempt, subterm: Subterm | None = None) -> Repair:
    """The right step at a subterm if it is a redex, and else the nearest to what was written."""
    if attempt.step in {"a", "d"}:
        return ((attempt.operator, attempt.show(attempt.start)),)
    if attempt.step in STRATEGIES or subterm is None or attempt.contractum(subterm) is None:
        subterm = nearest_step(attempt)
    if subterm is None:
        return ()
    if attempt.step == "b":
        return beta_repair(attempt, subterm)
    new = result(attempt, subterm)
    return ((attempt.operator, attempt.show(new)),) if new.size <= MOST_SHOWN else ()


class Wording(NamedTuple):
    """The three hints on a mistake; where it is `explained`, with {names} for its parts in the last two."""

    kind: str
    what: str
    where: str
    advice: str = ""


def explained(
    attempt: Attempt, wording: Wording, subterm: Subterm | None, place: Stretch | None, **parts: str
) -> Mistake:
    """A mistake in a step at a subterm, of which there are *parts* to be named.

    Where a strategy makes another step, or there is none, the right step is the strategy's, or the one
    that comes nearest to what was written.
    """
    where, advice = wording.where.format_map(parts), wording.advice.format_map(parts)
    repair = best_repair(attempt, subterm)
    if not repair and not advice:
        advice = "there is nothing to contract in the left term"
    right = repair[-1][1] if repair else None
    return Mistake(wording.kind, wording.what, where, right, place, repair, advice)


def repaired(wording: Wording, repair: Repair, place: Stretch | None = None) -> Mistake:
    """A mistake whose right term is what the first step of its repair leads to."""
    kind, what, where, advice = wording
    return Mistake(kind, what, where, repair[0][1] if repair else None, place, repair, advice)


Explanations: TypeAlias = Iterable[Callable[[Attempt], Mistake | None]]


def first_of(attempt: Attempt, explanations: Explanations) -> Mistake | None:
    """The mistake by the first of the explanations that fits."""
    for explain in explanations:
        tick()
        mistake = explain(attempt)
        if mistake is not None:
            return mistake
    return None


# ── Comparisons ─────────────────────────────────────────────────────────────────────


class RightStep(NamedTuple):
    """A right term, what was written instead, and the redex whose step it is."""

    right: Term
    written: Term
    redex: Subterm | None


def right_terms(attempt: Attempt) -> Iterator[RightStep]:
    """The terms that could be meant: as the operator sees them, and as they would be written."""
    redexes: Iterator[Subterm | None] = iter([None])
    if attempt.step not in {"a", "d"}:
        redexes = islice(right_steps(attempt) if attempt.step == "e" else attempt.redexes(), MOST_STEPS)
    for redex in redexes:
        right = attempt.start if redex is None else result(attempt, redex)
        yield RightStep(right, attempt.end, redex)
        if attempt.abbreviations:
            yield RightStep(attempt.as_written(right), attempt.written_end, redex)
