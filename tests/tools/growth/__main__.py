"""The command: doubles what it is asked to, and shows or keeps the figures."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.tools.growth.curves import CURVES
from tests.tools.growth.fitting import Fitted, Point, fitted, report, steep

KEPT = Path(__file__).with_name("figures.json")


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.tools.growth", description=__doc__)
    parser.add_argument("names", nargs="*", help="only curves whose name has one of these in it")
    parser.add_argument("--doublings", type=int, default=8, help="at most (default: 8)")
    parser.add_argument("--seconds", type=float, default=1.0, help="that end the doubling (default: 1)")
    parser.add_argument(
        "--write", action="store_true", help="keep these figures, beside those of other curves"
    )
    return parser


def points(name: str, asked: argparse.Namespace) -> list[Point]:
    """The points of a curve, as far as they came."""
    command = [
        sys.executable,
        "-m",
        "tests.tools.growth.points",
        name,
        str(asked.doublings),
        str(asked.seconds),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        print(f"(given up: {done.returncode})", end=" ", file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def load() -> dict[str, Fitted]:
    """The figures that are kept."""
    kept: dict[str, Fitted] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return kept


def keep(found: Mapping[str, Fitted]) -> None:
    """Keep some figures, beside those of other curves."""
    known = load() | found
    kept = {name: known[name] for name in CURVES if name in known}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    KEPT.with_suffix(".md").write_text(report(kept) + "\n", encoding="utf-8")


def main() -> int:
    asked = options().parse_args()
    found: dict[str, Fitted] = {}
    for name, curve in CURVES.items():
        if not asked.names or any(part in name for part in asked.names):
            print(f"{name} …", end=" ", file=sys.stderr, flush=True)
            found[name] = fitted(curve.what, points(name, asked))
            print(found[name]["time"], file=sys.stderr)
            if asked.write:
                keep(found)
    print(report(found))
    return 1 if steep(found) else 0


if __name__ == "__main__":
    sys.exit(main())
