"""Claims about what an answer does: what it gives for given values, and whether it comes to an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, le
from typing import TypeAlias

from lamb.analysis.divergence import diagnose
from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.reduction import eta_normal
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Free, Term
from lamb.course.assertions import AssertionOutcome, check
from lamb.course.derivations.conditions import Conditions, NumeralTooLarge
from lamb.course.derivations.operators import of_any_kind
from lamb.course.learning.answer import ANSWER, LessonAnswer
from lamb.course.learning.text import program_at, term_at
from lamb.course.learning.wording import Refusal, applied, both, counted, mentions, stopped, value
from lamb.course.walk import Walk
from lamb.encodings.readings import readings
from lamb.errors import LambError, ParseError, Place
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import SORTS
from lamb.notation.syntax import Assertion

LARGEST_SHORTENED = 20_000  # nodes


def equation(place: Place) -> Refusal:
    """Both sides have the same normal form, `answer` being the answer."""
    whole = Place(place.source, place.source.text.rfind("assert", 0, place.start), place.end)
    (assertion,) = program_at(whole).statements
    if not isinstance(assertion, Assertion):
        raise LambError("this is no assertion", whole)
    if remove_names(assertion.left) == remove_names(assertion.right):
        raise LambError("both sides of this are the same", whole)

    def refuse(answer: LessonAnswer) -> str | None:
        comparison = check(assertion, CONSTRUCTORS, answer.normalize)
        if comparison.same:
            return None
        return _values(assertion, comparison) + _difference(answer, assertion, comparison, place)

    return refuse


def _values(assertion: Assertion, comparison: AssertionOutcome) -> str:
    """What the generalized names stand for in a counterexample."""
    sorts = {name: str(generator.sort) for generator in assertion.generators for name in generator.names}
    shown = [f"{name} = {value(term, sorts[name])}" for name, term in comparison.values.items()]
    return f"for {', '.join(shown)}: " if shown else ""


def _difference(
    answer: LessonAnswer, assertion: Assertion, comparison: AssertionOutcome, place: Place
) -> str:
    sides = [Place(place.source, side.start, side.end).text for side in (assertion.left, assertion.right)]
    if turned := mentions(sides[1], answer) and not mentions(sides[0], answer):
        sides.reverse()
    asked = "your answer" if sides[0] == ANSWER else f"“{applied(sides[0], answer)}”"
    if comparison.left is None or comparison.right is None:
        return f"{asked} {stopped(answer, comparison.stopped)}"
    results = (comparison.right, comparison.left) if turned else (comparison.left, comparison.right)
    found, wanted = both(*results, _sort(place))
    because = " (the same up to η, but that is not enough here)" if _same_up_to_eta(comparison) else ""
    return f"{asked} gives {found}, and should give {wanted}{because}"


def _same_up_to_eta(comparison: AssertionOutcome) -> bool:
    left, right = comparison.left, comparison.right
    if left is None or right is None or max(left.size, right.size) > LARGEST_SHORTENED:
        return False
    return eta_normal(left) == eta_normal(right)


def _sort(place: Place) -> str:
    """What the results are, if a comment at the end of the line says so: `-- bool`."""
    _, _, comment = place.text.rpartition("--")
    return comment.strip() if comment.strip().split(" ")[0] in SORTS else ""


# ── Normal forms ──────────────────────────────────────────────────────────────────────


def normalizing() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        outcome = answer.normalize(Free(ANSWER))
        return None if outcome.finished else f"this {stopped(answer, outcome.status)}"

    return refuse


def endless(place: Place | None = None) -> Refusal:
    """No normal form is found within the budget, and there is a pattern in why.

    It is that of the answer, or of the term that stands at a place.
    """
    term: Term = term_at(place) if place else Free(ANSWER)

    def refuse(answer: LessonAnswer) -> str | None:
        outcome = answer.normalize(term)
        if outcome.finished and place:
            return f"“{applied(place.text, answer)}” ends, with {value(outcome.term)}, and should not"
        if outcome.finished:
            if not outcome.steps:
                return "this is a normal form already"
            steps = "a step" if outcome.steps == 1 else f"{outcome.steps} steps"
            return f"this ends after {steps}, with {value(outcome.term)}"
        seen = diagnose(answer.put_into(term), answer.definitions)
        return None if seen else "this takes long, but it may end: find one that never does"

    return refuse


# ── Reductions ──────────────────────────────────────────────────────────────────────
# Claims about the reduction of an answer: in how many steps, by which strategy, to what.
#
# Without a strategy, steps are counted as `lamb eval` counts them, which does nothing twice; by a
# strategy, as `lamb compare` does.


ENOUGH = 10_000
"""Steps after which a strategy is believed never to end."""

BOUNDS: Mapping[str, Callable[[int, int], bool]] = {"at most": le, "at least": ge, "exactly": eq}

Run: TypeAlias = Outcome | Trace


def _term(place: Place | None) -> Term:
    return term_at(place) if place else Free(ANSWER)


def _this(answer: LessonAnswer, place: Place | None) -> str:
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

    def refuse(answer: LessonAnswer) -> str | None:
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

    def refuse(answer: LessonAnswer) -> str | None:
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

    def refuse(answer: LessonAnswer) -> str | None:
        run = answer.follow(term, strategy)
        if run.status is Status.NORMAL_FORM:
            return None
        return f"{_this(answer, place)} {stopped(answer, run.status)}{_by(strategy)}"

    return refuse


def not_ending(strategy: Strategy, *, place: Place | None = None) -> Refusal:
    """The strategy goes on for long."""
    term = _term(place)

    def refuse(answer: LessonAnswer) -> str | None:
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

    def refuse(answer: LessonAnswer) -> str | None:
        outcome = answer.normalize(term)
        if not outcome.finished:
            return f"{_this(answer, place)} {stopped(answer, outcome.status)}"
        if wanted in readings(outcome.term):
            return None
        given = value(outcome.term, _sort_of_value(wanted))
        return f"{_this(answer, place)} gives {given}, and should give {wanted}"

    return refuse


def _sort_of_value(wanted: str) -> str:
    """The sort of values that a value is of, by the look of it."""
    sorts = {"[": "list", "(": "pair", "t": "bool", "f": "bool"}
    return "nat" if wanted.isdecimal() else sorts.get(wanted[0], "")


def leading(goal: Place, *, place: Place | None = None) -> Refusal:
    """β-steps, any and anywhere, lead from the answer, or the term at a place, to the goal."""
    term, end = _term(place), term_at(goal)

    def refuse(answer: LessonAnswer) -> str | None:
        with answer.patience.spending() as left:
            conditions = Conditions(answer.definitions, budget=left, watch=answer.patience.watch)
            try:
                why_not = of_any_kind(answer.put_into(term), answer.put_into(end), conditions)
            except Exhausted as exhausted:
                why_not = f"no way there was found {left.within(exhausted.status)}"
            except NumeralTooLarge:
                why_not = "there are numerals in them that are too large to be written out"
        if why_not is None:
            return None
        start = f"“{applied(place.text, answer)}”" if place else "your answer"
        return f"{start} should reduce to “{applied(goal.text, answer)}”: {why_not}"

    return refuse


# ── Steps ───────────────────────────────────────────────────────────────────────────
# The claim that an answer is the next step of a reduction.


LONGEST = 500  # characters of a step


def next_step(place: Place, strategy: Strategy = Strategy.NORMAL) -> Refusal:
    """The answer is what the next step leads to; names of bound variables do not count."""
    term = term_at(place)

    def refuse(answer: LessonAnswer) -> str | None:
        if len(answer.line) > LONGEST:
            raise ParseError(f"no step here has {len(answer.line):,} characters")
        reply = Walk(term, answer.library, strategy=strategy).ask(answer.line)
        if reply.right:
            return None
        return reply.mistake.message(2) if reply.mistake else "this is not the next step"

    return refuse
