"""Tromp's diagrams in characters: λs are bars, variables stems, applications links (`pictures/bars.py`).

┬─┬──
┼─┼─┬
│ ├─┘
├─┘
│        λf x. f (f x)
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from lamb.calculus.term import Term
from lamb.interface.pictures.bars import ABOVE, Lines, lines
from lamb.interface.pictures.portion import portion
from lamb.interface.pictures.unfolded import unfolded
from lamb.interface.pictures.vertices import vertices
from lamb.source import columns

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
