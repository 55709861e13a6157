"""Layout, of which a grammar cannot speak: comments, and the ends of statements.

Comments run from `--` or `#` to the end of the line, or from `{-` to its `-}`; the latter nest, as
no regular expression can. They are blanked, which moves nothing, before the grammar reads a text.

A statement ends where its line ends, unless a bracket is open, the line ends with a step operator or
a colon, the next line is indented, or begins with a step operator, `in`, or a closing bracket. The
grammar's _NEWLINE is a line end without indentation after it; `Layout` lets through those that end a
statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from os.path import commonprefix
from typing import TYPE_CHECKING

from lamb.errors import ParseError, Place, Source

if TYPE_CHECKING:
    from lark import Token

BRACKETS = {"LPAR": 1, "LSQB": 1, "RPAR": -1, "RSQB": -1}
CONTINUES = ("STEP", "_IN", "RPAR", "RSQB")  # a line that begins with one continues the one before
UNFINISHED = ("STEP", "_COLON", "_IN")  # a line that ends with one is continued by the one after

_MARKS = re.compile(r'--|#|\{-|-\}|"')
_BLOCK_MARKS = re.compile(r"\{-|-\}")
_LINE_END = re.compile(r"[^\n]*")
_STRING = re.compile(r'"[^"\n]*"?')
_UNINDENTED = re.compile(r"^\S", re.MULTILINE)
_INDENTATION = re.compile(r"^[^\S\n]+(?=\S)", re.MULTILINE)


def comments(source: Source) -> list[tuple[int, int]]:
    """The stretches of a text that are comments. A block that is never closed is a ParseError."""
    text, at = source.text, 0
    found: list[tuple[int, int]] = []
    while mark := _MARKS.search(text, at):
        at = mark.end()
        match mark.group():
            case "--" | "#":
                at = _LINE_END.match(text, at).end()  # type: ignore[union-attr]
                found.append((mark.start(), at))
            case "{-":
                at = _block_end(source, mark.start())
                found.append((mark.start(), at))
            case '"':
                at = _STRING.match(text, mark.start()).end()  # type: ignore[union-attr]
            case _:
                place = Place(source, mark.start(), at)
                raise ParseError(
                    "this “-}” closes no comment", place, "remove it, or open the comment with “{-”"
                )
    return found


def _block_end(source: Source, start: int) -> int:
    """The end of the block comment that starts there, and of all blocks in it."""
    opened: list[int] = []
    for mark in _BLOCK_MARKS.finditer(source.text, start):
        if mark.group() == "{-":
            opened.append(mark.start())
        else:
            opened.pop()
            if not opened:
                return mark.end()
    place = Place(source, opened[-1], opened[-1] + 2)
    error = ParseError("this comment is never closed", place, "end it with “-}”")
    error.incomplete = True
    raise error


def blank(text: str, stretches: list[tuple[int, int]]) -> str:
    """*text* with blanks for what stands in the stretches; lines stay lines."""
    pieces: list[str] = []
    at = 0
    for start, end in stretches:
        pieces += text[at:start], "\n".join(" " * len(line) for line in text[start:end].split("\n"))
        at = end
    return "".join([*pieces, text[at:]])


def dedent(text: str) -> str:
    """*text* with the indentation that all its lines share moved to the ends of the lines before.

    So a text that is indented as a whole reads as if it were not, and nothing else moves.

    >>> dedent("  a\\n    b\\n  c")
    '  a  \\n  b  \\nc'
    """
    if _UNINDENTED.search(text):
        return text
    shared = commonprefix(_INDENTATION.findall(text))  # noqa: RUF071 – of strings, not of paths
    return text.replace("\n" + shared, shared + "\n")


def documentation(source: Source, stretches: list[tuple[int, int]]) -> dict[int, str]:
    """The text of the comment directly above a line, for each line that has one.

    >>> text = "-- Gives back what it gets.\\nI = λx. x"
    >>> documentation(Source(text), comments(Source(text)))
    {2: 'Gives back what it gets.'}
    """
    above: dict[int, list[str]] = {}
    for start, end in stretches:
        line, column = source.position(start)
        if source.line(line)[: column - 1].strip():
            continue  # it stands behind something
        last = source.position(max(start, end - 1))[0]
        above[last + 1] = above.pop(line, []) + _words(source.text[start:end])
    return {line: "\n".join(words).strip("\n") for line, words in above.items()}


def _words(comment: str) -> list[str]:
    """The lines of a comment without its marks."""
    if comment.startswith("{-"):
        return [line.strip() for line in comment[2:-2].strip().splitlines()]
    return [comment.removeprefix("--").removeprefix("#").removeprefix(" ").rstrip()]


class Layout:
    """Between the lexer and the parser: drops the line ends that end no statement."""

    always_accept = ("_NEWLINE",)

    def process(self, tokens: Iterator[Token]) -> Iterator[Token]:
        newline: Token | None = None
        brackets = 0
        started = False
        last = ""
        for token in tokens:
            kind = token.type
            if kind == "_NEWLINE":
                newline = token
                continue
            if newline and started and brackets <= 0 and kind not in CONTINUES and last not in UNFINISHED:
                yield newline
            newline = None
            started = True
            last = kind
            brackets += BRACKETS.get(kind, 0)
            yield token
