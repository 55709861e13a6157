"""The coursework, run from top to bottom: with solutions everything passes, and without them exactly what
has to be solved does not.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from lamb.course.exercises.__main__ import released
from lamb.notebook import exercise
from lamb.repl import repl
from tests.notebook.shells import Shell

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SOLVED = sorted((NOTEBOOKS / "instructor/solutions").glob("*.ipynb"))
FOR_STUDENTS = sorted(NOTEBOOKS.glob("*.ipynb"))
POINTS = 10

everyone = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)


@pytest.fixture
def alone(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The shell in an empty folder, without any names, and with seconds that other processes take none of."""
    shell.forget()
    for module, budget in ((exercise, "EXERCISE_BUDGET"), (repl, "USUAL")):
        monkeypatch.setattr(module, budget, replace(getattr(module, budget), clock=process_time))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAMB_HOME", str(tmp_path))
    return shell


def code(path: Path) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def graded(cells: list[Any]) -> dict[str, int]:
    """The points of each cell that is marked, by its name."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}


def test_there_is_a_notebook_for_each_subject() -> None:
    assert [path.name for path in SOLVED] == [path.name for path in FOR_STUDENTS]
    assert len(SOLVED) >= 8


@everyone
def test_with_solutions_every_cell_runs(path: Path, alone: Shell) -> None:
    assert [(cell.id, failed) for cell in code(path) if (failed := alone.run(cell.source))] == []


def test_a_kernel_of_pythons_runs_them_too(tmp_path: Path) -> None:
    notebook = nbformat.read(SOLVED[0], as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(notebook, kernel_name="python3", timeout=120, resources=resources)
    asyncio.run(client.async_execute())  # which closes its event loop


@everyone
def test_without_solutions_exactly_the_exercises_fail_and_kindly(path: Path, alone: Shell) -> None:
    cells = code(NOTEBOOKS / path.name)
    failed = {cell.id: failed for cell in cells if (failed := alone.run(cell.source))}
    assert list(failed) == [cell.id for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for error in failed.values():
        assert error.ename == "NotYet"
        said = "\n".join(error.traceback)
        assert "yet" in said or "write it" in said
        assert ".py" not in said


@everyone
def test_students_get_what_is_released_of_the_solutions(path: Path) -> None:
    solved = json.loads(path.read_text(encoding="utf-8"))
    given = json.loads((NOTEBOOKS / path.name).read_text(encoding="utf-8"))
    assert given == released(solved)


@pytest.mark.parametrize("path", [*SOLVED, *FOR_STUDENTS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_notebooks_are_valid_and_have_no_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@everyone
def test_each_notebook_is_worth_as_much_and_says_so(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert sum(graded(cells).values()) == POINTS
    for cell in cells:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and cell["cell_type"] == "code":
            text = "".join(cell["source"])
            said = [int(part.split(")")[0].split(",")[0]) for part in text.split("points=")[1:]]
            assert sum(said) == mark["points"], mark["grade_id"]


@everyone
def test_links_between_notebooks_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in text.split("](")[1:] if part.split(")")[0].endswith(".ipynb")]
    assert {link for link in links if not (NOTEBOOKS / link).exists()} == set()
