"""A census of redexes: how many there are in each part of a term.

A part without any need not be searched, and one that is shared is counted once. So it is known at once
whether a term is a normal form, and whether it has more redexes than anybody could follow: a term that
fits in memory may have 2³⁰ of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lamb.calculus.eta import eta_contractum
from lamb.calculus.reduction import Context, Rule
from lamb.calculus.substitution import substitute
from lamb.calculus.term import TICK, App, Free, Lam, Term, Tick, Var
from lamb.calculus.unfolding import Unfolding

MANY = 10**9
"""Nobody counts further: what has so many redexes is not gone through."""


class Census:
    """Counts β-redexes, the names that cannot stay folded, and with *eta*, η-redexes.

    Counts are kept by the ids of nodes: whoever has them counted keeps these as long as the census.
    """

    def __init__(self, unfolding: Unfolding, *, eta: bool = False) -> None:
        self.unfolding = unfolding
        self.eta = eta
        self._counts: dict[int, int] = {}

    def take(self, nodes: Sequence[Term], tick: Tick) -> None:
        """Count the redexes in some nodes, children before parents. Linear in them but for η."""
        for node in nodes:
            self._counts[id(node)] = min(self._count(node, tick), MANY)

    def of(self, term: Term, *, applied: bool = False) -> int:
        """How many redexes there are in a term that was counted, where it is *applied* or not."""
        match term:
            case Free(name):
                return self.unfolding.needs(name, applied)
        return self._counts[id(term)]

    def redexes(self, term: Term) -> Iterator[tuple[Rule, Term, Context]]:
        """Every redex and its context, from the outside in and from left to right."""
        stack: list[tuple[Term, Context]] = [(term, None)] if self.of(term) else []
        while stack:
            node, context = stack.pop()
            match node:
                case App(fn, arg):
                    if isinstance(fn, Lam):
                        yield Rule.BETA, node, context
                    if self.of(arg):
                        stack.append((arg, ("arg", node, context)))
                    if self.of(fn, applied=True):
                        stack.append((fn, ("fn", node, context)))
                case Lam(_, body):
                    if self._is_eta_redex(node):
                        yield Rule.ETA, node, context
                    if self.of(body):
                        stack.append((body, ("body", node, context)))
                case Free():
                    yield Rule.DELTA, node, context

    def contracted(self, rule: Rule, redex: Term, tick: Tick) -> Term:
        """What one of these redexes contracts to. Raises TooLarge for numerals that are too large."""
        match rule, redex:
            case Rule.BETA, App(Lam(_, body), arg):
                return substitute(body, arg, tick)
            case Rule.DELTA, Free(name):
                return self.unfolding.meaning(name)
        new = eta_contractum(redex)
        assert new is not None
        return new

    def _count(self, node: Term, tick: Tick) -> int:
        match node:
            case App(fn, arg):
                return isinstance(fn, Lam) + self.of(fn, applied=True) + self.of(arg)
            case Lam(_, body):
                if self.eta and isinstance(body, App):
                    tick(min(body.size, TICK))
                return self._is_eta_redex(node) + self.of(body)
            case Var():
                return 0
        return self.of(node)

    def _is_eta_redex(self, node: Term) -> bool:
        return self.eta and eta_contractum(node) is not None
