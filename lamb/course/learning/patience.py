"""How long the checking of one answer may take, whatever it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from lamb.calculus.budget import Budget, Outcome, Status, Watch
from lamb.calculus.machine import normalize
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.calculus.trace import Trace, trace


class Patience:
    """A *budget* whose steps and nodes each reduction has, and whose seconds all share.

    Only reductions take of the seconds.
    """

    def __init__(self, budget: Budget, watch: Watch | None = None) -> None:
        self.budget = budget
        self.watch = watch
        self.spent = 0.0  # seconds
        self._stopped: Outcome | None = None

    def normalize(self, term: Term, definitions: Mapping[str, Term]) -> Outcome:
        """The normal form of a term.

        Once something has run out, nothing is normalized any more: the answer has had its time.
        """
        if self._stopped is not None:
            return self._stopped
        with self.spending() as left:
            outcome = normalize(term, definitions=definitions, budget=left, watch=self.watch)
        if not outcome.finished:
            self._stopped = outcome
        return outcome

    def follow(
        self, term: Term, strategy: Strategy, definitions: Mapping[str, Term], most: int | None = None
    ) -> Trace:
        """A term's reduction by a strategy, gone through: to its end, or *most* steps of it."""
        with self.spending() as left:
            budget = replace(left, steps=most).or_else(left)
            steps = trace(
                term, strategy=strategy, definitions=definitions, budget=budget, watch=self.watch, folded=True
            )
            for _ in steps:
                pass
        return steps

    def again(self) -> None:
        """Let it reduce again after something has run out, in the seconds that are left."""
        if self._stopped is not None and self._stopped.status is not Status.INTERRUPTED:
            self._stopped = None

    @contextmanager
    def spending(self) -> Iterator[Budget]:
        """The budget, with the seconds that are left of it; those that pass meanwhile are spent."""
        seconds, began = self.budget.seconds, self.budget.clock()
        left = None if seconds is None else max(0.0, seconds - self.spent)
        try:
            yield replace(self.budget, seconds=left)
        finally:
            self.spent += self.budget.clock() - began
