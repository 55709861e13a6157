"""`lamb lint`: findings, fixes, JSON and exit codes, from end to end."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

from lamb.course import linting
from tests.cli.command import lamb

IDLE = "rec swap p = p (λx y. (y, x))\nswap (λx x. x)\n"


def test_the_help_has_all_codes() -> None:
    codes = set(re.findall(r"L\d{3}", inspect.getsource(linting)))
    assert codes == set(re.findall(r"L\d{3}", lamb("lint", "--help").out.split("examples:")[0]))


def test_what_is_found_has_a_place_and_a_hint(tmp_path: Path) -> None:
    (tmp_path / "idle.lc").write_text(IDLE, encoding="utf-8")
    ended = lamb("lint", "--ignore", "l004,L002", "idle.lc", cwd=tmp_path)
    assert ended.code == 1
    assert ended.out.splitlines()[0] == "idle.lc:1:5: L005 “swap” does not use itself"
    assert ended.out.splitlines()[-1] == "  hint: remove “rec”"
    assert ended.err == "1 finding, 1 with a fix: --fix\n"


def test_what_can_be_mended_is(tmp_path: Path) -> None:
    file = tmp_path / "idle.lc"
    file.write_text(IDLE, encoding="utf-8")
    ended = lamb("lint", "--fix", "--ignore", "L004", file)
    assert (ended.code, ended.out, ended.err) == (0, "", "2 fixed, 0 findings\n")
    assert file.read_text(encoding="utf-8") == "swap p = p (λx y. (y, x))\nswap (λx x'. x')\n"
    assert lamb("lint", "--fix", text="λx x. x").out == "λx x'. x'"


def test_json_has_findings_fixes_and_errors() -> None:
    ended = lamb("lint", "--json", text="λx x. x\n(")
    document = json.loads(ended.out)
    assert (document["schema"], document["exit"]) == ("lamb.lint/1", 1)
    [file] = document["files"]
    [finding] = file["findings"]
    assert (finding["code"], finding["place"]["column"]) == ("L002", 4)
    assert finding["fix"] == [{"start": 3, "end": 4, "text": "x'"}, {"start": 6, "end": 7, "text": "x'"}]
    assert file["errors"][0]["error"] == "ParseError"


def test_a_program_in_which_nothing_is_found_is_fine() -> None:
    assert lamb("lint", text="λx. x").code == 0
    assert lamb("lint", "missing.lc").code == 1
