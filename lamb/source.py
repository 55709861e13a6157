"""Texts and the places in them.

A `Source` is a text with a name (a file, `-e`, a notebook cell); a `Place` is a stretch of one.
Lines and columns are counted from 1, offsets from 0, all in characters.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

WIDEST_QUOTE = 100  # characters of a line that an error shows


class Source:
    """A text that the user wrote, and the name he knows it by."""

    __slots__ = ("_line_starts", "name", "text")

    def __init__(self, text: str, name: str = "<input>") -> None:
        self.text = text
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
            self._line_starts = [0]
            self._line_starts += [at + 1 for at, char in enumerate(self.text) if char == "\n"]
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
        written = self.source.line(line)
        first = max(0, column - 1 - WIDEST_QUOTE * 2 // 3)
        shown = written[first : first + WIDEST_QUOTE]
        before = "…" if first else ""
        after = "…" if first + WIDEST_QUOTE < len(written) else ""
        indent = before + "".join(
            " " * _columns(char) if char != "\t" else "\t" for char in written[first : column - 1]
        ).replace("…", " ")
        marked = written[column - 1 : column - 1 + self.end - self.start]
        marked = marked[: max(1, first + WIDEST_QUOTE - column + 1)]
        carets = "^" * max(1, sum(_columns(char) for char in marked))
        margin = max(3, len(str(line)) + 2)
        quoted = "".join(char if char == "\t" or char.isprintable() else "�" for char in shown)
        indent = indent.replace("…", " ")
        return f"{line:>{margin}} | {before}{quoted}{after}\n{'':>{margin}} | {indent}{carets}"


def _columns(char: str) -> int:
    """How many columns of a terminal a character fills."""
    if char.isascii():
        return 1
    from unicodedata import combining, east_asian_width  # only where a line needs it

    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
