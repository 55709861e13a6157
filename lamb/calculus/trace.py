"""Traces: a reduction step by step, which is the definition that the machine is held against.

Normal order contracts the leftmost of the outermost redexes, and reaches a normal form whenever
there is one (Curry and Feys 1958; Barendregt 1984, 13.2.2). A step costs what its substitution does:
the next redex is looked for where the last one was, never from the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property

from lamb.calculus.budget import Budget, Meter, Status, Watch
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.reduction import Context, Path, Rule, Table, around, path_of, plug
from lamb.calculus.term import App, Free, Lam, Term, substitute


class Strategy(Enum):
    """Which redex is next."""

    NORMAL = "normal order"


class Step:
    """One step: its rule, the redex and what it contracts to, and the context of both.

    The whole terms, and the path, are put together when they are first asked for.
    """

    def __init__(self, rule: Rule, context: Context, redex: Term, contractum: Term) -> None:
        self.rule = rule
        self.redex = redex
        self.contractum = contractum
        self._context = context

    @cached_property
    def path(self) -> Path:
        """Where the redex is in *before*, and its contractum in *after*."""
        return path_of(self._context)

    @cached_property
    def before(self) -> Term:
        return plug(self._context, self.redex)

    @cached_property
    def after(self) -> Term:
        return plug(self._context, self.contractum)

    def __repr__(self) -> str:
        return f"Step({self.rule.value} at {'.'.join(self.path) or 'the root'})"


class Trace(Iterator[Step]):
    """The steps of a reduction, made as they are asked for.

    Once they have ended, *status* says why: at a normal form, or which budget ran out. *steps*
    counts those that were given, *nodes* is the size of the term that they led to.
    """

    def __init__(self, term: Term, steps: Iterator[Step], meter: Meter) -> None:
        self.steps = 0
        self.nodes = term.size
        self.status: Status | None = None
        self._steps = steps
        self._meter = meter

    def __next__(self) -> Step:
        if self.status is not None:
            raise StopIteration
        try:
            step = next(self._steps)
        except StopIteration:
            self.status = Status.NORMAL_FORM
            raise
        except _TooLarge:
            self.status = Status.NODES
            raise StopIteration from None
        if self._meter.allows_step(self.steps):
            self.status = self._meter.exhausted(self.steps, self.nodes)
        else:
            self.status = Status.STEPS
        if self.status is not None:
            raise StopIteration
        self.steps += 1
        self.nodes += step.contractum.size - step.redex.size
        return step


def trace(
    term: Term,
    *,
    strategy: Strategy = Strategy.NORMAL,
    definitions: Table | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Trace:
    """The steps from *term* to its normal form, each one β or δ, by a strategy."""
    largest = budget.nodes
    return Trace(term, _normal_order(term, definitions or {}, largest), budget.meter(watch))


class _TooLarge(Exception):
    """A numeral has more nodes than the budget."""


def _normal_order(focus: Term, definitions: Table, largest: int | None) -> Iterator[Step]:
    """The steps of normal order.

    All to the left of the focus is in normal form, and no node around it is a redex. So the next
    redex is at the focus or below, or else to its right. A step can make one new redex outside
    itself: of the application whose function it was, if that has become an abstraction.
    """
    context: Context = None
    while True:
        rule = None
        match focus:
            case App(Lam(_, body), arg):
                rule, new = Rule.BETA, substitute(body, arg)
            case App(fn, _):
                context, focus = ("fn", focus, context), fn
            case Lam(_, body):
                context, focus = ("body", focus, context), body
            case Free(name) if name in definitions:
                rule, new = Rule.DELTA, definitions[name]
            case Free(name) if is_numeral(name):
                if largest is not None and int(name) > largest:
                    raise _TooLarge
                rule, new = Rule.DELTA, church(int(name))
            case _:
                while context is not None and context[0] != "fn":
                    focus, context = around(context, focus), context[2]
                if context is None:
                    return
                _, node, outer = context
                context, focus = ("arg", App(focus, node.arg), outer), node.arg  # type: ignore[union-attr]
        if rule is not None:
            yield Step(rule, context, focus, new)
            focus = new
            if context is not None and context[0] == "fn" and isinstance(focus, Lam):
                focus, context = around(context, focus), context[2]
