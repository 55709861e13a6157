"""`lamb convert`: other notations, in and out."""

from __future__ import annotations

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
