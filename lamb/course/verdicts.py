"""What can come of a check: a verdict, and, of each step of a derivation, a judgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.budget import Status
from lamb.source import Place

if TYPE_CHECKING:
    from lamb.course.mistakes import Mistake


class Verdict(Enum):
    """What came of a check. *Partial*: all steps hold, but an `eval` does not end in a normal form."""

    HOLDS = "holds"
    FAILS = "fails"
    PARTIAL = "partial"
    UNDECIDED = "undecided"


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
