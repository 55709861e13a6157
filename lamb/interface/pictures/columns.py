"""How far from the left the places of a grid are, once their order is known.

Each place would like to be in the middle of those it is connected with, the more so where an edge passes,
which should be straight (Gansner et al. 1993, *A technique for drawing directed graphs*, section 4). For a
layer there is one best way of giving them what they like while they keep their order and distances: that
is isotonic regression, found by pooling neighbours that are in each other's way (Ayer et al. 1955). Layers
are placed in turn, down and up, until they hardly move.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from lamb.interface.pictures.layering import Grid

Block: TypeAlias = tuple[float, float, int]
"""Neighbours that touch: where they would like to begin, how much they weigh, and how many they are."""

ROUNDS, LAST = 12, 4
STRAIGHT = (1.0, 2.0, 8.0)  # how much segments weigh of whose ends none, one or both are passed by edges
CENTRE = 0.03  # how much the middle of the whole attracts each place, until the last rounds


def columns(
    grid: Grid, rows: Sequence[Sequence[int]], widths: Sequence[float], gap: float, lines: Sequence[int]
) -> list[float]:
    """The middle of each place; boxes are *gap* apart, and edges half of that from what is beside them.

    In a row of several *lines*, where boxes are put by turns, they are as many times nearer.
    """
    sheet = _Columns(grid, rows)
    for row, count in zip(rows, lines, strict=True):
        sheet.measure(row, [widths[place] / count for place in row], gap / count)
    for turn in range(ROUNDS):
        last = turn >= ROUNDS - LAST
        sheet.centre = CENTRE / 100 if last else CENTRE
        for row in rows:
            sheet.settle(row, above=True, below=last)
        for row in reversed(rows):
            sheet.settle(row, above=last, below=True)
    left = min((x - wide / 2 for x, wide in zip(sheet.xs, widths, strict=True)), default=0.0)
    return [x - left for x in sheet.xs]


class _Columns:
    def __init__(self, grid: Grid, rows: Sequence[Sequence[int]]) -> None:
        self.boxes = grid.boxes
        self.above, self.below = self._weighted(grid)
        self.offsets = [0.0] * len(grid.levels)  # how far a place is from the first of its row, at least
        self.xs = [0.0] * len(grid.levels)
        self.centre = CENTRE

    def _weighted(self, grid: Grid) -> tuple[list[list[tuple[int, float]]], list[list[tuple[int, float]]]]:
        """For each place, those above and below that it is connected with, and how firmly."""
        above: list[list[tuple[int, float]]] = [[] for _ in grid.levels]
        below: list[list[tuple[int, float]]] = [[] for _ in grid.levels]
        for upper, lower in grid.segments:
            weight = STRAIGHT[(upper >= grid.boxes) + (lower >= grid.boxes)]
            above[lower].append((upper, weight))
            below[upper].append((lower, weight))
        return above, below

    def measure(self, row: Sequence[int], widths: Sequence[float], gap: float) -> None:
        """Put a row together as narrowly as may be, its middle at 0."""
        at = 0.0
        for (left, wide), (right, its) in pairwise(zip(row, widths, strict=True)):
            at += (wide + its) / 2 + (gap if left < self.boxes and right < self.boxes else gap / 2)
            self.offsets[right] = at
        for place in row:
            self.xs[place] = self.offsets[place] - at / 2

    def settle(self, row: Sequence[int], *, above: bool, below: bool) -> None:
        """Place a layer in the best way for what it is connected with above, or below, or both."""
        blocks: list[Block] = []
        for place in row:
            beside = (self.above[place] if above else []) + (self.below[place] if below else [])
            weight = self.centre + sum(weight for _, weight in beside)
            wish = sum(self.xs[other] * weight for other, weight in beside)
            block = (wish / weight - self.offsets[place], weight, 1)
            while blocks and blocks[-1][0] > block[0]:
                block = _pooled(blocks.pop(), block)
            blocks.append(block)
        places = iter(row)
        for begin, _, count in blocks:
            for _ in range(count):
                place = next(places)
                self.xs[place] = begin + self.offsets[place]


def _pooled(one: Block, other: Block) -> Block:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]
