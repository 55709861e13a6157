"""What is said of a wrong step, in three hints that tell more and more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from lamb.notation.printer import write
from lamb.notation.syntax import Expr

Side: TypeAlias = Literal["left", "right"]
Place: TypeAlias = tuple[Side, int, int]
"""A stretch of the text of the left or the right term, by the spans of its tree."""

Repair: TypeAlias = tuple[tuple[str, Expr], ...]
"""Steps: operators, and the terms that they lead to."""

LONGEST_SHOWN = 500  # characters of a term that is written out in a message


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong step, explained.

    *kind* is one word for programs. *what* says what kind of mistake it is, and no more; *where*, with
    the names and the piece of text it is about; *place* is what to underline. *repair* has the steps
    that should stand in place of the wrong one, each an operator and a term; it is empty where there
    is no right step, and *advice* is what there is to say before them. *right* is the term that the left
    one should have led to.
    """

    kind: str
    what: str
    where: str
    right: Expr | None = None
    place: Place | None = None
    repair: Repair = ()
    advice: str = ""

    @property
    def now(self) -> str:
        """What to write instead, in words: the third hint."""
        steps = " ".join(f"{operator} {write(term, limit=LONGEST_SHOWN)}" for operator, term in self.repair)
        return "; ".join(part for part in (self.advice, steps and f"write {steps}") if part)

    def message(self, hint: int = 3) -> str:
        """The hints up to number *hint*, from 1 to 3, as one sentence."""
        if hint <= 1:
            return self.what
        parts = [self.where] if hint == 2 or not self.now else [self.where, self.now]
        return f"{self.what}: {'; '.join(parts)}"
