"""How much a reduction may use, and how it ended.

Not every term has a normal form, and no program can tell which (Church 1936). So a reduction takes
a `Budget`, and ends with an `Outcome`: a normal form, or as far as it came and what ran out.
Running out is a result, not an error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from lamb.calculus.term import TICK

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


# ── Memory ──────────────────────────────────────────────────────────────────────────
# How much memory a run holds, reckoned in nodes of terms.
#
# Heaps and stacks count as well as the answer, so it is Python's own blocks that are counted. Asking
# takes long when there are many, so it is done more rarely then.


BLOCKS_PER_NODE: Final = 2
SELDOM: Final = 8  # questions for one answer that is not the last one again
MANY: Final = 1_000_000  # nodes

MEASURABLE: Final = hasattr(sys, "getallocatedblocks")
"""Whether Python counts its blocks; PyPy does not."""

_allocated_blocks: Callable[[], int] = getattr(sys, "getallocatedblocks", lambda: 0)


class Memory:
    """What has been taken since it was made."""

    def __init__(self) -> None:
        self._before = _allocated_blocks()
        self._asked = 0
        self._nodes = 0

    def held(self) -> int:
        """About how many nodes are in memory."""
        if self._asked % (SELDOM if self._nodes > MANY else 1) == 0:
            self._nodes = (_allocated_blocks() - self._before) // BLOCKS_PER_NODE
        self._asked += 1
        return self._nodes


# ── Fuel ────────────────────────────────────────────────────────────────────────────
# Fuel: how long a run of the machine may go on before somebody has to look at its budget.
#
# Looking costs more than a step does, so the machine is given some steps at a time, and counts them
# down. Time and memory are looked at after a *lap* of steps, of nodes of the answer, or of nodes that a
# shift has visited.


LAP: Final = 4_096  # steps, or nodes, between two looks at the time and the memory
SHORT: Final = 250  # steps that are given at a time: Python has numbers up to 256 in stock


class Fuel:
    """A budget in use. *status* says what has run out, if anything has."""

    def __init__(self, meter: Meter) -> None:
        nodes = meter.budget.nodes
        self.status = Status.NORMAL_FORM
        self.lap = LAP if nodes is None else max(64, min(LAP, nodes // 16))
        self._meter = meter
        self._memory = None if nodes is None else Memory()
        self._steps = 0  # that the meter has been told of
        self._visited = 0  # nodes, by shifts, since the budget was looked at
        self._next_look = self.lap  # when so many steps have been taken

    def left(self, steps: int) -> int | None:
        """The steps that may still be taken after *steps*; None if there is no limit."""
        limit = self._meter.budget.steps
        return None if limit is None else max(0, limit - steps)

    @property
    def spare(self) -> int | None:
        """The nodes that may still be made to read what a run has reached: a fifth of all, at the least."""
        most = self._meter.budget.nodes
        return None if most is None else max(most - self._held(), most // 5)

    def more(self, steps: int, answered: int, *stacks: Any) -> int:
        """How many steps may be taken before this is asked again; 0 if something has run out."""
        left = self.left(steps)
        if left == 0:
            self.status = Status.STEPS
            return 0
        if steps >= self._next_look:
            self._next_look = steps + self.lap
            if self.exhausted(steps, answered, *stacks):
                return 0
        short = min(SHORT, self.lap)
        return short if left is None else min(short, left)

    def exhausted(self, steps: int, answered: int, *stacks: Any) -> bool:
        """Whether something has run out, *answered* being the nodes of the answer so far.

        Where memory cannot be measured, the *stacks* are counted, which are linked lists.
        """
        self._steps = steps
        held = self._held()
        if not MEASURABLE and self._memory is not None:
            held = sum(map(length, stacks))
        status = self._meter.exhausted(steps, max(answered, held))
        self.status = status or Status.NORMAL_FORM
        return status is not None

    def tick(self, visited: int) -> None:
        """Look at the budget in the middle of a shift, or after some short ones. Raises Exhausted."""
        self._visited += visited
        if self._visited < LAP:
            return
        self._visited = 0
        if status := self._meter.exhausted(self._steps, self._held()):
            raise Exhausted(status)

    def _held(self) -> int:
        """About how many nodes are in memory, if that is limited."""
        return 0 if self._memory is None else self._memory.held()


def length(linked: Any) -> int:
    """How many there are in a linked list."""
    count = 0
    while linked is not None:
        count += 1
        linked = linked[-1]
    return count
