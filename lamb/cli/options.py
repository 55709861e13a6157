"""The options that several commands have, and how a command line is read."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import NoReturn

from lamb.calculus.strategies import Strategy, named
from lamb.errors import LambError

MOST = 10**18


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong with a command line, and what may have been meant."""

    def __init__(self, prog: str, usage: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            allow_abbrev=False,
            add_help=False,
            description=description,
            epilog=epilog,
            formatter_class=partial(argparse.HelpFormatter, width=100),  # of each option that is added
        )

    def format_help(self) -> str:
        self.formatter_class = argparse.RawDescriptionHelpFormatter  # which looks how wide the terminal is
        return super().format_help()

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


def new_parser(command: str, usage: str, description: str, epilog: str) -> Parser:
    """The parser of a command line, without options so far but `--help`, `--color` and `--ascii`."""
    parser = Parser(f"lamb {command}", f"lamb {command} {usage}", description, epilog)
    add = parser.add_argument
    add("-h", "--help", action="store_true", help="show this text")
    add("--ascii", action="store_true", help="print ASCII alone, \\ for λ")
    colors = "whether to use colours (default: on a terminal, unless NO_COLOR is set)"
    add("--color", "--colour", choices=("auto", "always", "never"), default="auto", help=colors)
    return parser


def add_programs(parser: Parser, *, terms: bool = True) -> None:
    """Options for what is read: files, terms, and what they may use."""
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="a program; - for standard input")
    if terms:
        term = "a term, or any other statements; may be repeated"
        add("-e", "--evaluate", action="append", default=[], metavar="TERM", dest="terms", help=term)
    add("--no-prelude", action="store_false", dest="prelude", help="no standard names")
    letters = "names as textbooks write them: λxyz.xz(yz) is λx y z. x z (y z), but defined names stay"
    add("--letters", action="store_true", help=letters)
    root = "a folder that files may be imported from, besides that of the program; may be repeated"
    add("--root", action="append", default=[], metavar="DIR", dest="roots", help=root)


def notation(text: str) -> str:
    """The notation of a name in a command line."""
    from lamb.foreign.dialects import dialect_named

    try:
        return dialect_named(text).name
    except LambError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from None


def add_numbers(parser: Parser) -> None:
    """The option for whether integers may be used."""
    by_steps = "do known arithmetic by β-steps too, not with integers (the answers are the same)"
    parser.add_argument("--no-numbers", action="store_false", dest="numbers", help=by_steps)


def add_width(parser: Parser) -> None:
    """The option for how wide a line may be."""
    columns = "columns; what is wider is elided (default: those of the terminal, or 100)"
    parser.add_argument("--width", type=whole, metavar="N", default=0, help=columns)


def add_budget(
    parser: Parser, each: str, *, steps: str | None = "none", nodes: str = "1e7", seconds: str = "none"
) -> None:
    """Options for the limits of *each* run. Without *steps* there is no option for them."""
    add = parser.add_argument_group(f"how far {each} may go (1e6, 1_000_000 or none)").add_argument
    said = "(default: %(default)s)"
    memory = f"memory, in nodes of terms, 200 bytes each {said}"
    time = f"time, and as much to read a text {said}"
    if steps is not None:
        add("--steps", type=whole, metavar="N", default=steps, help=f"contractions {said}")
    add("--nodes", type=whole, metavar="N", default=nodes, help=memory)
    add("--seconds", type=number_of_seconds, metavar="S", default=seconds, help=time)


def read(parser: Parser, arguments: Sequence[str], nothing: str) -> argparse.Namespace:
    """The options in a command line. Raises UsageError, saying *nothing* if there is nothing to do."""
    words, files = list(arguments), []
    if "--" in words:  # argparse forgets it between options and files
        files = words[words.index("--") + 1 :]
        del words[words.index("--") :]
    options = parser.parse_intermixed_args(words)
    options.files += files
    if not (options.help or options.files or getattr(options, "terms", None)):
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError(nothing)
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


def number_of_seconds(text: str) -> float | None:
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


def strategy(text: str) -> Strategy:
    """The strategy of a name in a command line."""
    try:
        return named(text)
    except LambError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from None
