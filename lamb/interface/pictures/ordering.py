"""The order of places in layers, such that few segments cross.

Layer by layer, down and up, each place goes where the places are, on average, that it is connected with
(the barycentre method: Sugiyama, Tagawa and Toda 1981); then neighbours change places where that helps
(Gansner et al. 1993, *A technique for drawing directed graphs*, section 3). The best order that was seen
is kept: finding one with the fewest crossings is NP-hard.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence

from lamb.interface.pictures.layering import Grid

SWEEPS = 30
PATIENCE = 6  # sweeps without a better order
EXCHANGED = 1_500  # places of a grid whose neighbours are compared one by one


def ordered(grid: Grid) -> list[list[int]]:
    """The places of each layer from left to right."""
    order = _Order(grid)
    best, fewest, found = order.copy(), order.crossings(), 0
    for sweep in range(SWEEPS):
        if not fewest or sweep - found > PATIENCE:
            break
        order.sweep(down=sweep % 2 == 0)
        if len(grid.levels) <= EXCHANGED:
            order.exchange()
        if (crossings := order.crossings()) < fewest:
            best, fewest, found = order.copy(), crossings, sweep
    return best


class _Order:
    def __init__(self, grid: Grid) -> None:
        self.above, self.below = grid.neighbours()
        self.rows = self._first(grid.rows())
        self.at = [0] * len(grid.levels)  # how many places are on the left of each
        for row in self.rows:
            self._number(row)

    def _first(self, rows: list[list[int]]) -> list[list[int]]:
        """An order to begin with: as a search in depth comes to the places."""
        come = [0] * len(self.above)
        count = 0
        todo = [place for row in rows[:1] for place in reversed(row)]
        while todo:
            place = todo.pop()
            if not come[place]:
                count += 1
                come[place] = count
                todo += reversed(self.below[place])
        return [sorted(row, key=come.__getitem__) for row in rows]

    def _number(self, row: Iterable[int]) -> None:
        for number, place in enumerate(row):
            self.at[place] = number

    def copy(self) -> list[list[int]]:
        return [[*row] for row in self.rows]

    def sweep(self, *, down: bool) -> None:
        """Order each layer by the one before, from the top down or from the bottom up."""
        beside = self.above if down else self.below
        levels = range(1, len(self.rows)) if down else range(len(self.rows) - 2, -1, -1)
        for level in levels:
            means = {place: self._mean(beside[place], self.at[place]) for place in self.rows[level]}
            self.rows[level] = sorted(self.rows[level], key=means.__getitem__)
            self._number(self.rows[level])

    def _mean(self, places: Sequence[int], otherwise: float) -> float:
        return sum(self.at[place] for place in places) / len(places) if places else otherwise

    def exchange(self) -> None:
        """Let neighbours change places as long as that saves crossings."""
        for row in self.rows:
            saves = True
            while saves:
                saves = False
                for left in range(len(row) - 1):
                    one, other = row[left], row[left + 1]
                    if self._between(one, other) > self._between(other, one):
                        row[left], row[left + 1] = other, one
                        saves = True
            self._number(row)

    def _between(self, left: int, right: int) -> int:
        """How often the segments of two places cross that are side by side."""
        return sum(
            self.at[one] > self.at[other]
            for beside in (self.above, self.below)
            for one in beside[left]
            for other in beside[right]
        )

    def crossings(self) -> int:
        """How many crossings there are: pairs of segments whose ends are in opposite orders."""
        count = 0
        for row in self.rows:
            ends: list[int] = []  # of the segments so far, in order
            for place in row:
                mine = sorted(self.at[lower] for lower in self.below[place])
                count += sum(len(ends) - bisect_right(ends, end) for end in mine)
                for end in mine:
                    insort(ends, end)
        return count
