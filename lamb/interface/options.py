"""What `lamb eval` can be told."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from lamb.interface.formats import FORMATS

DESCRIPTION = """\
Evaluate programs and terms of the λ-calculus, and check the assertions in them.

Each FILE is a program of its own. A TERM is evaluated after them, and sees the definitions of the
last one. With neither, and with -, the program is read from standard input."""

EPILOG = """\
examples:
  lamb eval -e 'fact 5'                            prints 120
  lamb eval -e 'twice f x = f (f x)' -e 'twice succ 3'
                                                   prints λf x. f (f (f (f (f x))))    -- 5
  lamb eval -e 'pair 1 true' --format value        prints (1, true)
  lamb eval -e 'S K K' --format debruijn           prints λ 0
  lamb eval -e 'K' --format blc                    prints 0000110
  lamb eval -e '(λx. x x) λx. x x' --steps 1e6     gives up, with exit code 3
  lamb eval --json -e 'not true'                   prints one JSON document

formats:
  readings   the term, and what it can be read as (1, true, [1, 2], (1, 2)) as a comment; the
             readings alone where the term is wider than 72 characters
  value      the readings alone, or the term where there are none
  term       the whole term
  debruijn   the term with de Bruijn indices counted from 0 (λx y. x is λ λ 1), numerals unfolded
  blc        binary lambda calculus (00 λ, 01 application, 1…10 variable), of a closed term

exit codes:
  0  everything is fine          2    the command line is wrong
  1  the program is wrong        3    a budget or the memory ran out
                                 130  interrupted with Ctrl-C, which shows what was reached"""

DEFAULT_NODES = 10_000_000  # about 2 GB
MOST = 10**18


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line, and what may have been meant."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(self._explained(message))

    def _explained(self, message: str) -> str:
        unknown = re.match(r"unrecognized arguments: (-\S*)", message)
        if not unknown:
            return message
        from difflib import get_close_matches

        close = get_close_matches(unknown[1].split("=")[0], self._option_string_actions, n=1)
        return f"there is no option “{unknown[1]}”" + (f": did you mean {close[0]}?" if close else "")


class UsageError(Exception):
    """The command line is wrong."""


def parser() -> Parser:
    """The parser of the command line of `lamb eval`."""
    parser = Parser(
        prog="lamb eval",
        usage="lamb eval [options] [FILE… | -] [-e TERM]…",
        allow_abbrev=False,
        add_help=False,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="a program; - for standard input")
    add(
        "-e",
        "--evaluate",
        action="append",
        default=[],
        metavar="TERM",
        dest="terms",
        help="a term, or any other statements; may be repeated",
    )
    add("--format", choices=FORMATS, default="readings", help="how terms are printed (see below)")
    add("--json", action="store_true", help="print one JSON document, also when something is wrong")
    add("--ascii", action="store_true", help="print \\ for λ")
    add(
        "--color",
        "--colour",
        choices=("auto", "always", "never"),
        default="auto",
        help="whether to use colours (default: on a terminal, unless NO_COLOR is set)",
    )
    add("-h", "--help", action="store_true", help="show this text")
    add("--no-prelude", action="store_false", dest="prelude", help="no standard names")
    add(
        "--root",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        dest="roots",
        help="a folder that files may be imported from, besides that of the program; may be repeated",
    )
    budget = parser.add_argument_group("how far each evaluation may go (1e6, 1_000_000 or none)")
    budget.add_argument("--steps", type=whole, metavar="N", help="contractions (default: none)")
    budget.add_argument(
        "--nodes",
        type=whole,
        metavar="N",
        default=DEFAULT_NODES,
        help="memory, in nodes of terms, 200 bytes each (default: 1e7)",
    )
    budget.add_argument("--seconds", type=seconds, metavar="S", help="time (default: none)")
    return parser


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options in a command line. Raises UsageError."""
    words, files = list(arguments), []
    if "--" in words:  # argparse forgets it between options and files
        files = words[words.index("--") + 1 :]
        del words[words.index("--") :]
    options = parser().parse_intermixed_args(words)
    options.files += files
    if not (options.help or options.files or options.terms):
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("there is nothing to evaluate: name a FILE, or write -e TERM")
        options.files = ["-"]
    return options


def whole(text: str) -> int | None:
    """A whole number; None for `none`.

    >>> whole("1e6"), whole("20_000"), whole("none")
    (1000000, 20000, None)
    """
    number = _number(text, r"\d[\d_,]*|\d+(\.\d+)?[eE]\+?\d+")
    if number is not None and number != int(number):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return None if number is None else int(number)


def seconds(text: str) -> float | None:
    """A number of seconds; None for `none`."""
    return _number(text, r"\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+")


def _number(text: str, pattern: str) -> float | None:
    if text.lower() == "none":
        return None
    if not re.fullmatch(pattern, text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text:.40}” is not a number like 1000 or 1e6")
    digits = text.replace("_", "").replace(",", "")
    if len(digits) <= len(str(MOST)) and float(digits) <= MOST:
        return int(digits) if digits.isdigit() else float(digits)
    raise argparse.ArgumentTypeError(f"“{text:.40}” is more than {MOST:.0e}; write none for no limit")
