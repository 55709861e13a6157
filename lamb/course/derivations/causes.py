"""Why a step does not hold, found out when somebody asks: the mistake that the student probably made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from lamb.calculus.budget import Exhausted, Remainder
from lamb.calculus.term import Tick
from lamb.course.derivations.conditions import Conditions, TooLarge
from lamb.course.derivations.operators import CLAIMS, read
from lamb.notation.names import Constructors, remove_names
from lamb.notation.syntax import Expr

if TYPE_CHECKING:
    from lamb.course.mistakes import Mistake  # loaded late: most steps are right

LARGEST_EXPLAINED = 20_000
"""Nodes of a term with its definitions written out: beyond, nobody wrote a step by hand."""


class Attempt(NamedTuple):
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
        self.remainder = Remainder(conditions.budget)

    @contextmanager
    def _looking(self) -> Iterator[Tick]:
        """While a mistake is looked for: a tick that ends this where no time is left."""
        with suppress(Exhausted), self.remainder.used() as meter:
            yield meter.tick

    def of_step(self, attempt: Attempt, before: Attempt | None = None) -> Mistake | None:
        """The mistake in a step; *before* is the step before it, if that does not hold either."""
        from lamb.course.mistakes import Mistake, diagnose

        if self._is_immense(attempt.start) or self._is_immense(attempt.end):
            return None
        mistake = self.of_step(before) if before else None
        if before and mistake and mistake.right and self._leads(mistake.right, attempt):
            where = f"from what line {before.line} should lead to, this step would be right"
            return Mistake("follows", "this follows from the mistake before it", where)
        step = attempt.start, attempt.operator, attempt.end
        with self._looking() as tick:
            return diagnose(*step, self.conditions.definitions, self.constructors, tick=tick)
        return None

    def of_form(self, term: Expr, form: str) -> Mistake | None:
        """Why a term is in no such normal form."""
        from lamb.course.mistakes import unfinished

        if self._is_immense(term):
            return None
        with self._looking() as tick:
            return unfinished(term, form, self.conditions.definitions, self.constructors, tick=tick)
        return None

    def _leads(self, start: Expr, attempt: Attempt) -> bool:
        """Whether a step would hold if it began elsewhere."""
        left, right = (remove_names(expr, self.constructors) for expr in (start, attempt.end))
        try:
            return CLAIMS[read(attempt.operator).step](left, right, self.conditions) is None
        except (Exhausted, TooLarge):
            return False

    def _is_immense(self, expr: Expr) -> bool:
        term = remove_names(expr, self.constructors)
        return self.conditions.unfold(term).size > LARGEST_EXPLAINED
