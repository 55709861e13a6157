"""The reduction graph of a term: all that it reduces to, and every step on the way.

    (λx. x x) ((λy. y) z)  ─→  (λx. x x) z  ─────→  z z
                           ─→  (λy. y) z ((λy. y) z)  ─→  z ((λy. y) z)  ─→  z z
                                                      ─→  (λy. y) z z    ─→  z z

Its nodes are terms up to α, its edges steps (Barendregt 1984, 3.1): β wherever there is a redex, and δ
where a name cannot stay folded (`Unfolding`). It may be infinite, or have cycles, and then some
strategies go on for ever; but all its normal forms are one (Church and Rosser 1936).

It is explored breadth first, until there is no room for more. Each term is kept once, known by its number,
and shares with the others whatever no step has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from lamb.calculus.budget import TICK, Budget, Exhausted, Meter, Status, Watch, tick
from lamb.calculus.numerals import name_numerals
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, Rule, Table, is_applied, is_redex, path_of, places, step_in
from lamb.calculus.strategies import ORDERS, Strategy, TooLarge, Unfolding, steps
from lamb.calculus.substitution import free_names, needed
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.display import Displayed, Picture, Theme, view
from lamb.freeing import fewer_collections
from lamb.machine.parallel import developments
from lamb.machine.trace import STRONG
from lamb.quantities import counted

MOST = 500  # terms
BUDGET = Budget(steps=20_000, nodes=500_000, seconds=5.0)

SHOWN = (Strategy.NORMAL, Strategy.APPLICATIVE)

# ── Numbers ─────────────────────────────────────────────────────────────────────────
# Two terms have the same number if they are the same up to α, and only then. A term is looked up by what its
# parts are numbered, so each node is looked at once, however many terms share it: this is hash-consing
# (Ershov 1958; Filliâtre and Conchon 2006, *Type-safe modular hash-consing*), but that α-equivalent terms
# stay the objects that they were, since their variables may have other hints.

Row: TypeAlias = "tuple[type, int] | tuple[type, str] | tuple[type, int, int]"
"""A kind of term, and its index, its name, or the numbers of its parts."""


class Numbering:
    """The numbers of all parts of the terms that were added."""

    def __init__(self) -> None:
        self._numbers: dict[Row, int] = {}
        self._known: dict[int, int] = {}  # numbers by the ids of nodes, all of them parts of what is kept
        self._kept: list[Term] = []

    def __len__(self) -> int:
        """The number of nodes that are held, those that are shared counted once."""
        return len(self._known)

    def unknown(self, term: Term) -> list[Term]:
        """The nodes of a term that are not parts of those added, children before parents."""
        return nodes(term, known=self._known)

    def find(self, term: Term, unknown: Sequence[Term] | None = None) -> int | None:
        """The number of a term; None if it is not a part of any that was added.

        Linear in the nodes that are *unknown*, though it be α-equivalent to what is known.
        """
        fresh: dict[int, int] = {}
        for node in self.unknown(term) if unknown is None else unknown:
            number = self._numbers.get(self._row(node, fresh))
            if number is None:
                return None
            fresh[id(node)] = number
        return self._number(term, fresh)

    def add(self, term: Term, unknown: Sequence[Term]) -> int:
        """Give a term, and all parts of it that are *unknown*, their numbers. Linear in these."""
        known = self._known
        for node in unknown:
            known[id(node)] = self._numbers.setdefault(self._row(node, known), len(self._numbers))
        self._kept.append(term)
        return known[id(term)]

    def _row(self, node: Term, fresh: dict[int, int]) -> Row:
        match node:
            case Var(index):
                return Var, index
            case Free(name):
                return Free, name
            case Lam(_, body):
                return Lam, self._number(body, fresh)
            case App(fn, arg):
                return App, self._number(fn, fresh), self._number(arg, fresh)

    def _number(self, node: Term, fresh: dict[int, int]) -> int:
        number = fresh.get(id(node))
        return self._known[id(node)] if number is None else number


# ── Components ──────────────────────────────────────────────────────────────────────
# Two nodes of a directed graph are in the same strongly connected component if each can be reached from the
# other (Tarjan 1972, *Depth-first search and linear graph algorithms*, section 4).


def components(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    """The components of the graph in which edges lead from node *n* to each of `targets[n]`.

    Each is in ascending order, and comes after all that can be reached from it. Linear in the edges.

    >>> components([[1], [2], [1], [0, 3]])
    [[1, 2], [0], [3]]
    """
    order: dict[int, int] = {}  # in which nodes were come to
    lowest: dict[int, int] = {}  # the earliest that can be come back to, until its component is found
    pending: list[int] = []  # nodes whose component is not found yet, in order
    found: list[list[int]] = []

    @unbounded
    def visit(node: int) -> Recursion[None]:
        order[node] = lowest[node] = len(order)
        pending.append(node)
        for target in targets[node]:
            if target not in order:
                yield (target,)
            if target in lowest:
                lowest[node] = min(lowest[node], lowest[target])
        if lowest[node] == order[node]:  # there is no way back to what is before: the rest is a component
            component = [pending.pop()]
            while component[-1] != node:
                component.append(pending.pop())
            for member in component:
                del lowest[member]
            found.append(sorted(component))

    for node in range(len(targets)):
        if node not in order:
            visit(node)
    return found


# ── Census ──────────────────────────────────────────────────────────────────────────


MANY = 10**9
"""The most that is counted: what has so many redexes is not gone through."""


class Census:
    """Counts β-redexes, the names that cannot stay folded, and with *eta*, η-redexes.

    A part without any need not be searched, and one that is shared is counted once. So it is known at once
    if a term is a normal form, or has more redexes than can be followed: a term that fits in memory may
    have 2³⁰. Counts are kept by the ids of nodes, which have to be kept as long as the census.
    """

    def __init__(self, unfolding: Unfolding, *, eta: bool = False) -> None:
        self.unfolding = unfolding
        self.eta = eta
        self._counts: dict[int, int] = {}

    def take(self, counted: Sequence[Term]) -> None:
        """Count the redexes in some nodes, children before parents. Linear in them but for η."""
        for node in counted:
            self._counts[id(node)] = min(self._count(node), MANY)

    def of(self, term: Term, applied: bool = False) -> int:
        """The number of redexes in a term that was counted, where it is *applied* or not."""
        match term:
            case Free(name):
                return self.unfolding.needs(name, applied)
        return self._counts[id(term)]

    def redexes(self, term: Term) -> Iterator[tuple[Rule, Term, Context]]:
        """Every redex and its context, from the outside in and from left to right."""
        for node, context in places(term, lambda node, context: self.of(node, is_applied(context)) > 0):
            match node:
                case App(Lam(), _):
                    yield Rule.BETA, node, context
                case Lam() if self._is_eta_redex(node):
                    yield Rule.ETA, node, context
                case Free():
                    yield Rule.DELTA, node, context

    def _count(self, node: Term) -> int:
        match node:
            case App(fn, arg):
                return isinstance(fn, Lam) + self.of(fn, True) + self.of(arg)
            case Lam(_, body):
                if self.eta and isinstance(body, App):
                    tick(min(body.size, TICK))
                return self._is_eta_redex(node) + self.of(body)
            case Var():
                return 0
        return self.of(node)

    def _is_eta_redex(self, node: Term) -> bool:
        return self.eta and is_redex(node, Rule.ETA)


# ── Exploration ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Edge:
    """All redexes of a term whose contraction by a *rule* leads to the same term."""

    source: int
    target: int
    rule: Rule
    contexts: tuple[Context, ...] = field(repr=False, compare=False)

    @property
    def multiplicity(self) -> int:
        """The number of these redexes."""
        return len(self.contexts)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Their paths, from the outside in and from left to right."""
        return tuple(path_of(context) for context in self.contexts)


class Exploration:
    """The *terms* that were found, the *edges* between them, and how far each is from the start.

    Those on the *frontier* have redexes that were not followed: there was no room for more terms than
    *most*, or the budget had run out.
    """

    def __init__(self, start: Term, census: Census, most: int, budget: Budget, watch: Watch | None) -> None:
        self.census = census
        self.most = most
        self.meter = Meter(budget, watch, held=self._held)
        self.terms = [start]
        self.distances = [0]
        self.edges: list[Edge] = []
        self.frontier: set[int] = set()
        self.normal_forms: list[int] = []
        self._numbering = Numbering()
        self._nodes: dict[int, int] = {}  # of the graph, by the numbers of their terms
        self._before = 0  # nodes that had been visited before the term in hand, which may never be kept
        with fewer_collections(), self.meter:
            self._run()

    def find(self, term: Term, unknown: Sequence[Term] | None = None) -> int | None:
        """The place among *terms* of a term, up to α; its *unknown* nodes may be known already."""
        number = self._numbering.find(term, unknown)
        return None if number is None else self._nodes.get(number)

    def _run(self) -> None:
        source = 0
        try:
            self._note(self.terms[0], self._numbering.unknown(self.terms[0]), 0)
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
        if most is not None and self.meter.steps + self.census.of(term) > most:
            self.frontier.add(source)
            return
        found: dict[tuple[int, Rule], list[Context]] = {}
        try:
            for rule, redex, context in self.census.redexes(term):
                self.meter.steps += 1
                target = self._target(source, rule, redex, context)
                if target is None:
                    self.frontier.add(source)
                else:
                    found.setdefault((target, rule), []).append(context)
        finally:
            self.edges += (Edge(source, *key, tuple(contexts)) for key, contexts in found.items())

    def _target(self, source: int, rule: Rule, redex: Term, context: Context) -> int | None:
        """The term that a step leads to; None if there is no room for it."""
        self._before = self.meter.visited
        try:
            term = step_in(context, redex, rule, self.census.unfolding.meaning).after
            unknown = self._numbering.unknown(term)
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

    def _note(self, term: Term, unknown: Sequence[Term], place: int) -> None:
        """Number a term, which is or will be at some place of *terms*, and count its redexes."""
        self.census.take(unknown)
        self._nodes[self._numbering.add(term, unknown)] = place
        if not self.census.of(term):
            self.normal_forms.append(place)

    def _held(self) -> int:
        """The nodes of all terms that are numbered, and of the one in hand."""
        return len(self._numbering) + self.meter.visited - self._before


# ── Graph ───────────────────────────────────────────────────────────────────────────


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
            with suppress(Exhausted, TooLarge), self.meter:
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

    def ending(self, strategy: Strategy) -> Literal["stops", "repeats", "leaves"]:
        """The end of a strategy's path: it *stops* at its form, *repeats* for ever, or *leaves* the graph."""
        path = self.path(strategy)
        if path[-1] in path[:-1]:
            return "repeats"
        with suppress(Exhausted, TooLarge), self.meter:
            return "leaves" if self._after(path[-1], strategy) else "stops"
        return "leaves"

    def _next(self, source: int, strategy: Strategy) -> int | None:
        """The node that a strategy goes to from a term; None if it stops, or the graph ends there."""
        after = self._after(source, strategy)
        target = self.find(after) if after else None
        is_edge = any(edge.target == target for edge in self._leaving[source])
        return target if is_edge or strategy is Strategy.PARALLEL else None

    def _after(self, source: int, strategy: Strategy) -> Term | None:
        """The term after one step of a strategy; None if it stops. Raises Exhausted and TooLarge."""
        census, term, order = self._found.census, self.terms[source], ORDERS.get(strategy)
        unfolding = census.unfolding
        step = next(steps(term, order, unfolding) if order else developments(term, unfolding), None)
        if step is None and census.eta and strategy in STRONG:
            for rule, redex, context in census.redexes(term):
                return step_in(context, redex, rule, unfolding.meaning).after
        return step.after if step else None

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
