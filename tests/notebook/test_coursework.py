"""Exercises in a notebook: what its cells print, and that nothing of Python's is seen where they fail."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import lamb
from tests.notebook.shells import Shell

Said = Callable[..., str]


@pytest.fixture
def said(shell: Shell, capsys: pytest.CaptureFixture[str]) -> Said:
    """What cells print, errors and all."""

    def run(*cells: str) -> str:
        shell.forget()
        shell.execution_count = 1
        capsys.readouterr()
        for cell in cells:
            shell.run(cell)
        return re.sub(r"^-+$\n?", "", capsys.readouterr().out, flags=re.MULTILINE)

    return run


LOAD = "%load_ext lamb\nimport lamb"
CHECK = 'lamb.exercise("double", points=2).check("assert forall n : nat. double n == add n n")'


def test_a_check_sees_what_the_cells_of_the_notebook_define(said: Said) -> None:
    assert said(LOAD, CHECK, "%%lamb\ndouble n = n", CHECK, "%%lamb\ndouble n = mul 2 n", CHECK) == (
        "✗ there is no “double” yet: define it in the cell above\n"
        "  hint: there is one in the prelude, but yours is wanted\n"
        "✗ double: for n = 1: “double n” gives 1, and should give 2\n"
        "✓ double: 2 of 2 points\n"
    )


def test_a_definition_from_python_counts_too(said: Said) -> None:
    assert said(LOAD, 'lamb["double"] = "λn. add n n"', CHECK).endswith("✓ double: 2 of 2 points\n")
    check = 'lamb.exercise("five").check("is the term 5", "has at most 1 character")'
    assert said(LOAD, 'lamb["five"] = 5', check).endswith("✓ five\n")


def test_a_derivation_is_checked_though_its_cell_failed(said: Said) -> None:
    check = 'lamb.exercise("d").check_derivation("(λx. x x) a")'
    shown = said(LOAD, "%%lamb\neval d :\n  (λx. x x) a\n  =b> a x", check)
    assert re.search(r"^✗ cell \d:4:9: d: only some occurrences", shown, re.MULTILINE)
    assert "Traceback" not in shown


def test_without_the_extension_there_is_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.notebook.module._opened", [])
    monkeypatch.setattr("lamb.notebook.module._own", [])
    with pytest.raises(lamb.LambError, match="there is no session here"):
        lamb.exercise("double")
