"""Claims about what an answer does: what it gives for given values, and whether it comes to an end."""

from __future__ import annotations

from lamb.calculus.divergence import diagnose
from lamb.calculus.eta import eta_normal
from lamb.calculus.term import Free, Term
from lamb.course.assertions import Comparison, check
from lamb.course.learning.answer import ANSWER, Answer
from lamb.course.learning.claims.values import both, value
from lamb.course.learning.claims.wording import Refusal, applied, mentions, stopped
from lamb.course.learning.stretches import program_at, term_at
from lamb.errors import LambError
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import SORTS
from lamb.notation.syntax import Assertion
from lamb.source import Place

LARGEST_SHORTENED = 20_000  # nodes


def equation(place: Place) -> Refusal:
    """Both sides have the same normal form, `answer` being the answer."""
    whole = Place(place.source, place.source.text.rfind("assert", 0, place.start), place.end)
    (assertion,) = program_at(whole).statements
    if not isinstance(assertion, Assertion):
        raise LambError("this is no assertion", whole)
    if remove_names(assertion.left) == remove_names(assertion.right):
        raise LambError("both sides of this are the same", whole)

    def refuse(answer: Answer) -> str | None:
        comparison = check(assertion, CONSTRUCTORS, answer.normalize)
        if comparison.same:
            return None
        return _values(assertion, comparison) + _difference(answer, assertion, comparison, place)

    return refuse


def _values(assertion: Assertion, comparison: Comparison) -> str:
    """What the generalized names stand for in a counterexample."""
    sorts = {name: str(generator.sort) for generator in assertion.generators for name in generator.names}
    shown = [f"{name} = {value(term, sorts[name])}" for name, term in comparison.values.items()]
    return f"for {', '.join(shown)}: " if shown else ""


def _difference(answer: Answer, assertion: Assertion, comparison: Comparison, place: Place) -> str:
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


def _same_up_to_eta(comparison: Comparison) -> bool:
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
    def refuse(answer: Answer) -> str | None:
        outcome = answer.normalize(Free(ANSWER))
        return None if outcome.finished else f"this {stopped(answer, outcome.status)}"

    return refuse


def endless(place: Place | None = None) -> Refusal:
    """No normal form is found within the budget, and there is a pattern in why.

    It is that of the answer, or of the term that stands at a place.
    """
    term: Term = term_at(place) if place else Free(ANSWER)

    def refuse(answer: Answer) -> str | None:
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
