"""The results that automatic graders read: Gradescope's, GitHub Classroom's, and JUnit's XML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lamb.classroom.marks import Mark, Outcome
from lamb.classroom.reports.sheet import WORDS, Sheet, number
from lamb.show.junit import JunitCase, junit

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
