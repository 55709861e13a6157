"""The prompt: what is typed is read, carried out, and so on until somebody leaves.

The first prompt is there before anything is loaded that only its answers need.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Protocol

from lamb.calculus.collector import fewer_collections
from lamb.interface.repl.background import Background
from lamb.interface.repl.greeting import greeting
from lamb.interface.repl.homes import Homes, homes
from lamb.interface.repl.inputs import inputs
from lamb.interface.terminal import Terminal, encodes

if TYPE_CHECKING:
    from lamb.interface.repl.loaded import Loaded
    from lamb.interface.repl.repl import Repl

NO_TERMINALS = ("", "dumb", "unknown")


class Reader(Protocol):
    """Whoever asks for an input."""

    def read(self) -> str:
        """What is typed next. Raises EOFError to leave."""
        ...


def prompt() -> int:
    """Answer what is typed until somebody leaves; the exit code."""
    terminal, mine = Terminal(), homes()
    loading: Background[Loaded] = Background(lambda: _load(terminal, mine))
    said = greeting(mine, get_terminal_size().columns, types_lambda=_edits() and encodes(terminal.out, "λ"))
    terminal.write("".join(line + "\n" for line in said))
    terminal.flush()
    if mine.start:
        begin(loading().repl)
    with fewer_collections():
        reader = _reader(terminal, mine, loading)
    with suppress(EOFError):
        while not terminal.gone:
            with suppress(KeyboardInterrupt):
                answer(reader.read(), loading().repl)
    return terminal.finish(0)


def answer(text: str, repl: Repl) -> None:
    """Carry out an input. Raises EOFError if it says to leave."""
    from lamb.interface.repl.repl import Leave

    for one in inputs(text):
        try:
            repl.enter(one)
        except Leave:
            raise EOFError from None


def begin(repl: Repl) -> None:
    """Carry out the program that the user wants at the start, as if it were typed."""
    from lamb.interface.repl.lexing import command
    from lamb.interface.repl.repl import Leave
    from lamb.source import Source

    if repl.homes.start is None:
        return
    with suppress(Leave), repl.unharmed():
        source = repl.session.files.open(repl.homes.start)
        for one in inputs(source.text):
            if command(one) is not None:
                repl.enter(one)
                continue
            for result in repl.watched(repl.session.run(Source(one, source.name))):
                repl.show(result)


def _load(terminal: Terminal, mine: Homes) -> Loaded:
    from lamb.interface.repl.loaded import Loaded

    return Loaded(terminal, mine)


def _edits() -> bool:
    """Whether the terminal can do more than show text."""
    return os.environ.get("TERM", "") not in NO_TERMINALS or sys.platform == "win32"


def _reader(terminal: Terminal, mine: Homes, loading: Background[Loaded]) -> Reader:
    """The best that the terminal can do."""
    prompt, continuation = ("λ> " if encodes(terminal.out, "λ") else "\\> "), ".. "
    if not _edits():
        from lamb.interface.repl.plain import Plain

        return Plain(prompt, continuation)
    from lamb.interface.repl.editor import Editor

    return Editor(loading, prompt, continuation, mine.history)
