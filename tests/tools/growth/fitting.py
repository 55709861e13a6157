"""The exponent of a curve, and a table of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import TypedDict

from tests.tools.bench.tables import duration, memory, table

STEEP = 1.15
LAST = 4  # sizes that count
LEAST_SECONDS, LEAST_BYTES = 0.04, 10_000_000  # that count, since less is noise


class Point(TypedDict):
    """What one size took."""

    size: float
    seconds: float
    bytes: float


class Fitted(TypedDict):
    """What a curve came to: its largest size, and the exponents of its time and memory (None: too little)."""

    what: str
    largest: Point
    time: float | None
    memory: float | None


def exponent(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The power of the first of each pair that the second grows with; None for fewer than three pairs.

    >>> exponent([(1, 3), (2, 12), (4, 48)])
    2.0
    """
    if len(pairs) < 3:
        return None
    xs, ys = [log2(x) for x, _ in pairs], [log2(y) for _, y in pairs]
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - middle) ** 2 for x in xs
    )


def fitted(what: str, points: Sequence[Point]) -> Fitted:
    """The exponents of a curve by its last points."""
    last = points[-LAST:]
    return {
        "what": what,
        "largest": points[-1],
        "time": exponent([(one["size"], one["seconds"]) for one in last if one["seconds"] > LEAST_SECONDS]),
        "memory": exponent([(one["size"], one["bytes"]) for one in last if one["bytes"] > LEAST_BYTES]),
    }


def steep(found: Mapping[str, Fitted]) -> list[str]:
    """The names of the curves that bend upwards."""
    return [name for name, one in found.items() if max(one["time"] or 0, one["memory"] or 0) > STEEP]


EXPLAINED = {
    "captures": "each renaming is deeper in its term, which is put together anew around it",
    "steps that grow": "each step is deeper in its term, which is put together anew around it",
    "steps of powers": "lines get longer until a term is wider than the screen, and then each is elided",
    "steps in latex": "the same, with lines of 80 columns",
    "eta": "each variable is far from its λ, and the machine goes past all that are bound between",
}
"""Curves that bend upwards for a reason."""

SHOWN = (
    "depth",
    "arguments",
    "lets",
    "comment",
    "definitions",
    "definitions at the prompt",
    "assertions",
    "steps of a derivation",
    "files",
    "steps in json",
    "picture",
)
"""Curves in the README."""


def report(found: Mapping[str, Fitted]) -> str:
    """All curves as a table, and those that bend upwards once more, with the reason if there is one."""
    heads = ["", "doubled", "up to", "time", "memory", "time grows with", "memory with"]
    bent = steep(found)
    said = [f"- {name}: {EXPLAINED.get(name, 'not explained')}" for name in bent] or ["none"]
    lines = [table(heads, map(_row, found.items())), "", f"Above n^{STEEP}:", "", *said]
    return "\n".join(lines)


def short(found: Mapping[str, Fitted]) -> str:
    """The table in the README."""
    rows = []
    for one in map(found.__getitem__, SHOWN):
        size, seconds = one["largest"]["size"], one["largest"]["seconds"]
        rows.append([one["what"], f"{size:,}", duration(seconds), _power(one["time"])])
    return table(["", "up to", "time", "grows with"], rows)


def _row(named: tuple[str, Fitted]) -> list[str]:
    name, one = named
    largest = one["largest"]
    shown = duration(max(largest["seconds"], 1e-6)), memory(max(int(largest["bytes"]), 1_000))
    return [name, one["what"], f"{largest['size']:,}", *shown, _power(one["time"]), _power(one["memory"])]


def _power(exponent: float | None) -> str:
    return "" if exponent is None else f"n^{exponent:.2f}"
