"""Whatever a stranger writes, `lamb eval` ends in time, says what is wrong and where, and does no harm.

Each text is read and run in this process, within a budget of steps and memory; the time is measured
by `python -m tests.fuzz limits`, outside the quick tests.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category

import pytest

from lamb.interface.cli import main
from tests.nasty import CASES, Case

LIMITS = ["--steps", "100000", "--nodes", "300000"]
MOST_WRITTEN = 500_000  # characters

PLACED = re.compile(r"^[^\n]*:\d+:\d+: [^\n]+\n +\d+ \| [^\n]*\n +\| *\^+$", re.MULTILINE)
HARMLESS = {"\n", "\t", "\u200d", "\xad"}


class Standard(io.TextIOWrapper):
    """A stream that holds what was written to it."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="")

    def text(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode()


def lamb_eval(content: bytes, *options: str) -> tuple[int, str, str]:
    """The exit code of `lamb eval`, and what it wrote."""
    out, err = Standard(), Standard()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "stdin", Standard(content))
        code = main(["eval", *options])
    return code, out.text(), err.text()


def harmful(text: str) -> Iterator[str]:
    """The characters of a text that a terminal would obey, or not show."""
    unseen = ("Cc", "Cf", "Cs", "Zl", "Zp")
    yield from (char for char in text if char not in HARMLESS and category(char) in unseen)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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
