"""Reduction, step by step: the definition that the machine (`machine.py`) is held against.

    β    (λx. t) u  →  t[x := u]        an argument is put in the place of its variable
    δ    name       →  what it means    a definition, or a numeral, is unfolded
    η    λx. t x    →  t                where x does not occur in t

A **redex** is a place where a rule applies, known by its path from the root: a tuple of the fields
`fn`, `arg` and `body`. Normal order contracts the leftmost of the outermost redexes, and reaches a
normal form whenever there is one (Curry and Feys 1958; Barendregt 1984, 13.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from lamb.calculus.budget import Budget, Meter, Status, Watch
from lamb.calculus.eta import eta_contractum
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.term import App, Free, Lam, Term, substitute

Path: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[str, Term]


class Rule(Enum):
    """What a step did."""

    ALPHA = "α"
    BETA = "β"
    DELTA = "δ"
    ETA = "η"


class Strategy(Enum):
    """Which redex is next."""

    NORMAL = "normal order"


BETA_DELTA = frozenset({Rule.BETA, Rule.DELTA})


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def contractum(term: Term, rule: Rule, definitions: Table) -> Term | None:
    """What *term* itself contracts to by a rule; None if it is no redex of that kind."""
    match rule, term:
        case Rule.BETA, App(Lam(_, body), arg):
            return substitute(body, arg)
        case Rule.DELTA, Free(name):
            return definitions.get(name) or (church(int(name)) if is_numeral(name) else None)
        case Rule.ETA, _:
            return eta_contractum(term)
    return None


def redexes(
    term: Term, definitions: Table | None = None, rules: frozenset[Rule] = BETA_DELTA
) -> Iterator[tuple[Rule, Path]]:
    """Every redex and its path, from the outside in and from left to right."""
    table = definitions or {}
    stack: list[tuple[Term, Context]] = [(term, None)]
    while stack:
        node, context = stack.pop()
        for rule in Rule:
            if rule in rules and _is_redex(node, rule, table):
                yield rule, path_of(context)
        match node:
            case Lam(_, body):
                stack.append((body, ("body", node, context)))
            case App(fn, arg):
                stack += (arg, ("arg", node, context)), (fn, ("fn", node, context))


def innermost(term: Term) -> Path | None:
    """The leftmost of the β-redexes that have none inside: the next one of applicative order."""
    stack: list[tuple[Term, Context, bool]] = [(term, None, False)]
    while stack:
        node, context, parts_are_normal = stack.pop()
        match node:
            case App(Lam(), _) if parts_are_normal:
                return path_of(context)
            case App(fn, arg) if not parts_are_normal:
                stack += (
                    (node, context, True),
                    (arg, ("arg", node, context), False),
                    (fn, ("fn", node, context), False),
                )
            case Lam(_, body):
                stack.append((body, ("body", node, context), False))
    return None


def _is_redex(term: Term, rule: Rule, definitions: Table) -> bool:
    match rule, term:
        case Rule.BETA, App(Lam(), _):
            return True
        case Rule.DELTA, Free(name):
            return name in definitions or is_numeral(name)
        case Rule.ETA, _:
            return eta_contractum(term) is not None
    return False


def subterm(term: Term, path: Path) -> Term:
    """The part of *term* at the end of a path."""
    for step in path:
        term = getattr(term, step)
    return term


def contract(term: Term, path: Path, rule: Rule, definitions: Table | None = None) -> Term:
    """*term* after one step at a path. Raises ValueError if there is no such redex."""
    context: Context = None
    for step in path:
        context = (step, term, context)
        term = getattr(term, step)
    new = contractum(term, rule, definitions or {})
    if new is None:
        raise ValueError(f"there is no {rule.value}-redex at {path}")
    return plug(context, new)


# ── Contexts ──────────────────────────────────────────────────────────────────────────

Context: TypeAlias = "tuple[str, Term, Context] | None"
"""A term with a hole, from the inside out: which part the hole is of which node, and its context."""


def path_of(context: Context) -> Path:
    """The path from the root to the hole."""
    path = []
    while context is not None:
        path.append(context[0])
        context = context[2]
    return tuple(reversed(path))


def plug(context: Context, term: Term) -> Term:
    """The context with *term* in its hole."""
    while context is not None:
        term, context = _around(context, term), context[2]
    return term


def _around(context: tuple[str, Term, Context], part: Term) -> Term:
    """The innermost node of a context, with *part* for the part that is its hole."""
    match context:
        case "fn", App(_, arg), _:
            return App(part, arg)
        case "arg", App(fn, _), _:
            return App(fn, part)
        case _, Lam(hint, _), _:
            return Lam(hint, part)
    raise AssertionError("only abstractions and applications have parts")


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


# ── Traces ────────────────────────────────────────────────────────────────────────────


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
        self.status = self._meter.exhausted(self.steps, self.nodes)
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
    """The steps from *term* to its normal form, each one β or δ, by a strategy.

    A step costs what its substitution does: the next redex is looked for where the last one was.
    """
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
                    focus, context = _around(context, focus), context[2]
                if context is None:
                    return
                _, node, outer = context
                context, focus = ("arg", App(focus, node.arg), outer), node.arg  # type: ignore[union-attr]
        if rule is not None:
            yield Step(rule, context, focus, new)
            focus = new
            if context is not None and context[0] == "fn" and isinstance(focus, Lam):
                focus, context = _around(context, focus), context[2]
