"""How results should look: choices of the user's, and what the place they are shown in can take."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from lamb.calculus.budget import Budget, Exhausted, Remainder, Status
from lamb.calculus.quantities import counted
from lamb.calculus.term import Term
from lamb.interface import formats
from lamb.interface.formats import Format
from lamb.notation.printer import beginning, pretty

LONGEST_SHOWN = 10_000  # characters of a term, where there is no end to scrolling back
LONGEST_BEGINNING = 200  # characters of a term that is only there to give an idea


@dataclass(frozen=True, slots=True)
class Look:
    """The *format* of terms; whether they are *elided* where they are long, and how to see them *whole*
    then; what the reader may do when a *budget* runs out, in *hints*; readings stand alone where a term
    is wider than *width*.
    """

    format: Format = "readings"
    ascii: bool = False
    elided: bool = False
    whole: str = ""
    width: int = 72
    budget: Budget = field(default_factory=Budget)
    hints: Mapping[Status, str] = field(default_factory=dict)

    def write(self, term: Term, remainder: Remainder | None = None) -> str:
        """A term, as long as it may be; else its beginning, and how long the rest is.

        Of the *remainder* of a budget, no more is taken than there is.
        """
        text = self.whole_text(term, remainder)
        if text is not None and not (self.elided and len(text) > LONGEST_SHOWN):
            return text
        how = f"    -- {self.whole}" if self.elided and self.whole else ""
        return f"{self.beginning(term)} ({counted(term.size, 'node')}){how}"

    def whole_text(self, term: Term, remainder: Remainder | None = None) -> str | None:
        """All of a term; None where it has no room, in memory or in time."""
        if self.elided and term.size > LONGEST_SHOWN:
            return None
        if term.size > LONGEST_SHOWN and not formats.fits(term, self.budget.nodes):
            return None
        with suppress(Exhausted), (remainder or Remainder()).used() as meter:
            return formats.write(term, self.format, ascii=self.ascii, tick=meter.tick)
        return None

    def beginning(self, term: Term) -> str:
        """What gives an idea of a term."""
        if self.format == "debruijn":
            return formats.write(beginning(term, LONGEST_BEGINNING // 2), "debruijn", ascii=self.ascii)
        return pretty(term, limit=LONGEST_BEGINNING, ascii=self.ascii)

    def limit(self, status: Status) -> str:
        """What ran out, and how much of it there was."""
        if status is Status.INTERRUPTED:
            return "interrupted"
        if getattr(self.budget, status.value) is None:  # it was somebody else's budget
            return f"no normal form before the {status.value} ran out"
        return f"no normal form {self.budget.within(status)}"

    def hint(self, status: Status | None) -> str | None:
        """How to go further."""
        return self.hints.get(status) if status else None


def ways_further(
    budget: Budget, option: str, unless: str = "if there is a normal form at all"
) -> dict[Status, str]:
    """How to go ten times as far; *option* says how a limit is set, `--{name} {limit}` perhaps."""
    limits = {
        Status.STEPS: ("steps", f"{10 * (budget.steps or 1):_}"),
        Status.NODES: ("nodes", f"{10 * (budget.nodes or 1):_}"),
        Status.SECONDS: ("seconds", f"{10 * (budget.seconds or 1):g}"),
    }
    return {
        status: f"{option.format(name=name, limit=limit)} goes ten times as far, {unless}"
        for status, (name, limit) in limits.items()
    }
