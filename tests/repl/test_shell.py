"""Commands of the prompt as subcommands: they say what the prompt says."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from lamb.repl.shell import SHELL, message, protocol
from tests.cli.command import Screen, lamb
from tests.repl.entering import Prompt

TERM = "(λx. x x) y"


@pytest.mark.parametrize("word", ["size", "tree", "diagram", "graph", "bohm", "solvable"])
def test_a_term_is_shown_as_the_prompt_shows_it(word: str) -> None:
    ended = lamb(word, "-e", TERM)
    assert (ended.out.rstrip("\n"), ended.err, ended.code) == (Prompt().said(f":{word} {TERM}"), "", 0)


def test_a_name_is_explained_as_the_prompt_explains_it() -> None:
    assert lamb("doc", "add").out.rstrip("\n") == Prompt().said(":info add")
    assert lamb("names", "is-*").out.rstrip("\n") == Prompt().said(":names is-*")


def test_names_of_files_have_a_meaning_and_terms_there_are_shown_in_turn(tmp_path: Path) -> None:
    file = tmp_path / "twice.lc"
    file.write_text("-- Applies f two times.\ntwice f x = f (f x)\ntwice\nK\n", encoding="utf-8")
    assert "Applies f two times." in lamb("doc", "twice", file).out
    assert lamb("names", "twi", file).out == "twice  Applies f two times.\n"
    assert lamb("size", file, "-e", "x").out.count(" deep\n") == 3
    assert lamb("equal", "twice", "2", file).code == 0


def test_a_wrong_name_has_the_hints_of_a_shell() -> None:
    assert lamb("doc", "addd").err == "“addd” is not defined\n  hint: did you mean “add”?\n"
    ended = lamb("doc", "qqqqqqq")
    assert (ended.err.split("\n")[1], ended.code) == ("  hint: lamb names lists what is", 1)
    assert lamb("names").out.endswith(
        "\n\nlamb names PATTERN says what they do, lamb doc NAME everything about one\n"
    )
    assert lamb("doc").code == lamb("equal", "K").code == 2


@pytest.mark.parametrize(
    ("left", "right", "last", "code"),
    [
        ("λx. x", "λy. y", "up to α  yes", 0),
        ("S K K", "I", "up to β  yes", 0),
        ("λx. f x", "f", "up to η  yes", 0),
        ("K", "I", "up to η  no", 1),
        ("Ω", "K", "up to β  no   only the right one has a normal form", 1),
        ("Y f", "Y g", "up to β  not known", 3),
        ("Y f", "f (Y f)", "up to β  yes  both reduce to f ((λx. f (x x)) λx. f (x x))", 0),
        ("K Ω I", "Ω", "up to β  yes  both reduce to", 0),
        ("(", "K", "", 1),
    ],
)
def test_the_exit_code_says_if_terms_are_equal(left: str, right: str, last: str, code: int) -> None:
    ended = lamb("equal", left, right, "--nodes", "1000")
    assert ended.out.strip().split("\n")[-1].startswith(last)
    assert ended.code == code


@pytest.mark.parametrize("word", [word for word, shell in SHELL.items() if shell.draw])
def test_a_picture_is_written_to_a_file(word: str, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    ended = lamb(word, "-e", f"{TERM} ({TERM})", "-o", file)
    assert (ended.out, ended.err, ended.code) == ("", "", 0)
    assert file.read_text(encoding="utf-8").startswith("<svg ")
    assert lamb(word, "-e", f"{TERM} ({TERM})", "-o", "-").out == file.read_text(encoding="utf-8") + "\n"


def described(*words: object) -> dict[str, Any]:
    """What a subcommand says in JSON of two terms, of which the second is none."""
    ended = lamb(*words, "-e", f"{TERM} ({TERM})", "-e", "(", "--json")
    document = json.loads(ended.out)
    assert (document["schema"], document["exit"], ended.code, ended.err) == (f"lamb.{words[0]}/1", 1, 1, "")
    good, bad = document["terms"]
    assert bad["error"]["place"]["line"] == 1
    return dict(good)


def test_the_theory_of_a_term_is_told_in_json() -> None:
    tree = described("bohm", "--depth", "2")
    assert (tree["depth"], tree["complete"], tree["cut"]) == (2, False, 1)
    assert tree["nodes"][0] == {"binders": [], "head": "y", "leaf": None, "parts": [1, 2]}
    assert [node["parts"] for node in tree["nodes"]] == [[1, 2], [], [3], []]
    solvable = described("solvable")
    assert (solvable["verdict"], solvable["form"], solvable["steps"]) == ("solvable", "y y ((λx. x x) y)", 1)
    sides = described("diamond", "--redexes", "2", "1")
    assert (sides["left"][0], sides["right"][0]) == (f"{TERM} (y y)", f"y y ({TERM})")
    assert sides["left"][-1] == sides["right"][-1] == sides["meeting"] == "y y (y y)"
    refused = json.loads(lamb("solvable", "--json").out)
    assert (refused["exit"], refused["terms"]) == (0, [])


def test_a_tree_is_as_deep_as_is_asked_for_and_a_diamond_of_the_redexes_that_are() -> None:
    assert lamb("bohm", "-e", "Y", "--depth", "2").out == "λf. f\n└─ f\n   └─ …\n1 × … not followed\n"
    assert lamb("bohm", "-e", "Y", "--format", "svg").out == lamb("bohm", "-e", "Y", "-o", "-").out
    ended = lamb("diamond", "-e", TERM, "--redexes", "1", "7")
    assert ended.err.startswith("there is no β-redex 7")
    assert lamb("bohm", "-e", "Y", "--depth", "x").code == 2


def test_pictures_are_images_where_the_terminal_shows_them(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    assert lamb("tree", "-e", TERM, "-o", file).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    screen = Screen("tree", "-e", TERM, TERM="xterm-kitty")
    assert screen.end() == 0
    assert screen.text.startswith("\x1b_Ga=T,f=100,m=1;")
    for options, env in (["--text"], "xterm-kitty"), ([], "xterm"):
        screen = Screen("tree", "-e", TERM, *options, TERM=env)
        assert screen.end() == 0
        assert "└── y" in screen.text


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iTerm2"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({}, None),
    ],
)
def test_terminals_with_images_are_known(environment: dict[str, str], known: str | None) -> None:
    assert protocol(environment) == known


def test_an_image_is_sent_in_pieces_that_are_the_whole() -> None:
    png = bytes(range(256)) * 40
    parts = message(png, "kitty").removesuffix("\x1b\\").split("\x1b\\")
    assert [part.partition(";")[0] for part in parts] == [
        "\x1b_Ga=T,f=100,m=1",
        *["\x1b_Gm=1"] * 2,
        "\x1b_Gm=0",
    ]
    assert b64decode("".join(part.partition(";")[2] for part in parts)) == png


def test_a_second_picture_and_a_folder_that_is_not_there_are_refused(tmp_path: Path) -> None:
    ended = lamb("tree", "-e", "K", "-e", "S", "-o", tmp_path / "picture.svg")
    assert (ended.err.split("\n")[0], ended.code) == ("there is room for one picture alone", 1)
    ended = lamb("tree", "-e", "K", "-o", tmp_path / "nowhere" / "picture.svg")
    assert "picture.svg” cannot be written: " in ended.err
    assert ended.code == 1


@pytest.mark.parametrize("word", [word for word, shell in SHELL.items() if shell.words is None])
def test_where_there_is_no_term_that_is_said(word: str) -> None:
    ended = lamb(word, "-", text="own = λx. x\n")
    assert ended.err.startswith("there is no term here, only definitions\n  hint: add one: -e TERM")
    assert ended.code == 1
    missing = lamb(word, "nowhere.lc")
    assert "no term here" not in missing.err


def test_a_picture_has_a_name_that_says_its_format(tmp_path: Path) -> None:
    ended = lamb("tree", "-e", "K", "-o", tmp_path / "picture.gif")
    assert ended.err.startswith("lamb tree: “")
    assert "picture.gif” is neither SVG nor PNG" in ended.err
    assert (ended.code, [*tmp_path.iterdir()]) == (2, [])
    assert lamb("tree", "-e", "K", "-o", tmp_path / "picture.SVG").code == 0
    assert (tmp_path / "picture.SVG").read_text(encoding="utf-8").startswith("<svg")


def test_a_lesson_is_opened_by_its_number(tmp_path: Path) -> None:
    ended = lamb("learn", "3", LAMB_HOME=str(tmp_path))
    assert "Lesson 3 of 63: Brackets" in ended.out
    assert ended.code == 0
    assert "✓" in lamb("learn", "3", text="f x (g y z)\n", LAMB_HOME=str(tmp_path)).out


@pytest.mark.parametrize("word", [*SHELL, "learn"])
def test_help_is_in_the_words_of_a_shell(word: str) -> None:
    ended = lamb(word, "--help")
    assert ended.out.startswith(f"usage: lamb {word} ")
    assert f"  lamb {word} " in ended.out
    assert " :" not in ended.out.replace(" :learn", "")
    assert ended.code == 0
