"""Verdicts: what today's judge says of an answer, which is asked once for equal answers to an exercise.

Judging is pure: a mark depends on the exercise, the answer and the judge. So marks are kept by what was
answered, and by the *fingerprint* of the judge; with another judge, they are made anew, and those of before
tell which have changed. All that is kept can be computed again: the file may be deleted at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Protocol

from lamb.classroom.events import Attempt, Mark, mark_of, mark_text

REMEMBERED = 20_000  # marks in memory
PATIENCE = 60.0  # seconds
ASKED_AT_ONCE = 500  # marks

TABLE = """CREATE TABLE IF NOT EXISTS mark
    (judge TEXT, answer BLOB, mark TEXT, PRIMARY KEY (judge, answer)) WITHOUT ROWID"""


class Judge(Protocol):
    """Gives attempts their marks. With the same *fingerprint*, equal answers always get equal marks.

    It is sent to other processes, and for `--cluster` to other machines, as plain data.
    """

    @property
    def fingerprint(self) -> str: ...

    def __call__(self, attempt: Attempt, /) -> Mark: ...

    def marks(self, attempts: Sequence[Attempt], /) -> list[Mark]:
        """The marks of attempts, which may be judged at the same time."""
        ...


def answer_of(attempt: Attempt) -> bytes:
    """Sixteen bytes that stand for what was answered, and to which exercise.

    >>> first = Attempt("1", "ann", "week1", "square", "λn. mul n n", 0.0)
    >>> answer_of(first) == answer_of(first.with_values(key="2", student="bob", at=1.0))
    True
    """
    parts = (attempt.assignment, attempt.exercise, attempt.text)
    found = json.dumps(parts).encode()
    return blake2b(found, digest_size=16).digest()


class Verdicts:
    """Marks that have been given, in a file of a folder; those of late in memory, too."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "verdicts.sqlite"
        self._lately: OrderedDict[tuple[str, bytes], Mark] = OrderedDict()
        self._lock = RLock()
        self._connection = self._open()

    def marks(self, attempts: Sequence[Attempt], judge: Judge) -> list[Mark]:
        """The marks of attempts by a judge, who is asked for those together that have not been given before,
        and once for equal answers.
        """
        answers, by = [*map(answer_of, attempts)], judge.fingerprint
        with self._lock:
            found = {answer: self._lately[by, answer] for answer in answers if (by, answer) in self._lately}
            texts = self.texts(by, {*answers} - found.keys())
            for answer, text in texts.items():
                found[answer] = mark_of(text)
                self._remember((by, answer), found[answer])
        new = {answer: one for answer, one in zip(answers, attempts, strict=True) if answer not in found}
        if new:
            judged = dict(zip(new, judge.marks([*new.values()]), strict=True))
            self.keep(by, judged)
            found |= judged
        return [found[answer] for answer in answers]

    def keep(self, fingerprint: str, marks: Mapping[bytes, Mark]) -> None:
        """Keep marks that a judge has given to answers."""
        with self._lock:
            fresh = {one: mark for one, mark in marks.items() if (fingerprint, one) not in self._lately}
            if not fresh:
                return
            self.keep_texts(fingerprint, {answer: mark_text(mark) for answer, mark in fresh.items()})
            for answer, mark in fresh.items():
                self._remember((fingerprint, answer), mark)

    def keep_texts(self, fingerprint: str, texts: Mapping[bytes, str]) -> None:
        """Keep marks that are texts, in the file alone."""
        rows = [(fingerprint, answer, text) for answer, text in texts.items()]
        with self._lock, suppress(sqlite3.Error):  # what is not kept is judged again
            self._connection.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", rows)
            self._connection.commit()

    def texts(self, fingerprint: str, answers: Iterable[bytes]) -> dict[bytes, str]:
        """The marks that a judge has given to answers, as texts, of those that it has."""
        wanted, found = list(answers), dict[bytes, str]()
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            some = wanted[start : start + ASKED_AT_ONCE]
            ask = f"SELECT answer, mark FROM mark WHERE judge = ? AND answer IN ({','.join('?' * len(some))})"  # noqa: S608
            with self._lock, suppress(sqlite3.Error):
                found.update(self._connection.execute(ask, (fingerprint, *some)))
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def known(self, fingerprint: str, answer: bytes) -> Mark | None:
        """The mark that a judge has given to an answer; None if there is none."""
        with self._lock:
            if (mark := self._lately.get((fingerprint, answer))) is None:
                text = self.texts(fingerprint, [answer]).get(answer)
                if text is None:
                    return None
                mark = mark_of(text)
            self._remember((fingerprint, answer), mark)
            return mark

    def _remember(self, key: tuple[str, bytes], mark: Mark) -> None:
        self._lately[key] = mark
        self._lately.move_to_end(key)
        if len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)

    def _open(self) -> sqlite3.Connection:
        """The file; a new one where it has been damaged; one in memory where there can be none."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        for path in (self.path, self.path, ":memory:"):
            try:
                connection = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(TABLE)
            except sqlite3.OperationalError:  # locked, or in a folder that cannot be written
                continue
            except sqlite3.DatabaseError:
                self.path.unlink(missing_ok=True)
                continue
            return connection
        raise AssertionError
