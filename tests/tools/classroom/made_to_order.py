"""A thousand exercises of each kind from one seed: distinct, right by the engine, and marked rightly; and the
time that they took.

    python -m tests.tools.classroom.made_to_order [--count 1000] [--seed 7]

1 if one of them is not as it should be.
"""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from time import process_time

import lamb
from lamb.classroom.making.kinds import KINDS, series
from lamb.classroom.making.made import MadeExercise, Request, Wanted
from lamb.classroom.making.worksheet import Worksheet, assignment
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.release import flaws
from lamb.errors import Source
from tests.classroom.test_making import ANSWERS

WIDTH = 60
PART = 200  # exercises of one assignment: no student hands in more than so many characters


def wrongs(kind: str, made: list[MadeExercise]) -> dict[str, int]:
    """How many exercises of a kind are not as they should be, and in what way."""
    sheets = [Worksheet(kind, "", tuple(made[at : at + PART])) for at in range(0, len(made), PART)]
    read = [read_assignment(Source(assignment(sheet), f"{kind}.lc")) for sheet in sheets]
    return {
        "twice": len(made) - len({one.key for one in made}),
        "wrong": sum(not _is_right(kind, one) for one in made),
        "wide": sum(one.difficulty.width > WIDTH for one in made),
        "not so difficult": sum(not _is_as_difficult(kind, one) for one in made),
        "without three wrong answers": sum(len({one.answer, *_wrong(one)}) != 4 for one in made),
        "flaws of the assignment": sum(1 for one in read for _ in flaws(one)),
    }


def _wrong(exercise: MadeExercise) -> list[str]:
    return [one.text for one in exercise.distractors]


def _is_right(kind: str, exercise: MadeExercise) -> bool:
    if kind == "types":
        return str(lamb.principal_type(lamb.parse_term(exercise.answer))) == exercise.given
    wanted = ANSWERS[kind](exercise)
    return wanted == (exercise.answer if isinstance(wanted, str) else lamb.parse_term(exercise.answer))


def _is_as_difficult(kind: str, exercise: MadeExercise) -> bool:
    usual = KINDS[kind]
    operators = [operator for operator, _ in exercise.rows]
    if usual.steps is None or usual.captures is None or not operators:
        return True
    return operators.count("=b>") in usual.steps and operators.count("=a>") in usual.captures


def main() -> int:
    """Make them, look at them, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", default="7")
    options = parser.parse_args()
    failed = False
    print(f"{'kind':<10} {'made':>6} {'CPU s':>6}  not as they should be")
    for kind in KINDS:
        begun = process_time()
        made = list(islice(series(kind, options.seed, Request(Wanted(WIDTH))), options.count))
        seconds = process_time() - begun
        found = {what: number for what, number in wrongs(kind, made).items() if number}
        failed |= bool(found)
        print(f"{kind:<10} {len(made):>6,} {seconds:>6.1f}  {found or 'none'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
