"""`lamb convert`: other notations, in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import lamb


def test_files_terms_and_standard_input_are_converted(tmp_path: Path) -> None:
    file = tmp_path / "k.hs"
    file.write_text("k x y = x\n", encoding="utf-8")
    ended = lamb("convert", file, "-", "-e", "\\x -> x", "--from", "haskell", "--to", "js", text="\\z -> z z")
    assert (ended.out, ended.err, ended.code) == ("const k = x => y => x;\nz => z(z)\nx => x\n", "", 0)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--to", "pyton"], 2, "there is no notation “pyton”: did you mean “python”?"),
        (["--from", "haskell"], 1, "-e:1:4: this “(” is never closed"),
        (["--to", "blc"], 1, "this “(” is never closed"),
        ([], 1, "this “(” is never closed"),
    ],
)
def test_what_is_wrong_is_said(words: list[str], code: int, said: str) -> None:
    ended = lamb("convert", "-e", "id (λx. x" if "haskell" not in words else "id (x", *words)
    assert (ended.out, ended.code) == ("", code)
    assert said in ended.err


def test_a_budget_ends_a_conversion() -> None:
    ended = lamb("convert", "-e", "99 (λx. x)" * 9_000, "--to", "python", "--nodes", "1e3")
    assert ended.code == 3


@pytest.mark.parametrize("notation", ["python", "blc", "blc8"])
def test_a_file_is_written_as_it_would_be_printed(notation: str, tmp_path: Path) -> None:
    file, words = tmp_path / "two", ["convert", "-e", "λf x. f (f x)", "-e", "K", "--to", notation]
    ended, printed = lamb(*words, "-o", file), lamb(*words)
    assert (ended.out, ended.err, ended.code) == ("", "", 0)
    assert file.read_bytes().decode() == printed.out != ""


def test_no_file_is_written_of_what_cannot_be_converted(tmp_path: Path) -> None:
    file = tmp_path / "two.py"
    ended = lamb("convert", "-e", "(2 2", "--to", "python", "-o", file)
    assert "is never closed" in ended.err
    assert ended.code == 1
    assert not file.exists()


CODEWARS = """\
# Booleans and numbers
True = \\ t _f . t
B = \\ f g x
  . f (g x)

Bit1 = \\ n . \\ _end _even odd . odd n
last = \\ n . n -1 Bit1 ()
loop = \\ x . loop (x x)
True = \\ t f . B True t f
True = \\ t . True t   # recursive
"""


def test_a_program_in_another_notation_runs(tmp_path: Path) -> None:
    """Codewars' own files have `()`, names in their own definitions, names defined twice, and -1."""
    file = tmp_path / "solution.txt"
    file.write_text(CODEWARS, encoding="utf-8")
    words = ["--notation", "codewars-negabinary"]
    ended = lamb("eval", file, *words, "-e", "B True True 1 2", "-e", "Bit1 0", "-e", "x (")
    assert ended.code == 1
    assert "-e:1:3: this “(” is never closed" in ended.err
    assert lamb("eval", "--notation", "blc", "-e", "0010").out.startswith("λx. x")
    assert lamb("eval", "--notation", "python", "-e", "plus").err == ""  # the names of another language
    wrong = lamb("eval", file, "--notation", "codewars")
    assert f"{file}:7:16: Church's numerals are never negative" in wrong.err


def test_programs_in_other_notations_are_stepped_through_typed_and_translated(tmp_path: Path) -> None:
    file = tmp_path / "solution.txt"
    file.write_text("# one definition\nTwice = \\ f x .\n  f (f x)\n", encoding="utf-8")
    words = [file, "--notation", "codewars", "-e", "Twice Twice"]
    steps = lamb("step", *words)
    assert steps.code == 0
    assert "(λf x. f (f x)) Twice" in steps.out
    assert "Twice Twice : (a → a) → a → a" in lamb("type", *words).out
    assert lamb("combinators", *words).code == 0
    assert "normal order" in lamb("compare", *words).out
    wrong = lamb("type", "--notation", "codewars", "-e", "\\ x . x x")
    assert wrong.code == 1
    assert "-e:1:7:" in wrong.err  # a place in the text as it was written


def test_an_answer_reads_as_a_number_of_the_notation() -> None:
    assert lamb("eval", "--notation", "codewars-scott", "-e", "2", "--format", "value").out == "2\n"
    assert lamb("eval", "--notation", "codewars-negabinary", "-e", "-7", "--format", "value").out == "-7\n"
    document = json.loads(lamb("eval", "--json", "--notation", "codewars-negabinary", "-e", "-7").out)
    (result,) = document["programs"][0]["results"]
    assert result["term"]["readings"] == [{"text": "-7", "kind": "int", "value": -7}]
    steps = lamb("step", "--notation", "codewars-scott", "-e", "(\\ n . \\ _ s . s n) 2")
    assert steps.out.endswith("normal form after 1 step (1 β)    -- 3\n")
    compared = lamb("compare", "--notation", "codewars-scott", "-e", "(\\ n . \\ _ s . s n) 2")
    assert compared.out.count("    -- 3\n") == 3
    needed = lamb("eval", "--notation", "codewars", "-e", "() 1")
    assert needed.code == 1
    assert needed.err.startswith("-e:1:1: this needs the value of “()”, which has none\n")
