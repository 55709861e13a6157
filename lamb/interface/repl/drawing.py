"""Tables and trees on the terminal, drawn by rich, in the colours that the terminal has already.

What a user wrote is put in as `text`, and is never read as rich's markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from lamb.interface.terminal import encodes, safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from lamb.interface.repl.repl import Repl

STYLES = {"name": "bold", "comment": "green", "note": "yellow", "hint": "cyan", "plain": ""}


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
    """Put something of rich's on the terminal."""
    from rich.console import Console

    colored = repl.terminal.out_colored
    canvas = _Canvas("utf-8" if encodes(repl.terminal.out, "│") and not repl.settings.ascii else "ascii")
    console = Console(
        file=canvas,
        width=repl.width,
        height=1_000,
        color_system="standard" if colored else None,
        force_terminal=colored,
        no_color=not colored,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(drawing)
    for line in canvas.getvalue().splitlines():
        repl.terminal.write(line.rstrip() + "\n")
    repl.terminal.flush()


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
