"""Invocations: a function is called with a value, within a budget, and what that took is noted."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Literal, TypeAlias

from lamb.calculus.budget import Status
from lamb.classroom.events import Invocation
from lamb.classroom.functions.evaluation import InvocationReply, Ready, ready
from lamb.classroom.functions.signatures import ValueRefused
from lamb.classroom.functions.versions import Library, Version, version_in
from lamb.errors import LambError
from lamb.processes import Pool, Question, Unanswered

Trigger: TypeAlias = Literal["http", "file", "stream", "python", "aws"]

UNIT = 0.1  # seconds that are billed at a time
PATIENCE = 4.0  # times the seconds of a budget, which are the processor's, that an answer may take,
GRACE = 1.0  # and seconds besides, before its process is ended
MEMORY = 1_500_000_000  # bytes of a process
NEVER = 10.0**9  # seconds
MOST_LOADED = 32  # versions that a process remembers

# ── What a process does ───────────────────────────────────────────────────────────────


class _Recent:
    """The versions that were called last, by the text that they were read from."""

    def __init__(self) -> None:
        self._loaded: OrderedDict[str, Ready] = OrderedDict()

    def loaded(self, path: str) -> Ready:
        """The version in a file, which never changes. Raises LambError."""
        if path not in self._loaded:
            self._loaded[path] = ready(version_in(Path(path).read_text(encoding="utf-8"), path))
            if len(self._loaded) > MOST_LOADED:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(path)
        return self._loaded[path]


_recent = _Recent()


def answer_text(question: str) -> str:
    """The reply to a value for the version in a file, all in JSON: what a process of a pool answers."""
    asked = json.loads(question)
    begun = time.perf_counter()
    try:
        reply = _recent.loaded(asked["path"]).reply(asked["value"])
    except (LambError, OSError) as error:
        reply = InvocationReply("lost", error=str(error))
    reply = reply.with_values(memory=_memory(), seconds=time.perf_counter() - begun)
    return json.dumps(vars(reply))


def _memory() -> int:
    """The largest resident set of this process, in bytes; 0 where that is not known."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# ── Invocations ───────────────────────────────────────────────────────────────────────


class Functions:
    """The functions in the folder of a class, to be called: in processes of a *pool*, or else in this one.

    Each invocation is told to *record*, in the thread that got the answer, before the answer is given.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        pool: Pool | None = None,
        record: Callable[[Invocation], object] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.library = Library(folder)
        self._pool = pool
        self._record = record
        self._clock = clock

    def invoke(self, name: str, value: object, *, number: int | None = None) -> object:
        """What a function gives for a value, both as in JSON. Raises LambError if it gives none."""
        try:
            text = json.dumps(value)
        except (TypeError, ValueError, RecursionError):
            raise ValueRefused("this value cannot be written in JSON") from None
        return self.ask(name, text, number=number).result()[1].value

    def ask(
        self, name: str, text: str, *, number: int | None = None, trigger: Trigger = "python", key: str = ""
    ) -> Future[tuple[Invocation, InvocationReply]]:
        """Invoke a function with a value in JSON. The future has the record of that, and the reply.

        The *key* is the sender's, one of its own if there is none. Raises NoSuchFunction and LoadError.
        """
        version = self.library.version(name, number)
        asked = _Asked(version, trigger, key or uuid.uuid4().hex, self._clock(), self)
        question = json.dumps({"path": str(self.library.path(version)), "value": text})
        if self._pool is None:
            asked.settle(answer_text(question), None)
        else:
            seconds = PATIENCE * (version.budget.seconds or NEVER) + GRACE
            asked.follow(self._pool.ask(question, seconds))
        return asked.future

    def note(self, invocation: Invocation) -> None:
        """Record an invocation."""
        if self._record is not None:
            self._record(invocation)

    def now(self) -> float:
        """The time, in seconds since 1970."""
        return self._clock()


class _Asked:
    """An invocation that has been asked for, until there is a reply."""

    def __init__(
        self, version: Version, trigger: Trigger, key: str, queued: float, functions: Functions
    ) -> None:
        self.future: Future[tuple[Invocation, InvocationReply]] = Future()
        self._version, self._trigger, self._key, self._queued = version, trigger, key, queued
        self._functions = functions

    def follow(self, question: Question) -> None:
        """Settle this when the question is answered; drop that when this is given up."""

        def settle(answered: Future[str]) -> None:
            if answered.cancelled():
                self.settle("", "dropped")
            elif isinstance(error := answered.exception(), Unanswered):
                self.settle("", error.why)
            else:
                self.settle(answered.result(), None)

        question.future.add_done_callback(settle)
        self.future.add_done_callback(lambda future: question.drop() if future.cancelled() else None)

    def settle(self, text: str, why: str | None) -> None:
        """Record what came of it, and give the reply."""
        reply = InvocationReply(**json.loads(text)) if why is None else self._unanswered(why)
        ended = self._functions.now()
        started = max(self._queued, ended - reply.seconds)
        invocation = Invocation(
            key=self._key,
            function=self._version.function,
            version=self._version.number,
            trigger=self._trigger,
            queued=self._queued,
            started=started,
            ended=max(started, ended),
            billed=units(reply.seconds),
            contractions=reply.contractions,
            memory=reply.memory,
            outcome=reply.outcome,
        )
        with suppress(InvalidStateError):  # it was given up meanwhile
            try:
                self._functions.note(invocation)
            except (LambError, OSError) as error:
                self.future.set_exception(error)
            else:
                self.future.set_result((invocation, reply))

    def _unanswered(self, why: str) -> InvocationReply:
        """The reply where the process gave none."""
        seconds = self._version.budget.seconds or 0.0
        if why == "late":
            error = f"there is no answer {self._version.budget.within(Status.SECONDS)}"
            return InvocationReply("seconds", error=error, seconds=PATIENCE * seconds + GRACE)
        return InvocationReply(
            "lost", error="the process that ran this has ended" if why == "lost" else "given up"
        )


def units(seconds: float) -> int:
    """The units of 100 ms that an invocation is billed: each one that has begun.

    >>> units(0.0), units(0.1), units(0.11)
    (1, 1, 2)
    """
    return max(1, ceil(round(seconds / UNIT, 6)))
