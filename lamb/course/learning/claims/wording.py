"""The words in which an answer is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lamb.calculus.term import App, Lam, Term
from lamb.course.learning.answer import Answer
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write

Refusal: TypeAlias = Callable[[Answer], str | None]
"""Why an answer will not do; None if it will."""

LONGEST = 80  # characters
LARGEST = 1_000  # nodes that are looked at, to show so many characters


def shown(term: Term) -> str:
    """A term, or its beginning."""
    return write(restore_names(beginning(term, LARGEST)), limit=LONGEST)


def quoted(answer: Answer) -> str:
    """The term that was answered, as it was written."""
    return f"“{write(answer.tree, limit=LONGEST)}”"


def counted(number: int, what: str, plural: str = "s") -> str:
    """So many of something.

    >>> counted(0, "redex", "es"), counted(1, "step"), counted(2, "step")
    ('no redex', '1 step', '2 steps')
    """
    return f"{number or 'no'} {what}{plural * (number > 1)}"


def kind(term: Term) -> str:
    """Which of the three kinds of terms it is."""
    match term:
        case Lam():
            return "an abstraction"
        case App():
            return "an application"
    return "a variable"
