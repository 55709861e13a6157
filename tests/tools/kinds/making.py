"""Words for writing terms down in Python, and a way to draw them: each from its kind and its number."""

from __future__ import annotations

from random import Random

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.calculus.substitution import shift
from lamb.definitions import Definitions
from lamb.prelude import prelude

PRELUDE = Definitions(prelude())
OMEGA = lamb.parse_term("(λx. x x) (λx. x x)")


def drawing(kind: str, number: int) -> Random:
    """Where the draws for the *number*-th term of a kind come from: always the same ones."""
    return Random(f"{kind} {number}")


def call(fn: Term | str, *arguments: Term | str | int) -> Term:
    """An application to one argument after the other; names and numbers stand for themselves."""
    term = named(fn)
    for argument in arguments:
        term = App(term, named(argument))
    return term


def named(part: Term | str | int) -> Term:
    """A term, or the name that is written so."""
    return Free(str(part)) if isinstance(part, str | int) else part


def let(value: Term, body: Term, hint: str = "x") -> Term:
    """(λx. body) value; in the body, 0 is the value."""
    return App(Lam(hint, body), value)


def under(term: Term, lambdas: int = 1) -> Term:
    """The term as it reads under more λs."""
    return shift(term, lambdas)


def subterms(term: Term) -> list[Term]:
    """All of them, the term itself included."""
    found, stack = [], [term]
    while stack:
        node = stack.pop()
        found.append(node)
        match node:
            case Lam(_, body):
                stack.append(body)
            case App(fn, arg):
                stack += fn, arg
    return found


def variable(draw: Random, scope: int, names: tuple[str, ...] = ("a", "b")) -> Term:
    """Some variable in scope, or a name where there is none."""
    return Var(draw.randrange(scope)) if scope else Free(draw.choice(names))
