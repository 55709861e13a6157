"""The lessons that are shipped keep what they promise."""

from __future__ import annotations

import re

import pytest

from lamb.course.learning.claims import RULES
from lamb.course.learning.lesson import KINDS, Lesson
from lamb.course.learning.study import NOT_A_LESSON, SHIPPED, attempt, curriculum
from lamb.course.learning.verification import UNHURRIED, flaws
from tests.course.learning.pages import prose

COURSE = curriculum()
WIDEST = 76  # columns
LONGEST = 32  # lines that are there to be read, with what is to be tried
OMEGA = "(λx. x x) (λx. x x)"

UNNAMED = [lesson for lesson in COURSE.lessons if "=" not in lesson.exercise.solution]

lessons = pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.name)


def test_there_are_enough_lessons_and_all_can_be_read() -> None:
    assert len(COURSE) >= 34
    assert COURSE.errors == ()


def test_titles_and_names_are_unique() -> None:
    assert len({lesson.title for lesson in COURSE.lessons}) == len(COURSE)
    assert len({lesson.name for lesson in COURSE.lessons}) == len(COURSE)


def test_their_numbers_leave_no_gap() -> None:
    numbers = sorted(int(path.name[:2]) for path in SHIPPED.glob("[0-9]*.md"))
    assert numbers == list(range(1, len(COURSE) + 1))


@lessons
def test_a_lesson_does_what_it_says(lesson: Lesson) -> None:
    """What is tried comes out, the solution passes, wrong answers are refused with the words in the file."""
    assert [str(flaw) for flaw in flaws(lesson)] == []


@lessons
def test_a_lesson_has_all_its_parts(lesson: Lesson) -> None:
    assert prose(lesson)
    assert lesson.tries
    assert len(lesson.exercise.hints) >= 3
    assert len(lesson.exercise.wrong) >= 2
    assert any(wrong.remark for wrong in lesson.exercise.wrong)


@lessons
def test_a_lesson_is_short(lesson: Lesson) -> None:
    shown = "\n".join(part.text for part in lesson.parts).splitlines()
    assert len(shown) <= LONGEST
    assert [line for line in lesson.exercise.check.source.text.splitlines() if len(line) > WIDEST] == []


@lessons
def test_hints_do_not_give_the_solution_away_at_once(lesson: Lesson) -> None:
    solution = re.sub(r"\s", "", lesson.exercise.solution)
    if len(solution) > 4:
        assert solution not in re.sub(r"\s", "", lesson.exercise.hints[0])


@lessons
def test_what_is_no_answer_does_not_pass(lesson: Lesson) -> None:
    for text in ("", "  \n", "-- only a comment", "(", OMEGA):
        came = attempt(lesson.exercise, text)
        assert not came.passed, text
        assert came.message, text


@lessons
def test_the_identity_does_not_pass(lesson: Lesson) -> None:
    assert not attempt(lesson.exercise, "λx. x").passed


@pytest.mark.parametrize("lesson", UNNAMED[::5], ids=lambda lesson: lesson.name)
def test_a_solution_may_have_a_name_and_a_comment(lesson: Lesson) -> None:
    named = f"-- mine\nmine = {lesson.exercise.solution}"
    assert attempt(lesson.exercise, named, budget=UNHURRIED).passed


def test_the_guide_lists_all_that_can_be_asked() -> None:
    guide = (SHIPPED / NOT_A_LESSON).read_text(encoding="utf-8")
    blocks, claims = guide.split("## What can be checked")
    assert re.findall(r"^\| `([^`]+)`", claims, re.MULTILINE) == sorted(RULES, key=claims.index)
    assert len(re.findall(r"^\| `", claims, re.MULTILINE)) == len(RULES)
    assert set(re.findall(r"^\| `([^`]+)`", blocks, re.MULTILINE)) == set(KINDS)
