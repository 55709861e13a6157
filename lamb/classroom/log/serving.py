"""The serving layer: what a batch has made of the log, as Parquet files that DuckDB asks.

    views/current                    which of the folders is served, and the number it has read up to
    views/000000001234-5a0c…/        its views, a file each; never changed

A batch writes a folder of its own and then replaces `current`, so that a reader sees the one or the other,
and never a part. The folder served before stays for those who are reading it, until the batch after.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lamb.classroom.log.journal import LogError
from lamb.classroom.log.needed import require
from lamb.classroom.log.views import CHANGES, VIEWS, Key, LogView, Table, Tables
from lamb.errors import reason_of
from lamb.files import write_whole
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
        require("duckdb")
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
    require("pyarrow")
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
