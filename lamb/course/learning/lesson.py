"""What a lesson is: something to read, something to try, and an exercise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.strategies import Strategy
from lamb.source import Place

if TYPE_CHECKING:
    from lamb.course.learning.claims import Claim


@dataclass(frozen=True, slots=True)
class Prose:
    """Something to read. What stands between backquotes is to be typed, or was."""

    text: str


@dataclass(frozen=True, slots=True)
class Try:
    """Statements to type at the prompt; a comment `-- => …` says what comes of one."""

    place: Place

    @property
    def text(self) -> str:
        return self.place.text.strip("\n")


@dataclass(frozen=True, slots=True)
class Steps:
    """A reduction, a term a line; a last line `…` says that it goes on."""

    place: Place
    strategy: Strategy

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.place.text.splitlines() if line.strip()]

    @property
    def text(self) -> str:
        return self.place.text.strip("\n")


Part: TypeAlias = Prose | Try | Steps


@dataclass(frozen=True, slots=True)
class Wrong:
    """A typical wrong answer, what *says* that it is wrong, and a *remark* for whoever gives it."""

    place: Place
    answer: str
    says: str
    remark: str


@dataclass(frozen=True)
class Exercise:
    """A *task*, how an answer to it is checked, and ways to help.

    The *hints* tell more and more. *right* is what there is to say to a right answer. *steps* is how
    many each reduction may take.
    """

    task: str
    check: Place
    hints: tuple[str, ...]
    solution: str
    wrong: tuple[Wrong, ...] = ()
    right: str = ""
    steps: int | None = None

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the check asks of an answer. Raises LambError where it is not understood."""
        from lamb.course.learning.claims import claims  # they need the parser, a table of contents does not

        return claims(self.check)


@dataclass(frozen=True)
class Lesson:
    """A lesson; *name* is what it is known by, whatever its place in the course is."""

    name: str
    title: str
    about: str
    parts: tuple[Part, ...]
    exercise: Exercise
    place: Place

    @property
    def text(self) -> str:
        """All there is to read, without what there is to try."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def tries(self) -> tuple[Try, ...]:
        return tuple(part for part in self.parts if isinstance(part, Try))
