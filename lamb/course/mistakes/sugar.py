"""Lists, pairs and local definitions: taken apart to be compared, put together to be quoted."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import Free
from lamb.notation.names import Constructors, remove_names, restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

LONGEST_LIST = 100
"""Items of a list that is written in brackets."""


def parts(expr: Expr) -> Iterator[Expr]:
    """All nodes of a tree."""
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


def has_brackets(expr: Expr) -> bool:
    """Whether there are pairs or lists in brackets in a tree."""
    return any(isinstance(part, PairOf | ListOf) for part in parts(expr))


def plain(expr: Expr, constructors: Constructors) -> Expr:
    """*expr* of names, abstractions and applications only; sugar expands to nodes with its own span.

    Where a binder of the user's would catch what the sugar stands for, the names are made anew.
    """
    if not any(isinstance(part, Local | PairOf | ListOf) for part in parts(expr)):
        return expr
    tree = _plain(expr, constructors)
    term = remove_names(expr, constructors)
    return tree if remove_names(tree) == term else restore_names(term)


@unbounded
def _plain(expr: Expr, constructors: Constructors) -> Recursion[Expr]:
    match expr:
        case Name():
            return expr
        case Abstraction(hint, body):
            return _at(expr, Abstraction(hint, (yield body, constructors)))
        case Application(fn, arg):
            return _at(expr, Application((yield fn, constructors), (yield arg, constructors)))
        case Local(hint, value, body):  # (λhint. body) value
            abstraction = _at(expr, Abstraction(hint, (yield body, constructors)))
            return _at(expr, Application(abstraction, (yield value, constructors)))
        case PairOf(fst, snd):  # pair fst snd
            first = _at(
                expr, Application(_constructor("pair", expr, constructors), (yield fst, constructors))
            )
            return _at(expr, Application(first, (yield snd, constructors)))
        case ListOf(items):  # cons item (cons … nil)
            rest = _constructor("nil", expr, constructors)
            for item in reversed(items):
                head = _at(
                    expr, Application(_constructor("cons", expr, constructors), (yield item, constructors))
                )
                rest = _at(expr, Application(head, rest))
            return rest


def _at(where: Expr, expr: Expr) -> Expr:
    expr.at(where.start, where.end)
    return expr


def _constructor(name: str, where: Expr, constructors: Constructors) -> Expr:
    return _at(where, restore_names(constructors[name]))


def sweet(expr: Expr, constructors: Constructors) -> Expr:
    """A plain tree with its pairs and whole lists written as such, if their names mean that in it."""
    kept = tuple(name for name in ("pair", "cons", "nil") if constructors.get(name) == Free(name))
    return _sweet(expr, kept)


@unbounded
def _sweet(expr: Expr, names: tuple[str, ...]) -> Recursion[Expr]:
    match expr:
        case Abstraction(hint, body):
            inside = tuple(name for name in names if name != hint)
            return _at(expr, Abstraction(hint, (yield body, inside)))
        case Application(Application(Name("pair"), fst), snd) if "pair" in names:
            return _at(expr, PairOf((yield fst, names), (yield snd, names)))
        case Application(Application(Name("cons"), _), _) if "cons" in names and "nil" in names:
            items = _items(expr)
            if items is not None:
                written = []
                for item in items:
                    written.append((yield item, names))
                return _at(expr, ListOf(tuple(written)))
    match expr:
        case Application(fn, arg):
            return _at(expr, Application((yield fn, names), (yield arg, names)))
    return expr


def _items(expr: Expr) -> list[Expr] | None:
    """The items of a list that ends in nil."""
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
