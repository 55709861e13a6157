"""A learner on the way: lessons, hints, a wrong answer and then a right one, leaving and coming back."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb import LambError
from lamb.course.learning.study import Curriculum, PassedLessons, Study, curriculum

COURSE = curriculum()


def study(path: Path | None = None) -> Study:
    return Study(COURSE, PassedLessons.load(path))


def test_a_learner_begins_with_the_first_lesson() -> None:
    learner = study()
    assert (learner.number, learner.passed, learner.finished) == (1, 0, False)


def test_a_wrong_answer_and_then_the_right_one() -> None:
    learner = study()
    wrong = learner.attempt("λx. x")
    assert not wrong.passed
    assert "a variable is wanted" in wrong.message
    assert wrong.remark
    assert learner.passed == 0
    assert learner.attempt("y").passed
    assert learner.passed == 1
    assert learner.has_passed(learner.lesson)


def test_hints_come_one_by_one_and_the_solution_after_all_of_them() -> None:
    learner = study()
    hints = learner.lesson.exercise.hints
    for number, hint in enumerate(hints):
        assert learner.solution() is None
        assert learner.hints_left == len(hints) - number
        assert learner.hint() == hint
    assert learner.hint() is None
    assert learner.solution() == learner.lesson.exercise.solution


def test_the_solution_of_a_passed_lesson_is_there_at_once() -> None:
    learner = study()
    learner.attempt("y")
    assert learner.solution() == learner.lesson.exercise.solution


def test_hints_belong_to_their_lesson() -> None:
    learner = study()
    learner.hint()
    learner.turn(1)
    assert learner.hint() == learner.lesson.exercise.hints[0]
    learner.turn(-1)
    assert learner.hint() == learner.lesson.exercise.hints[1]


def test_a_learner_goes_on_and_back_to_the_ends_and_no_further() -> None:
    learner = study()
    assert learner.turn(-1) is None
    assert [learner.turn(1) for _ in range(len(COURSE))] == [*COURSE.lessons[1:], None]
    assert learner.number == len(COURSE)


def test_a_learner_may_turn_to_any_lesson() -> None:
    learner = study()
    assert learner.go_to("17") is COURSE.lessons[16]
    assert learner.number == 17
    with pytest.raises(LambError):
        learner.go_to("lesson that is not there")
    assert learner.number == 17


def test_who_comes_back_goes_on_where_they_were(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    learner = study(path)
    learner.attempt("y")
    assert study(path).lesson is COURSE.lessons[1]
    learner.go_to("pairs")
    again = study(path)
    assert (again.lesson.name, again.passed) == ("pairs", 1)


def test_what_is_no_lesson_any_more_does_not_count() -> None:
    learner = Study(COURSE, PassedLessons(None, {"terms", "some old lesson"}, "some old lesson"))
    assert (learner.passed, learner.number) == (1, 2)


def test_all_lessons_can_be_passed() -> None:
    learner = Study(COURSE, PassedLessons(None, {lesson.name for lesson in COURSE.lessons[1:]}))
    assert not learner.finished
    learner.attempt("y")
    assert learner.finished


def test_a_course_without_lessons_is_an_error() -> None:
    with pytest.raises(LambError, match="there are no lessons"):
        Study(Curriculum(()))
