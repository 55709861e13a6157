"""Evaluation: what a version of a function gives for a value, in this process and within its budget.

A program's handler is applied to the terms that the value stands for. A checker is given a submission, as a
text, and gives the marks of all exercises; or `{"exercise": NAME, "text": …}`, and gives one mark.
"""

from __future__ import annotations

import json
from functools import reduce
from typing import Literal, Protocol, TypeAlias

from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.term import App, Free, Term
from lamb.classroom.functions.deploying import loaded
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
from lamb.classroom.functions.versions import KeptFiles, Version
from lamb.encodings.blc import from_blc
from lamb.errors import LambError, Place, Source
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

        self._assignment = read_assignment(version.source, files=KeptFiles(version))

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
