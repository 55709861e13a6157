"""Tables and trees, laid out by rich, and said as lines.

What a user wrote is put in as `text`, and is never read as rich's markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from lamb.interface.render import Line, Piece, Style
from lamb.interface.terminal import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.segment import Segment
    from rich.text import Text

    from lamb.interface.repl.repl import Repl

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
