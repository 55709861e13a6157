"""`lamb` on a terminal that does what it is told: what somebody would see is on it."""

from __future__ import annotations

import os
import re
import termios
import time
from pathlib import Path

import pyte

from tests.cli.command import LONG, Screen

ENTER, BACKSPACE, TAB, UP = "\r", "\x7f", "\t", "\x1b[A"
CTRL_C, CTRL_D, CTRL_R = "\x03", "\x04", "\x12"

ENOUGH = 50  # times that Ctrl-C is pressed
PATIENCE = 1  # seconds after which nobody has heard it

PROMPT, NO_PROMPT = "\x1b[?2004h", "\x1b[?2004l"  # what is pasted is wanted in brackets, or not


class Emulator(Screen):
    """A terminal. *home* has the user's files; *old*: somebody was here before; *mute*: it answers no
    question about itself.
    """

    def __init__(
        self, home: Path, *, old: bool = True, mute: bool = False, columns: int = 80, **env: str
    ) -> None:
        if old and home.is_dir():
            (home / "history").touch()
        self._screen = pyte.Screen(columns, 24)
        self._stream = pyte.Stream(self._screen)
        self._screen.write_process_input = self._answer if not mute else lambda text: None
        self._seen = 0
        self._ended = False
        super().__init__(columns=columns, **{"LAMB_HOME": str(home), "PAGER": "", **env})

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def shown(self) -> str:
        return "\n".join(self.lines).rstrip()

    def wait_for(self, pattern: str) -> None:
        """Read until a pattern is on the screen."""
        until = time.monotonic() + LONG
        while not re.search(pattern, self.shown, re.MULTILINE):
            assert time.monotonic() < until, f"{pattern!r} never appeared:\n{self.shown}"
            assert self._read(), f"{pattern!r} is not there:\n{self.shown}"

    def enter(self, text: str) -> None:
        """Type an input at a prompt, and wait for the next prompt."""
        self.wait_for_prompt()
        ended = self.text.count(NO_PROMPT)
        self.type(text + ENTER)
        while self.text.count(NO_PROMPT) == ended:
            assert self._read(), f"{text!r} is not an input:\n{self.shown}"
        self.wait_for_prompt()

    def wait_for_prompt(self) -> None:
        """Read until a prompt waits for an input."""
        while self.text.rfind(PROMPT) <= self.text.rfind(NO_PROMPT):
            assert self._read(), f"there is no prompt:\n{self.shown}"

    @property
    def is_raw(self) -> bool:
        """True if keys go to the program as they are."""
        return not termios.tcgetattr(self.keys)[3] & termios.ICANON

    def interrupt(self, answer: str) -> None:
        """Press Ctrl-C until a pattern is on the screen.

        Python's `input` does not hear one that comes between its prompt and its reading.
        """
        for _ in range(ENOUGH):
            self.type(CTRL_C)
            while not self.is_silent(PATIENCE):
                self._read()
                if re.search(answer, self.shown, re.MULTILINE):
                    return
        raise AssertionError(f"Ctrl-C was not heard:\n{self.shown}")

    def leave(self) -> int:
        """Press Ctrl-D at a prompt, and give the exit code."""
        self.wait_for_prompt()
        self.type(CTRL_D)
        return self.end()

    def color_of(self, text: str) -> str:
        """The colour of the last place on the screen where a text is."""
        row, column = max((row, line.rfind(text)) for row, line in enumerate(self.lines) if text in line)
        return str(self._screen.buffer[row][column].fg)

    def end(self) -> int:
        """Wait for the end, and give the exit code."""
        self._ended = True
        return super().end()

    def stop(self) -> None:
        """End it in any case."""
        if not self._ended:
            self.process.kill()
            self.end()

    def _answer(self, text: str) -> None:
        os.write(self.keys, text.encode())

    def _read(self) -> bool:
        more = super()._read()
        self._stream.feed(self.text[self._seen :])
        self._seen = len(self.text)
        return more
