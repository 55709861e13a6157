"""A walk through a reduction by the rules of combinators.

walk = CombinatorWalk(parse_term("S K K x"))
walk.contract(1)          K x (K x)
walk.forward()            x
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lamb.calculus.reduction import Path, Rule, Step
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import Shown
from lamb.course.walk import Choice, Redex, Walk
from lamb.encodings.combinators import combinator_redexes, combinator_step, combinator_trace, rule_at
from lamb.errors import LambError
from lamb.machine.trace import Trace


class CombinatorWalk(Walk):
    """The steps that a reader has taken from a term of combinators; the next one is that of normal order."""

    @property
    def strategy(self) -> Strategy:
        """Normal order. Setting another one raises LambError."""
        return Strategy.NORMAL

    @strategy.setter
    def strategy(self, strategy: Strategy) -> None:
        if strategy is not Strategy.NORMAL:
            raise LambError("combinators are reduced in normal order here, by their own rules")

    @property
    def upcoming(self) -> tuple[Rule, Path] | None:
        step = next(self._trace(self.term), None)
        return (step.rule, step.path) if step else None

    def rules_at(self, node: Term) -> list[Rule]:
        rule = rule_at(node)
        return [rule] if rule else []

    def _redexes(self) -> Iterator[tuple[Rule, Path]]:
        return combinator_redexes(self.term)

    def _trace(self, term: Term) -> Trace:
        return combinator_trace(term, budget=self.budget, watch=self.watch)

    def _presented(self, steps: Iterable[Step]) -> Iterator[Shown]:
        return (Shown(step.rule, step.path, step.before, step.after) for step in steps)

    def _step(self, redex: Redex) -> Step:
        return combinator_step(self.term, redex.path if isinstance(redex, Choice) else redex[1])
