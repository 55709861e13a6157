"""The report for the teacher: what failed most, which answers are equal, and what a person has to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import fsum
from statistics import median
from typing import TypeVar

from lamb.classroom.events import Mark, Outcome
from lamb.classroom.reports.likeness import SharedAnswer, pairs, shared_answers
from lamb.classroom.reports.sheet import WORDS, Sheet, number
from lamb.quantities import counted
from lamb.records import Record
from lamb.show.documents import escaped


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
            for mistake in _mistakes_in(mark):
                made[exercise, mistake].append((student, _line(mark, mistake)))
    found = []
    for key, ones in made.items():
        lines = Counter(line for _, line in ones if line)
        wrong, times = commonest(lines)[0] if lines else ("", 0)
        found.append(Trouble(*key, tuple(student for student, _ in ones), wrong, times))
    return sorted(found, key=lambda trouble: -len(trouble.students))


def _mistakes_in(mark: Mark) -> list[str]:
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


MOST = 30
"""Rows of a table of which the rest is only counted."""
MOST_SHARES = 5  # answers in a cell


def summary(sheet: Sheet) -> str:
    """The report, in Markdown."""
    sections = chain(
        _beginning(sheet),
        _exercises(sheet),
        _mistakes(sheet),
        _steps(sheet),
        _undecided(sheet),
        _equal(sheet),
    )
    return "\n".join(sections) + "\n"


def _beginning(sheet: Sheet) -> Iterator[str]:
    yield f"# {escaped(sheet.assignment)}"
    points = [sheet.points(student) for student in sheet.students]
    if points:
        reached = [number(one) for one in (min(points), median(points), max(points))]
        yield ""
        yield (
            f"{counted(len(points), 'student')}, {number(sheet.total)} points to reach: "
            f"{reached[0]} at least, {reached[1]} in the middle, {reached[2]} at most."
        )


def _exercises(sheet: Sheet) -> Iterator[str]:
    words = list(WORDS.items())
    rows = [
        [
            sheet.title(one.exercise),
            *(str(one.outcomes[outcome] or "") for outcome, _ in words),
            f"{100 * one.share:.0f} %",
        ]
        for one in tallies(sheet)
    ]
    yield from section("Exercises", ["exercise", *(word for _, word in words), "points"], rows)


def _mistakes(sheet: Sheet) -> Iterator[str]:
    rows = [
        [one.exercise, one.mistake, str(len(one.students)), quoted(one.wrong), str(one.times or "")]
        for one in troubles(sheet)
    ]
    yield from section("Mistakes", ["exercise", "mistake", "students", "commonest wrong line", "times"], rows)


def _steps(sheet: Sheet) -> Iterator[str]:
    rows = [
        [one.exercise, quoted(one.text), one.mistake, str(one.times)]
        for one in failed_steps(sheet)
        if one.times > 1
    ]
    yield from section("Wrong steps that several wrote", ["exercise", "step", "mistake", "students"], rows)


def _undecided(sheet: Sheet) -> Iterator[str]:
    rows = [
        [student, "", "not read", problem]
        for student in sheet.students
        for problem in sheet.problems.get(student, ())
    ]
    rows += [
        [student, mark.exercise, WORDS[mark.outcome], mark.feedback[0] if mark.feedback else ""]
        for exercise in sheet.titles
        for student, mark in sheet.of(exercise)
        if mark.outcome in ("undecided", "unreadable")
    ]
    yield from section("For a person to look at", ["student", "exercise", "mark", "why"], rows)


# ── Equal answers ─────────────────────────────────────────────────────────────────────

EQUAL = """
Equal up to the names of bound variables and the order of definitions. That proves nothing: look at the
answers. What is the model's, is short, or is shared by many counts for nothing here; a bit is a halving of
those who have the same. Named are those who share more than chance has any two of the class share, or a long
answer that no other has.
"""


def _equal(sheet: Sheet) -> Iterator[str]:
    shared = list(shared_answers(sheet))
    rows = [
        [" and ".join(pair.students), ", ".join(map(_told, pair.shared)), Markdown(f"{pair.surprise:.1f}")]
        for pair in pairs(shared)
    ]
    headings = ["students", "the same answer, and how many have it", "bits"]
    yield from section("Students with equal answers", headings, rows, EQUAL)
    tallied = [[name, *_shares([one for one in shared if one.exercise == name])] for name in sheet.titles]
    headings = ["exercise", "answered", "the model's answer", "others that several gave"]
    yield from section("How many gave the same answer", headings, [row for row in tallied if any(row[1:])])


def _told(answer: SharedAnswer) -> str:
    return f"{answer.exercise} ({_verdict(answer)}, {len(answer.students)} of {answer.answered})"


def _verdict(answer: SharedAnswer) -> str:
    return "right" if answer.is_right else "wrong"


def _shares(shared: Sequence[SharedAnswer]) -> list[str]:
    """How many answered an exercise, how many of them as the model does, and the other answers of several."""
    if not shared:
        return ["", "", ""]
    model = sum(len(one.students) for one in shared if one.is_model)
    others = [f"{len(one.students)} ({_verdict(one)})" for one in shared if not one.is_model]
    return [str(shared[0].answered), str(model or ""), ", ".join(others[:MOST_SHARES])]


# ── Markdown ──────────────────────────────────────────────────────────────────────────


class Markdown(str):
    """Text that is already Markdown."""


def quoted(text: str) -> str:
    """Some code, as Markdown has it."""
    return Markdown(f"<code>{escaped(text)}</code>") if text else ""


def section(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], about: str = ""
) -> Iterator[str]:
    """A section with a table, as lines of Markdown; nothing where the table has no row."""
    if rows:
        yield from ("", f"## {title}", *([about.rstrip()] if about else []), "")
        yield from table(headings, rows[:MOST])
        if len(rows) > MOST:
            yield from ("", f"… and {len(rows) - MOST:,} more.")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, as lines of Markdown; a cell shows its text as it is, unless it is Markdown already."""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        cells = (cell if isinstance(cell, Markdown) else escaped(cell) for cell in row)
        yield f"| {' | '.join(cells)} |"
