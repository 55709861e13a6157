"""The prompt: what is typed is read, carried out, and so on until the user leaves.

The first prompt is there before anything is loaded that only its answers need.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO, StringIO, TextIOWrapper
from shutil import get_terminal_size
from types import FrameType

from lamb.cli.progress import Interrupts, handling, quiet_destructors
from lamb.cli.terminal import Terminal, control_d
from lamb.freeing import fewer_collections
from lamb.quantities import counted
from lamb.repl.editor import Background, Editor, Loaded
from lamb.repl.homes import Homes, homes
from lamb.version import __version__

NO_TERMINALS = ("", "dumb", "unknown")


def prompt(*first: str) -> int:
    """Answer inputs, the *first* ones and what is typed, until the user leaves; the exit code."""
    terminal, mine = Terminal(), homes()
    loading: Background[Loaded] = Background(lambda: Loaded(terminal, mine))
    types_lambda = _edits() and terminal.encodes("λ")
    terminal.answer(greeting(mine, get_terminal_size().columns, types_lambda=types_lambda))
    terminal.flush()
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
    interrupts = Interrupts()

    def told(work: Callable[[], object]) -> None:
        """Do some work, and say so if Ctrl-C breaks it off."""
        if interrupts.stops(work):
            terminal.remark("interrupted")

    with (
        control_d(ends_input=not _edits()),
        handling(interrupts),
        quiet_destructors() as tell,
        suppress(EOFError),
    ):
        if mine.start:
            told(lambda: loading().repl.begin())  # noqa: PLW0108  (Ctrl-C breaks off the loading, too)
        for one in first:
            told(partial(loading().repl.answer, one))
        sign, continuation = ("λ> " if terminal.encodes("λ") else "\\> "), ".. "
        reader: Plain | Editor
        with fewer_collections():
            if _edits():
                reader = Editor(loading, sign, continuation, mine.history)
            else:
                reader = Plain(sign, continuation)
        while not terminal.gone:
            told(partial(_round, reader, loading))
            tell()
    return terminal.finish(0)


def _round(reader: Plain | Editor, loading: Background[Loaded]) -> None:
    """Answer the next input. Raises EOFError if there is none, or if it says to leave."""
    text = reader.read()
    repl = loading().repl
    repl.read = reader.ask
    repl.answer(text)


def piped(*first: str) -> int:
    """Answer inputs, the *first* ones and what standard input has; the exit code. Where no command is among
    them, that is a program.
    """
    from lamb.files import LARGEST
    from lamb.repl.lexing import command, inputs

    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin and not sys.stdin.isatty() else b""
    texts = [*first, content.decode(errors="replace")]
    may_command = any(re.search(r"^\s*:", text, re.MULTILINE) for text in texts)  # looking closely takes long
    commands = may_command and any(command(one) for text in texts for one in inputs(text))
    if len(content) > LARGEST or not commands:
        from lamb.cli import evaluate

        sys.stdin = TextIOWrapper(BytesIO(content))
        return evaluate.command(["-"])
    from lamb.repl.repl import Repl

    terminal = Terminal()
    repl = Repl(terminal, homes=homes())
    sys.stdin = StringIO()  # has been read
    with suppress(EOFError):
        for text in texts:
            repl.answer(text)
    return terminal.finish(repl.code)


def _terminate(signum: int, frame: FrameType | None) -> None:
    """End in order, so that the terminal is left as it was."""
    signal.signal(signum, signal.SIG_DFL)  # the next one is obeyed at once
    sys.exit(128 + signum)


def _edits() -> bool:
    """True if the terminal can do more than show text."""
    return os.environ.get("TERM", "") not in NO_TERMINALS or sys.platform == "win32"


# ── Greeting ────────────────────────────────────────────────────────────────────────


TITLE = f"lamb {__version__}: the λ-calculus"
EXAMPLES = {
    "add 2 3": "an answer, and all it can be read as",
    "twice f x = f (f x)": "a definition",
    ":step twice succ 3": "a reduction, step by step",
}
"""Inputs to try, and what comes of each."""
MORE = ":learn is a course in short lessons, :help lists the commands, Ctrl-D leaves."
LAMBDA = "A backslash that is typed becomes λ."
NARROW = 60  # columns under which nothing is said beside the examples


def greeting(homes: Homes, columns: int, *, types_lambda: bool = True) -> list[str]:
    """The sentences before the first prompt: three things to try, where nothing was typed before, as far as
    is known. *types_lambda*: `\\` becomes λ there.
    """
    if homes.history and homes.history.exists():
        return [f"{TITLE}. :help lists the commands, Ctrl-D leaves.", *_course(homes)]
    width = max(map(len, EXAMPLES)) + 4
    examples = [f"  {example:<{width}}{what}" for example, what in EXAMPLES.items()]
    if columns < NARROW:
        examples = [f"  {example}" for example in EXAMPLES]
    return [
        f"{TITLE}. Three things to try:",
        "",
        *examples,
        "",
        MORE,
        *([LAMBDA] if types_lambda else []),
        "",
    ]


def _course(homes: Homes) -> list[str]:
    """A sentence on the way through the course, where it has begun; the lessons themselves are not read."""
    if homes.course is None or not homes.course.exists():
        return []
    import json

    try:
        remembered = json.loads(homes.course.read_text(encoding="utf-8"))
        passed, current = len(remembered["passed"]), remembered["current"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    lesson = f" You were at “{current}”." if isinstance(current, str) else ""
    return [f":learn goes on with the course: {counted(passed, 'lesson')} passed.{lesson}"] if passed else []


# ── Plain ───────────────────────────────────────────────────────────────────────────


class Plain:
    """Reads an input line by line, where a terminal can only show text (`TERM=dumb`, or none is named)."""

    def __init__(self, prompt: str, continuation: str) -> None:
        self.prompt, self.continuation = prompt, continuation
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def ask(self, prompt: str) -> str:
        return input(prompt)

    def read(self) -> str:
        """The next input; none, if it is interrupted. Raises EOFError when there is no more."""
        from lamb.notation.parser import is_incomplete
        from lamb.repl.lexing import INDENTATION, is_whole

        try:
            text = input(self.prompt)
            while not is_whole(text):
                line = input(self.continuation)
                if line and not line[0].isspace() and is_incomplete(text):
                    line = INDENTATION + line  # or it would begin a statement in the middle of one
                text = f"{text}\n{line}"
        except EOFError:
            print()
            raise
        except KeyboardInterrupt:
            print()
            return ""
        return text
