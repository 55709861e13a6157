"""What the guide and the page on trust tell teachers to type is run, or read, where it needs a network."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamb.__main__ import main
from lamb.classroom.service.roster import Pseudonyms
from lamb.classroom.subcommands import COMMANDS

pytestmark = pytest.mark.xdist_group("arrow")

PAGES = Path(__file__).parents[2] / "notebooks" / "instructor"
COMMAND = re.compile(r"^ {4,}lamb ((?:class|functions) .*)|`lamb ((?:class|functions) [^`]*)`", re.MULTILINE)
ELSEWHERE = re.compile(r"serve|://|FOLDER")


def commands() -> Iterator[list[str]]:
    """The words of each command, in their order; behind two spaces stands what it does."""
    for page in ("guide.md", "trust.md"):
        for found in COMMAND.finditer((PAGES / page).read_text(encoding="utf-8")):
            yield shlex.split(re.split(r"\s{2,}", found[1] or found[2])[0])


def test_each_command_of_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr("lamb.classroom.functions.packing.download", lambda *_, **__: [])  # by pip
    files = dict.fromkeys(("in/ann/a.lc", "submissions/ann/a.lc", "answers/week-1.lc"), "twice n = add n n\n")
    files |= {"square.lc": "-- handler : nat -> nat\nhandler = λn. mul n n\n"}
    files |= {"week-1.lc": "-- exercise twice\n-- points: 1\ntwice n = add n n\nassert twice 2 == 4\n"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = []
    for words in commands():
        assert words[1] in COMMANDS[words[0]]  # type: ignore[index]
        if len(words) == 2 and words != ["functions", "usage"]:
            continue
        if words[1] == "forget":
            Pseudonyms(tmp_path / words[2] / "secrets").of("ann")
        line = " ".join(words).replace("/autograder/source/week-1.lc", "week-1/assignment.lc")
        assert main([*line.split(" "), *(["--help"] if ELSEWHERE.search(line) else [])]) == 0, line
        told = capsys.readouterr().out
        assert told.strip() == "144" or "invoke" not in line
        ran.append(words[1])
    assert {*COMMANDS["class"], *COMMANDS["functions"]} - {*ran} == {"release", "list"}
