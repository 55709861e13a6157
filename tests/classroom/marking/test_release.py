"""What students get: all that is asked, and nothing of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.assignment_command import TEMPLATE, new, open_assignment, release
from lamb.classroom.marking.handed import LONGEST
from lamb.classroom.marking.judge import judge_all
from lamb.classroom.marking.release import beginning, flaws, released
from lamb.errors import Source
from lamb.notation.parser import parse
from lamb.results import Exit
from tests.classroom.marking.coursework import TEXT, assignment

PIECES = {
    "-- open{n} prose for students\n": True,
    "-- asks: may not use open{n}\n": True,
    "-- hint: secret{n} for later\n": False,
    "\nhelper{n} = λsecret{n}. secret{n}   -- secret{n} remark\n": False,
    "\n-- a secret{n} explanation\nhelper{n} = λsecret{n}. secret{n}\n": False,
    "answer{n} = λsecret{n}. secret{n}\n": False,
    "answer{n} =   -- secret{n}\n  λsecret{n}.\n  -- secret{n}\n  secret{n}\n": False,
    "\n-- given\ngiven{n} = λopen{n}. open{n}\n": True,
    "assert answer{n} open{n} == open{n}\n": True,
    "assert answer{n} secret{n} == secret{n}   -- hidden\n": False,
    "\n-- hidden, points: 1\nassert answer{n} secret{n} == secret{n}\n": False,
    "\n-- hidden\n-- points: 1\n-- a secret{n} reason\nassert answer{n} secret{n} == secret{n}\n": False,
    "eval derived{n} :   -- secret{n}\n  (λopen{n}. open{n}) a\n  =b> a  -- secret{n}\n": True,
    "\nsecret{n}\n": False,
}
"""Pieces of an exercise, and whether students get something of them; they never get what is secret."""


@st.composite
def drafts(draw: st.DrawFn) -> str:
    """The text of an assignment, its pieces in any order, but for the beginning."""
    text = "given = λx. x\n-- hidden\nsecret0 = λx. x\n"
    for n in range(1, draw(st.integers(2, 3))):
        chosen = draw(st.lists(st.sampled_from([*PIECES]), unique=True))
        solved = [piece for piece in chosen if piece.startswith("answer")][:1] or ["answer{n} = λx. x\n"]
        others = [piece for piece in chosen if not piece.startswith("answer")]
        helpers = [piece for piece in others if "helper{n} =" in piece][1:]
        others = [piece for piece in others if piece not in helpers]
        pieces = draw(st.permutations([*solved, *others]))
        names = "answer{n}" + (", derived{n}" if any("eval" in piece for piece in pieces) else "")
        head = f"\n-- exercise {names}: open title\n-- points: 2\n-- asks: is closed\n"
        points = ("-- points: 2\n", "") if any("points: 1" in piece for piece in pieces) else ("", "")
        text += (head.replace(*points) + "".join(pieces)).replace("{n}", str(n))
    return text


@settings(suppress_health_check=[HealthCheck.nested_given, HealthCheck.too_slow])
@given(drafts())
def test_what_is_released_has_nothing_secret_in_it(text: str) -> None:
    shown = released(read_assignment(Source(text, "draft.lc")))
    assert "secret" not in shown
    assert shown.count("open title") == text.count("open title")
    for line in text.splitlines():
        if line.startswith(("assert", "-- asks")) and "secret" not in line:
            assert line in shown
    assert not parse(Source(shown), errors=True).errors


def test_what_is_released_is_no_answer() -> None:
    assert all(mark.outcome != "holds" for mark in judge_all(assignment, released(assignment)))


def test_an_answer_in_what_is_released_gets_its_points() -> None:
    text = released(assignment).replace("-- define “nand” here", "nand p q = not (both p q)")
    assert judge_all(assignment, text)[0].outcome == "holds"


def test_the_parts_of_exercises_make_up_the_whole() -> None:
    shown = released(assignment)
    parts = [beginning(assignment, exercise).strip() for exercise in assignment.exercises]
    assert shown.endswith("\n\n".join(parts) + "\n")


def test_a_condition_that_has_the_answer_in_it_has_its_code() -> None:
    text = "-- exercise normal\n-- points: 1\n-- asks: is the term λx. x\nnormal = λy. y\n"
    asked = read_assignment(Source(text, "t.lc"))
    shown = released(asked)
    assert "λ" not in shown
    (code,) = [line for line in shown.splitlines() if "asks" in line]
    coded = read_assignment(Source(text.replace("-- asks: is the term λx. x", code), "t.lc"))
    assert [mark.points for mark in judge_all(coded, "normal = λz. z")] == [1]


def test_what_is_imported_is_written_out(tmp_path: Path) -> None:
    (tmp_path / "lib.lc").write_text("both p q = p q p\nrec turn = turn\n", encoding="utf-8")
    text = 'import "lib.lc"\nimport prelude\n' + TEXT.split("\n\n", 2)[2]
    (tmp_path / "week.lc").write_text(text, encoding="utf-8")
    shown = released(open_assignment(tmp_path / "week.lc"))
    assert shown.startswith("both p q = p q p\nrec turn = turn\nimport prelude\n")


# ── what is not in order ──


def test_a_wrong_model_is_said() -> None:
    wrong = read_assignment(Source(TEXT.replace("b false true", "b true false"), "week-1.lc"))
    (flaw,) = flaws(wrong)
    assert "the model solution of “nand” gets 0 of 3 points" in str(flaw)


def test_an_assignment_that_is_too_large_to_be_marked_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "large.lc").write_text(f"large = x{' ' * LONGEST}y\n")
    text = 'import "large.lc"\n-- exercise f\n-- points: 1\nf = 1\nassert f == 1\n'
    (flaw,) = flaws(read_assignment(Source(text, "t.lc"), tmp_path))
    assert "200,000 are the most" in flaw.message
    (flaw,) = flaws(read_assignment(Source(text.replace("import", "--") + "-" * LONGEST, "t.lc"), tmp_path))
    assert "200,000 are the most" in flaw.message


def test_an_exercise_that_is_right_without_an_answer_is_said() -> None:
    text = "-- exercise done\n-- points: 1\neval done :\n  λx. x\n"
    (flaw,) = flaws(read_assignment(Source(text, "t.lc")))
    assert "“done” is right without an answer" in str(flaw)


# ── commands ──


def test_a_new_class_is_in_order_and_can_be_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert new(["demo"]) == Exit.FINE
    assert new(["demo"]) == Exit.USAGE
    assert release(["demo"]) == Exit.FINE
    shown = Path("demo/release/assignment.lc").read_text(encoding="utf-8")
    assert "-- define “twofold” here" in shown
    assert "add n n" not in shown
    assert not [*flaws(read_assignment(Source(TEMPLATE, "assignment.lc")))]


def test_nothing_is_released_that_is_not_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "week.lc"
    path.write_text(TEXT.replace("b false true", "b true false"), encoding="utf-8")
    assert release([str(path)]) == Exit.WRONG
    assert not (tmp_path / "release").exists()
    assert "gets 0 of 3 points" in capsys.readouterr().err


def test_an_assignment_is_not_released_onto_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "week.lc"
    path.write_text(TEXT, encoding="utf-8")
    assert release([str(path), "--to", str(tmp_path)]) == Exit.WRONG
    assert "would take the place of itself" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("arguments", [[], ["nowhere.lc"], ["."]])
def test_a_wrong_command_line_is_said(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert release(arguments) in (Exit.USAGE, Exit.WRONG)
    assert capsys.readouterr().err
