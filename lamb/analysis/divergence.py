"""Divergence: what can be seen of a reduction that does not end.

Whether a term has a normal form cannot be decided (Church 1936). But if a strategy comes back to a
term that it has seen, it goes round for ever, and that can be found without remembering all terms:
one of them is enough (Brent 1980, *An improved Monte Carlo factorization algorithm*, section 2).
And terms that grow do so in a rhythm more often than not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Step, Table
from lamb.calculus.term import Term
from lamb.machine.trace import Trace, trace
from lamb.quantities import counted

LONGEST_RHYTHM = 64  # steps
BEATS = 4  # that make a rhythm
BUDGET = Budget(steps=1_000, nodes=50_000, seconds=0.2)
WINDOW = LONGEST_RHYTHM * BEATS + 1  # sizes that are remembered


@dataclass(frozen=True, slots=True)
class Cycle:
    """After step *step* the term is again what it was after step *earlier* (0: to begin with).

    This is a proof: the strategy never ends.
    """

    step: int
    earlier: int

    def __str__(self) -> str:
        before = f"step {self.earlier}" if self.earlier else "the start"
        return f"step {self.step} is α-equal to {before}: it repeats for ever"


@dataclass(frozen=True, slots=True)
class Growth:
    """So far the term has been growing by *nodes* every *steps* steps. This is no proof."""

    nodes: int
    steps: int

    def __str__(self) -> str:
        every = f"{self.steps} steps" if self.steps > 1 else "step"
        return f"it grows by {counted(self.nodes, 'node')} every {every}"


Divergence: TypeAlias = Cycle | Growth


class Detector:
    """Looks at the terms of a reduction as they pass, and remembers one of them and some sizes."""

    def __init__(self, term: Term) -> None:
        self.steps = 0
        self.largest = term.size  # nodes of any term so far
        self.period: int | None = None  # steps after which the terms come again, once that is known
        self._remembered = term
        self._since = 0  # steps
        self._found = 0  # the step at which the period was
        self._power = 1  # of two, as in Brent: steps until another term is remembered
        self._sizes = deque([term.size], maxlen=WINDOW)

    def see(self, term: Term) -> None:
        """Look at the term that the next step has led to. Mostly, its size tells it apart."""
        self.steps += 1
        self.largest = max(self.largest, term.size)
        self._sizes.append(term.size)
        if self.period is not None:
            return
        self._since += 1
        if term == self._remembered:
            self.period = self._since
            self._found = self.steps
        elif self._since == self._power:  # look for longer cycles from here
            self._remembered, self._since, self._power = term, 0, 2 * self._power

    def growth(self) -> Growth | None:
        """The shortest rhythm in which the latest terms have grown, at least half of those remembered."""
        sizes = list(self._sizes)
        for steps in range(1, min(LONGEST_RHYTHM, (len(sizes) - 1) // BEATS) + 1):
            latest = sizes[-max(BEATS * steps, len(sizes) // 2) - 1 :]
            beats = {late - early for early, late in zip(latest, latest[steps:], strict=False)}
            if len(beats) == 1 and (nodes := beats.pop()) > 0:
                return Growth(nodes, steps)
        return None

    def divergence(self, again: Callable[[], Iterable[Step]]) -> Divergence | None:
        """The divergence of a reduction that has not ended.

        *again* takes its steps once more, to find out where a cycle begins; if they end too early,
        it is said to begin where it was found.
        """
        if self.period is None:
            return self.growth()
        early, late = _terms(again()), islice(_terms(again()), self.period, None)
        pairs = enumerate(zip(early, late, strict=False))
        earlier = next((number for number, (one, other) in pairs if one == other), self._found - self.period)
        return Cycle(earlier + self.period, earlier)


def _terms(steps: Iterable[Step]) -> Iterator[Term]:
    """The terms of a reduction, the one it begins with included."""
    for number, step in enumerate(steps):
        if not number:
            yield step.before
        yield step.after


def diagnose(term: Term, definitions: Table | None = None, budget: Budget = BUDGET) -> Divergence | None:
    """The divergence of a term's reduction in normal order within a budget; None if it ends.

    A cycle means that there is no normal form, since normal order finds every one.
    """
    meter = budget.meter()

    def steps() -> Trace:
        return trace(term, definitions=definitions, budget=meter.left())

    detector, seen = Detector(term), steps()
    for step in seen:
        detector.see(step.after)
        if detector.period is not None:
            break
    return None if seen.status is Status.NORMAL_FORM else detector.divergence(steps)
