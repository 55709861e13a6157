"""The version of notebooks that students get: without solutions, hidden tests and outputs.

    python -m lamb.course.exercises solutions/*.ipynb --to notebooks

A teacher's notebook marks its solutions and hidden tests by lines `BEGIN …` and `END …`, and its cells by
nbgrader's metadata. What is written is what `nbgrader generate_assignment` makes with the settings in
`notebooks/instructor/nbgrader_config.py`, but nbgrader need not be installed.

A check that students see need not print the answer: a claim can have the code of a term in its place.

    python -m lamb.course.exercises --code 'λx. x'
"""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any, TypeAlias

from lamb.course.exercises.submission import EXERCISE_BUDGET
from lamb.course.learning.form import code_of
from lamb.errors import LambError, LoadError
from lamb.files import Files
from lamb.machine.machine import normalize
from lamb.notation import parse_term
from lamb.prelude import prelude

Cell: TypeAlias = dict[str, Any]
Notebook: TypeAlias = dict[str, Any]

STUBS: Mapping[str, str] = {"code": "# YOUR ANSWER HERE", "markdown": "YOUR ANSWER HERE"}
"""The text in the place of a solution: in code, a comment both in Python and here."""

SOLUTION, HIDDEN = "SOLUTION", "HIDDEN TESTS"
OUTPUT = ("collapsed", "scrolled")  # metadata about it


def released(notebook: Notebook) -> Notebook:
    """The students' version of a notebook. Raises LambError where a region is not in order."""
    cells = [_released(cell) for cell in notebook["cells"]]
    names = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell["metadata"]]
    for name in names:
        if names.count(name) > 1:
            raise LambError(f"there are {names.count(name)} cells that are called “{name}”")
    metadata = {key: value for key, value in notebook["metadata"].items() if key != "celltoolbar"}
    return {**notebook, "cells": cells, "metadata": metadata}


def _released(cell: Cell) -> Cell:
    grader = cell["metadata"].get("nbgrader", {})
    text = _without(cell, "".join(cell["source"]))
    new = {**cell, "source": text.splitlines(keepends=True), "metadata": dict(cell["metadata"])}
    if cell["cell_type"] == "code":
        new |= {"outputs": [], "execution_count": None}
        for key in OUTPUT:
            new["metadata"].pop(key, None)
    if _is(cell, "grade") or _is(cell, "solution") or _is(cell, "locked"):
        new["metadata"]["deletable"] = False
        if not _is(cell, "solution"):
            new["metadata"]["editable"] = False
        kind = {"cell_type": cell["cell_type"]}
        new["metadata"]["nbgrader"] = {**grader, **kind, "checksum": _checksum(cell, text)}
    return new


def _is(cell: Cell, what: str) -> bool:
    """True if a cell is for a solution, for a grade, or locked: one with tests is, but not an answer."""
    grader = cell["metadata"].get("nbgrader", {})
    if what == "locked":
        return not grader.get("solution") and bool(grader.get("grade") or grader.get("locked"))
    return bool(grader.get(what))


# ── Regions ───────────────────────────────────────────────────────────────────────────


def _without(cell: Cell, text: str) -> str:
    """The text of a cell without its solution, for which a stub stands, and without hidden tests."""
    stub = STUBS.get(cell["cell_type"], "")
    solved = _replaced(cell, text, SOLUTION, stub)
    if solved != text and not _is(cell, "solution"):
        raise LambError(f"{_name(cell)} has a solution in it, and is no cell for one")
    if solved == text and _is(cell, "solution"):
        solved = stub
    open_tests = _replaced(cell, solved, HIDDEN, None)
    if open_tests != solved and not _is(cell, "grade"):
        raise LambError(f"{_name(cell)} has hidden tests in it, and is no cell for tests")
    return open_tests


def _replaced(cell: Cell, text: str, what: str, stub: str | None) -> str:
    """A text with a stub, as far to the right, or with nothing for each region of a kind."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if f"BEGIN {what}" in line:
            if inside:
                raise LambError(f"{_name(cell)} has a BEGIN {what} within another")
            inside = True
            lines += [] if stub is None else [re.match(r"\s*", line)[0] + stub]  # type: ignore[index]
        elif f"END {what}" in line:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise LambError(f"{_name(cell)} has a BEGIN {what} without its END {what}")
    return "\n".join(lines)


def _name(cell: Cell) -> str:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id")
    return f"the cell “{name}”" if name else f"a cell ({''.join(cell['source'])[:30]!r} …)"


def _checksum(cell: Cell, text: str) -> str:
    """The number by which nbgrader sees whether a cell has been changed (`nbgrader.utils`)."""
    parts = [text, cell["cell_type"], *(str(_is(cell, what)) for what in ("grade", "solution", "locked"))]
    grader = cell["metadata"]["nbgrader"]
    parts.append(grader["grade_id"])
    if _is(cell, "grade"):
        parts.append(str(float(grader["points"])))
    return md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


# ── Files ─────────────────────────────────────────────────────────────────────────────


def release(path: Path, folder: Path) -> Path:
    """Write the students' version of a notebook into a folder; returns its path. Raises LambError."""
    goal = folder / path.name
    if goal.exists() and goal.samefile(path):
        raise LoadError(f"“{path}” would take the place of itself", hint="name another folder: --to …")
    source = Files().open(path)
    try:
        notebook = json.loads(source.text)
        text = json.dumps(released(notebook), indent=1, ensure_ascii=False, sort_keys=True)
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(f"“{path}” is no notebook, or one with something missing: {error}") from None
    except LambError as error:
        raise LoadError(f"“{path}”: {error.message}") from None
    folder.mkdir(parents=True, exist_ok=True)
    goal.write_text(text + "\n", encoding="utf-8")
    return goal


def main(arguments: list[str] | None = None) -> int:
    """Release the notebooks that are named; returns the exit code."""
    parser = ArgumentParser(
        prog="python -m lamb.course.exercises",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="for what students get")
    parser.add_argument("--code", metavar="TERM", help="say the code of a term, and of its normal form")
    chosen = parser.parse_args(arguments)
    written: Iterable[object]
    if chosen.code is not None:
        written = codes(chosen.code)
    elif chosen.notebooks and chosen.to is not None:
        written = (release(path, chosen.to) for path in chosen.notebooks)
    else:
        parser.error("name the notebooks, and the folder: --to FOLDER")
    try:
        for line in written:
            print(line)
    except LambError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def codes(text: str) -> Iterator[str]:
    """The claims with the codes of a term, and of its normal form if it has one. Raises LambError."""
    term = parse_term(text)
    yield f"is the term #{code_of(term)}"
    outcome = normalize(term, definitions=prelude(), budget=EXERCISE_BUDGET)
    if outcome.finished:
        yield f"has the normal form #{code_of(outcome.term)}"


if __name__ == "__main__":
    sys.exit(main())
