"""One learner on the way through a curriculum: where they are, what they tried, which hints they had.

    study = Study(curriculum(), Progress.load(path))
    study.lesson                the first that has not been passed, or where they left off
    study.attempt("λx. x")      → Attempted; what is passed is remembered
    study.hint()                the next hint; None when there are no more
    study.solution()            None until all hints have been given, or the lesson is passed
    study.go_on()               the next lesson

What somebody says or is shown is no business of this module: it only knows where they are.
"""

from __future__ import annotations

from lamb.calculus.budget import Watch
from lamb.course.learning.attempt import Attempted, attempt
from lamb.course.learning.curriculum import Curriculum
from lamb.course.learning.lesson import Lesson
from lamb.course.learning.progress import Progress
from lamb.errors import LoadError


class Study:
    """A curriculum, and a learner's progress through it. Raises LoadError if it has no lesson."""

    def __init__(self, curriculum: Curriculum, progress: Progress | None = None) -> None:
        self.curriculum = curriculum
        self.progress = progress or Progress()
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
