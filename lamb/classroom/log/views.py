"""Views of the log: what is counted of it, for the batch and live alike.

A view is a table whose rows are merged key by key and value by value, and each kind of value is a commutative
monoid: a sum, the most, the earliest, counts, a sample. So tables are one, too (`merge`, with `{}` as its
unit), and for each log, wherever it is cut and in whatever order its events arrive,

    merge(batch(before), speed(after)) == batch(all)

as long as each event is counted once: its number sees to that. Points are kept in thousandths, as whole
numbers: sums of floating-point numbers depend on their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any, TypeAlias

from lamb.classroom.events import Attempt, Event, Invocation, Mark
from lamb.records import Record

Key: TypeAlias = "tuple[str | int, ...]"
Row: TypeAlias = "tuple[Any, ...]"
Table: TypeAlias = "dict[Key, Row]"
Tables: TypeAlias = "dict[str, Table]"

MOST_LINES = 100  # different wrong lines of a mistake that are kept
MOST_STUDENTS = 400  # of a mistake that are counted exactly
MOST_STEPS = 100  # of an answer that are counted
LONGEST_LINE = 160  # characters
LONGEST_WORD = 40

Sample: TypeAlias = "tuple[int, dict[str, tuple[int, ...]]]"


# ── Kinds of values, each with what merges two of them ────────────────────────────────


def total(one: int, other: int) -> int:
    """The sum."""
    return one + other


def earliest(one: int, other: int) -> int:
    """The lesser number, of which 0 is none.

    >>> earliest(0, 7), earliest(3, 7)
    (7, 3)
    """
    return min(one, other) if one and other else one or other


def latest(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """What has the greater number, which comes first in it."""
    return max(one, other)


def counts(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """How often each word comes in the one and in the other together."""
    both = dict(one)
    for word, number in other.items():
        both[word] = both.get(word, 0) + number
    return both


def kinds(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """The least of different hashes, ascending, by which the different ones are counted.

    Exact up to MOST_STUDENTS, and an estimate beyond (Bar-Yossef et al. 2002, “Counting distinct elements in
    a data stream”, section 3).
    """
    if len(other) == 1 and (other[0] in one or (len(one) == MOST_STUDENTS and other[0] > one[-1])):
        return one
    return tuple(sorted({*one, *other})[:MOST_STUDENTS])


def sample(one: Sample, other: Sample) -> Sample:
    """How often different lines come, in all of the events or in a sample of them.

    Each event has a level: one half of all at least 1, a quarter at least 2, and so on. The sample has the
    events from the least level on that leaves MOST_LINES different lines at most. That level only rises as
    events are added, so it does not matter when what is below is dropped. Few different lines are counted
    exactly, whatever their numbers; of many, those that come often stay.
    """
    level = max(one[0], other[0])
    if one[0] == level:  # a line for many, mostly
        lines = dict(one[1])
        for line, found in _from_level(level, other).items():
            lines[line] = _added(lines[line], found) if line in lines else found
    else:
        lines = _from_level(level, one, other)
    while len(lines) > MOST_LINES:
        level += 1
        lines = _from_level(level, (level, lines))
    return level, lines


def _from_level(level: int, *samples: Sample) -> dict[str, tuple[int, ...]]:
    """The lines of the samples with how often they come on each level, but for the levels below."""
    lines: dict[str, tuple[int, ...]] = {}
    for line, found in chain.from_iterable(lines.items() for _, lines in samples):
        if level:
            found = tuple(number if place >= level else 0 for place, number in enumerate(found))  # noqa: PLW2901
            if not any(found):
                continue
        lines[line] = _added(lines[line], found) if line in lines else found
    return lines


def _added(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    if len(one) < len(other):
        one, other = other, one
    return (*(a + b for a, b in zip(one, other, strict=False)), *one[len(other) :])


class Column(Record):
    """A value of each row: its name, what merges two, what a reader is told of it, and what makes it again
    from JSON.
    """

    name: str
    merge: Callable[[Any, Any], Any]
    told: Callable[[Any], object] = lambda found: found
    read: Callable[[Any], Any] = lambda found: found

    @property
    def is_number(self) -> bool:
        """True for a whole number; other values are kept as JSON."""
        return self.merge in (total, earliest, max)

    @property
    def from_text(self) -> Callable[[Any], Any]:
        """The function that gives a value as it was, from a file."""
        read = self.read
        return int if self.is_number else lambda text: read(json.loads(text))

    def to_text(self, found: object) -> str:
        """A value that is no number as JSON, the same for equal ones."""
        return json.dumps(found, sort_keys=True)


# ── The views ─────────────────────────────────────────────────────────────────────────


class LogView(Record):
    """A table: the names and kinds of its keys, its columns, and the rows that it has of one event."""

    name: str
    keys: Mapping[str, type]
    columns: tuple[Column, ...]
    of: Callable[[Event, Mark | None], Iterable[tuple[Key, Row]]]

    def add(self, table: Table, rows: Iterable[tuple[Key, Row]]) -> None:
        """Merge rows into a table, which is changed."""
        for key, row in rows:
            before = table.get(key)
            table[key] = row if before is None else self._merged(before, row)

    def told(self, table: Table) -> list[dict[str, Any]]:
        """The rows as a reader is told them, in the order of their keys."""
        names = [column.name for column in self.columns]
        tell = [column.told for column in self.columns]
        return [
            dict(zip(self.keys, key, strict=True))
            | {name: say(found) for name, say, found in zip(names, tell, table[key], strict=True)}
            for key in sorted(table)
        ]

    def _merged(self, one: Row, other: Row) -> Row:
        return tuple([column.merge(a, b) for column, a, b in zip(self.columns, one, other, strict=True)])


def _exercises(event: Event, mark: Mark | None) -> Iterator[tuple[Key, Row]]:
    if isinstance(event, Attempt) and mark is not None:
        points, out_of = _thousandths(mark.points), _thousandths(mark.out_of)
        yield (event.assignment, event.exercise), (1, {mark.outcome: 1}, points, out_of)


def _steps(event: Event, mark: Mark | None) -> Iterator[tuple[Key, Row]]:
    if isinstance(event, Attempt) and mark is not None:
        for number, step in enumerate(mark.steps[:MOST_STEPS], 1):
            key = (event.assignment, event.exercise, number, step.operator)
            yield key, (1, {step.outcome: 1}, {step.mistake: 1} if step.mistake else {})


def _mistakes(event: Event, mark: Mark | None) -> Iterator[tuple[Key, Row]]:
    if isinstance(event, Attempt) and mark is not None and mark.outcome != "holds":
        student, level = (_hash(event.student),), _level(event.number)
        for mistake in dict.fromkeys(mark.mistakes or (mark.outcome,)):
            lines = (step.text for step in mark.steps if step.mistake == mistake)
            line = " ".join(next(lines, mark.wrong).split())[:LONGEST_LINE]
            sampled = (0, {line: (*(0 for _ in range(level)), 1)} if line else {})
            yield (event.assignment, event.exercise, mistake), (1, student, sampled)


def _students(event: Event, mark: Mark | None) -> Iterator[tuple[Key, Row]]:
    if isinstance(event, Attempt) and mark is not None:
        points, number = _thousandths(mark.points), event.number
        last = (number, event.at, mark.outcome, points)
        solved = number if mark.outcome == "holds" else 0
        key = (event.student, event.assignment, event.exercise)
        yield key, (1, number, points, _thousandths(mark.out_of), solved, last)


def _functions(event: Event, _mark: Mark | None) -> Iterator[tuple[Key, Row]]:
    if isinstance(event, Invocation):
        ran = _microseconds(event.ended - event.started)
        row = (
            1,
            {event.trigger: 1},
            {event.outcome[:LONGEST_WORD]: 1},
            event.billed,
            event.contractions,
            event.memory,
            _microseconds(event.started - event.queued),
            ran,
            ran,
        )
        yield (event.function, event.version), row


def _thousandths(points: float) -> int:
    return round(points * 1_000)


def _microseconds(seconds: float) -> int:
    return max(0, round(seconds * 1e6))  # a clock may be set back


@lru_cache(maxsize=100_000)
def _hash(student: str) -> int:
    """Six bytes that stand for a student."""
    return int.from_bytes(blake2b(student.encode(), digest_size=6).digest())


def _level(number: int) -> int:
    """The level of an event in a sample: *n* with a chance of one in 2ⁿ⁺¹, for ever the same."""
    mixed = int.from_bytes(blake2b(number.to_bytes(8), digest_size=4).digest())
    return (mixed & -mixed).bit_length() - 1 if mixed else 32


def _points(thousandths: int) -> float:
    return thousandths / 1_000


def _seconds(microseconds: int) -> float:
    return microseconds / 1e6


def _number_of(hashes: tuple[int, ...]) -> int:
    if len(hashes) < MOST_STUDENTS:
        return len(hashes)
    return round((MOST_STUDENTS - 1) * 2**48 / hashes[-1])


def _commonest(found: Sample) -> list[dict[str, Any]]:
    level, lines = found
    often = sorted(((sum(numbers) << level, line) for line, numbers in lines.items()), key=_order)
    return [{"line": line, "attempts": number, "exact": level == 0} for number, line in often]


def _sample(found: tuple[int, dict[str, list[int]]]) -> Sample:
    level, lines = found
    return level, {line: tuple(numbers) for line, numbers in lines.items()}


def _order(line: tuple[int, str]) -> tuple[int, str]:
    return -line[0], line[1]


def _last(found: tuple[int, float, str, int]) -> dict[str, object]:
    number, at, outcome, points = found
    return {"number": number, "at": at, "outcome": outcome, "points": _points(points)}


def _sorted(found: Mapping[str, int]) -> dict[str, int]:
    return {word: found[word] for word in sorted(found, key=lambda word: (-found[word], word))}


_EXERCISE: Mapping[str, type] = {"assignment": str, "exercise": str}
_ATTEMPTS = Column("attempts", total)
_OUTCOMES = Column("outcomes", counts, _sorted)

VIEWS: Mapping[str, LogView] = {
    view.name: view
    for view in (
        LogView(
            "exercises",
            _EXERCISE,
            (_ATTEMPTS, _OUTCOMES, Column("points", total, _points), Column("out_of", max, _points)),
            _exercises,
        ),
        LogView(
            "steps",
            {**_EXERCISE, "step": int, "operator": str},
            (_ATTEMPTS, _OUTCOMES, Column("mistakes", counts, _sorted)),
            _steps,
        ),
        LogView(
            "mistakes",
            {**_EXERCISE, "mistake": str},
            (
                _ATTEMPTS,
                Column("students", kinds, _number_of, tuple),
                Column("lines", sample, _commonest, _sample),
            ),
            _mistakes,
        ),
        LogView(
            "students",
            {"student": str, **_EXERCISE},
            (
                _ATTEMPTS,
                Column("first", earliest),
                Column("best", max, _points),
                Column("out_of", max, _points),
                Column("solved", earliest),
                Column("last", latest, _last, tuple),
            ),
            _students,
        ),
        LogView(
            "functions",
            {"function": str, "version": int},
            (
                Column("invocations", total),
                Column("triggers", counts, _sorted),
                _OUTCOMES,
                Column("billed", total),
                Column("contractions", total),
                Column("memory", max),
                Column("waited", total, _seconds),
                Column("ran", total, _seconds),
                Column("longest", max, _seconds),
            ),
            _functions,
        ),
    )
}
"""The views by their names. *first* and *solved* are numbers of attempts (0: not yet); *waited*, *ran* and
*longest* are seconds, *memory* bytes; *billed* counts units of 100 ms.
"""

CHANGES = LogView(
    "changes",
    {"student": str, **_EXERCISE},
    (Column("before", max, _points), Column("after", max, _points)),
    lambda _event, _mark: (),
)
"""The best marks of students that are other by the judge of a batch than by that of the batch before."""


# ── All views together ────────────────────────────────────────────────────────────────


def empty() -> Tables:
    """The views of no event."""
    return {name: {} for name in VIEWS}


def of(event: Event, mark: Mark | None = None) -> Tables:
    """The views of one event, an attempt with its mark."""
    return {name: dict(view.of(event, mark)) for name, view in VIEWS.items()}


def merge(one: Tables, other: Tables) -> Tables:
    """The views of both logs together, which have no event in common."""
    merged = {name: dict(table) for name, table in one.items()}
    absorb(merged, other)
    return merged


def add(tables: Tables, event: Event, mark: Mark | None = None) -> None:
    """Merge the views of one event into tables, which are changed."""
    for name, view in VIEWS.items():
        view.add(tables[name], view.of(event, mark))


def absorb(tables: Tables, other: Tables) -> None:
    """Merge other tables into these, which are changed."""
    for name, view in VIEWS.items():
        view.add(tables[name], other[name].items())
