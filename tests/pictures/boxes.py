"""The lines of a Tromp diagram as box characters, a column every other character."""

from __future__ import annotations

from collections import defaultdict

from lamb.pictures.tromp import Lines

BOXES = {
    "": " ",
    "r": "─", "l": "─", "lr": "─",
    "d": "│", "u": "│", "du": "│",
    "dl": "┐", "dr": "┌", "lu": "┘", "ru": "└",
    "dlr": "┬", "lru": "┴", "dru": "├", "dlu": "┤", "dlru": "┼",
}  # fmt: skip


def boxes(lines: Lines) -> list[str]:
    """The rows, from the top."""
    cells: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for bar in lines.bars:
        _across(cells, bar.row, bar.left, bar.right)
        cells[bar.row, 2 * bar.left] |= set("lr")
        cells[bar.row, 2 * bar.right] |= set("lr")
    for link in lines.links:
        _across(cells, link.row, link.left, link.right)
    for stem in lines.stems:
        for row in range(stem.top, stem.bottom):
            cells[row, 2 * stem.column].add("d")
            cells[row + 1, 2 * stem.column].add("u")
    first = min(row for row, _ in cells)
    return [
        "".join(BOXES["".join(sorted(cells[row, at]))] for at in range(2 * len(lines.stems))).rstrip()
        for row in range(first, lines.bottom + 1)
    ]


def _across(cells: defaultdict[tuple[int, int], set[str]], row: int, left: int, right: int) -> None:
    for at in range(2 * left, 2 * right):
        cells[row, at].add("r")
        cells[row, at + 1].add("l")
