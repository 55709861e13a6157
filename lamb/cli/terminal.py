r"""Standard output and standard error: colours, encodings, and readers that go away.

Nothing that is written can harm a terminal: control characters are shown, not sent. What an
encoding lacks is spelled out (`\` for λ, `->` for →), so that no text is ever refused.
"""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

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
