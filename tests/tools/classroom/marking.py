"""How long it takes to mark a class: `python -m tests.tools.classroom.marking [--students 2000]`.

Submissions of a real size, all different, with mistakes, are marked by one process and by two: the same bytes
have to come out. Then a class in which one of ten submissions never ends is marked, and the same class
without these. The seconds are those of the day: measure where nothing else runs.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from random import Random

from lamb.classroom.marking.assignment import Assignment, read_assignment
from lamb.classroom.marking.grading import grade
from lamb.classroom.marking.submissions import Submitted
from lamb.classroom.reports.formats import files_of
from lamb.classroom.reports.sheet import Sheet
from lamb.errors import Source
from tests.tools.bench import yardstick

TEXT = """\
both p q = p q p

-- exercise neither: Neither
-- points: 3
neither p q = not (or p q)
assert neither false false == true
assert neither true false == false
assert forall p q : bool. neither p q == not (or p q)    -- hidden

-- exercise twofold: Twice
-- points: 2
twofold n = add n n
assert twofold 3 == 6
assert forall n : nat. twofold n == mul 2 n    -- hidden

-- exercise total: A sum
-- points: 3
rec total xs = if (is-nil xs) 0 (add (head xs) (total (tail xs)))
assert total [1, 2, 3] == 6
assert forall xs : list nat. total xs == foldr add 0 xs    -- hidden

-- exercise turned: Backwards
-- points: 3
turned xs = foldl (λrest x. cons x rest) nil xs
assert turned [1, 2] == [2, 1]
assert forall xs : list nat. turned (turned xs) == xs    -- hidden

-- exercise five: Five steps
-- points: 5
eval five :
  (λx y. x y) (λz. z) ((λu. u) v)
  =b> (λy. (λz. z) y) ((λu. u) v)
  =b> (λz. z) ((λu. u) v)
  =b> (λu. u) v
  =b> v

-- exercise caught: Capture
-- points: 4
eval caught :
  (λx y. x) y
  =a> (λx w. x) y
  =b> λw. y
"""

ANSWERS = (
    (
        "neither p q = not (or p q)",
        "neither = λp q. p false (not q)",
        "neither p q = not (and p q)",
        "neither =",
    ),
    ("twofold n = add n n", "twofold = mul 2", "twofold n f x = n f (n f x)", "twofold n = succ n"),
    (
        "rec total xs = if (is-nil xs) 0 (add (head xs) (total (tail xs)))",
        "total = foldr add 0",
        "total = foldl add 0",
        "total xs = length xs",
    ),
    (
        "turned xs = foldl (λrest x. cons x rest) nil xs",
        "rec turned xs = if (is-nil xs) nil (append (turned (tail xs)) [head xs])",
        "turned xs = xs",
        "turned = λxs. foldr cons nil xs",
    ),
    (
        "eval five :\n  (λx y. x y) (λz. z) ((λu. u) v)\n  =b> (λy. (λz. z) y) ((λu. u) v)\n"
        "  =b> (λz. z) ((λu. u) v)\n  =b> (λu. u) v\n  =b> v",
        "eval five :\n  (λx y. x y) (λz. z) ((λu. u) v)\n  =b> (λy. (λz. y) y) ((λu. u) v)\n"
        "  =b> (λz. (λu. u) v) ((λu. u) v)\n  =b> (λu. u) v\n  =b> v",
        "eval five :\n  (λx y. x y) (λz. z) ((λu. u) v)\n  =b> (λz. z) ((λu. u) v)\n  =b> v",
        "eval five :\n  (λx y. x y) (λz. z) ((λu. u) v)\n  =b> (λy. (λz. z) y) ((λu. u) v)",
    ),
    (
        "eval caught :\n  (λx y. x) y\n  =a> (λx w. x) y\n  =b> λw. y",
        "eval caught :\n  (λx y. x) y\n  =b> λy. y",
        "eval caught :\n  (λx y. x) y\n  =a> (λx y. y) y\n  =b> λy. y",
        "",
    ),
)
ENDLESS = (
    "rec neither p = neither p",
    "neither = (λx. x x) (λx. x x)",
    "neither = (λx. x x x) (λx. x x x)",
    "rec neither p q = neither q p p",
    "neither p q = pow 9 (pow 9 9) p q",
    "rec neither p = λq. pair (neither q p) (neither p q)",
)


def submission(random: Random, number: int, *, endless: bool = False) -> Submitted:
    """What one student hands in: no two are equal."""
    weights = (4, 3, 2, 1)
    parts = [random.choices(ways, weights)[0] for ways in ANSWERS]
    if endless:
        parts[0] = random.choice(ENDLESS)
    random.shuffle(parts)
    own = f"-- {number}\nmine-{number} f x = f (f (both x x))\n"
    return Submitted(f"student {number:05}", (Source(own + "\n\n".join(filter(None, parts)), "a.lc"),), ())


def timed(assignment: Assignment, students: Sequence[Submitted], processes: int) -> tuple[float, Sheet]:
    """The seconds of the day that marking takes, and the marks."""
    start = time.perf_counter()
    sheet = grade(assignment, students, processes=processes)
    return time.perf_counter() - start, sheet


def cpu() -> tuple[float, float]:
    """The seconds of processors that this process has taken, and those that have ended."""
    used = os.times()
    return used.user + used.system, used.children_user + used.children_system


def main() -> int:
    """Measure, and say what was found; the exit code is 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=2_000)
    count = parser.parse_args().students
    random = Random(7)
    assignment = read_assignment(Source(TEXT, "week.lc"))
    students = [submission(random, number) for number in range(count)]
    start = time.perf_counter()
    yardstick.work()
    print(f"the yardstick takes {1_000 * (time.perf_counter() - start):.0f} ms")
    one, first = timed(assignment, students, 1)
    ours, theirs = cpu()
    two, second = timed(assignment, students, 2)
    same = files_of(first) == files_of(second)
    print(f"{count:,} submissions: {one:.1f} s by one process, {two:.1f} s by two: {one / two:.2f} × faster")
    ours, theirs = (after - before for after, before in zip(cpu(), (ours, theirs), strict=True))
    print(f"by two: {theirs:.1f} s of their processors, and {ours:.2f} s of the one that hands out")
    print(f"the same bytes: {same}")
    half = count // 2
    calm = students[: half * 9 // 10]
    wild = [*calm, *(submission(random, count + number, endless=True) for number in range(half // 10))]
    random.shuffle(wild)
    without, _ = timed(assignment, calm, 2)
    with_them, marks = timed(assignment, wild, 2)
    ended = sum(mark.mistakes[:1] == ("lost",) for row in marks.marks.values() for mark in row)
    print(
        f"{len(wild) - len(calm)} endless of {len(wild):,}: {with_them:.1f} s, without them {without:.1f} s:"
    )
    print(f"  {with_them / without:.2f} × as long; {ended} marks lost")
    fine = {one.student: marks.marks[one.student] for one in calm} == {
        one.student: first.marks[one.student] for one in calm
    }
    print(f"  the others have the same marks: {fine}")
    return int(not (same and fine and one / two >= 1.8 and with_them / without <= 1.5))


if __name__ == "__main__":
    sys.exit(main())
