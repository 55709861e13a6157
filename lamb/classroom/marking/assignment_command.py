"""`lamb class new` and `lamb class release`: an assignment to begin with, and what students get of one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lamb.classroom.marking.assignment import Assignment, read_assignment
from lamb.classroom.marking.release import flaws, released
from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, LoadError, reason_of
from lamb.files import Files, write_whole
from lamb.quantities import counted
from lamb.results import Exit, worst
from lamb.show.lines import complaint

NEW = """\
Make a folder for a class, with an assignment to begin with: assignment.lc has what is given, exercises with
points, model solutions, and claims by which answers are marked; its comments say what is what."""

NEW_EPILOG = """\
examples:
  lamb class new demo                       makes demo/assignment.lc
  lamb class release demo                   demo/release/assignment.lc is what students get
  lamb class grade demo submissions/        marks what they hand in"""

RELEASE = """\
Write what students get of assignments: what is given, the text and the open claims of each exercise, and
places for the answers; no solution, no hint, no hidden claim. Nothing is written unless each model solution
gets all points."""

RELEASE_EPILOG = """\
examples:
  lamb class release demo                   writes demo/release/assignment.lc
  lamb class release week-1.lc --to web     writes web/week-1.lc

in an assignment:
  -- exercise double: Twice as much         what is asked for, and a title
  -- points: 2                              above a claim, those of the claim
  -- asks: may not use mul                  a condition: without it there are no points
  -- hint: add takes two numbers            what students may be told
  -- operators: =b> =d>                     those that a derivation may have
  -- steps: 4                               and how many steps
  -- marking: whole                         all points or none (usually: parts)
  -- hints: 3                               how much is told of wrong steps, from 0 to 3
  -- hidden                                 above a claim, or behind it: students do not see it
  -- given                                  above a definition in an exercise: students get it

points:
  They are shared equally by the claims of an exercise, unless claims have points of their own. A derivation
  with a mistake gets a part: its right steps, and one more if a right step ends it, out of one more than it
  or the model has, whichever has more. A step that follows from the mistake before it is right, too.

exit codes: 0 written, 1 something is wrong with an assignment, 2 the command line is"""

TEMPLATE = """\
-- {name}
--
-- Write your answers where a comment says so. `lamb check {name}.lc` says what holds already.

-- Everything above the first exercise is given: students have it, and its meaning is fixed.
both p q = p q p

-- exercise not-both: Not both
-- Define `not-both`: it is false only where both of its arguments are true. Do not use `and` or `nand`.
-- points: 3
-- asks: may not use and nand
-- hint: what does `both` say? And what does `not` make of it?
not-both p q = not (both p q)
assert not-both true false == true
assert not-both true true == false
assert forall p q : bool. not-both p q == nand p q  -- hidden

-- exercise twofold, halve: There and back
-- Define `twofold`, which makes 4 of 2, and `halve`, which takes that back.
-- asks: may not use double half
twofold n = add n n
halve n = fst (n (λp. (snd p, succ (fst p))) (0, 0))
-- points: 1
assert twofold 2 == 4
-- points: 2
assert forall n : nat. halve (twofold n) == n

-- exercise kix: A reduction
-- Reduce the term to its normal form, one step a line.
-- points: 4
-- operators: =b> =a>
eval kix :
  (λx y. x) (λx. x) z
  =b> (λy x. x) z
  =b> λx. x
"""


def new_parser_of_class() -> Parser:
    """The parser of the command line of `lamb class new`."""
    parser = new_parser("class new", "NAME", NEW, NEW_EPILOG)
    parser.add_argument("name", nargs="?", metavar="NAME", help="the folder to make")
    return parser


def new(arguments: Sequence[str]) -> int:
    """Run `lamb class new` and say with which code to exit."""
    return obey(new_parser_of_class(), arguments, Parser.parse_args, _make)


def _make(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Make the folder, unless there is one with an assignment in it."""
    if not options.name:
        raise UsageError("which name?")
    path = Path(options.name) / "assignment.lc"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.replace("{name}", path.stem))
    except FileExistsError:
        terminal.remark(f"lamb class new: “{path}” is there already", "  hint: choose another name")
        return Exit.USAGE
    except OSError as error:
        terminal.remark(f"lamb class new: “{path}” cannot be written: {reason_of(error)}")
        return Exit.USAGE
    terminal.answer([f"{path} is written; next: lamb class release {options.name}"])
    return Exit.FINE


# ── Release ───────────────────────────────────────────────────────────────────────────


def release_parser() -> Parser:
    """The parser of the command line of `lamb class release`."""
    parser = new_parser("class release", "[--to DIR] ASSIGNMENT…", RELEASE, RELEASE_EPILOG)
    add = parser.add_argument
    add(
        "assignments",
        nargs="*",
        type=Path,
        metavar="ASSIGNMENT",
        help="an assignment, or the folder of a class",
    )
    add("--to", type=Path, metavar="DIR", help="where to write (default: release/ beside the assignment)")
    return parser


def release(arguments: Sequence[str]) -> int:
    """Run `lamb class release` and say with which code to exit."""
    return obey(release_parser(), arguments, Parser.parse_args, _release_all)


def _release_all(options: argparse.Namespace, terminal: Terminal) -> Exit:
    if not options.assignments:
        raise UsageError("which assignment?")
    codes = []
    for named in options.assignments:
        try:
            for path in assignments_at(named):
                codes.append(_release(path, options.to or path.parent / "release", terminal))
        except LambError as error:
            terminal.remark(*complaint(error))
            codes.append(Exit.WRONG)
    return worst(codes)


def _release(path: Path, folder: Path, terminal: Terminal) -> Exit:
    """Write what students get of one assignment, if it is in order. Raises LambError."""
    assignment = open_assignment(path)
    found = [*flaws(assignment)]
    for flaw in found:
        terminal.remark(*complaint(flaw))
    if found:
        return Exit.WRONG
    goal = folder / path.name
    if goal.exists() and goal.samefile(path):
        raise LoadError(f"“{path}” would take the place of itself", hint="name another folder: --to …")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(goal, released(assignment).encode())
    except OSError as error:
        raise LoadError(f"“{goal}” cannot be written: {reason_of(error)}") from None
    exercises = counted(len(assignment.exercises), "exercise")
    terminal.answer([f"{goal} is written: {exercises}, {assignment.points:g} points"])
    return Exit.FINE


def assignments_at(path: Path) -> list[Path]:
    """The assignments that a path names: itself, or those in it, if it is a folder. Raises LoadError."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.glob("*.lc") if not one.name.startswith("."))
    if not found:
        raise LoadError(f"there is no assignment in “{path}”", hint=f"lamb class new {path} makes one")
    return found


def open_assignment(path: Path) -> Assignment:
    """The assignment in a file. Raises LambError."""
    return read_assignment(Files((path.parent,)).open(path), path.parent)
