"""A reduction graph as text: the words of its terms, arrows and strategies; its lines; and DOT for Graphviz.

The picture of `reduction_graph.py` has the same words in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lamb.analysis.graph import SHOWN, Edge, ReductionGraph
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.encodings.readings import readings
from lamb.errors import columns
from lamb.html.markup import shown
from lamb.notation.elision import Room, excerpt
from lamb.notation.printer import beginning, pretty
from lamb.pictures.canvas import short
from lamb.quantities import counted
from lamb.show.lines import Line, Piece, Sentence, TableRow

MARKS = {
    "start": "start",
    "normal": "normal form",
    "cycle": "on a cycle",
    "open": "not followed to the end",
}
"""The kinds of terms, in words."""

LONGEST = 100  # characters of a term under the pointer
LONGEST_READING = 40
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
    edges: dict[tuple[int, int], list[Edge]] = {}
    for edge in graph.edges:
        edges.setdefault((edge.source, edge.target), []).append(edge)
    return [
        Arrow(*ends, tuple(edge.rule for edge in its), sum(edge.multiplicity for edge in its))
        for ends, its in edges.items()
    ]


def leaving(graph: ReductionGraph) -> list[list[Arrow]]:
    """The arrows that leave each term."""
    found: list[list[Arrow]] = [[] for _ in graph.terms]
    for arrow in arrows(graph):
        found[arrow.source].append(arrow)
    return found


class Way(NamedTuple):
    """The terms that a strategy goes through, by their numbers, and how far it comes, in words."""

    strategy: Strategy
    nodes: tuple[int, ...]
    said: str

    @property
    def steps(self) -> Iterator[tuple[int, int]]:
        """Its steps from term to term."""
        return pairwise(self.nodes)


FATES = {"repeats": "goes round for ever", "leaves": "leads out of the picture"}


def ways(graph: ReductionGraph, strategies: Sequence[Strategy]) -> Iterator[Way]:
    """The ways of some strategies."""
    for strategy in dict.fromkeys(strategies):
        nodes = graph.path(strategy)
        fate = FATES.get(graph.ending(strategy)) or counted(len(nodes) - 1, "step")
        yield Way(strategy, nodes, f"{strategy.value}: {fate}")


def taking(ways: Iterable[Way]) -> dict[tuple[int, int], list[Way]]:
    """The ways that take each step."""
    found: dict[tuple[int, int], list[Way]] = {}
    for way in ways:
        for step in way.steps:
            found.setdefault(step, []).append(way)
    return found


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
    begun = shown(pretty(beginning(term, LONGEST), limit=LONGEST))
    are = "; ".join(meaning(mark, term) for mark in its)
    return f"{begun}\n{are}" if are else begun


def meaning(mark: str, term: Term) -> str:
    """A kind of terms in words; beside a normal form, the readings of *term*."""
    is_read = mark == "normal" and term.size <= LARGEST_READ
    found = readings(term).listed() if is_read else ""
    return MARKS[mark] + (f" (can be read as {short(found, LONGEST_READING)})" if found else "")


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
    rows = list(zip(graph.terms, marks(graph), leaving(graph), strict=True))[:MOST_LISTED]
    digits = len(str(len(rows) - 1))
    texts = [text(term, width // 2) for term, _, _ in rows]
    widest = max(map(columns, texts))
    for number, ((term, its, arrows), written) in enumerate(zip(rows, texts, strict=True)):
        targets = [f"{arrow.target} {arrow.label}".strip() for arrow in arrows[:MOST_TARGETS]]
        leads = "→ " + ", ".join(targets + ["…"] * (len(arrows) > MOST_TARGETS))
        notes = [meaning(mark, term) for mark in its if mark != "start"]
        behind = "; ".join([leads, *notes] if arrows else notes)
        gap = " " * (widest - columns(written) + 2)
        yield TableRow(
            (Piece(f"{number:>{digits}}  ", "note"), Piece(written + gap), Piece(behind, "comment"))
        )
    more = len(graph) - len(rows)
    unseen = f" ({counted(more, 'more term')} not shown)" if more else ""
    yield Sentence((Piece(f"{graph}{unseen}", "note"),))


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
    drawn = [*ways(graph, strategies)]
    legend = "<br/>".join(
        f'<font color="/{SCHEME}/{COLOURS[way.strategy]}">{way.said}</font>' for way in drawn
    )
    below = [f"  label=<{legend}>;\n"] if legend else []
    return "".join(
        [PREAMBLE, *_nodes(graph, width), "  start -> n0;\n", *_edges(graph, drawn), *below, "}\n"]
    )


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
    colours = {
        step: quoted(":".join(COLOURS[way.strategy] for way in its)) for step, its in taking(ways).items()
    }
    for arrow in arrows(graph):
        attributes = [f"tooltip={quoted(arrow.said)}"]
        if arrow.label:
            attributes.append(f"label={quoted(arrow.label)}")
        if colour := colours.pop((arrow.source, arrow.target), None):
            attributes += f"color={colour}", "penwidth=3"
        yield f"  n{arrow.source} -> n{arrow.target} [{', '.join(attributes)}];\n"
    for (source, target), colour in colours.items():  # parallel steps, which are no edges
        yield f"  n{source} -> n{target} [color={colour}, penwidth=3, style=dashed, constraint=false];\n"
