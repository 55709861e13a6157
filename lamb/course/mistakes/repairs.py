"""The step that should have been written: where there are several, the one nearest to what was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lamb.calculus.budget import tick
from lamb.calculus.reduction import Rule, contract, contractum
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.differences import differ_in_brackets, distance, first_difference
from lamb.course.mistakes.subterms import Subterm, beta, bracketed, eta_redexes, is_redex, node_at
from lamb.course.mistakes.sugar import exposing
from lamb.course.verdicts import Mistake, Repair, Stretch

MOST_STEPS = 100
"""Right steps that are compared with what was written, to find the nearest."""
MOST_COMPARED = 500_000
"""Nodes of the terms that they lead to, in all."""
MOST_SHOWN = 200_000
"""Nodes of a right term that is written out."""


def right_steps(attempt: Attempt) -> Iterator[Subterm]:
    """The places where the operator could make its step; one, if it follows a strategy."""
    match attempt.step:
        case "n" | "p":
            return islice(attempt.redexes(), 1)
        case "e":
            return (subterm for subterm, _ in eta_redexes(attempt.start))
    return attempt.redexes()


def result(attempt: Attempt, subterm: Subterm) -> Term:
    """The whole term after a right step at a place."""
    tick(attempt.start.size)
    new = contractum(subterm.node, Rule.ETA) if attempt.step == "e" else beta(subterm.node)
    assert new is not None
    return subterm.filled(new)


def nearest_step(attempt: Attempt) -> Subterm | None:
    """The place of the right step whose result differs in the fewest nodes from what was written."""
    best, least = None, MOST_COMPARED
    most = max(1, min(MOST_STEPS, MOST_COMPARED // attempt.start.size))
    for subterm in islice(right_steps(attempt), most):
        new = distance(result(attempt, subterm), attempt.end, least)
        if best is None or new < least:
            best, least = subterm, new
    return best


def repair_at(attempt: Attempt, subterm: Subterm) -> Repair:
    """The right steps to write for one at a place."""
    if attempt.step == "b":
        return beta_repair(attempt, subterm)
    new = result(attempt, subterm)
    return ((attempt.operator, attempt.show(new)),) if new.size <= MOST_SHOWN else ()


def beta_repair(attempt: Attempt, subterm: Subterm) -> Repair:
    """A β-step at a place, and before it what has to be unfolded for it."""
    exposed = exposing(attempt.written_start, subterm.path, attempt.environment.definitions)
    contracted = contract(exposed, subterm.path, Rule.BETA)
    if max(exposed.size, contracted.size) > MOST_SHOWN:
        return ()
    operator = attempt.operator if attempt.step == "b" else "=b>"
    step = operator, attempt.show_written(contracted)
    return (step,) if exposed == attempt.written_start else (("=d>", attempt.show_written(exposed)), step)


def best_repair(attempt: Attempt, subterm: Subterm | None = None) -> Repair:
    """The right step at a place if there is one, and else the nearest to what was written."""
    if attempt.step in {"a", "d"}:
        return ((attempt.operator, attempt.show(attempt.start)),)
    if attempt.step in {"n", "p"} or subterm is None or (attempt.step != "e" and not is_redex(subterm.node)):
        subterm = nearest_step(attempt)
    return () if subterm is None else repair_at(attempt, subterm)


class Words(NamedTuple):
    """What there is to say of a mistake."""

    kind: str
    what: str
    where: str
    advice: str = ""


def explained(attempt: Attempt, words: Words, subterm: Subterm | None, place: Stretch | None) -> Mistake:
    """A mistake in a step at a subterm. Where a strategy makes another one, or there is none, the right step
    is the strategy's, or the one that comes nearest to what was written.
    """
    kind, what, where, advice = words
    repair = best_repair(attempt, subterm)
    if not repair and not advice:
        advice = "there is nothing to contract in the left term"
    return Mistake(kind, what, where, repair[-1][1] if repair else None, place, repair, advice)


# ── Comparisons ─────────────────────────────────────────────────────────────────────
# Right terms, compared with what was written: those that differ in their brackets alone.


@dataclass(frozen=True, slots=True)
class Meant:
    """A right term, what was written instead, and the redex whose step it is."""

    right: Term
    written: Term
    subterm: Subterm | None


def meant(attempt: Attempt) -> Iterator[Meant]:
    """The terms that could be meant: as the operator sees them, and as they would be written."""
    steps: Iterator[Subterm | None] = iter([None])
    if attempt.step not in {"a", "d"}:
        steps = islice(right_steps(attempt) if attempt.step == "e" else attempt.redexes(), MOST_STEPS)
    for subterm in steps:
        right = attempt.start if subterm is None else result(attempt, subterm)
        yield Meant(right, attempt.end, subterm)
        if attempt.abbreviations:
            yield Meant(attempt.as_written(right), attempt.written_end, subterm)


# ── Brackets ──────────────────────────────────────────────────────────────────────────


def wrong_brackets(attempt: Attempt) -> Mistake | None:
    """f (f x), written f f x."""
    return _brackets(attempt, False)


def wrong_brackets_and_names(attempt: Attempt) -> Mistake | None:
    """λx. f (f x), written λy. f f y."""
    return _brackets(attempt, True)


def _brackets(attempt: Attempt, numbered: bool) -> Mistake | None:
    for term in meant(attempt):
        if differ_in_brackets(term.right, term.written, numbered=numbered):
            return _wrong_brackets(attempt, term)
    return None


def _wrong_brackets(attempt: Attempt, term: Meant) -> Mistake:
    difference = first_difference(term.right, term.written)
    assert difference is not None
    expected, found = difference
    written, there = node_at(attempt.right, found.path)
    reading = f", which is read as {bracketed(written)}" if there else ""
    return explained(
        attempt,
        Words(
            "brackets",
            "the names are right, but the brackets are not",
            f"you wrote {attempt.text_right(found)}{reading}",
            f"it should be {attempt.text_of(expected.node, expected.names)}",
        ),
        term.subterm,
        attempt.place("right", found.path),
    )
