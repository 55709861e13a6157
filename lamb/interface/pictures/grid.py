"""Where the lines and the names of a Tromp diagram are: on whole pixels.

Lines are the thinner the more of them there are, and as far from each other as their thickness
says. A name stands in the middle above its stem, which has a wider column for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from math import ceil

from lamb.interface.pictures.bars import Lines
from lamb.interface.pictures.lettering import width

SIZE = 12  # of letters; all that follows is in pixels
LABEL = 20  # how high a name is
BESIDE = 8  # what is between two names at least
MARGIN = 8
LARGEST = 960  # a diagram that would be wider or higher has thinner lines
THICKNESSES = (4, 3, 2, 1)  # of lines; Tromp's have 1
COLUMN, ROW = 4, 3  # how far lines are from each other, if they were 1 thick; Tromp's rows are at 2


class Grid:
    """The places of a diagram's lines, and of the *names* above some columns.

    Lines are so *thick*, and the middle of a column is at its number in *xs*; *width* and *height*
    are those of all.
    """

    def __init__(self, lines: Lines, names: Mapping[int, str]) -> None:
        self.names = names
        for self.thick in THICKNESSES:
            self.xs, self.width = self._columns(len(lines.stems))
            self.height = self.y(lines.bottom) + self.thick + MARGIN
            if max(self.width, self.height) <= LARGEST:
                break

    def _columns(self, number: int) -> tuple[list[int], int]:
        unit = COLUMN * self.thick
        wide = [1] * number  # in units
        for column, text in self.names.items():
            wide[column] = ceil((width(text, SIZE) + BESIDE) / unit)
        ends = list(accumulate(wide))
        middles = [end * unit - units * unit // 2 for end, units in zip(ends, wide, strict=True)]
        return [MARGIN + middle for middle in middles], MARGIN + ends[-1] * unit + MARGIN

    def y(self, row: int) -> int:
        """The middle of a row."""
        names = LABEL + ROW * self.thick if self.names else 0
        return MARGIN + names + self.thick // 2 + row * ROW * self.thick
