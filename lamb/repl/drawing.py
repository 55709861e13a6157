"""Prose, tables and trees, as lines.

Prose, tables and trees are laid out by rich. What a user wrote goes in as a `Text`, which is never read as
rich's markup.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from lamb.calculus.term import Term
from lamb.cli.terminal import GLUE, STYLES, broken, console, narrowed
from lamb.errors import safe
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write
from lamb.notation.syntax import Abstraction, Application, Expr
from lamb.show.lines import Line, Piece, Style

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.style import Style as RichStyle
    from rich.text import Text
    from rich.tree import Tree


def drawn(drawing: RenderableType, width: int, *, ascii: bool = False) -> list[Line]:
    """The lines of something of rich's, without the blanks at their ends."""
    options = console().options.update(width=width)
    if ascii:
        options.encoding = "ascii"
    found: list[Line] = []
    for segments in console().render_lines(drawing, options, pad=False):
        pieces = [Piece(part.text, _styles().get(part.style, "plain")) for part in segments]
        while pieces and not pieces[-1].text.rstrip():
            pieces.pop()
        if pieces:
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip())
        found.append(tuple(pieces))
    return found


@cache
def _styles() -> dict[RichStyle | None, Style]:
    """Our names for rich's styles."""
    return {console().get_style(theirs): ours for ours, theirs in STYLES.items() if theirs}


def _text(written: str, style: Style = "plain") -> Text:
    from rich.text import Text

    return Text(safe(written), STYLES[style])


def table(rows: Iterable[Sequence[str]], styles: Sequence[Style], width: int) -> list[Line]:
    """Rows in columns, of which the last takes as many lines as it needs."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for style in styles[:-1]:
        grid.add_column(style=STYLES[style], no_wrap=True)
    grid.add_column(style=STYLES[styles[-1]], overflow="fold")
    for row in rows:
        grid.add_row(*map(_text, row))
    return drawn(grid, width)


# ── Prose ───────────────────────────────────────────────────────────────────────────
# Texts of help and lessons: paragraphs, which are as wide as there is room, and indented lines, which
# stay as they are where they have room. What is between backquotes is code; where there are colours, it has
# one.


WIDEST = 90  # columns of a paragraph


def prose(text: str, width: int, *, colored: bool = False) -> list[Line]:
    """The lines of a text. What is indented by four is an example."""
    found: list[Line] = []
    for is_indented, group in groupby(text.split("\n"), key=lambda line: not line or line.startswith("  ")):
        if is_indented:
            lines = narrowed("\n".join(group), width).split("\n")
            found += [example(line) if line.startswith("    ") else _quoting(line, colored) for line in lines]
        else:
            for part in broken(_together(_quoting(" ".join(group), colored), width), min(width, WIDEST)):
                found += drawn(part, width)
    return found


def _together(line: Line, width: int) -> Line:
    """A line in which code stays together, if there is room."""
    return tuple(
        piece._replace(text=piece.text.replace(" ", GLUE))
        if piece.style == "hint" and len(piece.text) <= width
        else piece
        for piece in line
    )


def example(line: str) -> Line:
    """Something to type, and a comment behind it."""
    code, dashes, comment = line.partition("-- ")
    return (Piece(code, "hint"), Piece(dashes + comment, "comment"))


def _quoting(line: str, colored: bool) -> Line:
    if not colored:
        return (Piece(line),)
    parts = re.split(r"`([^`\n]*)`", line)  # every other one is quoted
    return tuple(Piece(part, "hint" if at % 2 else "plain") for at, part in enumerate(parts) if part)


# ── Trees ───────────────────────────────────────────────────────────────────────────


MOST_NODES = 150
INDENT = 4  # columns a level
LEAST = 24  # columns for what is written in a line


def tree(term: Term, width: int, *, ascii: bool = False, strokes: bool = False) -> list[Line]:
    """The tree of a term, drawn with lines or with *strokes* of ASCII. The nodes nearest to its root come
    first, until the drawing is full.
    """
    from rich.tree import Tree

    deepest = max(1, (width - LEAST) // INDENT)
    expr = restore_names(beginning(term, 100 * MOST_NODES))
    root = Tree(_text(_label(expr, ascii)))
    waiting: deque[tuple[Expr, Tree, int]] = deque([(expr, root, 1)])
    nodes = 1
    while waiting:
        node, drawing, depth = waiting.popleft()
        parts = _parts(node)
        nodes += len(parts)
        for part in parts:
            if _parts(part) and (depth >= deepest or nodes >= MOST_NODES):
                drawing.add(_text(write(part, ascii=ascii, limit=LEAST - INDENT), "comment"))
            else:
                waiting.append((part, drawing.add(_text(_label(part, ascii))), depth + 1))
    return drawn(root, width, ascii=strokes)


def _parts(expr: Expr) -> list[Expr]:
    match expr:
        case Abstraction(_, body):
            return [body]
        case Application(fn, arg):
            return [fn, arg]
    return []


def _label(expr: Expr, ascii: bool) -> str:
    match expr:
        case Abstraction(hint, _):
            return ("\\" if ascii else "λ") + hint
        case Application():
            return "@"
    return write(expr)
