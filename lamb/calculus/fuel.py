"""Fuel: how long a run of the machine may go on before somebody has to look at its budget.

Looking costs more than a step does, so the machine is given some steps at a time, and counts them
down. Time and memory are looked at after a *lap* of steps, of nodes of the answer, or of nodes that a
shift has visited.
"""

from __future__ import annotations

from typing import Any, Final

from lamb.calculus.budget import Exhausted, Meter, Status
from lamb.calculus.code import length
from lamb.calculus.memory import MEASURABLE, Memory

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
