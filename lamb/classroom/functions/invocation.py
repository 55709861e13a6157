"""Invocations: a function is called with a value, within a budget, and what that took is noted.

A program's handler is applied to the terms that the value stands for. A checker is given a submission, as a
text, and gives the marks of all exercises; or `{"exercise": NAME, "text": …}`, and gives one mark.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from functools import reduce
from math import ceil
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.term import App, Free, Term
from lamb.classroom.events import Invocation
from lamb.classroom.functions.signatures import (
    HANDLER,
    LARGEST_VALUE,
    Signature,
    Unreadable,
    ValueRefused,
    arguments_in,
    json_of,
    signature_in,
)
from lamb.classroom.functions.versions import (
    Library,
    NoSuchFunction,
    Version,
    files_of_version,
    loaded,
    version_in,
)
from lamb.encodings.blc import from_blc
from lamb.errors import LambError, Place, Source
from lamb.processes import Pool, Question, Unanswered
from lamb.records import Record
from lamb.session import Session

Outcome: TypeAlias = Literal[
    "answered", "refused", "unreadable", "steps", "nodes", "seconds", "diverged", "memory", "lost"
]
"""*Refused*: the value is none of its sort. *Unreadable*: the answer is none of its sort. *Lost*: the process
ended. The others are what ran out.
"""

_OUTCOMES: dict[Status, Outcome] = {
    Status.STEPS: "steps",
    Status.NODES: "nodes",
    Status.SECONDS: "seconds",
    Status.INTERRUPTED: "lost",
    Status.DIVERGED: "diverged",
}


class InvocationReply(Record):
    """What came of an invocation: the *answer* as JSON text, or an *error* in words; the contractions, the
    most memory its process has had, in bytes, and the *seconds* that it took.
    """

    outcome: Outcome
    answer: str = ""
    error: str = ""
    contractions: int = 0
    memory: int = 0
    seconds: float = 0.0

    @property
    def value(self) -> object:
        """The answer in Python. Raises LambError, with what is wrong, if there is none."""
        if self.outcome != "answered":
            raise LambError(self.error)
        return json.loads(self.answer)


class ReadyFunction:
    """A version that is ready to be called."""

    def __init__(self, version: Version) -> None:
        signature = signature_in(version.source)
        if signature is None:
            raise LambError(f"“{version.function}” has no signature")
        self.version = version
        self.signature: Signature = signature
        self.session: Session = loaded(version)
        self.handler: Term = from_blc(version.normal_form) if version.normal_form else Free(HANDLER)

    def reply(self, text: str) -> InvocationReply:
        """The reply to a value in JSON. It never raises for what is in the value."""
        meter = self.version.budget.meter()
        steps = 0
        try:
            with meter:
                arguments = arguments_in(Source(text, "value"), self.signature)
            self.session.budget = meter.left()
            outcome = self.session.normalize(reduce(App, arguments, self.handler))
            steps = outcome.steps
            if not outcome.finished:
                return self._stopped(outcome.status, steps)
            with meter.rest():
                return InvocationReply("answered", json_of(outcome.term, self.signature.gives), "", steps)
        except ValueRefused as error:
            return InvocationReply("refused", error=str(error))
        except Unreadable as error:
            return InvocationReply("unreadable", error=str(error), contractions=steps)
        except Exhausted as exhausted:
            return self._stopped(exhausted.status, steps)
        except MemoryError:
            return InvocationReply("memory", error="the memory ran out", contractions=steps)

    def _stopped(self, status: Status, steps: int) -> InvocationReply:
        error = f"there is no answer {self.version.budget.within(status)}"
        return InvocationReply(_OUTCOMES[status], error=error, contractions=steps)


class ReadyChecker:
    """An assignment that is ready to mark. Its judge has limits of its own, in steps."""

    def __init__(self, version: Version) -> None:
        from lamb.classroom.marking.assignment import read_assignment  # which programs do not need

        self._assignment = read_assignment(version.source, files=files_of_version(version))

    def reply(self, text: str) -> InvocationReply:
        """The marks, in JSON, of what a JSON text hands in. It never raises for what that is."""
        try:
            marks = self._marks(_handed_in(Source(text, "value")))
        except LambError as error:
            return InvocationReply("refused", error=str(error))
        except MemoryError:
            return InvocationReply("memory", error="the memory ran out")
        return InvocationReply("answered", json.dumps(marks, default=vars, ensure_ascii=False))

    def _marks(self, handed: object) -> object:
        from lamb.classroom.marking.judge import judge, judge_all

        match handed:
            case str(text):
                return judge_all(self._assignment, text)
            case {"exercise": str(name), "text": str(text)}:
                return judge(self._assignment, name, text)
        hint = 'a whole submission is a text; one exercise is {"exercise": NAME, "text": …}'
        raise ValueRefused("this is no submission", hint=hint)


def _handed_in(source: Source) -> object:
    """What a JSON text says. Raises ValueRefused, with a place."""
    if len(source.text) > LARGEST_VALUE:
        raise ValueRefused(f"a value has at most {LARGEST_VALUE:,} characters, not {len(source.text):,}")
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        place = Place(source, error.pos, error.pos + 1)
        raise ValueRefused(f"this is no JSON: {error.msg.lower()}", place) from None
    except (ValueError, RecursionError):
        raise ValueRefused("this is no JSON that says a submission") from None


class Ready(Protocol):
    """A version that is ready to be called."""

    def reply(self, text: str) -> InvocationReply:
        """The reply to a value in JSON. It never raises for what is in the value."""


def ready(version: Version) -> Ready:
    """A version, ready to be called. Raises LambError where another λ has written it."""
    return ReadyChecker(version) if version.kind == "checker" else ReadyFunction(version)


JSON = {"Content-Type": "application/json; charset=utf-8", "X-Content-Type-Options": "nosniff"}
STATUS: Mapping[Outcome, int] = {"answered": 200, "refused": 400, "lost": 500}
"""The HTTP status of an outcome; of all others it is 422: the value is fine, but it has no answer."""
ANSWER = ".answer.json"
"""How the name of a file with an answer ends: that of `3.json` is in `3.answer.json`."""
QUESTION = ".json"


class Response(Record):
    """An HTTP response."""

    status: int
    body: str
    headers: Mapping[str, str] = JSON


def response(invocation: Invocation, reply: InvocationReply) -> Response:
    """The response that says what came of an invocation."""
    headers = {
        "Lamb-Version": f"{invocation.function}/{invocation.version}",
        "Lamb-Contractions": str(invocation.contractions),
        "Lamb-Billed-Ms": str(100 * invocation.billed),
    }
    return Response(STATUS.get(reply.outcome, 422), document(reply), JSON | headers)


def refusal(error: LambError, status: int = 400) -> Response:
    """The response that says what is wrong with a request."""
    status = 404 if isinstance(error, NoSuchFunction) else status
    said = {"error": error.message} | ({"hint": error.hint} if error.hint else {})
    return Response(status, _line(said))


def document(reply: InvocationReply) -> str:
    """The answer as a JSON text; where there is none, an object with the error and the outcome."""
    if reply.outcome == "answered":
        return reply.answer + "\n"
    return _line({"error": reply.error, "outcome": reply.outcome})


def answer_name(name: str) -> str | None:
    """The name of the file for the answer to another one; None if that is no question.

    >>> answer_name("3.json"), answer_name("3.answer.json"), answer_name("3.txt")
    ('3.answer.json', None, None)
    """
    if name.endswith(ANSWER) or not name.endswith(QUESTION) or name.rpartition("/")[2].startswith("."):
        return None
    return name.removesuffix(QUESTION) + ANSWER


def _line(said: Mapping[str, str]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"


Trigger: TypeAlias = Literal["http", "file", "stream", "python", "aws"]

UNIT = 0.1  # seconds that are billed at a time
PATIENCE = 2.0  # times the seconds of a budget, all of which are the processor's, that an answer may take,
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
            asked.follow(self._pool.ask(question, seconds, f"{version.function}/{version.number}"))
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
