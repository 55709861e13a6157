"""Discarded Ω: terms with endless parts that nobody ever looks at, so that they end all the same.

A term t that ends is put beside Ω in a way that drops it: λs that do not use their variable, pairs of
which one half is taken, the branch of a boolean that is not. Parts of t have been made so, too.
"""

from __future__ import annotations

from random import Random

from lamb import App, Free, Lam, Term
from tests.tools.kinds.making import OMEGA, call, let, under, variable


def discarded(draw: Random) -> Term:
    """A term with Ω in it that ends."""
    return _beside(draw, _ending(draw, 3, 0), 0)


def _ending(draw: Random, depth: int, scope: int) -> Term:
    """A term that ends, some of whose parts are beside Ω."""
    if not depth:
        return variable(draw, scope)
    match draw.choice(["beside", "beside", "λ", "applied", "let"]):
        case "beside":
            return _beside(draw, _ending(draw, depth - 1, scope), scope)
        case "λ":
            return Lam(draw.choice("xyz"), _ending(draw, depth - 1, scope + 1))
        case "applied":
            return call(draw.choice("fg"), _ending(draw, depth - 1, scope), _ending(draw, depth - 1, scope))
    return let(Free(draw.choice("ab")), _ending(draw, depth - 1, scope + 1), "z")


def _beside(draw: Random, term: Term, scope: int) -> Term:
    endless = _endless(draw, scope)
    match draw.choice(["K", "false", "fst", "snd", "λ", "later", "twice", "numeral"]):
        case "K":
            return call("K", term, endless)
        case "false":
            return call("false", endless, term)
        case "fst":
            return call("fst", call("pair", term, endless))
        case "snd":
            return call("snd", call("pair", endless, term))
        case "λ":
            return let(endless, under(term), "unused")
        case "later":
            return App(App(Lam("x", Lam("y", under(term, 2))), endless), endless)
        case "twice":
            return let(endless, call("K", under(term), call("f", variable(draw, 1))), "w")
    return call("0", endless, term)


def _endless(draw: Random, scope: int) -> Term:
    """Ω, or a term that comes to it, or grows for ever."""
    return draw.choice(
        [
            OMEGA,
            call("Ω"),
            call(OMEGA, variable(draw, scope)),
            Lam("x", OMEGA),
            call("Y", Lam("self", call(variable(draw, 1), "a"))),
            call("I", OMEGA),
        ]
    )
