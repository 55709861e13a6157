"""Where the terms of a reduction graph are in its picture, and what they and their arrows look like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from math import log2

from lamb.calculus.reduction_graph import ReductionGraph
from lamb.interface import graphs
from lamb.interface.graphs import Arrow
from lamb.interface.pictures.graph_style import SIZE
from lamb.interface.pictures.layered import Layout, Point, Spacing, layered
from lamb.interface.pictures.lettering import width as width_of
from lamb.interface.pictures.picture import number
from lamb.interface.pictures.strokes import curve, halfway, head, loop, loop_head

BOX = 28  # how high a box is; like all that follows, in pixels
PADDING = 11  # beside the text in it
DOT = 9  # how wide a dot is
LOOP = 14  # how large a loop is at a box; at a dot it is a third of that
ENTRY = 20  # how long the arrow to the start is
LINE, FINE = 1.2, 0.9  # how wide an arrow is between boxes, and between dots
WIDEST_LINE = 3.0  # times as wide

BOXES = Spacing(gap=22, drop=42, tallest=2_000)
DOTS = Spacing(gap=6, drop=36, widest=800, tallest=1_600)
WIDE, DENSE = 16, 3_000  # the gap between dots where there are few; and its product with their number


class Sheet:
    """The terms of a graph, in boxes if there are *texts*, or else as dots."""

    def __init__(self, graph: ReductionGraph, texts: Sequence[str]) -> None:
        self.graph = graph
        self.texts = texts
        self.marks = graphs.marks(graph)
        self.arrows = graphs.arrows(graph)
        self.layout = self._layout()
        self.routes = {
            (arrow.source, arrow.target): route
            for arrow, route in zip(self.arrows, self.layout.routes, strict=True)
        }
        self.height = BOX if texts else DOT
        self.loop = LOOP if texts else LOOP / 3

    def _layout(self) -> Layout:
        ends = [(arrow.source, arrow.target) for arrow in self.arrows]
        if not self.texts:
            gap = max(DOTS.gap, min(WIDE, DENSE / len(self.graph)))
            return layered([(DOT, DOT)] * len(self.graph), ends, DOTS._replace(gap=gap))
        loops = {source for source, target in ends if source == target}
        widths = (self.width(node) + 4 * LOOP * (node in loops) for node in range(len(self.graph)))
        return layered([(width, BOX) for width in widths], ends, BOXES)

    def width(self, node: int) -> float:
        """How wide a box or a dot is, without what goes round beside it."""
        return width_of(self.texts[node], SIZE) + 2 * PADDING if self.texts else DOT

    def right(self, node: int) -> Point:
        """Where loops begin and end."""
        x, y = self.layout.centres[node]
        return x + self.width(node) / 2, y

    def shapes(self) -> Iterator[str]:
        """What shows that the first term is the start; then every term, and the arrows that leave it."""
        x, y = self.layout.centres[0]
        entry = [(x, y - self.height / 2 - ENTRY), (x, y - self.height / 2)]
        yield f'<path d="{curve(entry)}"/><path class="h" d="{head(entry)}"/>'
        leaving: dict[int, list[Arrow]] = defaultdict(list)
        for arrow in self.arrows:
            leaving[arrow.source].append(arrow)
        for node, marks in enumerate(self.marks):
            said = escape(graphs.said(self.graph.terms[node], marks))
            arrows = "".join(map(self._arrow, leaving[node]))
            yield f'<g class="{" ".join(("n", *marks))}"><title>{said}</title>{arrows}{self._term(node)}</g>'

    # ── terms ──

    def _term(self, node: int) -> str:
        x, y = self.layout.centres[node]
        if not self.texts:
            return dot(x, y, self.marks[node])
        text = escape(self.texts[node]).replace("λ", '<tspan class="l">λ</tspan>')
        shape = box(x, y, self.width(node), BOX, self.marks[node])
        return f'{shape}<text x="{number(x)}" y="{number(y + SIZE / 3)}">{text}</text>'

    # ── arrows ──

    def leads_back(self, arrow: Arrow) -> bool:
        """Whether an arrow runs upwards, or goes round."""
        route = self.routes[arrow.source, arrow.target]
        return not route or route[0][1] > route[-1][1]

    def _arrow(self, arrow: Arrow) -> str:
        route = self.routes[arrow.source, arrow.target]
        up = " up" if self.leads_back(arrow) else ""
        line = curve(route) if route else loop(self.right(arrow.source), self.loop)
        wide = (LINE if self.texts else FINE) * min(1 + log2(arrow.redexes) / 2, WIDEST_LINE)
        shape = f'<path class="e{up}" stroke-width="{number(wide)}" d="{line}"/>'
        if not self.texts:
            return shape
        end = head(route) if route else loop_head(self.right(arrow.source), self.loop)
        return f'{shape}<path class="h{up}" d="{end}"/>{self._label(arrow, route)}'

    def _label(self, arrow: Arrow, route: Sequence[Point]) -> str:
        if not arrow.label:
            return ""
        x, y = self.right(arrow.source)
        x, y = halfway(route) if route else (x + 1.8 * LOOP, y)
        return f'<text class="m" x="{number(x)}" y="{number(y + 4)}">{arrow.label}</text>'


def box(x: float, y: float, width: float, height: float, marks: Sequence[str]) -> str:
    """A box around a point; that of a normal form has two lines."""
    sides = [("b", width, height)]
    if "normal" in marks:
        sides.append(("i", width - 6, height - 6))
    return "".join(
        f'<rect class="{cls}" x="{number(x - wide / 2)}" y="{number(y - high / 2)}" '
        f'width="{number(wide)}" height="{number(high)}" rx="{number(min(6, high / 3))}"/>'
        for cls, wide, high in sides
    )


def dot(x: float, y: float, marks: Sequence[str]) -> str:
    """A dot; that of the start, or of a normal form, is larger."""
    radius = DOT / 2 + (1.5 if "normal" in marks or "start" in marks else -0.5)
    return f'<circle class="b" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
