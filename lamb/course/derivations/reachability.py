"""Whether β-steps lead from one term to another, of any kind and any number of them.

Where some steps lead, standard ones do, which work from left to right (Curry and Feys 1958;
Barendregt 1984, 11.4.7). Kashima (2000, *A proof of the standardization theorem in λ-calculus*)
says it by the shape of the goal: t reduces to

    x          if weak head reduction of t comes to x
    λx. u      if it comes to some λx. t', and t' reduces to u
    u₁ u₂      if it comes to some t₁ t₂, and t₁ reduces to u₁, and t₂ to u₂

and to nothing else. Weak head reduction has one next step only, so the search does not branch as
one among all redexes would: a long reduction is found as fast as it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lamb.calculus.budget import Meter
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term, Var

PATIENCE, MORE = 64, 16
"""How many steps of weak head reduction are followed at first, and how many times more after that."""


def reaches(term: Term, goal: Term, meter: Meter) -> bool:
    """Whether *term* β-reduces to *goal*. Raises Exhausted where the search does not end."""
    if term == goal:
        return True
    patience = PATIENCE
    while True:  # no path is followed for ever while another one waits
        with meter:
            found = _reaches(term, goal, _Round(meter, patience, {}))
        if found is not None:
            return found
        patience *= MORE


class _Round(NamedTuple):
    """A round of the search, in which no weak head reduction may take more than *patience* steps.

    What was found for two terms is *known* by their ids, and they are kept so that these stay theirs.
    """

    meter: Meter
    patience: int
    known: dict[tuple[int, int], tuple[bool | None, Term, Term]]


class _Impatient(Exception):
    """A weak head reduction takes more steps than this round has patience for."""


@unbounded
def _reaches(term: Term, goal: Term, search: _Round) -> Recursion[bool | None]:
    """Whether *term* reduces to *goal*; None if patience ran out before that was known."""
    if term is goal:
        return True
    key = id(term), id(goal)
    if key in search.known:
        return search.known[key][0]
    found: bool | None = False
    stages = _stages(term, search)
    try:
        for stage in stages:
            match stage, goal:
                case Lam(_, body), Lam(_, goal_body):
                    found = yield body, goal_body, search
                case App(fn, arg), App(goal_fn, goal_arg):
                    of_fn = yield fn, goal_fn, search
                    of_arg = (yield arg, goal_arg, search) if of_fn is not False else False
                    if of_arg is not False:
                        found = of_fn and of_arg
                case Var(_) | Free(_), Var(_) | Free(_):
                    found = stage == goal
            if found:
                break
    except _Impatient:
        found = None
    search.known[key] = found, term, goal
    return found


def _stages(term: Term, search: _Round) -> Iterator[Term]:
    """*term*, and what weak head reduction makes of it each time its outermost application goes.

    What it makes inside the function of that application needs no look: if that reduces to a goal,
    so does the function as it was. A reduction that goes round in a circle ends.
    """
    yield term
    head, steps = term, 0
    args: list[Term] = []
    marked, marked_args, next_mark = head, 0, 1  # to tell a circle by (Brent 1980)
    while True:
        while isinstance(head, App):
            args.append(head.arg)
            head = head.fn
        if not isinstance(head, Lam) or not args:
            return
        if steps == search.patience:
            raise _Impatient
        steps += 1
        search.meter.step()
        head = substitute(head.body, args.pop())
        if not args:
            yield head
        if len(args) == marked_args and head == marked:
            return
        if steps == next_mark or len(args) < marked_args:
            marked, marked_args, next_mark = head, len(args), 2 * steps
