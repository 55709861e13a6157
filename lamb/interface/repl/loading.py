"""Programs in files, brought into the session of a prompt.

A file is run in a session of its own, which begins with the definitions of the prompt, or, if there
is a derivation in the file, without any: then it is a closed world. What it defines joins the
prompt's definitions afterwards, all of it or, if anything is wrong with it, nothing. What it defined
when it was loaded before, and nobody has defined again since, goes away.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lamb.definitions import Entry
from lamb.errors import LambError
from lamb.interface.checks.claims import Tally
from lamb.notation.parser import Program, parse
from lamb.notation.syntax import Definition, Import
from lamb.results import Checked, Defined, Derived, Imported, Result
from lamb.session import Session
from lamb.source import Source

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl

MOST_NAMES = 8  # that are listed


@dataclass
class Loading:
    """What came of loading a file: its definitions, if they are *fine*; those of the prompt that they
    replaced; its claims, and how many errors there were.
    """

    fine: bool = False
    defined: dict[str, Entry] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    claims: Tally = field(default_factory=Tally)
    errors: int = 0

    def take(self, result: Result) -> None:
        if isinstance(result, Checked | Derived):
            self.claims.add(result)
        self.errors += isinstance(result, LambError)


def load(repl: Repl, path: Path) -> Loading:
    """Run the program in a file, and show its results. Raises LambError if it cannot be read."""
    real = Path(os.path.realpath(path))
    trial = _session_for(repl, real)
    source = trial.files.open(path)
    repl.loaded.setdefault(real, {})  # so that :reload tries again what was wrong
    program = parse(source)
    if not program.is_closed_world:
        trial.definitions.restore(_without(repl, real))
    given = dict(trial.definitions.entries)
    loading = Loading()
    try:
        _run(repl, trial, source, loading)
    finally:  # an interrupted evaluation takes no definition away
        entries = trial.definitions.entries
        loading.fine = _is_defined(program, entries, loading)
        if loading.fine:
            loading.defined = {name: entry for name, entry in entries.items() if given.get(name) is not entry}
            _join(repl, real, loading)
    return loading


def _is_defined(program: Program, entries: Mapping[str, Entry], loading: Loading) -> bool:
    """Whether a program's definitions and imports, which come all together, have been made."""
    made = [statement for statement in program.statements if isinstance(statement, Definition | Import)]
    names = [statement.name for statement in made if isinstance(statement, Definition)]
    if made and not names:
        return not loading.errors
    return all(name in entries and entries[name].place.source is program.source for name in names)


def _session_for(repl: Repl, path: Path) -> Session:
    """A session like that of the prompt, without its definitions."""
    session = repl.session
    trial = Session(
        prelude=False,
        budget=session.budget,
        strategy=session.strategy,
        roots=(path.parent, *session.files.roots),
        watch=session.watch,
        strict_alpha=session.strict_alpha,
        numbers=session.numbers,
    )
    trial.definitions.library = session.definitions.library
    return trial


def _without(repl: Repl, path: Path) -> dict[str, Entry]:
    """The definitions of the prompt, but for those that a file has made."""
    old = repl.loaded.get(path, {})
    entries = repl.session.definitions.entries
    return {name: entry for name, entry in entries.items() if old.get(name) is not entry}


def _run(repl: Repl, trial: Session, source: Source, loading: Loading) -> None:
    for result in repl.watched(trial.run_program(source)):
        loading.take(result)
        if not isinstance(result, Defined | Imported):
            repl.show(result)


def _join(repl: Repl, path: Path, loading: Loading) -> None:
    """Let the prompt have the definitions of a file. Raises DefinitionError where they make a circle."""
    definitions = repl.session.definitions
    before, kept = dict(definitions.entries), _without(repl, path)
    definitions.restore(kept)
    try:
        definitions.define(loading.defined.values())
    except LambError:
        definitions.restore(before)
        raise
    loading.replaced = [name for name in loading.defined if name in kept]
    repl.loaded[path] = loading.defined


def summary(name: str, loading: Loading) -> str:
    """What came of it, in a line."""
    number = len(loading.defined)
    parts = [
        "1 definition" if number == 1 else f"{number} definitions" if loading.fine else "nothing defined"
    ]
    if loading.replaced:
        names, more = loading.replaced[:MOST_NAMES], len(loading.replaced) - MOST_NAMES
        parts.append(f"{', '.join(names)}{f' and {more} more' if more > 0 else ''} replaced")
    if loading.claims.claims:
        parts.append(str(loading.claims))
    if loading.errors:
        parts.append("1 error" if loading.errors == 1 else f"{loading.errors} errors")
    return f"{name}: {', '.join(parts)}"
