"""The words in which an answer is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lamb.calculus.budget import Status
from lamb.calculus.term import App, Lam, Term
from lamb.course.learning.answer import ANSWER, Answer
from lamb.notation.names import NAME, restore_names
from lamb.notation.printer import beginning, write

Refusal: TypeAlias = Callable[[Answer], str | None]
"""Why an answer will not do; None if it will."""

LONGEST = 80  # characters
LARGEST = 1_000  # nodes that are looked at, to show so many characters
SHORT = 30  # characters of an answer that is quoted as a whole

# ── Terms ─────────────────────────────────────────────────────────────────────────────


def shown(term: Term) -> str:
    """A term, or its beginning."""
    return _cut(write(restore_names(beginning(term, LARGEST)), limit=LONGEST))


def quoted(answer: Answer) -> str:
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


def mentions(text: str, answer: Answer) -> bool:
    """Whether a name for something of the answer's occurs in a text."""
    return any(name in answer.stands_for for name in NAME.findall(text))


def applied(text: str, answer: Answer) -> str:
    """A text with the answer in the place of `answer`."""
    return NAME.sub(lambda name: _called(answer) if name.group() == ANSWER else name.group(), text)


def _called(answer: Answer) -> str:
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


def stopped(answer: Answer, status: Status | None) -> str:
    """What ran out."""
    match status:
        case Status.STEPS:
            return f"does not come to an end within {answer.budget.steps:,} steps"
        case Status.NODES:
            return "does not come to an end, and grows too large"
        case Status.INTERRUPTED:
            return "was interrupted"
    return f"does not come to an end within {answer.budget.seconds:g} s"
