"""Trees → text, with the fewest brackets.

    a term, or the body of a λ     λx y. t   f x y   f λx. t   x
    a function                     (λx. t)   f x              x
    an argument                    (λx. t)   (f x)            x

An abstraction reaches as far right as it can: as the last argument it needs brackets only where
something follows it. What is printed parses to the same term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var, spine
from lamb.errors import BudgetError
from lamb.freeing import fewer_collections
from lamb.notation.names import names_for
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf
from lamb.quantities import counted

Tree: TypeAlias = "Expr | Term"
Part: TypeAlias = "Tree | str | tuple[Any, int | None]"
"""A text; a tree; a tree in brackets, with None; or the end of a tree, with its start."""

LARGEST_PRINTED = 10_000_000
"""Nodes of a term that is printed whole, unless the caller allows more."""

SLACK = 1_000
"""Characters that a text may have beyond its limit, so that it ends behind a name: no name is longer."""

LARGEST_NAMED = 100_000
"""Nodes of a term that gets its names as a whole, though only its beginning is printed. Of a larger
one only the beginning gets any."""


def pretty(
    term: Term,
    *,
    ascii: bool = False,
    limit: int | None = None,
    nodes: int | None = LARGEST_PRINTED,
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
        return write(term, names_for(term), ascii=ascii, limit=limit)


def write(
    expr: Tree,
    names: Iterable[str] = (),
    *,
    ascii: bool = False,
    limit: int | None = None,
    places: bool = False,
) -> str:
    """The text of a tree, or of a term whose binders and variables have these *names*, from left to right.

    With *places*, every node of a tree is told where it stands in the text (`start` and `end`): where the
    parser would say that it stands, brackets included. Linear in the size.

    >>> expr = Application(Abstraction("x", Abstraction("y", Name("x"))), Name("z"))
    >>> text = write(expr, places=True)
    >>> text, text[expr.fn.start : expr.fn.end], text[expr.fn.body.start : expr.fn.body.end]
    ('(λx y. x) z', '(λx y. x)', 'y. x')
    """
    lambda_ = "\\" if ascii else "λ"
    written: list[str] = []
    length = visited = 0
    name = iter(names).__next__
    todo: list[Part] = [expr]  # what is left to write, the next one last
    while todo:
        item = todo.pop()
        visited += 1
        if visited % TICK == 0:
            tick()
        if isinstance(item, Name):
            if places:
                item.start, item.end = length, length + len(item.name)
            item = item.name
        elif isinstance(item, _LEAVES):
            item = name()
        if isinstance(item, str):
            written.append(item)
            length += len(item)
            if limit is not None and length > limit:
                text = "".join(written)
                return (text if length <= limit + SLACK else text[: text.rfind(" ", 0, limit) + 1]) + "…"
        elif not isinstance(item, tuple):
            todo += _parts(item, name, lambda_, length if places else None)
        elif item[1] is None:
            todo += (item[0], length), ")", item[0], "("
        elif places:
            item[0].at(item[1], length)
    return "".join(written)


def _parts(expr: Tree, name: Callable[[], str], lambda_: str, start: int | None) -> list[Part]:
    """The parts of which *expr* is written, from right to left; if it has a *start*, with the ends of the
    nodes that are written as one with it. The *name* of a term’s next binder is asked for.
    """
    parts: list[Part] = [] if start is None else [(expr, start)]
    match expr:
        case Abstraction(hint, body) | Lam(hint, body):
            of_term = isinstance(expr, Lam)
            hints = [name() if of_term else hint]
            if hints[0] == "lambda" and lambda_ == "\\" and isinstance(body, _ABSTRACTIONS):
                lambda_ = "\\ "  # \lambda x is λx
            inner = (start or 0) + len(lambda_)
            while isinstance(body, _ABSTRACTIONS):  # λx y. t: the inner one is y. t
                inner += len(hints[-1]) + 1
                if start is not None:
                    parts.append((body, inner))
                hints.append(name() if of_term else body.hint)
                body = body.body
            parts += body, lambda_ + " ".join(hints) + ". "
        case Application(fn, arg) | App(fn, arg):
            parts += arg if _reaches_right(arg) else _argument(arg), " "
            while isinstance(fn, _APPLICATIONS):  # f x y: the inner one is f x
                if start is not None:
                    parts.append((fn, start))
                parts += _argument(fn.arg), " "
                fn = fn.fn
            parts.append((fn, None) if _reaches_right(fn) else fn)
        case Local(hint, value, body):
            parts += body, " in ", value, f"let {hint} = "
        case ListOf(items):
            separated = [part for item in items for part in (", ", item)]
            parts += "]", *reversed(separated[1:]), "["
        case PairOf(fst, snd):
            parts += ")", snd, ", ", fst, "("
    return parts


_LEAVES = (Var, Free)
_ABSTRACTIONS = (Abstraction, Lam)
_APPLICATIONS = (Application, App)
_REACHING = (*_ABSTRACTIONS, Local)
_BRACKETED = (*_REACHING, *_APPLICATIONS)


def _reaches_right(expr: Tree) -> bool:
    return isinstance(expr, _REACHING)


def _argument(expr: Tree) -> Part:
    return (expr, None) if isinstance(expr, _BRACKETED) else expr


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
            head, arguments = spine(term)
            shown: Term = yield head, left
            for argument in arguments:
                if left[0] <= 0:
                    return App(shown, _REST)
                shown = App(shown, (yield argument, left))
            return shown
        case _:
            return term
