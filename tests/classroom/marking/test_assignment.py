"""An assignment is an ordinary program, and what is wrong in it is said with its place."""

from __future__ import annotations

import pytest

from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.judge import judge_all
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
        ("-- exercise f\n-- piont: 2\nf = 1\n", "2:1: “piont:” is nothing that an exercise says"),
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
