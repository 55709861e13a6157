"""While an evaluation runs: how far it is, and Ctrl-C.

After a second, one line on standard error says how many steps there have been, and how much is held
in memory, if that is a terminal; it is taken away when the evaluation ends. Ctrl-C asks the
evaluation to stop, so that it can say what it reached. Where nothing listens (while a text is read
or parsed, say), and the second time, it ends the program.
"""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from lamb.calculus.memory import Memory

PATIENCE = 1.0  # seconds before the line appears
PACE = 0.1  # seconds between two lines
LISTENING = 0.2  # seconds after which an evaluation that has not asked will not ask soon
NEVER = float("-inf")


class Progress:
    """Called with the steps so far, it says whether to stop. *screen* is where the line goes."""

    def __init__(self, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen = screen
        self.clock = clock
        self.interrupted = False
        self._begun = self._due = clock()
        self._asked = NEVER  # when it was last called, in this statement
        self._before = self._latest = 0  # steps of earlier reductions, and of this one
        self._drawn = 0  # characters of the line that is on the screen
        self._memory = Memory()

    def __call__(self, steps: int) -> bool:
        self._asked = self.clock()
        if steps < self._latest:  # another reduction, of the same statement
            self._before += self._latest
        self._latest = steps
        if self.screen is not None and self._asked >= self._due:
            self._draw(self.screen)
            self._due = self._asked + PACE
        return self.interrupted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While one statement is carried out."""
        self._asked = NEVER
        self._begun = self.clock()
        self._due = self._begun + PATIENCE
        self._before = self._latest = 0
        self._memory = Memory()
        try:
            yield
        finally:
            self._asked = NEVER
            self.erase()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """While Ctrl-C asks to stop. A program that is told to ignore it still does."""
        usual = signal.default_int_handler
        main = threading.current_thread() is threading.main_thread()
        ours = main and signal.getsignal(signal.SIGINT) is usual
        if ours:
            signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            if ours:
                signal.signal(signal.SIGINT, usual)

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:
        if self.interrupted or self.clock() - self._asked > LISTENING:
            raise KeyboardInterrupt
        self.interrupted = True

    # ── the line ──

    def _draw(self, screen: TextIO) -> None:
        seconds = self._asked - self._begun
        size = max(0, round(self._memory.held(), -3))
        line = f"{self._before + self._latest:,} steps, {seconds:.1f} s, {size:,} nodes — Ctrl-C stops"
        self._put(screen, line[: shutil.get_terminal_size().columns - 3])

    def erase(self) -> None:
        """Take the line away."""
        if self.screen is not None and self._drawn:
            self._put(self.screen, "")
            self._drawn = 0

    def _put(self, screen: TextIO, line: str) -> None:
        blanks = " " * (self._drawn - len(line))
        screen.write(f"\r{line}{blanks}" if line else f"\r{blanks}\r")
        screen.flush()
        self._drawn = max(len(line) + len("^C"), self._drawn)
