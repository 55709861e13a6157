"""What a learner has passed, remembered in a small JSON file.

Nothing that is wrong with the file stops a lesson: what cannot be read counts as nothing, what cannot
be written is forgotten. Two prompts may learn at once: what either has passed stays passed.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lamb.calculus.budget import Budget, Watch
from lamb.calculus.term import Term
from lamb.course.learning.answer import Typed
from lamb.course.learning.lesson import Curriculum, Exercise, Lesson
from lamb.errors import LambError, LoadError
from lamb.prelude import prelude


@dataclass
class PassedLessons:
    """The names of the lessons that were *passed*, and of the one that was *current* last.

    Without a *path* it is remembered until the end only.
    """

    path: Path | None = None
    passed: set[str] = field(default_factory=set)
    current: str | None = None

    @classmethod
    def load(cls, path: Path | None) -> PassedLessons:
        """What a file remembers; nothing if it is missing or damaged."""
        passed, current = _read(path)
        return cls(path, passed, current)

    def note_passed(self, name: str) -> None:
        """Remember that a lesson has been passed."""
        self.passed.add(name)
        self.save()

    def note_current(self, name: str) -> None:
        """Remember which lesson is to be gone on with."""
        if name != self.current:
            self.current = name
            self.save()

    def forget(self) -> None:
        """Begin anew."""
        self.passed.clear()
        self.current = None
        _write(self.path, self._text())

    def save(self) -> None:
        """Write it down, with what somebody else may have passed in the meantime; quietly, if it can be."""
        self.passed |= _read(self.path)[0]
        _write(self.path, self._text())

    def _text(self) -> str:
        remembered = {"passed": sorted(self.passed), "current": self.current}
        return json.dumps(remembered, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path | None) -> tuple[set[str], str | None]:
    try:
        saved = json.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError, RecursionError):
        return set(), None
    if not isinstance(saved, dict):
        return set(), None
    names, current = saved.get("passed"), saved.get("current")
    passed = {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()
    return passed, current if isinstance(current, str) else None


def _write(path: Path | None, text: str) -> None:
    """Put a file in the place of another at once: nobody ever reads half of it."""
    if path is None:
        return
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


# ── Attempt ─────────────────────────────────────────────────────────────────────────
# An answer to an exercise: right or not, and a kind word about it.


PATIENCE = Budget(steps=100_000, nodes=300_000, seconds=0.75)
"""What the checking of one answer may take, the steps for each reduction, the seconds for all."""

RIGHT = "That is right."


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of an answer.

    The *message* says what is right or wrong with it, the *remark* what the lesson has to say to this
    very answer. *error* is what is wrong with the text, if it could not be read; the message has it all.
    """

    passed: bool
    message: str
    remark: str = ""
    error: LambError | None = None


def attempt(
    exercise: Exercise,
    text: str,
    *,
    library: Mapping[str, Term] | None = None,
    budget: Budget = PATIENCE,
    watch: Watch | None = None,
) -> Attempted:
    """Whether a text answers the exercise, and if not, why not.

    Raises LambError where the exercise itself is not in order; never for what is wrong with the text.
    """
    claims = exercise.claims
    if exercise.steps is not None:
        budget = replace(budget, steps=exercise.steps)
    answer = Typed(text, prelude() if library is None else library, budget, watch)
    try:
        for claim in claims:
            complaint = claim.refuse(answer)
            if complaint:
                return Attempted(False, complaint, remark_on(exercise, answer))
    except LambError as error:
        return Attempted(False, str(error), remark_on(exercise, answer), error)
    return Attempted(True, exercise.right or RIGHT)


def remark_on(exercise: Exercise, answer: Typed) -> str:
    """What the lesson has to say to this answer: to the same term, or else to the same text."""
    for wrong in exercise.wrong:
        if wrong.remark and _same(wrong.answer, answer):
            return wrong.remark
    return ""


def _same(text: str, answer: Typed) -> bool:
    if text.split() == answer.source.text.split():
        return True
    try:
        return Typed(text, answer.library, answer.budget).term == answer.term
    except LambError:
        return False


# ── Study ───────────────────────────────────────────────────────────────────────────
# One learner on the way through a curriculum: where they are, what they tried, which hints they had.
#
#     study = Study(curriculum(), PassedLessons.load(path))
#     study.lesson                the first that has not been passed, or where they left off
#     study.attempt("λx. x")      → Attempted; what is passed is remembered
#     study.hint()                the next hint; None when there are no more
#     study.solution()            None until all hints have been given, or the lesson is passed
#     study.go_on()               the next lesson
#
# What somebody says or is shown is no business of this module: it only knows where they are.


class Study:
    """A curriculum, and a learner's progress through it. Raises LoadError if it has no lesson."""

    def __init__(self, curriculum: Curriculum, progress: PassedLessons | None = None) -> None:
        self.curriculum = curriculum
        self.progress = progress or PassedLessons()
        self._hints: dict[str, int] = {}  # how many were given, by lesson
        if not curriculum.lessons:
            raise LoadError("there are no lessons here", hint="the file of a lesson is called 01-name.md")
        names = {lesson.name: lesson for lesson in curriculum.lessons}
        self.lesson = names.get(self.progress.current or "") or self._first_open()

    def _first_open(self) -> Lesson:
        """The first lesson that has not been passed; the first one, if all have."""
        lessons = self.curriculum.lessons
        return next((lesson for lesson in lessons if not self.has_passed(lesson)), lessons[0])

    # ── where they are ──

    @property
    def number(self) -> int:
        return self.curriculum.number(self.lesson)

    @property
    def passed(self) -> int:
        """How many of the lessons have been passed."""
        return sum(map(self.has_passed, self.curriculum.lessons))

    @property
    def finished(self) -> bool:
        """Whether all have been passed."""
        return self.passed == len(self.curriculum)

    def has_passed(self, lesson: Lesson) -> bool:
        return lesson.name in self.progress.passed

    def go_to(self, wanted: str) -> Lesson:
        """Turn to a lesson by its number, name or title. Raises LambError if there is none."""
        return self._turn(self.curriculum.find(wanted))

    def go_on(self) -> Lesson | None:
        """Turn to the lesson after this one; None if this is the last."""
        return self._turn_by(1)

    def go_back(self) -> Lesson | None:
        """Turn to the lesson before this one; None if this is the first."""
        return self._turn_by(-1)

    def _turn_by(self, by: int) -> Lesson | None:
        there = self.curriculum.number(self.lesson) - 1 + by
        return self._turn(self.curriculum.lessons[there]) if 0 <= there < len(self.curriculum) else None

    def _turn(self, lesson: Lesson) -> Lesson:
        self.lesson = lesson
        self.progress.note_current(lesson.name)
        return lesson

    # ── the exercise ──

    def attempt(self, text: str, watch: Watch | None = None) -> Attempted:
        """What is to be said to an answer; if it passes, that is remembered.

        Raises LambError where the lesson itself is not in order.
        """
        tried = attempt(self.lesson.exercise, text, watch=watch)
        if tried.passed:
            self.progress.note_passed(self.lesson.name)
        return tried

    @property
    def hints_left(self) -> int:
        return len(self.lesson.exercise.hints) - self._hints.get(self.lesson.name, 0)

    def hint(self) -> str | None:
        """The next hint; None if all have been given."""
        given = self._hints.get(self.lesson.name, 0)
        if not self.hints_left:
            return None
        self._hints[self.lesson.name] = given + 1
        return self.lesson.exercise.hints[given]

    def solution(self) -> str | None:
        """How it can be done, for whoever has had all hints, or has done it."""
        if self.hints_left and not self.has_passed(self.lesson):
            return None
        return self.lesson.exercise.solution
