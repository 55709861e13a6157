"""The files that `lamb check` is to check, and what comes of each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lamb.calculus.budget import Watch
from lamb.errors import LambError, LoadError
from lamb.interface.checks.claims import Claim
from lamb.interface.programs import session_for, standard_input
from lamb.results import Checked, Derived


class Program(NamedTuple):
    """A program that is checked: what it is called, its claims, and what is wrong with it."""

    name: str
    found: Iterator[Claim | LambError]


def programs(options: argparse.Namespace, watch: Watch) -> Iterator[Program]:
    """Each file in a session of its own, those of a folder in the order of their names."""
    for written in options.files:
        for file in _files(written) or [written]:
            name = "<stdin>" if file == "-" else file
            yield Program(name, _found(file, options, watch))


def _files(written: str) -> list[str]:
    """The programs in a folder; nothing if it is none."""
    folder = Path(written)
    return sorted(str(file) for file in folder.glob("*.lc")) if written != "-" and folder.is_dir() else []


def _found(file: str, options: argparse.Namespace, watch: Watch) -> Iterator[Claim | LambError]:
    """The claims of one program, and what is wrong with it."""
    session = session_for(file, options, watch)
    empty = True
    try:
        if file != "-" and Path(file).is_dir():
            raise LoadError(f"there are no .lc files in the folder “{file}”")
        source = standard_input() if file == "-" else session.files.open(Path(file))
        for result in session.check_program(source):
            if isinstance(result, Derived | Checked | LambError):
                empty = False
                yield result
        if empty:
            hint = "a claim begins with eval, conf or assert"
            raise LoadError(f"there is nothing to check in “{source.name}”", hint=hint)
    except LambError as error:
        yield error
