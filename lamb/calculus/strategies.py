"""Strategies: which redex is next.

A strategy goes through a term from left to right, and answers three questions on its way:

    outside in       does a redex come before those inside it, or after them?
    under λ          are there redexes in the body of an abstraction that nothing is applied to?
    in arguments     are there redexes in what something stuck, like x, is applied to?

                     outside in   under λ   in arguments    stops at
    normal order         yes        yes         yes         normal form
    applicative order    no         yes         yes         normal form
    call by name         yes        no          yes         weak normal form
    call by value        no         no          yes         weak normal form
    head reduction       yes        yes         no          head normal form
    weak head            yes        no          no          weak head normal form

Wherever two orders end at a normal form, they end at the same (Church and Rosser 1936). Parallel
reduction asks nothing: each of its steps contracts every redex there is (`development.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from lamb.calculus.reduction import Context, Path, Rule, around, path_of
from lamb.calculus.term import TICK, App, Free, Lam, Term, Tick, unheard
from lamb.calculus.unfolding import Unfolding


class Order(NamedTuple):
    """The three answers of a strategy that contracts one redex at a time."""

    outside_in: bool
    under_lambdas: bool
    in_arguments: bool


class Strategy(Enum):
    """Which redex is next; *value* is the strategy's name, *form* what it stops at."""

    NORMAL = "normal order"
    """Leftmost of the outermost. Finds the normal form whenever there is one (Curry and Feys 1958,
    theorem 4E1; Barendregt 1984, 13.2.2)."""

    APPLICATIVE = "applicative order"
    """Leftmost of the innermost: arguments are reduced before they are passed on, even those that
    nobody needs. May miss a normal form (Sestoft 2002, *Demonstrating lambda calculus reduction*, 7.4)."""

    CALL_BY_NAME = "call by name"
    """Normal order, but never under a λ; as lazy languages run, without their sharing. Stops at a
    weak normal form (Plotkin 1975, *Call-by-name, call-by-value and the λ-calculus*)."""

    CALL_BY_VALUE = "call by value"
    """Applicative order, but never under a λ; as most languages run. Stops at a weak normal form
    (Plotkin 1975). In an open term, what is stuck counts as a value."""

    HEAD = "head reduction"
    """Only the redex at the head, λx₁ … xₙ. (λy. t) u …. Stops at a head normal form: finds one
    whenever there is one (Wadsworth 1976; Barendregt 1984, 8.3.11)."""

    WEAK_HEAD = "weak head reduction"
    """Only the redex at the head, and not under a λ. Stops at a weak head normal form (Peyton Jones
    1987, *The implementation of functional programming languages*, 11.3.1)."""

    PARALLEL = "parallel reduction"
    """All redexes at once, a complete development a step (Gross and Knuth; Takahashi 1995,
    *Parallel reductions in λ-calculus*). Finds the normal form whenever there is one
    (Barendregt 1984, 13.2.11)."""

    @property
    def form(self) -> str:
        """The kind of normal form that the strategy stops at."""
        return _FORMS[self]


_FORMS = {
    Strategy.NORMAL: "normal form",
    Strategy.APPLICATIVE: "normal form",
    Strategy.CALL_BY_NAME: "weak normal form",
    Strategy.CALL_BY_VALUE: "weak normal form",
    Strategy.HEAD: "head normal form",
    Strategy.WEAK_HEAD: "weak head normal form",
    Strategy.PARALLEL: "normal form",
}

ORDERS: Mapping[Strategy, Order] = {
    Strategy.NORMAL: Order(outside_in=True, under_lambdas=True, in_arguments=True),
    Strategy.APPLICATIVE: Order(outside_in=False, under_lambdas=True, in_arguments=True),
    Strategy.CALL_BY_NAME: Order(outside_in=True, under_lambdas=False, in_arguments=True),
    Strategy.CALL_BY_VALUE: Order(outside_in=False, under_lambdas=False, in_arguments=True),
    Strategy.HEAD: Order(outside_in=True, under_lambdas=True, in_arguments=False),
    Strategy.WEAK_HEAD: Order(outside_in=True, under_lambdas=False, in_arguments=False),
}

Found: TypeAlias = tuple[Rule, Term, Context]
"""A redex: the rule that contracts it, the redex itself, and the context it stands in."""


def next_redex(
    term: Term, strategy: Strategy, definitions: Mapping[str, Term] | None = None, *, folded: bool = False
) -> tuple[Rule, Path] | None:
    """The redex that a strategy contracts next, and its path; None at the form it stops at.

    A parallel step is one of the whole term. Linear in the size of the part before the redex.
    """
    order = ORDERS.get(strategy, ORDERS[Strategy.NORMAL])
    found = find(term, None, order, Unfolding(definitions or {}, folded=folded))
    if found is None:
        return None
    rule, _, context = found
    return (Rule.PARALLEL, ()) if strategy is Strategy.PARALLEL else (rule, path_of(context))


def find(
    focus: Term,
    context: Context,
    order: Order,
    unfolding: Unfolding | None = None,
    tick: Tick = unheard,
) -> Found | None:
    """The next redex at the focus, below it or after it; None if there is none.

    Without an *unfolding* only β counts. What is shared is searched once. *tick* is told now and then
    how many nodes have been searched, and stops it by raising.
    """
    searched: set[int] = set()
    visited = 0
    while True:
        visited += 1
        if visited % TICK == 0:
            tick(TICK)
        match focus:
            case App() | Lam() if id(focus) in searched:
                pass
            case App(Lam(), _) if order.outside_in:
                return Rule.BETA, focus, context
            case App(fn, _):
                context, focus = ("fn", focus, context), fn
                continue
            case Lam(_, body) if order.under_lambdas:
                context, focus = ("body", focus, context), body
                continue
            case Free(name) if unfolding is not None and unfolding.needs(name, _is_applied(context)):
                return Rule.DELTA, focus, context
        while True:  # up, until there is something to the right
            if context is None:
                return None
            part, _, outer = context
            node = around(context, focus)
            if part == "fn" and order.in_arguments:
                context, focus = ("arg", node, outer), node.arg  # type: ignore[union-attr]
                break
            if part == "arg" and not order.outside_in and isinstance(node.fn, Lam):  # type: ignore[union-attr]
                return Rule.BETA, node, outer
            searched.add(id(node))
            focus, context = node, outer


def _is_applied(context: Context) -> bool:
    return context is not None and context[0] == "fn"
