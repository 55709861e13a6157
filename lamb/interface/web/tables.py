"""Tables: what they look like as text, in HTML, and for LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lamb.display import Displayed


@dataclass(frozen=True)
class Table(Displayed):
    """A table that notebooks show: `str()` is its text, *html* its HTML, *latex* its LaTeX, if it has any."""

    text: str
    html: str = field(repr=False)
    latex: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.text


class Cell(NamedTuple):
    """Some HTML in a table, what kind it is of, and how many columns it takes."""

    html: str = ""
    kind: str = ""
    columns: int = 1


def table_html(
    rows: Iterable[Sequence[Cell]],
    headings: Sequence[Cell] = (),
    caption: str = "",
    foot: Sequence[Cell] = (),
) -> str:
    """The HTML of a table, with HTML in all of its cells and in its caption."""
    return (
        '<table class="lamb-table">'
        + (f"<caption>{caption}</caption>" if caption else "")
        + (f"<thead>{_row(headings, 'th')}</thead>" if headings else "")
        + f"<tbody>{''.join(map(_row, rows))}</tbody>"
        + (f"<tfoot>{_row(foot)}</tfoot>" if foot else "")
        + "</table>"
    )


def _row(cells: Sequence[Cell], tag: str = "td") -> str:
    return f'<tr class="lamb-row">{"".join(_cell(cell, tag) for cell in cells)}</tr>'


def _cell(cell: Cell, tag: str) -> str:
    kind = f' class="{cell.kind}"' if cell.kind else ""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{kind}{columns}>{cell.html}</{tag}>"
