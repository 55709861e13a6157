"""`lamb test`: terms come to what the comments behind them say, and assertions hold."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lamb.__main__ import main
from lamb.cli import check

PROGRAM = """\
-- assert that this is no assertion
fact 3      -- => 6
(add 2
  3)        -- => 6
[1, 2]      -- => [1, 2]    -- a list
Ω           -- diverges
fact 2      -- diverges
fact 2
assert add 1 1 == 2
K           -- => λx.
I           -- 5
"""
VERDICTS = [
    "2:1: valid: fact 3  -- => 6",
    "3:1: invalid: (add 2 3)  -- => 6",
    "5:1: valid: [1, 2]  -- => [1, 2]    -- a list",
    "6:1: valid: Ω  -- diverges",
    "7:1: invalid: fact 2  -- diverges",
    "9:1: valid: assert add 1 1 == 2",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.lc").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "library.lc").write_text("two = 2\n", encoding="utf-8")
    return tmp_path


def test_terms_come_to_what_comments_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test"]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert [line.removeprefix("a.lc:") for line in lines if "valid:" in line] == VERDICTS
    assert "a.lc:10:21: this λ has no body" in lines
    assert "a.lc:7:1: this does not diverge: it has a normal form" in lines
    assert lines[-4:] == [
        "a.lc: 4 of 6 hold, 1 error",
        "library.lc: nothing was checked",
        "2 files: 4 of 6 hold, 1 error",
        "",
    ]


def test_check_leaves_terms_and_their_comments_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "a.lc"]) == 0
    assert capsys.readouterr().out.split("\n")[-2] == "a.lc: 1 of 1 holds"


def test_a_term_that_may_diverge_is_undecided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.lc").write_text("ackermann 3 3  -- diverges\nfact 5  -- => 120\n", encoding="utf-8")
    assert main(["test", "a.lc", "--nodes", "300", "--json"]) == 3
    claims = json.loads(capsys.readouterr().out)["files"][0]["claims"]
    assert [claim["verdict"] for claim in claims] == ["undecided", "valid"]


def test_files_are_tested_again_when_they_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = ["fact 3  -- => 6\n"]

    def sleep(_seconds: float) -> None:
        if not changes:
            raise KeyboardInterrupt
        (folder / "a.lc").write_text(changes.pop(), encoding="utf-8")
        os.utime(folder / "a.lc", ns=(1, 1))

    monkeypatch.setattr(check, "sleep", sleep)
    assert main(["test", "a.lc", "--watch", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.out.split("\n")[-3:] == ["a.lc: 4 of 6 hold, 1 error", "a.lc: 1 of 1 holds", ""]
    assert said.err == "waiting for a change; Ctrl-C ends\n\n" * 2


def test_what_a_comment_expects_gets_the_notes_on_its_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.lc").write_text("fact 3  -- => seven\n", encoding="utf-8")
    assert main(["test", "a.lc"]) == 1
    assert "“seven” is not defined: did you mean “7”?" in capsys.readouterr().out
