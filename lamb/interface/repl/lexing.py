"""Text → words, whatever the text: what is no word of the language is a word that is wrong.

The words follow each other without a gap, so that nothing is lost that somebody types. What a name
means where it stands is said in `scopes.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from os.path import commonprefix
from typing import Literal, TypeAlias

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
    return [
        word
        for word, margin in margins.items()
        if found[word][2] != "command" and (word == 0 or (margin == shared and _begins(text, found[word])))
    ]


def _begins(text: str, word: Word) -> bool:
    """Whether a statement may begin with a word."""
    start, end, form = word
    return form not in ("step", "closing") and text[start:end] != "in"
