"""Answers, whatever is typed: read, checked within a budget, and answered kindly."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb import Budget
from lamb.course.learning.study import Feedback, attempt
from tests.course.learning.pages import answered, lesson, page, said

CHECKS = ["is closed", "has 1 redex", "is an α-variant of λx. x", "may use nothing", "is the next step of Ω"]


@given(st.text(alphabet="λ\\.()[]=,:; \nxyfK3-'>…letinrc\0🂡"), st.sampled_from(CHECKS))
def test_no_text_does_any_harm(text: str, check: str) -> None:
    came = answered(check, text, budget=Budget(steps=100, nodes=10_000))
    assert isinstance(came, Feedback)
    assert came.message


def test_an_answer_may_use_definitions_of_its_own() -> None:
    assert answered("assert answer a == f (f a)", "twice g x = g (g x)\nmine = twice f\nmine").passed


def test_an_answer_may_be_a_definition() -> None:
    assert answered("assert answer true == false", "mine p = p false true").passed


def test_an_answer_does_not_change_what_the_check_means() -> None:
    assert said("assert forall p : bool. answer p == not p", "not p = p") == (
        "for p = false: “not p” gives false, and should give true"
    )
    assert not answered("assert answer == true", "true = false").passed


def test_the_preludes_names_mean_what_they_meant_inside_each_other() -> None:
    assert answered("assert answer true false == false", "not = I\nλp q. and p q").passed
    assert answered("assert answer true == nand true true", "and = K\nλp. nand p p").passed


def test_an_answer_may_be_called_answer() -> None:
    assert answered("assert answer a == a", "answer = λx. x").passed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is nothing here yet"),
        ("-- what now", "there is only a comment here"),
        ("id (λx. x", "answer:1:4: this “(” is never closed"),
        ("x\ny", "answer:2:1: here is more than one term"),
        ("import prelude", "an answer is a term, or definitions"),
        ("assert x == x", "an answer is a term, or definitions"),
        ("eval x : y =b> z", "an answer is a term, or definitions"),
        ("f = g\ng = f", "these definitions go round in a circle: f → g → f"),
        ("f = x\nf = y", "answer:2:1: “f” is already defined in line 1"),
        ("x" * 6_000, "this answer has 6,000 characters"),
        ("(" * 4_000, "is never closed"),
    ],
)
def test_a_text_that_is_no_answer_is_told_why(text: str, message: str) -> None:
    came = answered("is closed", text)
    assert not came.passed
    assert message in came.message
    assert came.error is not None


def test_an_endless_answer_is_stopped_once_and_for_all() -> None:
    """After one reduction has had its budget, a hundred generated values are not tried as well."""
    steps: list[int] = []
    budget = Budget(steps=50_000)
    watch = steps.append
    came = answered("assert forall n : nat. answer n == 0", "λn. Ω", budget=budget, watch=watch)
    assert "does not come to an end within 50,000 steps" in came.message
    assert max(steps) <= 50_000
    assert len(steps) < 50_000 / 1_000


def test_the_seconds_are_those_of_all_reductions_together() -> None:
    seconds = iter(range(10_000))
    budget = Budget(steps=None, seconds=5.0, clock=lambda: float(next(seconds)))
    assert "within 5 s" in answered("assert answer a == a\nis closed", "λx. Ω", budget=budget).message


def test_a_check_can_be_interrupted() -> None:
    came = answered("has a normal form", "Ω", watch=lambda steps: True)
    assert came.message == "this was interrupted"


def test_a_lesson_may_allow_fewer_steps() -> None:
    text = page("assert answer == 24").replace("about:", "steps: 20\nabout:")
    came = attempt(lesson(text).exercise, "fact 4")
    assert came.message == "your answer does not come to an end within 20 steps"


def test_a_very_long_normal_form_is_shown_by_its_beginning() -> None:
    assert len(said("assert answer == x", "pow 2 13 f")) < 500


WRONG = "```wrong\nλp. p\nsays: gives true\nremark: This returns\n  what it gets.\n```\n"


def test_a_typical_wrong_answer_gets_the_lessons_own_remark() -> None:
    exercise = lesson(page(more=WRONG)).exercise
    assert attempt(exercise, "λp. p").remark == "This returns what it gets."
    assert attempt(exercise, "f q = q").remark == "This returns what it gets."
    assert attempt(exercise, "λp. true").remark == ""
    assert attempt(exercise, "not").remark == ""


def test_a_right_answer_is_told_what_the_lesson_says() -> None:
    exercise = lesson(page(more="```right\nWell done.\n```\n")).exercise
    assert attempt(exercise, "not").message == "Well done."
