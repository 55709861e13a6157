"""Answering: what a process does that a pool (`processes.py`) asks, one question after the other.

It is sent questions, and sends answers. Meanwhile it may be told to pause, and then to go on, or to give up.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection

from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.workers import limit_memory

QUESTION, ANSWER = b"?", b"="  # how messages begin
PAUSE, GO_ON, GIVE_UP = b"|", b">", b"x"  # messages


def answer_all(connection: Connection, answer: str, memory: int | None) -> None:
    """Say that all is loaded, and answer one question after the other: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    limit_memory(memory)
    module, _, name = answer.partition(":")
    function: Callable[[str], str] = getattr(import_module(module), name)
    global _asked_by  # noqa: PLW0603  (a process has one)
    _asked_by = connection
    with suppress(EOFError, OSError):  # no one waits any more
        connection.send_bytes(b"")
        while True:
            message = connection.recv_bytes()
            if message.startswith(QUESTION):  # and is not about one that has been answered meanwhile
                answer = _answer(function, message.removeprefix(QUESTION).decode("utf-8", "surrogatepass"))
                connection.send_bytes(ANSWER + answer.encode("utf-8", "surrogatepass"))


def _answer(function: Callable[[str], str], question: str) -> str:
    """The answer of a function; nothing that counts if it is given up."""
    try:
        with Budget().meter(lambda _steps: give_way()):
            return function(question)
    except Exhausted as exhausted:
        if exhausted.status is not Status.INTERRUPTED:
            raise
        return ""


_asked_by: Connection | None = None


def give_way() -> bool:
    """Let others go first, if the one who asks says so. True if the question is to be given up.

    The meters of what takes long call this now and then; what has none calls it itself. In a process that no
    pool has started, it is nothing.
    """
    if _asked_by is None or not _asked_by.poll():
        return False
    try:
        order = _asked_by.recv_bytes()
        if order == PAUSE:
            _asked_by.send_bytes(PAUSE)
            order = _asked_by.recv_bytes()
    except (EOFError, OSError):  # no one waits any more
        os._exit(0)
    return order == GIVE_UP


def clock_of(process: int) -> Callable[[], float]:
    """The seconds of the processor that a process has had; where no one tells them, those of the day."""
    if sys.platform != "linux":
        return time.monotonic
    number, last = (~process << 3) | 2, 0.0  # as clock_getcpuclockid(3) makes it

    def seconds() -> float:
        nonlocal last
        with suppress(OSError):  # it has ended
            last = time.clock_gettime(number)
        return last

    return seconds
