"""A learner at the prompt: lessons are shown, and answers to their exercises heard.

While a lesson is open, every input is carried out as always. If it answers the exercise, that is said, and
the lesson is passed; if it does not, and is none of the lesson's examples, there is a word. After a lesson
that was passed, an empty line shows the next.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lamb.course.learning.lesson import LessonPart, Prose
from lamb.course.learning.study import Curriculum, Feedback, PassedLessons, Study, curriculum
from lamb.errors import LambError
from lamb.repl.drawing import example, prose, table
from lamb.repl.repl import Repl, command
from lamb.show.lines import Line, Piece, Sentence, complaint

MARGIN = "    "
OWN = "lessons"  # a folder beside the start-up file


class Learner:
    """A way through a curriculum. The lesson *is open* from when it is shown to when it is passed."""

    def __init__(self, repl: Repl, lessons: Curriculum) -> None:
        self.repl = repl
        self.study = Study(lessons, PassedLessons.load(repl.homes.course))
        self.is_open = False
        self.goes_on = False  # an empty line shows the next lesson

    # ── lessons ──

    def show_next(self) -> None:
        """Show the lesson that is open, or the next that has not been passed."""
        study = self.study
        if not self.is_open and study.finished:
            self.repl.say("You have passed all lessons. :learn N opens any of them again.")
            return
        while not self.is_open and study.has_passed(study.lesson):
            if study.turn(1) is None:
                study.go_to("1")
        self.show()

    def show(self) -> None:
        """Show the lesson, and let it be answered."""
        study, lesson = self.study, self.study.lesson
        passed = ", passed" if study.has_passed(lesson) else ""
        done = f" ({study.passed} passed)" if study.passed and not passed else ""
        heading = f"Lesson {study.number} of {len(study.curriculum)}{done}{passed}: "
        lines: list[Line] = [(), Sentence((Piece(heading, "note"), Piece(lesson.title, "place")))]
        for part in lesson.parts:
            lines += [(), *self._part(part)]
        lines += [(), (Piece("Exercise", "note"),), (), *self._prose(lesson.exercise.task)]
        if not self.is_open:
            how = "Type your answer. `:learn check` says what is wrong with it, `:learn hint` helps."
            lines += [(), *self._prose(how)]
        self.repl.page(*lines)
        self.is_open, self.goes_on = True, False

    def turn(self, by: int) -> None:
        if self.study.turn(by) is None:
            which = "last" if by > 0 else "first"
            raise LambError(f"this is the {which} lesson", hint=":learn list shows them")
        self.show()

    def contents(self) -> None:
        study, lessons = self.study, self.study.curriculum.lessons
        done = "✓" if self.repl.terminal.encodes("✓") else "x"
        rows = [
            (
                (">" if lesson is study.lesson else " ") + (done if study.has_passed(lesson) else " "),
                f"{number:>2}",
                f"{lesson.title}: {lesson.about}",
            )
            for number, lesson in enumerate(lessons, 1)
        ]
        passed = f"{study.passed} of {len(lessons)} passed; :learn goes on, :learn N opens one"
        self.repl.page(*table(rows, ("comment", "note", "plain"), self.repl.width), "", passed)

    def stop(self) -> None:
        self.is_open = False
        self.repl.say(f"{self.study.passed} of {len(self.study.curriculum)} lessons passed; :learn goes on")

    # ── the exercise ──

    def hear(self, typed: str) -> None:
        """Let the lesson be passed, if an input answers it. Say so if not, but of examples."""
        if not typed and self.goes_on:
            self.show_next()
        self.goes_on = False
        if not self.is_open or not typed:
            return
        tries = "\n".join(part.text for part in self.study.lesson.tries).split("\n")
        tried = self._attempt(typed)
        if tried.passed:
            self._praise(tried)
        elif typed not in (line.partition("  --")[0].strip() for line in tries):
            self.repl.say((Piece("not the answer yet; :learn check says why", "comment"),))

    def check(self, text: str) -> None:
        """Say whether a text is an answer, and if not, why not."""
        tried = self._attempt(text)
        if tried.passed:
            self._praise(tried)
            return
        what, *where = complaint(tried.error) if tried.error else [(Piece(tried.message),)]
        self.repl.say(Sentence((Piece("Not yet: ", "error"), *what)), *where)
        if tried.remark:
            self.repl.say(*self._prose(tried.remark))
        if self.study.hints_left:
            self.repl.say((Piece(":learn hint helps", "comment"),))

    def _attempt(self, text: str) -> Feedback:
        with self.repl.progress.watching():
            before = self.repl.session.definitions.entries.values()
            return self.study.attempt(text, self.repl.progress, before)

    def _praise(self, tried: Feedback) -> None:
        self.is_open = False
        first, *others = self._prose(tried.message)
        self.repl.say((Piece("✓ " if self.repl.terminal.encodes("✓") else "", "comment"), *first), *others)
        if self.study.finished:
            self.repl.say("That was the last one: you have passed them all.")
        else:
            self.goes_on = True
            self.repl.say((Piece("Enter or :learn goes on", "comment"),))

    def hint(self) -> None:
        hint = self.study.hint()
        if hint is None:
            raise LambError("there are no more hints", hint=":learn solution shows how it can be done")
        left = self.study.hints_left
        more = f"({left} more)" if left else "(the last; :learn solution shows how it can be done)"
        self.repl.say(*self._prose(hint), (Piece(more, "comment"),))

    def solution(self) -> None:
        solution = self.study.solution()
        if solution is None:
            left = self.study.hints_left
            raise LambError(f"there are hints left: {left}", hint=":learn hint gives one")
        self.repl.say(*(example(MARGIN + line) for line in solution.split("\n")))

    # ── lines ──

    def _part(self, part: LessonPart) -> list[Line]:
        if isinstance(part, Prose):
            return self._prose(part.text)
        return [example(MARGIN + line) for line in part.text.split("\n")]

    def _prose(self, text: str) -> list[Line]:
        return prose(text, self.repl.width, colored=self.repl.terminal.out_colored)


# ── The command ───────────────────────────────────────────────────────────────────────


@command(
    "learn", "[N | list | next | back | hint | check TERM | solution | stop]", "a course of short lessons"
)
def learn(repl: Repl, rest: str) -> None:
    """Opens the lesson that you have come to, or number N (or a lesson by its name). Try things as always;
    when what you type answers the exercise, the lesson is passed, and that is remembered. An answer may
    use what you have defined. After ✓, Enter shows the next lesson.

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
        repl.listener = learner(repl, _folder(more.strip()))
    elif not isinstance(repl.listener, Learner):
        repl.listener = learner(repl)
    student = repl.listener
    assert isinstance(student, Learner)
    actions: dict[str, Callable[[], None]] = {
        "": student.show_next,
        "list": student.contents,
        "next": lambda: student.turn(1),
        "back": lambda: student.turn(-1),
        "hint": student.hint,
        "solution": student.solution,
        "stop": student.stop,
    }
    if word == "from":
        student.contents()
    elif word == "check":
        student.check(more.strip() or _last_statement(repl))
    elif rest in actions:
        actions[rest]()
    else:
        student.study.go_to(rest)
        student.show()


def learner(repl: Repl, folder: Path | None = None) -> Learner:
    """A learner of the lessons there are, and of those in a folder. Raises LoadError."""
    own = repl.homes.config / OWN if repl.homes.config else None
    if folder is None and own is not None and own.is_dir():
        folder = own
    lessons = curriculum(folder)
    for error in lessons.errors:
        repl.terminal.remark(*complaint(error))
    return Learner(repl, lessons)


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
