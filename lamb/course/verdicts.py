"""Verdicts on the steps of a derivation, and what is told of a wrong one.

A hint tells more of a mistake than the one before:

    0   the step is wrong
    1   the kind of mistake
    2   where it is, in the words of the program, and underlined
    3   what to write instead
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from lamb.calculus.budget import Status
from lamb.errors import Place
from lamb.notation.printer import write
from lamb.notation.syntax import Expr
from lamb.records import Record, value

Side: TypeAlias = Literal["left", "right"]
Stretch: TypeAlias = tuple[Side, int, int]
"""A stretch of the text of the left or the right term, by the spans of its tree."""

Repair: TypeAlias = tuple[tuple[str, Expr], ...]
"""Steps: operators, and the terms that they lead to."""

HINTS = (0, 1, 2, 3)
USUAL_HINT = 2

LONGEST_SHOWN = 500  # characters of a term that is written out in a message


class Verdict(Enum):
    """The result of a check. *Partial*: all steps hold, but an `eval` does not end in a normal form."""

    HOLDS = "holds"
    FAILS = "fails"
    PARTIAL = "partial"
    UNDECIDED = "undecided"


class Told(NamedTuple):
    """A mistake as far as a hint tells it: a *message*, what is *underlined*, and what to write *instead*."""

    message: str
    underlined: Stretch | None = None
    instead: str = ""

    def __str__(self) -> str:
        return "; ".join(filter(None, (self.message, self.instead)))


class Mistake(Record):
    """A wrong step, explained.

    *kind* is one word for programs. *what* says what kind of mistake it is, and no more; *where* has the
    names and the piece of text that it is about; *place* is what to underline. *repair* has the steps
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
    def instead(self) -> str:
        """The text to write instead, in words."""
        steps = " ".join(f"{operator} {write(term, limit=LONGEST_SHOWN)}" for operator, term in self.repair)
        return "; ".join(part for part in (self.advice, steps and f"write {steps}") if part)

    def told(self, hint: int) -> Told:
        """The mistake as far as a hint tells it, from 1 to 3."""
        if hint < 2:
            return Told(self.what)
        underlined = self.place if self.place and self.place[1] < self.place[2] else None
        return Told(f"{self.what}: {self.where}", underlined, self.instead if hint > 2 else "")


UNKNOWN = frozenset(
    {"difference", "no-redex", "other-normal-form", "unfolded", "unreachable", "wrong-argument"}
)
"""The kinds of mistakes that may be none if a name had a meaning."""

Explanation: TypeAlias = "Callable[[], Mistake | None]"


class Judgement(Record):
    """The verdict on one step, or, without an operator, on the last term of an `eval`.

    The *reason* says in a few words why it does not hold, the *mistake* what the student probably did; it
    takes a while to find out, and is found when it is asked for. *stopped* is the limit that was reached,
    if that is why it is undecided. *slips*, at the end of the reason, tells of names without a definition;
    if there are any, only such mistakes are told that do not depend on what these names mean.
    """

    operator: str
    place: Place
    verdict: Verdict
    reason: str = ""
    stopped: Status | None = None
    explain: Explanation | None = value(default=None, hidden=True)
    slips: str = ""

    @cached_property
    def mistake(self) -> Mistake | None:
        mistake = self.explain() if self.explain else None
        return None if mistake and self.slips and mistake.kind in UNKNOWN else mistake

    def told(self, hint: int) -> Told:
        """The reason, or from the first hint on the mistake, if there is one."""
        if not hint or self.mistake is None:
            return Told(self.reason)
        told = self.mistake.told(hint)
        return told._replace(message="; ".join(filter(None, (told.message, self.slips))))

    def underlined(self, hint: int) -> Place:
        """The part of the source that is wrong, as far as a hint tells it, or else the step."""
        part = self.told(hint).underlined
        return Place(self.place.source, *part[1:]) if part else self.place


class Judged(Record):
    """A derivation's steps, judged one by one, and its last term, if that has to be a normal form.

    Where the last step asks for that by itself, nothing more is said of the last term.
    """

    steps: tuple[Judgement, ...]
    ending: Judgement | None
