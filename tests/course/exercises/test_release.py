"""What students get of a teacher's notebook. That nbgrader makes the same of it, `tests/grading` shows."""

from __future__ import annotations

import json
import runpy
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from lamb import LambError
from lamb.course.exercises.__main__ import STUBS, main, release, released
from tests.tools.grading.assignment import notebook
from tests.tools.grading.course import CONFIG

PLAIN: dict[str, bool] = {}
SOLUTION = {"solution": True}
TESTS = {"grade": True, "locked": True, "points": 2}
READ_ONLY = {"locked": True}
BY_HAND = {"grade": True, "solution": True, "points": 1}


def cell(source: str, grader: dict[str, Any], kind: str = "code", name: str = "one") -> dict[str, Any]:
    """A cell with what nbgrader has to know of it; with outputs, if it is one of code."""
    what = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    metadata = {"nbgrader": {**what, **grader, "grade_id": name}} if grader else {}
    ran = {"outputs": [{"output_type": "stream"}], "execution_count": 7} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": metadata, "source": source, **ran}


def only(one: dict[str, Any]) -> dict[str, Any]:
    """The one cell that students get of a notebook with one."""
    (got,) = released({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})["cells"]
    return got  # type: ignore[no-any-return]


def text(source: str, grader: dict[str, Any], kind: str = "code") -> str:
    return "".join(only(cell(source, grader, kind))["source"])


# ── Solutions and tests ───────────────────────────────────────────────────────────────


def test_a_solution_is_replaced_by_a_comment() -> None:
    solved = "%%lamb\n-- Define it.\n### BEGIN SOLUTION\ndouble = 1\n### END SOLUTION\nsucc 1"
    assert text(solved, SOLUTION) == "%%lamb\n-- Define it.\n# YOUR ANSWER HERE\nsucc 1"
    indented = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    assert text(indented, SOLUTION) == "def f():\n    # YOUR ANSWER HERE"


def test_a_solution_without_a_region_is_replaced_as_a_whole() -> None:
    assert text("double = 1", SOLUTION) == "# YOUR ANSWER HERE"
    assert text("Because.", BY_HAND, "markdown") == "YOUR ANSWER HERE"


def test_hidden_tests_are_left_out() -> None:
    source = "check()\n### BEGIN HIDDEN TESTS\nmore()\n### END HIDDEN TESTS\nlast()"
    assert text(source, TESTS) == "check()\nlast()"


def test_nbgrader_is_told_to_leave_the_same_in_the_place_of_a_solution() -> None:
    config: defaultdict[str, SimpleNamespace] = defaultdict(SimpleNamespace)
    told = type("Config", (), {"__getattr__": lambda _, name: config[name]})()
    runpy.run_path(str(CONFIG), {"get_config": lambda: told})
    assert set(config["ClearSolutions"].code_stub.values()) == {STUBS["code"]}
    assert config["ClearSolutions"].text_stub == STUBS["markdown"]


lines = st.lists(st.text("abλ# .", max_size=8), max_size=4)


@given(lines, lines, lines, st.sampled_from(["", "  "]))
def test_nothing_of_a_region_is_left_and_all_around_it_is(
    before: list[str], inside: list[str], after: list[str], indent: str
) -> None:
    region = [f"{indent}### BEGIN SOLUTION", *inside, "### END SOLUTION"]
    got = text("\n".join([*before, *region, *after]), SOLUTION)
    assert got == "\n".join([*before, f"{indent}# YOUR ANSWER HERE", *after])


@given(lines)
def test_what_is_no_exercise_stays_as_it_is(source: list[str]) -> None:
    assert text("\n".join(source), PLAIN) == "\n".join(source)


def test_nothing_that_was_shown_is_left() -> None:
    got = only(cell("1", {**PLAIN}))
    assert (got["outputs"], got["execution_count"]) == ([], None)


@pytest.mark.parametrize(
    ("grader", "kind", "locks"),
    [
        (PLAIN, "code", (None, None)),
        (SOLUTION, "code", (False, None)),
        (TESTS, "code", (False, False)),
        (READ_ONLY, "code", (False, False)),
        (BY_HAND, "markdown", (False, None)),
    ],
)
def test_cells_of_an_exercise_can_be_filled_but_not_lost(
    grader: dict[str, Any], kind: str, locks: tuple[bool | None, bool | None]
) -> None:
    metadata = only(cell("1", grader, kind))["metadata"]
    assert (metadata.get("deletable"), metadata.get("editable")) == locks


def test_the_teachers_notebook_stays_as_it_is() -> None:
    ours = notebook()
    released(ours)
    assert ours == notebook()


# ── What is wrong with one ────────────────────────────────────────────────────────────

WRONG = {
    "### BEGIN SOLUTION\n1": "the cell “one” has a BEGIN SOLUTION without its END SOLUTION",
    "### BEGIN SOLUTION\n### BEGIN SOLUTION": "the cell “one” has a BEGIN SOLUTION within another",
    "### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS": "has hidden tests in it, and is no cell for tests",
}


@pytest.mark.parametrize("source", WRONG)
def test_regions_that_are_not_in_order_are_refused(source: str) -> None:
    solved = f"### BEGIN SOLUTION\n### END SOLUTION\n{source}" if "HIDDEN" in source else source
    with pytest.raises(LambError, match=WRONG[source]):
        text(solved, SOLUTION)


def test_a_solution_is_found_where_it_should_not_be() -> None:
    with pytest.raises(LambError, match="the cell “one” has a solution in it, and is no cell for one"):
        text("### BEGIN SOLUTION\n1\n### END SOLUTION", PLAIN)


def test_no_two_cells_are_called_alike() -> None:
    cells = [cell("1", SOLUTION), cell("2", TESTS)]
    with pytest.raises(LambError, match="there are 2 cells that are called “one”"):
        released({"cells": cells, "metadata": {}})


# ── Files ─────────────────────────────────────────────────────────────────────────────


def test_notebooks_are_released_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
    folder = tmp_path / "students" / "week 1"
    assert main([str(tmp_path / "one.ipynb"), "--to", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / 'one.ipynb'}\n"
    got = (folder / "one.ipynb").read_text(encoding="utf-8")
    assert json.loads(got) == released(notebook())
    assert "λn. add n n" not in got
    assert got.endswith("}\n")


def test_what_cannot_be_released_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.ipynb"
    assert main([str(path), "--to", str(tmp_path / "out")]) == 1
    assert "there is no file" in capsys.readouterr().err
    for text in ("{", "[]", "{}", '{"cells": [{}], "metadata": {}}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(LambError, match="is no notebook"):
            release(path, tmp_path / "out")
    path.write_text(json.dumps(notebook()), encoding="utf-8")
    with pytest.raises(LambError, match="would take the place of itself"):
        release(path, tmp_path)
