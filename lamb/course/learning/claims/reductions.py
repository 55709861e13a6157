"""Claims about the reduction of an answer: in how many steps, by which strategy, to what.

Without a strategy, steps are counted as `lamb eval` counts them, which does nothing twice; by a
strategy, as `lamb compare` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, le
from typing import TypeAlias

from lamb.calculus.budget import Exhausted, Outcome, Status
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Free, Term
from lamb.calculus.trace import Trace
from lamb.course.derivations.conditions import Conditions, TooLarge
from lamb.course.derivations.many_steps import of_any_kind
from lamb.course.learning.answer import ANSWER, Answer
from lamb.course.learning.claims.values import value
from lamb.course.learning.claims.wording import Refusal, applied, counted, stopped
from lamb.course.learning.stretches import term_at
from lamb.encodings.readings import readings
from lamb.source import Place

ENOUGH = 10_000
"""Steps after which a strategy is believed never to end."""

BOUNDS: Mapping[str, Callable[[int, int], bool]] = {"at most": le, "at least": ge, "exactly": eq}

Run: TypeAlias = Outcome | Trace


def _term(place: Place | None) -> Term:
    return term_at(place) if place else Free(ANSWER)


def _this(answer: Answer, place: Place | None) -> str:
    return f"“{applied(place.text, answer)}”" if place else "this"


def _by(strategy: Strategy | None) -> str:
    return f" by {strategy.value}" if strategy else ""


def of_term(claim: Callable[..., Refusal]) -> Callable[..., Refusal]:
    """A claim about the term that stands at a place, instead of about the answer."""
    return lambda place, *rest: claim(*rest, place=place)


# ── How many steps ────────────────────────────────────────────────────────────────────


def taking(
    bound: str, number: int, strategy: Strategy | None = None, *, place: Place | None = None
) -> Refusal:
    """The reduction of the answer, or of the term at a place, ends, in so many steps."""
    term = _term(place)

    def refuse(answer: Answer) -> str | None:
        run: Run = answer.follow(term, strategy) if strategy else answer.normalize(term)
        if run.status is not Status.NORMAL_FORM:
            return f"{_this(answer, place)} {stopped(answer, run.status)}{_by(strategy)}"
        if BOUNDS[bound](run.steps, number):
            return None
        steps = counted(run.steps, "step")
        return f"{_this(answer, place)} takes {steps}{_by(strategy)}, and should take {bound} {number:,}"

    return refuse


def fewer(strategy: Strategy, other: Strategy) -> Refusal:
    """One strategy ends with the answer, and takes fewer steps than another, which may not end at all."""
    term = _term(None)

    def refuse(answer: Answer) -> str | None:
        one = answer.follow(term, strategy)
        if one.status is not Status.NORMAL_FORM:
            return f"this {stopped(answer, one.status)}{_by(strategy)}"
        two = answer.follow(term, other, most=one.steps + 1)
        if two.steps > one.steps:
            return None
        if two.status is not Status.NORMAL_FORM:
            return f"this {stopped(answer, two.status)}{_by(other)}"
        return (
            f"this takes {counted(one.steps, 'step')}{_by(strategy)}, and {two.steps or 'none'}{_by(other)}"
        )

    return refuse


# ── Whether a strategy ends ───────────────────────────────────────────────────────────


def ending(strategy: Strategy, *, place: Place | None = None) -> Refusal:
    term = _term(place)

    def refuse(answer: Answer) -> str | None:
        run = answer.follow(term, strategy)
        if run.status is Status.NORMAL_FORM:
            return None
        return f"{_this(answer, place)} {stopped(answer, run.status)}{_by(strategy)}"

    return refuse


def not_ending(strategy: Strategy, *, place: Place | None = None) -> Refusal:
    """The strategy goes on for long."""
    term = _term(place)

    def refuse(answer: Answer) -> str | None:
        run = answer.follow(term, strategy, most=ENOUGH)
        if run.status is Status.NORMAL_FORM:
            after = f"after {counted(run.steps, 'step')}" if run.steps else "at once"
            return f"{_this(answer, place)} ends {after}{_by(strategy)}, and should not"
        return (
            None if run.status in (Status.STEPS, Status.NODES) else f"{_this(answer, place)} takes too long"
        )

    return refuse


# ── To what ───────────────────────────────────────────────────────────────────────────


def reading(wanted: str, *, place: Place | None = None) -> Refusal:
    """The normal form of the answer, or of the term at a place, can be read as a value."""
    term = _term(place)

    def refuse(answer: Answer) -> str | None:
        outcome = answer.normalize(term)
        if not outcome.finished:
            return f"{_this(answer, place)} {stopped(answer, outcome.status)}"
        if wanted in readings(outcome.term):
            return None
        return f"{_this(answer, place)} gives {value(outcome.term, _sort(wanted))}, and should give {wanted}"

    return refuse


def _sort(wanted: str) -> str:
    """The sort of values that a value is of, by the look of it."""
    sorts = {"[": "list", "(": "pair", "t": "bool", "f": "bool"}
    return "nat" if wanted.isdecimal() else sorts.get(wanted[0], "")


def leading(goal: Place, *, place: Place | None = None) -> Refusal:
    """β-steps, any and anywhere, lead from the answer, or the term at a place, to the goal."""
    term, end = _term(place), term_at(goal)

    def refuse(answer: Answer) -> str | None:
        with answer.patience.spending() as left:
            conditions = Conditions(answer.definitions, budget=left, watch=answer.patience.watch)
            try:
                why_not = of_any_kind(answer.put_into(term), answer.put_into(end), conditions)
            except Exhausted as exhausted:
                why_not = f"no way there was found {left.within(exhausted.status)}"
            except TooLarge:
                why_not = "there are numerals in them that are too large to be written out"
        if why_not is None:
            return None
        start = f"“{applied(place.text, answer)}”" if place else "your answer"
        return f"{start} should reduce to “{applied(goal.text, answer)}”: {why_not}"

    return refuse
