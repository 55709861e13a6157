"""The lines of a graph, in SVG: curves that leave and arrive vertically, loops, and heads of arrows."""

from __future__ import annotations

from collections.abc import Sequence

from lamb.interface.pictures.layered import Point
from lamb.interface.pictures.picture import number

HEAD = 6.0  # how long the head of an arrow is


def curve(points: Sequence[Point], aside: float = 0.0) -> str:
    """A curve through the points of a route, moved *aside*.

    Between two points it is free to swing, and straight on to the third; and so on.
    """
    moved = [(x + aside, y) for x, y in points]
    path = [f"M{_at(moved[0])}"]
    for (x, y), (to, end) in zip(moved[::2], moved[1::2], strict=True):
        if path[1:]:
            path.append(f"V{number(y)}")
        if x == to:
            path.append(f"V{number(end)}")
        else:
            middle = number((y + end) / 2)
            path.append(f"C{number(x)} {middle} {number(to)} {middle} {_at((to, end))}")
    return "".join(path)


def halfway(points: Sequence[Point]) -> Point:
    """The middle of a route's first curve."""
    (x, y), (to, end) = points[:2]
    return (x + to) / 2, (y + end) / 2


def head(points: Sequence[Point]) -> str:
    """The head of an arrow at the end of a route."""
    down = 1 if points[-1][1] > points[0][1] else -1
    back, half = number(-down * HEAD), number(HEAD / 2)
    return f"M{_at(points[-1])}l-{half} {back}h{number(HEAD)}z"


def loop(at: Point, size: float) -> str:
    """A loop from a point to the right and back to it, a bit lower."""
    x, y = at
    out = number(x + 1.6 * size)
    return (
        f"M{number(x)} {number(y - size / 2)}C{out} {number(y - size)} {out} {number(y + size)} "
        f"{number(x + HEAD)} {number(y + size / 2)}"
    )


def loop_head(at: Point, size: float) -> str:
    """The head of the arrow at the end of a loop."""
    x, y = at
    return f"M{number(x)} {number(y + size / 2)}l{number(HEAD)} {number(-HEAD / 2)}v{number(HEAD)}z"


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
