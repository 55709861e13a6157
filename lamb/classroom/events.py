"""Events: what happens in a class, as the log has it. None is ever changed."""

from __future__ import annotations

from typing import TypeAlias

from lamb.records import Record


class Attempt(Record):
    """A student's answer to an exercise, as it was sent.

    The *student* is a pseudonym. The *key* is made by the sender: what is sent twice has one key, and one
    number. The *number* is the journal's, from 1; it only grows. *at* is in seconds since 1970, by the clock
    of the service, which may jump: only numbers tell what came first.
    """

    key: str
    student: str
    assignment: str
    exercise: str
    text: str
    at: float
    number: int = 0


class Invocation(Record):
    """A run of a function: when it was queued, started and ended, in seconds since 1970, and what it took.

    *billed* counts units of 100 ms, each begun one; *contractions* those of the reduction; *memory* the
    largest resident set of its process, in bytes. The *trigger* is http, file, stream, python or aws.
    """

    key: str
    function: str
    version: int
    trigger: str
    queued: float
    started: float
    ended: float
    billed: int
    contractions: int
    memory: int
    outcome: str
    number: int = 0


Event: TypeAlias = Attempt | Invocation
