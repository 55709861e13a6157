"""Grading: the same marks in however many processes, and after a run that was broken off."""

from __future__ import annotations

import json
import re
import shlex
import signal
from pathlib import Path

import pytest

import lamb
from lamb.classroom.marking import grading
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.grading import grade
from lamb.classroom.marking.grading_command import command
from lamb.classroom.marking.judge import judge_all
from lamb.classroom.marking.release import flaws
from lamb.classroom.marking.submissions import Submitted
from lamb.classroom.reports.formats import files_of
from lamb.errors import Source
from lamb.results import Exit
from lamb.workers import Limits
from tests.classroom.marking.coursework import ANSWERS, TEXT, assignment, program

CLASS = [
    Submitted(
        f"student {number}",
        (Source(program([ways[number % len(ways)] for ways in ANSWERS.values()]), "a.lc"),),
        (),
    )
    for number in range(6)
]


def test_marks_are_those_of_the_judge_in_however_many_processes(tmp_path: Path) -> None:
    one, two = (grade(assignment, CLASS, processes=number) for number in (1, 2))
    assert files_of(one) == files_of(two)
    assert one.marks == {each.student: judge_all(assignment, each.texts) for each in CLASS}


def test_what_has_been_judged_is_not_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "judged.lines"
    first = grade(assignment, CLASS[:5], processes=1, kept=kept)
    kept.write_bytes(kept.read_bytes() + b"half a line")  # where it was broken off
    judged: list[int] = []
    whole = grade(assignment, CLASS, processes=1, kept=kept, told=lambda done, of: judged.append(done))
    assert judged == [5, 6]
    assert {name: whole.marks[name] for name in first.marks} == first.marks
    monkeypatch.setattr(grading, "work_through", lambda prepare, items, **_: iter(()))
    assert grade(assignment, CLASS, kept=kept) == whole


def test_another_version_judges_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    for version in ("1.0", "1.0", "1.1"):
        monkeypatch.setattr(grading, "__version__", version)
        grade(
            assignment,
            CLASS[:2],
            processes=1,
            kept=tmp_path / "judged.lines",
            told=lambda done, of: judged.append(done),
        )
    assert judged == [0, 1, 2, 2, 0, 1, 2]


def test_equal_submissions_are_judged_once() -> None:
    told: list[tuple[int, int]] = []
    same = [one._replace(texts=CLASS[0].texts) for one in CLASS]
    sheet = grade(assignment, same, processes=1, told=lambda done, of: told.append((done, of)))
    assert told == [(5, 6), (6, 6)]
    assert len({*sheet.marks.values()}) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="a system without such limits")
def test_one_that_takes_too_long_costs_its_own_marks_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "LIMITS", Limits(seconds=0.4))
    deep = Source("nand = " + "(λx. x x) (λx. x x) " * 3_000, "a.lc")
    slow = Submitted(
        "slow", (Source("\n".join(f"a{n} = {'x ' * 40}" for n in range(2_400)), "a.lc"), deep), ()
    )
    sheet = grade(assignment, [CLASS[0], slow], processes=2)
    assert sheet.marks["student 0"] == judge_all(assignment, CLASS[0].texts)
    assert {mark.mistakes for mark in sheet.marks["slow"]} == {("lost",)}


# ── the command ──


@pytest.fixture
def classroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("week-1.lc").write_text(TEXT, encoding="utf-8")
    for one in CLASS[:3]:
        path = Path("in", one.student, "a.lc")
        path.parent.mkdir(parents=True)
        path.write_text(one.texts[0].text, encoding="utf-8")
    return tmp_path


def test_a_class_is_marked(classroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["week-1.lc", "in", "--processes", "1", "--format", "all"]) == Exit.FINE
    assert "student 0      3       3      5      2      13" in capsys.readouterr().out
    marks = Path("marks/week-1")
    assert {"marks.csv", "report.md", "junit.xml"} <= {path.name for path in marks.iterdir()}
    before = {path: path.read_bytes() for path in marks.rglob("*") if path.is_file()}
    assert command(["week-1.lc", "in", "--format", "all"]) == Exit.FINE
    for path, content in before.items():
        if path.name != "judged.lines":
            assert path.read_bytes() == content


def test_what_cannot_be_read_is_in_the_report_and_in_the_feedback(classroom: Path) -> None:
    Path("in/zoë").mkdir()
    Path("in/zoë/a.lc").write_bytes(b"id = \xebx. x")
    assert command(["week-1.lc", "in", "--processes", "1", "--format", "all"]) == Exit.FINE
    for name in ("report.md", "feedback/zoë.md", "feedback/zoë.html", "gradescope/zoë.json", "moodle.csv"):
        assert "not UTF-8 text" in Path("marks/week-1", name).read_text(encoding="utf-8"), name
    assert "not UTF-8 text" not in Path("marks/week-1/feedback/student 0.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a.lc", "my answers (2).lc", "week-1.txt"])
def test_gradescope_has_results_whatever_a_file_is_called(
    name: str, classroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = Path(lamb.__file__).parents[1] / "notebooks" / "instructor" / "guide.md"
    _, copied, marking, results = re.search(
        r"`run_autograder`.*\n\n    (.*) && (.*)\n    (.*)\n    (.*)", guide.read_text("utf-8")
    ).groups()  # type: ignore[union-attr]
    Path("in").rename("others")  # the fixture has a class there
    into = Path(shlex.split(copied)[-1])
    into.mkdir(parents=True)
    (into / name).write_text(CLASS[0].texts[0].text, encoding="utf-8")
    words = shlex.split(marking.replace("/autograder/source/", ""))
    assert words[:3] == ["lamb", "class", "grade"]
    assert command(words[3:]) == Exit.FINE
    found = json.loads(Path(shlex.split(results)[1]).read_text("utf-8"))
    assert found["score"] == (0 if name.endswith(".txt") else 13)
    assert ("nothing to read" in found["output"]) == name.endswith(".txt")


def test_a_teacher_is_told_which_hidden_claim_does_not_hold() -> None:
    text = "-- exercise one\n-- points: 2\none = 2\nassert one == one\nassert one == 1    -- hidden\n"
    [flaw] = flaws(read_assignment(Source(text, "a.lc")))
    assert "“assert one == 1” does not hold" in (flaw.hint or "")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], Exit.USAGE, "name the ASSIGNMENT"),
        (["week-1.lc"], Exit.USAGE, "name the ASSIGNMENT"),
        (["week-1.lc", "in", "--processes", "0"], Exit.USAGE, "at least one process"),
        (["week-1.lc", "in", "--format", "odd"], Exit.USAGE, "cannot be “odd”"),
        (["week-2.lc", "in"], Exit.WRONG, "there is no file “week-2.lc”"),
        (["week-1.lc", "out"], Exit.WRONG, "no such file"),
        (["wrong.lc", "in"], Exit.WRONG, "the model solution of “nand” gets 0 of 3 points"),
        ([".", "in"], Exit.WRONG, "there are several assignments"),
        (["week-1.lc", "in", "--to", "week-1.lc/x"], Exit.WRONG, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str], code: Exit, told: str, classroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("wrong.lc").write_text(TEXT.replace("b false true", "b true false"), encoding="utf-8")
    assert command(arguments) == code
    assert told in capsys.readouterr().err


def test_ctrl_c_keeps_what_has_been_judged(
    classroom: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lamb.classroom.marking.grading_command.grade", interrupted)
    assert command(["week-1.lc", "in"]) == Exit.INTERRUPTED
    assert "the same command goes on" in capsys.readouterr().err
