"""η: λx. f x is f, where x does not occur in f. Two functions that do the same are the same."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from enum import Enum
from typing import TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import shift, substitute
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.freeing import garden, tended


def eta_contractum(term: Term) -> Term | None:
    """What an η-redex contracts to; None if *term* is none."""
    match term:
        case Lam(_, App(fn, Var(0))) if _least_mentioned(fn, 1):
            return shift(fn, -1)
    return None


def eta_normal(term: Term) -> Term:
    """*term* without η-redexes. A β-normal term stays one (Barendregt 1984, 15.1).

    λx₁ … xₙ. head … x₁ … xₙ loses as many of its last variables at once as occur nowhere else.
    """
    return _eta_normal(term, {})


@unbounded
def _eta_normal(term: Term, known: dict[int, Term]) -> Recursion[Term]:
    tick(1)
    if id(term) in known:
        return known[id(term)]
    hints, body = [], term
    while isinstance(body, Lam):
        hints.append(body.hint)
        body = body.body
    head: Term = body
    args: list[Term] = []  # the last one first
    while isinstance(head, App):
        args.append((yield head.arg, known))
        head = head.fn
    if isinstance(head, Lam):
        head = yield head, known
    last = 0
    while last < min(len(args), len(hints)) and args[last] == Var(last):
        last += 1
    last = min([last, *(_least_mentioned(part, last) for part in (head, *args[last:]) if last)])
    for arg in reversed(args[last:]):
        head = App(head, arg)
    head = shift(head, -last)
    for hint in reversed(hints[: len(hints) - last]):
        head = Lam(hint, head)
    known[id(term)] = head
    return head


def _least_mentioned(term: Term, most: int) -> int:
    """The nearest of the λs around *term* whose variable occurs in it, if nearer than *most*."""
    stack = [(term, 0)]
    visited = 0
    while stack and most:
        visited += 1
        if visited % TICK == 0:
            tick()
        node, depth = stack.pop()
        if node.open <= depth:
            continue
        match node:
            case Var(index):
                most = min(most, index - depth)
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (arg, depth), (fn, depth)
    return most


# ── Reduction ───────────────────────────────────────────────────────────────────────
# Reduction: the rules, and where they apply.
#
#     β    (λx. t) u  →  t[x := u]        an argument is put in the place of its variable
#     δ    name       →  what it means    a definition, or a numeral, is unfolded
#     η    λx. t x    →  t                where x does not occur in t
#
# A **redex** is a place where a rule applies, known by its path from the root: a tuple of the fields
# `fn`, `arg` and `body`. A term without redexes is a normal form. In which order redexes are contracted
# is another matter (`strategies.py`); wherever two orders both end, they end at the same term (Church and
# Rosser 1936).


Path: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[str, Term]


class Rule(Enum):
    """What a step did."""

    ALPHA = "α"
    BETA = "β"
    DELTA = "δ"
    ETA = "η"
    PARALLEL = "∥"


BETA_DELTA = frozenset({Rule.BETA, Rule.DELTA})


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def beta_contractum(term: Term) -> Term | None:
    """What a β-redex contracts to; None if *term* is none."""
    match term:
        case App(Lam(_, body), arg):
            return substitute(body, arg)
    return None


def contractum(term: Term, rule: Rule, definitions: Table) -> Term | None:
    """What *term* itself contracts to by a rule; None if it is no redex of that kind."""
    match rule, term:
        case Rule.BETA, _:
            return beta_contractum(term)
        case Rule.DELTA, Free(name):
            return definitions.get(name) or (church(number_named(name)) if is_numeral(name) else None)
        case Rule.ETA, _:
            return eta_contractum(term)
    return None


def redexes(
    term: Term, definitions: Table | None = None, rules: frozenset[Rule] = BETA_DELTA
) -> Iterator[tuple[Rule, Path]]:
    """Every redex and its path, from the outside in and from left to right."""
    return tended(_redexes(term, definitions or {}, rules))


def _redexes(term: Term, table: Table, rules: frozenset[Rule]) -> Generator[tuple[Rule, Path], None, None]:
    stack: list[tuple[Term, Context]] = [(term, None)]
    while stack:
        node, context = stack.pop()
        for rule in Rule:
            if rule in rules and is_redex(node, rule, table):
                yield rule, path_of(context)
        match node:
            case Lam(_, body):
                stack.append((body, ("body", node, context)))
            case App(fn, arg):
                stack += (arg, ("arg", node, context)), (fn, ("fn", node, context))


@garden()
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


def is_redex(term: Term, rule: Rule, definitions: Table) -> bool:
    """Whether a rule contracts *term* itself."""
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


@garden()
def contract(term: Term, path: Path, rule: Rule, definitions: Table | None = None) -> Term:
    """*term* after one step at a path. Raises ValueError if there is no such redex."""
    context, redex = context_at(term, path)
    new = contractum(redex, rule, definitions or {})
    if new is None:
        raise ValueError(f"there is no {rule.value}-redex at {path}")
    return plug(context, new)


# ── Contexts ──────────────────────────────────────────────────────────────────────────

Context: TypeAlias = "tuple[str, Term, Context] | None"
"""A term with a hole, from the inside out: which part the hole is of which node, and its context."""


def context_at(term: Term, path: Path) -> tuple[Context, Term]:
    """The context that is left when the part at the end of a path is taken out, and that part."""
    context: Context = None
    for step in path:
        context, term = (step, term, context), getattr(term, step)
    return context, term


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
        term, context = around(context, term), context[2]
    return term


def around(context: tuple[str, Term, Context], part: Term) -> Term:
    """The innermost node of a context, with *part* for the part that is its hole."""
    match context:
        case "fn", App(fn, arg) as node, _:
            return node if fn is part else App(part, arg)
        case "arg", App(fn, arg) as node, _:
            return node if arg is part else App(fn, part)
        case _, Lam(hint, body) as node, _:
            return node if body is part else Lam(hint, part)
    raise AssertionError("only abstractions and applications have parts")
