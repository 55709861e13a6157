"""The files of lessons: what is read, and where they are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb import LambError, Source
from lamb.calculus.strategies import Strategy
from lamb.course.learning.lesson import Prose, Steps, Try, read_lesson
from lamb.course.learning.verification import flaws
from tests.course.learning.pages import FRONT, lesson, page, prose

TRY = "```try\nnot true   -- => false\n```\n\nMore words.\n\n```steps applicative order\n(λx. x) y\ny\n```\n"


def test_a_file_has_all_that_is_in_a_lesson() -> None:
    found = lesson(page(more=TRY))
    assert (found.name, found.title, found.about) == ("not", "Not", "truth values")
    assert [type(part) for part in found.parts] == [Prose, Try, Prose, Steps]
    assert prose(found) == "Some words.\n\nMore words."
    assert found.tries[0].text == "not true   -- => false"
    steps = found.parts[-1]
    assert isinstance(steps, Steps)
    assert (steps.strategy, steps.lines) == (Strategy.APPLICATIVE, ["(λx. x) y", "y"])
    exercise = found.exercise
    assert (exercise.task, exercise.hints, exercise.solution) == ("Write not.", ("One.", "Two."), "not")
    assert flaws(found) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks_do_not_matter(end: str) -> None:
    written = "\ufeff" + page(more=TRY).replace("\n", end)
    assert prose(lesson(written)) == prose(lesson(page(more=TRY)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "01-not.md:1:1: a lesson begins with its title"),
        ("Not\n\nSome words.", "01-not.md:1:1: a lesson begins with its title"),
        ("---\ntitle: Not\n---\n", "01-not.md:1:1: this lesson has no about"),
        ("---\ntitle:\nabout: x\n---\n", "01-not.md:1:1: this lesson has no title"),
        (
            "---\ntitle: Not\nabuot: x\n---\n",
            "01-not.md:3:1: “abuot” is no key of a lesson",
        ),
        (page().replace("about:", "steps: many\nabout:"), "01-not.md:3:8: steps is a number"),
        (FRONT + "Words.\n", "this lesson has no ```exercise"),
        (page(more="```hnit\nx\n```\n"), "01-not.md:7:4: “hnit” is no kind of block"),
        (page(more="```hint\n```\n"), "there is nothing in this ```hint"),
        (page(more="```exercise\nx\n```\n"), "there is a ```exercise already"),
        (page(more="```steps magic order\nx\n```\n"), "“magic order” is no strategy"),
        (page(more="```wrong\nx\n```\n"), "this ```wrong does not say what is wrong with it"),
        (page(more="```wrong\nsays: x\n```\n"), "this ```wrong has no answer in it"),
        (page() + "```hint\nx\n", "this ```hint is never closed"),
    ],
)
def test_what_is_wrong_with_a_file_has_its_place(text: str, message: str) -> None:
    with pytest.raises(LambError) as found:
        lesson(text)
    assert message in str(found.value)
    assert found.value.place is not None


PIECES = [
    "---\n",
    "title: a\n",
    "about: b\n",
    "```\n",
    "```try\n",
    "```check\n",
    "```exercise\n",
    "x\n",
    "\n",
    "```",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_every_file_is_a_lesson_or_has_an_error_with_a_place(text: str) -> None:
    error: LambError | None = None
    try:
        read_lesson(Source(text, "x.md"), "x")
    except LambError as raised:
        error = raised
    assert error is None or (error.place is not None and str(error))


@given(st.text(alphabet="ab λ(`\n").map(str.strip))
def test_words_outside_fences_are_kept_as_they_are(words: str) -> None:
    if "```" not in words:
        assert prose(lesson(FRONT + words + "\n" + page().removeprefix(FRONT))).startswith(words)


@pytest.mark.parametrize(
    ("more", "flaw"),
    [
        ("```try\nnot true   -- => true\n```", "this gives λx y. y, not true"),
        ("```try\nnot true\n```", "this does not say what comes of it"),
        ("```try\nΩ   -- => x\n```", "this does not end"),
        ("```try\nx   -- diverges\n```", "this ends"),
        ("```try\nyes   -- => yes\n```", "“yes” is not defined, so it stays as it is"),
        ("```try\nassert not true == true\n```", "this does not hold"),
        ("```try\n:step x\n(x\n```", "01-not.md:9:1: this “(” is never closed"),
        ("```try\nf = g\ng = f\n```", "01-not.md:9:1: these definitions go round in a circle"),
        ("```steps\n(λx. x) y\nx\n```", "here stands x, and the reduction has y"),
        ("```steps\n(λx. x) y\n```", "the reduction does not end here"),
        ("```steps\nx\ny\n```", "the reduction does not end here"),
        ("```wrong\nnot\nsays: x\n```", "this wrong answer passes"),
        ("```wrong\nI\nsays: nonsense\n```", "what is said to this is: “I true” gives true"),
    ],
)
def test_a_lesson_that_does_not_keep_its_word_is_found_out(more: str, flaw: str) -> None:
    found = flaws(lesson(page(more=more + "\n")))
    assert len(found) == 1
    assert flaw in str(found[0])
    assert found[0].place is not None


def test_a_solution_that_does_not_pass_is_found_out() -> None:
    (flaw,) = flaws(lesson(page(solution="I")))
    assert "the solution does not pass: “I true” gives true, and should give false" in str(flaw)


def test_definitions_hold_for_the_rest_of_the_lesson() -> None:
    more = "```try\ntwo = 2\n```\n\nWords.\n\n```try\n:names\nsucc two  -- => 3\n```\n"
    assert flaws(lesson(page(more=more))) == []
