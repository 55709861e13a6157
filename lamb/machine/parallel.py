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

All redexes at once make terms that are larger than any memory, most of whose parts are equal: that of
`pred 100` has 10³¹ nodes after five steps. What one step makes is therefore made once, as in `Sharing`, and
900 nodes are enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.budget import tick
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Rule, Step
from lamb.calculus.strategies import Unfolding
from lamb.calculus.substitution import Sharing
from lamb.calculus.term import App, Free, Lam, Term


def development(term: Term, unfolding: Unfolding) -> Term:
    """*term* with every β-redex contracted and every name unfolded that is to be, all at once.

    A term without redexes is returned as it is.
    """
    return _development(term, unfolding, {})[0]


def developments(term: Term, unfolding: Unfolding) -> Iterator[Step]:
    """The steps from *term* to its development, to the development of that, and so on to its normal form."""
    after, normal = _development(term, unfolding, {})
    while after is not term:
        yield Step(Rule.PARALLEL, None, term, after)
        term, (after, normal) = after, _development(after, unfolding, normal)


def _development(term: Term, unfolding: Unfolding, normal: dict[int, Term]) -> tuple[Term, dict[int, Term]]:
    """The development of *term*, and its parts without redexes, by their ids; some *normal* ones are known.

    Linear in what is shared of the others, but for the substitutions.
    """
    sharing = Sharing()
    known: dict[int, Term] = {}
    still_normal: dict[int, Term] = {}

    @unbounded
    def developed(node: Term, applied: bool = False) -> Recursion[Term]:
        tick(1)
        new = known.get(id(node)) or normal.get(id(node))
        match node:
            case _ if new is not None:
                pass
            case Free(name) if unfolding.needs(name, applied):
                meaning = unfolding.meaning(name)
                return meaning if meaning is not node else Free(name)  # a redex never stays what it is
            case Lam(hint, body):
                after = yield (body,)
                new = node if after is body else sharing.lam(hint, after)
            case App(Lam(_, body), arg):
                after = yield (body,)
                new = sharing.substitute(after, (yield (arg,)))
            case App(fn, arg):
                after = yield fn, True
                argument = yield (arg,)
                new = node if after is fn and argument is arg else sharing.app(after, argument)
            case _:
                return node
        known[id(node)] = new
        if new is node:
            still_normal[id(node)] = node
        return new

    return developed(term), still_normal
