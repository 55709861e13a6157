"""Verdicts: what can come of a check, what is to be said of each step, and of a wrong one in three hints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Literal, TypeAlias

from lamb.calculus.budget import Status
from lamb.errors import Place
from lamb.notation.printer import write
from lamb.notation.syntax import Expr

Side: TypeAlias = Literal["left", "right"]
Stretch: TypeAlias = tuple[Side, int, int]
"""A stretch of the text of the left or the right term, by the spans of its tree."""

Repair: TypeAlias = tuple[tuple[str, Expr], ...]
"""Steps: operators, and the terms that they lead to."""

LONGEST_SHOWN = 500  # characters of a term that is written out in a message


class Verdict(Enum):
    """What came of a check. *Partial*: all steps hold, but an `eval` does not end in a normal form."""

    HOLDS = "holds"
    FAILS = "fails"
    PARTIAL = "partial"
    UNDECIDED = "undecided"


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
    place: Stretch | None = None
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


Explanation: TypeAlias = "Callable[[], Mistake | None]"


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one step, or, without an operator, of the last term of an `eval`.

    The *reason* says in a few words why it does not hold, the *mistake* what the student probably
    did; that takes a while to find out, and is done when somebody asks. *stopped* is what ran out,
    if that is why it is undecided.
    """

    operator: str
    place: Place
    verdict: Verdict
    reason: str = ""
    stopped: Status | None = None
    explain: Explanation | None = field(default=None, repr=False, compare=False)

    @cached_property
    def mistake(self) -> Mistake | None:
        return self.explain() if self.explain else None


@dataclass(frozen=True, slots=True)
class Judged:
    """A derivation's steps, judged one by one, and its last term, if that has to be a normal form.

    Where the last step asks for that by itself, nothing more is said of the last term.
    """

    steps: tuple[Judgement, ...]
    ending: Judgement | None
