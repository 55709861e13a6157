"""A reduction graph as text: the words of its terms, arrows and strategies; its lines; and DOT for Graphviz.

The picture of `reduction_graph.py` has the same words in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lamb.analysis.graph import SHOWN, ReductionGraph
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.encodings.readings import readings
from lamb.errors import columns
from lamb.html.style import shown
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write
from lamb.pictures.picture import short
from lamb.quantities import counted
from lamb.show.lines import Line, Piece

MARKS = {
    "start": "start",
    "normal": "normal form",
    "cycle": "on a cycle",
    "open": "not followed to the end",
}
"""The kinds of terms, in words."""

LONGEST = 100  # characters of a term under the pointer
MOST_READINGS, LONGEST_READING = 3, 40
LARGEST_READ = 10_000  # nodes of a term


class Arrow(NamedTuple):
    """All steps that lead from one term to another, by their numbers: by which *rules*, and how many."""

    source: int
    target: int
    rules: tuple[Rule, ...]
    redexes: int

    @property
    def label(self) -> str:
        """Rules other than β, and the number of redexes if there are several."""
        rules = "" if self.rules == (Rule.BETA,) else " ".join(rule.value for rule in self.rules)
        return f"{rules} ×{self.redexes:,}".strip() if self.redexes > 1 else rules

    @property
    def said(self) -> str:
        return f"{', '.join(rule.value for rule in self.rules)}: {counted(self.redexes, 'redex', 'redexes')}"


def arrows(graph: ReductionGraph) -> list[Arrow]:
    """One arrow for each pair of terms, in the order of the edges."""
    rules: dict[tuple[int, int], list[Rule]] = {}
    redexes: dict[tuple[int, int], int] = {}
    for edge in graph.edges:
        ends = edge.source, edge.target
        rules.setdefault(ends, []).append(edge.rule)
        redexes[ends] = redexes.get(ends, 0) + edge.multiplicity
    return [Arrow(*ends, tuple(its), redexes[ends]) for ends, its in rules.items()]


class Way(NamedTuple):
    """The terms that a strategy goes through, by their numbers, and how far it comes, in words."""

    strategy: Strategy
    nodes: tuple[int, ...]
    said: str

    @property
    def steps(self) -> Iterator[tuple[int, int]]:
        """Its steps from term to term."""
        return pairwise(self.nodes)


def ways(graph: ReductionGraph, strategies: Sequence[Strategy]) -> list[Way]:
    """The ways of some strategies."""
    return [_way(graph, strategy) for strategy in dict.fromkeys(strategies)]


def _way(graph: ReductionGraph, strategy: Strategy) -> Way:
    nodes = graph.path(strategy)
    match graph.ending(strategy):
        case "stops":
            fate = counted(len(nodes) - 1, "step")
        case "repeats":
            fate = "goes round for ever"
        case "leaves":
            fate = "leads out of the picture"
    return Way(strategy, nodes, f"{strategy.value}: {fate}")


def marks(graph: ReductionGraph) -> list[tuple[str, ...]]:
    """The kinds of each term."""
    having = {
        "start": {0},
        "normal": set(graph.normal_forms),
        "cycle": {node for cycle in graph.cycles for node in cycle},
        "open": set(graph.frontier),
    }
    return [tuple(mark for mark in MARKS if node in having[mark]) for node in range(len(graph))]


def text(term: Term, width: int) -> str:
    """A term, or as much of it as there is room for in so many columns."""
    return shown(excerpt(term, Room(width, lambda written: columns(shown(written)))).text) or "␣"


def said(term: Term, its: Sequence[str]) -> str:
    """The beginning of a term, and what it is."""
    begun = shown(write(restore_names(beginning(term, LONGEST)), limit=LONGEST))
    are = "; ".join(MARKS[mark] + (reading(term) if mark == "normal" else "") for mark in its)
    return f"{begun}\n{are}" if are else begun


def reading(term: Term) -> str:
    """The readings of a normal form, in brackets."""
    found = ", ".join(readings(term)[:MOST_READINGS]) if term.size <= LARGEST_READ else ""
    return f" (can be read as {short(found, LONGEST_READING)})" if found else ""


# ── Lines ─────────────────────────────────────────────────────────────────────────────


MOST_LISTED = 40  # terms
MOST_TARGETS = 12  # that are listed for a term


def graph_lines(graph: ReductionGraph, width: int) -> Iterator[Line]:
    """The terms with their numbers and kinds, and where their steps lead.

    0  (λx. x) ((λy. y) z)  → 1 ×2
    1  (λy. y) z            → 2
    2  z                    normal form
    3 terms, 3 steps, 1 normal form, no cycle; complete

    No term takes more than half of *width* columns.
    """
    rows = list(zip(graph.terms, marks(graph), _targets(graph), strict=True))[:MOST_LISTED]
    digits = len(str(len(rows) - 1))
    texts = [text(term, width // 2) for term, _, _ in rows]
    widest = max(map(columns, texts))
    for number, ((term, its, targets), written) in enumerate(zip(rows, texts, strict=True)):
        notes = [MARKS[mark] + (reading(term) if mark == "normal" else "") for mark in its if mark != "start"]
        behind = "; ".join([*([f"→ {targets}"] if targets else []), *notes])
        gap = " " * (widest - columns(written) + 2)
        yield Piece(f"{number:>{digits}}  ", "note"), Piece(written), Piece(gap + behind, "comment")
    more = len(graph) - len(rows)
    unseen = f" ({counted(more, 'more term')} not shown)" if more else ""
    yield (Piece(f"{graph}{unseen}", "note"),)


def _targets(graph: ReductionGraph) -> list[str]:
    """For each term, the numbers of those that its steps lead to."""
    found: list[list[str]] = [[] for _ in graph.terms]
    for arrow in arrows(graph):
        found[arrow.source].append(f"{arrow.target} {arrow.label}".strip())
    return [
        ", ".join(targets[:MOST_TARGETS]) + (", …" if len(targets) > MOST_TARGETS else "")
        for targets in found
    ]


# ── DOT ───────────────────────────────────────────────────────────────────────────────


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

        digraph reductions {
          n0 [label="(λx. a) Ω", penwidth=2];
          n1 [label="a", peripheries=2];
          n0 -> n0 [color="2", penwidth=3];
          n0 -> n1 [color="1", penwidth=3];
        }

    Nodes and edges are numbered as in the graph, and marked as in its picture. Terms are elided at so many
    columns of *width*. `dot -Tpdf graph.dot` lays it out and draws it.
    """
    drawn = ways(graph, strategies)
    lines = [*_nodes(graph, width), "  start -> n0;\n", *_edges(graph, drawn)]
    legend = "<br/>".join(
        f'<font color="/{SCHEME}/{COLOURS[way.strategy]}">{way.said}</font>' for way in drawn
    )
    if legend:
        lines.append(f"  label=<{legend}>;\n")
    return "".join([PREAMBLE, *lines, "}\n"])


def quoted(text: str) -> str:
    r"""A text as DOT takes it. In a label, backslashes and the entities of HTML mean something as well.

    >>> print(quoted('a "b" \\n &lt;'))
    "a \"b\" \\n &amp;lt;"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'


def _nodes(graph: ReductionGraph, width: int) -> Iterator[str]:
    for node, (term, marked) in enumerate(zip(graph.terms, marks(graph), strict=True)):
        attributes = [
            f"label={quoted(text(term, width))}",
            f"tooltip={quoted(said(term, marked))}",
            *(LOOKS[mark] for mark in marked),
        ]
        yield f"  n{node} [{', '.join(attributes)}];\n"


def _edges(graph: ReductionGraph, ways: Sequence[Way]) -> Iterator[str]:
    using: dict[tuple[int, int], list[str]] = {}
    for way in ways:
        for step in way.steps:
            using.setdefault(step, []).append(COLOURS[way.strategy])
    for arrow in arrows(graph):
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
