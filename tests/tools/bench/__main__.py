"""The command: runs what it is asked to, and shows or keeps the figures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.tools.bench import results, tables
from tests.tools.bench.chart import chart

PICTURE = Path(__file__).parents[3] / "notebooks" / "pictures" / "speed.svg"


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.tools.bench", description=__doc__)
    parser.add_argument("workloads", nargs="*", help="only these workloads, without start-up and race")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--rivals", metavar="PYTHON", help="race those that this Python has installed")
    parser.add_argument("--seconds", type=float, default=60, help="the limit in the race (default: 60)")
    parser.add_argument("--write", action="store_true", help="keep the figures, and draw them")
    parser.add_argument(
        "--draw", action="store_true", help="draw the figures that were kept, and run nothing"
    )
    return parser


def say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def run(asked: argparse.Namespace) -> results.Results:
    """The figures that are asked for."""
    found: results.Results = {
        "machine": results.machine(asked.runs),
        "work": results.work(asked.workloads, asked.runs, say),
    }
    if not asked.workloads:
        found["start"] = results.start(asked.runs, say)
        found["race"] = results.race(asked.rivals or sys.executable, asked.seconds, asked.runs, say)
    return found


def main() -> None:
    parser = options()
    asked = parser.parse_args()
    if asked.write and asked.workloads:
        parser.error("only all of the figures are kept")
    found = results.load() if asked.draw else run(asked)
    if asked.write:
        results.save(found)
    if asked.write or asked.draw:
        chart(found).save(PICTURE)
    print(tables.report(found))


if __name__ == "__main__":
    main()
