"""Tidy trees: where the vertices of a tree stand, each row on a line of its own.

Parents stand in the middle above their parts, and a tree stands as near to its neighbour as their
outlines allow. Equal trees are drawn alike wherever they are, and no two vertices of a row are nearer
to each other than they may be.

The outline of a tree, on its left and on its right, is a list of links, one a row, each knowing how
far it is from the one above. To put two trees side by side, one looks at the right outline of the
left one and at the left outline of the right one, only as far down as both reach; the outline of the
deeper one then goes on from the end of the other's. So all of it is linear (Reingold and Tilford,
“Tidier drawings of trees”, 1981, with the widths of the vertices taken into account).
"""

from __future__ import annotations

from collections.abc import Sequence


class _Link:
    """The outermost vertex of a row on one side of a tree. *by* is how far right of it the next is."""

    __slots__ = ("by", "half", "next")

    def __init__(self, half: float) -> None:
        self.half = half
        self.by = 0.0
        self.next: _Link | None = None


class _Outline:
    """The two sides of a tree, and where each ends, from the root on; *rows* is how deep it is."""

    __slots__ = ("end_left", "end_right", "left", "right", "rows")

    def __init__(self, half: float) -> None:
        self.left, self.right = _Link(half), _Link(half)
        self.end_left, self.end_right = (self.left, 0.0), (self.right, 0.0)
        self.rows = 1


def tidy(inner: Sequence[tuple[int, ...]], widths: Sequence[float], gap: float) -> list[float]:
    """Where the middle of each vertex of a tree is, the leftmost edge being at 0. Linear.

    Vertices are numbered, each before its at most two parts, *inner*; *gap* is the least distance
    between the edges of neighbours.

    >>> tidy([(1, 2), (), ()], [1, 3, 3], 2)
    [4.0, 1.5, 6.5]
    """
    outlines: list[_Outline | None] = [None] * len(inner)
    shifts = [0.0] * len(inner)  # from the vertex above
    for number in reversed(range(len(inner))):
        around = _Outline(widths[number] / 2)
        parts = [outline for part in inner[number] if (outline := outlines[part])]
        for part in inner[number]:
            outlines[part] = None
        if len(parts) == 1:
            _hang(around, parts[0], 0.0, parts[0], 0.0)
        elif parts:
            half = _apart(parts[0].right, parts[1].left, gap) / 2
            shifts[inner[number][0]], shifts[inner[number][1]] = -half, half
            _hang(around, parts[0], -half, parts[1], half)
        outlines[number] = around
    return _placed(inner, widths, shifts)


def _apart(left: _Link | None, right: _Link | None, gap: float) -> float:
    """How far apart the roots of two trees have to be, the one's right side and the other's left."""
    apart = between = 0.0  # what the outlines themselves are apart, row by row
    while left and right:
        apart = max(apart, left.half + gap + right.half - between)
        between += right.by - left.by
        left, right = left.next, right.next
    return apart


def _hang(around: _Outline, one: _Outline, at_one: float, other: _Outline, at_other: float) -> None:
    """Hang trees below a root that is alone: *one* on the left, *other* on the right."""
    around.left.by, around.left.next = at_one, one.left
    around.right.by, around.right.next = at_other, other.right
    around.end_left = one.end_left[0], at_one + one.end_left[1]
    around.end_right = other.end_right[0], at_other + other.end_right[1]
    around.rows = 1 + max(one.rows, other.rows)
    if other.rows > one.rows:
        around.end_left = _go_on(around.end_left, other.left, at_other, one.rows, other.end_left)
    elif one.rows > other.rows:
        around.end_right = _go_on(around.end_right, one.right, at_one, other.rows, one.end_right)


def _go_on(
    end: tuple[_Link, float], deeper: _Link, at: float, rows: int, deeper_end: tuple[_Link, float]
) -> tuple[_Link, float]:
    """Let an outline go on, where it ends, as that of a *deeper* tree does after so many *rows*."""
    last, ends_at = end
    link, place = deeper, at
    for _ in range(rows):
        place += link.by
        link = link.next  # type: ignore[assignment]
    last.by, last.next = place - ends_at, link
    return deeper_end[0], at + deeper_end[1]


def _placed(inner: Sequence[tuple[int, ...]], widths: Sequence[float], shifts: list[float]) -> list[float]:
    """The places that follow from how far each vertex is from the one above it."""
    places = [0.0] * len(inner)
    for number, parts in enumerate(inner):
        for part in parts:
            places[part] = places[number] + shifts[part]
    leftmost = min(place - width / 2 for place, width in zip(places, widths, strict=True))
    return [place - leftmost for place in places]
