"""The report for the teacher: what failed most, which answers are equal, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from statistics import median

from lamb.classroom.reports.likeness import SharedAnswer, pairs, shared_answers
from lamb.classroom.reports.sheet import WORDS, Sheet, number
from lamb.classroom.reports.troubles import failed_steps, tallies, troubles
from lamb.quantities import counted
from lamb.show.documents import escaped

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
