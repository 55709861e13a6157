"""Derivations: reductions that somebody wrote down, checked step by step.

    eval id_zero :            -- ends in a normal form; `conf` need not
      id zero                 -- a term
      =d> (λx. x) (λf x. x)   -- an operator, and the term that its step leads to
      =b> λf x. x

Each step is judged from what is written on both its sides, whatever became of those before it: so
somebody who made two mistakes is told of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.budget import Exhausted, Remainder
from lamb.calculus.term import Term
from lamb.course.derivations.causes import Attempt, Causes
from lamb.course.derivations.conditions import Conditions, TooLarge
from lamb.course.derivations.operators import CLAIMS, FORMS, GIVEN_UP, read
from lamb.course.derivations.single_steps import RENAMED
from lamb.course.verdicts import Explanation, Judged, Judgement, Verdict
from lamb.notation.names import Constructors, remove_names
from lamb.notation.syntax import Derivation, Expr
from lamb.source import Place, Source


def check(
    derivation: Derivation, source: Source, constructors: Constructors, conditions: Conditions
) -> Judged:
    """Judge every step of a derivation, and its last term."""
    judge = _Judge(source, constructors, conditions)
    last = derivation.steps[-1].term if derivation.steps else derivation.first
    demanded = derivation.normalizes and not (derivation.steps and _normalizes(derivation.steps[-1].operator))
    judged = Judged(tuple(judge.steps(derivation)), judge.ending(last) if demanded else None)
    judge.causes.remainder = Remainder(conditions.meter.left())
    return judged


def _normalizes(operator: str) -> bool:
    """Whether an operator asks for a normal form by itself."""
    step, form, backwards = read(operator)
    return (step == "~" or form == "s") and not backwards


class _Judge:
    def __init__(self, source: Source, constructors: Constructors, conditions: Conditions) -> None:
        self.source = source
        self.constructors = constructors
        self.conditions = conditions
        self.causes = Causes(constructors, conditions)

    def steps(self, derivation: Derivation) -> Iterator[Judgement]:
        left, before = derivation.first, None
        for step in derivation.steps:
            place = Place(self.source, step.start, step.end)
            sides = (step.term, left) if read(step.operator).backwards else (left, step.term)
            attempt = Attempt(sides[0], step.operator, sides[1], place.line)
            judgement = self._step(attempt, place, before)
            yield judgement
            before = attempt if judgement.verdict is Verdict.FAILS and attempt.end is step.term else None
            left = step.term

    def _step(self, attempt: Attempt, place: Place, before: Attempt | None) -> Judgement:
        """The judgement of a step, *before* being the one before it, if that does not hold."""
        start, written, end, _ = attempt
        operator = read(written)
        goal = self._term(end)
        explain: Explanation
        try:
            reason = CLAIMS[operator.step](self._term(start), goal, self.conditions)
            if reason == RENAMED:
                return Judgement(written, place, Verdict.FAILS, reason)
            if reason is not None:
                explain = partial(self.causes.of_step, attempt, None if operator.backwards else before)
                return Judgement(written, place, Verdict.FAILS, reason, explain=explain)
            if operator.form and not self._is_in(operator.form, goal):
                reason = f"{written} asks for a {FORMS[operator.form][0]} normal form, which this is not"
                explain = partial(self.causes.of_form, end, operator.form)
                return Judgement(written, place, Verdict.FAILS, reason, explain=explain)
        except (Exhausted, TooLarge) as why:
            return self._undecided(written, place, why)
        return Judgement(written, place, Verdict.HOLDS)

    def ending(self, last: Expr) -> Judgement:
        """The judgement of what an `eval` ends with."""
        place = Place(self.source, last.start, last.end)
        try:
            if self._is_in("s", self._term(last)):
                return Judgement("", place, Verdict.HOLDS)
        except TooLarge as why:
            return self._undecided("", place, why)
        reason = "the last term is no normal form: it still has a redex"
        return Judgement("", place, Verdict.PARTIAL, reason, explain=partial(self.causes.of_form, last, ""))

    def _is_in(self, form: str, term: Term) -> bool:
        return FORMS[form][1](self.conditions.see_through(term))

    def _undecided(self, written: str, place: Place, why: Exhausted | TooLarge) -> Judgement:
        if isinstance(why, TooLarge):
            reason = f"the numeral {shortened(why.numeral)} is too large to be written out"
            return Judgement(written, place, Verdict.UNDECIDED, reason)
        what = GIVEN_UP.get(read(written).step, "it was not found out whether this holds")
        reason = f"{what} {self.conditions.budget.within(why.status)}"
        return Judgement(written, place, Verdict.UNDECIDED, reason, why.status)

    def _term(self, expr: Expr) -> Term:
        return remove_names(expr, self.constructors)


def shortened(numeral: str) -> str:
    """A numeral that fits in a sentence."""
    return numeral if len(numeral) <= 12 else f"{numeral[:6]}… of {len(numeral)} digits"
