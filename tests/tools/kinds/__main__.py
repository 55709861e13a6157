"""Hold the evaluators against each other on many terms: see `tests/tools/kinds/__init__.py`."""

from __future__ import annotations

import argparse
import sys
import time

import lamb
from tests.tools.kinds.kinds import BY_NAME, KINDS, Kind
from tests.tools.kinds.law import Agreed, agree


def main() -> int:
    """1 if two evaluators differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.kinds", description=__doc__)
    parser.add_argument("--terms", type=int, default=500)
    parser.add_argument(
        "--from", dest="first", type=int, default=0, help="the number of the first of each kind"
    )
    parser.add_argument("--kind", choices=list(BY_NAME), action="append")
    parser.add_argument("--number", type=int, help="only this one, of the kind")
    options = parser.parse_args()
    kinds = [BY_NAME[name] for name in options.kind] if options.kind else KINDS
    if options.number is not None:
        return look(kinds[0], options.number)
    each = options.terms // len(kinds)
    print("| kind | terms | ended | steps | of them by need | with integers | textbook | differ | seconds |")
    print("|:--|--:|--:|--:|--:|--:|--:|--:|--:|")
    return int(sum([row(kind, range(options.first, options.first + each)) for kind in kinds]) > 0)


def look(kind: Kind, number: int) -> int:
    """Say what becomes of one term."""
    term = kind.term(number)
    print(lamb.pretty(term))
    print(agree(term, kind.definitions))
    return 0


def row(kind: Kind, numbers: range) -> int:
    """Try so many terms of a kind, and say what became of them; the number of those that differ."""
    begun, found, differ = time.monotonic(), list[Agreed](), 0
    for number in numbers:
        try:
            found.append(agree(kind.term(number), kind.definitions))
        except AssertionError as error:
            differ += 1
            print(f"{kind.name} {number}: {str(error).splitlines()[0]}: {lamb.pretty(kind.term(number))}")
    ended = [one for one in found if one.ended]
    steps = sum(one.by_definition for one in ended)
    by_need = sum(one.by_machine for one in ended) / max(1, steps)
    cells = [
        *(kind.name, len(numbers), len(ended), f"{steps / max(1, len(ended)):.0f}", f"{by_need:.0%}"),
        *(sum(one.numbers_used for one in found), sum(one.textbook_ended for one in found), differ),
        f"{time.monotonic() - begun:.0f}",
    ]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return differ


if __name__ == "__main__":
    sys.exit(main())
