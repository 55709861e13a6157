"""How a value is said in a sentence: 3, true, [1, 2], or the term, where it is no value."""

from __future__ import annotations

from lamb.calculus.term import Term
from lamb.course.learning.claims.wording import shown
from lamb.encodings.readings import Reading, readings


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
