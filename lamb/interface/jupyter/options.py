"""The options behind `%lamb` and `%%lamb`: how far an evaluation goes, and how it is shown."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from lamb.errors import LambError
from lamb.interface.options import number_of_seconds, whole
from lamb.interface.strategies import strategy

if TYPE_CHECKING:
    from lamb.interface.jupyter.desk import Desk

_OPTION = re.compile(r"\s*(--[a-z]+(?:=\S*)?|-[h?])(?=\s|$)")
_WORD = re.compile(r"\s*(\S+)")


class _Parser(argparse.ArgumentParser):
    """A parser that raises, and does not end the program."""

    def error(self, message: str) -> NoReturn:
        raise LambError(message, hint="%lamb? says what there is")


def _parser() -> _Parser:
    parser = _Parser(prog="%%lamb", add_help=False, allow_abbrev=False)
    add = parser.add_argument
    add("--steps", type=whole, default=argparse.SUPPRESS)
    add("--nodes", type=whole, default=argparse.SUPPRESS)
    add("--seconds", type=number_of_seconds, default=argparse.SUPPRESS)
    add("--strategy", type=strategy, choices=None, default=None)
    add("--trace", action="store_true")
    add("--quiet", action="store_true")
    add("--help", "-h", action="store_true")
    return parser


VALUED = ("--steps", "--nodes", "--seconds", "--strategy")
LIMITS = ("steps", "nodes", "seconds")


def read(line: str) -> tuple[argparse.Namespace, str]:
    """The options at the beginning of a line, and what follows them. Raises LambError.

    >>> options, term = read(r"--steps 1e3 --trace \\x'. x'")
    >>> options.steps, options.trace, term
    (1000, True, "\\\\x'. x'")
    """
    words: list[str] = []
    at = 0
    while found := _OPTION.match(line, at):
        words.append(found[1])
        at = found.end()
        if found[1] in VALUED and (value := _WORD.match(line, at)):
            words.append(value[1])
            at = value.end()
    return _parser().parse_args(words), line[at:].strip()


@contextmanager
def applied(options: argparse.Namespace, desk: Desk) -> Iterator[None]:
    """While the options hold for what runs on a desk."""
    session, page = desk.session, desk.page
    before = session.budget, session.strategy, session.evaluates, page.is_quiet
    limits = {name: getattr(options, name) for name in LIMITS if hasattr(options, name)}
    session.budget = mine = replace(session.budget, **limits)
    if options.strategy is not None:
        session.strategy = options.strategy
    session.evaluates = session.evaluates and not options.trace
    page.is_quiet = page.is_quiet or options.quiet
    try:
        yield
    finally:
        budget, chosen, session.evaluates, page.is_quiet = before
        if session.budget is mine:  # and :budget has not changed it
            session.budget = budget
        if options.strategy is not None and session.strategy is options.strategy:
            session.strategy = chosen
