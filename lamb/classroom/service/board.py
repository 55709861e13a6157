"""The board: what a teacher sees of a class, as one document. All that it counts comes from merged views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

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
    return {_key(row): {"outcome": _outcome(row), "stars": stars(row["best"], row["out_of"])} for row in rows}


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
