"""Capture-prone: arguments whose free names are those that the λs around their places bind.

Only two names are used, for what is bound and for what is free, and arguments carry variables with
them under λs of the same name. A substitution that does not rename comes to something else (`capture`
in `textbook.py`) for a good part of these.
"""

from __future__ import annotations

from random import Random

from lamb import App, Free, Lam, Term, Var

NAMES = ("x", "y")


def capture_prone(draw: Random) -> Term:
    """λs and redexes whose arguments are open, nested a few times."""
    return _part(draw, 6, 0) if draw.random() < 0.2 else _redex(draw, 6, 0)


def _redex(draw: Random, depth: int, scope: int) -> Term:
    """(λx. … λy. … x …) (… y …)"""
    body: Term = Var(1) if draw.random() < 0.5 else _part(draw, depth - 1, scope + 2)
    if draw.random() < 0.5:
        body = App(body, Var(draw.randrange(scope + 2)))
    return App(Lam(draw.choice(NAMES), Lam(draw.choice(NAMES), body)), _argument(draw, depth - 1, scope))


def _argument(draw: Random, depth: int, scope: int) -> Term:
    if draw.random() < 0.5:
        return _name(draw, scope)
    return App(_name(draw, scope), _part(draw, depth - 1, scope))


def _part(draw: Random, depth: int, scope: int) -> Term:
    if depth <= 0:
        return _name(draw, scope)
    match draw.choice(["redex", "λ", "applied"]):
        case "redex":
            return _redex(draw, depth, scope)
        case "λ":
            return Lam(draw.choice(NAMES), _part(draw, depth - 1, scope + 1))
    return App(_name(draw, scope), _part(draw, depth - 1, scope))


def _name(draw: Random, scope: int) -> Term:
    return Var(draw.randrange(scope)) if scope and draw.random() < 0.6 else Free(draw.choice(NAMES))
