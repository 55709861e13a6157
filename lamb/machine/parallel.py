"""Complete development: all redexes of a term, contracted at once.

    x*          =  x
    (λx. t)*    =  λx. t*
    ((λx. t) u)* =  t*[x := u*]
    (t u)*      =  t* u*

Only the redexes that are there to begin with: what they make is left for the next step. Whatever
steps lead from t to u, there are steps from u to t*, which is how Takahashi (1995, *Parallel
reductions in λ-calculus*) proves that reduction is confluent.

A part without redexes is its own development, the very same object. So a term that comes back as it
is has none, and the development after the next need not look into such parts again: of a term that
grows in one place, only what is around that place is gone through.
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.budget import TICK, tick
from lamb.calculus.strategies import Unfolding
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term


def development(term: Term, unfolding: Unfolding) -> Term:
    """*term* with every β-redex contracted and every name unfolded that is to be, all at once.

    A term without redexes is returned as it is.
    """
    return _Developer(unfolding).develop(term)


def developments(term: Term, unfolding: Unfolding) -> Iterator[Term]:
    """*term*, its development, the development of that, and so on until there is no redex left."""
    developer = _Developer(unfolding)
    before = None
    while term is not before:
        yield term
        before, term = term, developer.develop(term)


class _Developer:
    """Develops terms, one after the other, and remembers which parts of the last one have no redexes."""

    def __init__(self, unfolding: Unfolding) -> None:
        self.unfolding = unfolding
        self._normal: dict[int, Term] = {}  # by their ids

    def develop(self, term: Term) -> Term:
        """The development of *term*. Linear in what is shared of it, but for the substitutions."""
        before, self._normal = self._normal, {}
        known: dict[int, Term] = {}
        done: list[Term] = []
        visited = 0
        todo: list[tuple[Term, bool | None]] = [(term, False)]  # is it applied? None: its parts are done
        while todo:
            node, applied = todo.pop()
            visited += 1
            if visited % TICK == 0:
                tick()
            name = id(node)
            if applied is None:
                new = self._put_together(node, done)
                known[name] = new
                if new is node:
                    self._normal[name] = node
                done.append(new)
            elif name in known:
                done.append(known[name])
            elif name in before:
                known[name] = self._normal[name] = node
                done.append(node)
            elif node.__class__ is App:
                fn = node.fn
                todo += (
                    (node, None),
                    (node.arg, False),
                    (fn.body, False) if fn.__class__ is Lam else (fn, True),
                )
            elif node.__class__ is Lam:
                todo += (node, None), (node.body, False)
            else:
                done.append(self._unfolded(node, applied))
        return done.pop()

    def _put_together(self, node: Term, done: list[Term]) -> Term:
        """The development of a node whose parts are developed: the last of what is *done*."""
        if isinstance(node, Lam):
            body = done.pop()
            return node if body is node.body else Lam(node.hint, body)
        assert isinstance(node, App)
        arg, fn = done.pop(), done.pop()
        if isinstance(node.fn, Lam):  # β: what was developed of it is its body
            return substitute(fn, arg)
        return node if fn is node.fn and arg is node.arg else App(fn, arg)

    def _unfolded(self, leaf: Term, applied: bool) -> Term:
        if isinstance(leaf, Free) and self.unfolding.needs(leaf.name, applied):
            meaning = self.unfolding.meaning(leaf.name)
            return meaning if meaning is not leaf else Free(leaf.name)  # a redex never stays what it is
        return leaf
