"""The formats of a report: what each is for, and the files that it writes. One line here adds another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from lamb.classroom.reports.autograders import github, gradescope, junit_report
from lamb.classroom.reports.feedback import html_page, markdown_page
from lamb.classroom.reports.sheet import Sheet
from lamb.classroom.reports.spreadsheets import canvas, marks_csv, moodle
from lamb.classroom.reports.summary import summary
from lamb.files import write_whole

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
