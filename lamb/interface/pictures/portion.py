"""As much of a term as a picture has room for.

    f (λx. …) (g y)

Each `…` is one subterm. What is nearest to the root and smallest comes first, as in a line that is
too long (`notation/elision.py`), so that an immense term takes no longer than its picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import App, Free, Lam, Term

TWICE_AS_LARGE = 0.5  # how much later a part comes for that; a level farther down it is 1


class Portion(NamedTuple):
    """A *term*, in which some subterms may be `…`: how many nodes each of these stands for, by the
    identity of its node.
    """

    term: Term
    cut: Mapping[int, int]

    @property
    def left_out(self) -> int:
        """How many nodes are not there, all in all."""
        return sum(self.cut.values())


def portion(term: Term, most: int) -> Portion:
    """All of *term*, if it has at most *most* nodes; else a third as many, which can be taken in.

    Variables that point out of it are called by how far they do: `↑0`, `↑1` … n log n in *most*.

    >>> from lamb.calculus.numerals import church
    >>> from lamb.notation.printer import pretty
    >>> found = portion(church(20), 30)
    >>> pretty(found.term), found.left_out
    ('λf x. f (f (f …))', 35)
    """
    root = _Part(term)
    _grow(root, most if term.size <= most else max(1, most // 3))
    cut: dict[int, int] = {}
    shown = _shown(root, cut)
    if shown.open:
        shown = replace_variables(shown, lambda index, depth: Free(f"↑{index - depth}"))
    return Portion(shown, cut)


class _Part:
    """A subterm: shown, with others in it, or cut."""

    __slots__ = ("inner", "is_shown", "term")

    def __init__(self, term: Term) -> None:
        self.term = term
        self.is_shown = False
        self.inner: tuple[_Part, ...] = ()


def _grow(root: _Part, most: int) -> None:
    """Show parts from the root on, until there would be more than *most*, what is cut among them."""
    order = count()
    waiting = [(0.0, next(order), 0, root)]
    nodes = 1
    while waiting:
        _, _, depth, part = heappop(waiting)
        inner = _inner(part.term)
        if nodes + len(inner) <= most:
            nodes += len(inner)
            part.is_shown = True
            part.inner = tuple(map(_Part, inner))
            for below in part.inner:
                distance = depth + 1 + TWICE_AS_LARGE * below.term.size.bit_length()
                heappush(waiting, (distance, next(order), depth + 1, below))


def _inner(term: Term) -> tuple[Term, ...]:
    match term:
        case Lam(_, body):
            return (body,)
        case App(fn, arg):
            return (fn, arg)
    return ()


@unbounded
def _shown(part: _Part, cut: dict[int, int]) -> Recursion[Term]:
    """The term of a part, with `…` for what is not shown: one is enough for a function and its argument."""
    match part.term, part.inner:
        case Lam(hint, _), [body]:
            return Lam(hint, (yield body, cut))
        case App(), [fn, arg] if fn.is_shown or arg.is_shown:
            shown_fn: Term = yield fn, cut
            return App(shown_fn, (yield arg, cut))
    if part.is_shown and not part.inner:
        return part.term
    rest = Free("…")
    cut[id(rest)] = part.term.size
    return rest
