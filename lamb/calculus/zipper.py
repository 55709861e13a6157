"""Steps by substitution, with a finger on the place of the last one.

This is reduction as it is defined: a strategy finds the next redex, and its argument is put in the
place of its variable. The term is kept as a *focus* and the *context* it stands in (Huet 1997, *The
zipper*), so that the next redex is looked for where the last one was, and never from the root.
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.reduction import around
from lamb.calculus.step import Step
from lamb.calculus.strategies import Order, find
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term, Tick, unheard
from lamb.calculus.unfolding import Unfolding


def steps(term: Term, order: Order, unfolding: Unfolding, tick: Tick = unheard) -> Iterator[Step]:
    """The steps of *term*; *tick* is told how many nodes a long search or substitution has visited."""
    focus, context = term, None
    while found := find(focus, context, order, unfolding, tick):
        rule, redex, context = found
        focus = _contractum(redex, unfolding, tick)
        yield Step(rule, context, redex, focus)
        if order.outside_in and isinstance(focus, Lam) and context is not None and context[0] == "fn":
            focus, context = around(context, focus), context[2]  # a redex outside, that the step made


def _contractum(redex: Term, unfolding: Unfolding, tick: Tick) -> Term:
    match redex:
        case App(Lam(_, body), arg):
            return substitute(body, arg, tick)
        case Free(name):
            return unfolding.meaning(name)
    raise AssertionError("a strategy found what is no redex")
