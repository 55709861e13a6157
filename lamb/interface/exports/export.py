"""What all exports have in common: what they are told about a reduction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from lamb.calculus.budget import Status
from lamb.calculus.divergence import Divergence
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.encodings.readings import Reading
from lamb.interface.formats import fits
from lamb.interface.steps import Span, spans
from lamb.notation.elision import Line, excerpt

Write: TypeAlias = Callable[[str], object]

MOST_MARKED = 10_000  # characters of a term that would be too large otherwise


class Ending(NamedTuple):
    """What came of a reduction: after so many *steps* its strategy stopped at a *form*, or (for
    another *status* than NORMAL_FORM) it did not, and the *sentence* says what can be said about that.

    *definitions* are those that it was carried out with. A status of None: it was left.
    """

    status: Status | None
    form: str
    steps: int
    sentence: str = ""
    divergence: Divergence | None = None
    readings: Sequence[Reading] = ()
    definitions: Mapping[str, Term] = {}

    @property
    def finished(self) -> bool:
        return self.status is Status.NORMAL_FORM

    def __str__(self) -> str:
        """All that there is to say, without a full stop."""
        if not self.finished:
            return self.sentence or "and so on"
        steps = "1 step" if self.steps == 1 else f"{self.steps:,} steps"
        values = f": {', '.join(self.readings)}" if self.readings else ""
        return f"{self.form} after {steps}{values}"


class Export(Protocol):
    """Who writes reductions down, one after the other."""

    def begin(self, term: Term, strategy: Strategy) -> None:
        """A reduction begins, or is shown from this term on."""

    def show(self, number: int, line: Shown) -> None:
        """The next line; *number* is that of the step, or, of an α-step, of the step before it."""

    def finish(self, ending: Ending) -> None:
        """The reduction has ended, or been left."""

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        """There are no more reductions: the exit code, what kept it from ending by itself, other errors."""


def marked(term: Term, following: Shown | None, width: int | None) -> tuple[str, list[Span]]:
    """The text of a term, and where that is in it which the following step is about.

    A term that is wider than *width* is elided around it.
    """
    if width is None and not fits(term):
        width = MOST_MARKED
    found = excerpt(term, Line(width), following.path if following else ())
    return found.text, sorted(spans(found, following)) if following else []
