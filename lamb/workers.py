"""Work in processes of their own: one item at a time, each within limits, so that none harms another.

    for number, answer in work_through(partial(prepare, …), items, processes=2): …

`prepare()` is called once in each process, and gives the function that makes an answer of an item; both are
bytes. Answers come as they are ready. A process that ends before it has answered (a limit, a crash) costs its
own item only: the answer is a `Lost`, and another process takes its place.

The limits are those of the operating system, in time of the processor and not of the day, so what is lost
does not depend on what else the machine does. Where a system has none, there is a limit of the day.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TypeAlias

from lamb.records import Record

Work: TypeAlias = Callable[[bytes], bytes]
Prepare: TypeAlias = Callable[[], Work]

PATIENCE = 20
"""Seconds of the day for one of the processor, before a process is taken to hang."""
LOOK = 1.0  # seconds between two looks for one that hangs
OUT_OF_MEMORY = 86
"""The exit code of a process whose memory ran out."""


class Lost(Enum):
    """The reason why there is no answer to an item."""

    TIME = "it took too long"
    MEMORY = "it took too much memory"
    CRASH = "the process that worked on it broke down"


class Limits(Record):
    """The most that an item may take: *seconds* of the processor, and *memory* in bytes for the process."""

    seconds: float = 120.0
    memory: int = 2_000_000_000


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_through(
    prepare: Prepare,
    items: Sequence[bytes],
    *,
    processes: int | None = None,
    limits: Limits = Limits(),  # noqa: B008  (it never changes)
) -> Iterator[tuple[int, bytes | Lost]]:
    """The answer to each item, with its number, as they are ready; by all processors, unless told otherwise.

    No process is left when this ends, however it does.
    """
    workers: list[Worker] = []
    todo = iter(enumerate(items))
    try:
        for number, item in _first(todo, processes or cores()):
            workers.append(Worker(prepare, limits, [worker.connection for worker in workers]))
            workers[-1].give(number, item)
        while workers:
            for worker in _ready(workers):
                number, answer = worker.take()
                following = next(todo, None)
                if following is not None and isinstance(answer, bytes):
                    worker.give(*following)
                else:
                    workers.remove(worker)
                    worker.end()
                if following is not None and isinstance(answer, Lost):
                    workers.append(Worker(prepare, limits, [other.connection for other in workers]))
                    workers[-1].give(*following)
                yield number, answer
    finally:
        for worker in workers:
            worker.end()


def _first(todo: Iterator[tuple[int, bytes]], most: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(most):
        if (one := next(todo, None)) is None:
            return
        yield one


def _ready(workers: Sequence[Worker]) -> list[Worker]:
    """The workers that have something to say, or that hang."""
    while True:
        heard = wait([worker.connection for worker in workers], LOOK)
        ready = [worker for worker in workers if worker.connection in heard or worker.hangs]
        if ready:
            return ready


class Worker:
    """A process that works on one item at a time."""

    def __init__(self, prepare: Prepare, limits: Limits, others: list[Connection]) -> None:
        """Start it. What it inherits of the *others*' connections it closes, so that each ends with us."""
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = get_context("fork") if forks else get_context("spawn")
        self.connection, other = context.Pipe()
        inherited = [*others, self.connection] if forks else []
        self._process = context.Process(target=_serve, args=(other, prepare, limits, inherited), daemon=True)
        self._process.start()
        other.close()
        self._limits = limits
        self._number = -1
        self._hangs_at = 0.0

    def give(self, number: int, item: bytes) -> None:
        """Give it an item to work on."""
        self._number = number
        self._hangs_at = time.monotonic() + PATIENCE * self._limits.seconds
        with suppress(OSError):  # it has ended, which is heard when the answer is taken
            self.connection.send_bytes(item)

    @property
    def hangs(self) -> bool:
        """True if it has had its item for far too long."""
        return time.monotonic() > self._hangs_at

    def take(self) -> tuple[int, bytes | Lost]:
        """The number of its item, and the answer."""
        if not self.connection.poll():
            return self._number, Lost.TIME
        try:
            return self._number, self.connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(LOOK)
        return self._number, _reason(self._process.exitcode)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def _reason(code: int | None) -> Lost:
    if code == OUT_OF_MEMORY:
        return Lost.MEMORY
    return Lost.TIME if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF else Lost.CRASH


def _serve(connection: Connection, prepare: Prepare, limits: Limits, inherited: list[Connection]) -> None:
    """Answer items until there are no more: what runs in the process of a worker."""
    for one in inherited:
        one.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that has started this one
    _limit_memory(limits.memory)
    work: Work | None = None
    with suppress(EOFError, OSError, BrokenPipeError):
        while True:
            item = connection.recv_bytes()
            _limit_time(limits.seconds)
            try:
                work = work or prepare()
                answer = work(item)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            _limit_time(0)
            connection.send_bytes(answer)


def _limit_time(seconds: float) -> None:
    """End this process after so many seconds of the processor; 0 is no limit."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(most: int) -> None:
    """Let this process have so many bytes of memory, where the system can do so."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
