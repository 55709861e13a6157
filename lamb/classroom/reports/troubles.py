"""Troubles: the exercises, the steps and the mistakes that cost a class the most."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import fsum
from typing import TypeVar

from lamb.classroom.marks import Mark, Outcome
from lamb.classroom.reports.sheet import Sheet
from lamb.records import Record


class ExerciseTally(Record):
    """How an exercise went: the number of each outcome, and the points reached, of those there were."""

    exercise: str
    outcomes: Counter[Outcome]
    points: float
    out_of: float

    @property
    def share(self) -> float:
        """The share of the points that was reached."""
        return self.points / self.out_of if self.out_of else 1.0


class Trouble(Record):
    """A mistake in an exercise, and the *students* who made it; *wrong* is the commonest line that is wrong,
    and *times* how many wrote it.
    """

    exercise: str
    mistake: str
    students: tuple[str, ...]
    wrong: str
    times: int


class FailedStep(Record):
    """A step of a derivation that several wrote, and that does not hold."""

    exercise: str
    operator: str
    text: str
    mistake: str
    times: int


def tallies(sheet: Sheet) -> list[ExerciseTally]:
    """The tally of each exercise, the worst first."""
    found = [_tally(name, [mark for _, mark in sheet.of(name)]) for name in sheet.titles]
    return sorted(found, key=lambda tally: tally.share)


def _tally(exercise: str, marks: list[Mark]) -> ExerciseTally:
    outcomes = Counter(mark.outcome for mark in marks)
    points, out_of = fsum(mark.points for mark in marks), fsum(mark.out_of for mark in marks)
    return ExerciseTally(exercise, outcomes, points, out_of)


def troubles(sheet: Sheet) -> list[Trouble]:
    """The mistakes in each exercise, the commonest first."""
    made: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for exercise in sheet.titles:
        for student, mark in sheet.of(exercise):
            for mistake in _mistakes(mark):
                made[exercise, mistake].append((student, _line(mark, mistake)))
    found = []
    for key, ones in made.items():
        lines = Counter(line for _, line in ones if line)
        wrong, times = commonest(lines)[0] if lines else ("", 0)
        found.append(Trouble(*key, tuple(student for student, _ in ones), wrong, times))
    return sorted(found, key=lambda trouble: -len(trouble.students))


def _mistakes(mark: Mark) -> list[str]:
    """The kinds of mistakes in an answer: those of its steps, if there are any, since others follow from
    them.
    """
    in_steps = [step.mistake for step in mark.steps if step.mistake]
    return [] if mark.outcome in ("holds", "missing") else list(dict.fromkeys(in_steps or mark.mistakes))


def _line(mark: Mark, mistake: str) -> str:
    """The line of an answer that has a mistake in it."""
    return next((step.text for step in mark.steps if step.mistake == mistake), mark.wrong)


def failed_steps(sheet: Sheet) -> list[FailedStep]:
    """The steps that do not hold, each as it is written, the commonest first."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for exercise in sheet.titles:
        for _, mark in sheet.of(exercise):
            failed = [step for step in mark.steps if step.outcome == "fails"]
            found.update({(exercise, step.operator, step.text, step.mistake) for step in failed})
    return [FailedStep(*key, times) for key, times in commonest(found)]


Thing = TypeVar("Thing", str, tuple[str, str, str, str])


def commonest(things: Counter[Thing]) -> list[tuple[Thing, int]]:
    """Things and how often they occur, the commonest first, and then by their letters."""
    return sorted(things.items(), key=lambda one: (-one[1], one[0]))
