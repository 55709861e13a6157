"""What can be said on a command line."""

import argparse
from pathlib import Path

import pytest

from lamb.__main__ import main, meant
from lamb.cli.evaluate import NOTHING, parser
from lamb.cli.running import UsageError, number_of_seconds, read, whole


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("1000", 1000),
        ("1_000_000", 10**6),
        ("1,000", 1000),
        ("1e6", 10**6),
        ("1.5e3", 1500),
        ("1E+2", 100),
        ("1000000000000000000", 10**18),
        ("none", None),
        ("None", None),
    ],
)
def test_a_whole_number_may_be_written_in_many_ways(written: str, number: int | None) -> None:
    assert whole(written) == number
    assert number is None or isinstance(whole(written), int)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "x",
        "-1",
        "1.5",
        "1e",
        "e5",
        "0x10",
        "nan",
        "inf",
        "1e-3",
        "٣",
        "_1",
        "1.25e1",
        "9" * 19,
        "9" * 5000,
        "1e400",
        "1e999999999",
        "1e" + "9" * 5000,
    ],
)
def test_what_is_no_whole_number_is_refused(written: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        whole(written)


def test_seconds_may_be_fractions() -> None:
    assert [number_of_seconds(text) for text in ("2", "0.5", ".5", "1e-3", "none")] == [
        2,
        0.5,
        0.5,
        0.001,
        None,
    ]


@pytest.mark.parametrize("written", ["nan", "inf", "-1", "soon", "1e400", "9" * 5000])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        number_of_seconds(written)


def test_options_and_files_may_stand_in_any_order() -> None:
    options = read(
        parser(), ["a.lc", "--json", "b.lc", "-e", "x", "--root", "lib", "c.lc", "-e", "y"], NOTHING
    )
    assert options.files == ["a.lc", "b.lc", "c.lc"]
    assert options.terms == ["x", "y"]
    assert options.roots == ["lib"]
    assert options.json


def test_after_two_dashes_there_are_only_files() -> None:
    assert read(parser(), ["--json", "--", "-x.lc", "--json"], NOTHING).files == ["-x.lc", "--json"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--stesp", "3", "x.lc"], "did you mean --steps?"),
        (["--jsno", "x.lc"], "did you mean --json?"),
        (["--form=term", "x.lc"], "did you mean --format?"),
        (["--steps", "many", "x.lc"], "“many” is not a number"),
        (["--format", "xml", "x.lc"], "--format cannot be “xml”, only one of readings, value, term"),
        (["-e"], "nothing follows -e: write -e TERM"),
        (["--root"], "nothing follows --root: write --root DIR"),
    ],
)
def test_a_wrong_command_line_is_explained(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(parser(), words, NOTHING)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_option_unlike_all_others_brings_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(words) for words in (["eval", "--foo"], ["compare", "-o", "x"])] == [2, 2]
    assert "did you mean" not in capsys.readouterr().err


def test_a_word_that_is_no_command_may_be_a_file_without_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hello.lc").write_text("one = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert meant(["hello"]) == "lamb hello.lc"


def test_a_word_that_is_no_command_may_be_a_term(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fact"]) == 2
    assert "`lamb eval -e fact` evaluates a term" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["evl", "x"], "lamb eval"),
        (["EVAL"], "lamb eval"),
        (["hepl"], "lamb help"),
        (["xyz"], None),
        (["fact", "5"], "lamb 'fact 5'"),
    ],
)
def test_a_wrong_command_brings_the_nearest_right_one(words: list[str], command: str | None) -> None:
    assert meant(words) == command
