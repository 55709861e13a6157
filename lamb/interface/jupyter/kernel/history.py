"""The cells that a kernel has carried out, as front ends ask for them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, NamedTuple, TypeAlias

SESSION = 1
"""The number of this session; the cells of earlier ones are not kept."""

Told: TypeAlias = "tuple[int, int, str | tuple[str, str | None]]"
"""A session, the number of a cell, and what was in it, with what came of it if that is wanted."""


class Cell(NamedTuple):
    """A cell that was run, and its last answer as text."""

    number: int
    code: str
    answer: str | None


class History:
    """The cells of a session, in the order in which they were run."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []

    def remember(self, number: int, code: str, answer: str | None) -> None:
        """Keep a cell."""
        self.cells.append(Cell(number, code, answer))

    def told(self, asked: dict[str, Any]) -> list[Told]:
        """What a request for history comes to: the last cells, a range of them, or those like a pattern.

        >>> history = History()
        >>> for number, code in enumerate(["f = K", "f x y", "f x y"], 1):
        ...     history.remember(number, code, None)
        >>> history.told({"hist_access_type": "search", "pattern": "f x*", "unique": True})
        [(1, 3, 'f x y')]
        """
        match asked["hist_access_type"]:
            case "range":
                found = self._range(asked)
            case "search":
                found = self._search(asked.get("pattern") or "*", unique=bool(asked.get("unique")))
            case _:
                found = self.cells
        most = asked.get("n")
        if asked["hist_access_type"] != "range" and most is not None:
            found = found[-most:] if most > 0 else []
        with_answers = bool(asked.get("output"))
        return [(SESSION, one.number, (one.code, one.answer) if with_answers else one.code) for one in found]

    def _range(self, asked: dict[str, Any]) -> list[Cell]:
        if asked.get("session") not in (None, 0, SESSION):
            return []
        start, stop = asked.get("start") or 0, asked.get("stop")
        return [one for one in self.cells if start <= one.number and (stop is None or one.number < stop)]

    def _search(self, pattern: str, *, unique: bool) -> list[Cell]:
        found = [one for one in self.cells if fnmatchcase(one.code, pattern)]
        if not unique:
            return found
        last = {one.code: one for one in found}
        return [one for one in found if last[one.code] is one]
