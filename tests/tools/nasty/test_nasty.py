"""Whatever a stranger writes, `lamb eval` ends in time, says what is wrong and where, and does no harm.

Each text is read and run in this process, within a budget of steps and memory. The time is measured
by `python -m tests.tools.fuzz limits`, outside the quick tests, and with texts of full size.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lamb.course.derivations import operators
from lamb.course.mistakes import repairs
from tests.tools.nasty import CASES, Case, sizes
from tests.tools.nasty.running import PLACED, harmful, lamb_eval

LIMITS = ["--steps", "17000", "--nodes", "120000", "--seconds", "none"]
MOST_WRITTEN = 500_000  # characters


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, and on a machine that may be busy."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sizes, "MILLION", 300_000)
    monkeypatch.setattr(operators, "SEARCH", replace(operators.SEARCH, seconds=None))
    monkeypatch.setattr(repairs, "TRIAL", replace(repairs.TRIAL, seconds=None))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_that_is_written_does_any_harm(case: Case) -> None:
    code, out, err = lamb_eval(case.content, *LIMITS)
    assert code == case.code, err[:2_000]
    assert case.said in out + err
    assert (err != "") >= (code != 0)
    if code and case.placed:
        assert PLACED.search(err), err[:2_000]
    assert len(out) + len(err) < MOST_WRITTEN
    assert not set(harmful(out + err))
