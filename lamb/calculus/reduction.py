"""Reduction: the rules, where they apply, and a step.

    β    (λx. t) u  →  t[x := u]        an argument is put in the place of its variable
    δ    name       →  what it means    a definition, or a numeral, is unfolded
    η    λx. t x    →  t                where x does not occur in t

A **redex** is a term that a rule applies to, and its **contractum** what it becomes. Its place is a path from
the root, a tuple of the fields `fn`, `arg` and `body`, or the context that is left when it is taken out. A
term without redexes is a normal form. In which order redexes are contracted is another matter
(`strategies.py`); wherever two orders both end, they end at the same term (Church and Rosser 1936).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import church, churches, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import free_names, pointers, replace_names, shift, substitute
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.display import Displayed
from lamb.freeing import dismantle, each_in_nursery, nursery

Path: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[str, Term]
Meaning: TypeAlias = Callable[[str], Term | None]
"""The term that a name unfolds to; None if it is a free variable."""


class Rule(Enum):
    """The kind of a step."""

    ALPHA = "α"
    BETA = "β"
    DELTA = "δ"
    ETA = "η"
    PARALLEL = "∥"
    S = "S"  # those of combinators, by their names (`encodings/combinators.py`)
    K = "K"
    I = "I"  # noqa: E741
    B = "B"
    C = "C"
    W = "W"
    IOTA = "ι"


BETA_DELTA = frozenset({Rule.BETA, Rule.DELTA})
LONGEST_NUMERAL = 5  # digits of one that is unfolded

# ── Redexes ───────────────────────────────────────────────────────────────────────────


def meaning_in(definitions: Table) -> Meaning:
    """The meaning of every name: its definition, or the number that it is the numeral of."""

    def meaning(name: str) -> Term | None:
        return definitions.get(name) or (church(number_named(name)) if is_numeral(name) else None)

    return meaning


def contractum(term: Term, rule: Rule, meaning: Meaning = lambda _: None) -> Term | None:
    """The term that *term* itself contracts to by a rule; None if it is no redex of that kind."""
    match rule, term:
        case Rule.BETA, App(Lam(_, body), arg):
            return substitute(body, arg)
        case Rule.DELTA, Free(name):
            return meaning(name)
        case Rule.ETA, Lam(_, App(fn, Var(0))) if 0 not in pointers(fn):
            return shift(fn, -1)
    return None


@unbounded
def unfold(
    term: Term,
    definitions: Table,
    known: dict[str, Term] | None = None,
    numerals: bool = True,
    within: set[str] | None = None,
) -> Recursion[Term]:
    """*term* with every name unfolded that has a definition, and every *numeral* but immense ones.

    A name stays where it is in its own definition: *within* has those that are being unfolded. What is
    *known* already of names is used, and added to. A definition that is used twice is one object in two
    places: this is linear in the definitions, though what it stands for may be as large as 2ⁿ
    (`d1 = pair d0 d0`, `d2 = pair d1 d1`, …).
    """
    known = {} if known is None else known
    within = set() if within is None else within
    written: set[str] = set()
    names = free_names(term)
    for name in sorted(names - known.keys() - within):
        if name in known:  # by now
            continue
        if name in definitions:
            within.add(name)
            known[name] = yield definitions[name], definitions, known, numerals, within
            within.remove(name)
        elif numerals and is_numeral(name) and len(name) <= LONGEST_NUMERAL:
            written.add(name)
    meanings = churches(map(int, written))  # all at once: they share their nodes
    known |= {name: meanings[int(name)] for name in written}
    return term if names.isdisjoint(known) else replace_names(term, known)


def immense_numerals(term: Term) -> list[str]:
    """The numerals in an unfolded term that were too large to be unfolded."""
    return sorted(name for name in free_names(term) if is_numeral(name))


def is_redex(term: Term, rule: Rule, definitions: Table | None = None) -> bool:
    """True if a rule contracts *term* itself."""
    match rule, term:
        case Rule.BETA, App(Lam(), _):
            return True
        case Rule.DELTA, Free(name):
            return is_numeral(name) or (definitions is not None and name in definitions)
        case Rule.ETA, Lam(_, App(fn, Var(0))):
            return 0 not in pointers(fn)
    return False


def redexes(
    term: Term, definitions: Table | None = None, rules: frozenset[Rule] = BETA_DELTA
) -> Iterator[tuple[Rule, Path]]:
    """Every redex and its path, from the outside in and from left to right."""

    def found() -> Generator[tuple[Rule, Path], None, None]:
        for node, context in places(term):
            for rule in rules:
                if is_redex(node, rule, definitions):
                    yield rule, path_of(context)

    return each_in_nursery(found())


@nursery()
def contract(term: Term, path: Path, rule: Rule, definitions: Table | None = None) -> Term:
    """*term* after one step at a path. Raises ValueError if there is no such redex."""
    return step_in(*context_at(term, path), rule, meaning_in(definitions or {})).after


# ── Contexts ──────────────────────────────────────────────────────────────────────────

Context: TypeAlias = "tuple[str, Term, Context] | None"
"""A term with a hole, from the inside out: which part the hole is of which node, and its context."""


def places(
    term: Term, enter: Callable[[Term, Context], bool] = lambda _, __: True
) -> Iterator[tuple[Term, Context]]:
    """Each part of *term* and its context, from the outside in and from left to right.

    A part that is not to be *enter*ed is left out, with all that is in it; what is not written of a large
    numeral is one part.
    """
    stack: list[tuple[Term, Context]] = [(term, None)]
    visited = 0
    while stack:
        visited += 1
        if visited % TICK == 0:
            tick()
        node, context = stack.pop()
        if not enter(node, context):
            continue
        yield node, context
        if not node.written:
            continue
        match node:
            case Lam(_, body):
                stack.append((body, ("body", node, context)))
            case App(fn, arg):
                stack += (arg, ("arg", node, context)), (fn, ("fn", node, context))


def context_at(term: Term, path: Path) -> tuple[Context, Term]:
    """The context that is left when the part at the end of a path is taken out, and that part."""
    context: Context = None
    for step in path:
        context, term = (step, term, context), getattr(term, step)
    return context, term


def subterm(term: Term, path: Path) -> Term:
    """The part of *term* at the end of a path."""
    return context_at(term, path)[1]


def path_of(context: Context) -> Path:
    """The path from the root to the hole."""
    path = []
    while context is not None:
        path.append(context[0])
        context = context[2]
    return tuple(reversed(path))


def is_applied(context: Context) -> bool:
    """True if what is in the hole is applied to something."""
    return context is not None and context[0] == "fn"


def plug(context: Context, term: Term) -> Term:
    """The context with *term* in its hole."""
    while context is not None:
        field, node, context = context
        if field == "fn":
            term = node if node.fn is term else App(term, node.arg)  # type: ignore[union-attr]
        elif field == "arg":
            term = node if node.arg is term else App(node.fn, term)  # type: ignore[union-attr]
        else:
            term = node if node.body is term else Lam(node.hint, term)  # type: ignore[union-attr]
    return term


def around(context: tuple[str, Term, Context], part: Term) -> Term:
    """The innermost node of a context, with *part* for the part that is its hole."""
    field, node, _ = context
    return plug((field, node, None), part)


# ── Steps ─────────────────────────────────────────────────────────────────────────────


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
        """The place of the redex in *before*, and of its contractum in *after*."""
        return path_of(self.context)

    @cached_property
    def before(self) -> Term:
        """The whole term, with the redex."""
        return plug(self.context, self.redex)

    @cached_property
    def after(self) -> Term:
        """The whole term, with the contractum."""
        return plug(self.context, self.contractum)

    @property
    def growth(self) -> int:
        """The nodes by which *after* is larger than *before*; neither of the two is put together for it."""
        return self.contractum.size - self.redex.size

    def __repr__(self) -> str:
        return f"Step({self.rule.value} at {'.'.join(self.path) or 'the root'})"


def step_in(context: Context, redex: Term, rule: Rule, meaning: Meaning) -> Step:
    """The step that contracts a redex in its context. Raises ValueError if it is none."""
    new = contractum(redex, rule, meaning)
    if new is None:
        raise ValueError(f"there is no {rule.value}-redex at {path_of(context)}")
    return Step(rule, context, redex, new)


# ── η ─────────────────────────────────────────────────────────────────────────────────


def eta_normal(term: Term) -> Term:
    """*term* without η-redexes. A β-normal term stays one (Barendregt 1984, 15.1).

    λx₁ … xₙ. head … x₁ … xₙ loses as many of its last variables at once as occur nowhere else.
    """
    return _eta_normal(term, {})


@unbounded
def _eta_normal(term: Term, known: dict[int, Term]) -> Recursion[Term]:
    if id(term) in known or not term.written:
        return known.get(id(term), term)
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
    tick(1 + len(hints) + len(args))
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
    for index in pointers(term):
        most = min(most, index)
        if not most:
            break
    return most
