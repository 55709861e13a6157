"""A term as a diagram, after John Tromp (“Lambda Diagrams”, https://tromp.github.io/cl/diagrams.html).

    ┬─┬──        row 0    the bar of λf
    ┼─┼─┬        row 1    the bar of λx
    │ ├─┘        row 2    the link of f x
    ├─┘          row 3    the link of f (f x)
    │            row 4

An abstraction is a bar above its body, a variable a stem that hangs from its bar, in a column of its
own, and an application a link below both of its parts, from the leftmost stem of the function, which
goes on downwards, to that of the argument, which ends there. The leftmost stem of all goes on to the
last row. A free name is a stem that begins above everything, in row -1.

There are as many lines as a term has nodes, and twice their number with that of the places where
stems cross bars is the length of the term in binary lambda calculus.

A bar and the stems that hang from it have one colour, and all the rest fades while they are under the
pointer. A `…`, which stands for a part that is cut, is a name on a dotted stem. In a β-redex, the bar of the
abstraction is highlighted, and the link has its own colour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from lamb.calculus.term import App, Lam, Term
from lamb.display import Picture, Theme
from lamb.errors import columns
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
    unfolded,
    vertices,
    width,
)
from lamb.quantities import counted

MOST = 1_000  # nodes

ABOVE = -1
"""The row from which the stems of free names hang."""


class Across(NamedTuple):
    """The bar of an abstraction, or the link of an application, by its number: in a row, from a column *left*
    to a column *right*.
    """

    number: int
    row: int
    left: int
    right: int


class Stem(NamedTuple):
    """The variable or name of a number, in a column, from the row *top* to the row *bottom*."""

    number: int
    column: int
    top: int
    bottom: int


class Lines(NamedTuple):
    """The lines of a diagram, each kind in the order of the term; the last row is *bottom*."""

    bars: list[Across]
    stems: list[Stem]
    links: list[Across]
    bottom: int


def lines(drawn: list[Vertex]) -> Lines:
    """The lines of a term. Linear."""
    first, last, heights = _measured(drawn)
    bars, stems, links = [], [], []
    ends = [heights[0]] * (last[0] + 1)
    for number, vertex in enumerate(drawn):
        match vertex.node:
            case Lam():
                bars.append(Across(number, vertex.depth, first[number], last[number]))
            case App():
                row = vertex.depth + heights[number] - 1
                fn, arg = vertex.inner
                links.append(Across(number, row, first[fn], first[arg]))
                ends[first[arg]] = row
            case _:
                top = ABOVE if vertex.binder is None else drawn[vertex.binder].depth
                stems.append(Stem(number, first[number], top, ends[first[number]]))
    return Lines(bars, stems, links, heights[0])


def _measured(drawn: list[Vertex]) -> tuple[list[int], list[int], list[int]]:
    """The columns of the leftmost and of the rightmost stem of each vertex, and the number of bars and links
    above each other in it.
    """
    first, last, heights = [0] * len(drawn), [0] * len(drawn), [0] * len(drawn)
    column = sum(not vertex.inner for vertex in drawn)
    for number in reversed(range(len(drawn))):
        if inner := drawn[number].inner:
            first[number], last[number] = first[inner[0]], last[inner[-1]]
            heights[number] = 1 + max(heights[part] for part in inner)
        else:
            column -= 1
            first[number] = last[number] = column
    return first, last, heights


# ── The places of lines ───────────────────────────────────────────────────────────────
# Lines are on whole pixels, the thinner the more of them there are, and as far from each other as their
# thickness says. A name stands in the middle above its stem, which has a wider column for that.

SIZE = 12  # of letters; all that follows is in pixels
LABEL = 20  # how high a name is
BESIDE = 8  # what is between two names at least
MARGIN = 8
LARGEST = 960  # a diagram that would be wider or higher has thinner lines
THICKNESSES = (4, 3, 2, 1)  # of lines; Tromp's have 1
COLUMN, ROW = 4, 3  # how far lines are from each other, if they were 1 thick; Tromp's rows are at 2

# ── The diagram ───────────────────────────────────────────────────────────────────────

STYLE = style_sheet(__file__, "tromp.css", font=FONT, size=SIZE) + coloured("lamb-diagram")


def diagram(
    term: Term, *, definitions: Mapping[str, Term] | None = None, theme: Theme = "auto", most: int = MOST
) -> Picture:
    """A term as Tromp's diagram: λs are bars, variables stems, and applications links.

    Numerals up to ten are unfolded, and so are the names of *definitions*, as long as there are at most
    *most* nodes; what is free stands above the diagram, each time on a stem of its own. If the term itself
    has more nodes, a third as many are drawn, and `…` for the parts that are cut.

    >>> from lamb.notation import parse_term
    >>> diagram(parse_term("λf x. f (f x)"))
    Picture(alt='λf x. f (f x) as a diagram of 2 bars, 3 stems and 2 links')
    """
    found = portion(unfolded(term, definitions or {}, most), most)
    drawing = _DiagramDrawing(vertices(found))
    bars, stems, links = (len(lines) for lines in drawing.lines[:3])
    kind = f"a diagram of {counted(bars, 'bar')}, {counted(stems, 'stem')} and {counted(links, 'link')}"
    alt = caption(term, kind, found)
    return picture(drawing.shapes(), drawing.width, drawing.height, alt, style=STYLE, theme=theme)


class _DiagramDrawing:
    """The lines of a diagram, and the *names* above some columns. Lines are so *thick*, and the middle of a
    column is at its number in *xs*; *width* and *height* are those of all.
    """

    def __init__(self, drawn: list[Vertex]) -> None:
        self.drawn = drawn
        self.lines = lines(drawn)
        stems = self.lines.stems
        self.names = {stem.column: short(drawn[stem.number].name) for stem in stems if stem.top == ABOVE}
        for self.thick in THICKNESSES:
            self.xs, self.width = self._columns()
            self.height = self._y(self.lines.bottom) + self.thick + MARGIN
            if max(self.width, self.height) <= LARGEST:
                break

    def _columns(self) -> tuple[list[int], int]:
        """The middles of all columns, and where the last one ends."""
        unit = COLUMN * self.thick
        wide = [1] * len(self.lines.stems)  # in units
        for column, text in self.names.items():
            wide[column] = ceil((width(text, SIZE) + BESIDE) / unit)
        ends = [MARGIN + end * unit for end in accumulate(wide)]
        return [end - units * unit // 2 for end, units in zip(ends, wide, strict=True)], ends[-1] + MARGIN

    def _y(self, row: int) -> int:
        """The middle of a row."""
        names = LABEL + ROW * self.thick if self.names else 0
        return MARGIN + names + self.thick // 2 + row * ROW * self.thick

    def shapes(self) -> str:
        # A line of an odd thickness has its middle in the middle of a pixel.
        move = ' transform="translate(.5 .5)"' if self.thick % 2 else ""
        shapes = "".join([*self._highlights(), *self._links(), *self._names(), *self._scopes()])
        return f'<g class="lamb-diagram" stroke-width="{self.thick}"{move}>{shapes}</g>'

    def _highlights(self) -> Iterator[str]:
        """The background of the bars that are applied."""
        thick, xs = self.thick, self.xs
        applied = {vertex.inner[0] for vertex in self.drawn if vertex.is_redex}
        for bar in self.lines.bars:
            if bar.number in applied:
                x, y = xs[bar.left] - 1.5 * thick, self._y(bar.row) - 1.5 * thick
                wide = xs[bar.right] + 1.5 * thick - x
                yield f'<rect x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{3 * thick}"/>'

    def _links(self) -> Iterator[str]:
        for cls, is_redex in ("links", False), ("redexes", True):
            path = "".join(
                self._across(link, 0)
                for link in self.lines.links
                if self.drawn[link.number].is_redex is is_redex
            )
            if path:
                yield f'<path class="{cls}" d="{path}"/>'

    def _names(self) -> Iterator[str]:
        """The stems that hang from nothing, and what is written above them."""
        for stem in self.lines.stems:
            if stem.top == ABOVE:
                vertex, text = self.drawn[stem.number], self.names[stem.column]
                cut = ' class="cut"' if vertex.cut else ""
                dots = f' stroke-dasharray="0 {2 * self.thick}"' if vertex.cut else ""
                yield (
                    f'<g{cut}>{title(vertex, text)}<path d="{self._down(stem)}"{dots}/>'
                    f'<text x="{self.xs[stem.column]}" y="{MARGIN + SIZE}">{escaped(text)}</text></g>'
                )

    def _scopes(self) -> Iterator[str]:
        """Each bar with the stems that hang from it."""
        stems = defaultdict(list)
        for stem in self.lines.stems:
            stems[self.drawn[stem.number].binder].append(self._down(stem))
        for bar in self.lines.bars:
            path = self._across(bar, self.thick) + "".join(stems[bar.number])
            yield scope(self.drawn[bar.number], f'<path d="{path}"/>')

    def _down(self, stem: Stem) -> str:
        return f"M{self.xs[stem.column]} {self._y(stem.top)}V{self._y(stem.bottom)}"

    def _across(self, line: Across, beside: int) -> str:
        """A bar or link, which goes on *beside* its ends."""
        xs = self.xs
        return f"M{xs[line.left] - beside} {self._y(line.row)}H{xs[line.right] + beside}"


# ── In characters ─────────────────────────────────────────────────────────────────────

FEWEST = 8  # nodes
LONGEST_NAME = 12  # characters of a name above the rows

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_CHARACTERS = " │││─┘┐┤─└┌├─┴┬┼"  # by the sum of their directions
_ASCII = str.maketrans("│─┬┴┼├└┘┤", "|-++++'''")


def in_characters(
    term: Term, definitions: Mapping[str, Term], width: int, *, ascii: bool = False
) -> list[str]:
    """The lines of a diagram no wider than *width*: of all of a term, or of as much as there is room for."""
    most = max(FEWEST, width)
    while True:
        nodes = vertices(portion(unfolded(term, definitions, most), most))
        names = [_short(node.name) if node.binder is None else "" for node in nodes if not node.inner]
        found = _rows(lines(nodes), names)
        if most <= FEWEST or max(map(columns, found)) <= width:
            return [row.translate(_ASCII) for row in found] if ascii else found
        most = most * 3 // 4


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _rows(found: Lines, names: list[str]) -> list[str]:
    """The rows, the first of them with the *names* of the stems that hang from nothing, if there are any."""
    at = [0, *accumulate(max(2, columns(name) + 1) for name in names)]
    rows = [[0] * at[-1] for _ in range(found.bottom + 1)]
    for bar in found.bars:
        for x in range(at[bar.left], at[bar.right] + 1):
            rows[bar.row][x] |= LEFT | RIGHT
    for link in found.links:
        for x in range(at[link.left], at[link.right]):
            rows[link.row][x] |= RIGHT
            rows[link.row][x + 1] |= LEFT
    for stem in found.stems:
        for row in range(max(stem.top, 0), stem.bottom + 1):
            up = UP if row > stem.top else 0
            down = DOWN if row < stem.bottom or stem.bottom == found.bottom else 0
            rows[row][at[stem.column]] |= up | down
    shown = ["".join(_CHARACTERS[cell] for cell in row).rstrip() for row in rows]
    if any(stem.top == ABOVE for stem in found.stems):
        above = ""
        for name, start in zip(names, at, strict=False):
            above += " " * (start - columns(above)) + name
        shown.insert(0, above)
    return shown
