"""The journal: each event as it came, under a number that only grows, on disk before anyone is told so.

It is an SQLite database in WAL mode that is flushed with each commit. What is sent together is committed
together, so that a flush serves all who wait for it. Triggers forbid to change and to delete. A key that has
come before gets the number that it has, and nothing is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from lamb.classroom.events import Attempt, Event, Invocation
from lamb.errors import LambError, reason_of

KINDS: Mapping[str, type[Attempt | Invocation]] = {"attempt": Attempt, "invocation": Invocation}
PATIENCE = 60.0  # seconds that another process may take to write
READ_AT_ONCE = 1_000  # events

TABLES = """
CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS journal (id TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the journal'); END;
CREATE TRIGGER IF NOT EXISTS never_replaced BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE number = NEW.number OR key = NEW.key)
    BEGIN SELECT RAISE(IGNORE); END;
"""


class LogError(LambError):
    """The log of a class cannot be written or read."""


class Journal:
    """The journal in a folder, which is made if it is not there. Threads and processes may share it.

    Raises LogError, as all of its methods do, where the file cannot be read or written.
    """

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / "journal.sqlite"
        self._waiting: list[_Sent] = []
        self._writing = Lock()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._connect()
            self._connection.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
            self.id = self._own_id()
        except (sqlite3.Error, OSError) as error:
            raise self._said("opened", error) from None

    def append(self, event: Event) -> int:
        """Write an event, and return its number once it is on disk. About 1 ms, and a flush of the disk.

        The number of an event whose key has come before is the one that it got then.
        """
        return self.append_all([event])[0]

    def append_all(self, events: Sequence[Event]) -> list[int]:
        """Write events, all of them or none, and return their numbers once they are on disk."""
        sent = _Sent([_row(event) for event in events])
        self._waiting.append(sent)
        with self._writing:  # the first to come in writes what all the others wait for
            if sent in self._waiting:
                waiting, self._waiting = self._waiting, []
                self._write(waiting)
        if sent.numbers is None:
            raise self._said("written", sent.error) from None
        return sent.numbers

    def since(self, number: int, until: int | None = None) -> Iterator[Event]:
        """The events behind a number, in their order, up to and with *until* if that is given."""
        last = self.last if until is None else until
        try:
            with closing(self._connect()) as connection:
                while number < last:
                    upper = min(last, number + READ_AT_ONCE)
                    rows = connection.execute(
                        "SELECT number, kind, body FROM event WHERE number > ? AND number <= ?"
                        " ORDER BY number",
                        (number, upper),
                    )
                    yield from [_event(*row) for row in rows]
                    number = upper
        except (sqlite3.Error, ValueError) as error:
            raise self._said("read", error) from None

    @property
    def last(self) -> int:
        """The number of the last event: how many there are. 0 if there is none."""
        try:
            with closing(self._connect()) as connection:
                (last,) = connection.execute("SELECT max(number) FROM event").fetchone()
        except sqlite3.Error as error:
            raise self._said("read", error) from None
        return last or 0

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _own_id(self) -> str:
        """What tells this journal from others that a master dataset may be fed from."""
        ask = "INSERT INTO journal SELECT ? WHERE NOT EXISTS (SELECT 1 FROM journal)"
        self._connection.execute(ask, (str(uuid4()),))
        (found,) = self._connection.execute("SELECT id FROM journal").fetchone()
        return str(found)

    def _write(self, waiting: list[_Sent]) -> None:
        """Write what was sent, in one transaction, and let each know its numbers."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            numbers = [[self._number(*row) for row in sent.rows] for sent in waiting]
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for sent in waiting:
                sent.error = error
            return
        for sent, found in zip(waiting, numbers, strict=True):
            sent.numbers = found

    def _number(self, key: str, kind: str, body: str) -> int:
        """The number of a key, which is written if it is new."""
        ask = "SELECT number FROM event WHERE key = ?"
        found = self._connection.execute(ask, (key,)).fetchone()
        if found is None:
            row = "INSERT INTO event (key, kind, body) VALUES (?, ?, ?) RETURNING number"
            found = self._connection.execute(row, (key, kind, body)).fetchone()
        return int(found[0])

    def _said(self, what: str, error: Exception) -> LogError:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        return LogError(f"the journal “{self.path}” cannot be {what}: {reason}", hint=_advice(reason))


class _Sent:
    """Events that wait to be written; then their numbers, or what was in the way."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self.rows = rows
        self.numbers: list[int] | None = None
        self.error: Exception = sqlite3.OperationalError("interrupted")


def _row(event: Event) -> tuple[str, str, str]:
    """The key, kind and text of an event. Halves of characters, which no file can have, become “?”."""
    kind = "attempt" if isinstance(event, Attempt) else "invocation"
    names = [name for name in type(event).__match_args__ if name != "number"]
    body = json.dumps({name: _whole(getattr(event, name)) for name in names}, ensure_ascii=False)
    return str(_whole(event.key)), kind, body


def _whole(found: object) -> object:
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else found


def _event(number: int, kind: str, body: str) -> Event:
    values: dict[str, Any] = json.loads(body)
    return KINDS[kind](**values, number=number)


def _advice(reason: str) -> str | None:
    if "full" in reason:
        return "make room on the disk: what was accepted is kept, and the rest may be sent again"
    if "malformed" in reason or "not a database" in reason:
        return "the file has been damaged: put back a copy of it"
    return None
