"""A step of a reduction."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property

from lamb.calculus.reduction import Context, Path, Rule, around, path_of, plug
from lamb.calculus.strategies import Order, Unfolding, find
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term
from lamb.display import Displayed
from lamb.freeing import dismantle


class Step(Displayed):
    """One step: in a context, by its *rule*, the *redex* became the *contractum*.

    The variables of both may point out of them. The whole terms, and the path, are put together when
    they are first asked for.
    """

    context: Context
    redex: Term
    contractum: Term

    def __init__(self, rule: Rule, context: Context, redex: Term, contractum: Term) -> None:
        self.rule = rule
        self.context = context
        self.redex = redex
        self.contractum = contractum

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            parts = list(vars(self).values())
            vars(self).clear()
            dismantle(parts)

    @cached_property
    def path(self) -> Path:
        """Where the redex is in *before*, and its contractum in *after*."""
        return path_of(self.context)

    @cached_property
    def before(self) -> Term:
        """The whole term, with the redex."""
        return plug(self.context, self.redex)

    @cached_property
    def after(self) -> Term:
        """The whole term, with the contractum."""
        return plug(self.context, self.contractum)

    def __repr__(self) -> str:
        return f"Step({self.rule.value} at {'.'.join(self.path) or 'the root'})"


# ── Zipper ──────────────────────────────────────────────────────────────────────────
# Steps by substitution, with a finger on the place of the last one.
#
# This is reduction as it is defined: a strategy finds the next redex, and its argument is put in the
# place of its variable. The term is kept as a *focus* and the *context* it stands in (Huet 1997, *The
# zipper*), so that the next redex is looked for where the last one was, and never from the root.


def steps(term: Term, order: Order, unfolding: Unfolding) -> Iterator[Step]:
    """The steps of *term*."""
    focus, context = term, None
    while found := find(focus, context, order, unfolding):
        rule, redex, context = found
        focus = _contractum(redex, unfolding)
        yield Step(rule, context, redex, focus)
        if order.outside_in and isinstance(focus, Lam) and context is not None and context[0] == "fn":
            focus, context = around(context, focus), context[2]  # a redex outside, that the step made


def _contractum(redex: Term, unfolding: Unfolding) -> Term:
    match redex:
        case App(Lam(_, body), arg):
            return substitute(body, arg)
        case Free(name):
            return unfolding.meaning(name)
    raise AssertionError("a strategy found what is no redex")
