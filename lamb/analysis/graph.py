"""The reduction graph of a term: all that it reduces to, and every step on the way.

    (λx. x x) ((λy. y) z)  ─→  (λx. x x) z  ─────→  z z
                           ─→  (λy. y) z ((λy. y) z)  ─→  z ((λy. y) z)  ─→  z z
                                                      ─→  (λy. y) z z    ─→  z z

Its nodes are terms up to α, its edges steps (Barendregt 1984, 3.1): β wherever there is a redex, and δ
where a name cannot stay folded (`Unfolding`). It may be infinite, or have cycles, and then some
strategies go on for ever; but all its normal forms are one (Church and Rosser 1936).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from lamb.analysis.exploration import Census, Edge, Exploration, components
from lamb.calculus.budget import Budget, Exhausted, Watch, tick
from lamb.calculus.numerals import name_numerals
from lamb.calculus.reduction import Path, Rule, Table, path_of
from lamb.calculus.strategies import Strategy, Unfolding, next_redex
from lamb.calculus.substitution import free_names, needed
from lamb.calculus.term import Term
from lamb.display import Displayed, view
from lamb.machine.trace import STRONG, trace
from lamb.quantities import counted

if TYPE_CHECKING:
    from lamb.display import Picture, Theme

MOST = 500  # terms
BUDGET = Budget(steps=20_000, nodes=500_000, seconds=5.0)

SHOWN = (Strategy.NORMAL, Strategy.APPLICATIVE)

Ending: TypeAlias = Literal["stops", "repeats", "leaves"]


class ReductionGraph(Displayed):
    """The terms that the first of *terms* reduces to, in the order in which they were found, breadth
    first; they are known by their numbers, from 0. *distances* says how many steps it takes to each.

    Those on the *frontier* have redexes that were not followed; of all others, every redex is in *edges*.
    *meter* has the time that is left for the ways of strategies and for a picture.
    """

    def __init__(self, found: Exploration) -> None:
        self.terms = tuple(found.terms)
        self.edges = tuple(found.edges)
        self.distances = tuple(found.distances)
        self.frontier = tuple(sorted(found.frontier))
        self.normal_forms = tuple(found.normal_forms)
        self._found = found
        self.meter = found.meter.rest()
        self._paths: dict[Strategy, tuple[int, ...]] = {}
        self._redexes: dict[tuple[int, Strategy], tuple[Rule, Path] | None] = {}  # that are next

    def __len__(self) -> int:
        return len(self.terms)

    def __str__(self) -> str:
        """Its size in words."""
        steps = sum(edge.multiplicity for edge in self.edges)
        counts = [
            _counted(len(self.terms), "term"),
            _counted(steps, "step"),
            _counted(len(self.normal_forms), "normal form"),
            _counted(len(self.cycles), "cycle"),
        ]
        rest = (
            "complete" if self.complete else f"{_counted(len(self.frontier), 'term')} not followed to the end"
        )
        return f"{', '.join(counts)}; {rest}"

    def __repr__(self) -> str:
        return f"<ReductionGraph: {self}>"

    @property
    def complete(self) -> bool:
        """True if nothing is missing: no term, and no step."""
        return not self.frontier

    def find(self, term: Term) -> int | None:
        """The number of a term, whatever its variables are called; None if it is not there."""
        return self._found.find(term)

    @cached_property
    def cycles(self) -> tuple[tuple[int, ...], ...]:
        """The sets of terms each of which can be come back to from all others of its set, or from itself."""
        targets = [[edge.target for edge in edges] for edges in self._leaving]
        loops = {edge.source for edge in self.edges if edge.source == edge.target}
        found = (part for part in components(targets) if len(part) > 1 or part[0] in loops)
        return tuple(sorted(tuple(part) for part in found))

    def path(self, strategy: Strategy) -> tuple[int, ...]:
        """The terms that a strategy goes through, as far as its steps are in the graph and are found in the
        time that is left; of a parallel step, as far as the term is that it leads to.

        If the last of them is there before, it goes round for ever from there. With η, the η-steps
        of strategies that end at normal forms follow once no β is left.
        """
        if strategy not in self._paths:
            path = [0]
            seen: set[int] = set()
            with suppress(Exhausted), self.meter:
                while path[-1] not in seen and (node := self._next(path[-1], strategy)) is not None:
                    seen.add(path[-1])
                    path.append(node)
            self._paths[strategy] = tuple(path)
        return self._paths[strategy]

    def picture(
        self,
        *,
        strategies: Sequence[Strategy] = SHOWN,
        theme: Theme = "auto",
        width: int | None = None,
        boxes: bool | None = None,
    ) -> Picture:
        """A picture of the graph, in SVG, with the ways that some *strategies* take.

        Terms are elided at so many columns of *width*. Up to eighty of them are in *boxes*, more are dots;
        or as you say.
        """
        draw = view("graph")
        picture: Picture = draw(self, strategies=strategies, theme=theme, width=width, boxes=boxes)
        return picture

    def dot(self, *, strategies: Sequence[Strategy] = SHOWN, width: int = 40) -> str:
        """The graph in the language of Graphviz, with the ways that some *strategies* take."""
        text: str = view("dot")(self, strategies=strategies, width=width)
        return text

    def ending(self, strategy: Strategy) -> Ending:
        """The end of a strategy's path: it *stops* at its form, *repeats* for ever, or *leaves* the graph."""
        path = self.path(strategy)
        if path[-1] in path[:-1]:
            return "repeats"
        with suppress(Exhausted), self.meter:
            return "leaves" if self._upcoming(path[-1], strategy) else "stops"
        return "leaves"

    def _next(self, source: int, strategy: Strategy) -> int | None:
        """The node that a strategy goes to from a term; None if it stops, or the graph ends there."""
        upcoming = self._upcoming(source, strategy)
        if upcoming and upcoming[0] is Rule.PARALLEL:
            steps = trace(
                self.terms[source],
                strategy=strategy,
                definitions=self._found.census.unfolding.definitions,
                budget=self.meter.left(),
                folded=True,
            )
            step = next(steps, None)
            return self.find(step.after) if step else None
        for edge in self._leaving[source]:
            if upcoming and edge.rule is upcoming[0]:
                tick(len(edge.contexts) * len(upcoming[1]))
                if upcoming[1] in edge.paths:
                    return edge.target
        return None

    def _upcoming(self, source: int, strategy: Strategy) -> tuple[Rule, Path] | None:
        """The redex that a strategy contracts next in a term."""
        census, term = self._found.census, self.terms[source]
        if source in self.normal_forms:
            return None
        if (source, strategy) not in self._redexes:
            upcoming = next_redex(term, strategy, census.unfolding.definitions, folded=True)
            if upcoming is None and census.eta and strategy in STRONG:
                upcoming = next(((rule, path_of(around)) for rule, _, around in census.redexes(term)), None)
            self._redexes[source, strategy] = upcoming
        return self._redexes[source, strategy]

    @cached_property
    def _leaving(self) -> list[list[Edge]]:
        """The edges that leave each term."""
        leaving: list[list[Edge]] = [[] for _ in self.terms]
        for edge in self.edges:
            leaving[edge.source].append(edge)
        return leaving


def reduction_graph(  # noqa: PLR0913  (all but the first are choices with defaults)
    term: Term,
    definitions: Table | None = None,
    *,
    most: int = MOST,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    eta: bool = False,
) -> ReductionGraph:
    """All terms that *term* reduces to, at most so many, and all steps between them.

    What there is no room for is left out: the steps of the *budget* are all contractions, its nodes those
    that all terms have together, shared ones counted once; where it has no limit, that of `BUDGET`
    holds. With *eta*, η is a step, too. Takes some ten microseconds a step, and more where terms are deep.
    Raises ValueError if a variable points out of *term*.

    >>> from lamb.notation import parse_term
    >>> graph = reduction_graph(parse_term("(λx. x x) ((λy. y) z)"))
    >>> graph
    <ReductionGraph: 6 terms, 7 steps, 1 normal form, no cycle; complete>
    >>> graph.path(Strategy.NORMAL), graph.path(Strategy.APPLICATIVE)
    ((0, 1, 3, 5), (0, 2, 5))
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    budget = budget.or_else(BUDGET)
    concerned = definitions = definitions or {}
    meter = budget.meter(watch)
    with suppress(Exhausted), meter:
        term = name_numerals(term)
        concerned = {name: definitions[name] for name in needed(free_names(term), definitions)}
    unfolding = Unfolding(concerned, folded=True, largest=budget.nodes)
    return ReductionGraph(Exploration(term, Census(unfolding, eta=eta), most, meter.left(), watch))


def _counted(number: int, thing: str) -> str:
    return counted(number, thing) if number else f"no {thing}"
