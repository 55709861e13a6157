"""The options behind `%lamb` and `%%lamb`: how far an evaluation goes, and how it is shown."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from lamb.calculus.strategies import STRATEGIES
from lamb.cli.options import number_of_seconds, strategy, whole
from lamb.errors import LambError
from lamb.repl.completion import Candidate, beginning

if TYPE_CHECKING:
    from lamb.notebook.desk import Desk
    from lamb.repl.completion import Candidate

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


KNOWN = {
    "--steps": "how many steps each evaluation may take",
    "--nodes": "how much memory, in nodes of terms",
    "--seconds": "how much time",
    "--strategy": "of traces and of the stepper",
    "--trace": "how terms are reduced, not only to what",
    "--quiet": "show nothing",
    "--help": "what there is",
}
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


def completed(written: str) -> tuple[str, list[Candidate]]:
    """The word that options end with so far, and what it can become.

    >>> word, found = completed(" --quiet --strategy weak")
    >>> word, [one.text for one in found]
    ('weak', ['weak-head'])
    """
    words = written.split()
    word = "" if written[-1:].isspace() or not words else words.pop()
    known = dict(KNOWN)
    if words and words[-1] == "--strategy":
        known = {name: one.value for name, one in STRATEGIES.items()}
    elif words and words[-1] in VALUED:
        known = {}
    return word, beginning(known, word, len(written) - len(word))


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
