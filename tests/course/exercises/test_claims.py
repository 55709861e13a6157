"""All claims of lessons can be asked of what a student has defined."""

from __future__ import annotations

import pytest

from tests.course.exercises.students import passes, told
from tests.course.learning.test_claims import PASSING, REFUSED


def defined(text: str) -> str:
    """An answer to a lesson as definitions, of which that of `mine` is meant."""
    *others, last = text.split("\n")
    name, equals, _ = last.partition(" = ")
    return "\n".join([*others, last, f"mine = {name.split()[-1]}"] if equals else [*others, f"mine = {last}"])


ASKED = [
    (check, text)
    for check, texts in PASSING.items()
    for text in texts
    if "…" not in text and not check.startswith("defines")
]


@pytest.mark.parametrize(("check", "text"), ASKED)
def test_what_passes_in_a_lesson_passes_in_an_exercise(check: str, text: str) -> None:
    assert passes(defined(text), check, names="mine")


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, text in REFUSED if "y (" not in text])
def test_what_is_refused_in_a_lesson_is_refused_in_an_exercise(check: str, text: str) -> None:
    assert told(defined(text), check, names="mine").startswith("✗ mine: ")
