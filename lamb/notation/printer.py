"""Trees → text, with the fewest brackets.

    a term, or the body of a λ     λx y. t   f x y   f λx. t   x
    a function                     (λx. t)   f x              x
    an argument                    (λx. t)   (f x)            x

An abstraction reaches as far right as it can: as the last argument it needs brackets only where
something follows it. What is printed parses to the same term.
"""

from __future__ import annotations

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term
from lamb.notation.names import restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

LARGEST_NAMED = 100_000
"""Nodes of a term that gets its names as a whole, though only its beginning is printed."""


def pretty(term: Term, *, ascii: bool = False, limit: int | None = None) -> str:
    r"""*term* as text that parses to it again; with *ascii*, `\` for λ.

    With a *limit*, no more than about that many characters, and `…` for the rest (which does not
    parse). Raises ValueError if a variable points out of the term.

    >>> from lamb.notation import parse_term
    >>> pretty(parse_term(r"(\x. \y. x) (\z. z)"))
    '(λx y. x) λz. z'
    """
    if limit is not None:
        term = beginning(term, max(limit, LARGEST_NAMED))
    return write(restore_names(term), ascii=ascii, limit=limit)


def write(expr: Expr, *, ascii: bool = False, limit: int | None = None) -> str:
    """The text of a tree. Linear in its size."""
    written: list[str] = []
    length = 0
    todo: list[Expr | str] = [expr]  # what is left to write, the next one last
    while todo:
        item = todo.pop()
        if not isinstance(item, str):
            todo += reversed(_parts(item, "\\" if ascii else "λ"))
            continue
        written.append(item)
        length += len(item)
        if limit is not None and length > limit:
            return "".join([*written, "…"])
    return "".join(written)


def _parts(expr: Expr, lambda_: str) -> list[Expr | str]:
    """What *expr* is written with, from left to right: texts, and trees without brackets."""
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
            parts: list[Expr | str] = _bracketed(expr) if _reaches_right(expr) else [expr]
            for argument in reversed(arguments[1:]):
                parts += " ", *_argument(argument)
            last = arguments[0]
            return [*parts, " ", *([last] if _reaches_right(last) else _argument(last))]
        case Local(hint, value, body):
            return [f"let {hint} = ", value, " in ", body]
        case ListOf(items):
            separated = [part for item in items for part in (", ", item)]
            return ["[", *separated[1:], "]"]
        case PairOf(fst, snd):
            return ["(", fst, ", ", snd, ")"]


def _reaches_right(expr: Expr) -> bool:
    return isinstance(expr, Abstraction | Local)


def _argument(expr: Expr) -> list[Expr | str]:
    return _bracketed(expr) if _reaches_right(expr) or isinstance(expr, Application) else [expr]


def _bracketed(expr: Expr) -> list[Expr | str]:
    return ["(", expr, ")"]


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
