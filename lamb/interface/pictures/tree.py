"""A term as a tree.

          λx           an abstraction is above its body,
           │
         ╭─•─╮         an application above its function and its argument;
         x   x         variables have the colour of their binder

A β-redex is a highlighted dot with its λ. Whoever points at a binder or a variable sees all that
belong together light up, without a script: they are one group. The edges come first, then groups of
vertices, each with what it is in a `<title>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.term import App, Lam, Term
from lamb.interface.pictures.lettering import FONT, extract, nodes, short, title, width, without
from lamb.interface.pictures.picture import Picture, number, picture
from lamb.interface.pictures.portion import portion
from lamb.interface.pictures.scopes import coloured, scope
from lamb.interface.pictures.tidy import tidy
from lamb.interface.pictures.vertices import Vertex, vertices
from lamb.interface.web.escaping import escaped
from lamb.interface.web.themes import Theme

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


STYLE = (
    f".lamb-tree text{{font:{SIZE}px {FONT};text-anchor:middle;fill:var(--lamb-ink)}}"
    ".lamb-tree path{fill:none;stroke:var(--lamb-line);stroke-width:1.5;stroke-linecap:round}"
    f".lamb-tree .dots{{stroke:var(--lamb-soft);stroke-width:{DOT}}}"
    f".lamb-tree .redexes{{stroke:var(--lamb-redex);stroke-width:{HALO}}}"
    ".lamb-tree circle{fill:var(--lamb-redex-line)}"
    ".lamb-tree .cut{fill:var(--lamb-soft)}"
    ".lamb-tree .s rect{fill:var(--lamb-paper);stroke:currentColor;stroke-width:1.5}"
    ".lamb-tree .s text{fill:currentColor}"
    ".lamb-tree .s:hover rect{fill:var(--lamb-lit)}"
    ".lamb-tree .s:hover text{paint-order:stroke;stroke:var(--lamb-lit);stroke-width:6px;"
    "stroke-linejoin:round}"
) + coloured("lamb-tree")


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
    sheet = _Sheet(drawn)
    alt = f"{extract(term)} as a tree of {nodes(term.size)}{without(found.left_out)}"
    shapes = f'<g class="lamb-tree">{"".join(sheet.shapes())}</g>'
    return picture(shapes, sheet.width, sheet.height, alt, style=STYLE, theme=theme)


class _Sheet:
    """Where the vertices of a tree stand, and what is drawn there."""

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
            x, y = number(self.xs[place]), number(self.ys[place])
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
        return f"{number(self.xs[place])} {number(self.ys[place])}"

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
            return f"M{number(x)} {number(y)}V{number(end)}"
        bend = number(y + (end - y) * BEND)
        near = number(max(x - SHOULDER, min(to, x + SHOULDER)))
        return f"M{number(x)} {number(y)}C{near} {bend} {number(to)} {bend} {number(to)} {number(end)}"

    def _scope(self, place: int, vertex: Vertex) -> str:
        """A binder and its variables."""
        x, y, wide = self.xs[place], self.ys[place], self.widths[place]
        pill = (
            f'<rect x="{number(x - wide / 2)}" y="{number(y - PILL / 2)}" '
            f'width="{number(wide)}" height="{PILL}" rx="{PILL / 2:g}"/>'
        )
        texts = "".join(map(self._letters, [place, *vertex.bound]))
        return scope(vertex, pill + texts)

    def _name(self, place: int, vertex: Vertex) -> str:
        """A name that is free, or `…`."""
        said = title(vertex, self.texts[place])
        cls = ' class="cut"' if vertex.cut else ""
        return f"<g{cls}>{said}{self._letters(place)}</g>" if said else self._letters(place)

    def _letters(self, place: int) -> str:
        x, y = number(self.xs[place]), number(self.ys[place] + SIZE / 3)
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
