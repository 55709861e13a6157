"""Divergence: what can be seen of a reduction that does not end.

Whether a term has a normal form cannot be decided (Church 1936). But if a strategy comes back to a
term that it has seen, it goes round for ever, and that can be found without remembering all terms:
one of them is enough (Brent 1980, *An improved Monte Carlo factorization algorithm*, section 2).
And terms that grow do so in a rhythm more often than not.

A growing term may be seen to repeat, too. In normal order, nothing around the part that is reduced has a
say in its reduction, and it is not left before it has a normal form. So if the same part has to be reduced
inside itself, as in Y = λf. f (f (f …)), or at its own head, there is none: M →⁺ C[M], a loop of rewriting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.budget import Budget, Exhausted, Status, Watch
from lamb.calculus.reduction import Path, Step, Table, around, is_applied, path_of
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Term
from lamb.quantities import IMMENSE, counted
from lamb.records import Record

if TYPE_CHECKING:
    from lamb.machine.trace import Trace

LONGEST_RHYTHM = 64  # steps
BEATS = 4  # that make a rhythm
BUDGET = Budget(steps=1_000, nodes=50_000, seconds=0.2)
FIRST_LOOK = 10_000  # steps of a run
SHARE = 1 / 80  # of its time, for looking: below 2 %, with what it takes to begin
WINDOW = LONGEST_RHYTHM * BEATS + 1  # sizes that are remembered


class Cycle(Record):
    """After step *step* the term is again what it was after step *earlier* (0: to begin with).

    With *inside*, this is so of the part that is reduced next, which is inside the earlier one, or at its
    head. This is a proof: the strategy never ends.
    """

    step: int
    earlier: int
    inside: bool = False

    def __str__(self) -> str:
        if self.inside:
            same = f"step {self.step + 1} reduces the same part as step {self.earlier + 1}"
            return f"{same}, inside a larger term: it repeats for ever"
        before = f"step {self.earlier}" if self.earlier else "the start"
        return f"step {self.step} is α-equal to {before}: it repeats for ever"


class Growth(Record):
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
        """Look at the term that the next step has led to."""
        self._see(term.size, lambda: term)

    def follow(self, step: Step) -> None:
        """Look at the next step. Its term is only put together where its size does not tell it apart."""
        size = self._sizes[-1] + step.growth
        self._see(size if size < IMMENSE else step.after.size, lambda: step.after)

    def _see(self, size: int, term: Callable[[], Term]) -> None:
        self.steps += 1
        self.largest = max(self.largest, size)
        self._sizes.append(size)
        if self.period is not None:
            return
        self._since += 1
        if size == self._remembered.size and term() == self._remembered:
            self.period = self._since
            self._found = self.steps
        elif self._since == self._power:  # look for longer cycles from here
            self._remembered, self._since, self._power = term(), 0, 2 * self._power

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


class Loops:
    """Looks at the steps of a reduction in normal order, for a part that comes back inside itself."""

    def __init__(self) -> None:
        self._steps = 0  # before the one that is looked at
        self._remembered: Term | None = None
        self._path: Path = ()
        self._since = 0
        self._power = 1  # as in `Detector`

    def see(self, step: Step) -> Cycle | None:
        """Look at the next step."""
        part, context = step.redex, step.context
        while context is not None and is_applied(context):
            part, context = around(context, part), context[2]
        path = path_of(context)
        below = path[len(self._path) :]
        inside = self._remembered is not None and path[: len(self._path)] == self._path
        if inside and self._is_again(part, below):
            return Cycle(self._steps, self._steps - self._since, inside=True)
        if not inside or self._since == self._power:
            self._power *= 2 if inside else 1
            self._remembered, self._path, self._since = part, path, 0
        self._since += 1
        self._steps += 1
        return None

    def _is_again(self, part: Term, below: Path) -> bool:
        """True if the remembered part has come back as the one at the end of a path in it."""
        remembered = self._remembered
        assert remembered is not None
        if below:
            return part.size == remembered.size and part == shift(remembered, below.count("body"))
        while isinstance(part, App) and part.size > remembered.size:
            part = part.fn
            if part == remembered:
                return True
        return False


def diagnose(term: Term, definitions: Table | None = None, budget: Budget = BUDGET) -> Divergence | None:
    """The divergence of a term's reduction in normal order within a budget; None if it ends.

    A cycle means that there is no normal form, since normal order finds every one.
    """
    from lamb.machine.trace import trace  # start-up counts, and most terms end

    meter = budget.meter()

    def steps() -> Trace:
        return trace(term, definitions=definitions, budget=meter.left())

    detector, loops, seen = Detector(term), Loops(), steps()
    for step in seen:
        detector.see(step.after)
        if detector.period is not None:
            break
        if loop := loops.see(step):
            return loop
    return None if seen.status is Status.NORMAL_FORM else detector.divergence(steps)


class DivergenceWatch:
    """Stops a run, as a watch, when *found* proves that its term has no normal form; or when *watch* does.

    It looks after 10,000 steps, and again when they have doubled, for a small share of the time since then.
    """

    def __init__(
        self, term: Term, definitions: Mapping[str, Term], budget: Budget, watch: Watch | None
    ) -> None:
        self.found: Cycle | None = None
        self._term = term
        self._definitions = definitions
        self._clock = budget.clock
        self._watch = watch
        self._looked = self._clock()
        self._next = FIRST_LOOK

    def __call__(self, steps: int) -> bool | Status:
        stop = self._watch is not None and self._watch(steps)
        if not stop and self.found is None and steps >= self._next:
            self._next = 2 * steps
            seconds = min(SHARE * (self._clock() - self._looked), BUDGET.seconds or 0)
            budget = Budget(BUDGET.steps, BUDGET.nodes, seconds, self._clock)
            with suppress(Exhausted):  # the run has no room for a look
                seen = diagnose(self._term, self._definitions, budget)
                self.found = seen if isinstance(seen, Cycle) else None
            self._looked = self._clock()
        return stop or (Status.DIVERGED if self.found else False)
