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
    """A text that is run: what it is called, its results, and the session that it runs in."""

    name: str
    results: Iterator[Result]
    session: Session


def programs(options: argparse.Namespace, watch: Watch) -> Iterator[Program]:
    """Each file in a session of its own; then the terms, in that of the last file."""
    session = None
    for file in options.files:
        session = session_for(file, options, watch)
        if file == "-":
            yield Program("<stdin>", _run_standard_input(session), session)
        else:
            yield Program(file, session.run_file(file), session)
    for term in options.terms:
        session = session or session_for("-", options, watch)
        yield Program("-e", session.run(Source(term, "-e")), session)


def session_for(file: str, options: argparse.Namespace, watch: Watch) -> Session:
    """A session for a file, or, with `-`, for standard input."""
    folder = Path() if file == "-" else Path(file).parent
    return Session(
        prelude=options.prelude,
        budget=budget_of(options),
        roots=(folder, *options.roots),
        watch=watch,
        strict_alpha=getattr(options, "strict_alpha", False),
        evaluates=getattr(options, "evaluates", True),
        numbers=getattr(options, "numbers", True),
    )


def _run_standard_input(session: Session) -> Iterator[Result]:
    """The results of the program on standard input."""
    try:
        source = standard_input()
    except LambError as error:
        yield error
        return
    yield from session.run_program(source)


def standard_input() -> Source:
    """The text on standard input. Raises LoadError."""
    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    if len(content) > LARGEST:
        hint = "split it into several files"
        raise LoadError(f"standard input has more than {LARGEST:,} bytes", hint=hint)
    return Source(decode(content, "<stdin>"), "<stdin>")


def budget_of(options: argparse.Namespace) -> Budget:
    """How far each evaluation may go."""
    return Budget(steps=options.steps, nodes=options.nodes, seconds=options.seconds)
