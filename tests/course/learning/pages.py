"""Lessons to test with, as short as they can be."""

from __future__ import annotations

from dataclasses import replace

from lamb import Source
from lamb.course.learning.lesson import Lesson, Prose, read_lesson
from lamb.course.learning.study import Feedback, attempt
from lamb.course.learning.verification import UNHURRIED

BUDGET = replace(UNHURRIED, steps=10_000)
FRONT = "---\ntitle: Not\nabout: truth values\n---\n"
"""The beginning of a file."""


def page(check: str = "assert answer true == false", solution: str = "not", more: str = "") -> str:
    """The file of a lesson."""
    return (
        f"{FRONT}Some words.\n\n{more}\n```exercise\nWrite not.\n```\n\n"
        f"```check\n{check}\n```\n\n```hint\nOne.\n```\n\n```hint\nTwo.\n```\n\n```solution\n{solution}\n```\n"
    )


def lesson(text: str = page(), name: str = "not") -> Lesson:
    return read_lesson(Source(text, f"lessons/01-{name}.md"), name)


def prose(one: Lesson) -> str:
    """All there is to read in a lesson, without what there is to try."""
    return "\n\n".join(part.text for part in one.parts if isinstance(part, Prose))


def answered(check: str, text: str, **options: object) -> Feedback:
    """What is said to a text as the answer to an exercise with this check."""
    return attempt(lesson(page(check)).exercise, text, **{"budget": BUDGET, **options})  # type: ignore[arg-type]


def said(check: str, text: str) -> str:
    """What is said to a wrong answer."""
    came = answered(check, text)
    assert not came.passed, f"{text} passes {check}"
    return came.message
