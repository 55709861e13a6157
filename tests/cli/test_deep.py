"""Terms as deep as they like, through the command line: read, evaluated, printed and read back."""

import pytest

from lamb import church
from lamb.show.lines import Format, write
from tests.cli.command import lamb

DEEP = 20_000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("λx. " * DEEP + "x", "λ" + "x " * (DEEP - 1) + "x. x"),
        ("(" * DEEP + "y" + ")" * DEEP, "y"),
        ("y " * DEEP + "y", "y " * DEEP + "y"),
        (f"{DEEP}", f"{DEEP}"),
        ("f (" * DEEP + "x" + ")" * DEEP, "f (" * (DEEP - 1) + "f x" + ")" * (DEEP - 1)),
    ],
    ids=["nested λs", "nested brackets", "a spine", "a numeral", "f (f (… x))"],
)
def test_depth_is_no_obstacle(written: str, shown: str) -> None:
    ended = lamb("eval", text=written)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split("    -- ")[0].rstrip("\n") == shown


def test_a_deep_term_can_be_written_in_every_format() -> None:
    formats: dict[Format, str] = {
        "term": "λf x. " + "f (" * (DEEP - 1) + "f x" + ")" * (DEEP - 1),
        "debruijn": "λ λ " + "1 (" * (DEEP - 1) + "1 0" + ")" * (DEEP - 1),
        "blc": "0000" + "01110" * DEEP + "10",
    }
    for format, shown in formats.items():
        assert write(church(DEEP), format) == shown


def test_a_deep_term_that_is_wrong_is_an_error() -> None:
    ended = lamb("eval", text="(" * DEEP + "y" + ")" * (DEEP - 1))
    assert ended.code == 1
    assert "never closed" in ended.err
