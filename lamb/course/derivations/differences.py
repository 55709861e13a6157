"""Where two terms differ: the one place at which a single step can lead from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lamb.calculus.reduction import Context, plug
from lamb.calculus.term import App, Lam, Term


def reducts_like(left: Term, right: Term, contractum: Callable[[Term], Term | None]) -> Iterator[Term]:
    """What *left* becomes, up to α the same as *right*, when one of its redexes is contracted.

    The *contractum* of what is no redex is None. A step changes one place only: where both parts of
    an application differ, no step below it leads from one to the other, and where one part differs,
    the step is there. Comparing the smaller parts first makes this n log n in the size.
    """
    if left == right:
        yield from _reproductions(left, contractum)
        return
    context: Context = None
    while True:
        new = contractum(left)
        if new is not None and new == right:
            yield plug(context, new)
        match left, right:
            case Lam(), Lam(_, other):
                part, inner = "body", other
            case App(fn, arg), App(other_fn, other_arg):
                if fn.size < arg.size:
                    in_fn = fn != other_fn
                    same = not in_fn or arg == other_arg
                else:
                    in_fn = arg == other_arg
                    same = in_fn or fn == other_fn
                if not same:
                    return
                part, inner = ("fn", other_fn) if in_fn else ("arg", other_arg)
            case _:
                return
        context, left, right = (part, left, context), getattr(left, part), inner


def _reproductions(term: Term, contractum: Callable[[Term], Term | None]) -> Iterator[Term]:
    """*term* after contracting a redex that contracts to itself, as Ω does."""
    seen: set[int] = set()
    stack: list[tuple[Term, Context]] = [(term, None)]
    while stack:
        node, context = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        new = contractum(node)
        if new is not None and new == node:
            yield plug(context, new)
        match node:
            case Lam(_, body):
                stack.append((body, ("body", node, context)))
            case App(fn, arg):
                stack += (arg, ("arg", node, context)), (fn, ("fn", node, context))
