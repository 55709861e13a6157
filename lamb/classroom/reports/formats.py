"""The formats of a report: pages for students, tables, what automatic graders read; and the files of these.

A spreadsheet takes a cell that begins with `=` for a formula, and runs it. Names come from folders that
students may have named: so a text that could be one is written behind an apostrophe (OWASP, *CSV injection*).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from lamb.classroom.events import Mark, Outcome, StepMark
from lamb.classroom.reports.sheet import WORDS, Sheet, number
from lamb.classroom.reports.summary import quoted, summary
from lamb.errors import columns
from lamb.files import write_whole
from lamb.html.markup import escaped as escaped_html, page_style
from lamb.show.documents import escaped
from lamb.show.junit import JunitCase, junit
from lamb.show.lines import Line, Piece, Style

OURS = """\
.lamb.feedback{max-width:50em;margin:2em auto;padding:0 1em;font-family:system-ui,sans-serif}
.feedback pre{overflow-x:auto}
.feedback h2{font-size:1.2em;border-top:1px solid var(--lamb-soft);padding-top:.6em}
.feedback .points{float:right;font-weight:normal}
"""


def markdown_page(sheet: Sheet, student: str) -> str:
    """The page of a student, in Markdown."""
    return "\n".join(_markdown(sheet, student)) + "\n"


def _markdown(sheet: Sheet, student: str) -> Iterator[str]:
    yield f"# {escaped(sheet.assignment)}: {escaped(student)}"
    yield f"\n{_sum(sheet, student)}"
    yield from (f"\n{escaped(problem)}" for problem in sheet.problems.get(student, ()))
    for mark in sheet.marks[student]:
        yield f"\n## {escaped(sheet.title(mark.exercise))}: {_reached(mark)}"
        yield from ("", WORDS[mark.outcome].capitalize() + ".")
        if mark.wrong and not mark.steps:
            yield f"\nThe first wrong line: {quoted(mark.wrong)}"
        if mark.steps:
            yield ""
            yield from (f"* {_verdict(step)} {quoted(step.text)}" for step in mark.steps)
        yield from (f"\n{escaped(line)}" for line in mark.feedback)


def html_page(sheet: Sheet, student: str) -> str:
    """The page of a student, in HTML that needs nothing but itself."""
    title = escaped_html(f"{sheet.assignment}: {student}")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{page_style()}{OURS}</style>\n</head>\n"
        f'<body class="lamb feedback">\n<h1>{title}</h1>\n<p>{_sum(sheet, student)}</p>\n'
        + "".join(f"<p>{escaped_html(problem)}</p>\n" for problem in sheet.problems.get(student, ()))
        + "".join(f"<section>\n{_html(sheet, mark)}</section>\n" for mark in sheet.marks[student])
        + "</body>\n</html>\n"
    )


def _html(sheet: Sheet, mark: Mark) -> str:
    title = (
        f'<h2>{escaped_html(sheet.title(mark.exercise))} <span class="points">{_reached(mark)}</span></h2>\n'
    )
    wrong = f"<pre>{escaped_html(mark.wrong)}</pre>\n" if mark.wrong and not mark.steps else ""
    steps = "".join(
        f'<li class="{step.outcome}">{_verdict(step)} <code>{escaped_html(step.text)}</code></li>\n'
        for step in mark.steps
    )
    return (
        f'{title}<p class="{mark.outcome}">{WORDS[mark.outcome].capitalize()}.</p>\n{wrong}'
        + (f"<ol>\n{steps}</ol>\n" if steps else "")
        + "".join(f"<p>{escaped_html(line)}</p>\n" for line in mark.feedback)
    )


def _sum(sheet: Sheet, student: str) -> str:
    return f"{number(sheet.points(student))} of {number(sheet.total)} points"


def _reached(mark: Mark) -> str:
    return f"{number(mark.points)} of {number(mark.out_of)}"


def _verdict(step: StepMark) -> str:
    return {"holds": "✓", "fails": "✗"}.get(step.outcome, "?")


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

_CANVAS_STUDENT = re.compile(r"(?P<name>[^_]+)_(?P<id>\d+)")
"""A student of a zip of all submissions, as the names of the files in it begin."""


def canvas(sheet: Sheet) -> str:
    """A gradebook for `Import`. Students go by the numbers in the names of the files that Canvas gives them,
    or else by their login.
    """
    rows = [["Student", "ID", "SIS Login ID", "Section", sheet.assignment]]
    rows.append(["Points Possible", "", "", "", number(sheet.total)])
    for student in sheet.students:
        found = _CANVAS_STUDENT.fullmatch(student)
        who = [found["name"], found["id"], ""] if found else [student, "", student]
        rows.append([*who, "", number(sheet.points(student))])
    return csv_of(rows)


# ── A terminal ────────────────────────────────────────────────────────────────────────

STYLES: dict[str, Style] = {"holds": "comment", "partial": "note", "undecided": "note", "missing": "hint"}


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


Json: TypeAlias = dict[str, Any]

GITHUB: Mapping[Outcome, str] = {"holds": "pass", "undecided": "error", "unreadable": "error"}
"""The status of a test; any other outcome is `fail`."""

TAGS = {"holds": "", "undecided": "error", "missing": "skipped"}


def gradescope(sheet: Sheet, student: str) -> str:
    """A student's `results.json`, as Gradescope's autograder platform reads it."""
    marks = sheet.marks[student]
    open_ones = sum(mark.outcome == "undecided" for mark in marks)
    wait = f"{open_ones} of {len(marks)} exercises are for a person to look at.\n" if open_ones else ""
    tests = [
        {
            "name": sheet.title(mark.exercise),
            "score": _rounded(mark.points),
            "max_score": _rounded(mark.out_of),
            "status": "passed" if mark.outcome == "holds" else "failed",
            "output": _output(mark),
            "output_format": "text",
            "visibility": "visible",
            "tags": list(mark.mistakes),
        }
        for mark in marks
    ]
    output = wait + "".join(f"{problem}\n" for problem in sheet.problems.get(student, ()))
    return _document({"score": _rounded(sheet.points(student)), "output": output, "tests": tests})


def github(sheet: Sheet, student: str) -> str:
    """A student's result, as a runner hands it to `classroom-resources/autograding-grading-reporter`: in
    base64, in the variable `NAME_RESULTS`.
    """
    marks = sheet.marks[student]
    tests = [
        {
            "name": sheet.title(mark.exercise),
            "status": GITHUB.get(mark.outcome, "fail"),
            "score": _rounded(mark.points),
            "message": _output(mark),
            "line_no": 0,
            "test_code": mark.wrong,
            "filename": "",
            "execution_time": 0,
        }
        for mark in marks
    ]
    found = {test["status"] for test in tests}
    status = "error" if "error" in found else "fail" if "fail" in found else "pass"
    whole = {"version": 1, "status": status, "max_score": _rounded(sheet.total), "tests": tests}
    return _document(whole)


def _output(mark: Mark) -> str:
    """The feedback as text, after the outcome in a word."""
    return "\n".join(
        [f"{WORDS[mark.outcome]}: {number(mark.points)} of {number(mark.out_of)}", *mark.feedback]
    )


def _rounded(points: float) -> float:
    return round(points, 2)


def _document(content: Json) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


# ── JUnit ─────────────────────────────────────────────────────────────────────────────


def junit_report(sheet: Sheet) -> bytes:
    """A suite a student, and a case an exercise."""
    return junit(sheet.assignment, ((student, _cases(sheet, student)) for student in sheet.students))


def _cases(sheet: Sheet, student: str) -> Iterator[JunitCase]:
    for mark in sheet.marks[student]:
        case = JunitCase(mark.exercise, student, points=mark.points, worth=mark.out_of)
        tag = TAGS.get(mark.outcome, "failure")
        word = WORDS[mark.outcome]
        text = "\n".join(mark.feedback)
        yield case.with_values(tag=tag, kind=word, message=word, text=text) if tag else case


LONGEST = 80  # characters of the name of a student's file
ForClass: TypeAlias = Callable[[Sheet], "str | bytes"]
ForStudent: TypeAlias = Callable[[Sheet, str], str]


class ReportFormat(NamedTuple):
    """A file for the whole class, or, with `*` in its name for the student's, one a student."""

    file: str
    what: str
    write: ForClass | ForStudent


FORMATS: Mapping[str, ReportFormat] = {
    "csv": ReportFormat("marks.csv", "a row a student, for spreadsheets", marks_csv),
    "report": ReportFormat("report.md", "what failed most, and what to look at", summary),
    "markdown": ReportFormat("feedback/*.md", "a page a student", markdown_page),
    "html": ReportFormat("feedback/*.html", "the same for browsers", html_page),
    "gradescope": ReportFormat("gradescope/*.json", "results.json of each student", gradescope),
    "github": ReportFormat("github/*.json", "results for GitHub Classroom", github),
    "junit": ReportFormat("junit.xml", "JUnit's XML", junit_report),
    "moodle": ReportFormat("moodle.csv", "Moodle's offline grading worksheet", moodle),
    "canvas": ReportFormat("canvas.csv", "Canvas's gradebook", canvas),
}


def files_of(sheet: Sheet, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """The files of some formats, by their names in a folder."""
    names = file_names(sheet.students)
    files: dict[str, str | bytes] = {}
    for file, _, write in (FORMATS[name] for name in formats):
        if "*" in file:
            files |= {file.replace("*", names[one]): write(sheet, one) for one in names}  # type: ignore[call-arg]
        else:
            files[file] = write(sheet)  # type: ignore[call-arg]
    return {
        name: text if isinstance(text, bytes) else text.encode(errors="replace")
        for name, text in files.items()
    }


def write_reports(sheet: Sheet, folder: Path, formats: Iterable[str] = FORMATS) -> list[Path]:
    """Write the files of some formats into a folder; returns their paths. Raises OSError."""
    written = []
    for name, content in files_of(sheet, formats).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        written.append(path)
    return written


def file_names(students: Iterable[str]) -> dict[str, str]:
    """A name for a file of each student, which every system takes, and no two the same.

    >>> file_names(["Ann Lee", "../ann", "..:ANN", "ψ.2@b.edu"])
    {'Ann Lee': 'Ann Lee', '../ann': '_ann', '..:ANN': '_ANN-2', 'ψ.2@b.edu': 'ψ.2@b.edu'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        plain = name = re.sub(r"[^\w@+. -]+", "_", student)[:LONGEST].strip(" .") or "_"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[student] = name
    return names
