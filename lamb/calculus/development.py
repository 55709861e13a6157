"""Complete development: all redexes of a term, contracted at once.

    x*          =  x
    (λx. t)*    =  λx. t*
    ((λx. t) u)* =  t*[x := u*]
    (t u)*      =  t* u*

Only the redexes that are there to begin with: what they make is left for the next step. Whatever
steps lead from t to u, there are steps from u to t*, which is how Takahashi (1995, *Parallel
reductions in λ-calculus*) proves that reduction is confluent.
"""

from __future__ import annotations

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Tick, substitute
from lamb.calculus.unfolding import Unfolding


def development(term: Term, unfolding: Unfolding, tick: Tick | None = None) -> Term:
    """*term* with every β-redex contracted and every name unfolded that is to be, all at once.

    *tick* is told how many nodes a long substitution has visited: a development can be immense.
    """
    return _development(term, False, unfolding, tick, {})


@unbounded
def _development(
    term: Term, applied: bool, unfolding: Unfolding, tick: Tick | None, known: dict[tuple[int, bool], Term]
) -> Recursion[Term]:
    if (id(term), applied) in known:
        return known[id(term), applied]
    rest = unfolding, tick, known
    match term:
        case App(Lam(_, body), arg):
            developed: Term = yield body, False, *rest
            new = substitute(developed, (yield arg, False, *rest), tick)
        case App(fn, arg):
            new = App((yield fn, True, *rest), (yield arg, False, *rest))
        case Lam(hint, body):
            new = Lam(hint, (yield body, False, *rest))
        case Free(name) if unfolding.needs(name, applied):
            new = unfolding.meaning(name)
        case _:
            new = term
    known[id(term), applied] = new
    return new
