"""Attempts, judged at once: by processes, each of which can be ended. Equal answers are judged once.

What takes too long has its process ended, and a mark that says so; so has what ends its process. A process
is started in the place of one that is gone.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from multiprocessing import get_context
from time import process_time

from pebble import ProcessExpired, ProcessPool

from lamb.classroom.events import Attempt
from lamb.classroom.log.kept_marks import Judge, answer_of
from lamb.classroom.marks import Mark

SECONDS = 60.0  # after which a process is ended, whatever it does; budgets end an evaluation long before
MOST_MARKS = 20_000  # that are remembered
LATE = "this took too long or too much memory, and was stopped"

_judge: Judge
"""In a process that judges: its judge."""


def _begin(judge: Judge) -> None:
    global _judge  # noqa: PLW0603  (a process has one)
    _judge = judge


def _judged(attempt: Attempt) -> tuple[Mark, float]:
    begun = process_time()
    mark = _judge(attempt)
    return mark, process_time() - begun


class Judges:
    """Processes that judge attempts as *judge* does."""

    def __init__(self, judge: Judge, processes: int) -> None:
        context = get_context("spawn")
        self._pool = ProcessPool(processes, initializer=_begin, initargs=(judge,), context=context)
        self._marks: OrderedDict[bytes, asyncio.Task[tuple[Mark, float]]] = OrderedDict()

    async def mark(self, attempt: Attempt, out_of: float) -> tuple[Mark, float]:
        """The mark of an attempt, and the seconds that it took: none for an answer that is known.

        Equal answers that come while one of them is judged wait for the same mark.
        """
        answer = answer_of(attempt)
        task, known = self._marks.pop(answer, None), True
        if task is None:
            task, known = asyncio.create_task(self._new(attempt, out_of)), False
        self._marks[answer] = task
        if len(self._marks) > MOST_MARKS:
            self._marks.popitem(last=False)
        mark, seconds = await asyncio.shield(task)  # which goes on where one of those who wait has gone
        return mark, 0.0 if known else seconds

    async def _new(self, attempt: Attempt, out_of: float) -> tuple[Mark, float]:
        try:
            future = self._pool.schedule(_judged, args=(attempt,), timeout=SECONDS)
            judged: tuple[Mark, float] = await asyncio.wrap_future(future)
        except (TimeoutError, ProcessExpired, MemoryError):
            return Mark(attempt.exercise, "undecided", 0, out_of, feedback=(LATE,)), SECONDS
        return judged

    def end(self) -> None:
        """End the processes, whatever they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
