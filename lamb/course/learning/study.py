"""A learner's way through the lessons: the curriculum, what has been passed, and the exercises.

    study = Study(curriculum(), PassedLessons.load(path))
    study.lesson                the first that has not been passed, or the last that was open
    study.attempt("λx. x")      → Feedback; what is passed is remembered
    study.hint()                the next hint; None when there are no more
    study.solution()            None until all hints have been given, or the lesson is passed
    study.turn(1)               the next lesson

Nothing here prints: the prompt shows it (`repl/commands/course.py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lamb.calculus.budget import Budget, Watch
from lamb.course.learning.answer import typed
from lamb.course.learning.claims import claims
from lamb.course.learning.lesson import Exercise, Lesson, read_lesson
from lamb.definitions import Entry
from lamb.errors import LambError, LoadError, did_you_mean, reason_of
from lamb.files import Files, write_whole
from lamb.notation.names import NAME
from lamb.prelude import prelude
from lamb.quantities import natural

# ── The curriculum ────────────────────────────────────────────────────────────────────

SHIPPED = Path(__file__).parent.parent / "lessons"
NOT_A_LESSON = "README.md"

_FILE = re.compile(r"(?P<number>\d+)(?P<letter>[a-z]?)-(?P<name>[\w-]+)\.md")


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Lessons in their order, and the *errors* in files that should have been some."""

    lessons: tuple[Lesson, ...]
    errors: tuple[LambError, ...] = ()

    def __len__(self) -> int:
        return len(self.lessons)

    def number(self, lesson: Lesson) -> int:
        """The place of a lesson in the order, from 1."""
        return self.lessons.index(lesson) + 1

    def find(self, wanted: str) -> Lesson:
        """The lesson with a number, a name, a title, or the beginning of one. Raises LambError."""
        if (number := natural(wanted)) is not None and 1 <= number <= len(self):
            return self.lessons[number - 1]
        word = wanted.strip().casefold()
        for matches in (str.__eq__, str.startswith) if word else ():
            for lesson in self.lessons:
                if matches(lesson.name.casefold(), word) or matches(lesson.title.casefold(), word):
                    return lesson
        names = [lesson.name for lesson in self.lessons]
        hint = did_you_mean(word, names, f"they are numbered from 1 to {len(self)}")
        raise LambError(f"there is no lesson “{wanted}”", hint=hint)


def curriculum(folder: Path | None = None) -> Curriculum:
    """The lessons that are shipped, and those in a teacher's folder.

    A file `17a-xor.md` comes after 17; one with the name of a lesson that is shipped takes its place. A file
    that is not in order is left out, and named among the errors.
    """
    found: dict[str, tuple[tuple[int, str, str], Lesson]] = {}
    errors: list[LambError] = []
    for place in [SHIPPED, folder] if folder else [SHIPPED]:
        for path in _files(place, errors):
            try:
                position, lesson = _lesson_in(path)
                if place is folder:
                    claims(lesson.exercise.check)  # raises what is wrong with them
            except LambError as error:
                errors.append(error)
            else:
                found[lesson.name] = position, lesson
    ordered = sorted(found.values(), key=lambda item: item[0])
    return Curriculum(tuple(lesson for _, lesson in ordered), tuple(errors))


def _files(folder: Path, errors: list[LambError]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.name != NOT_A_LESSON)
    except OSError as error:
        errors.append(LoadError(f"the lessons in “{folder}” cannot be read: {reason_of(error)}"))
        return []


def _lesson_in(path: Path) -> tuple[tuple[int, str, str], Lesson]:
    """The lesson in a file, and its position. Raises LambError."""
    named = _FILE.fullmatch(path.name)
    if not named:
        raise LoadError(f"“{path}” is not called like a lesson", hint="number it: 12-currying.md")
    lesson = read_lesson(Files().open(path), named["name"])
    return (int(named["number"]), named["letter"], named["name"]), lesson


# ── What has been passed ──────────────────────────────────────────────────────────────


@dataclass
class PassedLessons:
    """The names of the lessons that were *passed*, and of the *current* one, kept in a small JSON file.

    A file that cannot be read counts as empty, and one that cannot be written is ignored. Two prompts may
    be used at once: what either has passed stays passed. Without a *path*, nothing is written.
    """

    path: Path | None = None
    passed: set[str] = field(default_factory=set)
    current: str | None = None

    @classmethod
    def load(cls, path: Path | None) -> PassedLessons:
        """The lessons that a file remembers; none if it is missing or damaged."""
        saved: object = None
        with suppress(OSError, ValueError, RecursionError):
            saved = json.loads(path.read_text(encoding="utf-8")) if path else None
        remembered = saved if isinstance(saved, dict) else {}
        names, current = remembered.get("passed"), remembered.get("current")
        passed = {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()
        return cls(path, passed, current if isinstance(current, str) else None)

    def note_passed(self, name: str) -> None:
        """Remember that a lesson has been passed."""
        self.passed.add(name)
        self.save()

    def note_current(self, name: str) -> None:
        """Remember the lesson that is open."""
        if name != self.current:
            self.current = name
            self.save()

    def save(self) -> None:
        """Replace the file as a whole, with what another prompt may have passed in the meantime."""
        self.passed |= PassedLessons.load(self.path).passed
        if self.path is None:
            return
        remembered = {"passed": sorted(self.passed), "current": self.current}
        text = json.dumps(remembered, ensure_ascii=False, indent=2) + "\n"
        with suppress(OSError, ValueError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, text.encode())


# ── An attempt ────────────────────────────────────────────────────────────────────────

ATTEMPT_BUDGET = Budget(steps=100_000, nodes=300_000, seconds=0.75)
"""The limits of checking one answer: the steps of each reduction, the seconds of all."""

RIGHT = "That is right."


@dataclass(frozen=True, slots=True)
class Feedback:
    """The reply to an answer.

    The *message* says what is right or wrong with it, the *remark* what the lesson has to say to this
    very answer. *error* is there if the text could not be read; the message has all of it.
    """

    passed: bool
    message: str
    remark: str = ""
    error: LambError | None = None


def attempt(
    exercise: Exercise,
    text: str,
    *,
    budget: Budget = ATTEMPT_BUDGET,
    watch: Watch | None = None,
    before: Iterable[Entry] = (),
) -> Feedback:
    """The reply to a text as an answer to the exercise; it may use definitions *before* it.

    A free name of the exercise is free, whatever was defined before.
    Raises LambError where the exercise itself is not in order; never for what is wrong with the text.
    """
    asked = claims(exercise.check)
    if exercise.steps is not None:
        budget = replace(budget, steps=exercise.steps)
    error: LambError | None = None
    free = set(NAME.findall(exercise.check.text)) - prelude().keys()
    try:
        before = [entry for entry in before if entry.definition.name not in free]
        answer = typed(text, budget, watch, before)
        refusals = (claim.refuse(answer) for claim in asked)
        refused = next(filter(None, refusals), None)
    except LambError as raised:
        refused, error = str(raised), raised
    if refused is None:
        return Feedback(True, exercise.right or RIGHT)
    return Feedback(False, refused, _remark(exercise, text), error)


def _remark(exercise: Exercise, text: str) -> str:
    """The lesson's remark on an answer: on the same text, or else on the same term."""
    for wrong in exercise.wrong:
        if wrong.remark and _is_same(wrong.answer, text):
            return wrong.remark
    return ""


def _is_same(text: str, other: str) -> bool:
    if text.split() == other.split():
        return True
    try:
        return typed(text, ATTEMPT_BUDGET).term == typed(other, ATTEMPT_BUDGET).term
    except LambError:
        return False


# ── The way ───────────────────────────────────────────────────────────────────────────


class Study:
    """A curriculum, and a learner's progress through it. Raises LoadError if it has no lesson."""

    def __init__(self, curriculum: Curriculum, progress: PassedLessons | None = None) -> None:
        self.curriculum = curriculum
        self.progress = progress or PassedLessons()
        self._hints = Counter[str]()  # how many were given, by lesson
        if not curriculum.lessons:
            raise LoadError("there are no lessons here", hint="the file of a lesson is called 01-name.md")
        names = {lesson.name: lesson for lesson in curriculum.lessons}
        open_ones = (lesson for lesson in curriculum.lessons if not self.has_passed(lesson))
        self.lesson = names.get(self.progress.current or "") or next(open_ones, curriculum.lessons[0])

    @property
    def number(self) -> int:
        return self.curriculum.number(self.lesson)

    @property
    def passed(self) -> int:
        """The number of lessons that have been passed."""
        return sum(map(self.has_passed, self.curriculum.lessons))

    @property
    def finished(self) -> bool:
        """True if all have been passed."""
        return self.passed == len(self.curriculum)

    def has_passed(self, lesson: Lesson) -> bool:
        return lesson.name in self.progress.passed

    def go_to(self, wanted: str) -> Lesson:
        """Turn to a lesson by its number, name or title. Raises LambError if there is none."""
        return self._open(self.curriculum.find(wanted))

    def turn(self, by: int) -> Lesson | None:
        """Turn to the lesson that comes so many after this one, or before it; None if there is none."""
        number = self.number + by
        return self._open(self.curriculum.lessons[number - 1]) if 0 < number <= len(self.curriculum) else None

    def _open(self, lesson: Lesson) -> Lesson:
        self.lesson = lesson
        self.progress.note_current(lesson.name)
        return lesson

    def attempt(self, text: str, watch: Watch | None = None, before: Iterable[Entry] = ()) -> Feedback:
        """The reply to an answer, with definitions *before* it; if it passes, that is remembered.

        Raises LambError where the lesson itself is not in order.
        """
        feedback = attempt(self.lesson.exercise, text, watch=watch, before=before)
        if feedback.passed:
            self.progress.note_passed(self.lesson.name)
        return feedback

    @property
    def hints_left(self) -> int:
        return len(self.lesson.exercise.hints) - self._hints[self.lesson.name]

    def hint(self) -> str | None:
        """The next hint; None if all have been given."""
        if not self.hints_left:
            return None
        hint = self.lesson.exercise.hints[-self.hints_left]
        self._hints[self.lesson.name] += 1
        return hint

    def solution(self) -> str | None:
        """The solution, once all hints have been given or the lesson is passed; None before."""
        if self.hints_left and not self.has_passed(self.lesson):
            return None
        return self.lesson.exercise.solution
