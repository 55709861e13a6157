"""Claims that an answer is a certain term, as it stands: nothing is reduced."""

from __future__ import annotations

from lamb.calculus.term import Term
from lamb.course.learning.answer import Answer
from lamb.course.learning.claims.wording import LARGEST, Refusal, kind, quoted
from lamb.course.learning.stretches import term_at, text_at
from lamb.notation.printer import pretty, write
from lamb.source import Place


def same(place: Place) -> Refusal:
    """The answer is the term, as it stands: nothing is reduced, bound names do not count."""
    wanted = term_at(place)

    def refuse(answer: Answer) -> str | None:
        return None if answer.written == wanted else f"{quoted(answer)} {_how_it_differs(answer, wanted)}"

    return refuse


def _how_it_differs(answer: Answer, wanted: Term) -> str:
    """The little that can be said of a wrong term without giving the right one away."""
    if answer.term.size <= LARGEST and _without_brackets(answer.term) == _without_brackets(wanted):
        return "has everything in its place, but its brackets, or their absence, make another term of it"
    outcomes = answer.normalize(answer.term), answer.normalize(wanted)
    if all(outcome.finished for outcome in outcomes) and outcomes[0].term == outcomes[1].term:
        return "reduces to the same as the term that is wanted, but it is not that term"
    if kind(answer.term) != kind(wanted):
        return f"is {kind(answer.term)}, and {kind(wanted)} is wanted"
    return "is another term than the one that is wanted"


def _without_brackets(term: Term) -> str:
    return pretty(term).replace("(", "").replace(")", "")


def another(place: Place) -> Refusal:
    """The answer is not the term, whatever its bound names are."""
    unwanted = term_at(place)

    def refuse(answer: Answer) -> str | None:
        return f"{quoted(answer)} is the very term that is not wanted" if answer.written == unwanted else None

    return refuse


def variant(place: Place) -> Refusal:
    """The answer is the same term with other names for some bound variables."""
    wanted, text = term_at(place), text_at(place)

    def refuse(answer: Answer) -> str | None:
        if answer.written != wanted:
            return f"{quoted(answer)} is not “{text}” with its bound variables renamed"
        return "the names are still the same: choose others" if write(answer.tree) == text else None

    return refuse
