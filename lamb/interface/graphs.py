"""What there is to see in a reduction graph, however it is drawn: terms, arrows, strategies' ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lamb.calculus.quantities import counted
from lamb.calculus.reduction import Rule
from lamb.calculus.reduction_graph import ReductionGraph
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.encodings.readings import readings
from lamb.interface.pictures.lettering import short
from lamb.interface.web.escaping import shown
from lamb.notation.elision import Line, excerpt
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write
from lamb.source import columns

MARKS = {
    "start": "start",
    "normal": "normal form",
    "cycle": "on a cycle",
    "open": "not followed to the end",
}
"""What a term may be, and how that is said."""

LONGEST = 100  # characters of a term that somebody points at
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
        """What is special about it: rules other than β, and that there are several redexes."""
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
    """What each term is, of `MARKS`."""
    having = {
        "start": {0},
        "normal": set(graph.normal_forms),
        "cycle": {node for cycle in graph.cycles for node in cycle},
        "open": set(graph.frontier),
    }
    return [tuple(mark for mark in MARKS if node in having[mark]) for node in range(len(graph))]


def text(term: Term, width: int) -> str:
    """A term, or as much of it as there is room for in so many columns."""
    return shown(excerpt(term, Line(width, lambda written: columns(shown(written)))).text) or "␣"


def said(term: Term, its: Sequence[str]) -> str:
    """The beginning of a term, and what it is."""
    begun = shown(write(restore_names(beginning(term, LONGEST)), limit=LONGEST))
    are = "; ".join(MARKS[mark] + (reading(term) if mark == "normal" else "") for mark in its)
    return f"{begun}\n{are}" if are else begun


def reading(term: Term) -> str:
    """What a normal form can be read as, to be said after that it is one."""
    found = ", ".join(readings(term)[:MOST_READINGS]) if term.size <= LARGEST_READ else ""
    return f" (can be read as {short(found, LONGEST_READING)})" if found else ""
