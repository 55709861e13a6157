"""Layers for a directed graph: each box below all that lead to it, and places for edges that pass a layer.

Edges that close a cycle are turned first: those of a strongly connected component that lead to a box with
a lower number. Then a box is as many layers down as the longest way to it has edges. Where an edge passes
a layer it has a place, which it shares with others that lead to the same box from the same side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from lamb.calculus.components import components

Edge: TypeAlias = tuple[int, int]


class Grid:
    """So many boxes in layers, and where the edges between them run: from place to place.

    The first places are the boxes, by their numbers; *levels* says how many layers down each place is.
    *routes* are the places that each edge passes, from its source to its target; *segments* lead from a
    place to one in the next layer, and say how many edges run there. Linear in all that edges pass.
    """

    def __init__(self, boxes: int, edges: Sequence[Edge]) -> None:
        self.boxes = boxes
        self.edges = edges
        turned = _turned(boxes, edges)
        self.levels = _levels(boxes, [edge[::-1] if edge in turned else edge for edge in edges])
        self.segments: Counter[Edge] = Counter()
        self._passed: dict[tuple[int, int, bool], int] = {}
        self.routes = [self._route(*edge, upwards=edge in turned) for edge in edges]

    def _route(self, source: int, target: int, *, upwards: bool) -> list[int]:
        if source == target:
            return [source]
        ends = self.levels[source], self.levels[target]
        between = range(ends[0] - 1, ends[1], -1) if upwards else range(ends[0] + 1, ends[1])
        route = [source, *(self._place(target, level, upwards) for level in between), target]
        self.segments.update(pairwise(reversed(route) if upwards else route))
        return route

    def _place(self, target: int, level: int, upwards: bool) -> int:
        """The place where edges to a box pass a layer."""
        place = self._passed.setdefault((target, level, upwards), len(self.levels))
        if place == len(self.levels):
            self.levels.append(level)
        return place

    def rows(self) -> list[list[int]]:
        """The places of each layer."""
        rows: list[list[int]] = [[] for _ in range(max(self.levels, default=-1) + 1)]
        for place, level in enumerate(self.levels):
            rows[level].append(place)
        return rows

    def neighbours(self) -> tuple[list[list[int]], list[list[int]]]:
        """For each place, those in the layer above that it is connected with, and those below."""
        above: list[list[int]] = [[] for _ in self.levels]
        below: list[list[int]] = [[] for _ in self.levels]
        for upper, lower in self.segments:
            above[lower].append(upper)
            below[upper].append(lower)
        return above, below


def _turned(boxes: int, edges: Sequence[Edge]) -> set[Edge]:
    """Edges without which, or with which the other way round, there is no cycle."""
    targets: list[list[int]] = [[] for _ in range(boxes)]
    for source, target in edges:
        targets[source].append(target)
    number = {box: number for number, part in enumerate(components(targets)) for box in part}
    return {edge for edge in edges if edge[1] < edge[0] and number[edge[0]] == number[edge[1]]}


def _levels(boxes: int, downward: Sequence[Edge]) -> list[int]:
    """How many edges the longest way to each box has, of edges without a cycle (Kahn 1962)."""
    levels = [0] * boxes
    below: list[list[int]] = [[] for _ in range(boxes)]
    waiting = [0] * boxes  # for so many edges to be followed
    for upper, lower in downward:
        if upper != lower:
            below[upper].append(lower)
            waiting[lower] += 1
    todo = [box for box in range(boxes) if not waiting[box]]
    for upper in todo:
        for lower in below[upper]:
            levels[lower] = max(levels[lower], levels[upper] + 1)
            waiting[lower] -= 1
            if not waiting[lower]:
                todo.append(lower)
    return levels
