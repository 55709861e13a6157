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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from lamb.calculus.budget import TICK, tick
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import App, Free, Lam, Term, Var, preorder
from lamb.freeing import fewer_collections
from lamb.notation.syntax import Abstraction, Application, Definition, Expr, ListOf, Local, Name, PairOf

RESERVED = frozenset({"let", "eval", "conf"})
NAME = re.compile(r"[^\W\d²³¹¼-¾⁰-₉λ](?:[^\Wλ]|['?!]|[-#](?=[^\Wλ]|['?!])){0,1000}")

MOST_PRIMES = 3  # x, x', x'', x''', and then x'4

Constructors = Mapping[str, Term]
CONSTRUCTORS: Constructors = {name: Free(name) for name in ("pair", "cons", "nil", "Y")}
"""The meaning of the sugar for pairs, lists and recursion, unless a caller gives another."""


# ── From names to indices ─────────────────────────────────────────────────────────────


def remove_names(expr: Expr, constructors: Constructors = CONSTRUCTORS) -> Term:
    """The term that *expr* means. Linear in its size."""
    todo: list[Expr | Term | str | None] = [expr]  # a hint ends its λ; None applies what was done
    del expr  # unless the caller keeps the tree, it is freed as the term is made
    with fewer_collections():
        return _built(todo, constructors)


def _built(todo: list[Expr | Term | str | None], constructors: Constructors) -> Term:
    levels: defaultdict[str, list[int]] = defaultdict(list)  # the λs around that bind each name
    depth = 0
    leaves: dict[int | str, Term] = {}  # each is made once
    done: list[Term] = []
    visited = 0
    while todo:
        visited += 1
        if visited % TICK == 0:
            tick()
        item = todo.pop()  # the commonest kinds come first: a match takes half again the time
        if item is None:
            arg = done.pop()
            done.append(App(done.pop(), arg))
        elif isinstance(item, Application):
            todo += None, item.arg, item.fn
        elif isinstance(item, Name):
            name = item.name
            around = None if name == "_" else levels.get(name)  # _ cannot be mentioned
            key = depth - 1 - around[-1] if around else name
            leaf = leaves.get(key)
            if leaf is None:
                leaf = leaves[key] = Var(key) if isinstance(key, int) else Free(key)
            done.append(leaf)
        elif isinstance(item, Abstraction):
            levels[item.hint].append(depth)
            depth += 1
            todo += item.hint, item.body
        elif isinstance(item, str):
            levels[item].pop()
            depth -= 1
            done.append(Lam(item, done.pop()))
        elif isinstance(item, Local):  # (λx. body) value
            todo += None, item.value, Abstraction(item.hint, item.body)
        elif isinstance(item, PairOf):  # pair fst snd
            todo += None, item.snd, None, item.fst, constructors["pair"]
        elif isinstance(item, ListOf):  # cons item (cons … nil)
            todo += [None] * len(item.items)
            todo.append(constructors["nil"])
            for one in reversed(item.items):
                todo += None, one, constructors["cons"]
        else:
            done.append(item)
    return done.pop()


def written_at(expr: Expr, path: Iterable[str]) -> Expr:
    """The part of a tree that means what is at the end of a path through its term, or what is around it."""
    steps = list(reversed(list(path)))
    while steps:
        tick(1)
        match expr, steps.pop():
            case Application(fn=part), "fn":
                expr = part
            case (Application(arg=part), "arg") | (Abstraction(body=part), "body"):
                expr = part
            case Local(value=part) | PairOf(snd=part), "arg":
                expr = part
            case (Local(body=part), "fn") if steps[-1:] == ["body"]:
                expr = part
                steps.pop()
            case (PairOf(fst=part), "fn") if steps[-1:] == ["arg"]:
                expr = part
                steps.pop()
            case ListOf(items), step:
                at = 0
                while step == "arg" and steps:  # past an item
                    at, step = at + 1, steps.pop()
                if step != "fn" or steps[-1:] != ["arg"]:
                    break
                expr = items[at]
                steps.pop()
            case _:
                break
    return expr


def meaning(definition: Definition, constructors: Constructors = CONSTRUCTORS) -> Term:
    """The term that a definition gives its name to: `rec f = t` is `f = Y (λf. t)`."""
    term = remove_names(definition.term, constructors)
    return App(constructors["Y"], term) if definition.recursive else term


# ── From indices to names ─────────────────────────────────────────────────────────────


@fewer_collections()
def restore_names(term: Term, around: Sequence[str] = ()) -> Expr:
    """*term* with names for its bound variables; those that point out of it have the names *around* it,
    the innermost first. Raises ValueError if one points out of these, too.

    A binder keeps its hint unless that would capture: unless below it a free name, or the variable
    of another binder of that name, is in use. Linear in the size, or n log n if a name is changed.
    """
    names = iter(names_for(term, around))
    built: list[Expr] = []
    todo: list[Term | str | None] = [term]  # a name ends its λ; None applies what was built
    visited = 0
    while todo:
        visited += 1
        if visited % TICK == 0:
            tick()
        node = todo.pop()
        if node is None:
            arg = built.pop()
            built.append(Application(built.pop(), arg))
        elif isinstance(node, App):
            todo += None, node.arg, node.fn
        elif isinstance(node, Lam):
            todo += next(names), node.body
        elif isinstance(node, str):
            built.append(Abstraction(node, built.pop()))
        else:
            built.append(Name(next(names)))
    return built.pop()


def names_for(term: Term, around: Sequence[str] = ()) -> list[str]:
    """The names of the binders and variables of *term*, from left to right, as `restore_names` finds them.

    Raises ValueError as that does.
    """
    if term.open > len(around):
        raise ValueError("a variable points out of the term: it has no name")
    written = _as_written(term, around)
    if written is not None:
        return written
    closed = replace_variables(term, lambda index, depth: Free(around[index - depth])) if term.open else term
    return [name for node, name in named(closed) if node.__class__ is not App]


def _as_written(term: Term, around: Sequence[str]) -> list[str] | None:
    """The names of *term* where its hints will do; None if one of them would capture, or is no name."""
    binders: list[tuple[str, int | None]] = []  # around: each with the one around it that has the same name
    innermost: dict[str, int | None] = {}  # the binder of a name, as the number of those around it
    names: list[str] = []
    todo: list[Term | None] = [term]  # None ends a λ
    visited = 0
    while todo:
        visited += 1
        if visited % TICK == 0:
            tick()
        node = todo.pop()
        if isinstance(node, App):
            todo += node.arg, node.fn
            continue
        if node is None:
            name, outer = binders.pop()
            innermost[name] = outer
            continue
        if isinstance(node, Lam):
            name = node.hint
            if not _is_name(name):
                return None
            binders.append((name, innermost.get(name)))
            innermost[name] = len(binders) - 1
            todo += None, node.body
        else:
            own = None
            if isinstance(node, Free):
                name = node.name
            elif node.index >= len(binders):
                name = around[node.index - len(binders)]
            else:
                own = len(binders) - 1 - node.index
                name = binders[own][0]
            if innermost.get(name) != own or (name == "_" and own is not None):
                return None
        names.append(name)
    return names


def named(term: Term) -> list[tuple[Term, str]]:
    """The nodes of *term*, each before its parts, with the names of variables and binders."""
    names, variables = _uses(term)
    named: list[tuple[Term, str]] = []
    binders: list[tuple[str, str]] = []  # around the node: their names, without and with primes
    innermost: defaultdict[str, list[int]] = defaultdict(list)  # the binders around, by name
    # Of the binders around, by name without primes: how many they have, and an interval in which all with
    # fewer primes are in use. A binder that is around the interval need not try these again.
    tried: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)

    def in_use(name: str, start: int, end: int) -> int | None:
        found = _first_within(names.get(name), start, end)
        around = innermost.get(name)
        return _first_within(variables.get(around[-1]), start, end) if found is None and around else found

    for number, (node, depth) in enumerate(preorder(term)):
        while len(binders) > depth:
            plain, name = binders.pop()
            innermost[name].pop()
            tried[plain].pop()
        if isinstance(node, App):
            named.append((node, ""))
        elif isinstance(node, Lam):
            plain, end = _base(node.hint, number in variables), number + node.size
            first, primes, last = tried[plain][-1] if tried[plain] else (end, 0, number)
            if first < number or last >= end:
                first, primes, last = end, 0, number
            name = primed(plain, primes)
            while name != "_" and (used := in_use(name, number, end)) is not None:
                tick(1)
                first, primes, last = min(first, used), primes + 1, max(last, used)
                name = primed(plain, primes)
            named.append((node, name))
            binders.append((plain, name))
            innermost[name].append(number)
            tried[plain].append((first, primes, last))
        elif isinstance(node, Var):
            named.append((node, binders[depth - 1 - node.index][1]))
        else:
            named.append((node, node.name))
    return named


def primed(name: str, primes: int) -> str:
    """*name* with so many primes: more than three are written as a number, x'4."""
    return name + "'" * primes if primes <= MOST_PRIMES else f"{name}'{primes}"


@lru_cache(maxsize=1_000)
def _is_name(hint: str) -> bool:
    return bool(NAME.fullmatch(hint)) and hint not in RESERVED


def _base(hint: str, used: bool) -> str:
    """The hint, or “x” where it is no name, or no name that a variable in use can have."""
    return hint if _is_name(hint) and not (used and hint == "_") else "x"


def _uses(term: Term) -> tuple[dict[str, list[int]], dict[int, list[int]]]:
    """The numbers of the nodes where each free name, and the variable of each binder, occurs.

    Nodes are numbered before their parts, a binder is known by its number, and what is below a node
    is numbered without a gap: "does it occur below" is a question about an interval.
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no name")
    names: defaultdict[str, list[int]] = defaultdict(list)
    variables: defaultdict[int, list[int]] = defaultdict(list)
    binders: list[int] = []
    for number, (node, depth) in enumerate(preorder(term)):
        del binders[depth:]
        if isinstance(node, Lam):
            binders.append(number)
        elif isinstance(node, Var):
            variables[binders[depth - 1 - node.index]].append(number)
        elif isinstance(node, Free):
            names[node.name].append(number)
    return dict(names), dict(variables)


def _first_within(numbers: list[int] | None, start: int, end: int) -> int | None:
    """The first of the numbers, which ascend, that is in the interval."""
    at = bisect_left(numbers, start) if numbers else 0
    return numbers[at] if numbers and at < len(numbers) and numbers[at] < end else None


def free_occurrences(expr: Expr) -> Iterator[Name]:
    """The names in *expr* that nothing binds, from left to right."""
    return (name for name, bound in occurrences(expr) if name.name not in bound)


def occurrences(expr: Expr) -> Iterator[tuple[Name, Mapping[str, int]]]:
    """The names in *expr* from left to right, each with the names that are bound around it, which are
    to be looked at before the next: they change. Numerals are names that nothing binds.
    """
    bound: dict[str, int] = {}
    todo: list[Expr | tuple[str, int]] = [expr]
    visited = 0
    while todo:
        visited += 1
        if visited % TICK == 0:
            tick()
        item = todo.pop()
        match item:
            case (str() as name, int() as change):  # a binder begins, or ends
                bound[name] = bound.get(name, 0) + change
                if not bound[name]:
                    del bound[name]
            case Name():
                yield item, bound
            case Abstraction(hint, body):
                todo += (hint, -1), body, (hint, 1)
            case Application(fn, arg):
                todo += arg, fn
            case Local(hint, value, body):
                todo += (hint, -1), body, (hint, 1), value
            case PairOf(fst, snd):
                todo += snd, fst
            case ListOf(items):
                todo += reversed(items)
