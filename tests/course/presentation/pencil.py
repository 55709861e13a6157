"""Reduction as with a pencil: names are replaced as they are written, and nothing is renamed."""

from __future__ import annotations

from lamb.calculus.reduction import Path
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.notation.names import remove_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name


def as_hinted(term: Term, around: tuple[str, ...] = ()) -> Expr:
    """The tree of a term, its hints being taken for names, whatever they capture."""
    match term:
        case Var(index):
            return Name(around[-1 - index])
        case Free(name):
            return Name(name)
        case Lam(hint, body):
            return Abstraction(hint, as_hinted(body, (*around, hint)))
        case App(fn, arg):
            return Application(as_hinted(fn, around), as_hinted(arg, around))


def replaced(expr: Expr, name: str, new: Expr) -> Expr:
    """*expr* with *new* for a name, wherever it is free, even if that captures something."""
    match expr:
        case Name(found):
            return new if found == name else expr
        case Abstraction(hint, body):
            return expr if hint == name else Abstraction(hint, replaced(body, name, new))
        case Application(fn, arg):
            return Application(replaced(fn, name, new), replaced(arg, name, new))
    raise AssertionError("no sugar here")


def beta(redex: Expr) -> Expr:
    assert isinstance(redex, Application)
    assert isinstance(redex.fn, Abstraction)
    return replaced(redex.fn.body, redex.fn.hint, redex.arg)


def put(expr: Expr, path: Path, new: Expr) -> Expr:
    """*expr* with *new* at the end of a path."""
    match path, expr:
        case (), _:
            return new
        case ("body", *rest), Abstraction(hint, body):
            return Abstraction(hint, put(body, tuple(rest), new))
        case ("fn", *rest), Application(fn, arg):
            return Application(put(fn, tuple(rest), new), arg)
        case ("arg", *rest), Application(fn, arg):
            return Application(fn, put(arg, tuple(rest), new))
    raise AssertionError(f"no such path: {path}")


def at(expr: Expr, path: Path) -> Expr:
    for step in path:
        expr = getattr(expr, step)
    return expr


def text(term: Term) -> str:
    """A term, printed by its hints."""
    return write(as_hinted(term))


def meaning(expr: Expr) -> Term:
    return remove_names(expr)
