"""Right terms, compared with what was written: those that differ in their brackets alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.differences import differ_in_brackets, first_difference
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import MOST_STEPS, Words, explained, result, right_steps
from lamb.course.mistakes.trees import bracketed, node_at


@dataclass(frozen=True, slots=True)
class Meant:
    """A right term, what was written instead, and the redex whose step it is."""

    right: Term
    written: Term
    spot: Spot | None


def meant(attempt: Attempt) -> Iterator[Meant]:
    """The terms that could be meant: as the operator sees them, and as they would be written."""
    steps: Iterator[Spot | None] = iter([None])
    if attempt.step not in {"a", "d"}:
        steps = islice(right_steps(attempt) if attempt.step == "e" else attempt.redexes(), MOST_STEPS)
    for spot in steps:
        right = attempt.start if spot is None else result(attempt, spot)
        yield Meant(right, attempt.end, spot)
        if attempt.abbreviations:
            yield Meant(attempt.as_written(right), attempt.written_end, spot)


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
        term.spot,
        attempt.place("right", found.path),
    )
