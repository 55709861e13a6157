"""Exploration: all that a term reduces to, step by step, breadth first, until there is no room for more.

Each term is kept once, known by its number (`numbering.py`), and shares with the others whatever no
step has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lamb.calculus.budget import Exhausted, Meter, Status
from lamb.calculus.census import Census
from lamb.calculus.collector import fewer_collections
from lamb.calculus.numbering import Numbering
from lamb.calculus.reduction import Context, Path, Rule, path_of, plug
from lamb.calculus.term import TICK, Term
from lamb.calculus.unfolding import TooLarge


@dataclass(frozen=True, slots=True)
class Edge:
    """All redexes of a term whose contraction by a *rule* leads to the same term."""

    source: int
    target: int
    rule: Rule
    contexts: tuple[Context, ...] = field(repr=False, compare=False)

    @property
    def multiplicity(self) -> int:
        """How many redexes they are."""
        return len(self.contexts)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where they are, from the outside in and from left to right."""
        return tuple(path_of(context) for context in self.contexts)


class Exploration:
    """The *terms* that were found, the *edges* between them, and how far each is from the start.

    Those on the *frontier* have redexes that were not followed: there was no room for more terms than
    *most*, or the budget had run out.
    """

    def __init__(self, start: Term, census: Census, most: int, meter: Meter) -> None:
        self.census = census
        self.most = most
        self.meter = meter
        self.terms = [start]
        self.distances = [0]
        self.edges: list[Edge] = []
        self.frontier: set[int] = set()
        self.normal_forms: list[int] = []
        self._numbering = Numbering()
        self._nodes: dict[int, int] = {}  # of the graph, by the numbers of their terms
        self._steps = 0
        self._visited = 0  # nodes of terms, since the budget was looked at
        self._in_hand = 0  # nodes of terms that may never be kept
        with fewer_collections():
            self._run()

    def find(self, term: Term, unknown: Sequence[Term] | None = None) -> int | None:
        """Which of *terms* a term is up to α; its *unknown* nodes may be known already."""
        number = self._numbering.find(term, unknown)
        return None if number is None else self._nodes.get(number)

    def _run(self) -> None:
        source = 0
        try:
            self._note(self.terms[0], self._unknown(self.terms[0]), 0)
            while source < len(self.terms):
                self._expand(source)
                source += 1
        except Exhausted:
            self.frontier.update(range(source, len(self.terms)))
            self.frontier.difference_update(self.normal_forms)

    def _expand(self, source: int) -> None:
        """Follow every redex of a term, if the budget has so many steps left."""
        term = self.terms[source]
        most = self.meter.budget.steps
        if most is not None and self._steps + self.census.of(term) > most:
            self.frontier.add(source)
            return
        found: dict[tuple[int, Rule], list[Context]] = {}
        try:
            for rule, redex, context in self.census.redexes(term):
                self._steps += 1
                target = self._target(source, rule, redex, context)
                if target is None:
                    self.frontier.add(source)
                else:
                    found.setdefault((target, rule), []).append(context)
        finally:
            self.edges += (Edge(source, *key, tuple(contexts)) for key, contexts in found.items())

    def _target(self, source: int, rule: Rule, redex: Term, context: Context) -> int | None:
        """The term that a step leads to; None if there is no room for it."""
        self._in_hand = 0
        try:
            term = plug(context, self.census.contracted(rule, redex, self._tick))
            unknown = self._unknown(term)
            known = self.find(term, unknown)
            if known is not None or len(self.terms) >= self.most:
                return known
            self._note(term, unknown, len(self.terms))
        except TooLarge:
            return None
        except Exhausted as exhausted:
            if exhausted.status is Status.NODES:
                return None
            raise
        self.terms.append(term)
        self.distances.append(self.distances[source] + 1)
        return len(self.terms) - 1

    def _unknown(self, term: Term) -> list[Term]:
        unknown = self._numbering.unknown(term)
        self._tick(len(unknown))
        return unknown

    def _note(self, term: Term, unknown: Sequence[Term], place: int) -> None:
        """Number a term, which is or will be at some place of *terms*, and count its redexes."""
        self.census.take(unknown, self._tick)
        self._nodes[self._numbering.add(term, unknown)] = place
        if not self.census.of(term):
            self.normal_forms.append(place)

    def _tick(self, visited: int) -> None:
        """Look at the budget now and then."""
        self._in_hand += visited
        self._visited += visited
        if self._visited >= TICK:
            self._visited = 0
            held = len(self._numbering) + self._in_hand
            if status := self.meter.exhausted(self._steps, held):
                raise Exhausted(status)
