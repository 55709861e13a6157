"""Derivations, checked step by step: a judgement of each, and its mistake.

    -- points: 3
    eval id_zero :            -- ends in a normal form; `conf` need not
      id zero                 -- a term
      =d> (λx. x) (λf x. x)   -- an operator, and the term that its step leads to
      =b> λf x. x

Each step is judged from what is written on both its sides, whatever became of those before it: a student
who made two mistakes is told of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache, partial
from typing import NamedTuple

from lamb.calculus.budget import Budget, Exhausted, tick
from lamb.course.derivations.operators import (
    CLAIMS,
    FORMS,
    GIVEN_UP,
    RENAMED,
    Conditions,
    NumeralTooLarge,
    read,
)
from lamb.course.verdicts import Explanation, Judged, Judgement, Mistake, Verdict
from lamb.errors import Place, Source
from lamb.notation.names import Constructors, free_occurrences, remove_names, restore_names
from lamb.notation.spelling import notes_on
from lamb.notation.syntax import Derivation, Expr
from lamb.prelude import prelude

LARGEST_EXPLAINED = 20_000
"""Nodes, definitions written out, of a term whose step is explained: none larger is written by hand."""

SPELLING = Budget(seconds=0.2)
"""For the notes on names in the steps of a derivation: they are made when its own budget has run out, too."""
MOST_SLIPS = 2
LONGEST_NAMED = 12  # digits of a numeral in a sentence


def check(
    derivation: Derivation, source: Source, constructors: Constructors, conditions: Conditions
) -> Judged:
    """Judge every step of a derivation, and its last term.

    The mistakes are found when they are asked for, all in the seconds that the judging has left.
    """
    judge = _Judge(source, constructors, conditions)
    demanded = derivation.normalizes and not (derivation.steps and _normalizes(derivation.steps[-1].operator))
    judged = Judged(tuple(judge.steps(derivation)), judge.ending(derivation.terms[-1]) if demanded else None)
    conditions.meter = conditions.meter.rest()
    return judged


def _normalizes(operator: str) -> bool:
    """True if an operator asks for a normal form by itself."""
    step, form, backwards = read(operator)
    return (step == "~" or form == "s") and not backwards


class WrittenStep(NamedTuple):
    """A step, read forwards, and the line it is written on."""

    start: Expr
    operator: str
    end: Expr
    line: int


class _Judge:
    """The judge of one derivation. Its explanations take what the meter of its conditions has left then."""

    def __init__(self, source: Source, constructors: Constructors, conditions: Conditions) -> None:
        self.source = source
        self.constructors = constructors
        self.conditions = conditions
        self._term = lru_cache(2)(partial(remove_names, constructors=constructors))  # of both sides of a step
        self.spelling = SPELLING.meter().pause()

    def steps(self, derivation: Derivation) -> Iterator[Judgement]:
        left, before = derivation.first, None
        for written in derivation.steps:
            place = Place(self.source, written.start, written.end)
            backwards = read(written.operator).backwards
            start, end = (written.term, left) if backwards else (left, written.term)
            step = WrittenStep(start, written.operator, end, place.line)
            judgement = self._judgement(step, place, None if backwards else before)
            yield judgement
            before = step if judgement.verdict is Verdict.FAILS and not backwards else None
            left = written.term

    def _judgement(self, step: WrittenStep, place: Place, before: WrittenStep | None) -> Judgement:
        """The judgement of a step; *before* is the one before it, if that does not hold."""
        form = read(step.operator).form
        explain: Explanation | None = None
        try:
            reason = self._objection(step)
            if reason not in {None, RENAMED}:
                explain = partial(self._mistake, step, before)
            elif reason is None and form and not self._is_in(form, step.end):
                reason = f"{step.operator} asks for a {FORMS[form][0]} normal form, which this is not"
                explain = partial(self._unfinished, step.end, form)
        except (Exhausted, NumeralTooLarge) as why:
            return self._undecided(step.operator, place, why, step.start, step.end)
        if reason is None:
            return Judgement(step.operator, place, Verdict.HOLDS)
        slips = self._slips(step.start, step.end)
        return Judgement(step.operator, place, Verdict.FAILS, _and(reason, slips), None, explain, slips)

    def ending(self, last: Expr) -> Judgement:
        """The judgement of the last term of an `eval`."""
        place = Place(self.source, last.start, last.end)
        try:
            if self._is_in("s", last):
                return Judgement("", place, Verdict.HOLDS)
        except (Exhausted, NumeralTooLarge) as why:
            return self._undecided("", place, why, last)
        reason, slips = "the last term is no normal form: it still has a redex", self._slips(last)
        explain = partial(self._unfinished, last, "")
        return Judgement("", place, Verdict.PARTIAL, _and(reason, slips), None, explain, slips)

    def _objection(self, step: WrittenStep) -> str | None:
        """Why a step does not hold; None if it does."""
        claim = CLAIMS[read(step.operator).step]
        with self.conditions.meter:
            start, end = self._term(step.start), self._term(step.end)
            tick(start.size + end.size)  # many short steps take long, too
            return claim(start, end, self.conditions)

    def _is_in(self, form: str, expr: Expr) -> bool:
        with self.conditions.meter:
            return FORMS[form][1](self.conditions.see_through(self._term(expr)))

    def _undecided(
        self, operator: str, place: Place, why: Exhausted | NumeralTooLarge, *terms: Expr
    ) -> Judgement:
        slips = self._slips(*terms)
        if isinstance(why, NumeralTooLarge):
            (numeral,) = why.args
            if len(numeral) > LONGEST_NAMED:
                numeral = f"{numeral[:6]}… of {len(numeral)} digits"
            reason = f"the numeral {numeral} is too large to be written out"
            return Judgement(operator, place, Verdict.UNDECIDED, _and(reason, slips))
        what = GIVEN_UP.get(read(operator).step, "it was not found out whether this holds")
        reason = f"{what} {self.conditions.budget.within(why.status)}"
        return Judgement(operator, place, Verdict.UNDECIDED, _and(reason, slips), why.status)

    def _slips(self, *terms: Expr) -> str:
        """Notes on names without a definition in *terms*, and in the definitions that these use."""
        definitions, notes = self.conditions.definitions, dict[str, str]()
        lost = {name: f"the definition of “{name}” has an error" for name in self.conditions.lost}
        todo, seen = [*terms], set[str]()
        with suppress(Exhausted), self.spelling:
            while todo and len(notes) < MOST_SLIPS:
                expr = todo.pop(0)
                for name, note in notes_on(expr, definitions, prelude()):
                    notes.setdefault(name.name, lost.get(name.name, note))
                free = {name.name: None for name in free_occurrences(expr)}
                notes |= {name: lost[name] for name in free if name in lost and name not in definitions}
                used = free.keys() & definitions.keys() - seen
                todo += [restore_names(definitions[name]) for name in sorted(used)]
                seen |= used
        return "; ".join([*notes.values()][:MOST_SLIPS])

    # ── explanations ──

    def _mistake(self, step: WrittenStep, before: WrittenStep | None = None) -> Mistake | None:
        """The mistake in a step; *before* is the step before it, if that does not hold either."""
        from lamb.course.mistakes.diagnosis import diagnose

        with suppress(Exhausted), self.conditions.meter as meter:
            meter.look()
            if self._is_immense(step.start) or self._is_immense(step.end):
                return None
            mistake = self._mistake(before) if before else None
            if before and mistake and mistake.right and self._leads(mistake.right, step):
                where = f"from what line {before.line} should lead to, this step would be right"
                return Mistake("follows", "this follows from the mistake before it", where)
            return diagnose(*step[:3], self.conditions.definitions, self.constructors)
        return None

    def _unfinished(self, term: Expr, form: str) -> Mistake | None:
        """The reason why a term is in no such normal form."""
        from lamb.course.mistakes.diagnosis import unfinished

        with suppress(Exhausted), self.conditions.meter as meter:
            meter.look()
            if not self._is_immense(term):
                return unfinished(term, form, self.conditions.definitions, self.constructors)
        return None

    def _leads(self, start: Expr, step: WrittenStep) -> bool:
        """True if a step would hold if it began elsewhere."""
        try:
            return self._objection(step._replace(start=start)) is None
        except (Exhausted, NumeralTooLarge):
            return False

    def _is_immense(self, expr: Expr) -> bool:
        return self.conditions.unfold(self._term(expr)).size > LARGEST_EXPLAINED


def _and(reason: str, slips: str) -> str:
    return f"{reason}; {slips}" if slips else reason
