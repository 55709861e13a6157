"""Capture: which binders of a term would catch a variable that is put below them.

    β   (λx y. x) y          the λy in the body: it is above an x, and y is free in the argument
    δ   λsucc. add 1 succ    the λsucc around add, which is defined as λm n. m succ n
    η                        none: it only takes a variable away

These are asked of settled terms (`renaming.py`), whose hints are the names they are printed with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lamb.calculus.reduction import Context, Path, path_of
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Lam, Term, Var, nodes
from lamb.notation.syntax import Abstraction, Application, Expr


class Binder(NamedTuple):
    """A λ, by its path, and the name of its variable."""

    path: Path
    name: str


class _Catching(NamedTuple):
    """A λ that would catch something, and the next such λ around it."""

    number: int
    hint: str
    context: Context
    outer: _Catching | None


def catching_below(body: Term, names: set[str]) -> list[Binder]:
    """The λs in *body* that bind one of the names, above the variable of the λ that was taken off it.

    From the outside in and from left to right. Linear in the size.
    """
    if not names or names.isdisjoint(hints_of(body)):
        return []
    found: dict[int, Binder] = {}
    number = 0
    stack: list[tuple[Term, int, Context, _Catching | None]] = [(body, 0, None, None)]
    while stack:
        node, depth, context, above = stack.pop()
        if node.open <= depth:  # the variable does not occur here
            continue
        number += 1
        match node:
            case Var(index) if index == depth:
                while above is not None and above.number not in found:
                    found[above.number] = Binder(path_of(above.context), above.hint)
                    above = above.outer
            case Lam(hint, inner):
                if hint in names:
                    above = _Catching(number, hint, context, above)
                stack.append((inner, depth + 1, ("body", node, context), above))
            case App(fn, arg):
                stack.append((arg, depth, ("arg", node, context), above))
                stack.append((fn, depth, ("fn", node, context), above))
    return [found[number] for number in sorted(found)]


def catching_above(context: Context, names: set[str]) -> list[Binder]:
    """The λs around a place that bind one of the names, the outermost first."""
    found: list[Binder] = []
    while names and context is not None:
        _, node, context = context
        if isinstance(node, Lam) and node.hint in names:
            found.append(Binder(path_of(context), node.hint))
    return found[::-1]


def first_catching(expr: Expr, term: Term) -> Lam | None:
    """The first λ of *term* that cannot be called by its hint, *expr* being *term* with its names."""
    stack = [(expr, term)]
    while stack:
        match stack.pop():
            case Abstraction(name, inner), Lam(hint, body) as found:
                if name != hint:
                    return found
                stack.append((inner, body))
            case Application(left, right), App(fn, arg):
                stack += (right, arg), (left, fn)
    return None


# ── Names in settled terms ────────────────────────────────────────────────────────────


def hints_of(term: Term) -> set[str]:
    """The names of the binders in *term*."""
    return {node.hint for node in nodes(term) if isinstance(node, Lam)}


def hints_around(context: Context) -> list[str]:
    """The names that are bound around a place, the innermost last."""
    hints = []
    while context is not None:
        _, node, context = context
        if isinstance(node, Lam):
            hints.append(node.hint)
    return hints[::-1]


def names_of(term: Term, around: Sequence[str]) -> set[str]:
    """The names that occur free in a part of a settled term, *around* it these being bound.

    Not `_`, which no binder can capture: as a binder it binds nothing.
    """
    return free_names(term) - {"_"} | {around[-1 - index] for index in _outer_variables(term)}


def _outer_variables(term: Term) -> set[int]:
    """The variables that point out of *term*, as they are numbered at its top."""
    found: set[int] = set()
    seen: set[tuple[int, int]] = set()
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        if node.open <= depth or (id(node), depth) in seen:
            continue
        seen.add((id(node), depth))
        match node:
            case Var(index):
                found.add(index - depth)
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (arg, depth), (fn, depth)
    return found
