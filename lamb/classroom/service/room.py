"""The classroom: attempts are handed in, judged and logged here, and a teacher sees what comes of them.

An attempt is answered when the journal has it on disk, and not before. The *board* is what a teacher sees, as
one document; all that it counts comes from merged views. Nothing here knows a network.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import takewhile
from time import monotonic, time
from typing import Any, Protocol, TypeAlias

from lamb.classroom.events import Attempt, Mark
from lamb.classroom.marking.assignment import AssignedExercise, Assignment
from lamb.classroom.marking.release import beginning
from lamb.classroom.service.rates import Rate
from lamb.classroom.service.roster import Roster, Student
from lamb.errors import LambError
from lamb.html.lesson_page import prose_html

Json: TypeAlias = dict[str, Any]
Rows: TypeAlias = Iterable[Mapping[str, Any]]
Key: TypeAlias = tuple[str, str]
"""The names of an assignment and of an exercise in it."""

MOST_LINES = 8  # of one mistake, the commonest


def board(exercises: Mapping[Key, str], names: Mapping[str, str], views: Mapping[str, Rows]) -> Json:
    """The board of a class: *exercises* has their titles, *names* the students by their pseudonyms.

    *views* are `exercises`, `mistakes` and `students` of the log. Students that the roster no longer has
    count in the attempts and the mistakes, and nowhere else.
    """
    people = _people(list(exercises), names, views["students"])
    attempts = {_key(row): row["attempts"] for row in views["exercises"]}
    mistakes = _mistakes(views["mistakes"])
    shown = []
    for at, (key, title) in enumerate(exercises.items()):
        outcomes = [one["outcomes"][at] for one in people]
        shown.append(
            {
                "assignment": key[0],
                "name": key[1],
                "title": title,
                "attempts": attempts.get(key, 0),
                "begun": sum(one is not None for one in outcomes),
                "solved": outcomes.count("holds"),
                "mistakes": mistakes.get(key, {}),
            }
        )
    return {
        "students": len(people),
        "begun": sum(one["attempts"] > 0 for one in people),
        "attempts": sum(attempts.values()),
        "exercises": shown,
        "people": people,
    }


def progress(rows: Rows) -> dict[Key, Json]:
    """How a student gets on with each exercise that was begun, by the rows of the view `students`."""
    return {
        _key(row): {
            "outcome": _outcome(row),
            "stars": stars(row["best"], row["out_of"]),
            "last": _told(_last(row)),
        }
        for row in rows
    }


def _last(row: Mapping[str, Any]) -> Mark:
    """The mark of the last attempt, as far as the view has it."""
    return Mark(row["exercise"], row["last"]["outcome"], row["last"]["points"], row["out_of"])


def stars(points: float, out_of: float) -> int:
    """One star for any points, two for two thirds of them, three for all.

    >>> [stars(points, 5) for points in (0, 0.5, 4, 5)]
    [0, 1, 2, 3]
    """
    return max(int(points > 0), int(3 * points / out_of)) if out_of > 0 else 0


def _people(exercises: Sequence[Key], names: Mapping[str, str], rows: Rows) -> list[Json]:
    """Each student with the outcomes, exercise by exercise, by name."""
    outcomes: dict[tuple[str, Key], str] = {}
    attempts: dict[str, int] = {}
    for row in rows:
        outcomes[row["student"], _key(row)] = _outcome(row)
        attempts[row["student"]] = attempts.get(row["student"], 0) + row["attempts"]
    return [
        {
            "student": student,
            "name": name,
            "attempts": attempts.get(student, 0),
            "outcomes": [outcomes.get((student, key)) for key in exercises],
        }
        for student, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    ]


def _mistakes(rows: Rows) -> dict[Key, Json]:
    """Of each exercise, its mistakes: how often each was made, and the lines that have it most often."""
    found: dict[Key, Json] = {}
    for row in rows:
        lines = [[one["line"], one["attempts"]] for one in row["lines"][:MOST_LINES]]
        told = {"count": row["attempts"], "students": row["students"], "lines": lines}
        found.setdefault(_key(row), {})[row["mistake"]] = told
    return found


def _key(row: Mapping[str, Any]) -> Key:
    return row["assignment"], row["exercise"]


def _outcome(row: Mapping[str, Any]) -> str:
    """What is solved once is solved; what came last stands otherwise."""
    return "holds" if row["solved"] else str(row["last"]["outcome"])


LONGEST_ANSWER = 20_000  # characters
RECENT = 300.0  # seconds for which a student who has sent something is at work
TOGETHER = 32  # attempts that are written to the disk at once
ASKS = ("-- asks:", "-- operators:", "-- steps:")
KEY = re.compile(r"[\w-]{8,64}", re.ASCII)

Judging: TypeAlias = Callable[[Attempt], Awaitable[Mark]]
"""The mark of an attempt."""


class Log(Protocol):
    """The log of a class, as far as a room knows it."""

    def record(self, attempt: Attempt, mark: Mark) -> int: ...
    def view(self, name: str, **where: str | int) -> Sequence[Mapping[str, Any]]: ...


class Unacceptable(LambError):
    """A question that is none."""


class Classroom:
    """A class, its assignments, its roster and its log. *version* grows with all that changes its board."""

    def __init__(self, assignments: Sequence[Assignment], roster: Roster, log: Log, judging: Judging) -> None:
        self.roster, self.version = roster, 0
        self.exercises = {(one.name, each.name): each for one in assignments for each in one.exercises}
        self._given = {one.name: _given(one) for one in assignments}
        self._asked = {
            (one.name, each.name): _asked(one, each) for one in assignments for each in one.exercises
        }
        self._log, self._judging = log, judging
        self._joining = Rate(rate=20.0, burst=600, clock=monotonic)
        self._often = Rate(rate=1.0, burst=20, clock=monotonic)
        self._seen: dict[str, float] = {}
        self._writers = ThreadPoolExecutor(TOGETHER)

    def join(self, code: object, name: object) -> str:
        """The token of a new student. Raises Refused for the name, Unacceptable or TooSoon."""
        if not (isinstance(code, str) and self.roster.is_code(code)):
            raise Unacceptable("this is not the link of this class", hint="ask your teacher for it")
        if not isinstance(name, str):
            raise Unacceptable("a name is missing")
        self._joining.must("all")
        self.version += 1
        return self.roster.join(name)

    async def listed(self, student: Student) -> Json:
        """The exercises, and how a student gets on with each."""
        pseudonym = self.roster.pseudonym(student)
        so_far = progress(await asyncio.to_thread(partial(self._log.view, "students", student=pseudonym)))
        listed = [
            {
                "assignment": assignment,
                "name": name,
                "title": one.title or one.name,
                "html": prose_html(one.text),
                "points": one.points,
                "hints": one.hint.split("\n") if one.hint else [],
                "given": self._given[assignment],
                **self._asked[assignment, name],
                **so_far.get((assignment, name), {"outcome": None, "stars": 0, "last": None}),
            }
            for (assignment, name), one in self.exercises.items()
        ]
        return {"name": student.name, "exercises": listed}

    async def attempt(self, student: Student, question: Json) -> Json:
        """The mark of an attempt, which is in the journal by then. Raises Unacceptable."""
        key, exercise, text = self._read(question)
        pseudonym = self.roster.pseudonym(student)
        attempt = Attempt(f"{pseudonym}:{key}", pseudonym, *exercise, text, time())
        self._often.must(pseudonym)
        mark = await self._judging(attempt)
        await asyncio.get_running_loop().run_in_executor(self._writers, self._log.record, attempt, mark)
        self._seen[pseudonym] = monotonic()
        self.version += 1
        return _told(mark)

    def _read(self, question: Json) -> tuple[str, Key, str]:
        key, text = question.get("key"), question.get("text")
        exercise = str(question.get("assignment")), str(question.get("exercise"))
        if not (isinstance(key, str) and KEY.fullmatch(key)):
            raise Unacceptable("an attempt has a key: 8 to 64 letters, digits, “-” and “_”")
        if not isinstance(text, str) or exercise not in self.exercises:
            raise Unacceptable("an attempt has an assignment and an exercise that there are, and a text")
        if len(text) > LONGEST_ANSWER:
            raise Unacceptable(f"an answer has at most {LONGEST_ANSWER:,} characters, not {len(text):,}")
        return key, exercise, text

    def board(self) -> Json:
        """What a teacher sees now."""
        names = {self.roster.pseudonym(one): one.name for one in self.roster}
        views = {name: self._log.view(name) for name in ("exercises", "mistakes", "students")}
        titles = {key: one.title or one.name for key, one in self.exercises.items()}
        since = monotonic() - RECENT
        working = sum(seen > since for student, seen in self._seen.items() if student in names)
        return board(titles, names, views) | {"working": working, "join": f"./#join={self.roster.code}"}

    def renew(self, student: object) -> str | None:
        """The new token of a student, by the pseudonym; None if there is none of that."""
        self.version += 1
        return self.roster.renew(str(student))

    def forget(self, student: object) -> bool:
        """Forget whose pseudonym this is; False if it is no one's."""
        self.version += 1
        return self.roster.forget(str(student))


def _given(assignment: Assignment) -> str:
    """The definitions that students have, as they are written."""
    entries = [entry for name, entry in assignment.entries.items() if name in assignment.given]
    spans = ((entry.place.source, entry.data or entry.place) for entry in entries)
    return "\n".join(dict.fromkeys(source.text[span.start : span.end] for source, span in spans))


def _asked(assignment: Assignment, exercise: AssignedExercise) -> Json:
    """What an answer has to be like, and what stands in the editor before there is one."""
    lines = beginning(assignment, exercise).splitlines()
    head = list(takewhile(lambda line: line.startswith("--"), lines))
    asks = [line.removeprefix("-- ") for line in head if line.startswith(ASKS)]
    return {"asks": asks, "beginning": "\n".join(lines[len(head) :]).strip("\n")}


def _told(mark: Mark) -> Json:
    """What a student is told of a mark."""
    return {
        "outcome": mark.outcome,
        "points": mark.points,
        "out_of": mark.out_of,
        "stars": stars(mark.points, mark.out_of),
        "feedback": mark.feedback,
    }
