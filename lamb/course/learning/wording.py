"""The words in which an answer is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lamb.calculus.budget import Status
from lamb.calculus.term import App, Lam, Term
from lamb.course.learning.answer import ANSWER, LessonAnswer
from lamb.encodings.readings import Reading, readings
from lamb.notation.names import NAME, restore_names
from lamb.notation.printer import beginning, write

Refusal: TypeAlias = Callable[[LessonAnswer], str | None]
"""Why an answer will not do; None if it will."""

LONGEST = 80  # characters
LARGEST = 1_000  # nodes that are looked at, to show so many characters
SHORT = 30  # characters of an answer that is quoted as a whole

# ── Terms ─────────────────────────────────────────────────────────────────────────────


def shown(term: Term) -> str:
    """A term, or its beginning."""
    return _cut(write(restore_names(beginning(term, LARGEST)), limit=LONGEST))


def quoted(answer: LessonAnswer) -> str:
    """The term that was answered, as it was written."""
    return f"“{_cut(write(answer.tree, limit=LONGEST))}”"


def _cut(text: str) -> str:
    """What has been shortened already; but no list of binders is."""
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}…"


def kind(term: Term) -> str:
    """Which of the three kinds of terms it is."""
    match term:
        case Lam():
            return "an abstraction"
        case App():
            return "an application"
    return "a variable"


# ── Terms with the answer in them ─────────────────────────────────────────────────────


def mentions(text: str, answer: LessonAnswer) -> bool:
    """Whether a name for something of the answer's occurs in a text."""
    return any(name in answer.stands_for for name in NAME.findall(text))


def applied(text: str, answer: LessonAnswer) -> str:
    """A text with the answer in the place of `answer`."""
    return NAME.sub(lambda name: _called(answer) if name.group() == ANSWER else name.group(), text)


def _called(answer: LessonAnswer) -> str:
    """What stands for the answer in an application: its name, or itself in brackets, if it is short."""
    text = write(answer.tree)
    if answer.name or answer.own:
        return answer.name or "(your answer)"
    return text if NAME.fullmatch(text) else f"({text})" if len(text) <= SHORT else "(your answer)"


# ── Numbers and budgets ───────────────────────────────────────────────────────────────


def counted(number: int, what: str, plural: str = "s") -> str:
    """So many of something.

    >>> counted(0, "redex", "es"), counted(1, "step"), counted(2, "step")
    ('no redex', '1 step', '2 steps')
    """
    return f"{number or 'no'} {what}{plural * (number > 1)}"


def stopped(answer: LessonAnswer, status: Status | None) -> str:
    """What ran out."""
    match status:
        case Status.STEPS:
            return f"does not come to an end within {answer.budget.steps:,} steps"
        case Status.NODES:
            return "does not come to an end, and grows too large"
        case Status.INTERRUPTED:
            return "was interrupted"
    return f"does not come to an end within {answer.budget.seconds:g} s"


# ── Values ──────────────────────────────────────────────────────────────────────────
# How a value is said in a sentence: 3, true, [1, 2], or the term, where it is no value.


def value(term: Term, sort: str = "") -> str:
    """A term, read as a value of a sort if it can be; otherwise as it is, with all its readings.

    >>> from lamb.encodings.values import boolean
    >>> value(boolean(False), "bool"), value(boolean(False))
    ('false', 'λx y. y (0, false or nil)')
    """
    found = readings(term)
    alike = [reading for reading in found if sort and _starts_like(reading.kind, sort)]
    if alike:
        return max(alike, key=lambda reading: len(reading.kind))
    text = shown(term)
    others = [reading for reading in found if reading != text]
    return f"{text} ({_any_of(others)})" if others else text


def both(found: Term, wanted: Term, sort: str = "") -> tuple[str, str]:
    """Two different terms, as values of a sort; or without one, of the first kind that both can be."""
    if sort:
        return value(found, sort), value(wanted, sort)
    for reading in readings(wanted):
        for other in readings(found):
            if _alike(other, reading):
                return other, reading
    return value(found), value(wanted)


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings are of one kind, and tell the terms apart."""
    return one != other and _words(one.kind)[0] == _words(other.kind)[0]


def _starts_like(kind: str, sort: str) -> bool:
    """Whether a reading's kind fits a sort: an empty list is one of any sort."""
    return _words(sort)[: len(_words(kind))] == _words(kind)


def _words(kind: str) -> list[str]:
    return kind.replace("(", "").replace(")", "").split()


def _any_of(found: list[Reading]) -> str:
    return " or ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
