"""Strategies side by side: the run of each, and where it parts from normal order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from lamb.analysis.divergence import Cycle, Detector, Divergence
from lamb.calculus.budget import Budget, Exhausted, Status, Watch
from lamb.calculus.reduction import Path, Rule, Step
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.display import Displayed, view
from lamb.machine.trace import Trace, trace


@dataclass(frozen=True, slots=True)
class Parting:
    """The first step that is not that of normal order.

    *before* is the term that both had come to with step *step* - 1; *choice* is the redex that the
    strategy contracts in it, by a rule at a path, or None if it has stopped there; *other* is that
    of normal order.
    """

    step: int
    before: Term
    choice: tuple[Rule, Path] | None
    other: tuple[Rule, Path] | None


@dataclass(frozen=True, slots=True)
class Run(Displayed):
    """The run of a strategy: *status* says why it ended, after *steps* steps, at *term*.

    *largest* is the size of the largest term on the way, in nodes. *divergence* is what can be said
    of a reduction that did not end.
    """

    strategy: Strategy
    status: Status
    steps: int
    largest: int
    term: Term
    parting: Parting | None = None
    divergence: Divergence | None = None

    @property
    def finished(self) -> bool:
        """True if it stopped by itself, at `strategy.form`."""
        return self.status is Status.NORMAL_FORM


def compare(
    term: Term,
    definitions: Mapping[str, Term] | None = None,
    *,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Comparison:
    """A run of every strategy, normal order first, each with a budget of its own.

    Names stay folded until they are needed. A run that comes back to a term it has seen ends there,
    with the status that its steps have run out: it would go on for ever.
    """
    return Comparison(term, definitions or {}, budget, watch)


class Comparison(Displayed, Sequence[Run]):
    """The runs of all strategies, in their order, each of which is made when it is first asked for."""

    def __init__(
        self, term: Term, definitions: Mapping[str, Term], budget: Budget, watch: Watch | None = None
    ) -> None:
        self.term = term
        self.definitions = definitions
        self.budget = budget
        self.watch = watch
        self._runs: list[Run] = []

    def __str__(self) -> str:
        """The runs as a table. One without a limit has one here all the same, or it might never be there."""
        return str(view("comparison")(self))

    def __len__(self) -> int:
        return len(Strategy)

    @overload
    def __getitem__(self, index: int) -> Run: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Run]: ...
    def __getitem__(self, index: int | slice) -> Run | Sequence[Run]:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        at = range(len(self))[index]
        while len(self._runs) <= at:
            self._runs.append(self._run(list(Strategy)[len(self._runs)]))
        return self._runs[at]

    def limited(self, limits: Budget) -> Comparison:
        """The same, but with *limits* where the budget has none, unless all runs are made already."""
        budget = self.budget.or_else(limits)
        done = len(self._runs) == len(self) or budget == self.budget
        return self if done else Comparison(self.term, self.definitions, budget, self.watch)

    def _run(self, strategy: Strategy) -> Run:
        detector, steps = Detector(self.term), self._trace(strategy, self.budget)
        normal = None if strategy is Strategy.NORMAL else self._trace(Strategy.NORMAL, self.budget)
        last: Step | None = None
        parting: Parting | None = None
        stopped: Status | None = None
        divergence: Divergence | None = None
        reached = self.term
        try:
            with steps.meter:
                while detector.period is None:
                    step = next(steps, None)
                    if normal and not parting and (step or steps.status is Status.NORMAL_FORM):
                        parting = _parting(detector.steps + 1, step, next(normal, None))
                    if step is None:
                        break
                    detector.follow(step)
                    last = step
                reached = last.after if last else self.term
        except Exhausted as exhausted:
            stopped = exhausted.status
        status = stopped or steps.status or Status.STEPS
        if status is not Status.NORMAL_FORM:
            left = steps.meter.left()
            divergence = detector.divergence(lambda: self._trace(strategy, left))
        taken = divergence.step if isinstance(divergence, Cycle) else steps.steps
        parting = parting if parting and parting.step <= taken + 1 else None
        return Run(strategy, status, taken, detector.largest, reached, parting, divergence)

    def _trace(self, strategy: Strategy, budget: Budget) -> Trace:
        return trace(
            self.term,
            strategy=strategy,
            definitions=self.definitions,
            budget=budget,
            watch=self.watch,
            folded=True,
        )


def _parting(number: int, step: Step | None, normal: Step | None) -> Parting | None:
    """Where a strategy parts, if it does, at a step that both have come to; None is the end of its steps."""
    if _choice(step) == _choice(normal) or (step and normal and step.after == normal.after):
        return None  # two choices may come to the same
    going_on = step or normal
    return Parting(number, going_on.before, _choice(step), _choice(normal)) if going_on else None


def _choice(step: Step | None) -> tuple[Rule, Path] | None:
    return (step.rule, step.path) if step else None
