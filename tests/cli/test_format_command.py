"""`lamb format`: files rewritten in place, or told what would change."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb.classroom.marking.assignment_command import TEMPLATE
from lamb.cli.new import HOMEWORK, PROGRAM
from lamb.errors import Source
from lamb.notation.formatting import formatted
from tests.cli.command import lamb

UGLY, PRETTY = "I=\\x->x", "I = λx. x\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ugly.lc").write_text(UGLY, encoding="utf-8")
    (tmp_path / "pretty.lc").write_text(PRETTY, encoding="utf-8")
    return tmp_path


def test_files_are_rewritten_in_place(folder: Path) -> None:
    ended = lamb("format", folder)
    assert (ended.code, ended.out, ended.err) == (0, "", "1 file rewritten, 1 as before\n")
    assert (folder / "ugly.lc").read_text(encoding="utf-8") == PRETTY
    assert lamb("fmt", folder, "--check").code == 0


def test_what_would_be_rewritten_is_only_told(folder: Path) -> None:
    ended = lamb("format", "--check", folder)
    assert (ended.code, ended.out) == (1, f"{folder / 'ugly.lc'}: not formatted\n")
    ended = lamb("format", "--diff", "ugly.lc", cwd=folder)
    assert ended.code == 1
    assert ended.out.splitlines()[-3:] == [f"-{UGLY}", "\\ no line end", f"+{PRETTY.rstrip()}"]
    assert (folder / "ugly.lc").read_text(encoding="utf-8") == UGLY


def test_standard_input_is_written_to_standard_output() -> None:
    ended = lamb("format", text=UGLY)
    assert (ended.code, ended.out, ended.err) == (0, PRETTY, "")
    assert lamb("format", "--ascii", text="θ=λx.x").out == "θ = \\x -> x\n"


def test_a_program_with_an_error_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "wrong.lc"
    file.write_text("x = (", encoding="utf-8")
    ended = lamb("format", file)
    assert ended.code == 1
    assert "this “(” is never closed" in ended.err
    assert file.read_text(encoding="utf-8") == "x = ("


@pytest.mark.parametrize(
    ("template", "ascii"),
    [(PROGRAM, False), (HOMEWORK, True), (TEMPLATE, False)],
    ids=["new", "homework", "class"],
)
def test_what_we_write_to_begin_with_is_in_our_style(template: str, ascii: bool) -> None:
    program = template.format(name="week-1")
    assert formatted(Source(program), ascii=ascii) == program
