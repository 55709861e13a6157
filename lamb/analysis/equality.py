"""Equality of terms, up to α, up to β and up to η.

    α   M and N are the same but for the names of bound variables
    β   both reduce to one term, up to α (Church and Rosser 1936)
    η   and so they do where λx. t x reduces to t, too, if x is not free in t: they do the same to whatever
        they are applied to

The first can be seen, the others cannot be decided (Church 1936). Two terms that have normal forms are
equal if these are. Where one has none, or none that is known, they are equal if the ways of both come to
one term, and differ if the other has one. All else is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from lamb.analysis.divergence import Cycle, diagnose
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.reduction import eta_normal
from lamb.calculus.term import Term
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.machine.trace import trace

BUDGET = Budget(steps=100_000, nodes=1_000_000, seconds=5.0)
QUICK = Budget(steps=200, nodes=50_000, seconds=0.1)
"""For the ways of two terms after the time for their normal forms is over."""


class Equality:
    """The answers whether two terms are the same, each found when it is asked for: True, False, or None
    if that is not known. Terms that are the same up to α are so up to β, and these up to η.

    *budget* is that of each reduction, which *normal_form* makes.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (all but the terms are what their reductions take)
        self,
        one: Term,
        other: Term,
        definitions: Mapping[str, Term],
        budget: Budget = BUDGET,
        watch: Watch | None = None,
        normal_form: Callable[[Term], Outcome] | None = None,
    ) -> None:
        self.one = one
        self.other = other
        self.definitions = definitions
        self.budget = budget
        self.watch = watch
        self._normal_form = normal_form or partial(
            normalize, definitions=definitions, budget=budget, watch=watch
        )

    def __repr__(self) -> str:
        return f"Equality(alpha={self.alpha}, beta={self.beta}, eta={self.eta})"

    @cached_property
    def alpha(self) -> bool:
        """True if both are the same but for the names of bound variables. Linear in their shared parts."""
        return self.one == self.other

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The reductions of both to their normal forms. If it is not known whether the first has one, that
        of the first alone.
        """
        first = self._normal_form(self.one)
        if first.finished or self._is_endless(self.one, first):
            return first, self._normal_form(self.other)
        return (first,)

    @cached_property
    def reduct(self) -> Term | None:
        """A term that both reduce to: their normal form if they have one; None if none is found."""
        if self._have_normal_forms:
            left, right = (outcome.term for outcome in self.outcomes)
            return left if left == right else None
        if self.endless is not None:
            return None
        return common_reduct(
            self.one, self.other, definitions=self.definitions, budget=QUICK, watch=self.watch
        )

    @cached_property
    def endless(self) -> Term | None:
        """The term that has no normal form, if that is proved of one, and the other has one."""
        match self.outcomes:
            case [first, second] if second.finished and not first.finished:
                return self.one
            case [first, second] if first.finished and self._is_endless(self.other, second):
                return self.other
        return None

    @cached_property
    def beta(self) -> bool | None:
        """True if both reduce to one term."""
        if self.alpha or self.reduct is not None:
            return True
        return False if self._have_normal_forms or self.endless is not None else None

    @cached_property
    def eta_normal_forms(self) -> tuple[Term, Term]:
        """The normal forms without η-redexes. Raises Exhausted."""
        with Meter(self.budget, self.watch, memory=True):
            left, right = (eta_normal(outcome.term) for outcome in self.outcomes)
        return left, right

    @cached_property
    def eta(self) -> bool | None:
        """True if both do the same to whatever they are applied to."""
        if self.beta is not False or self.endless is not None:
            return self.beta  # η-steps end, and make no normal form (Barendregt 1984, 15.1.5)
        try:
            left, right = self.eta_normal_forms
        except Exhausted:
            return None
        return left == right

    @property
    def _have_normal_forms(self) -> bool:
        return all(outcome.finished for outcome in self.outcomes)

    def _is_endless(self, term: Term, outcome: Outcome) -> bool:
        """True if it is proved that a term whose reduction has not ended has no normal form."""
        if outcome.finished or outcome.status is Status.INTERRUPTED:
            return False
        return outcome.status is Status.DIVERGED or isinstance(diagnose(term, self.definitions), Cycle)


def equality(
    one: Term,
    other: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = BUDGET,
    watch: Watch | None = None,
) -> Equality:
    """Whether two terms are the same up to α, up to β and up to η; each reduction has the *budget*.

    >>> from lamb import parse_term
    >>> equality(parse_term("λx. f x"), parse_term("f"))
    Equality(alpha=False, beta=False, eta=True)
    """
    return Equality(one, other, definitions or {}, budget, watch)


def common_reduct(
    one: Term,
    other: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = QUICK,
    watch: Watch | None = None,
) -> Term | None:
    """A term that both reduce to in normal order; None if none is found within the budget, which each has.

    Where there is one, the two are β-equal, and only then (Church and Rosser 1936); but where there is no
    normal form, this order may pass it by.

    >>> from lamb import parse_term, pretty
    >>> from lamb.prelude import prelude
    >>> pretty(common_reduct(parse_term("Y f"), parse_term("f (Y f)"), definitions=prelude()))
    'f ((λx. f (x x)) λx. f (x x))'
    """
    seen = {one}
    seen.update(step.after for step in trace(one, definitions=definitions, budget=budget, watch=watch))
    if other in seen:
        return other
    steps = trace(other, definitions=definitions, budget=budget, watch=watch)
    return next((step.after for step in steps if step.after in seen), None)
