"""An input: when it is whole, how its next line begins, and which commands and statements are in it.

It is the parser that says whether a text is the beginning of a statement. A derivation goes on until
an empty line, as there may always be one more step; and an empty line ends any other input too, so
that somebody who does not know what is missing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lamb.errors import ParseError
from lamb.interface.repl.lexing import command
from lamb.notation.layout import blank, comments, dedent
from lamb.source import Source

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
    return _ends_with_an_empty_line(text) or not goes_on(text)


def goes_on(text: str) -> bool:
    """Whether a program is not complete, or ends with a derivation."""
    from lamb.notation.parser import parse  # not before the prompt is there
    from lamb.notation.syntax import Derivation

    try:
        statements = parse(Source(text)).statements
    except ParseError as error:
        return error.incomplete
    return bool(statements) and isinstance(statements[-1], Derivation)


def _ends_with_an_empty_line(text: str) -> bool:
    return "\n" in text and not text.rpartition("\n")[2].strip()


def indentation(before: str) -> str:
    """With what the line after *before* begins, so that it goes on with the same statement.

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
    at = 0
    for found in _COMMAND_LINE.finditer(code):
        yield from _program(text, at, found.start())
        yield "\n" * text.count("\n", 0, found.start()) + text[found.start() : found.end()]
        at = found.end()
    yield from _program(text, at, len(text))


def _program(text: str, start: int, end: int) -> Iterator[str]:
    if program := text[start:end].rstrip():
        yield "\n" * text.count("\n", 0, start) + program
