"""`lamb type`: simple types, why there is none, and derivations in all their formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lamb import recheck_types
from tests.cli.command import lamb


def test_terms_and_definitions_have_their_types(tmp_path: Path) -> None:
    file = tmp_path / "types.lc"
    file.write_text("assume x : a\ntwice f y = f (f y)\nrec loop n = loop n\nf x\n", encoding="utf-8")
    ended = lamb("type", file, "-e", "twice x")
    assert ended.out.split("\n") == [
        "twice : (a → a) → a → a",
        "f x : b    -- f : a → b, x : a",
        "",
    ]
    assert "types.lc:3:5: “Y” has no simple type" in ended.err
    assert "-e:1:1: “twice” takes b → b, and is given a: no type is an instance of both" in ended.err
    assert ended.code == 1


def test_json_has_a_derivation_that_can_be_checked() -> None:
    ended = lamb("type", "--json", "--let", "-e", "let f = λx. x in f f", "-e", "λx. x x")
    document = json.loads(ended.out)
    assert recheck_types.complaint(document) is None
    typing, wrong = document["typings"]
    assert (typing["type"], typing["derivation"][0]["rule"]) == ("a → a", "let")
    assert wrong["error"]["place"]["text"] == "x x"


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (["--derivation", "--ascii"], "\\x. x : a -> a\n\n  x : a |- x : a\n"),
        (["--format", "latex"], "\\begin{prooftree}"),
        (["--format", "svg"], "<svg "),
        (["--format", "html"], "<div "),
    ],
)
def test_derivations_have_several_formats(options: list[str], beginning: str) -> None:
    ended = lamb("type", "-e", "λx. x", *options)
    assert (ended.out[: len(beginning)], ended.err, ended.code) == (beginning, "", 0)


def test_in_ascii_a_bar_is_as_wide_as_what_is_above_it() -> None:
    ended = lamb("type", "--ascii", "--derivation", "-e", "f α")
    above, bar, _ = ended.out.strip().split("\n")[2:]
    assert bar == "-" * len(above) + " ->E"


def test_a_type_that_is_not_found_in_time_has_its_own_exit_code() -> None:
    definitions = "p0 x y = x\n" + "".join(f"p{n + 1} z = z p{n} p{n}\n" for n in range(18))
    ended = lamb("type", "-", "--nodes", "1e4", text=f"{definitions}p18\n")
    assert "the type was not found within 10,000 nodes of memory" in ended.err
    assert ended.code == 3


def test_where_there_is_nothing_that_is_said() -> None:
    ended = lamb("type", "-e", "assert 1 == 1")
    assert (ended.out, ended.code) == ("", 1)
    assert ended.err.startswith("there is neither a term nor a definition here\n")
    assert "neither" not in lamb("type", "-e", "one = 1").err


def test_a_file_is_written_in_the_format_that_its_name_says(tmp_path: Path) -> None:
    file = tmp_path / "K.tex"
    ended = lamb("type", "-e", "K", "-o", file)
    assert (ended.out, ended.err, ended.code) == ("", "", 0)
    assert file.read_text(encoding="utf-8") == lamb("type", "-e", "K", "--format", "latex").out
