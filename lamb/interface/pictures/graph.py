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

Strategies are broad lines below the steps. A large graph has dots in place of boxes, which say what they
stand for when somebody points at them; the steps from there light up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from lamb.calculus.reduction_graph import SHOWN, ReductionGraph
from lamb.calculus.strategies import Strategy
from lamb.interface import graphs
from lamb.interface.graphs import MARKS, Way
from lamb.interface.pictures.graph_sheet import ENTRY, Sheet, box, dot
from lamb.interface.pictures.graph_style import BROAD, HUE, STYLE
from lamb.interface.pictures.legend import SAMPLE, Entry, legend
from lamb.interface.pictures.picture import Picture, number, picture
from lamb.interface.pictures.strokes import curve, loop
from lamb.interface.web.themes import Theme

MOST_BOXES = 80  # terms in a graph that has boxes
WIDTHS = ((12, 44), (30, 30), (MOST_BOXES, 20))  # columns of a term in graphs of so many terms

MARGIN = 14
BUNDLE = 18  # how wide the lines of strategies are, side by side
LEAST_WIDTH = 460  # of a legend


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
    on how many there are, if it is not said. 500 terms take some tenths of a second.
    """
    if width is None:
        width = next((columns for most, columns in WIDTHS if len(graph) <= most), WIDTHS[-1][1])
    if boxes is None:
        boxes = len(graph) <= MOST_BOXES
    sheet = Sheet(graph, [graphs.text(term, width) for term in graph.terms] if boxes else [])
    return _picture(sheet, graphs.ways(graph, strategies), theme)


def _picture(sheet: Sheet, ways: Sequence[Way], theme: Theme) -> Picture:
    width = max(sheet.layout.width, LEAST_WIDTH)
    below = legend([*_ways(ways), *_marks(sheet)], width)
    width = max(width, below.width)
    left, top = MARGIN + (width - sheet.layout.width) / 2, MARGIN + ENTRY
    bottom = top + sheet.layout.height + MARGIN
    shapes = (
        f'<g class="lamb-graph{"" if sheet.texts else " dots"}">'
        f'<g transform="translate({number(left)} {number(top)})">'
        f"{''.join(_lines(sheet, ways))}{''.join(sheet.shapes())}</g>"
        f'<g transform="translate({MARGIN} {number(bottom)})">{below.shapes}</g></g>'
    )
    height = bottom + below.height + MARGIN
    return picture(shapes, width + 2 * MARGIN, height, str(sheet.graph), style=STYLE, theme=theme)


# ── Strategies ────────────────────────────────────────────────────────────────────────


def _lines(sheet: Sheet, ways: Sequence[Way]) -> Iterator[str]:
    """The ways of strategies, side by side where they go together."""
    together: dict[tuple[int, int], list[Way]] = defaultdict(list)
    for way in ways:
        for step in way.steps:
            together[step].append(way)
    for way in ways:
        lines = []
        for step in way.steps:
            beside = together[step]
            aside = (beside.index(way) - (len(beside) - 1) / 2) * min(BROAD, BUNDLE / len(beside))
            lines.append(_line(sheet, *step, aside))
        if lines:
            hue, said = HUE[way.strategy], escape(way.said)
            yield f'<path class="w w{hue}" d="{"".join(lines)}"><title>{said}</title></path>'


def _line(sheet: Sheet, source: int, target: int, aside: float) -> str:
    if source == target:
        return loop(sheet.right(source), max(sheet.loop + aside, sheet.loop / 2))
    if route := sheet.routes.get((source, target)):
        return curve(route, aside)
    (x, y), (to, end) = sheet.layout.centres[source], sheet.layout.centres[target]
    half = sheet.height / 2 if y < end else -sheet.height / 2
    return curve([(x, y + half), (to, end - half)], aside)  # a parallel step, which is no arrow


# ── The legend ────────────────────────────────────────────────────────────────────────


def _ways(ways: Sequence[Way]) -> Iterator[Entry]:
    for way in ways:
        hue = f"w{HUE[way.strategy]}"
        yield Entry(_sample_line(f"w {hue}"), way.said, hue)


def _marks(sheet: Sheet) -> Iterator[Entry]:
    """What is special about terms and arrows that there are."""
    there = {mark for marks in sheet.marks for mark in marks} - {"start"}
    for mark in (mark for mark in MARKS if mark in there):
        sample = box(0, 0, SAMPLE, 14, (mark,)) if sheet.texts else dot(0, 0, (mark,))
        said = MARKS[mark]
        if mark == "normal":
            said += graphs.reading(sheet.graph.terms[sheet.graph.normal_forms[0]])
        yield Entry(f'<g class="{mark}">{sample}</g>', said)
    if any(map(sheet.leads_back, sheet.arrows)):
        yield Entry(_sample_line("up"), "leads back")


def _sample_line(cls: str) -> str:
    return f'<path class="{cls}" d="M{-SAMPLE / 2:g} 0h{SAMPLE}"/>'
