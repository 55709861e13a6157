"""An assignment is an ordinary program, and what is wrong in it is said with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.judge import judge_all
from lamb.classroom.marking.release import released
from lamb.course.points import all_points
from lamb.course.verdicts import Verdict
from lamb.errors import LambError, Source
from lamb.results import Checked, Derived
from lamb.session import Session
from tests.classroom.marking.coursework import TEXT, assignment


def test_lamb_check_takes_an_assignment_as_it_is() -> None:
    results = [*Session().check_program(Source(TEXT, "week-1.lc"))]
    assert results
    assert all(isinstance(one, Checked | Derived) and one.verdict is Verdict.HOLDS for one in results)


def test_exercises_say_what_is_asked() -> None:
    first, second, *_ = assignment.exercises
    assert assignment.name == "week-1"
    assert (first.name, first.title, first.points) == ("nand", "Not both", 3)
    assert first.text == "Define `nand`: it is false only where both are true."
    assert first.hint == "what does `both` give?"
    assert second.names == ("double", "triple")
    assert assignment.given == {"both"}
    assert assignment.points == 13


def test_points_are_shared_by_claims_that_have_none() -> None:
    assert [exercise.worth for exercise in assignment.exercises] == [[1, 1, 1], [1, 2], [5], [2]]


@st.composite
def exercises(draw: st.DrawFn) -> str:
    """An assignment: points stand above exercises or above claims, and comments where they mean nothing."""
    parts = ["-- points: 7"]
    for number in range(draw(st.integers(1, 4))):
        name, own = f"f{number}", draw(st.booleans())
        parts += [f"\n-- exercise {name}: Number {number}"]
        parts += [] if own else [draw(st.sampled_from(["-- points: 2.5", "-- Define it.\n-- points: 3"]))]
        parts += [f"{name} = {number}", *draw(st.sampled_from([[], ["eval x = x"], ["-- nothing here"]]))]
        parts = [part.replace("eval x", f"eval-{number}") for part in parts]
        for _ in range(draw(st.integers(1, 3))):
            above, behind = draw(st.sampled_from([("-- points: 1\n", ""), ("", "  -- points: 2"), ("", "")]))
            above, behind = (above, behind) if own else ("", "")
            parts.append(f"{above}assert {name} == {number}{behind}")
        parts += [f"-- points: 4\nassert {name} == {number}"] if own else []
    return "\n".join(parts)


@given(exercises())
def test_lamb_check_counts_the_points_of_an_assignment(text: str) -> None:
    source = Source(text, "t.lc")
    worth = [each for exercise in read_assignment(source).exercises for each in exercise.worth]
    found = [one for one in Session().check_program(source) if isinstance(one, Checked)]
    assert [one.points or 0 for one in found] == worth
    assert all_points(source) == pytest.approx(sum(worth))


def test_what_is_asked_for_is_worth_as_much_to_students() -> None:
    """But for the claims that they do not see."""
    assert all_points(assignment.source) == assignment.points
    assert all_points(Source(released(assignment))) == assignment.points


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f = λ", "t.lc:1:5: this λ has no variable"),
        ("f = 1\n", "there is no exercise in this assignment"),
        ("-- exercise f\n-- points: 1\n", "1:1: there is no model solution of “f”"),
        ("-- exercise f\n-- points: 1\nf = 1\n", "1:1: nothing is checked in the exercise “f”"),
        ("-- exercise f\nf = 1\nassert f == 1\n", "1:1: this exercise has no points"),
        ("-- exercise f\n-- points: two\nf = 1\n", "2:1: “points: two” is not understood"),
        ("-- exercise f\n-- points: 0\nf = 1\n", "1:1: this exercise has no points"),
        ("-- exercise f\n-- piont: 2\nf = 1\n", "2:1: an exercise has no line “piont:”"),
        ("-- exercise f\n-- points: 1\n-- points: 2\nf = 1\n", "3:1: “points” is said twice"),
        ("-- exercise f\n-- points: 1\n-- asks: is shut\nf = 1\n", "3:1: “is shut”"),
        ("-- exercise f\n-- points: 1\n-- marking: none\nf = 1\n", "3:1: “marking: none” is not understood"),
        ("-- exercise f\n-- points: 1\n-- steps: few\nf = 1\n", "3:1: “steps: few” is not understood"),
        ("-- exercise f\n-- points: 1\nf = 1\n-- points: 2\nassert f == 1\n", "its claims have 2 points"),
        ("-- exercise f\n-- points: 1\n-- asks: is closed\n-- given\nf = 1\n", "“f” is given, and asked"),
        ("-- exercise f, f\n-- points: 1\nf = 1\nassert f == 1\n", "“f” is asked for twice"),
        ("-- exercise f\n-- points: 1\nf = 1\neval g :\n  f\n", "4:1: no exercise asks for “g”"),
        ("-- exercise g\n-- points: 1\n-- operators: =z>\neval g :\n  f\n", "“=z>” is no operator"),
        ("f = g\ng = f\n-- exercise f\n", "go round in a circle"),
        ('import "secret.lc"\n', "there is no file"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(LambError) as caught:
        read_assignment(Source(text, "t.lc"))
    assert message in str(caught.value)


def test_prose_may_have_colons() -> None:
    text = "-- exercise f: One\n-- Note: f is 1. Do: nothing.\n-- points: 1\nf = 1\nassert f == 1\n"
    assert read_assignment(Source(text, "t.lc")).exercises[0].text == "Note: f is 1. Do: nothing."


def test_names_are_letters_where_the_teacher_says_so() -> None:
    text = "-- letters: on\n-- exercise twice\n-- points: 1\ntwice = λfx.f(fx)\nassert twice ga == g(ga)\n"
    asked = read_assignment(Source(text, "t.lc"))
    assert [mark.points for mark in judge_all(asked, text)] == [1]
    assert [mark.points for mark in judge_all(asked, "twice f x = f (f x)")] == [1]
