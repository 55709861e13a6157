"""Texts and the places in them.

A `Source` is a text with a name (a file, `-e`, a notebook cell); a `Place` is a stretch of one.
Lines and columns are counted from 1, offsets from 0, all in characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple
from unicodedata import category, east_asian_width

WIDEST_QUOTE = 100  # characters of a line that an error shows


class Source:
    """A text that the user wrote, and the name it goes by. A byte-order mark is no part of it."""

    __slots__ = ("_line_starts", "name", "text")

    def __init__(self, text: str, name: str = "<input>") -> None:
        self.text = text.removeprefix("\ufeff")
        self.name = name
        self._line_starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        starts = self._lines()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        starts = self._lines()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def _lines(self) -> list[int]:
        if self._line_starts is None:
            self._line_starts = [0, *(end.end() for end in re.finditer("\n", self.text))]
        return self._line_starts


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
    """What a terminal can show of a character without harm."""
    if char == "\t" or char.isprintable():
        return char
    return " " if category(char) == "Zs" else "�"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes up.

    >>> columns("λx. 変数")
    8
    """
    return len(text) if text.isascii() else sum(map(len, map(_blank, text)))


@cache
def _blank(char: str) -> str:
    """Blanks as wide as a character is on a terminal."""
    if char == "\t":
        return char
    if char.isascii() or not char.isprintable():
        return " "
    return "" if category(char) in ("Mn", "Me") else "  " if east_asian_width(char) in "WF" else " "
