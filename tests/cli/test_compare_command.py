"""`lamb compare`: the strategies side by side."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from lamb.cli.compare import EPILOG
from tests.cli.command import OMEGA, Screen, as_seen, lamb

LAZY = "(λx. a) ((λx. x x) λx. x x)"

TABLE = """\
(λx. a) ((λx. x x) λx. x x)
                     steps  largest  parts at
normal order             1       12         –  normal form  a
applicative order        –       12    step 1  repeats for ever from the start
call by name             1       12         –  weak normal form  a
call by value            –       12    step 1  repeats for ever from the start
head reduction           1       12         –  head normal form  a
weak head reduction      1       12         –  weak head normal form  a
parallel reduction       1       12         –  normal form  a

step 1  (λx. a) ((λx. x x) λx. x x)
  β  (λx. a) ((λx. x x) λx. x x)       normal, name, head, weak-head, parallel
  β  (λx. x x) λx. x x                 applicative, value
"""


def test_every_strategy_has_a_line_and_every_parting_says_who_does_what() -> None:
    ended = lamb("compare", "-e", LAZY)
    assert (ended.out, ended.err, ended.code) == (TABLE, "", 0)


def test_a_normal_form_parts_nobody() -> None:
    ended = lamb("compare", "-e", "3")
    assert ended.out.count("normal form  3") == 7
    assert "step 1" not in ended.out


def test_a_long_term_is_shown_by_what_it_is_read_as() -> None:
    assert "normal form  16\n" in lamb("compare", "-e", "2 2 2").out


def test_a_strategy_that_stops_is_said_to_stop() -> None:
    out = lamb("compare", "-e", "λx. (λy. y) x").out
    assert "  stops                                name, value, weak-head" in out


def test_what_grows_and_what_is_given_up_is_no_result() -> None:
    ended = lamb("compare", "-e", "Y a", "--steps", "100")
    assert "normal order          100+      209         –  grows by 2 nodes every step" in ended.out
    assert ended.code == 3


def test_the_terms_of_a_file_are_compared_with_its_definitions(tmp_path: Path) -> None:
    file = tmp_path / "two.lc"
    file.write_text("twice f x = f (f x)\ntwice g a\n\ntwice twice h b -- and another\n")
    ended = lamb("compare", file)
    assert ended.code == 0
    assert [line for line in ended.out.splitlines() if line.startswith("twice")] == [
        "twice g a",
        "twice twice h b",
    ]
    assert "\n\ntwice twice" in ended.out


def test_where_there_is_no_term_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "definitions.lc"
    file.write_text("twice f x = f (f x)\nassert 1 == 1\n")
    ended = lamb("compare", file)
    assert (ended.out, ended.code) == ("", 1)
    assert ended.err.startswith(
        "there is no term to compare here, only definitions\n  hint: add one: -e TERM"
    )
    assert lamb("compare", file, "-e", "twice g a").code == 0
    assert "only definitions" not in lamb("compare", "-e", "(").err


@cache
def compared(term: str, width: int) -> str:
    """What is written of the first steps of a term in so many columns."""
    return lamb("compare", "-e", term, "--steps", "100", "--width", str(width)).out


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100])
@pytest.mark.parametrize("term", ["fact 2", "2 2", "Y a", LAZY])
def test_no_line_is_wider_than_it_may_be_and_all_is_said(term: str, width: int) -> None:
    lines, wide = compared(term, width).splitlines(), compared(term, 300)
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for said in (
        "weak head normal form",
        "repeats for ever from the start",
        "grows by",
        "weak-head",
        "stops",
    ):
        assert text.count(said) >= wide.count(said)


def test_with_ascii_the_columns_are_as_wide_as_what_is_written_in_them() -> None:
    ended = lamb("compare", "-e", LAZY.replace("x", "ξ"), "--ascii")
    assert ended.out.isascii()
    assert ended.out.endswith("""\
step 1  (\\xi. a) ((\\xi. xi xi) \\xi. xi xi)
  beta   (\\xi. a) ((\\xi. xi xi) \\xi. ...)  normal, name, head, weak-head, parallel
  beta   (\\xi. ...) \\xi. ...               applicative, value
""")


def test_an_encoding_without_greek_gets_what_it_can_show() -> None:
    ended = lamb("compare", "-e", LAZY, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "normal form  a" in ended.out


def test_json_has_the_same_figures() -> None:
    document = json.loads(lamb("compare", "-e", LAZY, "--json").out)
    assert (document["schema"], document["ok"], document["exit"]) == ("lamb.compare/1", True, 0)
    (found,) = document["comparisons"]
    assert found["term"] == LAZY
    normal, applicative, *_ = found["runs"]
    assert normal == {
        "strategy": "normal order",
        "finished": True,
        "status": "normal form",
        "steps": 1,
        "largest": 12,
        "term": "a",
        "repeats": False,
        "divergence": None,
        "parts": None,
    }
    assert (applicative["repeats"], applicative["parts"], applicative["term"]) == (True, 1, None)


def test_a_name_without_a_definition_is_noted() -> None:
    assert "note: “plus” is not defined: did you mean “add”?" in lamb("compare", "-e", "plus 1 2").err


def test_what_is_wrong_is_said_and_the_rest_is_compared() -> None:
    ended = lamb("compare", "-e", "(x", "-e", "3")
    assert "-e:1:1: this “(” is never closed" in ended.err
    assert "normal form  3" in ended.out
    assert ended.code == 1
    document = json.loads(lamb("compare", "-e", "(x", "--json").out)
    assert document["comparisons"][0]["error"]["message"].startswith("this “(”")
    document = json.loads(lamb("compare", "--json", "--no-such").out)
    assert (document["exit"], document["comparisons"]) == (2, [])


def test_wrong_options_are_explained() -> None:
    ended = lamb("compare", "--step", "5", "-e", "x")
    assert ended.code == 2
    assert "did you mean --steps?" in ended.err
    assert "hint: lamb compare --help" in ended.err


def test_ctrl_c_stops_a_comparison() -> None:
    screen = Screen("compare", "-e", "Y (λf n. f (n n)) a", "--steps", "none", "--seconds", "none")
    screen.read_until("steps")
    screen.type("\x03")
    assert screen.end() == 130


def test_it_fits_a_terminal() -> None:
    screen = Screen("compare", "-e", LAZY, NO_COLOR="1")
    assert screen.end() == 0
    assert as_seen(screen.text) == [*(line.rstrip() for line in TABLE.splitlines()), ""]
    assert max(map(len, TABLE.splitlines())) <= 80


def test_the_examples_of_the_help_are_as_it_says() -> None:
    assert "lazy orders stop" in EPILOG
    assert lamb("compare", "-e", "fact 2").code == 0
    assert lamb("compare", "-e", OMEGA).code == 3
