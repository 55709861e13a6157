"""What is in a term, counted as a tree, though each of its parts is looked at only once."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from lamb.calculus.numerals import is_numeral
from lamb.calculus.term import App, Free, Lam, Term, nodes


class Measure(NamedTuple):
    """How many λs, applications, redexes and names to unfold there are, and how *deep* the lowest node is."""

    lambdas: int = 0
    applications: int = 0
    redexes: int = 0
    unfolds: int = 0
    depth: int = 1


def measure(term: Term, definitions: Container[str]) -> Measure:
    """What is in a term; numerals and the names of *definitions* unfold. Linear in its distinct nodes.

    >>> from lamb.notation import parse_term
    >>> measure(parse_term("(λx. x 2) y"), {"y"})
    Measure(lambdas=1, applications=2, redexes=1, unfolds=2, depth=4)
    """
    measures: dict[int, Measure] = {}
    for node in nodes(term):
        match node:
            case Lam(_, body):
                inner = measures[id(body)]
                found = inner._replace(lambdas=inner.lambdas + 1, depth=inner.depth + 1)
            case App(fn, arg):
                one, other = measures[id(fn)], measures[id(arg)]
                found = Measure(
                    one.lambdas + other.lambdas,
                    one.applications + other.applications + 1,
                    one.redexes + other.redexes + isinstance(fn, Lam),
                    one.unfolds + other.unfolds,
                    max(one.depth, other.depth) + 1,
                )
            case Free(name):
                found = Measure(unfolds=int(name in definitions or is_numeral(name)))
            case _:
                found = Measure()
        measures[id(node)] = found
    return measures[id(term)]
