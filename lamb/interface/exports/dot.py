r"""A reduction graph as DOT text, which Graphviz lays out and draws: `dot -Tpdf graph.dot`.

    digraph reductions {
      n0 [label="(λx. a) Ω", penwidth=2];
      n1 [label="a", peripheries=2];
      n0 -> n0 [color="2", penwidth=3];
      n0 -> n1 [color="1", penwidth=3];
    }

Nodes and edges are numbered as in the graph, and marked as in its picture. In a label, Graphviz reads
backslashes and the entities of HTML, so that these are escaped as well as quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lamb.calculus.reduction_graph import SHOWN, ReductionGraph
from lamb.calculus.strategies import Strategy
from lamb.interface import graphs
from lamb.interface.graphs import Arrow, Way

WIDTH = 40  # columns of a term
SCHEME = "dark28"
COLOURS = {strategy: str(number) for number, strategy in enumerate(Strategy, 1)}

PREAMBLE = f"""\
digraph reductions {{
  node [shape=box, style="rounded,filled", fillcolor="#f3f5f8", color="#59636e", fontname=monospace];
  edge [color="#59636e", fontname=monospace, fontsize=11, colorscheme={SCHEME}];
  start [shape=none, style="", label="", width=0, height=0];
"""
LOOKS = {
    "start": "penwidth=2",
    "normal": 'peripheries=2, fillcolor="#d3f5dc", color="#1a7f37"',
    "cycle": 'fillcolor="#fff0bd", color="#bf8700"',
    "open": 'style="rounded,filled,dashed"',
}


def dot(graph: ReductionGraph, *, strategies: Sequence[Strategy] = SHOWN, width: int = WIDTH) -> str:
    """A reduction graph in the language of Graphviz, with the ways that some *strategies* take.

    Terms are elided at so many columns of *width*.
    """
    ways = graphs.ways(graph, strategies)
    lines = [*_nodes(graph, width), "  start -> n0;\n", *_edges(graph, ways)]
    legend = "<br/>".join(
        f'<font color="/{SCHEME}/{COLOURS[way.strategy]}">{way.said}</font>' for way in ways
    )
    if legend:
        lines.append(f"  label=<{legend}>;\n")
    return "".join([PREAMBLE, *lines, "}\n"])


def quoted(text: str) -> str:
    r"""A text as DOT takes it, to be shown as it is.

    >>> print(quoted('a "b" \\n &lt;'))
    "a \"b\" \\n &amp;lt;"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'


def _nodes(graph: ReductionGraph, width: int) -> Iterator[str]:
    for node, (term, marks) in enumerate(zip(graph.terms, graphs.marks(graph), strict=True)):
        attributes = [
            f"label={quoted(graphs.text(term, width))}",
            f"tooltip={quoted(graphs.said(term, marks))}",
            *(LOOKS[mark] for mark in marks),
        ]
        yield f"  n{node} [{', '.join(attributes)}];\n"


def _edges(graph: ReductionGraph, ways: Sequence[Way]) -> Iterator[str]:
    using: dict[tuple[int, int], list[str]] = {}
    for way in ways:
        for step in way.steps:
            using.setdefault(step, []).append(COLOURS[way.strategy])
    for arrow in graphs.arrows(graph):
        yield _edge(arrow, using.pop((arrow.source, arrow.target), []))
    for (source, target), colours in using.items():  # parallel steps, which are no edges
        colour = quoted(":".join(colours))
        yield f"  n{source} -> n{target} [color={colour}, penwidth=3, style=dashed, constraint=false];\n"


def _edge(arrow: Arrow, colours: Sequence[str]) -> str:
    attributes = [f"tooltip={quoted(arrow.said)}"]
    if arrow.label:
        attributes.append(f"label={quoted(arrow.label)}")
    if colours:
        attributes += f"color={quoted(':'.join(colours))}", "penwidth=3"
    return f"  n{arrow.source} -> n{arrow.target} [{', '.join(attributes)}];\n"
