"""Tables and trees, laid out by rich, and said as lines.

What a user wrote is put in as `text`, and is never read as rich's markup.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.tree import Tree

from lamb.calculus.term import Term
from lamb.errors import columns, safe
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write
from lamb.notation.syntax import Abstraction, Application, Expr
from lamb.pictures.picture import portion, unfolded, vertices
from lamb.pictures.tromp import ABOVE, Lines, lines
from lamb.show.lines import Line, Piece, Style

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.segment import Segment
    from rich.text import Text

    from lamb.repl.repl import Repl

STYLES = {"name": "bold", "comment": "green", "note": "yellow", "hint": "cyan", "plain": ""}
_MEANT: dict[str, Style] = {"bold": "place", "green": "comment", "yellow": "note", "cyan": "hint"}


class _Canvas(StringIO):
    """What is drawn, with no more characters than some *encoding* has."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


def text(written: str, style: str = "plain") -> Text:
    """A text as it is, in one of the STYLES."""
    from rich.text import Text

    return Text(safe(written), STYLES[style])


def draw(repl: Repl, drawing: RenderableType) -> None:
    """Say something of rich's."""
    repl.say(*drawn_lines(repl, drawing))


def drawn_lines(repl: Repl, drawing: RenderableType) -> list[Line]:
    """The lines of something of rich's."""
    from rich.console import Console

    draws_lines = repl.terminal.encodes("│") and not repl.settings.ascii
    console = Console(
        file=_Canvas("utf-8" if draws_lines else "ascii"),
        width=repl.width,
        height=1_000,
        color_system="standard",
        force_terminal=True,
        no_color=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    return list(map(_line, console.render_lines(drawing, pad=False)))


def _line(segments: Iterable[Segment]) -> Line:
    """What rich has laid out on a line, without blanks at its end."""
    pieces = [Piece(part.text, _MEANT.get(str(part.style or ""), "plain")) for part in segments]
    while pieces and not pieces[-1].text.rstrip():
        pieces.pop()
    return (*pieces[:-1], pieces[-1]._replace(text=pieces[-1].text.rstrip())) if pieces else ()


def table(repl: Repl, rows: Iterable[Sequence[str]], styles: Sequence[str], heading: str = "") -> None:
    """Draw rows in columns, of which the last takes as many lines as it needs."""
    from rich.table import Table

    drawn = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for style in styles[:-1]:
        drawn.add_column(style=STYLES[style], no_wrap=True)
    drawn.add_column(style=STYLES[styles[-1]], overflow="fold")
    for row in rows:
        drawn.add_row(*(text(cell) for cell in row))
    if heading:
        repl.say(heading)
    draw(repl, drawn)


# ── Trees ───────────────────────────────────────────────────────────────────────────
# Terms as trees, for rich to draw.


MOST_NODES = 150
INDENT = 4  # columns a level
LEAST = 24  # columns for what is written in a line


def drawn(repl: Repl, term: Term) -> Tree:
    """The tree of a term. The nodes nearest to its root come first, until the drawing is full."""
    ascii = repl.look.ascii
    deepest = max(1, (repl.width - LEAST) // INDENT)
    expr = restore_names(beginning(term, 100 * MOST_NODES))
    root = Tree(text(_label(expr, ascii)))
    waiting: deque[tuple[Expr, Tree, int]] = deque([(expr, root, 1)])
    nodes = 1
    while waiting:
        node, drawing, depth = waiting.popleft()
        parts = _parts(node)
        nodes += len(parts)
        for part in parts:
            is_line = bool(_parts(part)) and (depth >= deepest or nodes >= MOST_NODES)
            line = write(part, ascii=ascii, limit=LEAST - INDENT) if is_line else _label(part, ascii)
            below = drawing.add(text(line, "comment" if is_line else "plain"))
            if not is_line:
                waiting.append((part, below, depth + 1))
    return root


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


# ── Diagrams ────────────────────────────────────────────────────────────────────────
# Tromp's diagrams in characters: λs are bars, variables stems, applications links (`pictures/bars.py`).
#
# ┬─┬──
# ┼─┼─┬
# │ ├─┘
# ├─┘
# │        λf x. f (f x)


FEWEST = 8  # nodes
LONGEST_NAME = 12  # characters

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_CHARACTERS = {
    0: " ",
    UP: "│",
    DOWN: "│",
    UP | DOWN: "│",
    LEFT | RIGHT: "─",
    LEFT | RIGHT | DOWN: "┬",
    LEFT | RIGHT | UP: "┴",
    LEFT | RIGHT | UP | DOWN: "┼",
    UP | DOWN | RIGHT: "├",
    UP | RIGHT: "└",
    UP | LEFT: "┘",
    UP | DOWN | LEFT: "┤",
}
_ASCII = str.maketrans("│─┬┴┼├└┘┤", "|-++++'''"[:9])


def diagram(term: Term, definitions: Mapping[str, Term], width: int, *, ascii: bool = False) -> list[str]:
    """The lines of a diagram no wider than *width*: of all of a term, or of as much as there is room for."""
    most = max(FEWEST, width)
    while True:
        drawn = vertices(portion(unfolded(term, definitions, most), most))
        names = [_short(vertex.name) if vertex.binder is None else "" for vertex in drawn if not vertex.inner]
        found = _rows(lines(drawn), names)
        if most <= FEWEST or max(map(columns, found)) <= width:
            return [row.translate(_ASCII) for row in found] if ascii else found
        most = most * 3 // 4


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _rows(found: Lines, names: list[str]) -> list[str]:
    """The rows, the first of them with the *names* of the stems that hang from nothing, if there are any."""
    at = [0, *accumulate(max(2, columns(name) + 1) for name in names)]
    rows = [[0] * at[-1] for _ in range(found.bottom + 1)]
    for bar in found.bars:
        for x in range(at[bar.left], at[bar.right] + 1):
            rows[bar.row][x] |= LEFT | RIGHT
    for link in found.links:
        for x in range(at[link.left], at[link.right]):
            rows[link.row][x] |= RIGHT
            rows[link.row][x + 1] |= LEFT
    for stem in found.stems:
        for row in range(max(stem.top, 0), stem.bottom + 1):
            up = UP if row > stem.top else 0
            down = DOWN if row < stem.bottom or stem.bottom == found.bottom else 0
            rows[row][at[stem.column]] |= up | down
    drawn = ["".join(_CHARACTERS[cell] for cell in row).rstrip() for row in rows]
    if any(stem.top == ABOVE for stem in found.stems):
        drawn.insert(0, _labels(names, at))
    return drawn


def _labels(names: list[str], at: list[int]) -> str:
    written = ""
    for name, start in zip(names, at, strict=False):
        written += " " * (start - columns(written)) + name
    return written
