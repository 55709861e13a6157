"""Any number of β-steps, of any kind, from one term to another.

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

FIRST_ROUND, MORE = 64, 16
"""Steps of weak head reduction that the first round follows, and how many times more each later one."""


def reaches(term: Term, goal: Term, meter: Meter) -> bool:
    """True if *term* β-reduces to *goal*. Raises Exhausted where the search does not end."""
    if term == goal:
        return True
    most_steps = FIRST_ROUND
    while True:  # no path is followed for ever while another one waits
        with meter:
            found = _reaches(term, goal, _Round(meter, most_steps, {}))
        if found is not None:
            return found
        most_steps *= MORE


class _Round(NamedTuple):
    """A round of the search, in which no weak head reduction may take more than *most_steps*.

    The answer for two terms is *known* by their ids, and the terms are kept so that these stay theirs.
    """

    meter: Meter
    most_steps: int
    known: dict[tuple[int, int], tuple[bool | None, Term, Term]]


class _RoundOver(Exception):
    """A weak head reduction takes more steps than this round allows."""


@unbounded
def _reaches(term: Term, goal: Term, search: _Round) -> Recursion[bool | None]:
    """True if *term* reduces to *goal*; None if this round ended before that was known."""
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
    except _RoundOver:
        found = None
    search.known[key] = found, term, goal
    return found


def _stages(term: Term, search: _Round) -> Iterator[Term]:
    """*term*, and its weak head reduct each time its outermost application goes.

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
        if steps == search.most_steps:
            raise _RoundOver
        steps += 1
        search.meter.step()
        head = substitute(head.body, args.pop())
        if not args:
            yield head
        if len(args) == marked_args and head == marked:
            return
        if steps == next_mark or len(args) < marked_args:
            marked, marked_args, next_mark = head, len(args), 2 * steps
