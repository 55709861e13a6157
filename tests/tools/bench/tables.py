"""Figures as tables in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from tests.tools.bench.race import CONTESTS
from tests.tools.bench.results import Results


def report(results: Results) -> str:
    """All tables of a run."""
    machine = results["machine"]
    return "\n\n".join(
        [
            f"lamb {machine['lamb']} on {machine['python']}, {machine['system']}; "
            f"one yardstick is {duration(machine['yardstick'])}; "
            f"the least of {machine['runs']} runs, and their median.",
            *(table(results) for name, table in TABLES.items() if results.get(name)),
        ]
    )


def work(results: Results) -> str:
    """Workloads: their time, the same in yardsticks, and memory."""
    rows = (
        [
            name,
            figure["what"],
            duration(figure["least"]),
            duration(figure["median"]),
            _two_digits(figure["ratio"]),
            _two_digits(figure["median_ratio"]),
            memory(figure["bytes"]),
        ]
        for name, figure in results["work"].items()
    )
    return table(["", "", "least", "median", "yardsticks", "median", "memory"], rows)


def start(results: Results) -> str:
    """What start-up takes."""
    rows = (
        [f"`{name}`", duration(figure["least"]), duration(figure["median"])]
        for name, figure in results["start"].items()
    )
    return table(["", "least", "median"], rows)


def race(results: Results) -> str:
    """Who is how fast with what."""
    contests = results["race"]
    names = list(next(iter(contests.values())))
    rows = (
        [CONTESTS[contest], *(_fared(found[name]) for name in names)] for contest, found in contests.items()
    )
    return table(["", *names], rows)


def short(results: Results) -> str:
    """What the README shows."""
    work, start = results["work"], results["start"]
    rows = [
        [work[name]["what"], duration(work[name]["least"]), memory(work[name]["bytes"])] for name in SHOWN
    ]
    rows += [[f"`{name}`, from start to end", duration(start[name]["least"]), ""] for name in BEGUN]
    return table(["", "time", "memory"], rows)


SHOWN = ("primes", "powers", "self-interpreter", "nest", "endless", "trace", "parsing")
BEGUN = ("lamb --version", "lamb eval -e 'fact 5'")
TABLES = {"work": work, "start": start, "race": race}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, whose columns stand to the right but for the first that have no name."""
    return "\n".join(_lines(head, rows))


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---:' if name else '---' for name in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _fared(result: Results) -> str:
    return result["gave_up"] or duration(result["seconds"])


def duration(seconds: float) -> str:
    """A time, to two digits that count.

    >>> duration(0.00001234), duration(0.0567), duration(0.456), duration(12.34), duration(345.6)
    ('0.012 ms', '57 ms', '460 ms', '12 s', '350 s')
    """
    if seconds < 0.9995:
        return f"{_two_digits(seconds * 1_000)} ms"
    return f"{_two_digits(seconds)} s"


def _two_digits(value: float) -> str:
    if value >= 100:
        return f"{value:.0f}" if value >= 1_000 else f"{round(value, -1):.0f}"
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):.{max(digits, 0)}f}".removesuffix(".0")


def memory(count: int) -> str:
    """Bytes, in words.

    >>> memory(1_234), memory(12_345_678)
    ('1.2 kB', '12 MB')
    """
    if count < 1_000_000:
        return f"{_two_digits(count / 1_000)} kB"
    return f"{_two_digits(count / 1_000_000)} MB"
