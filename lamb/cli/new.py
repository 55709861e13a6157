"""`lamb new`: a program to begin with, or homework."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.errors import reason_of
from lamb.results import Exit

DESCRIPTION = """\
Write a program to begin with into a new file: definitions, terms with what is expected of them, and claims.
With --homework, it has derivations to be written by students, and points."""

EPILOG = """\
examples:
  lamb new church                 writes church.lc; lamb test church.lc tests it
  lamb new week-1 --homework      writes week-1.lc; lamb check week-1.lc marks it"""

PROGRAM = """\
-- {name}: what it is about.

-- Applies a function two times.
twice f x = f (f x)

-- What comes of a term stands behind it; `lamb test` looks if it is so.
twice succ 3        -- => 5
twice twice succ 0  -- => 4

-- A claim about one case, and one about all numbers.
assert twice not true == true
assert forall n : nat. twice succ n == add n 2
"""

HOMEWORK = """\
-- {name}. Check it with `lamb check`; at the prompt, `:help derivations` says how reductions are written.

-- 1. Reduce the term to its normal form, one step a line.
-- points: 2
eval first :
  (\\x -> x) ((\\y -> y) z)
  =b> (\\y -> y) z
  -- go on here

-- 2. Replace the λ so that the claim holds: with two arguments, it gives back the second.
second = \\x -> x
-- points: 1
assert second a b == b
"""


def parser() -> Parser:
    parser = new_parser("new", "[--homework] NAME", DESCRIPTION, EPILOG)
    parser.add_argument("name", nargs="?", metavar="NAME", help="the name of the file, with or without .lc")
    parser.add_argument("--homework", action="store_true", help="write homework")
    return parser


def command(arguments: Sequence[str]) -> int:
    return obey(parser(), arguments, Parser.parse_args, _write)


def _write(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Write the file, unless there is one of that name."""
    if not options.name:
        raise UsageError("which name?")
    path = Path(options.name)
    if path.name in ("", ".."):
        raise UsageError(f"no file can be called “{options.name}”")
    path = path if path.suffix == ".lc" else path.with_name(f"{path.name}.lc")
    text = (HOMEWORK if options.homework else PROGRAM).replace("{name}", path.stem)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        terminal.remark(f"lamb new: there is a file “{path}” already", "  hint: choose another name")
        return Exit.USAGE
    except OSError as error:
        terminal.remark(f"lamb new: “{path}” cannot be written: {reason_of(error)}")
        return Exit.USAGE
    checked = "check" if options.homework else "test"
    terminal.answer([f"{path} is written; next: lamb {checked} {path}"])
    return Exit.FINE
