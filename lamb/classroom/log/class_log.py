"""The log of a class as its pages and commands ask it: the batch's views, merged with what came since.

The *speed layer* is the views of the events behind the number up to which the batch has read. It follows the
journal, is forgotten when another batch has read further, and made again from the journal at a start.
"""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import Any

from lamb.classroom.events import Attempt, Event
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.kept_marks import Judge, Verdicts, answer_of
from lamb.classroom.log.serving import Served, Serving
from lamb.classroom.log.views import CHANGES, VIEWS, Key, Table, add, empty
from lamb.classroom.marks import Mark

LATE = 200  # events that the speed layer may be behind the journal, as long as no view is asked for

_BEGUN = "SELECT assignment, exercise, count(*), count(*) FILTER (solved > 0) FROM {} GROUP BY 1, 2"
_SOLVED = "SELECT student, assignment, exercise, solved FROM {} WHERE list_contains(?, student)"


class ClassLog:
    """The log in a folder, which is made if it is not there: `record` what happens, `view` what it comes to.

    Threads may share it. Other processes may write the journal and run batches meanwhile: each view has all
    that is in the journal when it is asked for. An event whose mark is not known is judged by *judge*.
    """

    def __init__(self, folder: str | Path, judge: Judge) -> None:
        self.journal = Journal(folder)
        self._judge = judge
        self._verdicts = Verdicts(Path(folder))
        self._serving = Serving(Path(folder))
        self._lock = RLock()
        self._restart(self._serving.current())

    def record(self, event: Event, mark: Mark | None = None) -> int:
        """Write an event to the journal, count it, and return its number once it is on disk.

        What has come before, with the same key, gets its number, and is not counted again. Raises LogError.
        """
        if isinstance(event, Attempt) and mark is not None:
            self._verdicts.keep(self._judge.fingerprint, {answer_of(event): mark})
        number = self.journal.append(event)
        if number - self._up_to >= LATE and self._lock.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._lock.release()
        return number

    def view(self, name: str, **where: str | int) -> list[dict[str, Any]]:
        """The rows of a view (`views.VIEWS`) by their keys; those alone whose keys are as in *where*.

        Raises LogError, and KeyError for a view or a key that there is not.
        """
        with self._lock:
            told = VIEWS[name].told(self.table(name, **where))
            if name == "exercises":
                progress = self._progress()
                for row in told:
                    begun, solved = progress[row["assignment"], row["exercise"]]
                    row |= {"begun": begun, "solved": solved}
        return told

    def table(self, name: str, **where: str | int) -> Table:
        """The merged rows of a view, as they are counted."""
        view = VIEWS[name]
        order = {key: place for place, key in enumerate(view.keys)}
        places = {order[key]: value for key, value in where.items()}
        with self._lock:
            self._refresh()
            found = self._serving.table(self._served, view, where)
            newer = self._speed[name].items()
            view.add(found, (row for row in newer if all(row[0][at] == one for at, one in places.items())))
        return found

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
        self.journal.close()
        self._verdicts.close()

    def _progress(self) -> dict[Key, tuple[int, int]]:
        """How many students have begun each exercise, and how many have solved it."""
        newer = self._speed["students"]
        solved_at = [column.name for column in VIEWS["students"].columns].index("solved")
        counted: dict[Key, list[int]] = {}
        known: dict[Key, int] = {}
        if self._served.folder:
            ask, names = self._serving.ask, sorted({str(key[0]) for key in newer})
            for *key, begun, solved in ask(self._served, _BEGUN, "students"):
                counted[tuple(key)] = [begun, solved]
            known = {tuple(key): solved for *key, solved in ask(self._served, _SOLVED, "students", names)}
        for key, row in newer.items():
            number = counted.setdefault(key[1:], [0, 0])
            number[0] += key not in known
            number[1] += bool(row[solved_at]) and not known.get(key)
        return {key: (begun, solved) for key, (begun, solved) in counted.items()}

    def _refresh(self) -> None:
        """Follow the last batch, and the journal."""
        now = self._serving.current()
        if now != self._served:
            self._restart(now)
        self._follow()

    def _restart(self, served: Served) -> None:
        self._served, self._speed, self._up_to = served, empty(), served.number

    def _follow(self) -> None:
        """Count what is in the journal and not counted yet."""
        for event in self.journal.since(self._up_to):
            mark = self._verdicts.mark(event, self._judge) if isinstance(event, Attempt) else None
            add(self._speed, event, mark)
            self._up_to = event.number
