"""Tables: the marks on a terminal, and as the CSV that spreadsheets, Moodle and Canvas read.

A spreadsheet takes a cell that begins with `=` for a formula, and runs it. Names come from folders that
students may have named: so a text that could be one is written behind an apostrophe (OWASP, *CSV injection*).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from lamb.classroom.marks import Mark
from lamb.classroom.reports.sheet import Sheet, number
from lamb.errors import columns
from lamb.show.lines import Line, Piece, Style

FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
"""The beginning of what a spreadsheet may take for a formula."""

MARGIN = "  "


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("Ann"), cell("@ann")
    ("'=1+1", 'Ann', "'@ann")
    """
    return f"'{text}" if FORMULA.match(text) else text


def csv_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV (RFC 4180): lines end in CR LF, and no text is a formula."""
    written = StringIO()
    csv.writer(written).writerows([cell(text) for text in row] for row in rows)
    return written.getvalue()


def marks_csv(sheet: Sheet) -> str:
    """A row a student and a column an exercise, with the points; what each is worth comes first."""
    names = list(sheet.titles)
    worth = [number(sheet.out_of[name]) for name in names]
    rows = [["student", *names, "points"], ["(out of)", *worth, number(sheet.total)]]
    for student in sheet.students:
        marks = (sheet.mark(student, name) for name in names)
        rows.append([student, *map(_points, marks), number(sheet.points(student))])
    return csv_of(rows)


def _points(mark: Mark | None) -> str:
    """The points of a mark; none where a person has to look first."""
    return "" if mark is None or mark.outcome == "undecided" else number(mark.points)


# ── Moodle ────────────────────────────────────────────────────────────────────────────

MOODLE = (
    "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (grade),Feedback comments"
)
"""The columns of an offline grading worksheet that Moodle 4's import goes by, or asks for: one for the time
of an older grade has to be there (its `importgradeslib.php`, in `mod/assign/feedback/offline`).
"""

_MOODLE_FOLDER = re.compile(r"(?P<name>.+)_(?P<id>\d+)")
"""What a student goes by whose folder is from a zip of all submissions."""


def moodle(sheet: Sheet) -> str:
    """An offline grading worksheet. Students go by the numbers in the names of the folders that Moodle gives
    them, or else by the name of the folder.
    """
    rows = [MOODLE.split(",")]
    for student in sheet.students:
        found = _MOODLE_FOLDER.fullmatch(student)
        identifier, name = (f"Participant {found['id']}", found["name"]) if found else (student, student)
        grade = [number(sheet.points(student)), number(sheet.total)]
        rows.append([identifier, name, "Submitted for grading", *grade, "Yes", "", _comments(sheet, student)])
    return csv_of(rows)


def _comments(sheet: Sheet, student: str) -> str:
    """The feedback of a student, a line an exercise."""
    marks = (
        f"{mark.exercise}: {number(mark.points)} of {number(mark.out_of)}. {' '.join(mark.feedback)}".strip()
        for mark in sheet.marks[student]
    )
    return "\n".join([*sheet.problems.get(student, ()), *marks])


# ── Canvas ────────────────────────────────────────────────────────────────────────────

_CANVAS_FILE = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+(?:_.*)?")
"""The beginning of a file's name in a zip of all submissions."""


def canvas(sheet: Sheet) -> str:
    """A gradebook for `Import`. Students go by the numbers in the names of the files that Canvas gives them,
    or else by their login.
    """
    rows = [["Student", "ID", "SIS Login ID", "Section", sheet.assignment]]
    rows.append(["Points Possible", "", "", "", number(sheet.total)])
    for student in sheet.students:
        found = _CANVAS_FILE.fullmatch(student)
        who = [found["name"], found["id"], ""] if found else [student, "", student]
        rows.append([*who, "", number(sheet.points(student))])
    return csv_of(rows)


# ── A terminal ────────────────────────────────────────────────────────────────────────

STYLES: dict[str, Style] = {"holds": "comment", "undecided": "note", "missing": "hint"}


def table_lines(sheet: Sheet, width: int) -> list[Line]:
    """The marks as lines: those of all exercises where that is no wider than *width*, or else the sums."""
    names = list(sheet.titles)
    first = max(map(columns, ["student", *sheet.students]))
    room = sum(max(columns(name), 5) + len(MARGIN) for name in [*names, "points"])
    shown = names if first + room <= width else []
    widths = [max(columns(name), 5) for name in shown]
    heading = _row("student", first, [*shown, "points"], [*widths, 6])
    lines: list[Line] = [(Piece(heading, "note"),)]
    for student in sheet.students:
        pieces = [Piece(_padded(student, first), "place")]
        for name, room in zip(shown, widths, strict=True):
            mark = sheet.mark(student, name)
            text = "–" if mark is None or mark.outcome == "missing" else _points(mark) or "?"
            pieces.append(Piece(MARGIN + text.rjust(room), STYLES.get(mark.outcome if mark else "", "error")))
        pieces.append(Piece(MARGIN + number(sheet.points(student)).rjust(6)))
        lines.append(tuple(pieces))
    worth = [*(number(sheet.out_of[name]) for name in shown), number(sheet.total)]
    return [*lines, (Piece(_row("out of", first, worth, [*widths, 6]), "note"),)]


def _row(name: str, first: int, texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = (MARGIN + " " * (width - columns(text)) + text for text, width in zip(texts, widths, strict=True))
    return _padded(name, first) + "".join(cells)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
