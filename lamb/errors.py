"""Texts, the places in them, and what can be wrong with a program: what, where, what now.

A `Source` is a text with a name (a file, `-e`, a notebook cell); a `Place` is a stretch of one.
Lines and columns are counted from 1, offsets from 0, all in characters.

    LambError
    ├── ParseError          the text is not in the language
    ├── DefinitionError     a name is defined twice, in a circle, or not at all
    ├── LoadError           a file is missing, unreadable, or must not be read
    ├── BudgetError         a text is too much for the budget, before anything in it is reduced
    ├── TypingError         a term has no simple type
    └── EncodingError       bits, or a value of Python's, that stand for no term

A reduction that does not finish is no error: it has an `Outcome` (`machine/readback.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property
from typing import NamedTuple
from unicodedata import category, east_asian_width

from lamb.display import Displayed, view

WIDEST_QUOTE = 100  # characters of a line that an error shows
_BARE_RETURN = re.compile("\r(?!\n)")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Source:
    """A text that the user wrote, and its name. A byte-order mark is no part; a bare CR ends a line."""

    def __init__(self, text: str, name: str = "<input>") -> None:
        self.text = _BARE_RETURN.sub("\n", text.removeprefix("\ufeff"))
        self.name = name

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        starts = self._line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        starts = self._line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self.text))]


class Place(NamedTuple):
    """A stretch of a source, from *start* up to *end*."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    def __str__(self) -> str:
        """`file:line:column`, as compilers write it.

        >>> str(Place(Source("one\\ntwo", "demo.lc"), 4, 7))
        'demo.lc:2:1'
        """
        return f"{self.source.name}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def quote(self) -> str:
        """The line that the place is on, with carets under it.

        >>> print(Place(Source("id = (λx. x", "demo.lc"), 5, 6).quote())
          1 | id = (λx. x
            |      ^
        """
        line, column = self.source.position(self.start)
        written, at = self.source.line(line), column - 1
        first = max(0, at - WIDEST_QUOTE * 2 // 3)
        last = min(len(written), first + WIDEST_QUOTE)
        cut, rest = "…" * (first > 0), "…" * (last < len(written))
        shown = cut + "".join(map(_visible, written[first:last])) + rest
        indent = " " * len(cut) + "".join(map(_blank, written[first:at]))
        carets = sum(len(_blank(char)) for char in written[at : min(last, at + self.end - self.start)])
        margin = max(3, len(str(line)) + 2)
        return f"{line:>{margin}} | {shown}\n{'':>{margin}} | {indent}{'^' * max(1, carets)}"


def _visible(char: str) -> str:
    """A character as a terminal can show it without harm."""
    if char == "\t" or char.isprintable():
        return char
    return " " if category(char) == "Zs" else "�"


def columns(text: str) -> int:
    """The columns of a terminal that a text takes up.

    >>> columns("λx. 変数")
    8
    """
    if text.replace("λ", "").replace("…", "").isascii():  # as nearly every text is
        return len(text)
    return sum(map(len, map(_blank, text)))


@cache
def _blank(char: str) -> str:
    """Blanks as wide as a character is on a terminal."""
    if char == "\t":
        return char
    if char.isascii() or not char.isprintable():
        return " "
    return "" if category(char) in ("Mn", "Me") else "  " if east_asian_width(char) in "WF" else " "


def safe(text: str) -> str:
    """*text* with its control characters shown and not sent.

    >>> print(safe("\x1b[31m"))
    \\x1b[31m
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


# ── Errors ────────────────────────────────────────────────────────────────────────────

LONGEST = 2_000  # characters of a message: a name in it may be as long as a book


def clipped(message: str) -> str:
    """A message; of a very long one the beginning and the end.

    >>> len(clipped("x" * 1_000_000))
    2001
    """
    if len(message) <= LONGEST:
        return message
    return f"{message[: LONGEST * 3 // 4]}…{message[-LONGEST // 4 :]}"


class LambError(Exception, Displayed):
    """Something is wrong: *message* says what, *place* where, *hint* what to do now."""

    def __init__(self, message: str, place: Place | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = clipped(message)
        self.place = place
        self.hint = clipped(hint) if hint else hint

    def __str__(self) -> str:
        """The whole complaint, as it is shown to the user.

        >>> print(LambError("a λ needs a dot", hint="write λx. x"))
        a λ needs a dot
          hint: write λx. x
        """
        lines = [f"{self.place}: {self.message}" if self.place else self.message]
        if self.place:
            lines.append(self.place.quote())
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython shows in place of a traceback, made safe for a terminal."""
        lines: list[str] = view("shown")(str(self)).split("\n")
        return lines


def did_you_mean(word: str, known: Iterable[str], otherwise: str, *, cutoff: float = 0.6) -> str:
    """The hint that names the known word that is most like another; *otherwise*, if none is like it."""
    from difflib import get_close_matches  # only when something went wrong

    close = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f"did you mean “{close[0]}”?" if close else otherwise


def reason_of(error: OSError) -> str:
    """The reason that the system gives for an error, in lower case."""
    return (error.strerror or "an error").lower()


def require(library: str, extra: str) -> None:
    """Raise LambError, saying which *extra* to install, where a library is missing."""
    from importlib.util import find_spec  # start-up counts

    if find_spec(library) is None:
        raise LambError(f"this needs {library}", hint=f"pip install 'lamb-calculus[{extra}]'")


class ParseError(LambError):
    """The text is not in the language; *incomplete*: so far, but more might follow. *defines* is the name
    that the statement defines in which it is.
    """

    incomplete = False
    defines: str | None = None


class DefinitionError(LambError):
    """A name is defined twice, in a circle, or not at all."""


class LoadError(LambError):
    """A file is missing, cannot be read as text, or must not be read."""


class BudgetError(LambError):
    """A text takes more time or memory to read than the budget has."""


class TypingError(LambError):
    """A term has no simple type; the part that is to blame is at the end of a *path* through it."""

    def __init__(
        self,
        message: str,
        path: tuple[str, ...] = (),
        place: Place | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, place, hint)
        self.path = path
        self.blamed: tuple[str, str] | None = None
        """The definition that has no type for a reason of its own, which all others use, and that reason."""


class EncodingError(LambError):
    """Bits, or a value of Python's, that stand for no term."""
