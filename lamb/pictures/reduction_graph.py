"""A reduction graph as a picture: terms in boxes, and steps that lead down to others, or round.

        ↓                the start
   ┌─────────┐
   │ (λx. …) │
   └─────────┘
    │      ╲ ×2          two redexes, whose contraction leads to the same term
 ┌─────┐ ┌─────┐
 └─────┘ └─────┘
     │     │
    ╔══════╗             a normal form
    ╚══════╝

Strategies are broad lines below the steps. A large graph has dots in place of boxes: a dot under the pointer
says which term it stands for, and the steps from there light up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain
from math import log2
from typing import NamedTuple

from lamb.analysis.graph import SHOWN, ReductionGraph
from lamb.calculus.strategies import Strategy
from lamb.display import Picture, Theme
from lamb.html.markup import HUES, style_sheet
from lamb.pictures import graph_text as graphs
from lamb.pictures.canvas import FONT, picture, px, width as width_of
from lamb.pictures.graph_text import MARKS, Arrow, Way
from lamb.pictures.layered import Edge, Placement, Point, Spacing, layered
from lamb.quantities import counted

MOST_BOXES = 80  # terms in a graph that has boxes
WIDTHS = ((12, 44), (30, 30), (MOST_BOXES, 20))  # columns of a term in graphs of so many terms

MARGIN = 14
BUNDLE = 18  # how wide the lines of strategies are, side by side
LEAST_WIDTH = 460  # of a legend

# All that follows is in pixels.

BOX = 28  # how high a box is
PADDING = 11  # beside the text in it
DOT = 9  # how wide a dot is
LOOP = 14  # how large a loop is at a box; at a dot it is a third of that
ENTRY = 20  # how long the arrow to the start is
LINE, FINE = 1.2, 0.9  # how wide an arrow is between boxes, and between dots
WIDEST_LINE = 3.0  # times as wide

BOXES = Spacing(gap=22, drop=42, tallest=2_000)
DOTS = Spacing(gap=6, drop=36, widest=800, tallest=1_600)
WIDE, DENSE = 16, 3_000  # the gap between dots where there are few; and its product with their number
SMALL = 12  # of letters
SAMPLE = 28  # how wide a sample is
ROW = 22
GAP = 18
BESIDE = 7  # between a sample and its text
HEAD = 6.0  # how long the head of an arrow is

SIZE = 13  # of letters
BROAD = 4.5  # how wide the line of a strategy is
HUE = {strategy: number % HUES for number, strategy in enumerate(Strategy)}

STYLE = style_sheet(
    __file__, "reduction_graph.css", font=FONT, size=SIZE, small=SMALL, broad=BROAD
) + "".join(
    f".lamb-graph path.w{hue}{{stroke:var(--lamb-hue-{hue})}}"
    f".lamb-graph:has(.k.w{hue}:hover) path.w:not(.w{hue}){{opacity:.12}}"
    for hue in HUE.values()
)


def graph(
    graph: ReductionGraph,
    *,
    theme: Theme = "auto",
    strategies: Sequence[Strategy] = SHOWN,
    width: int | None = None,
    boxes: bool | None = None,
) -> Picture:
    """A reduction graph, with the ways that some *strategies* take.

    Terms are elided at so many columns of *width*. Whether they are shown in *boxes* or as dots depends
    on how many there are, if it is not said. 500 terms take some tenths of a second. Boxes and edges are
    ordered as well as may be in the time that the graph's budget has left.
    """
    if width is None:
        width = next((columns for most, columns in WIDTHS if len(graph) <= most), WIDTHS[-1][1])
    if boxes is None:
        boxes = len(graph) <= MOST_BOXES
    drawing = GraphDrawing(graph, [graphs.text(term, width) for term in graph.terms] if boxes else [])
    ways = [*graphs.ways(graph, strategies)]
    hues = [(f"w{HUE[way.strategy]}", way.said) for way in ways]
    entries = [*(LegendEntry(_sample_line(f"w {hue}"), said, hue) for hue, said in hues), *_marks(drawing)]
    wide = max(drawing.placement.width, LEAST_WIDTH)
    below, widest, high = legend(entries, wide)
    wide = max(wide, widest)
    left, top = MARGIN + (wide - drawing.placement.width) / 2, MARGIN + ENTRY
    bottom = top + drawing.placement.height + MARGIN
    shapes = (
        f'<g class="lamb-graph{"" if drawing.texts else " dots"}">'
        f'<g transform="translate({px(left)} {px(top)})">'
        f"{''.join(_lines(drawing, ways))}{''.join(drawing.shapes())}</g>"
        f'<g transform="translate({MARGIN} {px(bottom)})">{below}</g></g>'
    )
    return picture(shapes, wide + 2 * MARGIN, bottom + high + MARGIN, str(graph), style=STYLE, theme=theme)


class GraphDrawing:
    """The terms of a graph, in boxes if there are *texts*, or else as dots."""

    def __init__(self, graph: ReductionGraph, texts: Sequence[str]) -> None:
        self.graph = graph
        self.texts = texts
        self.marks = graphs.marks(graph)
        self.arrows = graphs.leaving(graph)
        ends = [(arrow.source, arrow.target) for arrow in graphs.arrows(graph)]
        with graph.meter:
            self.placement = self._placed(ends)
        self.routes = dict(zip(ends, self.placement.routes, strict=True))
        self.height = BOX if texts else DOT
        self.loop = LOOP if texts else LOOP / 3

    def _placed(self, ends: Sequence[Edge]) -> Placement:
        if not self.texts:
            gap = max(DOTS.gap, min(WIDE, DENSE / len(self.graph)))
            return layered([(DOT, DOT)] * len(self.graph), ends, DOTS._replace(gap=gap))
        loops = {source for source, target in ends if source == target}
        widths = (self.width(node) + 4 * LOOP * (node in loops) for node in range(len(self.graph)))
        return layered([(width, BOX) for width in widths], ends, BOXES)

    def width(self, node: int) -> float:
        """The width of a box or a dot, without the loop beside it."""
        return width_of(self.texts[node], SIZE) + 2 * PADDING if self.texts else DOT

    def right(self, node: int) -> Point:
        """The point where loops begin and end."""
        x, y = self.placement.centres[node]
        return x + self.width(node) / 2, y

    def shapes(self) -> Iterator[str]:
        """The arrow to the start; then every term, with the arrows that leave it."""
        x, y = self.placement.centres[0]
        entry = [(x, y - self.height / 2 - ENTRY), (x, y - self.height / 2)]
        yield f'<path d="{curve(entry)}"/><path class="h" d="{head(entry)}"/>'
        for node, (term, marks) in enumerate(zip(self.graph.terms, self.marks, strict=True)):
            said, arrows = escape(graphs.said(term, marks)), "".join(map(self._arrow, self.arrows[node]))
            yield f'<g class="{" ".join(("n", *marks))}"><title>{said}</title>{arrows}{self._term(node)}</g>'

    def _term(self, node: int) -> str:
        x, y = self.placement.centres[node]
        if not self.texts:
            return dot(x, y, self.marks[node])
        text = escape(self.texts[node]).replace("λ", '<tspan class="l">λ</tspan>')
        shape = box(x, y, self.width(node), BOX, self.marks[node])
        return f'{shape}<text x="{px(x)}" y="{px(y + SIZE / 3)}">{text}</text>'

    def leads_back(self, arrow: Arrow) -> bool:
        """An arrow runs upwards, or goes round."""
        route = self.routes[arrow.source, arrow.target]
        return not route or route[0][1] > route[-1][1]

    def _arrow(self, arrow: Arrow) -> str:
        route = self.routes[arrow.source, arrow.target]
        up = " up" if self.leads_back(arrow) else ""
        line = curve(route) if route else loop(self.right(arrow.source), self.loop)
        wide = (LINE if self.texts else FINE) * min(1 + log2(arrow.redexes) / 2, WIDEST_LINE)
        shape = f'<path class="e{up}" stroke-width="{px(wide)}" d="{line}"/>'
        if not self.texts:
            return shape
        end = head(route) if route else loop_head(self.right(arrow.source), self.loop)
        return f'{shape}<path class="h{up}" d="{end}"/>{self._label(arrow, route)}'

    def _label(self, arrow: Arrow, route: Sequence[Point]) -> str:
        if not arrow.label:
            return ""
        x, y = self.right(arrow.source)
        x += 1.8 * LOOP
        if route:  # the middle of its first curve
            x, y = ((one + other) / 2 for one, other in zip(*route[:2], strict=True))
        return f'<text class="m" x="{px(x)}" y="{px(y + 4)}">{arrow.label}</text>'


def box(x: float, y: float, width: float, height: float, marks: Sequence[str]) -> str:
    """A box around a point; that of a normal form has two lines."""
    sides = [("b", width, height)]
    if "normal" in marks:
        sides.append(("i", width - 6, height - 6))
    return "".join(
        f'<rect class="{cls}" x="{px(x - wide / 2)}" y="{px(y - high / 2)}" '
        f'width="{px(wide)}" height="{px(high)}" rx="{px(min(6, high / 3))}"/>'
        for cls, wide, high in sides
    )


def dot(x: float, y: float, marks: Sequence[str]) -> str:
    """A dot; that of the start, or of a normal form, is larger."""
    radius = DOT / 2 + (1.5 if "normal" in marks or "start" in marks else -0.5)
    return f'<circle class="b" cx="{px(x)}" cy="{px(y)}" r="{px(radius)}"/>'


def _lines(drawing: GraphDrawing, ways: Sequence[Way]) -> Iterator[str]:
    """The ways of strategies, side by side where they go together."""
    together = graphs.taking(ways)
    for way in ways:
        lines = []
        for step in way.steps:
            beside = together[step]
            aside = (beside.index(way) - (len(beside) - 1) / 2) * min(BROAD, BUNDLE / len(beside))
            lines.append(_line(drawing, *step, aside))
        if lines:
            hue, said = HUE[way.strategy], escape(way.said)
            yield f'<path class="w w{hue}" d="{"".join(lines)}"><title>{said}</title></path>'


def _line(drawing: GraphDrawing, source: int, target: int, aside: float) -> str:
    if source == target:
        return loop(drawing.right(source), max(drawing.loop + aside, drawing.loop / 2))
    if route := drawing.routes.get((source, target)):
        return curve(route, aside)
    (x, y), (to, end) = drawing.placement.centres[source], drawing.placement.centres[target]
    half = drawing.height / 2 if y < end else -drawing.height / 2
    return curve([(x, y + half), (to, end - half)], aside)  # a parallel step, which is no arrow


# ── Strokes ───────────────────────────────────────────────────────────────────────────
# Curves that leave and arrive vertically, loops, and the heads of arrows.


def curve(points: Sequence[Point], aside: float = 0.0) -> str:
    """A curve through the points of a route, moved *aside*.

    Between two points it is free to swing, and straight on to the third; and so on.
    """
    moved = [(x + aside, y) for x, y in points]
    path = ""
    for (x, y), (to, end) in zip(moved[::2], moved[1::2], strict=True):
        path += f"V{px(y)}" if path else f"M{_at((x, y))}"
        middle = px((y + end) / 2)
        path += f"V{px(end)}" if x == to else f"C{px(x)} {middle} {px(to)} {middle} {_at((to, end))}"
    return path


def head(points: Sequence[Point]) -> str:
    """The head of an arrow at the end of a route."""
    down = 1 if points[-1][1] > points[0][1] else -1
    back, half = px(-down * HEAD), px(HEAD / 2)
    return f"M{_at(points[-1])}l-{half} {back}h{px(HEAD)}z"


def loop(at: Point, size: float) -> str:
    """A loop from a point to the right and back to it, a bit lower."""
    x, y = at
    out = px(x + 1.6 * size)
    return (
        f"M{px(x)} {px(y - size / 2)}C{out} {px(y - size)} {out} {px(y + size)} "
        f"{px(x + HEAD)} {px(y + size / 2)}"
    )


def loop_head(at: Point, size: float) -> str:
    """The head of the arrow at the end of a loop."""
    x, y = at
    return f"M{px(x)} {px(y + size / 2)}l{px(HEAD)} {px(-HEAD / 2)}v{px(HEAD)}z"


def _at(point: Point) -> str:
    return f"{px(point[0])} {px(point[1])}"


class LegendEntry(NamedTuple):
    """A sample, in SVG, that is drawn around the point 0, 0; what it means; and a class for both."""

    sample: str
    text: str
    cls: str = ""


def legend(entries: Sequence[LegendEntry], width: float) -> tuple[str, float, float]:
    """All entries, in rows no wider than *width* if each of them is not: the shapes, whose upper left corner
    is 0, 0, and how wide and high these are.
    """
    x = y = widest = 0.0
    shapes = []
    for entry in entries:
        wide = SAMPLE + BESIDE + width_of(entry.text, SMALL)
        if x and x + wide > width:
            x, y = 0.0, y + ROW
        at = f"{px(x + SAMPLE / 2)} {px(y + ROW / 2)}"
        text = f'<text x="{SAMPLE / 2 + BESIDE:g}" y="{SMALL / 3:g}">{escape(entry.text)}</text>'
        shapes.append(f'<g class="k {entry.cls}" transform="translate({at})">{entry.sample}{text}</g>')
        widest = max(widest, x + wide)
        x += wide + GAP
    return "".join(shapes), widest, y + ROW if entries else 0.0


def _marks(drawing: GraphDrawing) -> Iterator[LegendEntry]:
    """The marks of the terms and arrows that there are."""
    there = set(chain(*drawing.marks)) - {"start"}
    for mark in (mark for mark in MARKS if mark in there):
        sample = box(0, 0, SAMPLE, 14, (mark,)) if drawing.texts else dot(0, 0, (mark,))
        first = next(iter(drawing.graph.normal_forms), 0)
        yield LegendEntry(f'<g class="{mark}">{sample}</g>', graphs.meaning(mark, drawing.graph.terms[first]))
    if any(map(drawing.leads_back, chain(*drawing.arrows))):
        yield LegendEntry(_sample_line("up"), "leads back")
    if not drawing.graph.complete:
        yield LegendEntry("", f"it goes on: shown are the first {counted(len(drawing.graph), 'term')}")


def _sample_line(cls: str) -> str:
    return f'<path class="{cls}" d="M{-SAMPLE / 2:g} 0h{SAMPLE}"/>'
