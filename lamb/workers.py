"""Work in processes of their own: one item at a time, each within limits, so that none harms another.

    for number, answer in work_through(partial(prepare, …), items, processes=2): …

`prepare()` is called once in each process, and gives the function that makes an answer of an item; both are
bytes. Answers come as they are ready. A process that ends before it has answered (a limit, a crash) costs its
own item only: the answer is a `Lost`, and another process takes its place. Where none can be started, this
one does all the work.

The limits are those of the operating system, in time of the processor and not of the day, so what is lost
does not depend on what else the machine does. Where a system has none, there is a limit of the day.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from enum import Enum
from math import inf
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import ModuleType
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
    """The most that an item may take: *seconds* of the processor, and *memory* in bytes for the process. None
    is no limit.
    """

    seconds: float | None = 120.0
    memory: int | None = 2_000_000_000


UNLIMITED = Limits(seconds=None, memory=None)
"""For work that has budgets of its own."""


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
    crew: list[Worker] = []
    todo = deque(enumerate(items))
    most = processes or cores()
    try:
        while todo or crew:
            while todo and len(crew) < most:
                if (worker := _started(prepare, limits, crew)) is None:
                    most = len(crew)
                    break
                worker.give(*todo.popleft())
                crew.append(worker)
            if not crew:
                yield from _alone(prepare, todo)
            for worker, answer in _heard(crew):
                number = worker.number
                if todo and isinstance(answer, bytes):
                    worker.give(*todo.popleft())
                else:
                    crew.remove(worker)
                    worker.end()
                yield number, answer
    finally:
        for worker in crew:
            worker.end()


def _started(prepare: Prepare, limits: Limits, crew: Sequence[Worker]) -> Worker | None:
    """Another worker; None where no process can be started."""
    try:
        return Worker(prepare, limits, [other.connection for other in crew])
    except (OSError, AssertionError):  # there may be no more; this is a process of a pool itself
        return None


def _alone(prepare: Prepare, todo: deque[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | Lost]]:
    """The answers of this process: nothing limits it but the budgets of its work."""
    work = prepare()
    while todo:
        number, item = todo.popleft()
        try:
            answer: bytes | Lost = work(item)
        except MemoryError:
            answer = Lost.MEMORY
        yield number, answer


def _heard(crew: Sequence[Worker]) -> list[tuple[Worker, bytes | Lost]]:
    """The workers that have something to say, and what; and those that hang."""
    found: list[tuple[Worker, bytes | Lost]] = []
    while crew and not found:
        ready = wait([worker.connection for worker in crew], LOOK)
        for worker in crew:
            if worker.connection in ready:
                found.append((worker, worker.answer()))
            elif worker.hangs:
                found.append((worker, Lost.TIME))
    return found


class Worker:
    """A process that works on one item at a time."""

    def __init__(self, prepare: Prepare, limits: Limits, others: list[Connection]) -> None:
        """Start it. What it inherits of the *others*' connections it closes, so that each ends with us."""
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = get_context("fork") if forks else get_context("spawn")
        self.connection, other = context.Pipe()
        inherited = [*others, self.connection] if forks else []
        self._process = context.Process(target=_serve, args=(other, prepare, limits, inherited), daemon=True)
        with _ctrl_c_waits(), nullcontext() if forks else without_main():
            self._process.start()
        other.close()
        self._limits = limits
        self.number = -1
        self._hangs_at = 0.0

    def give(self, number: int, item: bytes) -> None:
        """Give it an item to work on."""
        self.number = number
        self._hangs_at = time.monotonic() + PATIENCE * (self._limits.seconds or inf)
        with suppress(OSError):  # it has ended, which is heard when the answer is taken
            self.connection.send_bytes(item)

    @property
    def hangs(self) -> bool:
        """True if it has had its item for far too long."""
        return time.monotonic() > self._hangs_at

    def answer(self) -> bytes | Lost:
        """The answer to its item, once it has something to say."""
        try:
            return self.connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(LOOK)
        return _reason(self._process.exitcode)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """While a process is started, which inherits that it hears no Ctrl-C: that is for this one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _reason(code: int | None) -> Lost:
    if code == OUT_OF_MEMORY:
        return Lost.MEMORY
    return Lost.TIME if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF else Lost.CRASH


def _serve(connection: Connection, prepare: Prepare, limits: Limits, inherited: list[Connection]) -> None:
    """Answer items until there are no more: what runs in the process of a worker."""
    for one in inherited:
        one.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be kept from hearing it
    if hasattr(gc, "freeze"):
        gc.freeze()  # nothing that it was given is garbage
    limit_memory(limits.memory)
    work: Work | None = None
    with suppress(EOFError, OSError, BrokenPipeError):
        while True:
            item = connection.recv_bytes()
            _limit_time(limits.seconds or 0)
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


def limit_memory(most: int | None) -> None:
    """Let this process have so many bytes of memory, where the system can see to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if most is not None and (hard == resource.RLIM_INFINITY or most < hard):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


_starting = threading.Lock()


@contextmanager
def without_main() -> Iterator[None]:
    """While a process is started, which is not to run the program of this one again, if that is a file at
    all: it needs nothing but what is ours.
    """
    with _starting:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
