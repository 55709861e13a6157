"""Names ⇄ indices: the passes between what is written and what is meant.

`remove_names` turns each bound name into the number of λs up to its binder, and expands the sugar.
`restore_names` finds names for a term's variables again: the ones that were written, primed only
where another variable of that name is in use below. Each is the other's inverse up to α, and
`remove_names(restore_names(t)) == t` for every term.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from lamb.calculus.recursion import unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

RESERVED = frozenset("let in rec import assert forall eval conf".split())
NAME = re.compile(r"(?:(?!λ)[^\W\d²³¹¼-¾⁰-₉])(?:(?!λ)[\w'?!]|-(?=[\w'?!])(?!-λ))*")

Constructors = Mapping[str, Term]
CONSTRUCTORS: Constructors = {name: Free(name) for name in ("pair", "cons", "nil")}
"""What the sugar for pairs and lists is made of, unless somebody says otherwise."""


# ── From names to indices ─────────────────────────────────────────────────────────────


def remove_names(expr: Expr, constructors: Constructors = CONSTRUCTORS) -> Term:
    """The term that *expr* means. Linear in its size."""
    return _remove_names(expr, _Scope(), constructors)


class _Scope:
    """The binders around a place, and the level of the innermost of each name."""

    def __init__(self) -> None:
        self.depth = 0
        self.levels: defaultdict[str, list[int]] = defaultdict(list)

    def enter(self, name: str) -> None:
        if name != "_":  # it binds nothing that can be mentioned
            self.levels[name].append(self.depth)
        self.depth += 1

    def leave(self, name: str) -> None:
        self.depth -= 1
        if name != "_":
            self.levels[name].pop()

    def resolve(self, name: str) -> Term:
        levels = self.levels.get(name)
        return Var(self.depth - 1 - levels[-1]) if levels else Free(name)


@unbounded
def _remove_names(expr: Expr, scope: _Scope, constructors: Constructors) -> Iterator[Any]:
    match expr:
        case Name(name):
            return scope.resolve(name)
        case Application(fn, arg):
            function = yield fn, scope, constructors
            return App(function, (yield arg, scope, constructors))
        case Abstraction(hint, body):
            scope.enter(hint)
            inner = yield body, scope, constructors
            scope.leave(hint)
            return Lam(hint, inner)
        case Local(hint, value, body):  # (λx. body) value
            bound = yield value, scope, constructors
            scope.enter(hint)
            inner = yield body, scope, constructors
            scope.leave(hint)
            return App(Lam(hint, inner), bound)
        case PairOf(fst, snd):  # pair fst snd
            first = yield fst, scope, constructors
            return App(App(constructors["pair"], first), (yield snd, scope, constructors))
        case ListOf(items):  # cons item (cons … nil)
            rest = constructors["nil"]
            for item in reversed(items):
                rest = App(App(constructors["cons"], (yield item, scope, constructors)), rest)
            return rest


# ── From indices to names ─────────────────────────────────────────────────────────────


def restore_names(term: Term) -> Expr:
    """*term* with names for its variables. Linear in its size, times the logarithm at worst."""
    names = _choose_names(term)
    built: list[Expr] = []
    for node, name in reversed(names):
        if node.__class__ is App:
            built.append(Application(built.pop(), built.pop()))
        elif node.__class__ is Lam:
            built.append(Abstraction(name, built.pop()))
        else:
            built.append(Name(name))
    return built.pop()


def _choose_names(term: Term) -> list[tuple[Term, str]]:
    """The nodes of *term*, each before its parts, with the name of a variable or a binder."""
    uses = _Uses(term)
    named: list[tuple[Term, str]] = []
    binders: list[str] = []  # the names of the λs around, by level
    innermost: defaultdict[str, list[int]] = defaultdict(list)  # the levels of the binders of a name
    stack: list[tuple[Term, int]] = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        while len(binders) > depth:
            innermost[binders.pop()].pop()
        if isinstance(node, Var):
            named.append((node, binders[depth - 1 - node.index]))
        elif isinstance(node, Free):
            named.append((node, node.name))
        elif isinstance(node, Lam):
            start = len(named)
            name = _fresh(node, start, innermost, uses)
            named.append((node, name))
            innermost[name].append(depth)
            binders.append(name)
            stack.append((node.body, depth + 1))
        else:
            named.append((node, ""))
            stack += (node.arg, depth), (node.fn, depth)
    return named


def _fresh(lam: Lam, start: int, innermost: Mapping[str, list[int]], uses: _Uses) -> str:
    """The hint of the abstraction that is the node number *start*, primed as often as it must be."""
    base = lam.hint
    if not NAME.fullmatch(base) or base in RESERVED:
        base = "x"
    if base == "_" and not uses.mentions_own_variable(start):
        return base  # it binds nothing that can be mentioned
    if base == "_":
        base = "x"
    end = start + lam.size
    name, primes = base, 0
    while uses.of_name(name, start, end) or any(
        uses.of_level(level, start, end) for level in innermost.get(name, ())[-1:]
    ):
        primes += 1
        name = base + "'" * primes if primes <= 3 else f"{base}'{primes}"
    return name


class _Uses:
    """Where each variable and each free name occurs, nodes being numbered before their parts."""

    def __init__(self, term: Term) -> None:
        self.names: defaultdict[str, list[int]] = defaultdict(list)
        self.levels: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.binders: list[int] = []
        self.own: dict[int, list[int]] = {}
        number = 0
        binders: list[int] = []
        stack: list[tuple[Term, int]] = [(term, 0)]
        while stack:
            node, depth = stack.pop()
            del binders[depth:]
            if isinstance(node, Var):
                self.own.setdefault(binders[depth - 1 - node.index], []).append(number)
            elif isinstance(node, Free):
                self.names[node.name].append(number)
            elif isinstance(node, Lam):
                binders.append(number)
                stack.append((node.body, depth + 1))
            else:
                stack += (node.arg, depth), (node.fn, depth)
            number += 1
