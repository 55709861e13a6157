"""Budgets, the most that a reduction may use, and the meters that hold it to them.

Not every term has a normal form, and no program can tell which (Church 1936). So whatever can go on for
long takes a **budget**: steps, nodes, seconds. Running out is a result, not an error.

A **meter** is a budget in use. It counts the steps, and looks at the clock and at the memory after each
lap of some thousand nodes. A traversal of a term calls `tick` once in so many nodes, and is stopped by
`Exhausted` when the meter that is running says so:

    with budget.meter() as meter:      # runs until the end of the block
        whatever(may, take, long)      # calls tick()

Meters belong to a thread or a task, not to the process. The innermost one runs; what those around it have run
out of stops it too. Where none is running, nothing is stopped.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from enum import Enum
from typing import Any, Final, Self, TypeVar

from lamb.errors import BudgetError
from lamb.records import Record, value

Item = TypeVar("Item")

TICK: Final = 4_096
"""Nodes that a traversal visits before it tells its meter."""
LAP: Final = 4_096
"""Steps, or nodes, between two looks at the time and the memory."""
STEPS_A_LOOK: Final = 64
"""Steps between two looks, where each may take long."""
GRACE: Final = 0.05
"""Of a second, and of the seconds of a budget, that something short may take besides."""
SHORT: Final = 250
"""Steps that a machine is given at a time: Python has numbers up to 256 in stock."""


class Status(Enum):
    """The reason for which a reduction ended."""

    NORMAL_FORM = "normal form"
    STEPS = "steps"
    NODES = "nodes"
    SECONDS = "seconds"
    INTERRUPTED = "interrupted"
    DIVERGED = "diverged"
    """It is proved that there is no normal form."""


Watch = Callable[[int], "bool | Status"]
"""Called now and then with the steps so far; true, or why, when the reduction should stop."""


class Budget(Record):
    """The most that a reduction may use; None is no limit of that kind.

    *steps* are contractions (β, δ and η); *nodes* is the most that may be held at a time, in nodes
    of terms; *seconds* are those of *clock*. Steps are counted exactly, the others now and then.
    """

    steps: int | None = None
    nodes: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] = value(default=time.monotonic, hidden=True)

    def meter(self, watch: Watch | None = None) -> Meter:
        """A meter of this budget, whose seconds count from now."""
        return Meter(self, watch)

    def within(self, status: Status) -> str:
        """The limit at which a reduction was stopped, in words.

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
            case Status.DIVERGED:
                return "since it repeats for ever"
        return "before it was interrupted"

    def grace(self) -> Budget:
        """The seconds for what goes beside a reduction, like reading what it has reached: few."""
        seconds = None if self.seconds is None else GRACE + self.seconds * GRACE
        return Budget(seconds=seconds, clock=self.clock)

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


# ── Meters ────────────────────────────────────────────────────────────────────────────

_RUNNING: ContextVar[Meter | None] = ContextVar("meter", default=None)


def tick(visited: int = TICK) -> None:
    """Tell the meter that is running how many nodes a traversal has visited. Raises Exhausted."""
    meter = _RUNNING.get()
    if meter is not None:
        meter.tick(visited)


def hold(nodes: int) -> None:
    """Raise Exhausted if so many nodes are more than may be held."""
    meter = _RUNNING.get()
    if meter is not None and (status := meter.exhausted(nodes)):
        raise Exhausted(status)


def anew() -> Meter:
    """A meter with the seconds of the one that is running, which counts steps and nodes anew."""
    return (_RUNNING.get() or Meter()).again()


class Meter:
    """A budget in use: the *steps* and the nodes *visited* so far, and the seconds that are left.

    With *memory*, the nodes that are held count too: as *held* says, or as Python's memory has grown.
    The budget's nodes are not looked at otherwise.
    """

    def __init__(
        self,
        budget: Budget = Budget(),  # noqa: B008  (it never changes)
        watch: Watch | None = None,
        *,
        memory: bool = False,
        held: Callable[[], int] | None = None,
    ) -> None:
        self.budget = budget
        self.watch = watch
        self.steps = 0
        self.visited = 0
        self._next_look = LAP
        self._deadline = None if budget.seconds is None else budget.clock() + budget.seconds
        self._seconds: float | None = None  # that are left, as long as it is paused
        self._held = held or (Memory().held if memory and budget.nodes is not None else None)
        self._outer: Meter | None = None  # which runs again after this one, and may stop it
        self._entered: list[tuple[Token[Meter | None], bool]] = []

    # ── running and pausing ──

    def __enter__(self) -> Self:
        """Let this be the meter that is running."""
        if not self._entered:
            self._outer = _RUNNING.get()
        self._entered.append((_RUNNING.set(self), self._seconds is not None))
        if self._seconds is not None:
            self._deadline, self._seconds = self.budget.clock() + self._seconds, None
        return self

    def __exit__(self, *_: object) -> None:
        token, was_paused = self._entered.pop()
        _RUNNING.reset(token)
        if was_paused:
            self.pause()

    @contextmanager
    def or_raise(self, message: str, hint: str | None = None) -> Iterator[None]:
        """Let this be the meter that is running. Raises BudgetError, with a *message*, where it runs out."""
        try:
            with self:
                yield
        except Exhausted as exhausted:
            raise BudgetError(f"{message} {self.budget.within(exhausted.status)}", hint=hint) from None

    def pause(self) -> Self:
        """This meter, whose seconds count only while it is running, from now on."""
        self._deadline, self._seconds = None, self.left().seconds
        return self

    def each(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items, each of which is made while this meter is running."""
        while True:
            with self:
                item = next(items, None)
            if item is None:
                return
            yield item

    # ── what has been used ──

    def tick(self, visited: int = TICK) -> None:
        """Count nodes that have been visited. Raises Exhausted."""
        self.visited += visited
        if self.visited >= self._next_look:
            self.look()

    def step(self) -> None:
        """Count a step. Raises Exhausted if there may be no more."""
        if self.budget.steps is not None and self.steps >= self.budget.steps:
            raise Exhausted(Status.STEPS)
        self.steps += 1
        if self.steps % STEPS_A_LOOK == 0:
            self.look()

    def look(self) -> None:
        """Raise Exhausted if anything but the steps has run out."""
        self._next_look = self.visited + LAP
        if status := self.exhausted():
            raise Exhausted(status)

    def exhausted(self, nodes: int = 0) -> Status | None:
        """The limit but for steps that has run out, if so many *nodes* are held at least; else None."""
        budget = self.budget
        if budget.nodes is not None and max(nodes, self.held()) > budget.nodes:
            return Status.NODES
        if self.is_late:
            return Status.SECONDS
        if self.watch is not None and (stop := self.watch(self.steps)):
            return stop if isinstance(stop, Status) else Status.INTERRUPTED
        return self._outer.exhausted() if self._outer is not None and self._entered else None

    def held(self) -> int:
        """About how many nodes are held, if that counts."""
        return 0 if self._held is None else self._held()

    @property
    def is_late(self) -> bool:
        """True if the seconds have run out."""
        return self._deadline is not None and self.budget.clock() >= self._deadline

    # ── what is left ──

    def left(self) -> Budget:
        """The budget, with the seconds that are left of it."""
        budget, seconds = self.budget, self._seconds
        if self._deadline is not None:
            seconds = max(0.0, self._deadline - budget.clock())
        return Budget(budget.steps, budget.nodes, seconds, budget.clock)

    def rest(self) -> Meter:
        """A meter for what is done later, in the seconds that are left, or in a grace, without a watch."""
        meter = self._anew().pause()
        meter.watch = None
        if meter._seconds is not None:
            meter._seconds = max(meter._seconds, self.budget.grace().seconds or 0)
        return meter

    def again(self) -> Meter:
        """A meter that counts steps and nodes anew, with the same seconds."""
        meter = self._anew()
        meter._held = None if self.budget.nodes is None else Memory().held
        return meter

    def _anew(self) -> Meter:
        meter = Meter.__new__(type(self))
        meter.__dict__.update(self.__dict__)
        meter.steps = meter.visited = 0
        meter._next_look = LAP
        meter._held = meter._outer = None
        meter._entered = []
        return meter


class Fuel(Meter):
    """The meter of a machine that counts down its steps itself.

    Looking costs more than a step does. So the machine is given some steps at a time, and looks after a
    *lap* of them. *status* says what has run out, if anything has.
    """

    def __init__(self, budget: Budget, watch: Watch | None = None) -> None:
        super().__init__(budget, watch, memory=True)
        self.status = Status.NORMAL_FORM
        self.lap = LAP if budget.nodes is None else max(64, min(LAP, budget.nodes // 16))
        self._next_lap = self.lap

    def steps_left(self, steps: int) -> int | None:
        """The steps that may still be taken after *steps*; None if there is no limit."""
        limit = self.budget.steps
        return None if limit is None else max(0, limit - steps)

    @property
    def spare(self) -> int | None:
        """The nodes that may still be made to read what a run has reached: a fifth of all, at the least."""
        most = self.budget.nodes
        return None if most is None else max(most - self.held(), most // 5)

    def more(self, steps: int, answered: int, *stacks: Any) -> int:
        """The steps that may be taken before this is asked again; 0 if something has run out."""
        left = self.steps_left(steps)
        if left == 0:
            self.status = Status.STEPS
            return 0
        if steps >= self._next_lap:
            self._next_lap = steps + self.lap
            if self.has_run_out(steps, answered, *stacks):
                return 0
        short = min(SHORT, self.lap)
        return short if left is None else min(short, left)

    def has_run_out(self, steps: int, answered: int, *stacks: Any) -> bool:
        """True if anything has run out, *answered* being the nodes of the answer so far.

        Where memory cannot be measured, the *stacks* are counted, which are linked lists.
        """
        self.steps = steps
        if not MEASURABLE and self.budget.nodes is not None:
            answered = max(answered, sum(map(_length, stacks)))
        self.status = self.exhausted(answered) or Status.NORMAL_FORM
        return self.status is not Status.NORMAL_FORM


def _length(linked: Any) -> int:
    """The length of a linked list, whose last field is the rest."""
    number = 0
    while linked is not None:
        linked = linked[-1]
        number += 1
    return number


# ── Memory ────────────────────────────────────────────────────────────────────────────

BLOCKS_PER_NODE: Final = 2
SELDOM: Final = 8  # questions for one answer that is not the last one again
MANY: Final = 1_000_000  # nodes

MEASURABLE: Final = hasattr(sys, "getallocatedblocks")
"""True if Python counts its blocks; PyPy does not."""

_allocated_blocks: Callable[[], int] = getattr(sys, "getallocatedblocks", lambda: 0)


class Memory:
    """The memory that has been taken since it was first asked for, reckoned in nodes of terms.

    Heaps and stacks count as well as the answer, so it is Python's own blocks that are counted. Asking
    takes long where a process has many: it is done only once something has gone on for a lap, and more
    rarely when much has been taken.
    """

    def __init__(self) -> None:
        self._before: int | None = None
        self._asked = 0
        self._nodes = 0

    def held(self) -> int:
        """About how many nodes are in memory."""
        if self._before is None:
            self._before = _allocated_blocks()
        elif self._asked % (SELDOM if self._nodes > MANY else 1) == 0:
            self._nodes = (_allocated_blocks() - self._before) // BLOCKS_PER_NODE
        self._asked += 1
        return self._nodes
