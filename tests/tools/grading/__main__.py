"""Have nbgrader generate, autograde, give feedback on and export assignments; hold it to the marks.

    pip install nbgrader
    python -m tests.tools.grading                     all of it, which takes some minutes
    python -m tests.tools.grading students guide      some of it

    students      some who were made up, one of whom never ends
    guide         every command of the instructor's guide
    notebooks     those of the course: their solutions get all the points

All happens in a temporary folder.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools.grading.assignment import MARKS, POINTS, SAID, STUDENTS, notebook, submitted
from tests.tools.grading.course import CONFIG, INSTRUCTOR, SOLUTIONS, TOP, Course, read

PATIENCE = "--ExecutePreprocessor.timeout=30"


def students(folder: Path) -> None:
    """What never ends costs the points of its exercise, and nothing else."""
    course = Course(folder / "course")
    shutil.copy(CONFIG, course.folder)
    given = course.hand_out("made-up", {"first-steps": notebook()})["first-steps"]
    for student, answers in STUDENTS.items():
        course.hand_in(student, "made-up", {"first-steps": submitted(given, answers)})
    course.nbgrader("autograde", "made-up", PATIENCE)
    course.nbgrader("generate_feedback", "made-up")
    course.nbgrader("export", "--to", "marks.csv")
    exported = course.exported()
    for student, marks in MARKS.items():
        found = course.marks(student, "made-up")
        print(f"{student:15}", found)
        assert found == {f"{name}-check": points for name, points in marks.items()}, student
        assert exported["made-up", student] == (sum(marks.values()), sum(POINTS.values()))
        page = course.feedback(student, "made-up", "first-steps")
        assert SAID[student] in page, f"{student} is not told “{SAID[student]}”"
        assert "Traceback (most recent call last)" not in page or student == "endless-python"


def guide(folder: Path) -> None:
    """What the guide says, works: all but its first block, which installs what this runs with."""
    (folder / "lamb").symlink_to(TOP)
    course = Course(folder / "course")
    blocks = re.findall(r"^```sh\n(.*?)^```", (INSTRUCTOR / "guide.md").read_text("utf-8"), re.M | re.S)
    course.run(["bash", "-euc", blocks[1]], folder)
    course.run(["bash", "-euc", blocks[2]])
    given = course.folder / "release" / "terms" / SOLUTIONS[0].name
    downloads = course.folder / "downloads"
    downloads.mkdir()
    shutil.copy(SOLUTIONS[0], downloads / "ada.ipynb")
    shutil.copy(given, downloads / "bob.ipynb")
    for block in blocks[3:]:
        course.run(["bash", "-euc", block])
    exported = course.exported()
    score, most = exported["terms", "ada"]
    assert score == most > 0
    assert exported["terms", "bob"] == (0, most)
    assert "✓" in (downloads / "ada.html").read_text(encoding="utf-8")
    for path in SOLUTIONS:
        ours = course.folder / "students" / path.name
        assert ours.read_bytes() == (TOP / "notebooks" / path.name).read_bytes(), (
            f"{path.name} is out of date"
        )


def notebooks(folder: Path) -> None:
    """Whoever hands in the solutions has all points that are given without a teacher; nothing, none."""
    course = Course(folder / "course")
    shutil.copy(CONFIG, course.folder)
    solved = {path.stem: read(path) for path in SOLUTIONS}
    given = course.hand_out("all", solved)
    course.hand_in("solved", "all", solved)
    course.hand_in("blank", "all", given)
    course.nbgrader("autograde", "all")
    graders = [cell["metadata"].get("nbgrader", {}) for one in solved.values() for cell in one["cells"]]
    worth = {one["grade_id"]: one["points"] for one in graders if one.get("grade") and not one["solution"]}
    marks = {student: course.marks(student, "all") for student in ("solved", "blank")}
    for name, points in worth.items():
        assert marks["solved"][name] == points, f"{name}: {marks['solved'][name]} of {points}"
        assert not marks["blank"][name], f"{name} has {marks['blank'][name]} points for nothing"


PARTS = {part.__name__: part for part in (students, guide, notebooks)}


def main(wanted: list[str]) -> None:
    for name in wanted or PARTS:
        with TemporaryDirectory() as folder:
            PARTS[name](Path(folder))
        print(f"{name}: all is as it should be", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
