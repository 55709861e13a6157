"""A term as a diagram, after John Tromp: bars, stems and links (`bars.py`).

      add               a free name stands above all bars, on a stem that hangs from nothing
       │ ┬─┬──
       │ ┼─┼─┬
       │ │ ├─┘
       │ ├─┘
       ├─┘              add 2

A bar and the stems that hang from it have one colour, and all the rest fades when somebody points at
them. A `…`, which stands for a part that is cut, is a name on a dotted stem. In a β-redex, the
bar of the abstraction is highlighted, and the link has its own colour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lamb.calculus.quantities import counted
from lamb.calculus.term import Term
from lamb.interface.pictures.bars import ABOVE, Bar, Stem, lines
from lamb.interface.pictures.grid import MARGIN, SIZE, Grid
from lamb.interface.pictures.lettering import FONT, extract, short, title, without
from lamb.interface.pictures.picture import Picture, number, picture
from lamb.interface.pictures.portion import portion
from lamb.interface.pictures.scopes import coloured, scope
from lamb.interface.pictures.unfolded import unfolded
from lamb.interface.pictures.vertices import Vertex, vertices
from lamb.interface.web.escaping import escaped
from lamb.interface.web.themes import Theme

MOST = 1_000  # nodes

STYLE = (
    f".lamb-diagram text{{font:{SIZE}px {FONT};text-anchor:middle;fill:currentColor}}"
    ".lamb-diagram path{fill:none;stroke:currentColor;stroke-linecap:square;shape-rendering:crispEdges}"
    ".lamb-diagram rect{fill:var(--lamb-redex);shape-rendering:crispEdges}"
    ".lamb-diagram{color:var(--lamb-ink)}"
    ".lamb-diagram .links,.lamb-diagram .cut{color:var(--lamb-soft)}"
    ".lamb-diagram .redexes{color:var(--lamb-redex-line)}"
    ".lamb-diagram:has(.s:hover)>:not(.s:hover){opacity:.25}"
) + coloured("lamb-diagram")


def diagram(
    term: Term, *, definitions: Mapping[str, Term] | None = None, theme: Theme = "auto", most: int = MOST
) -> Picture:
    """A term as Tromp's diagram: λs are bars, variables stems, and applications links.

    Numerals up to ten are unfolded, and so are the names of *definitions*, as long as there are at most
    *most* nodes; what is free stands above the diagram, each time on a stem of its own. If the term itself
    has more nodes, a third as many are drawn, and `…` for the parts that are cut. n log n in *most*.

    >>> from lamb.notation import parse_term
    >>> diagram(parse_term("λf x. f (f x)"))
    Picture(alt='λf x. f (f x) as a diagram of 2 bars, 3 stems and 2 links')
    """
    found = portion(unfolded(term, definitions or {}, most), most)
    sheet = _Sheet(vertices(found))
    bars, stems, links = len(sheet.bars), len(sheet.stems), len(sheet.links)
    alt = (
        f"{extract(term)} as a diagram of {counted(bars, 'bar')}, {counted(stems, 'stem')} and "
        f"{counted(links, 'link')}{without(found.left_out)}"
    )
    grid = sheet.grid
    return picture(sheet.drawing(), grid.width, grid.height, alt, style=STYLE, theme=theme)


class _Sheet:
    """What is drawn of a diagram."""

    def __init__(self, drawn: list[Vertex]) -> None:
        self.drawn = drawn
        found = lines(drawn)
        self.bars, self.stems, self.links, _ = found
        names = {stem.column: short(drawn[stem.number].name) for stem in self.stems if stem.top == ABOVE}
        self.grid = Grid(found, names)

    def drawing(self) -> str:
        thick = self.grid.thick
        # A line of an odd thickness has its middle in the middle of a pixel.
        move = ' transform="translate(.5 .5)"' if thick % 2 else ""
        shapes = "".join([*self._highlights(), *self._links(), *self._names(), *self._scopes()])
        return f'<g class="lamb-diagram" stroke-width="{thick}"{move}>{shapes}</g>'

    def _highlights(self) -> Iterator[str]:
        """What is behind the bars that are applied."""
        thick, xs = self.grid.thick, self.grid.xs
        redexes = (vertex for vertex in self.drawn if vertex.is_redex)
        applied = {vertex.inner[0] for vertex in redexes}
        for bar in self.bars:
            if bar.number in applied:
                x, y = xs[bar.left] - 1.5 * thick, self.grid.y(bar.row) - 1.5 * thick
                wide = xs[bar.right] + 1.5 * thick - x
                yield (f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{3 * thick}"/>')

    def _links(self) -> Iterator[str]:
        for cls, is_redex in ("links", False), ("redexes", True):
            path = "".join(
                f"M{self.grid.xs[link.left]} {self.grid.y(link.row)}H{self.grid.xs[link.right]}"
                for link in self.links
                if self.drawn[link.number].is_redex is is_redex
            )
            if path:
                yield f'<path class="{cls}" d="{path}"/>'

    def _names(self) -> Iterator[str]:
        """The stems that hang from nothing, and what is written above them."""
        for stem in self.stems:
            if stem.top == ABOVE:
                vertex, text = self.drawn[stem.number], self.grid.names[stem.column]
                cut = ' class="cut"' if vertex.cut else ""
                dots = f' stroke-dasharray="0 {2 * self.grid.thick}"' if vertex.cut else ""
                yield (
                    f'<g{cut}>{title(vertex, text)}<path d="{self._stem(stem)}"{dots}/>'
                    f'<text x="{self.grid.xs[stem.column]}" y="{MARGIN + SIZE}">{escaped(text)}</text></g>'
                )

    def _scopes(self) -> Iterator[str]:
        """Each bar with the stems that hang from it."""
        stems = defaultdict(list)
        for stem in self.stems:
            stems[self.drawn[stem.number].binder].append(self._stem(stem))
        for bar in self.bars:
            path = self._bar(bar) + "".join(stems[bar.number])
            yield scope(self.drawn[bar.number], f'<path d="{path}"/>')

    def _stem(self, stem: Stem) -> str:
        return f"M{self.grid.xs[stem.column]} {self.grid.y(stem.top)}V{self.grid.y(stem.bottom)}"

    def _bar(self, bar: Bar) -> str:
        xs, beside = self.grid.xs, self.grid.thick
        return f"M{xs[bar.left] - beside} {self.grid.y(bar.row)}H{xs[bar.right] + beside}"
