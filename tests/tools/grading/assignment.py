"""An assignment of four exercises, and what some students make of it."""

from __future__ import annotations

from typing import Any

Cell = dict[str, Any]

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
LOADING = "%load_ext lamb\nimport lamb"

ANSWERS = {
    "double": "double = λn. add n n",
    "first": "eval first :\n  (λx. x x) a\n  =b> a a",
    "pairs": "my-pair x y ask = ask x y\nmy-fst p = p λx y. x\nmy-snd p = p λx y. y",
    "third": "third n = mul 3 n",
}
"""The names of the exercises, and answers that are right."""

CHECKS = {
    "double": """\
lamb.exercise("double", points=2).check("assert forall n : nat. double n == add n n")
### BEGIN HIDDEN TESTS
lamb.exercise("double").check("may not use mul", "is closed")
### END HIDDEN TESTS""",
    "first": 'lamb.exercise("first", points=3).check_derivation("(λx. x x) a", operators="=b>")',
    "pairs": """\
lamb.exercise("my-pair", "my-fst", "my-snd", points=4).check(
    "assert my-fst (my-pair a b) == a",
    "assert my-snd (my-pair a b) == b",
    partial=True,
)""",
    "third": 'lamb.exercise("third", points=1).check("assert forall n : nat. third n == mul 3 n")',
}
POINTS = {"double": 2, "first": 3, "pairs": 4, "third": 1}

STUDENTS: dict[str, dict[str, str]] = {
    "right": ANSWERS,
    "partly": {
        "double": "double = λn. n",
        "first": "eval first :\n  (λx. x x) a\n  =b> a x",
        "pairs": ANSWERS["pairs"].replace("λx y. y", "λx y. x"),
        "third": "helper = add\nthird n = helper n (helper n n)",
    },
    "endless-term": ANSWERS | {"double": "rec double n = double (succ n)\ndouble 1"},
    "endless-python": ANSWERS | {"double": "while True:\n    pass"},
    "blank": {},
    "cheat": {"double": "add m n = m\nmul m n = n\ndouble n = n", "third": "third n = n"},
}
"""What students write; one is not there where they write nothing."""

MARKS: dict[str, dict[str, float]] = {
    "right": POINTS,
    "partly": {"double": 0, "first": 0, "pairs": 2, "third": 1},
    "endless-term": POINTS | {"double": 0},
    "endless-python": POINTS | {"double": 0},
    "blank": dict.fromkeys(POINTS, 0),
    "cheat": dict.fromkeys(POINTS, 0),
}
"""What that is worth: what never ends costs the points of its exercise, and no others."""

SAID = {
    "right": "✓ double: 2 of 2 points",
    "partly": "double: for n = 1: “double n” gives 1, and should give 2",
    "endless-term": "does not come to an end within",
    "endless-python": "CellTimeoutError",
    "blank": "there is no “double” yet: define it in the cell above",
    "cheat": "double: for n = 1: “double n” gives 1, and should give 2",
}
"""Some words of the feedback."""


def notebook() -> dict[str, Any]:
    """The teacher's, with solutions and hidden tests."""
    cells = [_code("loading", LOADING)]
    for name, answer in ANSWERS.items():
        solved = f"%%lamb\n### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        cells.append(_code(name, solved, solution=True))
        cells.append(_code(f"{name}-check", CHECKS[name], grade=True, locked=True, points=POINTS[name]))
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def _code(name: str, source: str, **grader: object) -> Cell:
    what = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    metadata = {"nbgrader": {**what, **grader, "grade_id": name}} if grader else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def submitted(released: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """What a student hands in: the answers in their cells."""
    cells = [
        {**cell, "source": _text(answers[cell["id"]])} if cell["id"] in answers else cell
        for cell in released["cells"]
    ]
    return {**released, "cells": cells}


def _text(answer: str) -> list[str]:
    """What stands in the cell of an answer, which may be one of Python's."""
    text = answer if answer.startswith("while") else f"%%lamb\n{answer}"
    return text.splitlines(keepends=True)
