"""The words of any text, and the inputs in it.

What is no word of the language is a word that is wrong: the words follow each other without a gap, so that
nothing is lost that is typed. What a name means where it stands is said in `scopes.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from os.path import commonprefix
from typing import Literal, TypeAlias

from lamb.errors import ParseError, Source
from lamb.notation.layout import blank, comments, dedent
from lamb.notation.names import NAME

Kind: TypeAlias = Literal[
    "space", "comment", "string", "numeral", "keyword", "sort",
    "lambda", "binder", "bound", "name", "defined", "definition",
    "operator", "step", "bracket", "open", "unbalanced",
    "command", "argument", "wrong",
]  # fmt: skip
"""*name*: nothing says what it means. *open*: a bracket that is not closed yet."""


Token: TypeAlias = tuple[int, int, Kind]
"""A stretch of a text, from where to where, and what it is. A plain tuple: there are many."""

Word: TypeAlias = tuple[int, int, str]
"""A stretch of a text as it looks by itself: the last is the name of a group in the pattern below."""

_WORD = re.compile(
    rf"""
    (?P<space>\s+)
    | (?P<name>{NAME.pattern})
    | (?P<opening>[(\[])
    | (?P<closing>[)\]])
    | (?P<lambda>[λ\\])
    | (?P<numeral>[0-9]+)
    | (?P<comment>--[^\n]*|\#[^\n]*)
    | (?P<block>\{{-)
    | (?P<string>"[^"\n]*"?)
    | (?P<step>=(?:[abed~*]|[np]\*?)(?::[swh])?>|<(?:[abed~*]|[np]\*?)(?::[swh])?=)
    | (?P<equality>==|=eta=)
    | (?P<defines>:?=)
    | (?P<dot>\.|->|→)
    | (?P<colon>:)
    | (?P<comma>,)
    | (?P<semicolon>;)
    | (?P<wrong>.)
    """,
    re.VERBOSE,
)
_COMMAND = re.compile(r"\s*(?P<word>:[^\s]*)")
_NEWLINE = re.compile(r"\n")
_NO_SPACE = re.compile(r"\S")
_BLOCK_MARKS = re.compile(r"\{-|-\}")


def command(text: str) -> str | None:
    """The name of the command that a text begins with, if it does; it may be empty so far.

    >>> command(":load f.lc"), command(":"), command("x")
    ('load', '', None)
    """
    found = _COMMAND.match(text)
    return found["word"][1:] if found else None


def words(text: str) -> list[Word]:
    """The words of a text, in order, without gaps."""
    found: list[Word] = []
    at = 0
    if begin := _COMMAND.match(text):
        at, start = begin.end(), begin.start("word")
        found += [(0, start, "space")] if start else []
        found.append((start, at, "command"))
    while at < len(text):
        for match in _WORD.finditer(text, at):
            form = match.lastgroup
            start, at = match.span()
            if form == "block":
                at = block_end(text, start)
                found.append((start, at, "comment"))
                break
            found.append((start, at, str(form)))
    return found


def block_end(text: str, start: int) -> int:
    """Where a block comment ends, and all blocks in it; the end of the text if it never does."""
    depth = 0
    for mark in _BLOCK_MARKS.finditer(text, start):
        depth += 1 if mark.group() == "{-" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def heads(text: str, found: list[Word]) -> list[int]:
    """Which of the words (no space and no comment) begin a statement, unless a bracket is open.

    They stand first on a line that is not indented further than all.
    """
    starts = [start for start, _, _ in found]
    lines = {0: 0} if starts else {}  # the first words of lines, and where their lines start
    for newline in _NEWLINE.finditer(text):
        first = bisect_left(starts, newline.end())
        if first < len(starts):
            lines[first] = newline.end()
    margins = {word: _NO_SPACE.sub(" ", text[line : starts[word]]) for word, line in lines.items()}
    shared = commonprefix(list(margins.values()))  # noqa: RUF071 – of strings, not of paths

    def begins(start: int, end: int, form: str) -> bool:
        return form not in ("step", "closing") and text[start:end] != "in"

    return [
        word
        for word, margin in margins.items()
        if found[word][2] != "command" and (word == 0 or (margin == shared and begins(*found[word])))
    ]


# ── Inputs ──────────────────────────────────────────────────────────────────────────
# The parser says whether a text is the beginning of a statement. A derivation goes on until an empty line,
# as there may always be one more step; and an empty line ends any other input too, so that a user who does
# not know what is missing is told.


INDENTATION = "  "

_INDENTED = re.compile(r"[^\S\n]*")
_COMMAND_LINE = re.compile(r"^:[^\n]*", re.MULTILINE)


def is_whole(text: str) -> bool:
    """Whether to carry out a text, not to wait for more of it.

    >>> [is_whole(text) for text in ("x", "λx.", "x)", ":load", "eval a : x", "eval a : x\\n  ", "(\\n")]
    [True, False, True, True, False, True, True]
    """
    if command(text) is not None or not text.strip():
        return True
    ends_with_an_empty_line = "\n" in text and not text.rpartition("\n")[2].strip()
    return ends_with_an_empty_line or not goes_on(text)


def goes_on(text: str) -> bool:
    """Whether a program is not complete, or ends with a derivation."""
    from lamb.notation.parser import parse  # start-up counts
    from lamb.notation.syntax import Derivation

    try:
        statements = parse(Source(text)).statements
    except ParseError as error:
        return error.incomplete
    return bool(statements) and isinstance(statements[-1], Derivation)


def indentation(before: str) -> str:
    """The beginning of the line after *before*, so that it goes on with the same statement.

    >>> indentation("f x ="), indentation("f x =\\n    g"), indentation("")
    ('  ', '    ', '  ')
    """
    written = before.rstrip().rpartition("\n")[2]
    return _INDENTED.match(written)[0] or INDENTATION  # type: ignore[index]


def inputs(text: str) -> Iterator[str]:
    """The commands in a text, each a line that begins with `:`, and the programs between them.

    Each has an empty line for every line before it: its places are those in the whole.

    >>> list(inputs(":time\\nx\\n\\ny\\n:quit"))
    [':time', '\\nx\\n\\ny', '\\n\\n\\n\\n:quit']
    """
    text = dedent(text).rstrip()
    try:
        code = blank(text, comments(Source(text)))
    except ParseError:
        code = text if command(text) is not None else ""
    cuts = [0, *(cut for found in _COMMAND_LINE.finditer(code) for cut in found.span()), len(text)]
    for start, end in pairwise(cuts):
        if part := text[start:end].rstrip():
            yield "\n" * text.count("\n", 0, start) + part
