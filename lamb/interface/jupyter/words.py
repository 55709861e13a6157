"""What a cell means before it is run: the word at the cursor, what it can become, whether all is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lamb.errors import LambError, ParseError
from lamb.interface.jupyter.page import Page
from lamb.interface.repl.candidates import Candidate
from lamb.interface.repl.inputs import inputs, is_whole
from lamb.interface.repl.lexing import command, words
from lamb.notation.layout import blank, comments
from lamb.source import Source

if TYPE_CHECKING:
    from lamb.interface.jupyter.notebook import Notebook
    from lamb.interface.repl.completion import Completions

State: TypeAlias = Literal["complete", "incomplete", "invalid"]

_LAMBDA = re.compile(r"\\(l(a(m(b(d(a)?)?)?)?)?)?$")  # as in LaTeX
_COMMAND_LINE = re.compile(r"^:[^\n]*$\n?", re.MULTILINE)


def offered(before: str, completions: Completions) -> tuple[int, list[Candidate]]:
    """Where the word begins that a text ends with, and what can stand in its place."""
    if backslash := _LAMBDA.search(before):
        start = backslash.start()
        return start, [Candidate("λ", start, "a function: λx. x")]
    start, part = last_part(before)
    found = [one._replace(start=start + one.start) for one in completions.after(part)]
    return min((one.start for one in found), default=len(before)), found


def last_part(before: str) -> tuple[int, str]:
    """Where the command, or the program, begins that a text ends in, and all that is there of it.

    >>> last_part(":time x\\nf = g\\nh\\n"), last_part("f\\n:in")
    ((8, 'f = g\\nh\\n'), (2, ':in'))
    """
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


def state(text: str) -> State:
    """Whether a text can be run, goes on, or is wrong whatever follows it."""
    from lamb.notation.parser import parse  # start-up counts

    parts = list(inputs(text))
    for part in parts:
        if command(part) is None:
            try:
                parse(Source(part))
            except ParseError as error:
                goes_on = error.incomplete and part is parts[-1] and not _is_ended(text)
                return "incomplete" if goes_on else "invalid"
    return "complete" if not parts or command(parts[-1]) is not None or is_whole(text) else "incomplete"


def _is_ended(text: str) -> bool:
    """Whether a text ends with an empty line."""
    return "\n" in text and not text.rpartition("\n")[2].strip()
