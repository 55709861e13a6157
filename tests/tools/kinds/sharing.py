"""Sharing chains: let x = … in let y = … x … x … in …, where each value is used several times.

By definition an argument is copied before it has been reduced, so that the steps double with each let;
by need it is reduced once.
"""

from __future__ import annotations

from random import Random

from lamb import App, Free, Lam, Term, Var
from tests.tools.kinds.making import call, let, under


def sharing(draw: Random) -> Term:
    """A chain of 2 to 4 values."""
    return _chain(draw, draw.randint(2, 4), 0)


def _chain(draw: Random, length: int, scope: int) -> Term:
    value = _work(draw, scope)
    if not length:
        return value
    return let(value, _chain(draw, length - 1, scope + 1), draw.choice("xyz"))


def _work(draw: Random, scope: int) -> Term:
    """Something with a step or two to do, that uses the last value twice, and maybe another."""
    last: Term = Var(0) if scope else Free("a")
    other: Term = Var(draw.randrange(scope)) if scope else Free("b")
    match draw.choice(["p", "I", "xor", "λ", "twice"]):
        case "p":
            return App(Lam("x", call("p", Var(0), Var(0), under(last))), call("I", other))
        case "I":
            return call("I", call("p", last, call("I", last)))
        case "xor":
            return call("I", call("true", call("false", "c", last), last))
        case "λ":
            return call("I", Lam("y", call("p", under(last), call(under(last), Var(0)), under(other))))
    return call("2", Lam("y", call("q", Var(0), under(last))), call("I", last))
