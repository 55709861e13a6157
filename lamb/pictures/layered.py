"""A layered layout of a directed graph: where its boxes stand, and how its edges run.

       ┌───┐       Edges run downwards, from layer to layer; those that close a cycle run upwards.
       └─┬─┘       An edge that passes a layer has a place there, as a box has.
      ┌──┴──┐
    ┌─┴─┐   │      Sugiyama, Tagawa and Toda (1981, *Methods for visual understanding of hierarchical
    └─┬─┘   │      system structures*) do it in three stages: layers (`Layers`), an order in each layer
      └──┬──┘      (`ordered`), and places that make edges nearly straight (`columns`).
       ┌─┴─┐
       └───┘

A picture needs one function of these, `layered`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise
from math import ceil
from typing import NamedTuple, TypeAlias

from lamb.analysis.graph import components
from lamb.calculus.budget import Exhausted, tick

Edge: TypeAlias = tuple[int, int]
Passage: TypeAlias = tuple[int, int, bool]
"""A box, a level where edges to it pass, and true if they run upwards."""
Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]

SLANT = 0.08  # how much farther apart two layers are for each pixel that an edge between them runs aside
FARTHEST = 3.0  # times as far apart as they must be
PORT = 0.25  # how far from the middle of a box edges upwards begin and end, in its width
FARTHEST_PORT = 14.0
CROOKED = 0.25  # of a gap: how far an edge may be from where it would best pass, to be straight


class Placement(NamedTuple):
    """The centres of all boxes, and for each edge, the points of its route.

    A route leads from the border of the source to that of the target. It has an even number of points,
    between which it runs freely, and through a layer, by turns. An edge from a box to itself has none.
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


def layered(sizes: Sequence[Size], edges: Sequence[Edge], spacing: Spacing) -> Placement:
    """Boxes of some *sizes*, each below those that lead to it.

    Of the edges of a cycle, those run upwards that lead to a box with a lower number. The same graph
    is always laid out the same way, if the meter that is running leaves time for all that can be made
    better. A layer can have several lines only if all boxes are of one size.
    """
    layers = Layers(len(sizes), edges)
    return _Placing(layers, ordered(layers), sizes, spacing).placement


# ── Layers ────────────────────────────────────────────────────────────────────────────
# Edges that close a cycle are turned first: those of a strongly connected component that lead to a box with
# a lower number. Then a box is as many layers down as the longest way to it has edges. Where an edge passes
# a layer it has a place, which it shares with others that lead to the same box from the same side.


class Layers:
    """So many boxes in layers, and where the edges between them run: from place to place.

    The first places are the boxes, by their numbers; *levels* says how many layers down each place is.
    *segments* lead from a place to one in the next layer. Linear in the places and edges.
    """

    def __init__(self, boxes: int, edges: Sequence[Edge]) -> None:
        self.boxes = boxes
        self.edges = edges
        self.turned = _turned(boxes, edges)
        self.levels = _levels(boxes, [edge[::-1] if edge in self.turned else edge for edge in edges])
        self.segments: dict[Edge, None] = {}
        self.passed: dict[Passage, int] = {}
        for edge in edges:
            self._run(*edge, upwards=edge in self.turned)

    def _run(self, source: int, target: int, *, upwards: bool) -> None:
        """Let an edge run through the layers to its target, or to where another runs on to it."""
        step = -1 if upwards else 1
        place, last = source, self.levels[target]
        for level in range(self.levels[source] + step, last + step, step) if source != target else ():
            passage = target, level, upwards
            joins = level == last or passage in self.passed
            following = target if level == last else self.passed.setdefault(passage, len(self.levels))
            self.segments[(following, place) if upwards else (place, following)] = None
            if joins:
                break
            self.levels.append(level)
            place = following

    def after(self, place: int, target: int, *, upwards: bool) -> int:
        """The place that edges come to after another on their way to a box."""
        return self.passed.get((target, self.levels[place] + (-1 if upwards else 1), upwards), target)

    def rows(self) -> list[list[int]]:
        """The places of each layer."""
        rows: list[list[int]] = [[] for _ in range(max(self.levels, default=-1) + 1)]
        for place, level in enumerate(self.levels):
            rows[level].append(place)
        return rows

    def neighbours(self) -> tuple[list[list[int]], list[list[int]]]:
        """For each place, those in the layer above that it is connected with, and those below."""
        places = len(self.levels)
        return _targets(places, (segment[::-1] for segment in self.segments)), _targets(places, self.segments)


def _targets(boxes: int, edges: Iterable[Edge]) -> list[list[int]]:
    """The boxes that edges lead to from each box."""
    targets: list[list[int]] = [[] for _ in range(boxes)]
    for source, target in edges:
        targets[source].append(target)
    return targets


def _turned(boxes: int, edges: Sequence[Edge]) -> set[Edge]:
    """Edges without which, or with which the other way round, there is no cycle."""
    parts = components(_targets(boxes, edges))
    number = {box: number for number, part in enumerate(parts) for box in part}
    return {edge for edge in edges if edge[1] < edge[0] and number[edge[0]] == number[edge[1]]}


def _levels(boxes: int, downward: Sequence[Edge]) -> list[int]:
    """The length of the longest way to each box, by edges without a cycle but for loops."""
    above = _targets(boxes, [edge[::-1] for edge in downward if edge[0] != edge[1]])
    levels = [0] * boxes
    for box in TopologicalSorter(dict(enumerate(above))).static_order():
        levels[box] = max((levels[upper] + 1 for upper in above[box]), default=0)
    return levels


# ── The order in each layer ───────────────────────────────────────────────────────────
# Layer by layer, down and up, each place goes where the places are, on average, that it is connected with
# (the barycentre method: Sugiyama, Tagawa and Toda 1981); then neighbours change places where that helps
# (Gansner et al. 1993, *A technique for drawing directed graphs*, section 3). The best order that was seen
# is kept: finding one with the fewest crossings is NP-hard.

SWEEPS = 30
MOST_WITHOUT_BETTER = 6  # sweeps without a better order
EXCHANGED = 1_500  # places of a graph whose neighbours are compared one by one


def ordered(layers: Layers) -> list[list[int]]:
    """The places of each layer from left to right."""
    order = _Order(layers)
    best, fewest, found = order.copy(), order.crossings(), 0
    for sweep in _rounds(SWEEPS):
        if not fewest or sweep - found > MOST_WITHOUT_BETTER:
            break
        order.sweep(down=sweep % 2 == 0)
        if len(layers.levels) <= EXCHANGED:
            order.exchange()
        if (crossings := order.crossings()) < fewest:
            best, fewest, found = order.copy(), crossings, sweep
    return best


def _rounds(most: int) -> Iterator[int]:
    """So many numbers, or fewer if the meter that is running has run out: for what is found by and by."""
    for number in range(most):
        try:
            tick()
        except Exhausted:
            return
        yield number


class _Order:
    """An order of the places in each row; *at* is the number of places on the left of each."""

    def __init__(self, layers: Layers) -> None:
        self.above, self.below = layers.neighbours()
        self.rows = layers.rows()
        self.at = [0] * len(layers.levels)
        for number, place in enumerate(self._in_depth()):
            self.at[place] = number
        for level in range(len(self.rows)):
            self._sort(level, self.at)

    def _in_depth(self) -> Iterable[int]:
        """The places in the order in which a search in depth comes to them."""
        reached: dict[int, None] = {}
        todo = [place for row in self.rows[:1] for place in reversed(row)]
        while todo:
            place = todo.pop()
            if place not in reached:
                reached[place] = None
                todo += reversed(self.below[place])
        return reached

    def _sort(self, level: int, keys: Sequence[float] | Mapping[int, float]) -> None:
        self.rows[level] = sorted(self.rows[level], key=keys.__getitem__)
        self.number(self.rows[level])

    def number(self, row: Iterable[int]) -> None:
        for number, place in enumerate(row):
            self.at[place] = number

    def copy(self) -> list[list[int]]:
        return [[*row] for row in self.rows]

    def sweep(self, *, down: bool) -> None:
        """Order each layer by the one before, from the top down or from the bottom up."""
        beside = self.above if down else self.below
        for level in range(1, len(self.rows)) if down else range(len(self.rows) - 2, -1, -1):
            ends = {place: [self.at[other] for other in beside[place]] for place in self.rows[level]}
            self._sort(
                level, {place: sum(its) / len(its) if its else self.at[place] for place, its in ends.items()}
            )

    def exchange(self) -> None:
        """Let each place go to the left as long as that saves crossings: then no two neighbours should change
        places.
        """
        for row in self.rows:
            ends = {place: (self._ends(self.above[place]), self._ends(self.below[place])) for place in row}
            for number, place in enumerate(row):
                at = number
                while at and _crossings(ends[row[at - 1]], ends[place]) > 0:
                    row[at] = row[at - 1]
                    at -= 1
                row[at] = place
            self.number(row)

    def _ends(self, others: Iterable[int]) -> list[int]:
        return sorted(self.at[other] for other in others)

    def crossings(self) -> int:
        """The number of crossings: pairs of segments whose ends are in opposite orders."""
        count = 0
        for row in self.rows:
            ends: list[int] = []  # of the segments so far, in order
            for end in (end for place in row for end in self._ends(self.below[place])):
                count += len(ends) - bisect_right(ends, end)
                insort(ends, end)
        return count


def _crossings(left: Sequence[list[int]], right: Sequence[list[int]]) -> int:
    """How many crossings there are more than if two places side by side changed theirs, whose segments have
    their ends there, in order: above, and below.
    """
    return sum(
        len(its) - bisect_left(its, end) - bisect_right(its, end)
        for one, its in zip(right, left, strict=True)
        for end in one
    )


# ── Columns ───────────────────────────────────────────────────────────────────────────
# The best column of a place is the middle of those it is connected with, the more so where an edge passes,
# which should be straight (Gansner et al. 1993, section 4). For a layer there is one best way of giving the
# places what they like while they keep their order and distances: that is isotonic regression, found by
# pooling neighbours that are in each other's way (Ayer et al. 1955). Layers are placed in turn, down and up,
# until they hardly move.

Block: TypeAlias = tuple[float, float, int]
"""Neighbours that touch: where they would like to begin, how much they weigh, and how many they are."""

ROUNDS, LAST = 12, 4
STRAIGHT = (1.0, 2.0, 8.0)  # how much segments weigh of whose ends none, one or both are passed by edges
CENTRE = 0.03  # how much the middle of the whole attracts each place, until the last rounds


def columns(
    layers: Layers, rows: Sequence[Sequence[int]], widths: Sequence[float], gap: float, lines: Sequence[int]
) -> list[float]:
    """The middle of each place; boxes are *gap* apart, and edges half of that from what is beside them.

    In a row of several *lines*, where boxes are put by turns, they are as many times nearer.
    """
    above, below = layers.neighbours()
    both = [up + down for up, down in zip(above, below, strict=True)]
    found = _Columns(layers)
    for row, count in zip(rows, lines, strict=True):
        found.measure(row, [widths[place] / count for place in row], gap / count)
    for turn in _rounds(ROUNDS):
        last = turn >= ROUNDS - LAST
        centre = CENTRE / 100 if last else CENTRE
        for row in rows:
            found.settle(row, both if last else above, centre)
        for row in reversed(rows):
            found.settle(row, both if last else below, centre)
    left = min((x - wide / 2 for x, wide in zip(found.xs, widths, strict=True)), default=0.0)
    return [x - left for x in found.xs]


class _Columns:
    """The columns of all places, *xs*; *offsets* are the least distances from the first place of each row."""

    def __init__(self, layers: Layers) -> None:
        self.boxes = layers.boxes
        self.offsets = [0.0] * len(layers.levels)
        self.xs = [0.0] * len(layers.levels)

    def measure(self, row: Sequence[int], widths: Sequence[float], gap: float) -> None:
        """Put a row together as narrowly as may be, its middle at 0."""
        at = 0.0
        for (left, wide), (right, its) in pairwise(zip(row, widths, strict=True)):
            at += (wide + its) / 2 + (gap if left < self.boxes and right < self.boxes else gap / 2)
            self.offsets[right] = at
        for place in row:
            self.xs[place] = self.offsets[place] - at / 2

    def settle(self, row: Sequence[int], neighbours: Sequence[Sequence[int]], centre: float) -> None:
        """Place a layer in the best way for those *neighbours* of its places, and for the middle of all."""
        blocks: list[Block] = []
        for place in row:
            beside = neighbours[place]
            pulls = [STRAIGHT[(place >= self.boxes) + (other >= self.boxes)] for other in beside]
            weight = centre + sum(pulls)
            wish = sum(self.xs[other] * pull for other, pull in zip(beside, pulls, strict=True))
            block = (wish / weight - self.offsets[place], weight, 1)
            while blocks and blocks[-1][0] > block[0]:
                block = _pooled(blocks.pop(), block)
            blocks.append(block)
        begins = (begin for begin, _, count in blocks for _ in range(count))
        for place, begin in zip(row, begins, strict=True):
            self.xs[place] = begin + self.offsets[place]


def _pooled(one: Block, other: Block) -> Block:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]


class _Placing:
    """The places of boxes and edges, whose order in each row is known."""

    def __init__(
        self, layers: Layers, rows: Sequence[Sequence[int]], sizes: Sequence[Size], spacing: Spacing
    ) -> None:
        self.layers, self.sizes, self.spacing = layers, sizes, spacing
        gap = spacing.gap
        boxes = [[place for place in row if place < layers.boxes] for row in rows]
        lines = [max(1, ceil(sum(sizes[box][0] + gap for box in row) / spacing.widest)) for row in boxes]
        self.heights = [
            count * (max((sizes[box][1] for box in row), default=0.0) + gap) - gap
            for count, row in zip(lines, boxes, strict=True)
        ]
        widths = [width for width, _ in sizes] + [0.0] * (len(layers.levels) - len(sizes))
        self.xs = columns(layers, rows, widths, gap, lines)
        middles = self._middles()
        self.ys = [middles[level] for level in layers.levels]
        for row, count in zip(boxes, lines, strict=True):
            for number, box in enumerate(row):  # which stand on the lines of the row by turns
                self.ys[box] += (number % count - (count - 1) / 2) * (sizes[box][1] + gap)
        self.straight = self._straight()
        self.placement = Placement(
            list(zip(self.xs[: layers.boxes], self.ys, strict=False)),
            [self._route(*edge) for edge in layers.edges],
            max((x + width / 2 for x, width in zip(self.xs, widths, strict=True)), default=0.0),
            max((middle + high / 2 for middle, high in zip(middles, self.heights, strict=True)), default=0.0),
        )

    def _straight(self) -> dict[int, int]:
        """The last place that edges come to straight on from each that they pass."""
        straight: dict[int, int] = {}
        passed = [(place, target, upwards) for (target, _, upwards), place in self.layers.passed.items()]
        passed.sort(key=lambda one: self.layers.levels[one[0]] * (1 if one[2] else -1))
        for place, target, upwards in passed:  # from the target on
            last = straight.get(self.layers.after(place, target, upwards=upwards), place)
            aside = abs(self.xs[last] - self.xs[place])
            straight[place] = last if aside < CROOKED * self.spacing.gap else place
        return straight

    def _middles(self) -> list[float]:
        """The middle of each row, with more room below a row from which edges run far aside."""
        aside = [0.0] * len(self.heights)
        for upper, lower in self.layers.segments:
            level = self.layers.levels[upper]
            aside[level] = max(aside[level], abs(self.xs[upper] - self.xs[lower]))
        room = (self.spacing.tallest - sum(self.heights)) / max(1, len(self.heights))
        drop = max(self.spacing.gap, min(self.spacing.drop, room))
        middles, y = [], 0.0
        for height, far in zip(self.heights, aside, strict=True):
            middles.append(y + height / 2)
            y += height + min(drop + SLANT * far, FARTHEST * drop)
        return middles

    def _route(self, source: int, target: int) -> list[Point]:
        if source == target:
            return []
        upwards = (source, target) in self.layers.turned
        down = -0.5 if upwards else 0.5
        points = [self._border(source, down, upwards)]
        place = self.layers.after(source, target, upwards=upwards)
        while place != target:
            last = self.straight[place]
            x = self.xs[last]
            points += (x, self._side(place, -down)), (x, self._side(last, down))
            place = self.layers.after(last, target, upwards=upwards)
        return [*points, self._border(target, -down, upwards)]

    def _side(self, place: int, half: float) -> float:
        """The upper or lower side of the layer of a place."""
        return self.ys[place] + self.heights[self.layers.levels[place]] * half

    def _border(self, box: int, half: float, upwards: bool) -> Point:
        width, height = self.sizes[box]
        aside = min(PORT * width, FARTHEST_PORT) if upwards else 0.0
        return self.xs[box] + aside, self.ys[box] + half * height
