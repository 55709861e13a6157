"""The batch layer: all views made anew, from the whole log and by today's judge.

    feeding     the journal goes to the master dataset
    reading     the different answers are found
    judging     those that today's judge has not seen are judged, each once
    counting    each part of the log is counted, and the parts are merged
    serving     the views take the place of those before

Each part of the work is by itself and may be done by any process or machine, in any order. It may be ended
at any time: what is served is as before, marks that have been given are kept, and another batch goes on.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lamb.classroom.events import Attempt, mark_of, mark_text
from lamb.classroom.log.class_log import Serving
from lamb.classroom.log.journal import Journal, LogError
from lamb.classroom.log.kept_marks import Judge, Verdicts, answer_of
from lamb.classroom.log.master import LogPart, Master
from lamb.classroom.log.views import CHANGES, Table, Tables, absorb, add, empty
from lamb.errors import require
from lamb.records import Record

if TYPE_CHECKING:
    from distributed import Client

EVENTS_A_PART = 10_000
JUDGED_AT_ONCE = 100  # answers
DIGEST = 16  # bytes
AHEAD = 2  # parts of the work that wait for each worker


class Each(Protocol):
    """Does work, part by part, and gives what comes of it, in any order."""

    def __call__(self, work: Callable[[Any], Any], parts: Iterable[Any], /) -> Iterator[Any]: ...


class Means(Record):
    """How a batch is done: where the master dataset is (in the folder of the log, if that is empty), what
    does the work, and what is told of it: a phase, and how much of how much of it is done.
    """

    store: str = ""
    each: Each = map
    tell: Callable[[str, int, int], None] = lambda phase, done, of: None


class Done(Record):
    """What a batch has done: up to which *number*, how many *answers* it has found, how many of those it has
    *judged*, and how many best marks of students are other than by the judge before.
    """

    number: int
    answers: int
    judged: int
    changed: int


def batch(folder: str | Path, judge: Judge, means: Means = Means()) -> Done:  # noqa: B008  (it never changes)
    """Make the views of the log in a folder anew, and serve them.

    Raises LogError, also while another batch of it is at work. Memory grows with the views and with the
    different answers, about 100 bytes each, not with the log.
    """
    here = Path(folder)
    with _alone(here), closing(Journal(here)) as journal, closing(Verdicts(here)) as verdicts:
        work = _Work(Serving(here), verdicts, judge, means)
        return work.done(journal, means.store or str(here / "events"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other process does the same: a lock that ends with its process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "batch.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise LogError("another batch of this class is at work", hint="wait for it to end") from None
        yield


class _Work:
    """A batch at work."""

    def __init__(self, serving: Serving, verdicts: Verdicts, judge: Judge, means: Means) -> None:
        self.serving, self.verdicts, self.judge, self.means = serving, verdicts, judge, means
        self.before = serving.current()

    def done(self, journal: Journal, address: str) -> Done:
        """Do it all."""
        self.means.tell("feeding", 0, 1)
        master = Master(address)
        last = master.feed(journal)
        parts = master.parts(last, EVENTS_A_PART)
        found = dict(self._each("reading", answers_in, parts, len(parts)))
        new = self._not_judged(found)
        tasks = [_ToJudge(part, self.judge, some) for part in parts for some in _some(new.get(part, []))]
        for marks in self._each("judging", judged_in, tasks, len(tasks)):
            self.verdicts.keep_texts(self.judge.fingerprint, marks)
        tables = self._counted(found, last)
        self.means.tell("serving", 0, 1)
        self.serving.publish(last, self.judge.fingerprint, tables)
        answers = len({answer for blob in found.values() for answer in _split(blob)})
        return Done(last, answers, sum(map(len, new.values())), len(tables["changes"]))

    def _each(self, phase: str, work: Callable[[Any], Any], tasks: Iterable[Any], of: int) -> Iterator[Any]:
        self.means.tell(phase, 0, of)
        for number, result in enumerate(self.means.each(work, tasks), 1):
            yield result
            self.means.tell(phase, number, of)

    def _not_judged(self, found: Mapping[LogPart, bytes]) -> dict[LogPart, list[bytes]]:
        """The answers that the judge has not seen, each in the first part that has it."""
        seen: set[bytes] = set()
        new: dict[LogPart, list[bytes]] = {}
        for part in sorted(found):
            fresh = [answer for answer in _split(found[part]) if answer not in seen]
            seen.update(fresh)
            known = self.verdicts.texts(self.judge.fingerprint, fresh)
            if unknown := [answer for answer in fresh if answer not in known]:
                new[part] = unknown
        return new

    def _counted(self, found: Mapping[LogPart, bytes], last: int) -> Tables:
        """The views of all parts, merged. Raises LogError if events are missing."""
        tables: Tables = empty()
        changes: Table = {}
        counted = 0
        for result in self._each("counting", counted_in, self._to_count(found), len(found)):
            counted += result.events
            absorb(tables, result.tables)
            CHANGES.add(changes, result.changes.items())
        if counted != last:
            raise LogError(f"the master dataset has {counted:,} events, and the journal {last:,}")
        return tables | {"changes": {key: row for key, row in changes.items() if row[0] != row[1]}}

    def _to_count(self, found: Mapping[LogPart, bytes]) -> Iterator[_ToCount]:
        """Each part with its marks, and with those of the judge before where that was another one."""
        now, before = self.judge.fingerprint, self.before
        for part in sorted(found):
            answers = _split(found[part])
            old = before.judge not in ("", now) and part.first < before.number
            marks = [self.verdicts.texts(by, answers) for by in (now, *[before.judge] * old)]
            yield _ToCount(part, self.judge, [_packed(texts) for texts in marks], before.number)


# ── Parts of the work, done anywhere ──────────────────────────────────────────────────


class _ToJudge(NamedTuple):
    part: LogPart
    judge: Judge
    answers: list[bytes]


class _ToCount(NamedTuple):
    part: LogPart
    judge: Judge
    marks: list[bytes]  # of this judge, and perhaps of the one before
    served: int  # the number up to which that one had read


class Counted(NamedTuple):
    """What comes of a part of the log."""

    events: int
    tables: Tables
    changes: Table


def answers_in(part: LogPart) -> tuple[LogPart, bytes]:
    """A part, and the different answers in it, one behind the other."""
    found = {answer_of(event) for event in part.events() if isinstance(event, Attempt)}
    return part, b"".join(sorted(found))


def judged_in(task: _ToJudge) -> dict[bytes, str]:
    """The marks of some of the answers in a part, as texts."""
    wanted, marks = {*task.answers}, dict[bytes, str]()
    for event in task.part.events():
        if isinstance(event, Attempt) and (answer := answer_of(event)) in wanted:
            marks[answer] = mark_text(task.judge(event))
            wanted.discard(answer)
            if not wanted:
                break
    return marks


def counted_in(task: _ToCount) -> Counted:
    """The views of a part, and of each student's exercises the best marks by both judges."""
    now, *before = [_unpacked(packed) for packed in task.marks]
    tables, changes, events = empty(), dict[Any, Any](), 0
    for event in task.part.events():
        events += 1
        if not isinstance(event, Attempt):
            add(tables, event)
            continue
        answer = answer_of(event)
        mark = now[answer] = now.get(answer) or task.judge(event)
        add(tables, event, mark)
        if before and event.number <= task.served and answer in before[0]:
            key = (event.student, event.assignment, event.exercise)
            points = (round(before[0][answer].points * 1_000), round(mark.points * 1_000))
            CHANGES.add(changes, [(key, points)])
    return Counted(events, tables, changes)


def _some(answers: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(answers), JUDGED_AT_ONCE):
        yield answers[start : start + JUDGED_AT_ONCE]


def _split(blob: bytes) -> list[bytes]:
    return [blob[start : start + DIGEST] for start in range(0, len(blob), DIGEST)]


def _packed(texts: Mapping[bytes, str]) -> bytes:
    """Marks for the way to another process: they are much alike."""
    return zlib.compress(json.dumps([[answer.hex(), text] for answer, text in texts.items()]).encode(), 1)


def _unpacked(packed: bytes) -> dict[bytes, Any]:
    return {bytes.fromhex(answer): mark_of(text) for answer, text in json.loads(zlib.decompress(packed))}


# ── Workers ───────────────────────────────────────────────────────────────────────────


@contextmanager
def workers(processes: int, cluster: str = "") -> Iterator[Each]:
    """So many processes here, or those of a Dask cluster (`tcp://…`), or this process alone, if it is one.

    A process that is lost costs its part of the work, which another does again. Raises LogError.
    """
    if processes <= 1 and not cluster:
        yield map
        return
    require("distributed", "class")
    import logging

    from distributed import Client, LocalCluster

    here = partial(LocalCluster, n_workers=processes, threads_per_worker=1, dashboard_address=None)
    try:
        client = Client(cluster or here(silence_logs=logging.CRITICAL), timeout="20s")
    except (OSError, ValueError) as error:
        hint = "dask scheduler; dask worker tcp://…"
        raise LogError(f"there is no cluster at “{cluster}”: {error}", hint=hint) from None
    with client:
        yield partial(_on, client)
        if not cluster:
            client.cluster.close()


def _on(client: Client, work: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[Any]:
    """What comes of the parts, of which a few at a time wait for each worker."""
    from distributed import as_completed

    rest = iter(parts)
    running = as_completed()
    most = AHEAD * max(1, sum(client.nthreads().values()))
    for _, part in zip(range(most), rest, strict=False):
        running.add(client.submit(work, part, pure=False))
    for finished in running:
        yield finished.result()
        for part in rest:
            running.add(client.submit(work, part, pure=False))
            break
