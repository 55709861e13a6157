"""How much a reduction may use, and how it ended.

Not every term has a normal form, and no program can tell which (Church 1936). So a reduction takes
a `Budget`, and ends with an `Outcome`: a normal form, or as far as it came and what ran out.
Running out is a result, not an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from lamb.calculus.term import TICK, Term
from lamb.display import Displayed

Watch = Callable[[int], bool]
"""Called now and then with the steps so far; true when the reduction should stop."""


class Status(Enum):
    """Why a reduction ended."""

    NORMAL_FORM = "normal form"
    STEPS = "steps"
    NODES = "nodes"
    SECONDS = "seconds"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a reduction may use; None is no limit of that kind.

    *steps* are contractions (β, δ and η); *nodes* is the most that may be held at a time, in nodes
    of terms; *seconds* are those of *clock*. Steps are counted exactly, the others now and then.
    """

    steps: int | None = None
    nodes: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] = field(default=time.monotonic, repr=False, compare=False)

    def meter(self, watch: Watch | None = None) -> Meter:
        """A meter that starts now."""
        return Meter(self, watch)

    def within(self, status: Status) -> str:
        """How far a reduction went that was stopped, in words.

        >>> Budget(steps=10_000).within(Status.STEPS)
        'within 10,000 steps'
        """
        match status:
            case Status.STEPS:
                return "within 1 step" if self.steps == 1 else f"within {self.steps or 0:,} steps"
            case Status.NODES:
                return f"within {self.nodes or 0:,} nodes of memory"
            case Status.SECONDS:
                return f"within {self.seconds or 0:g} s"
        return "before it was interrupted"

    def or_else(self, other: Budget) -> Budget:
        """This budget, with the limits of another where it has none.

        >>> Budget(steps=5).or_else(Budget(steps=100, nodes=1_000))
        Budget(steps=5, nodes=1000, seconds=None)
        """
        return Budget(
            other.steps if self.steps is None else self.steps,
            other.nodes if self.nodes is None else self.nodes,
            other.seconds if self.seconds is None else self.seconds,
            self.clock,
        )


class Exhausted(Exception):
    """A budget has run out, in the middle of something."""

    def __init__(self, status: Status) -> None:
        self.status = status


class Meter:
    """A budget being used."""

    __slots__ = ("_visited", "budget", "deadline", "watch")

    def __init__(self, budget: Budget, watch: Watch | None = None) -> None:
        self.budget = budget
        self.watch = watch
        self._visited = 0  # nodes, since the time was looked at
        self.deadline = None if budget.seconds is None else budget.clock() + budget.seconds

    def left(self) -> Budget:
        """The budget, with the seconds that are left of it."""
        budget = self.budget
        seconds = None if self.deadline is None else max(0.0, self.deadline - budget.clock())
        return Budget(budget.steps, budget.nodes, seconds, budget.clock)

    def tick(self, visited: int) -> None:
        """Be told of the nodes that a traversal has visited. Raises Exhausted where it has to stop."""
        self._visited += visited
        if self._visited >= TICK:
            self._visited = 0
            if status := self.exhausted(0, 0):
                raise Exhausted(status)

    @property
    def is_late(self) -> bool:
        """Whether the seconds have run out."""
        return self.deadline is not None and self.budget.clock() >= self.deadline

    def exhausted(self, steps: int, nodes: int) -> Status | None:
        """What but the steps has run out, after *steps* and with *nodes* in hand; None if nothing has."""
        budget = self.budget
        if budget.nodes is not None and nodes > budget.nodes:
            return Status.NODES
        if self.is_late:
            return Status.SECONDS
        if self.watch is not None and self.watch(steps):
            return Status.INTERRUPTED
        return None


class Remainder:
    """What is *left* of a budget's seconds, for what is done later: when, and if, somebody asks for it."""

    def __init__(self, left: Budget = Budget()) -> None:
        self.left = left

    @contextmanager
    def used(self) -> Iterator[Meter]:
        """A meter of the seconds that are left; there are fewer afterwards."""
        meter = self.left.meter()
        try:
            yield meter
        finally:
            self.left = meter.left()


class Outcome(Displayed):
    """How a reduction ended: its *status*, the *steps* it took, and the *term* it reached.

    The steps are the contractions that were made; where *numbers_used* is true, arithmetic was done with
    integers, which are none. A number is a term at once, however large: it is written out as far as
    somebody walks into it. The term of an unfinished reduction is put together when it is first asked
    for; where that would take too many nodes, it is the term that the reduction began with.
    """

    def __init__(
        self,
        status: Status,
        steps: int,
        reached: Callable[[], Term],
        glimpse: Callable[[], Term] | None = None,
        *,
        numbers_used: bool = False,
    ) -> None:
        self.status = status
        self.steps = steps
        self.numbers_used = numbers_used
        self._reached = reached
        self._glimpse = glimpse

    @cached_property
    def term(self) -> Term:
        """The normal form, or the term that was reached when the budget ran out."""
        return self._reached()

    @cached_property
    def beginning(self) -> Term:
        """The term, or as much of its beginning as fills a screen, with the name `…` for the rest.

        There at once, however large the term of an unfinished reduction has become.
        """
        return self._glimpse() if self._glimpse and "term" not in vars(self) else self.term

    @property
    def finished(self) -> bool:
        """Whether the term is a normal form."""
        return self.status is Status.NORMAL_FORM

    def __repr__(self) -> str:
        return f"Outcome({self.status.value!r} after {self.steps} steps)"
