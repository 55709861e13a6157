"""A term as a tree.

          λx           an abstraction is above its body,
           │
         ╭─•─╮         an application above its function and its argument;
         x   x         variables have the colour of their binder

A β-redex is a highlighted dot with its λ. A binder and its variables are one group: under the pointer they
light up together, without a script. The edges come first, then groups of vertices, each with a `<title>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import NamedTuple

from lamb.calculus.term import App, Lam, Term
from lamb.display import Picture, Theme
from lamb.html.markup import escaped, style_sheet
from lamb.pictures.canvas import (
    FONT,
    Vertex,
    caption,
    coloured,
    picture,
    portion,
    px,
    scope,
    short,
    title,
    vertices,
    width,
)
from lamb.quantities import counted

MOST = 1_000  # nodes

SIZE = 14  # of letters; all that follows is in pixels
ROW = 40
PILL = 22  # how high a binder is
HALO = 26  # how wide the highlight of a redex is
GAP = 14
DOT = 8
MARGIN = 12
BEND = 0.5  # of the way down an edge is beside its upper end, and above its lower end
SHOULDER = 16  # beside its upper end, so that it does not touch what stands beside that


STYLE = style_sheet(__file__, "tree.css", font=FONT, size=SIZE, dot=DOT, halo=HALO) + coloured("lamb-tree")


def tree(term: Term, *, theme: Theme = "auto", most: int = MOST) -> Picture:
    """A term as a tree: binders above their bodies, dots above functions and their arguments.

    Names are those of its print, in the colour of their binder; β-redexes are highlighted. If there
    are more than *most* nodes, a third as many are drawn, and `…` for the parts that are cut.

    >>> from lamb.notation import parse_term
    >>> tree(parse_term("(λx. x x) λx. x x"))
    Picture(alt='(λx. x x) λx. x x as a tree of 9 nodes')
    """
    found = portion(term, most)
    drawing = _TreeDrawing(vertices(found))
    alt = caption(term, f"a tree of {counted(term.size, 'node')}", found)
    shapes = f'<g class="lamb-tree">{"".join(drawing.shapes())}</g>'
    return picture(shapes, drawing.width, drawing.height, alt, style=STYLE, theme=theme)


class _TreeDrawing:
    """The places of the vertices of a tree, and their shapes."""

    def __init__(self, drawn: list[Vertex]) -> None:
        self.drawn = drawn
        self.texts, self.widths = zip(*map(_text_and_width, drawn), strict=True)
        self.xs, self.ys, self.width, self.height = placed([vertex.inner for vertex in drawn], self.widths)

    def shapes(self) -> Iterator[str]:
        applications = [place for place, vertex in enumerate(self.drawn) if isinstance(vertex.node, App)]
        redexes = [place for place in applications if self.drawn[place].is_redex]
        dots = [place for place in applications if not self.drawn[place].is_redex]
        yield _path("redexes", (self._edge(place, place + 1) for place in redexes))
        edges = ((above, below) for above, vertex in enumerate(self.drawn) for below in vertex.inner)
        yield _path("edges", starmap(self._edge, edges))
        yield _path("dots", (f"M{px(self.xs[place])} {px(self.ys[place])}h0" for place in dots))
        for place in redexes:
            x, y = px(self.xs[place]), px(self.ys[place])
            yield f'<circle cx="{x}" cy="{y}" r="{DOT / 2 + 1}"><title>a β-redex</title></circle>'
        for place, vertex in enumerate(self.drawn):
            if isinstance(vertex.node, Lam):
                yield scope(vertex, self._pill(place) + "".join(map(self._letters, [place, *vertex.bound])))
            elif not vertex.inner and vertex.binder is None:
                yield self._free(place, vertex)

    def _edge(self, above: int, below: int) -> str:
        x, y, to = self.xs[above], self.ys[above], self.xs[below]
        end = self.ys[below] - (0 if isinstance(self.drawn[below].node, App) else PILL / 2)
        if isinstance(self.drawn[above].node, Lam):
            y += PILL / 2
        if x == to:
            return f"M{px(x)} {px(y)}V{px(end)}"
        bend = px(y + (end - y) * BEND)
        near = px(max(x - SHOULDER, min(to, x + SHOULDER)))
        return f"M{px(x)} {px(y)}C{near} {bend} {px(to)} {bend} {px(to)} {px(end)}"

    def _pill(self, place: int) -> str:
        """The ground of a binder."""
        x, y, wide = self.xs[place], self.ys[place], self.widths[place]
        return (
            f'<rect x="{px(x - wide / 2)}" y="{px(y - PILL / 2)}" '
            f'width="{px(wide)}" height="{PILL}" rx="{PILL / 2:g}"/>'
        )

    def _free(self, place: int, vertex: Vertex) -> str:
        """A free name, or `…`."""
        said = title(vertex, self.texts[place])
        cls = ' class="cut"' if vertex.cut else ""
        return f"<g{cls}>{said}{self._letters(place)}</g>" if said else self._letters(place)

    def _letters(self, place: int) -> str:
        x, y = px(self.xs[place]), px(self.ys[place] + SIZE / 3)
        return f'<text x="{x}" y="{y}">{escaped(self.texts[place])}</text>'


def _path(cls: str, lines: Iterable[str]) -> str:
    path = "".join(lines)
    return f'<path class="{cls}" d="{path}"/>' if path else ""


def _text_and_width(vertex: Vertex) -> tuple[str, float]:
    name = short(vertex.name)
    match vertex.node:
        case App():
            return "", HALO if vertex.is_redex else DOT
        case Lam():
            return f"λ{name}", width(f"λ{name}", SIZE) + PILL - 6
    return name, width(name, SIZE)


# ── Tidy trees ────────────────────────────────────────────────────────────────────────
# Parents stand in the middle above their parts, and a tree stands as near to its neighbour as their outlines
# allow (Reingold and Tilford, “Tidier drawings of trees”, 1981, with the widths of the vertices taken into
# account). Equal trees are drawn alike everywhere, and the vertices of a row keep their distance.


def placed(
    inner: Sequence[Sequence[int]], widths: Sequence[float]
) -> tuple[list[float], list[float], float, float]:
    """The middles of the vertices of a tree, across and down, and how wide and high a picture of it is."""
    xs = [MARGIN + x for x in tidy(inner, widths, GAP)]
    ys = [MARGIN + PILL / 2] * len(inner)
    for above, parts in enumerate(inner):
        for below in parts:
            ys[below] = ys[above] + ROW
    width = MARGIN + max(x + wide / 2 for x, wide in zip(xs, widths, strict=True))
    return xs, ys, width, MARGIN + PILL / 2 + max(ys)


class _Side(NamedTuple):
    """One side of a tree. For each row, the lowest first: half the width of its outermost vertex, and how far
    right of that the outermost one below is. The lowest is *end* to the right of the root.
    """

    rows: list[tuple[float, float]]
    end: float


def tidy(inner: Sequence[Sequence[int]], widths: Sequence[float], gap: float) -> list[float]:
    """The middle of each vertex of a tree; the leftmost edge is at 0. Linear.

    Vertices are numbered, each before its parts, *inner*; *gap* is the least distance between the edges of
    neighbours. A vertex is in the middle of its first and its last part.

    >>> tidy([(1, 2), (), ()], [1, 3, 3], 2)
    [4.0, 1.5, 6.5]
    """
    trees: list[tuple[_Side, _Side]] = []  # whose roots have still to be joined, the leftmost last
    shifts = [0.0] * len(inner)  # from the vertex above
    for number in reversed(range(len(inner))):
        left, right = trees.pop() if inner[number] else (_Side([], 0.0), _Side([], 0.0))
        wide = (
            0.0  # between the roots of the parts so far, whose outlines are seen from the first and the last
        )
        for part in inner[number][1:]:
            opposite, outside = trees.pop()
            apart = _apart(right, opposite, gap)
            wide += apart
            shifts[part] = wide
            left, right = _joined(left, 0, opposite, wide), _joined(outside, 0, right, -apart)
        half = wide / 2
        for part in inner[number]:
            shifts[part] -= half
        left, right = _Side(left.rows, left.end - half), _Side(right.rows, right.end + half)
        left.rows.append((widths[number] / 2, -half))
        right.rows.append((widths[number] / 2, half))
        trees.append((left, right))
    places = [0.0] * len(inner)
    for number, parts in enumerate(inner):
        for part in parts:
            places[part] = places[number] + shifts[part]
    leftmost = min(place - width / 2 for place, width in zip(places, widths, strict=True))
    return [place - leftmost for place in places]


def _apart(right: _Side, left: _Side, gap: float) -> float:
    """The distance of the roots of two trees, by the *right* side of one and the *left* of the other."""
    apart = between = 0.0  # what the sides themselves are apart, row by row
    for (half, by), (its_half, its_by) in zip(reversed(right.rows), reversed(left.rows), strict=False):
        apart = max(apart, half + gap + its_half - between)
        between += its_by - by
    return apart


def _joined(side: _Side, at: float, deeper: _Side, deeper_at: float) -> _Side:
    """A side of two trees below one root: that of the outer tree, and then, if it is deeper, of the other."""
    rows = len(side.rows)
    if rows >= len(deeper.rows):
        return _Side(side.rows, at + side.end)
    place = deeper_at
    for _, by in reversed(deeper.rows[-rows:]):
        place += by
    lowest = side.rows[0][0], place - (at + side.end)
    deeper.rows[-rows:] = [lowest, *side.rows[1:]]
    return _Side(deeper.rows, deeper_at + deeper.end)
