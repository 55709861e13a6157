"""Lists: what the prelude says of them, with small numbers as items, and what Python says of the same."""

from __future__ import annotations

from random import Random

from lamb import Free, Lam, Term
from tests.tools.kinds.making import call, under

ITEMS = ("a", "b", "0", "1", "2")


def lists(draw: Random) -> Term:
    """A list, a question about one, or a list of lists joined."""
    term, items = listed(draw, 3)
    match draw.choice(["itself", "length", "head", "is-nil", "fold", "concat"]):
        case "itself":
            return term
        case "length":
            return call("length", term)
        case "head":
            return call("head", call("snoc", term, draw.choice(ITEMS)))
        case "is-nil":
            return call("is-nil", term, call("f", term), "b")
        case "fold":
            return call("foldr", Lam("x", call("p", under(call("length", _written(items))))), "z", term)
    return call("concat", _written([term, listed(draw, 1)[0]]))


def listed(draw: Random, depth: int) -> tuple[Term, list[str]]:
    """A term, and the names of the items of the list that it stands for."""
    if not depth:
        items = [draw.choice(ITEMS) for _ in range(draw.randint(0, 3))]
        return _written(items), items
    term, items = listed(draw, depth - 1)
    match draw.choice(["cons", "snoc", "tail", "append", "reverse", "map", "let"]):
        case "cons":
            item = draw.choice(ITEMS)
            return call("cons", item, term), [item, *items]
        case "snoc":
            item = draw.choice(ITEMS)
            return call("snoc", term, item), [*items, item]
        case "tail":
            return call("tail", term), items[1:]
        case "append":
            other, more = listed(draw, 0)
            return call("append", term, other), items + more
        case "reverse":
            return call("reverse", term), items[::-1]
        case "map":
            return call("map", "I", term), items
    return call(Lam("list", under(term)), draw.choice(ITEMS)), items


def _written(items: list[str] | list[Term]) -> Term:
    """cons item (cons … nil)."""
    term: Term = Free("nil")
    for item in reversed(items):
        term = call("cons", item, term)
    return term
