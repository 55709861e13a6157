"""The log of a class as its pages and commands ask it: the batch's views, merged with what came since.

    views/current                    which of the folders is served, and the number it has read up to
    views/000000001234-5a0c…/        its views, a Parquet file each, that DuckDB asks; never changed

The *serving layer* is what a batch has made of the log. A batch writes a folder of its own and then replaces
`current`, so that a reader sees the one or the other, and never a part. The folder served before stays for
those who are reading it, until the batch after.

The *speed layer* is the views of the events behind the number up to which the batch has read. It follows the
journal, and is made again from it at a start. When another batch has read further, the next one is made while
this one still serves.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lamb.classroom.events import Attempt, Event, Mark
from lamb.classroom.log.journal import Journal, LogError
from lamb.classroom.log.kept_marks import Judge, Verdicts, answer_of
from lamb.classroom.log.views import CHANGES, VIEWS, Key, LogView, Row, Table, Tables, add, empty
from lamb.errors import reason_of, require
from lamb.files import write_whole
from lamb.processes import Unanswered
from lamb.records import Record

if TYPE_CHECKING:
    import duckdb
    import pyarrow

FORM = 1  # of the files; what has another is computed anew
ROWS_AT_ONCE = 20_000  # of a file, that are skipped together where no key fits


class Served(Record):
    """What is served: the number that it has read up to, by which judge, and the folder; none at first."""

    number: int = 0
    judge: str = ""
    folder: str = ""


class Serving:
    """The served views in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "views"
        self._duckdb: duckdb.DuckDBPyConnection | None = None

    def has(self, served: Served) -> bool:
        """True if what was served can still be read."""
        return not served.folder or (self.folder / served.folder).is_dir()

    def current(self) -> Served:
        """What is served now."""
        try:
            found = json.loads((self.folder / "current").read_text(encoding="utf-8"))
            if found.pop("form") == FORM:
                return Served(**found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            pass  # there has been no batch; or one has to come again
        return Served()

    def table(self, served: Served, view: LogView, where: Mapping[str, str | int]) -> Table:
        """The rows of a view whose keys are as in *where*. Raises LogError."""
        if not served.folder:
            return {}
        asked = [key for key in view.keys if key in where]
        question = " AND ".join(["SELECT * FROM {} WHERE true", *(f"{key} = ?" for key in asked)])
        found = self.ask(served, question, view.name, *(where[key] for key in asked))
        width = len(view.keys)
        readers = [column.from_text for column in view.columns]
        return {
            row[:width]: tuple([read(one) for one, read in zip(row[width:], readers, strict=True)])
            for row in found
        }

    def ask(self, served: Served, question: str, view: str, *values: object) -> list[Any]:
        """The rows that answer a question in SQL, in which {} stands for a view. Raises LogError."""
        require("duckdb", "class")
        import duckdb

        if self._duckdb is None:
            self._duckdb = duckdb.connect(config={"threads": 1})
        file = self.folder / served.folder / f"{view}.parquet"
        try:
            asked = question.format("read_parquet(?)")
            return self._duckdb.execute(asked, [str(file), *values]).fetchall()
        except duckdb.Error as error:
            hint = "run `lamb class batch` again: it makes them from the log"
            raise LogError(f"the views “{file}” cannot be read: {error}", hint=hint) from None

    def publish(self, number: int, judge: str, tables: Tables) -> Served:
        """Write views and serve them, in place of what is served. Raises LogError."""
        try:
            return self._published(Served(number, judge, f"{number:012d}-{uuid4().hex[:8]}"), tables)
        except OSError as error:
            raise LogError(f"the views cannot be written: {reason_of(error)}") from None

    def _published(self, served: Served, tables: Tables) -> Served:
        before = self.current()
        folder = self.folder / served.folder
        folder.mkdir(parents=True)
        for view in (*VIEWS.values(), CHANGES):
            write_table(folder / f"{view.name}.parquet", view, tables.get(view.name, {}))
        pointer = {"form": FORM, "number": served.number, "judge": served.judge, "folder": served.folder}
        write_whole(self.folder / "current", json.dumps(pointer, indent=2).encode())
        self._forget({served.folder, before.folder})
        return served

    def _forget(self, kept: set[str]) -> None:
        """Delete the folders that are read no more, also those of batches that were ended."""
        for found in self.folder.iterdir():
            if found.is_dir() and found.name not in kept:
                shutil.rmtree(found, ignore_errors=True)


def write_table(path: Path, view: LogView, table: Table) -> None:
    """Write a table as Parquet: its keys in order, numbers as they are, all else as JSON."""
    require("pyarrow", "class")
    import pyarrow.parquet

    keys = sorted(table)
    pyarrow.parquet.write_table(_arrow(view, table, keys), path, row_group_size=ROWS_AT_ONCE)


def _arrow(view: LogView, table: Table, keys: list[Key]) -> pyarrow.Table:
    import pyarrow

    columns: dict[str, pyarrow.Array] = {}
    for place, (name, kind) in enumerate(view.keys.items()):
        columns[name] = pyarrow.array([key[place] for key in keys], _arrow_type(kind is int))
    for place, column in enumerate(view.columns):
        found = [table[key][place] for key in keys]
        written = found if column.is_number else [column.to_text(one) for one in found]
        columns[column.name] = pyarrow.array(written, _arrow_type(column.is_number))
    return pyarrow.table(columns)


def _arrow_type(is_number: bool) -> pyarrow.DataType:
    import pyarrow

    return pyarrow.int64() if is_number else pyarrow.string()


FEW = 2_000  # events that are counted while one waits
JUDGED_TOGETHER = 500  # events
LATE = 200  # events that the speed layer may be behind the journal, as long as no view is asked for

_BEGUN = "SELECT assignment, exercise, count(*), count(*) FILTER (solved > 0) FROM {} GROUP BY 1, 2"
_SOLVED = "SELECT student, assignment, exercise, solved FROM {} WHERE list_contains(?, student)"


class _Speed:
    """The speed layer behind what a batch serves: the views of what came since, up to a number."""

    def __init__(self, served: Served) -> None:
        self.served, self.tables, self.up_to = served, empty(), served.number


class ClassLog:
    """The log in a folder, which is made if it is not there: `record` what happens, `view` what it comes to.

    Threads may share it. Other processes may write the journal and run batches meanwhile: each view has all
    that is in the journal when it is asked for. An event whose mark is not known is judged by *judge*.
    """

    def __init__(self, folder: str | Path, judge: Judge, verdicts: Verdicts | None = None) -> None:
        self.journal = Journal(folder)
        self._judge = judge
        self._verdicts = verdicts or Verdicts(Path(folder))
        self._serving = Serving(Path(folder))
        self._lock = RLock()
        self._speed = _Speed(self._serving.current())
        self._following: Thread | None = None
        self._closed = False

    def record(self, event: Event, mark: Mark | None = None) -> int:
        """Write an event to the journal, count it, and return its number once it is on disk.

        What has come before, with the same key, gets its number, and is not counted again. Raises LogError.
        """
        if isinstance(event, Attempt) and mark is not None:
            self._verdicts.keep(self._judge.fingerprint, {answer_of(event): mark})
        number = self.journal.append(event)
        if number - self._speed.up_to >= LATE and self._lock.acquire(blocking=False):
            try:
                self._follow(self._speed)
            finally:
                self._lock.release()
        return number

    def view(self, name: str, **where: str | int) -> list[dict[str, Any]]:
        """The rows of a view (`views.VIEWS`) by their keys; those alone whose keys are as in *where*.

        Raises LogError, and KeyError for a view or a key that there is not.
        """
        return merged_view([self], name, **where)

    def table(self, name: str, **where: str | int) -> Table:
        """The merged rows of a view, as they are counted."""
        view = VIEWS[name]
        order = {key: place for place, key in enumerate(view.keys)}
        places = {order[key]: value for key, value in where.items()}
        with self._lock:
            self._refresh()
            found = self._serving.table(self._speed.served, view, where)
            newer = self._speed.tables[name].items()
            view.add(found, (row for row in newer if all(row[0][at] == one for at, one in places.items())))
        return found

    def with_progress(self, name: str, **where: str | int) -> tuple[Table, Mapping[Key, tuple[int, int]]]:
        """The same; and of the view `exercises`, how many students have begun and solved each."""
        with self._lock:
            table = self.table(name, **where)
            speed = self._speed
            progress = self._progress(speed.served, speed.tables["students"]) if name == "exercises" else {}
        return table, progress

    def changes(self) -> list[dict[str, Any]]:
        """The best marks of students that the last batch has found to be other than by the judge before."""
        served = self._serving.current()
        return CHANGES.told(self._serving.table(served, CHANGES, {}))

    @property
    def batch(self) -> Served:
        """What the last batch serves."""
        return self._serving.current()

    @property
    def is_of_another_judge(self) -> bool:
        """True if the last batch was judged by another judge than this log’s: time for a batch."""
        return self.batch.judge not in ("", self._judge.fingerprint)

    def close(self) -> None:
        """Let go of the files."""
        self._closed = True
        if (following := self._following) is not None:
            following.join()
        self.journal.close()
        self._verdicts.close()

    def _progress(self, served: Served, newer: Table) -> dict[Key, tuple[int, int]]:
        solved_at = [column.name for column in VIEWS["students"].columns].index("solved")
        counted: dict[Key, list[int]] = {}
        known: dict[Key, int] = {}
        if served.folder:
            ask, names = self._serving.ask, sorted({str(key[0]) for key in newer})
            for *key, begun, solved in ask(served, _BEGUN, "students"):
                counted[tuple(key)] = [begun, solved]
            known = {tuple(key): solved for *key, solved in ask(served, _SOLVED, "students", names)}
        for key, row in newer.items():
            number = counted.setdefault(key[1:], [0, 0])
            number[0] += key not in known
            number[1] += bool(row[solved_at]) and not known.get(key)
        return {key: (begun, solved) for key, (begun, solved) in counted.items()}

    def _refresh(self) -> None:
        """Follow the last batch, and the journal."""
        now, speed = self._serving.current(), self._speed
        if now != speed.served:
            if self.journal.last - now.number <= FEW or not self._serving.has(speed.served):
                self._speed = _Speed(now)
            elif self._following is None:
                self._following = Thread(target=self._change_to, args=(_Speed(now),), daemon=True)
                self._following.start()
        self._follow(self._speed)

    def _change_to(self, speed: _Speed) -> None:
        """Let another speed layer serve when it has caught up."""
        try:
            with suppress(LogError, Unanswered):  # the next who asks for a view begins anew
                self._follow(speed)
                with self._lock:
                    self._follow(speed)
                    self._speed = speed
        finally:
            self._following = None

    def _follow(self, speed: _Speed) -> None:
        """Count what is in the journal and not counted yet."""
        events = self.journal.since(speed.up_to)
        while (some := [*islice(events, JUDGED_TOGETHER)]) and not self._closed:
            attempts = [event for event in some if isinstance(event, Attempt)]
            marks = iter(self._verdicts.marks(attempts, self._judge))
            for event in some:
                add(speed.tables, event, next(marks) if isinstance(event, Attempt) else None)
                speed.up_to = event.number


def merged_view(logs: Sequence[ClassLog], name: str, **where: str | int) -> list[dict[str, Any]]:
    """The rows of a view of several logs together: the students of each are others than those of the others.

    Raises LogError, and KeyError for a view or a key that there is not.
    """
    view, table = VIEWS[name], dict[Key, Row]()
    begun, solved = Counter[Key](), Counter[Key]()
    for log in logs:
        found, progress = log.with_progress(name, **where)
        view.add(table, found.items())
        for key, (some, of_them) in progress.items():
            begun[key] += some
            solved[key] += of_them
    told = view.told(table)
    if name == "exercises":
        for row in told:
            key = row["assignment"], row["exercise"]
            row |= {"begun": begun[key], "solved": solved[key]}
    return told
