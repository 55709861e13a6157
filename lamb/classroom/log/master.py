"""The master dataset: all events as they came, as a Delta Lake table to which rows are only added.

It is fed from the journal. Each commit carries the number up to which it has read (an application transaction
of the Delta protocol), so that an event is in it exactly once, whatever is ended in between and however many
feed it at once. The table is in a folder, or in an object store: what `AWS_ENDPOINT_URL` and the like say
about that is read from the environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from lamb.classroom.events import Attempt, Event, Invocation
from lamb.classroom.log.journal import KINDS, Journal, LogError
from lamb.errors import require

if TYPE_CHECKING:
    import pyarrow
    from deltalake import DeltaTable

EVENTS_A_COMMIT = 20_000
CHARACTERS_A_COMMIT = 30_000_000
TRIES = 10  # to feed what others feed at the same time

_TYPES = {
    name: kind
    for name, kind in chain(Attempt.__annotations__.items(), Invocation.__annotations__.items())
    if name != "number"
}


class LogPart(NamedTuple):
    """Some of a table, in one version of it: the events behind the number *first*, up to and with *last*."""

    address: str
    version: int
    first: int
    last: int

    def events(self) -> Iterator[Event]:
        """The events of the part, in any order. Raises LogError."""
        import pyarrow.dataset as arrow
        from pyarrow import compute

        number = arrow.field("number")
        wanted = (number > self.first) & (number <= self.last)
        with _told(self.address, "read"):
            table = _table(self.address, self.version)
            for batch in table.to_pyarrow_dataset().to_batches(filter=wanted):
                for kind, cls in KINDS.items():
                    rows = batch.filter(compute.equal(batch.column("kind"), kind))
                    yield from map(cls, *(rows.column(name).to_pylist() for name in cls.__match_args__))


class Master:
    """The table at an address, a folder or `s3://…`, which is made when it is fed."""

    def __init__(self, address: str) -> None:
        require("deltalake", "class")
        require("pyarrow", "class")
        self.address = address

    def feed(self, journal: Journal) -> int:
        """Add what is in a journal and not in the table. Returns the number of its last event.

        Raises LogError, also if the table has been fed from another journal.
        """
        for _ in range(TRIES):
            with _told(self.address, "written"):
                if self._fed(journal):
                    return self.last(journal)
        raise LogError(f"“{self.address}” is being written by others", hint="try again")

    def last(self, journal: Journal) -> int:
        """The number of the last event of a journal that is in the table."""
        return _table(self.address).transaction_version(journal.id) or 0

    def parts(self, last: int, size: int) -> list[LogPart]:
        """The table up to a number, in parts of so many events."""
        version = _table(self.address).version()
        starts = range(0, last, size)
        return [LogPart(self.address, version, start, min(start + size, last)) for start in starts]

    def _fed(self, journal: Journal) -> bool:
        """Feed what is new. False if others have fed in between."""
        from deltalake import CommitProperties, Transaction, write_deltalake
        from deltalake.exceptions import CommitFailedError

        table = self._made(journal)
        try:
            for events in _in_commits(journal.since(table.transaction_version(journal.id) or 0)):
                transaction = Transaction(journal.id, events[-1].number)
                properties = CommitProperties(app_transactions=[transaction])
                write_deltalake(table, _arrow(events), mode="append", commit_properties=properties)
        except CommitFailedError as error:
            if "oncurrent transaction" not in str(error):
                raise
            return False
        return True

    def _made(self, journal: Journal) -> DeltaTable:
        """The table, which is made if there is none. Raises LogError if it is another journal's."""
        from deltalake import DeltaTable

        if not DeltaTable.is_deltatable(self.address):
            if "://" not in self.address:
                os.makedirs(self.address, exist_ok=True)
            DeltaTable.create(
                self.address,
                schema=_schema(),
                mode="ignore",
                description=journal.id,
                configuration={"delta.appendOnly": "true"},
            )
        table = DeltaTable(self.address)
        if table.metadata().description != journal.id:
            hint = "name another place with --store, or put back the journal"
            raise LogError(f"“{self.address}” has been fed from another journal", hint=hint)
        return table


class _told:  # noqa: N801  (it reads as a word)
    """While a table is used: errors of the library become LogErrors."""

    def __init__(self, address: str, what: str) -> None:
        self.address, self.what = address, what

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from deltalake.exceptions import DeltaError
        from pyarrow import ArrowException

        if isinstance(error, (DeltaError, ArrowException, OSError)):
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise LogError(f"the log in “{self.address}” cannot be {self.what}: {reason}") from None


def _table(address: str, version: int | None = None) -> DeltaTable:
    from deltalake import DeltaTable

    return DeltaTable(address, version=version)


def _in_commits(events: Iterator[Event]) -> Iterator[list[Event]]:
    """The events in lists that are no larger than what may be in memory at a time."""
    some: list[Event] = []
    characters = 0
    for event in events:
        some.append(event)
        characters += len(event.text) if isinstance(event, Attempt) else 0
        if len(some) >= EVENTS_A_COMMIT or characters >= CHARACTERS_A_COMMIT:
            yield some
            some, characters = [], 0
    if some:
        yield some


def _schema() -> pyarrow.Schema:
    """The columns: the number, the kind, and all values of both kinds of events, as they are."""
    import pyarrow

    types = {"str": pyarrow.string(), "int": pyarrow.int64(), "float": pyarrow.float64()}
    columns = {"number": "int", "kind": "str"} | _TYPES
    return pyarrow.schema([pyarrow.field(name, types[kind]) for name, kind in columns.items()])


def _arrow(events: list[Event]) -> pyarrow.Table:
    import pyarrow

    names = {cls: kind for kind, cls in KINDS.items()}
    rows = [
        {"kind": names[type(event)], **{name: getattr(event, name) for name in event.__match_args__}}
        for event in events
    ]
    return pyarrow.Table.from_pylist(rows, schema=_schema())
