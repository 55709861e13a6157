"""What running a program yields: one result for each of its statements.

A `LambError` is a result too: a session never raises for what is wrong with a program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from lamb.calculus.budget import Outcome, Status
from lamb.calculus.term import Term
from lamb.encodings.readings import Reading
from lamb.errors import LambError
from lamb.source import Place


@dataclass(frozen=True, slots=True)
class Note:
    """Something that may not be what was meant, but is no error."""

    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Defined:
    """A name has been given a meaning; *replaced* says whether it had another one before."""

    name: str
    term: Term
    place: Place
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """A file, or the prelude, has been imported, with so many definitions."""

    what: str
    definitions: int
    place: Place


@dataclass(frozen=True)
class Answer:
    """What a term reduces to, or how far its reduction came."""

    place: Place
    term: Term
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    names: tuple[str, ...] = ()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """What the normal form can be read as; nothing if none was reached."""
        from lamb.encodings.readings import readings

        if not self.outcome.finished:
            return ()
        return readings(self.outcome.term, {self.outcome.term: self.names} if self.names else {})


class Verdict(Enum):
    """What came of a check."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Checked:
    """Whether an assertion holds, and if not, why not.

    *left* and *right* are the normal forms that differ, *counterexample* the values of the
    generalized names they differ for, *stopped* what ran out where nothing was decided; *sorts*
    are those of the generalized names.
    """

    place: Place
    verdict: Verdict
    left: Term | None = None
    right: Term | None = None
    counterexample: dict[str, Term] = field(default_factory=dict)
    stopped: Status | None = None
    examples: int = 0
    sorts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Derived:
    """Whether a derivation holds; if not, *place* is the step that does not, and *reason* says why."""

    name: str
    place: Place
    verdict: Verdict
    reason: str = ""


Result: TypeAlias = Defined | Imported | Answer | Checked | Derived | LambError
