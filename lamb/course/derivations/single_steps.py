"""The operators that claim a single step: `=a>`, `=b>`, `=e>`, `=d>`, `=n>` and `=p>`.

Each says why the step from the left to the right term does not hold, or None if it does. Names of
bound variables count as the conditions say.
"""

from __future__ import annotations

from lamb.calculus.eta import eta_contractum, eta_normal
from lamb.calculus.normal_forms import is_normal
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import beta_contractum
from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Term
from lamb.calculus.unfolding import Unfolding
from lamb.calculus.zipper import steps
from lamb.course.derivations.conditions import Claim, Conditions
from lamb.course.derivations.differences import reducts_like

RENAMED = "a bound variable has another name here: a renaming needs a step of its own, with =a>"


def renames(left: Term, right: Term, _: Conditions) -> str | None:
    return None if left == right else "these are not the same up to the names of bound variables"


def contracts_beta(left: Term, right: Term, conditions: Conditions) -> str | None:
    reducts = list(reducts_like(left, right, beta_contractum))
    if reducts:
        return _named_as_written(reducts, right, conditions)
    if not is_normal(left):
        return "no single β-step leads here"
    folded = any(name in conditions.definitions or is_numeral(name) for name in free_names(left))
    hint = ": unfold a definition first, with =d>" if folded else ""
    return f"there is no β-redex to contract{hint}"


def contracts_eta(left: Term, right: Term, conditions: Conditions) -> str | None:
    start, end = conditions.see_through(left), conditions.see_through(right)
    reducts = list(reducts_like(start, end, eta_contractum))
    if reducts:
        return _named_as_written(reducts, end, conditions)
    if start.size > end.size and eta_normal(start) == eta_normal(end):
        return "this is more than one η-step"
    return "no single η-step leads here"


def unfolds(left: Term, right: Term, conditions: Conditions) -> str | None:
    start, end = conditions.unfold(left), conditions.unfold(right)
    if start == end:
        return _named_as_written([start], end, conditions)
    if conditions.see_through(left) == conditions.see_through(right):
        return None
    return "these differ by more than definitions"


def next_by(strategy: Strategy) -> Claim:
    def claim(left: Term, right: Term, conditions: Conditions) -> str | None:
        start, end = conditions.see_through(left), conditions.see_through(right)
        step = next(steps(start, ORDERS[strategy], Unfolding({})), None)
        if step is None:
            return "there is no redex left to contract"
        if step.after == end:
            return _named_as_written([step.after], end, conditions)
        return f"this is not the step that {strategy.value} makes"

    return claim


def _named_as_written(reducts: list[Term], right: Term, conditions: Conditions) -> str | None:
    """Nothing, if one of the terms is *right* with its names, as far as names count."""
    return None if any(conditions.same(reduct, right) for reduct in reducts) else RENAMED
