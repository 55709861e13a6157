"""Sugar and abbreviations: taken apart to be compared, put back to be quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, plug
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.derivations.operators import LONGEST_NUMERAL
from lamb.notation.names import Constructors, remove_names, restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

LONGEST_LIST = 100
"""Items of a list that is written in brackets."""

Tree = TypeVar("Tree", Name, Abstraction, Application, PairOf, ListOf, Expr)


def has_brackets(expr: Expr) -> bool:
    """True if there are pairs or lists in brackets in a tree."""
    return any(isinstance(part, PairOf | ListOf) for part in _parts(expr))


def _parts(expr: Expr) -> Iterator[Expr]:
    todo = [expr]
    while todo:
        expr = todo.pop()
        yield expr
        match expr:
            case Abstraction(_, body):
                todo.append(body)
            case Application(one, other) | Local(_, one, other) | PairOf(one, other):
                todo += one, other
            case ListOf(items):
                todo += items


def plain(expr: Expr, constructors: Constructors) -> Expr:
    """*expr* of names, abstractions and applications only; sugar expands to nodes with its own span.

    Where a binder of the user's would capture the names that the sugar stands for, all names are made anew.
    """
    if not any(isinstance(part, Local | PairOf | ListOf) for part in _parts(expr)):
        return expr
    tree = _plain(expr, constructors)
    term = remove_names(expr, constructors)
    return tree if remove_names(tree) == term else restore_names(term)


@unbounded
def _plain(expr: Expr, constructors: Constructors) -> Recursion[Expr]:
    def named(name: str) -> Expr:
        return _at(expr, restore_names(constructors[name]))

    def apply(fn: Expr, *args: Expr) -> Expr:
        for arg in args:
            fn = _at(expr, Application(fn, arg))
        return fn

    match expr:
        case Name():
            return expr
        case Abstraction(hint, body):
            return _at(expr, Abstraction(hint, (yield body, constructors)))
        case Application(fn, arg):
            return apply((yield fn, constructors), (yield arg, constructors))
        case Local(hint, value, body):
            fn = _at(expr, Abstraction(hint, (yield body, constructors)))
            return apply(fn, (yield value, constructors))
        case PairOf(fst, snd):
            return apply(named("pair"), (yield fst, constructors), (yield snd, constructors))
        case ListOf(items):
            rest = named("nil")
            for item in reversed(items):
                rest = apply(named("cons"), (yield item, constructors), rest)
            return rest


def _at(where: Expr, expr: Tree) -> Tree:
    expr.at(where.start, where.end)
    return expr


def sweet(expr: Expr, constructors: Constructors) -> Expr:
    """A plain tree with its pairs and whole lists in brackets, if their names mean that in it."""
    return _sweet(expr, frozenset(name for name in constructors if constructors[name] == Free(name)))


@unbounded
def _sweet(expr: Expr, names: frozenset[str]) -> Recursion[Expr]:
    match expr:
        case Abstraction(hint, body):
            return _at(expr, Abstraction(hint, (yield body, names - {hint})))
        case Application(Application(Name("pair"), fst), snd) if "pair" in names:
            return _at(expr, PairOf((yield fst, names), (yield snd, names)))
        case Application(fn, arg):
            items = _items(expr) if {"cons", "nil"} <= names else None
            if items is None:
                return _at(expr, Application((yield fn, names), (yield arg, names)))
            written = []
            for item in items:
                written.append((yield item, names))
            return _at(expr, ListOf(tuple(written)))
    return expr


def _items(expr: Expr) -> list[Expr] | None:
    """The items of a list that is not empty and ends in nil."""
    items: list[Expr] = []
    while len(items) <= LONGEST_LIST:
        match expr:
            case Application(Application(Name("cons"), item), rest):
                items.append(item)
                expr = rest
            case Name("nil"):
                return items
            case _:
                break
    return None


# ── Names ─────────────────────────────────────────────────────────────────────────────


Abbreviations = Mapping[Term, tuple[str, ...]]
"""Closed terms without names in them, and the names that stand for them, the best first."""


def dressed(
    term: Term, like: Expr | None, abbreviations: Abbreviations, takes: Callable[[str], bool]
) -> Term:
    """*term* with those hints of the tree *like* that it *takes*, so far as both have λs at the same places,
    and with names for what they abbreviate, except where *like* has it written out.
    """
    sizes = frozenset(meaning.size for meaning in abbreviations)

    def name_of(term: Term, like: Expr | None) -> str | None:
        if term.open or term.size not in sizes or isinstance(like, Abstraction | Application):
            return None
        names = abbreviations.get(term, (None,))
        return like.name if isinstance(like, Name) and like.name in names else names[0]

    @unbounded
    def dress(term: Term, like: Expr | None) -> Recursion[Term]:
        name = name_of(term, like)
        if name is not None:
            return Free(name)
        match term, like:
            case Lam(hint, body), Abstraction(other, inner):
                return Lam(other if takes(other) else hint, (yield body, inner))
            case Lam(hint, body), _:
                return Lam(hint, (yield body, None))
            case App(fn, arg), Application(left, right):
                return App((yield fn, left), (yield arg, right))
            case App(fn, arg), _:
                return App((yield fn, None), (yield arg, None))
        return term

    return dress(term, like)


def folded(term: Term, like: Expr | None, abbreviations: Abbreviations) -> Term:
    """*term* with names for what they abbreviate, except where *like* has it written out."""
    return dressed(term, like, abbreviations, lambda _: False) if abbreviations else term


def meaning(name: str, definitions: Mapping[str, Term]) -> Term | None:
    """The term that a name stands for, if it is a definition's or a numeral that can be written out."""
    if name in definitions:
        return definitions[name]
    return church(number_named(name)) if is_numeral(name) and len(name) <= LONGEST_NUMERAL else None


def exposing(term: Term, path: Path, definitions: Mapping[str, Term]) -> Term:
    """*term* with the names unfolded that hide the redex at the end of a path."""
    context: Context = None
    for field in (*path, "fn"):
        term = _unfolded(term, definitions)
        context = field, term, context
        term = getattr(term, field)
    return plug(context, _unfolded(term, definitions))


def _unfolded(term: Term, definitions: Mapping[str, Term]) -> Term:
    while isinstance(term, Free) and (known := meaning(term.name, definitions)) is not None:
        term = known
    return term
