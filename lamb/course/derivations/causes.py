"""Why a step does not hold, found out when somebody asks: the mistake that the student probably made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lamb.calculus.budget import Exhausted
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
    """The explanations of steps, under the conditions that they were judged."""

    def __init__(self, constructors: Constructors, conditions: Conditions) -> None:
        self.constructors = constructors
        self.conditions = conditions

    def of_step(self, attempt: Attempt, before: Attempt | None = None) -> Mistake | None:
        """The mistake in a step; *before* is the step before it, if that does not hold either."""
        from lamb.course.mistakes import Mistake, diagnose

        if self._is_immense(attempt.start) or self._is_immense(attempt.end):
            return None
        mistake = self.of_step(before) if before else None
        if before and mistake and mistake.right and self._leads(mistake.right, attempt):
            where = f"from what line {before.line} should lead to, this step would be right"
            return Mistake("follows", "this follows from the mistake before it", where)
        definitions = self.conditions.definitions
        return diagnose(attempt.start, attempt.operator, attempt.end, definitions, self.constructors)

    def of_form(self, term: Expr, form: str) -> Mistake | None:
        """Why a term is in no such normal form."""
        from lamb.course.mistakes import unfinished

        if self._is_immense(term):
            return None
        return unfinished(term, form, self.conditions.definitions, self.constructors)

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
