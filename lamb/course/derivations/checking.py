"""What can come of a check: a verdict, and, of each step of a derivation, a judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lamb.calculus.budget import Exhausted
from lamb.calculus.term import Term
from lamb.course.derivations.conditions import Conditions, NumeralTooLarge
from lamb.course.derivations.operators import CLAIMS, FORMS, GIVEN_UP, RENAMED, read
from lamb.course.verdicts import Explanation, Judged, Judgement, Mistake, Verdict
from lamb.errors import Place, Source
from lamb.notation.names import Constructors, remove_names
from lamb.notation.parser import Program
from lamb.notation.syntax import Derivation, Expr

if TYPE_CHECKING:
    from lamb.course.verdicts import Mistake


# ── Points ──────────────────────────────────────────────────────────────────────────
# Points: what a derivation or an assertion is worth, as a comment beside it says.
#
#     -- points: 3
#     eval id_zero : …
#
#     assert add 1 2 == 3    -- points: 0.5
#
# The comment stands directly above it, or at the end of its first line.


_NUMBER = r"points?[ \t]*:[ \t]*(\d{1,9}(?:\.\d{1,9})?)(?![\d.])"
_ABOVE = re.compile(r"^\W*" + _NUMBER, re.IGNORECASE | re.MULTILINE)
_BEHIND = re.compile(r"(?:--|#|\{-)\W*" + _NUMBER, re.IGNORECASE)


def points(program: Program, place: Place, keyword: str) -> float | None:
    """The points of the claim at *place*, which a *keyword* begins; None if no comment gives any."""
    begins = max(0, place.source.text.rfind(keyword, 0, place.start))
    line = place.source.position(begins)[0]
    found = _BEHIND.search(place.source.line(line)) or _ABOVE.search(program.documentation.get(line, ""))
    return float(found[1]) if found else None


# ── Causes ──────────────────────────────────────────────────────────────────────────
# Why a step does not hold, found out when somebody asks: the mistake that the student probably made.


LARGEST_EXPLAINED = 20_000
"""Nodes of a term with its definitions written out: beyond, nobody wrote a step by hand."""


class WrittenStep(NamedTuple):
    """A step that does not hold, read forwards, and the line it is written on."""

    start: Expr
    operator: str
    end: Expr
    line: int


class Causes:
    """The explanations of steps, under the conditions that they were judged.

    All together take no more than the seconds that the judging has left.
    """

    def __init__(self, constructors: Constructors, conditions: Conditions) -> None:
        self.constructors = constructors
        self.conditions = conditions
        self.meter = conditions.meter

    def of_step(self, attempt: WrittenStep, before: WrittenStep | None = None) -> Mistake | None:
        """The mistake in a step; *before* is the step before it, if that does not hold either."""
        from lamb.course.mistakes.diagnosis import diagnose
        from lamb.course.verdicts import Mistake

        if self._is_immense(attempt.start) or self._is_immense(attempt.end):
            return None
        mistake = self.of_step(before) if before else None
        if before and mistake and mistake.right and self._leads(mistake.right, attempt):
            where = f"from what line {before.line} should lead to, this step would be right"
            return Mistake("follows", "this follows from the mistake before it", where)
        step = attempt.start, attempt.operator, attempt.end
        with suppress(Exhausted), self.meter:
            return diagnose(*step, self.conditions.definitions, self.constructors)
        return None

    def of_form(self, term: Expr, form: str) -> Mistake | None:
        """Why a term is in no such normal form."""
        from lamb.course.mistakes.diagnosis import unfinished

        if self._is_immense(term):
            return None
        with suppress(Exhausted), self.meter:
            return unfinished(term, form, self.conditions.definitions, self.constructors)
        return None

    def _leads(self, start: Expr, attempt: WrittenStep) -> bool:
        """Whether a step would hold if it began elsewhere."""
        left, right = (remove_names(expr, self.constructors) for expr in (start, attempt.end))
        try:
            return CLAIMS[read(attempt.operator).step](left, right, self.conditions) is None
        except (Exhausted, NumeralTooLarge):
            return False

    def _is_immense(self, expr: Expr) -> bool:
        term = remove_names(expr, self.constructors)
        return self.conditions.unfold(term).size > LARGEST_EXPLAINED


# ── Checking ────────────────────────────────────────────────────────────────────────
# Derivations: reductions that somebody wrote down, checked step by step.
#
#     eval id_zero :            -- ends in a normal form; `conf` need not
#       id zero                 -- a term
#       =d> (λx. x) (λf x. x)   -- an operator, and the term that its step leads to
#       =b> λf x. x
#
# Each step is judged from what is written on both its sides, whatever became of those before it: so
# somebody who made two mistakes is told of both.


def check(
    derivation: Derivation, source: Source, constructors: Constructors, conditions: Conditions
) -> Judged:
    """Judge every step of a derivation, and its last term."""
    judge = _Judge(source, constructors, conditions)
    last = derivation.steps[-1].term if derivation.steps else derivation.first
    demanded = derivation.normalizes and not (derivation.steps and _normalizes(derivation.steps[-1].operator))
    judged = Judged(tuple(judge.steps(derivation)), judge.ending(last) if demanded else None)
    judge.causes.meter = conditions.meter.rest()
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
            attempt = WrittenStep(sides[0], step.operator, sides[1], place.line)
            judgement = self._step(attempt, place, before)
            yield judgement
            before = attempt if judgement.verdict is Verdict.FAILS and attempt.end is step.term else None
            left = step.term

    def _step(self, attempt: WrittenStep, place: Place, before: WrittenStep | None) -> Judgement:
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
        except (Exhausted, NumeralTooLarge) as why:
            return self._undecided(written, place, why)
        return Judgement(written, place, Verdict.HOLDS)

    def ending(self, last: Expr) -> Judgement:
        """The judgement of what an `eval` ends with."""
        place = Place(self.source, last.start, last.end)
        try:
            if self._is_in("s", self._term(last)):
                return Judgement("", place, Verdict.HOLDS)
        except NumeralTooLarge as why:
            return self._undecided("", place, why)
        reason = "the last term is no normal form: it still has a redex"
        return Judgement("", place, Verdict.PARTIAL, reason, explain=partial(self.causes.of_form, last, ""))

    def _is_in(self, form: str, term: Term) -> bool:
        return FORMS[form][1](self.conditions.see_through(term))

    def _undecided(self, written: str, place: Place, why: Exhausted | NumeralTooLarge) -> Judgement:
        if isinstance(why, NumeralTooLarge):
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
