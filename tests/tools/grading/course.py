"""A course of nbgrader's in a folder: what is handed out and in, and the marks for it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from lamb.course.exercises.__main__ import released

TOP = Path(__file__).parents[3]
INSTRUCTOR = TOP / "notebooks" / "instructor"
CONFIG = INSTRUCTOR / "nbgrader_config.py"
SOLUTIONS = sorted((INSTRUCTOR / "solutions").glob("*.ipynb"))

Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def write(path: Path, content: Notebook) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


class Course:
    """The folder of a course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def run(self, command: list[str], folder: Path | None = None) -> None:
        """Run a command in the folder, where nothing of the user's is in the way."""
        print("$", *command[-1:] if command[0] == "bash" else command[2:], flush=True)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "HOME": str(self.folder.parent), "PATH": path}
        subprocess.run(command, cwd=folder or self.folder, env=environment, check=True)

    def nbgrader(self, *arguments: str) -> None:
        self.run([sys.executable, "-m", "nbgrader", *arguments])

    def hand_out(self, assignment: str, notebooks: dict[str, Notebook]) -> dict[str, Notebook]:
        """What students get of a teacher's notebooks: of our own tool, just the same."""
        for name, notebook in notebooks.items():
            write(self.folder / "source" / assignment / f"{name}.ipynb", notebook)
        self.nbgrader("generate_assignment", assignment)
        given = {name: read(self.folder / "release" / assignment / f"{name}.ipynb") for name in notebooks}
        assert given == {name: released(notebook) for name, notebook in notebooks.items()}
        return given

    def hand_in(self, student: str, assignment: str, notebooks: dict[str, Notebook]) -> None:
        for name, notebook in notebooks.items():
            write(self.folder / "submitted" / student / assignment / f"{name}.ipynb", notebook)

    def marks(self, student: str, assignment: str) -> dict[str, float]:
        """The points for each check, by its name."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            notebooks = gradebook.find_submission(assignment, student).notebooks
            return {grade.name: grade.score for notebook in notebooks for grade in notebook.grades}

    def exported(self, name: str = "marks.csv") -> dict[tuple[str, str], tuple[float, float]]:
        """The score and the most there is to get, by the assignment and the student."""
        with (self.folder / name).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {
            (row["assignment"], row["student_id"]): (float(row["score"] or 0), float(row["max_score"]))
            for row in rows
        }

    def feedback(self, student: str, assignment: str, name: str) -> str:
        """The page that a student is sent."""
        page = self.folder / "feedback" / student / assignment / f"{name}.html"
        return page.read_text(encoding="utf-8")
