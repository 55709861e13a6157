r"""Standard output and standard error: colours, encodings, and readers that go away.

Nothing that is written can harm a terminal: control characters are shown, not sent. What an
encoding lacks is spelled out (`\` for λ, `->` for →), so that no text is ever refused.
"""

from __future__ import annotations

import codecs
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from types import FrameType
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

from lamb.calculus.budget import Memory
from lamb.errors import safe

if TYPE_CHECKING:
    from lamb.show.lines import Line

Color: TypeAlias = Literal["auto", "always", "never"]

USUAL_COLUMNS = 100
_CODES = {  # of ECMA-48
    "comment": "32",
    "place": "1",
    "error": "1;31",
    "note": "33",
    "hint": "36",
    "redex": "1;4",
    "contractum": "35",
    "new redex": "1;4;35",
}
_SPELLED = {"λ": "\\", "→": "->", "…": "...", "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "·": "."}


class Terminal:
    """The two streams. *gone*: nobody reads standard output any more, so no more need be done."""

    def __init__(self) -> None:
        self.out, self.err = sys.stdout, sys.stderr  # either is None where it was closed
        self.gone = self.failed = False
        for stream in (self.out, self.err):
            _never_refuse(stream)
        self.color("auto")

    def color(self, color: Color) -> None:
        """Use colours, or not."""
        self.out_colored = _colored(self.out, color)
        self.err_colored = _colored(self.err, color)

    @property
    def screen(self) -> TextIO | None:
        """Standard error, if somebody looks at it."""
        return self.err if is_terminal(self.err) else None

    @property
    def columns(self) -> int:
        """How wide a line may be."""
        return columns(0, self) or USUAL_COLUMNS

    def encodes(self, text: str) -> bool:
        """Whether standard output can have *text* as it is."""
        return encodes(self.out, text)

    def answer(self, lines: Iterable[Line]) -> None:
        """Write lines to standard output."""
        for line in lines:
            self.write(painted(line, self.out_colored) + "\n")

    def remark(self, *lines: Line | str) -> None:
        """Write lines to standard error, after all that was written to standard output."""
        self.flush()
        for line in lines:
            text = safe(line) if isinstance(line, str) else painted(line, self.err_colored)
            with suppress(OSError, ValueError):  # there is nobody to tell
                print(text, file=self.err or StringIO(), flush=True)

    def write(self, text: str) -> None:
        """Write to standard output, until nobody reads it any more."""
        if self.out is not None and not self.gone:
            try:
                self.out.write(text)
            except OSError as error:
                self._lose(error)

    def flush(self) -> None:
        """Send what has been written to standard output."""
        if self.out is not None and not self.gone:
            try:
                self.out.flush()
            except OSError as error:
                self._lose(error)

    def finish(self, code: int) -> int:
        """Send the rest. With which code to exit, *code* being that of what was written."""
        self.flush()
        return code or int(self.failed)

    def _lose(self, error: OSError) -> None:
        """Nobody reads on, which is as well (`| head`), or nothing more can be written, which is not."""
        self.gone = True
        with suppress(OSError, ValueError):  # or Python would try again when it exits, and complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())
        if not isinstance(error, BrokenPipeError):
            self.failed = True
            self.remark(f"lamb: the results cannot be written: {(error.strerror or 'an error').lower()}")

    def as_written(self, text: str) -> str:
        """What standard output shows of *text*."""
        encoding = getattr(self.out, "encoding", None) or "utf-8"
        return safe(text).encode(encoding, "lamb").decode(encoding)


def encodes(stream: TextIO | None, text: str) -> bool:
    """Whether a stream can write *text* as it is."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at a stream."""
    return stream is not None and not stream.closed and stream.isatty()


def columns(wanted: int | None, terminal: Terminal) -> int | None:
    """How wide a line may be: as *wanted*, or, if that is 0, as wide as what it is written to."""
    if wanted != 0:
        return wanted
    return shutil.get_terminal_size().columns if is_terminal(terminal.out) else USUAL_COLUMNS


def _colored(stream: TextIO | None, color: Color) -> bool:
    """Whether to send colours: to terminals that know them, or as the user says (no-color.org)."""
    if color != "auto":
        return color == "always"
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and is_terminal(stream)


def painted(line: Line, colored: bool = True) -> str:
    """A line as a terminal is sent it, with its colours or without."""
    if not colored:
        return "".join(safe(piece.text) for piece in line)
    return "".join(
        f"\x1b[{_CODES[piece.style]}m{safe(piece.text)}\x1b[0m" if piece.style in _CODES else safe(piece.text)
        for piece in line
    )


def _never_refuse(stream: TextIO | None) -> None:
    if isinstance(stream, TextIOWrapper):
        codecs.register_error("lamb", _spelled_out)
        stream.reconfigure(errors="lamb")


def _spelled_out(error: UnicodeError) -> tuple[str | bytes, int]:
    """What to write for a stretch of text that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    spelled = (_SPELLED.get(char) or char.encode("ascii", "backslashreplace").decode() for char in missing)
    return "".join(spelled), error.end


# ── Progress ────────────────────────────────────────────────────────────────────────
# While an evaluation runs: how far it is, and Ctrl-C.
#
# After a second, one line on standard error says how many steps there have been, and how much is held
# in memory, if that is a terminal; it is taken away when the evaluation ends. Ctrl-C asks the
# evaluation to stop, so that it can say what it reached. Where nothing listens (while a text is read
# or parsed, say), and the second time, it ends the program.


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
