"""The steps between two terms, searched breadth first: the shortest way is found first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.term import Term, Tick
from lamb.course.mistakes.places import beta, eta_redexes, next_by, redexes

MOST_TERMS = 300
"""Terms of one search: two steps at once are found among some dozens."""
MOST_NODES = 60_000
"""Nodes of these terms in all."""
LONGEST_TRACE = 200
"""Steps of a strategy that are followed."""

Way = list[tuple[str, Term]]
"""The letters of steps, b or e, and the terms that they lead to."""


def way(start: Term, end: Term, rules: str, tick: Tick) -> Way | None:
    """The steps from *start* to *end* by the *rules*, of the letters b and e; None if none were found."""
    ways: dict[Term, Way] = {start: []}
    queue = deque([start])
    nodes = start.size
    while queue:
        term = queue.popleft()
        for letter, new in _reducts(term, rules):
            tick(new.size)
            if new == end:
                return [*ways[term], (letter, new)]
            nodes += new.size
            if len(ways) >= MOST_TERMS or nodes > MOST_NODES:
                return None
            if new not in ways:
                ways[new] = [*ways[term], (letter, new)]
                queue.append(new)
    return None


def _reducts(term: Term, rules: str) -> Iterator[tuple[str, Term]]:
    if "b" in rules:
        for redex in redexes(term):
            yield "b", redex.filled(beta(redex.node))
    if "e" in rules:
        for redex, new in eta_redexes(term):
            yield "e", redex.filled(new)


def way_by(strategy: Strategy, start: Term, end: Term, tick: Tick) -> Way | None:
    """The steps of a strategy from *start* to *end*, if it comes past there soon."""
    passed: Way = []
    for term in islice(terms_by(strategy, start), 1, None):
        tick(term.size)
        passed.append(("b", term))
        if term == end:
            return passed
    return None


def terms_by(strategy: Strategy, start: Term) -> Iterator[Term]:
    """The terms that a strategy comes past, *start* the first."""
    yield start
    nodes = start.size
    for _ in range(LONGEST_TRACE):
        redex = next_by(start, ORDERS[strategy])
        nodes += start.size
        if redex is None or nodes > MOST_NODES:
            return
        start = redex.filled(beta(redex.node))
        yield start
