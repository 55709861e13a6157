"""A term as a tree.

          λx           an abstraction is above its body,
           │
         ╭─•─╮         an application above its function and its argument;
         x   x         variables have the colour of their binder

A β-redex is a highlighted dot with its λ. A binder and its variables are one group: under the pointer they
light up together, without a script. The edges come first, then groups of vertices, each with a `<title>`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lamb.calculus.term import App, Lam, Term
from lamb.display import Picture, Theme
from lamb.html.style import escaped, style_sheet
from lamb.pictures.picture import (
    FONT,
    Vertex,
    coloured,
    extract,
    picture,
    portion,
    px,
    scope,
    short,
    title,
    vertices,
    width,
    without,
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
    n log n in *most*.

    >>> from lamb.notation import parse_term
    >>> tree(parse_term("(λx. x x) λx. x x"))
    Picture(alt='(λx. x x) λx. x x as a tree of 9 nodes')
    """
    found = portion(term, most)
    drawn = vertices(found)
    drawing = _TreeDrawing(drawn)
    alt = f"{extract(term)} as a tree of {counted(term.size, 'node')}{without(found.left_out)}"
    shapes = f'<g class="lamb-tree">{"".join(drawing.shapes())}</g>'
    return picture(shapes, drawing.width, drawing.height, alt, style=STYLE, theme=theme)


class _TreeDrawing:
    """The places of the vertices of a tree, and their shapes."""

    def __init__(self, drawn: list[Vertex]) -> None:
        self.drawn = drawn
        self.texts = [_text(vertex) for vertex in drawn]
        widths = [_width(vertex, text) for vertex, text in zip(drawn, self.texts, strict=True)]
        inner = [vertex.inner for vertex in drawn]
        self.widths = widths
        self.xs = [x + MARGIN for x in tidy(inner, widths, GAP)]
        self.ys = [MARGIN + PILL / 2] * len(drawn)
        for above, parts in enumerate(inner):
            for part in parts:
                self.ys[part] = self.ys[above] + ROW
        self.width = MARGIN + max(x + wide / 2 for x, wide in zip(self.xs, widths, strict=True))
        self.height = MARGIN + PILL / 2 + max(self.ys)

    def shapes(self) -> Iterator[str]:
        redexes = [place for place, vertex in enumerate(self.drawn) if vertex.is_redex]
        dots = [
            place
            for place, vertex in enumerate(self.drawn)
            if isinstance(vertex.node, App) and not vertex.is_redex
        ]
        yield self._path("redexes", (self._edge(place, place + 1) for place in redexes))
        yield self._path("edges", self._edges())
        yield self._path("dots", (f"M{self._at(place)}h0" for place in dots))
        for place in redexes:
            x, y = px(self.xs[place]), px(self.ys[place])
            yield f'<circle cx="{x}" cy="{y}" r="{DOT / 2 + 1}"><title>a β-redex</title></circle>'
        for place, vertex in enumerate(self.drawn):
            if isinstance(vertex.node, Lam):
                yield self._scope(place, vertex)
            elif not vertex.inner and vertex.binder is None:
                yield self._name(place, vertex)

    def _path(self, cls: str, lines: Iterator[str]) -> str:
        path = "".join(lines)
        return f'<path class="{cls}" d="{path}"/>' if path else ""

    def _at(self, place: int) -> str:
        return f"{px(self.xs[place])} {px(self.ys[place])}"

    def _edges(self) -> Iterator[str]:
        for above, vertex in enumerate(self.drawn):
            for below in vertex.inner:
                yield self._edge(above, below)

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

    def _scope(self, place: int, vertex: Vertex) -> str:
        """A binder and its variables."""
        x, y, wide = self.xs[place], self.ys[place], self.widths[place]
        pill = (
            f'<rect x="{px(x - wide / 2)}" y="{px(y - PILL / 2)}" '
            f'width="{px(wide)}" height="{PILL}" rx="{PILL / 2:g}"/>'
        )
        texts = "".join(map(self._letters, [place, *vertex.bound]))
        return scope(vertex, pill + texts)

    def _name(self, place: int, vertex: Vertex) -> str:
        """A name that is free, or `…`."""
        said = title(vertex, self.texts[place])
        cls = ' class="cut"' if vertex.cut else ""
        return f"<g{cls}>{said}{self._letters(place)}</g>" if said else self._letters(place)

    def _letters(self, place: int) -> str:
        x, y = px(self.xs[place]), px(self.ys[place] + SIZE / 3)
        return f'<text x="{x}" y="{y}">{escaped(self.texts[place])}</text>'


def _text(vertex: Vertex) -> str:
    match vertex.node:
        case App():
            return ""
        case Lam():
            return f"λ{short(vertex.name)}"
    return short(vertex.name)


def _width(vertex: Vertex, text: str) -> float:
    match vertex.node:
        case App():
            return HALO if vertex.is_redex else DOT
        case Lam():
            return width(text, SIZE) + PILL - 6
    return width(text, SIZE)


# ── Tidy trees ────────────────────────────────────────────────────────────────────────
# Parents stand in the middle above their parts, and a tree stands as near to its neighbour as their outlines
# allow. Equal trees are drawn alike everywhere, and the vertices of a row keep their distance.
#
# The outline of a tree, on its left and on its right, is a list of links, one a row, each knowing how far it
# is from the one above. Two trees are put side by side by the right outline of the left one and the left
# outline of the right one, only as far down as both reach; the outline of the deeper one then goes on from
# the end of the other's. So all of it is linear (Reingold and Tilford, “Tidier drawings of trees”, 1981, with
# the widths of the vertices taken into account).


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
    """The middle of each vertex of a tree; the leftmost edge is at 0. Linear.

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
    """The distance that the roots of two trees need, the right side of one and the left of the other."""
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
