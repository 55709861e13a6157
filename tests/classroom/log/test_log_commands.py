"""`lamb class insight`, `batch`, `export` and `forget`, as a teacher runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lamb.__main__ import main
from lamb.classroom.class_judge import judge_of
from lamb.classroom.events import Attempt
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.log_commands import _table
from lamb.classroom.service.roster import Pseudonyms
from lamb.cli.terminal import Surface
from lamb.errors import columns

pytestmark = pytest.mark.xdist_group("arrow")

ASSIGNMENT = """\
-- exercise double: Twice as much
-- points: 2
double = λn. add n n
assert double 3 == 6
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A class in which ann is right, and bob wrong, in a way that a terminal should not be sent."""
    (tmp_path / "week1.lc").write_text(ASSIGNMENT)
    log = ClassLog(tmp_path / "log", judge_of(tmp_path))
    texts = [("ann", "λn. add n n"), ("bob", "λn. \x1b[31m"), ("bob", "λn. n"), ("bob", "λn. n")]
    for number, (student, text) in enumerate(texts):
        log.record(Attempt(str(number), student, "week1", "double", text, 5.0))
    log.close()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["class", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_overview_is_the_same_before_and_after_a_batch(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, before, _ = said(capsys, "insight", demo)
    assert code == 0
    assert "week1/double      2       1         4    25 %" in before
    assert not any(line.endswith(" ") for line in before.splitlines())
    assert "\x1b" not in before
    code, out, _ = said(capsys, "batch", demo, "--processes", "1")
    assert (code, out) == (0, "4 events, 3 different answers, of which 0 judged now\n")
    code, after, _ = said(capsys, "insight", demo)
    assert after == before.replace("0 of them", "4 of them")


def test_an_assignment_that_is_mended_changes_marks(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "batch", demo, "--processes", "1")
    (demo / "week1.lc").write_text(ASSIGNMENT + "assert double 0 == 0\n")
    _, _, err = said(capsys, "insight", demo)
    assert "`lamb class batch` marks anew" in err
    code, out, _ = said(capsys, "batch", demo, "--processes", "1", "--json")
    told = json.loads(out)
    assert (code, told["judged"], told["changed"]) == (0, 3, len(told["changes"]))
    (row,) = (row for row in told["changes"] if row["student"] == "bob")
    assert row["after"] > row["before"] == 0
    assert said(capsys, "insight", demo, "changes", "--student", "bob")[1].splitlines()[1].startswith("bob ")


def test_several_classes_are_told_as_one(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = demo.parent / f"{demo.name}-other"
    shutil.copytree(demo, other)
    said(capsys, "batch", other, "--processes", "1")
    _, out, _ = said(capsys, "insight", demo, other)
    assert "8 events so far, 4 of them in the last batch" in out
    assert "week1/double      4       2         8    25 %" in out
    (row,) = json.loads(said(capsys, "insight", demo, "--json", other, "exercises")[1])["exercises"]
    assert (row["begun"], row["solved"], row["attempts"]) == (4, 2, 8)
    assert len(said(capsys, "insight", demo, other, "mistakes")[1].splitlines()) > 1


def test_an_exercise_that_was_renamed_is_no_longer_asked(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (demo / "week1.lc").write_text(ASSIGNMENT.replace("double", "twice-as-much"))
    _, out, _ = said(capsys, "insight", demo)
    assert "no longer asked" in out
    assert "undecided" not in out + said(capsys, "insight", demo, "mistakes")[1]


@pytest.mark.parametrize("view", ["exercises", "steps", "mistakes", "students", "functions", "changes"])
def test_each_view_is_told_and_is_json(demo: Path, capsys: pytest.CaptureFixture[str], view: str) -> None:
    code, out, _ = said(capsys, "insight", demo, view)
    assert code == 0
    assert ("nothing so far" in out) == (view in ("steps", "functions", "changes"))
    told = json.loads(said(capsys, "insight", demo, view, "--json")[1])
    assert told["number"] == 4
    assert isinstance(told[view], list)


def test_a_table_is_broken_between_words_where_a_terminal_is_narrow() -> None:
    row = {"exercise": "week1/double", "students": 12, "line": "λnumber. number number (number number)  (2)"}
    for width in (80, 60, 46, 30):
        text = Surface(width=width).laid_out(_table([row]))
        assert max(map(columns, text.split("\n"))) <= width
        assert set(" ".join(text.split()).split()) >= {"exercise", "week1/double", "12", "number)", "(2)"}
    heading, first, second, *_ = Surface(width=60).laid_out(_table([row])).split("\n")
    assert first.index("λnumber") == heading.index("line") == len(second) - len(second.lstrip())


def test_what_a_student_has_sent_is_exported(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "export", demo, "--student", "bob")
    assert code == 0
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["λn. \x1b[31m", "λn. n", "λn. n"]
    assert len(said(capsys, "export", demo)[1].splitlines()) == 4


def test_to_forget_is_to_delete_the_key_and_is_asked_for(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pseudonym = Pseudonyms(demo / "secrets").of("ann")
    assert said(capsys, "forget", demo)[0] == 1
    assert Pseudonyms(demo / "secrets").of("ann") == pseudonym
    assert said(capsys, "forget", demo, "--yes")[0] == 0
    assert Pseudonyms(demo / "secrets").of("ann") != pseudonym
    Pseudonyms(demo / "secrets").forget()
    assert "there is no key" in said(capsys, "forget", demo, "--yes")[2]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["insight"], 2, "which class?"),
        (["insight", "{}/none"], 1, "there is no folder"),
        (
            ["insight", "{}", "mistake"],
            2,
            "“mistake” is neither a folder nor a view: did you mean “mistakes”?",
        ),
        (["batch", "{}", "{}"], 2, "one class at a time"),
        (["insight", "{}", "exercises", "--student", "ann"], 1, "the view exercises is not by student"),
        (["batch", "{}", "--cluster", "nowhere"], 1, "there is no cluster"),
    ],
)
def test_what_is_wrong_is_said(
    demo: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    found, _, err = said(capsys, *(word.format(demo) for word in words))
    assert found == code
    assert told in err
