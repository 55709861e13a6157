"""The programs that a command line names, and their results, which come as they are asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lamb.calculus.budget import Budget, Watch
from lamb.errors import LambError, LoadError
from lamb.files import LARGEST, decode
from lamb.results import Result
from lamb.session import Session
from lamb.source import Source


class Program(NamedTuple):
    """A text that is run: what it is called, and its results."""

    name: str
    results: Iterator[Result]


def programs(options: argparse.Namespace, watch: Watch) -> Iterator[Program]:
    """Each file in a session of its own; then the terms, in that of the last file."""
    session = None
    for file in options.files:
        session = _session(options, watch, Path() if file == "-" else Path(file).parent)
        if file == "-":
            yield Program("<stdin>", _run_standard_input(session))
        else:
            yield Program(file, session.run_file(file))
    for term in options.terms:
        session = session or _session(options, watch, Path())
        yield Program("-e", session.run(Source(term, "-e")))


def _session(options: argparse.Namespace, watch: Watch, folder: Path) -> Session:
    return Session(
        prelude=options.prelude, budget=budget_of(options), roots=(folder, *options.roots), watch=watch
    )


def _run_standard_input(session: Session) -> Iterator[Result]:
    """The results of the program on standard input."""
    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    try:
        if len(content) > LARGEST:
            hint = "split it into several files"
            raise LoadError(f"standard input has more than {LARGEST:,} bytes", hint=hint)
        source = Source(decode(content, "<stdin>"), "<stdin>")
    except LambError as error:
        yield error
        return
    yield from session.run_program(source)


def budget_of(options: argparse.Namespace) -> Budget:
    """How far each evaluation may go."""
    return Budget(steps=options.steps, nodes=options.nodes, seconds=options.seconds)
