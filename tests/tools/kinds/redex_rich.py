"""Redex-rich: redexes in redexes, in functions, in arguments and under λs."""

from __future__ import annotations

from random import Random

from lamb import App, Lam, Term
from tests.tools.kinds.making import variable


def redex_rich(draw: Random) -> Term:
    """A term of which most applications are redexes, and at least one is."""
    return _redex(draw, draw.randint(4, 6), 0)


def _redex(draw: Random, depth: int, scope: int) -> Term:
    return App(Lam(draw.choice("xyz"), _part(draw, depth - 1, scope + 1)), _part(draw, depth - 1, scope))


def _part(draw: Random, depth: int, scope: int) -> Term:
    if depth <= 0:
        return variable(draw, scope)
    match draw.choice(["redex", "redex", "λ", "applied", "variable"]):
        case "redex":
            return _redex(draw, depth, scope)
        case "λ":
            return Lam(draw.choice("xyz"), _part(draw, depth - 1, scope + 1))
        case "applied":
            return App(variable(draw, scope), _part(draw, depth - 1, scope))
    return variable(draw, scope)
