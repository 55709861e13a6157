"""The word at the cursor of a cell, what it is part of, and what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lamb.errors import LambError, ParseError
from lamb.interface.jupyter.page import Page
from lamb.interface.repl.lexing import words
from lamb.notation.layout import blank, comments
from lamb.source import Source

if TYPE_CHECKING:
    from lamb.interface.jupyter.notebook import Notebook

_COMMAND_LINE = re.compile(r"^:[^\n]*$\n?", re.MULTILINE)


def part_before(text: str, cursor: int) -> tuple[int, str]:
    """Where the command, or the program, begins that the cursor is in, and what stands before the cursor.

    >>> part_before(":time x\\nf = g\\nh\\n", 16), part_before("f\\n:inf succ", 5)
    ((8, 'f = g\\nh\\n'), (2, ':in'))
    """
    before = text[:cursor]
    try:
        code = blank(before, comments(Source(before)))
    except ParseError:  # it ends in a comment
        code = before
    line = code.rpartition("\n")[2]
    start = len(before) - len(line)
    if not line.startswith(":"):
        start = max((found.end() for found in _COMMAND_LINE.finditer(code)), default=0)
    return start, before[start:]


def word_at(text: str, cursor: int) -> str:
    """The name, the numeral or the command that the cursor is in, or right behind; else nothing.

    >>> word_at("add (succ n) 2", 8), word_at(":info succ", 2), word_at("a  b", 2)
    ('succ', ':info', '')
    """
    line = text.count("\n", 0, cursor)
    start = text.rfind("\n", 0, cursor) + 1
    shown = text.split("\n")[line]
    for begin, end, form in words(shown):
        if begin <= cursor - start <= end and form in ("name", "numeral", "command"):
            return shown[begin:end]
    return ""


def looked_up(notebook: Notebook, word: str) -> dict[str, Any] | None:
    """What there is to say about a word, as a bundle; None if that is nothing."""
    found: list[dict[str, Any]] = []
    page, notebook.terminal = notebook.terminal, Page(found.append)
    try:
        notebook.obey("help" if word.startswith(":") else "info", word)
        notebook.terminal.turn()
    except LambError:
        return None
    finally:
        notebook.terminal = page
    return found[0] if found else None
