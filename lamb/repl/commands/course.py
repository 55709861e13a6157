"""A learner at the prompt: what a lesson looks like, and what is said to answers.

While a lesson is open, whatever is typed is carried out as always. If it answers the exercise, that
is said, and the lesson is passed; if it does not, it was something to try, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lamb.course.learning.lesson import (
    Curriculum,
    Lesson,
    Part,
    Steps,
    Try,
    curriculum,
)
from lamb.course.learning.study import Attempted, Progress, Study
from lamb.errors import LambError
from lamb.repl.commands import command
from lamb.repl.commands.about import example, laid_out
from lamb.repl.drawing import table
from lamb.show.lines import Line, Piece, complaint

if TYPE_CHECKING:
    from lamb.repl.repl import Repl

MARGIN = "    "
OWN = "lessons"  # a folder beside the start-up file


def learner(repl: Repl, folder: Path | None = None) -> Learner:
    """Somebody who learns from the lessons there are, and from those in a folder. Raises LoadError."""
    own = repl.homes.config / OWN if repl.homes.config else None
    if folder is None and own is not None and own.is_dir():
        folder = own
    lessons = curriculum(folder)
    for error in lessons.errors:
        repl.terminal.remark(*complaint(error))
    return Learner(repl, lessons)


class Learner:
    """A way through a curriculum. The lesson *is open* from when it is shown to when it is passed."""

    def __init__(self, repl: Repl, lessons: Curriculum) -> None:
        self.repl = repl
        self.study = Study(lessons, Progress.load(repl.homes.course))
        self.is_open = False

    # ── lessons ──

    def show_next(self) -> None:
        """Show the lesson that is open, or the next that has not been passed."""
        if not self.is_open and self.study.has_passed(self.study.lesson):
            if self.study.finished:
                self.repl.say("You have passed all lessons. :learn N opens any of them again.")
                return
            while self.study.has_passed(self.study.lesson):
                if self.study.go_on() is None:
                    self.study.go_to("1")
        self.show()

    def show(self) -> None:
        """Show the lesson, and let it be answered."""
        study, lesson = self.study, self.study.lesson
        passed = ", passed" if study.has_passed(lesson) else ""
        heading = f"Lesson {study.number} of {len(study.curriculum)}{passed}: "
        self.repl.say("", (Piece(heading, "note"), Piece(lesson.title, "place")))
        for part in lesson.parts:
            self.repl.say("", *self._part(part))
        self.repl.say("", (Piece("Exercise", "note"),), "", *self._prose(lesson.exercise.task))
        if not self.is_open:
            how = "Type your answer. `:learn check` says what is wrong with it, `:learn hint` helps."
            self.repl.say("", *self._prose(how))
        self.is_open = True

    def turn(self, by: int) -> None:
        """Show the lesson after this one, or before."""
        there = self.study.go_on() if by > 0 else self.study.go_back()
        if there is None:
            raise LambError(
                f"this is the {'last' if by > 0 else 'first'} lesson", hint=":learn list shows them"
            )
        self.show()

    def go_to(self, wanted: str) -> None:
        """Show a lesson by its number or name."""
        self.study.go_to(wanted)
        self.show()

    def contents(self) -> None:
        """Show which lessons there are."""
        study = self.study
        done = "✓" if self.repl.terminal.encodes("✓") and not self.repl.settings.ascii else "x"
        rows = [self._row(number, lesson, done) for number, lesson in enumerate(study.curriculum.lessons, 1)]
        table(self.repl, rows, ("comment", "note", "plain"))
        self.repl.say("", f"{study.passed} of {len(rows)} passed; :learn goes on, :learn N opens one")

    def _row(self, number: int, lesson: Lesson, done: str) -> tuple[str, str, str]:
        here = ">" if lesson is self.study.lesson else " "
        return (
            here + (done if self.study.has_passed(lesson) else " "),
            f"{number:>2}",
            f"{lesson.title}: {lesson.about}",
        )

    def stop(self) -> None:
        """Listen to answers no more."""
        self.is_open = False
        self.repl.say(f"{self.study.passed} of {len(self.study.curriculum)} lessons passed; :learn goes on")

    # ── the exercise ──

    def hear(self, text: str) -> None:
        """Something has been typed. If it is an answer, the lesson is passed."""
        tries = "\n".join(part.text for part in self.study.lesson.tries)
        if self.is_open and text not in (line.partition("  --")[0].strip() for line in tries.split("\n")):
            tried = self._attempt(text)
            if tried.passed:
                self._praise(tried)

    def check(self, text: str) -> None:
        """Say whether a text is an answer, and if not, why not."""
        tried = self._attempt(text)
        if tried.passed:
            self._praise(tried)
            return
        self.repl.say((Piece("Not yet: ", "error"), Piece(tried.message)))
        if tried.remark:
            self.repl.say(*self._prose(tried.remark))
        if self.study.hints_left:
            self.repl.say((Piece(":learn hint helps", "comment"),))

    def _attempt(self, text: str) -> Attempted:
        with self.repl.progress.watching():
            return self.study.attempt(text, self.repl.progress)

    def _praise(self, tried: Attempted) -> None:
        self.is_open = False
        message = self._prose(tried.message)
        self.repl.say((Piece("✓ " if self._has_marks else "", "comment"), *message[0]), *message[1:])
        if self.study.finished:
            self.repl.say("That was the last one: you have passed them all.")
        else:
            self.repl.say((Piece(":learn goes on", "comment"),))

    def hint(self) -> None:
        """Say a little more."""
        hint = self.study.hint()
        if hint is None:
            raise LambError("there are no more hints", hint=":learn solution shows how it can be done")
        left = self.study.hints_left
        more = f"({left} more)" if left else "(the last; :learn solution shows how it can be done)"
        self.repl.say(*self._prose(hint), (Piece(more, "comment"),))

    def solution(self) -> None:
        """Show how it can be done, to somebody who has had all hints."""
        solution = self.study.solution()
        if solution is None:
            left = self.study.hints_left
            raise LambError(
                f"there {'is 1 hint' if left == 1 else f'are {left} hints'} left",
                hint=":learn hint gives one",
            )
        self.repl.say(*(example(MARGIN + line) for line in solution.split("\n")))

    # ── what it looks like ──

    def _part(self, part: Part) -> list[Line]:
        match part:
            case Try() | Steps():
                return [example(MARGIN + line) for line in part.text.split("\n")]
        return self._prose(part.text)

    def _prose(self, text: str) -> list[Line]:
        return laid_out(text, self.repl.width, colored=self.repl.terminal.out_colored)

    @property
    def _has_marks(self) -> bool:
        return self.repl.terminal.encodes("✓") and not self.repl.settings.ascii


# ── Course ──────────────────────────────────────────────────────────────────────────
# The course: short lessons with exercises.


@command(
    "learn", "[N | list | next | back | hint | check TERM | solution | stop]", "a course of short lessons"
)
def learn(repl: Repl, rest: str) -> None:
    """Opens the lesson that you have come to, or number N (or a lesson by its name). Try things as always;
    when what you type answers the exercise, the lesson is passed, and that is remembered.

        :learn
        :learn list
        :learn 21
        :learn check λx. x
        :learn hint
        :learn stop

      check TERM   is this an answer? Without a TERM: the last input
      hint         a hint, and then another; after the last, solution shows one
      next, back   another lesson
      list         all lessons, and which you have passed
      stop         no more lessons for now

    A teacher's own lessons are read from the folder “lessons” beside the start-up file, or, with
    :learn from FOLDER, from any.
    """

    word, _, more = rest.partition(" ")
    if word == "from":
        repl.learner = learner(repl, _folder(more.strip()))
        repl.learner.contents()
        return
    repl.learner = repl.learner or learner(repl)
    actions = _actions(repl.learner)
    if word == "check":
        repl.learner.check(more.strip() or _last_statement(repl))
    elif rest in actions:
        actions[rest]()
    else:
        repl.learner.go_to(rest)


def _actions(learner: Learner) -> dict[str, Callable[[], None]]:
    return {
        "": learner.show_next,
        "list": learner.contents,
        "next": lambda: learner.turn(1),
        "back": lambda: learner.turn(-1),
        "hint": learner.hint,
        "solution": learner.solution,
        "stop": learner.stop,
    }


def _last_statement(repl: Repl) -> str:
    """The last input that was no command."""
    for typed in reversed(repl.entered):
        if typed and not typed.startswith(":"):
            return typed
    raise LambError("nothing has been typed yet", hint="type an answer, or :learn check ANSWER")


def _folder(written: str) -> Path:
    folder = Path(written.strip("\"'")).expanduser() if written else Path()
    if not written or not folder.is_dir():
        raise LambError(f"there is no folder “{written}”" if written else "which folder?")
    return folder
