"""Renaming: the α-steps that must come before another step, so that it captures nothing.

    (λx y. x) y   contracts to λy. y if x is simply replaced, and the y that was put in is captured.
    (λx y'. x) y  contracts to λy'. y, which is what was meant.

A term is **settled** if each of its hints is the very name that is printed: no λ has a hint by which
something else is called below it. All that a step has to do to a settled term is to replace names,
as on paper, once the binders that would capture something by it (`capture.py`) are renamed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lamb.calculus.development import development
from lamb.calculus.reduction import Context, Path, context_at, path_of, plug
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Lam, Term
from lamb.calculus.unfolding import Unfolding
from lamb.course.presentation.capture import (
    Binder,
    catching_above,
    catching_below,
    first_catching,
    hints_around,
    hints_of,
    names_of,
)
from lamb.notation.names import MOST_PRIMES, remove_names, restore_names

_PRIMES = re.compile(r"'+\d*$")


class Renaming(NamedTuple):
    """Why there is an α-step: the λ at *path* would capture another *name*, so its own becomes *fresh*."""

    name: str
    fresh: str
    path: Path


def settle(term: Term) -> Term:
    """*term* with the names that are printed as its hints. n log n in the size.

    >>> from lamb.calculus.term import Free
    >>> settle(Lam("y", Lam("y", App(Free("y"), Free("y")))))
    Lam("y'", Lam("y'", App(Free('y'), Free('y'))))
    """
    return remove_names(restore_names(term))


def rename(term: Term, path: Path, name: str) -> Term:
    """*term* with another name for the λ at the end of a path."""
    context, found = context_at(term, path)
    assert isinstance(found, Lam)
    return plug(context, Lam(name, found.body))


def fresh(name: str, taken: set[str]) -> str:
    """*name* with as few primes, but at least one, as make it none of those that are taken.

    >>> fresh("y", {"y", "y'"}), fresh("y''", {"y''"})
    ("y''", "y'")
    """
    plain, primes = _PRIMES.sub("", name), 1
    while (new := plain + ("'" * primes if primes <= MOST_PRIMES else f"'{primes}")) in taken:
        primes += 1
    return new


def before_beta(term: Term, path: Path) -> list[Renaming]:
    """The binders of a settled term that the β-step at a path would make capture something.

    From the outside in and from left to right. Linear in the redex and the path to it.
    """
    context, redex = context_at(term, path)
    match redex:
        case App(Lam(_, body), arg):
            around = hints_around(context)
            found = catching_below(body, names_of(arg, around))
            if not found:
                return []
            below = [Binder((*path, "fn", "body", *inner), name) for inner, name in found]
            return _renamings(below, names_of(redex, around) | hints_of(redex))
    return []


def before_delta(term: Term, path: Path, meaning: Term) -> list[Renaming]:
    """The binders of a settled term that would capture a name in what the one at a path stands for."""
    names = names_of(meaning, ())
    found = catching_above(context_at(term, path)[0], names)
    return _renamings(found, names | free_names(term) | hints_of(term)) if found else []


def before_development(term: Term, unfolding: Unfolding) -> Renaming | None:
    """The first binder of a settled term that would capture something if all redexes were contracted.

    A complete development puts no binder under a copy of itself. So a name that nothing else has
    keeps a binder from capturing anything.
    """
    paths: list[Path] = []
    after = development(_marked(term, paths), unfolding)
    found = first_catching(restore_names(after), after)
    if found is None or not isinstance(found.hint, _Marked):
        return None
    taken = free_names(term) | hints_of(term) | free_names(after) | hints_of(after)
    return Renaming(str(found.hint), fresh(found.hint, taken), paths[found.hint.number])


def _renamings(binders: list[Binder], taken: set[str]) -> list[Renaming]:
    """A new name for each of the binders, which nothing else has."""
    renamings = []
    for path, name in binders:
        renamings.append(Renaming(name, fresh(name, taken), path))
        taken.add(renamings[-1].fresh)
    return renamings


class _Marked(str):
    """A name that knows the number of its binder."""

    __slots__ = ("number",)
    number: int


def _marked(term: Term, paths: list[Path]) -> Term:
    """*term* with hints that know which binder they were of; their paths are added to *paths*."""
    done: list[Term] = []
    todo: list[Term | _Marked | tuple[Term, Context] | None] = [(term, None)]
    while todo:
        match todo.pop():
            case None:
                arg = done.pop()
                done.append(App(done.pop(), arg))
            case _Marked() as hint:
                done.append(Lam(hint, done.pop()))
            case Lam(hint, body) as node, context:
                mark = _Marked(hint)
                mark.number = len(paths)
                paths.append(path_of(context))
                todo += mark, (body, ("body", node, context))
            case App(fn, arg) as node, context:
                todo += None, (arg, ("arg", node, context)), (fn, ("fn", node, context))
            case leaf, _:
                done.append(leaf)
    return done.pop()
