"""The sheet: the marks of a class for one assignment, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import fsum

from lamb.classroom.events import Mark, Outcome
from lamb.records import Record, value


class Fingerprint(Record):
    """An answer, but for the names of its bound variables and the order of its definitions: equal answers
    have one *code*. The *size* counts the nodes of its terms, the *steps* those of a derivation.
    """

    code: str
    size: int
    steps: int = 0


class Sheet(Record):
    """The marks of a class, of each student by name and for each exercise.

    *titles* has the exercises by name, in the order of the assignment. *prints* has the fingerprints of each
    student's answers, by exercise; *model* those of the teacher's solution. *problems* has what could not be
    read of what a student handed in.
    """

    assignment: str
    titles: Mapping[str, str]
    marks: Mapping[str, tuple[Mark, ...]]
    prints: Mapping[str, Mapping[str, Fingerprint]] = value(default_factory=dict)
    model: Mapping[str, Fingerprint] = value(default_factory=dict)
    problems: Mapping[str, tuple[str, ...]] = value(default_factory=dict)

    @property
    def students(self) -> list[str]:
        """The names of the students, in the order of their letters."""
        return sorted(self.marks, key=lambda name: (name.casefold(), name))

    def title(self, exercise: str) -> str:
        """The name of an exercise, and its title if it has one."""
        return ": ".join(filter(None, (exercise, self.titles.get(exercise))))

    def mark(self, student: str, exercise: str) -> Mark | None:
        """The mark of a student for an exercise, if there is one."""
        return next((mark for mark in self.marks[student] if mark.exercise == exercise), None)

    def of(self, exercise: str) -> Iterator[tuple[str, Mark]]:
        """The students and their marks for one exercise."""
        for student in self.students:
            mark = self.mark(student, exercise)
            if mark is not None:
                yield student, mark

    def points(self, student: str) -> float:
        """The points of a student, in all."""
        return fsum(mark.points for mark in self.marks[student])

    @cached_property
    def out_of(self) -> Mapping[str, float]:
        """The points that each exercise is worth."""
        return {name: max((mark.out_of for _, mark in self.of(name)), default=0.0) for name in self.titles}

    @property
    def total(self) -> float:
        """The points that the assignment is worth."""
        return fsum(self.out_of.values())


WORDS: Mapping[Outcome, str] = {
    "holds": "right",
    "partial": "partly right",
    "fails": "wrong",
    "undecided": "undecided",
    "missing": "missing",
    "unreadable": "cannot be read",
}
"""What an outcome is called in a report."""


def number(points: float) -> str:
    """Points as text, with two digits behind the point at most.

    >>> number(2.0), number(7 / 3), number(12345678.5)
    ('2', '2.33', '12345678.5')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")
