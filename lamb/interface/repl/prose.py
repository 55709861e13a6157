"""Prose on the terminal: paragraphs as wide as it is, and what is indented as it stands.

What stands between backquotes is to be typed, or was; where there are colours, it has one.
"""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import wrap

from lamb.interface.render import Line, Piece

WIDEST = 90  # columns of a paragraph
_QUOTED = re.compile(r"`([^`\n]*)`")
_UNBROKEN = "\N{NO-BREAK SPACE}"


def laid_out(text: str, width: int, *, colored: bool = False) -> list[Line]:
    """The lines of a text. Examples are what is indented by four."""
    lines: list[Line] = []
    for is_indented, group in groupby(text.split("\n"), key=lambda line: not line or line.startswith("  ")):
        if is_indented:
            lines += [_indented(line, colored) for line in group]
        else:
            whole = _QUOTED.sub(lambda found: found[0].replace(" ", _UNBROKEN), " ".join(group))
            filled = wrap(whole, min(width, WIDEST), break_on_hyphens=False)
            lines += [_pieces(line.replace(_UNBROKEN, " "), colored) for line in filled]
    return lines


def _indented(line: str, colored: bool) -> Line:
    if line.startswith("    "):
        return example(line)
    return _pieces(line, colored)


def example(line: str) -> Line:
    """Something to type, and a comment behind it."""
    code, dashes, comment = line.partition("-- ")
    return (Piece(code, "hint"), Piece(dashes + comment, "comment"))


def _pieces(line: str, colored: bool) -> Line:
    if not colored:
        return (Piece(line),)
    parts = _QUOTED.split(line)  # every other one is quoted
    return tuple(Piece(part, "hint" if at % 2 else "plain") for at, part in enumerate(parts) if part)
