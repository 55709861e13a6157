"""Have nbgrader generate, autograde, give feedback on and export an assignment; hold it to the marks.

    pip install nbgrader
    python -m tests.grading

Takes some minutes, and happens in a temporary folder.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lamb.course.exercises.release import released
from tests.grading.assignment import MARKS, POINTS, SAID, STUDENTS, notebook, submitted

CONFIG = Path(__file__).parents[2] / "notebooks" / "instructor" / "nbgrader_config.py"
ASSIGNMENT = "first-steps"
PATIENCE = ["--ExecutePreprocessor.timeout=30"]


def main() -> None:
    with TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        course.mkdir()
        shutil.copy(CONFIG, course)
        write(course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", notebook())
        nbgrader(course, "generate_assignment", ASSIGNMENT)
        hand_out_and_in(course)
        nbgrader(course, "autograde", ASSIGNMENT, *PATIENCE)
        nbgrader(course, "generate_feedback", ASSIGNMENT)
        nbgrader(course, "export", "--to", "marks.csv")
        marks_are_right(course)
        feedback_is_kind(course)
    print("all marks are right")


def write(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def nbgrader(course: Path, *arguments: str) -> None:
    print("nbgrader", *arguments, flush=True)
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(command, cwd=course, env={**os.environ, "HOME": str(course.parent)}, check=True)


def hand_out_and_in(course: Path) -> None:
    """Students get what our own tool would give them, too; and hand in what they have made of it."""
    path = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    out = json.loads(path.read_text(encoding="utf-8"))
    assert out == released(notebook())
    for student, answers in STUDENTS.items():
        handed_in = course / "submitted" / student / ASSIGNMENT / path.name
        write(handed_in, submitted(out, answers))


def marks_are_right(course: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student, marks in MARKS.items():
            grades = gradebook.find_submission(ASSIGNMENT, student).notebooks[0].grades
            found = {grade.name.removesuffix("-check"): grade.score for grade in grades}
            print(f"{student:15}", found)
            assert found == marks, f"{student}: {found}, and should be {marks}"
    with (course / "marks.csv").open(encoding="utf-8") as file:
        exported = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(row["score"]) for student, row in exported.items()} == {
        student: sum(marks.values()) for student, marks in MARKS.items()
    }
    assert {float(row["max_score"]) for row in exported.values()} == {sum(POINTS.values())}


def feedback_is_kind(course: Path) -> None:
    for student, words in SAID.items():
        page = course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
        text = page.read_text(encoding="utf-8")
        assert words in text, f"{student} is not told “{words}”"
        assert "Traceback (most recent call last)" not in text or student == "endless-python"


if __name__ == "__main__":
    main()
