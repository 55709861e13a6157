"""Events: what happens in a class, as the log has it, and the marks of what students answer.

None is ever changed. They are plain data, and the same for everyone who asks: they go from process to
process, into files and over the network, and none of them holds a term or a source.
"""

from __future__ import annotations

import json
from typing import Any, Literal, TypeAlias

from lamb.records import Record

Outcome: TypeAlias = Literal["holds", "partial", "fails", "undecided", "missing", "unreadable"]
"""*Missing*: there is no answer. *Unreadable*: it has a syntax error. *Undecided*: a person has to look."""


class StepMark(Record):
    """A step of a derivation that a student wrote: its operator, its line from 1, and its text.

    *mistake* is the kind of a wrong step, as in `lamb check --json`; empty where it holds.
    """

    operator: str
    line: int
    text: str
    outcome: Outcome
    mistake: str = ""


class Mark(Record):
    """The mark of an answer to one exercise: so many *points*, out of so many.

    *mistakes* has their kinds, first things first; *wrong* is the first line that is wrong, as the student
    wrote it. *feedback* has the sentences that the student may read, one a line.
    """

    exercise: str
    outcome: Outcome
    points: float
    out_of: float
    mistakes: tuple[str, ...] = ()
    wrong: str = ""
    feedback: tuple[str, ...] = ()
    steps: tuple[StepMark, ...] = ()


def mark_text(mark: Mark) -> str:
    """A mark as JSON, the same for equal marks."""
    return json.dumps(_plain(mark), ensure_ascii=True, separators=(",", ":"))


def mark_of(text: str) -> Mark:
    """The mark that a text of `mark_text` stands for."""
    values: dict[str, Any] = json.loads(text)
    values["steps"] = tuple(StepMark(**step) for step in values["steps"])
    values["mistakes"], values["feedback"] = tuple(values["mistakes"]), tuple(values["feedback"])
    return Mark(**values)


def _plain(record: Mark | StepMark) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(record, name) for name in record.__match_args__}
    return values | {"steps": [_plain(step) for step in record.steps]} if isinstance(record, Mark) else values


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
