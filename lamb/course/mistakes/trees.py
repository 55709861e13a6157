"""Pieces of trees: found, named and quoted."""

from __future__ import annotations

from collections.abc import Sequence

from lamb.calculus.reduction import Path
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import Free, Lam, Term, Var
from lamb.notation.names import restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name

LONGEST_QUOTE = 60  # characters


def node_at(tree: Expr, path: Path) -> tuple[Expr, bool]:
    """The node at the end of a path, and true; or the last one on it that there is, and false."""
    for step in path:
        part = getattr(tree, step, None)
        if part is None:
            return tree, False
        tree = part
    return tree, True


def named(term: Term, names: Sequence[str] = ()) -> Expr:
    """A tree of *term*, whose variables that point out of it are called by the *names*, nearest first."""
    if term.open:
        term = replace_variables(term, lambda index, depth: Free(_name(names, index - depth)))
    return restore_names(term)


def _name(names: Sequence[str], number: int) -> str:
    return names[number] if number < len(names) else "…"


def resolve(name: str, names: Sequence[str]) -> Term:
    """What *name* means under λs with these *names*, nearest first."""
    return Var(names.index(name)) if name != "_" and name in names else Free(name)


def under(hints: Sequence[str], body: Term) -> Term:
    """*body* under λs, the last of which is the nearest."""
    for hint in reversed(hints):
        body = Lam(hint, body)
    return body


def quote(expr: Expr | str) -> str:
    """A piece of a term for a sentence, in quotes, and cut off where it gets long."""
    text = expr if isinstance(expr, str) else write(expr, limit=LONGEST_QUOTE)
    return f"“{text}”"


def bracketed(expr: Expr) -> str:
    """How the outermost node of *expr* is read, in quotes: “(f f) x”, “λx. (x y)”."""
    match expr:
        case Application(fn, arg):
            return quote(f"{_closed(fn)} {_closed(arg)}")
        case Abstraction(hint, body):
            return quote(f"λ{hint}. {_closed(body)}")
    return quote(expr)


def _closed(expr: Expr) -> str:
    text = write(expr, limit=LONGEST_QUOTE)
    return text if isinstance(expr, Name) else f"({text})"
