"""Trees → text, with the fewest brackets.

    a term, or the body of a λ     λx y. t   f x y   f λx. t   x
    a function                     (λx. t)   f x              x
    an argument                    (λx. t)   (f x)            x

An abstraction reaches as far right as it can: as the last argument it needs brackets only where
something follows it. What is printed parses to the same term.
"""

from __future__ import annotations

from typing import TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term
from lamb.errors import BudgetError
from lamb.freeing import fewer_collections
from lamb.notation.names import restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf
from lamb.quantities import counted

Part: TypeAlias = "Expr | str | tuple[Expr]"
"""A text, a tree, or a tree in brackets."""

LARGEST_WRITTEN = 10_000_000
"""Nodes of a term that is written whole, if nobody says more."""

LARGEST_NAMED = 100_000
"""Nodes of a term that gets its names as a whole, though only its beginning is printed. Of a larger
one only the beginning gets any."""


def pretty(
    term: Term,
    *,
    ascii: bool = False,
    limit: int | None = None,
    nodes: int | None = LARGEST_WRITTEN,
) -> str:
    r"""*term* as text that parses to it again; with *ascii*, `\` for λ.

    With a *limit*, no more than about that many characters, and `…` for the rest (which does not
    parse). Without one, a term that has more *nodes* as a tree is refused with a BudgetError: one that
    fits in memory may have 2³⁰. Raises ValueError if a variable points out of the term. Takes 2 µs and
    130 bytes a node.

    >>> from lamb.notation import parse_term
    >>> pretty(parse_term(r"(\x. \y. x) (\z. z)"))
    '(λx y. x) λz. z'
    """
    if limit is not None:
        term = beginning(term, limit) if term.size > LARGEST_NAMED else term
    elif nodes is not None and term.size > nodes:
        size = f"this term has {counted(term.size, 'node')} as a tree"
        raise BudgetError(f"{size}; {nodes:,} is the most", hint="its beginning is pretty(term, limit=1_000)")
    with fewer_collections():
        return write(restore_names(term), ascii=ascii, limit=limit)


def write(expr: Expr, *, ascii: bool = False, limit: int | None = None) -> str:
    """The text of a tree. Linear in its size."""
    lambda_ = "\\" if ascii else "λ"
    written: list[str] = []
    length = 0
    todo: list[Part] = [expr]  # what is left to write, the next one last
    visited = 0
    while todo:
        item = todo.pop()
        visited += 1
        if visited % TICK == 0:
            tick()
        if isinstance(item, str):
            written.append(item)
            length += len(item)
            if limit is not None and length > limit:
                return "".join([*written, "…"])
        elif isinstance(item, tuple):
            todo += ")", *reversed(_parts(item[0], lambda_)), "("
        else:
            todo += reversed(_parts(item, lambda_))
    return "".join(written)


def place(expr: Expr, *, ascii: bool = False) -> str:
    """The text of a tree, of which every node is told where it stands in it (`start` and `end`).

    The places are those that the parser would give it, brackets included. Linear in the size.

    >>> expr = Application(Abstraction("x", Abstraction("y", Name("x"))), Name("z"))
    >>> text = place(expr)
    >>> text, text[expr.fn.start : expr.fn.end], text[expr.fn.body.start : expr.fn.body.end]
    ('(λx y. x) z', '(λx y. x)', 'y. x')
    """
    written: list[str] = []
    length = 0
    begun: list[Expr] = []  # the nodes around what is being written
    merged: list[Expr] = []
    todo: list[Part | None] = [expr]  # None ends the last that was begun
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            written.append(item)
            length += len(item)
            if len(written) % TICK == 0:
                tick()
        elif item is None:
            begun.pop().end = length
        else:
            node = item[0] if isinstance(item, tuple) else item
            parts = _parts(node, "\\" if ascii else "λ")
            todo += None, *reversed(["(", *parts, ")"] if isinstance(item, tuple) else parts)
            node.start = length
            begun.append(node)
            if isinstance(node, Abstraction | Application):
                merged.append(node)
    text = "".join(written)
    for node in merged:
        _place_merged(node, text)
    return text


def _place_merged(node: Expr, text: str) -> None:
    """Tell the nodes that are written as one with *node* where they stand."""
    if isinstance(node, Abstraction):  # λx y. t: the inner one is y. t
        inner, hints = node.body, []
        start = node.start + len("λ") + (text[node.start] == "(")
        while isinstance(inner, Abstraction):
            start += len(node.hint) + len(" ")
            inner.start = start
            hints.append(inner)
            node, inner = inner, inner.body
        for hint in hints:
            hint.end = inner.end
    elif isinstance(node, Application):  # f x y: the inner one is f x
        applications = []
        inner = node.fn
        while isinstance(inner, Application):
            applications.append(inner)
            inner = inner.fn
        for application in applications:
            application.at(inner.start, application.arg.end)


def _parts(expr: Expr, lambda_: str) -> list[Part]:
    """What *expr* is written with, from left to right."""
    match expr:
        case Name(name):
            return [name]
        case Abstraction():
            hints = []
            while isinstance(expr, Abstraction):
                hints.append(expr.hint)
                expr = expr.body
            return [lambda_ + " ".join(hints) + ". ", expr]
        case Application():
            arguments = []
            while isinstance(expr, Application):
                arguments.append(expr.arg)
                expr = expr.fn
            parts: list[Part] = [(expr,) if _reaches_right(expr) else expr]
            for argument in reversed(arguments[1:]):
                parts += " ", _argument(argument)
            last = arguments[0]
            return [*parts, " ", last if _reaches_right(last) else _argument(last)]
        case Local(hint, value, body):
            return [f"let {hint} = ", value, " in ", body]
        case ListOf(items):
            separated = [part for item in items for part in (", ", item)]
            return ["[", *separated[1:], "]"]
        case PairOf(fst, snd):
            return ["(", fst, ", ", snd, ")"]


def _reaches_right(expr: Expr) -> bool:
    return isinstance(expr, Abstraction | Local)


def _argument(expr: Expr) -> Part:
    return (expr,) if _reaches_right(expr) or isinstance(expr, Application) else expr


# ── The beginning of an immense term ──────────────────────────────────────────────────


def beginning(term: Term, nodes: int) -> Term:
    """The first *nodes* of a term, in the order of its print, and the name `…` for the rest."""
    return _beginning(term, [nodes])


_REST = Free("…")


@unbounded
def _beginning(term: Term, left: list[int]) -> Recursion[Term]:
    left[0] -= 1
    if left[0] < 0:
        return _REST
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, left))
        case App():
            head: Term = term
            arguments = []
            while isinstance(head, App):
                arguments.append(head.arg)
                head = head.fn
            shown: Term = yield head, left
            for argument in reversed(arguments):
                if left[0] <= 0:
                    return App(shown, _REST)
                shown = App(shown, (yield argument, left))
            return shown
        case _:
            return term
