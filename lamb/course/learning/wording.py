"""The words in which an answer is refused."""

from __future__ import annotations

from lamb.calculus.budget import Status
from lamb.calculus.term import App, Lam, Term
from lamb.course.learning.answer import ANSWER, LessonAnswer
from lamb.encodings.readings import reading_of_sort, readings
from lamb.notation.names import NAME, restore_names
from lamb.notation.printer import beginning, write

LONGEST = 80  # characters
LARGEST = 1_000  # nodes that are looked at, to show so many characters
SHORT = 30  # characters of an answer that is quoted as a whole


def listed(words: list[str], last: str = "and") -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"], "or")
    ('a, b and c', 'a')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ── Terms ─────────────────────────────────────────────────────────────────────────────


def shown(term: Term) -> str:
    """A term, or its beginning."""
    return _cut(write(restore_names(beginning(term, LARGEST)), limit=LONGEST))


def quoted(answer: LessonAnswer) -> str:
    """The term that was answered, as it was written, or its beginning."""
    return f"“{_cut(write(answer.tree, limit=LONGEST))}”"


def _cut(text: str) -> str:
    """A text that was shortened, except for its lists of binders, which may still be long."""
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}…"


def kind(term: Term) -> str:
    """The kind of a term, of three."""
    match term:
        case Lam():
            return "an abstraction"
        case App():
            return "an application"
    return "a variable"


def mentions(text: str, answer: LessonAnswer) -> bool:
    """True if a name for a term of the answer occurs in a text."""
    return any(name in answer.stands_for for name in NAME.findall(text))


def applied(text: str, answer: LessonAnswer) -> str:
    """The text of a claim, quoted, with the answer (its name, or itself if it is short) for `answer`."""
    if answer.name or answer.own:
        called = answer.name or "(your answer)"
    elif not NAME.fullmatch(called := write(answer.tree)):
        called = f"({called})" if len(called) <= SHORT else "(your answer)"
    return f"“{NAME.sub(lambda name: called if name.group() == ANSWER else name.group(), text)}”"


def stopped(answer: LessonAnswer, status: Status | None) -> str:
    """The limit that a reduction reached."""
    match status:
        case Status.NODES:
            return "does not come to an end, and grows too large"
        case Status.INTERRUPTED:
            return "was interrupted"
    return f"does not come to an end {answer.limits.budget.within(status or Status.SECONDS)}"


# ── Values ──────────────────────────────────────────────────────────────────────────


def value(term: Term, sort: str = "") -> str:
    """A term, read as a value of a sort if it can be; otherwise as it is, with all its readings.

    >>> from lamb.encodings.values import boolean
    >>> value(boolean(False), "bool"), value(boolean(False))
    ('false', 'λx y. y (0, false or nil)')
    """
    if reading := reading_of_sort(term, sort):
        return reading
    text = shown(term)
    others: list[str] = [reading for reading in readings(term) if reading != text]
    return f"{text} ({listed(others, 'or')})" if others else text


def both(found: Term, wanted: Term, sort: str = "") -> tuple[str, str]:
    """Two different terms, as values of a sort; or without one, of the first kind that both can be."""
    for reading in () if sort else readings(wanted):
        for other in readings(found):
            if other != reading and other.kind.split()[0] == reading.kind.split()[0]:
                return other, reading
    return value(found, sort), value(wanted, sort)
