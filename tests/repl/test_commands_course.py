"""The course at the prompt: reading, trying, answering, and being helped."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb.repl.commands.course import Learner
from lamb.repl.homes import Homes
from lamb.repl.prompt import greeting
from tests.repl.entering import Prompt

LESSON = """\
---
title: Own
about: a lesson of a teacher's
---
Read `this`.

```try
K a b   -- => a
```

```exercise
Write the identity.
```

```check
is the term λx. x
```

```hint
One λ.
```

```solution
λx. x
```

```wrong
λx y. x
says: the term
remark: Too many.
```
"""


@pytest.fixture
def home(tmp_path: Path) -> Homes:
    """A home with one lesson of a teacher's, before all others."""
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "00-own.md").write_text(LESSON, encoding="utf-8")
    return Homes(tmp_path, tmp_path)


def test_a_lesson_done_wrong_and_then_right(home: Homes) -> None:
    prompt = Prompt(home)
    lesson = prompt.said(":learn")
    assert lesson.startswith("\nLesson 1 of ")
    assert lesson.split("\n")[1].endswith(": Own")
    assert "\n    K a b   -- => a\n" in lesson
    assert "Write the identity." in lesson
    assert prompt.said("K a b") == "a"
    assert prompt.said("λx y. x").endswith("\nnot the answer yet; :learn check says why")
    wrong = prompt.said(":learn check")
    assert wrong.startswith("Not yet: ")
    assert wrong.endswith("Too many.\n:learn hint helps")
    assert "there are hints left: 1" in prompt.said(":learn solution")
    assert prompt.said(":learn hint").startswith("One λ.\n(the last")
    assert "there are no more hints" in prompt.said(":learn hint")
    assert prompt.said(":learn solution") == "    λx. x"
    assert prompt.said("λy. y").endswith("That is right.\nEnter or :learn goes on")
    assert prompt.said("λy. y").endswith("I")
    assert prompt.said("") == ""
    assert prompt.said(":learn").startswith("\nLesson 2 of ")


def test_an_empty_line_after_a_right_answer_shows_the_next_lesson(home: Homes) -> None:
    prompt = Prompt(home)
    assert prompt.said("") == ""
    assert prompt.said(":learn", "").endswith("helps.")
    assert prompt.said("λx. x", "").split("\n")[-1] != ""
    assert isinstance(prompt.listener, Learner)
    assert prompt.listener.study.number == 2
    assert "Lesson 2 of" in prompt.said(":learn 2")
    assert " (1 passed): " in prompt.said(":learn 2")


def test_an_example_that_answers_the_exercise_is_an_answer() -> None:
    prompt = Prompt()
    prompt.said(":learn 1")
    assert prompt.said("λx. x") == "λx. x    -- 1, I"
    assert "Enter or :learn goes on" in prompt.said("x")


def test_an_answer_may_use_what_was_defined_before_it() -> None:
    prompt = Prompt()
    prompt.said(":learn pred", "step = λp. (snd p, succ (snd p))", "start = (0, 0)", "n = 5")
    assert "That is right" in prompt.said("λn. fst (n step start)")


def test_what_was_defined_before_counts_as_what_it_is_made_of() -> None:
    prompt = Prompt()
    prompt.said(":learn pred", "less = pred", "mine = less")
    assert "this uses “pred”" in prompt.said(":learn check λn. mine n")
    assert "not the answer yet" in prompt.said("mine")
    prompt.said(":learn abstraction", "y = K", "x = y")
    assert "That is right" in prompt.said(":learn check λx. x y")


def test_the_greeting_says_where_the_course_goes_on(home: Homes) -> None:
    assert home.history is not None
    home.history.write_text("", encoding="utf-8")
    assert len(greeting(home, 80)) == 1
    Prompt(home).said(":learn", "λx. x", "")
    assert greeting(home, 80)[1] == ":learn goes on with the course: 1 lesson passed. You were at “terms”."
    assert home.course is not None
    for damaged in ("", "[]", "null", '{"passed": 3, "current": 4}', "["):
        home.course.write_text(damaged, encoding="utf-8")
        assert len(greeting(home, 80)) == 1


def test_progress_is_remembered(home: Homes) -> None:
    Prompt(home).said(":learn", "λx. x")
    prompt = Prompt(home)
    assert prompt.said(":learn list").split("\n")[0] == " ✓   1  Own: a lesson of a teacher's"
    assert prompt.said(":learn").startswith("\nLesson 2 of ")


def test_an_answer_may_be_checked_by_itself(home: Homes) -> None:
    prompt = Prompt(home)
    assert "That is right" in prompt.said(":learn check \\z. z")
    assert ", passed: Own" in prompt.said(":learn own")
    assert prompt.said(":learn check (x").startswith("Not yet: ")


def test_lessons_are_opened_by_number_and_name_and_turned(home: Homes) -> None:
    prompt = Prompt(home)
    assert "Lesson 3 of" in prompt.said(":learn 3")
    assert "Lesson 4 of" in prompt.said(":learn next")
    assert "Lesson 3 of" in prompt.said(":learn back")
    assert prompt.said(":learn 1", ":learn back").endswith(
        "this is the first lesson\n  hint: :learn list shows them"
    )
    assert "there is no lesson “bota”\n  hint: did you mean “beta”?" in prompt.said(":learn bota")


def test_lessons_stop_when_that_is_wanted(home: Homes) -> None:
    prompt = Prompt(home)
    assert prompt.said(":learn", ":learn stop", "λx. x").endswith(
        "lessons passed; :learn goes on\nλx. x    -- 1, I"
    )


def test_a_folder_of_lessons_is_added(tmp_path: Path) -> None:
    (tmp_path / "00-own.md").write_text(LESSON, encoding="utf-8")
    (tmp_path / "01-wrong.md").write_text("no lesson", encoding="utf-8")
    said = Prompt().said(f":learn from {tmp_path}")
    assert "a lesson begins with its title" in said
    assert "  1  Own: a lesson of a teacher's" in said
    assert "there is no folder “nowhere”" in Prompt().said(":learn from nowhere")


def test_a_lesson_that_cannot_be_checked_does_no_harm(tmp_path: Path) -> None:
    assert "nothing has been typed yet" in Prompt().said(":learn check")
    prompt = Prompt(Homes(tmp_path, tmp_path / "file" / "state"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "✓" in prompt.said(":learn 1", f":learn check {_solution(prompt)}")


def _solution(prompt: Prompt) -> str:
    prompt.said(":learn 1")
    assert isinstance(prompt.listener, Learner)
    return prompt.listener.study.lesson.exercise.solution
