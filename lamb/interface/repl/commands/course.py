"""The course: short lessons with exercises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lamb.errors import LambError
from lamb.interface.repl.commands import command

if TYPE_CHECKING:
    from lamb.interface.repl.learner import Learner
    from lamb.interface.repl.repl import Repl


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
    from lamb.interface.repl.learner import learner

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
