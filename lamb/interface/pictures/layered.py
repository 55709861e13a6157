"""A layered layout: where the boxes of a directed graph stand, and how its edges run.

   ┌───┐       Edges run downwards, from layer to layer; those that close a cycle run upwards.
   └─┬─┘       An edge that passes a layer has a place there, as a box has.
  ┌──┴──┐
┌─┴─┐   │      Sugiyama, Tagawa and Toda (1981, *Methods for visual understanding of hierarchical
└─┬─┘   │      system structures*) do it in three stages: layers (`layering.py`), an order in each
  └──┬──┘      layer (`ordering.py`), and places that make edges nearly straight (`columns.py`).
   ┌─┴─┐
   └───┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple, TypeAlias

from lamb.interface.pictures.columns import columns
from lamb.interface.pictures.layering import Edge, Grid
from lamb.interface.pictures.ordering import ordered

Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]

SLANT = 0.08  # how much farther apart two layers are for each pixel that an edge between them runs aside
FARTHEST = 3.0  # times as far apart as they must be
PORT = 0.25  # how far from the middle of a box edges upwards begin and end, in its width
FARTHEST_PORT = 14.0


class Layout(NamedTuple):
    """The centres of all boxes; and for each edge, the points that it passes, from the border of its
    source to that of its target: an even number of them, between which it runs freely, and through a
    layer, by turns. An edge from a box to itself has none.
    """

    centres: list[Point]
    routes: list[list[Point]]
    width: float
    height: float


class Spacing(NamedTuple):
    """Boxes are *gap* apart, and layers *drop* or more. A layer that is wider than *widest* has several
    lines; where all would be higher than *tallest*, they are nearer to each other, but not than boxes are.
    """

    gap: float
    drop: float
    widest: float = float("inf")
    tallest: float = float("inf")


def layered(sizes: Sequence[Size], edges: Sequence[Edge], spacing: Spacing) -> Layout:
    """Boxes of some *sizes*, each below those that lead to it.

    Of the edges of a cycle, those run upwards that lead to a box with a lower number. The same graph
    is always laid out the same way. A layer can have several lines only if all boxes are of one size.
    """
    grid = Grid(len(sizes), edges)
    return _Sheet(grid, ordered(grid), sizes, spacing).layout


class _Sheet:
    """The places of a grid, their order in each row being known."""

    def __init__(
        self, grid: Grid, rows: Sequence[Sequence[int]], sizes: Sequence[Size], spacing: Spacing
    ) -> None:
        self.grid = grid
        self.sizes = sizes
        self.spacing = spacing
        self.rows = [self._row(row) for row in rows]
        widths = [width for width, _ in sizes] + [0.0] * (len(grid.levels) - len(sizes))
        lines = [row.lines for row in self.rows]
        self.xs = columns(grid, rows, widths, spacing.gap, lines)
        self._put_below_each_other()
        self.ys = [self.rows[level].middle for level in grid.levels]
        for places, row in zip(rows, self.rows, strict=True):
            self._stagger([place for place in places if place < grid.boxes], row)
        self.layout = Layout(
            list(zip(self.xs[: grid.boxes], self.ys, strict=False)),
            [self._route(route) for route in grid.routes],
            max((x + width / 2 for x, width in zip(self.xs, widths, strict=True)), default=0.0),
            max((row.middle + row.height / 2 for row in self.rows), default=0.0),
        )

    def _row(self, places: Sequence[int]) -> _Row:
        boxes = [self.sizes[place] for place in places if place < self.grid.boxes]
        gap = self.spacing.gap
        lines = max(1, ceil(sum(width + gap for width, _ in boxes) / self.spacing.widest))
        highest = max((height for _, height in boxes), default=0.0)
        return _Row(lines, lines * (highest + gap) - gap)

    def _put_below_each_other(self) -> None:
        aside = [0.0] * len(self.rows)  # how far edges run aside below each row
        for upper, lower in self.grid.segments:
            level = self.grid.levels[upper]
            aside[level] = max(aside[level], abs(self.xs[upper] - self.xs[lower]))
        y, drop = 0.0, self._drop()
        for row, far in zip(self.rows, aside, strict=True):
            row.middle = y + row.height / 2
            y += row.height + min(drop + SLANT * far, FARTHEST * drop)

    def _drop(self) -> float:
        room = self.spacing.tallest - sum(row.height for row in self.rows)
        return max(self.spacing.gap, min(self.spacing.drop, room / max(1, len(self.rows))))

    def _stagger(self, boxes: Sequence[int], row: _Row) -> None:
        """Put the boxes of a row on its lines by turns."""
        for number, box in enumerate(boxes):
            line = number % row.lines - (row.lines - 1) / 2
            self.ys[box] += line * (self.sizes[box][1] + self.spacing.gap)

    def _route(self, places: Sequence[int]) -> list[Point]:
        if len(places) == 1:
            return []
        source, *passed, target = places
        upwards = self.ys[source] > self.ys[target]
        down = -0.5 if upwards else 0.5
        points = [self._border(source, down, upwards)]
        for place in passed:
            half = self.rows[self.grid.levels[place]].height * down
            points += (self.xs[place], self.ys[place] - half), (self.xs[place], self.ys[place] + half)
        return [*points, self._border(target, -down, upwards)]

    def _border(self, box: int, half: float, upwards: bool) -> Point:
        width, height = self.sizes[box]
        aside = min(PORT * width, FARTHEST_PORT) if upwards else 0.0
        return self.xs[box] + aside, self.ys[box] + half * height


@dataclass(slots=True)
class _Row:
    """A layer: on how many lines its boxes stand, how high it is, and how far down its middle is."""

    lines: int
    height: float
    middle: float = 0.0
