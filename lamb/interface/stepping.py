"""A term being reduced in front of somebody: from which step to which, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lamb.calculus.budget import Budget, Exhausted, Status, Watch
from lamb.calculus.divergence import Divergence, Lookout
from lamb.calculus.reduction import Rule, Table
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.calculus.trace import Trace, trace
from lamb.course.presentation.presented import Shown, presented
from lamb.course.unfolding import unfold


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be shown: the steps of a strategy from the *first* to the *last*, within a *budget*.

    If it *ends with a cycle*, none is shown after the term has begun to repeat. Names are *folded*
    until they are needed, unless a plan says that every one is unfolded when its turn comes.
    """

    strategy: Strategy = Strategy.NORMAL
    first: int = 1
    last: int | None = None
    budget: Budget = field(default_factory=Budget)
    eta: bool = False
    unfolded: bool = False
    ends_with_a_cycle: bool = False
    folded: bool = True


class Reduction:
    """A reduction as it was planned. *counts* has the number of lines of each rule so far."""

    def __init__(self, term: Term, definitions: Table, plan: Plan, watch: Watch | None = None) -> None:
        self.plan = plan
        self.definitions = definitions
        self.watch = watch
        self.counts: Counter[Rule] = Counter()
        self.term = self._begin = unfold(term, definitions, numerals=False) if plan.unfolded else term
        self.stopped: Status | None = None
        self._trace = self._steps()
        self._lookout = Lookout(term)

    @property
    def steps(self) -> int:
        """How many steps there were so far, renamings not being any."""
        return self.counts.total() - self.counts[Rule.ALPHA]

    @property
    def status(self) -> Status | None:
        """Why it ended; None if it has not, or was left when it began to repeat."""
        return self.stopped or self._trace.status

    def tick(self, visited: int) -> None:
        """Be told of the nodes that were visited to show a line. Raises Exhausted if the time is over."""
        self._trace.tick(visited)

    def skip(self) -> None:
        """Go to the *term* that the first step which is to be shown begins with."""
        step = None
        for step in islice(self._trace, self.plan.first - 1):
            self.counts[step.rule] += 1
        if step is not None:
            self.term = step.after

    def lines(self) -> Iterator[Shown]:
        """The lines from there on; *term* is what the last one that was given leads to."""
        self._lookout = Lookout(self.term)
        try:
            yield from self._lines()
        except Exhausted as exhausted:
            self.stopped = exhausted.status

    def _lines(self) -> Iterator[Shown]:
        plan = self.plan
        for line in presented(
            self.term, self._trace, definitions=self.definitions, folded=plan.folded, tick=self.tick
        ):
            self.counts[line.rule] += 1
            self.term = line.after
            yield line
            if line.rule is not Rule.ALPHA:
                self._lookout.see(line.after)
                if self._lookout.period and plan.ends_with_a_cycle:
                    return

    @property
    def is_as_planned(self) -> bool:
        """Whether it was shown as far as the *last* step that was wanted, and there are more."""
        return self.status is Status.STEPS and self.steps == self.plan.last

    def divergence(self) -> Divergence | None:
        """What can be said about its not ending."""
        return self._lookout.divergence(self._steps)

    def _steps(self) -> Trace:
        return trace(
            self._begin,
            strategy=self.plan.strategy,
            definitions=self.definitions,
            budget=self.plan.budget,
            watch=self.watch,
            folded=self.plan.folded,
            eta=self.plan.eta,
        )
