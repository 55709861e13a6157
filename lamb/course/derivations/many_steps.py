"""The operators that claim any number of steps: `=n*>`, `=p*>`, `=*>` and `=~>`.

Each says why no such steps lead from the left to the right term, or None if some do; where the
search for them may go no further it raises Exhausted. Terms are compared up to α.
"""

from __future__ import annotations

from lamb.calculus.budget import Exhausted, Outcome
from lamb.calculus.machine import normalize
from lamb.calculus.normal_forms import is_normal
from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.term import Term
from lamb.calculus.unfolding import Unfolding
from lamb.calculus.zipper import steps
from lamb.course.derivations.conditions import Claim, Conditions
from lamb.course.derivations.reachability import reaches


def by(strategy: Strategy) -> Claim:
    """Any number of a strategy's steps."""

    def claim(left: Term, right: Term, conditions: Conditions) -> str | None:
        start, end = conditions.see_through(left), conditions.see_through(right)
        if start == end:
            return None
        search, size = conditions.search(), start.size
        for step in steps(start, ORDERS[strategy], Unfolding({}), search.tick):
            search.step()
            size += step.contractum.size - step.redex.size
            if size == end.size and step.after == end:
                return None
        return f"{strategy.value} does not come past this term"

    return claim


def of_any_kind(left: Term, right: Term, conditions: Conditions) -> str | None:
    """Any number of β-steps. Where the right term is a normal form, confluence decides."""
    start, end = conditions.see_through(left), conditions.see_through(right)
    if start == end:
        return None
    if is_normal(end) and (outcome := _normalized(left, conditions)).finished:
        return None if outcome.term == end else "no steps lead here: the normal form is another"
    try:
        return None if reaches(start, end, conditions.search()) else "no steps lead here"
    except Exhausted:
        one, other = _normalized(left, conditions), _normalized(right, conditions)
        if not (one.finished and other.finished) or one.term == other.term:
            raise
        return "these have different normal forms, so no steps lead from one to the other"


def to_normal_form(left: Term, right: Term, conditions: Conditions) -> str | None:
    """All steps, to the normal form."""
    end = conditions.see_through(right)
    if not is_normal(end):
        return "this is no normal form: it still has a redex"
    outcome = _normalized(left, conditions)
    if not outcome.finished:
        raise Exhausted(outcome.status)
    return None if outcome.term == end else "this is not the normal form"


def _normalized(term: Term, conditions: Conditions) -> Outcome:
    """What the machine makes of a term, with what is left of the budget."""
    meter = conditions.meter
    return normalize(term, definitions=conditions.definitions, budget=meter.left(), watch=meter.watch)
