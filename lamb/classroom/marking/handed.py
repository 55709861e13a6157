"""What students hand in: definitions and derivations, as far as they can be read.

Only these count. Claims, terms and points in a submission say nothing, and no file that it imports is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from time import thread_time
from typing import NamedTuple

from lamb.calculus.budget import Budget, Exhausted, tick
from lamb.calculus.substitution import free_names
from lamb.classroom.marking.assignment import Assignment
from lamb.definitions import Entry, entries_of_type
from lamb.errors import LambError, ParseError, Place, Source
from lamb.notation.names import meaning
from lamb.notation.parser import Program, parse
from lamb.notation.spelling import set_apart
from lamb.notation.syntax import DataType, Definition, Derivation, Import, Query

LONGEST = 200_000  # characters of all that a student hands in
READING = Budget(seconds=10, clock=thread_time)
"""For reading a submission."""


_KEYWORDS = r"(?:let|rec|let[ \t]+rec|eval|conf)[ \t]+"


class WrittenDerivation(NamedTuple):
    """A derivation, and the place of its name."""

    derivation: Derivation
    place: Place


class Handed(NamedTuple):
    """The definitions and derivations of a submission, by name, and what could not be read.

    Where a name has several, the last one counts. *alone* has the terms that stand on their own.
    """

    entries: Mapping[str, Entry]
    derivations: Mapping[str, WrittenDerivation]
    errors: tuple[LambError, ...]
    remarks: tuple[str, ...]
    alone: tuple[Entry, ...]
    texts: tuple[Source, ...]

    def error_of(self, name: str) -> LambError | None:
        """The error because of which a name is missing that stands at the beginning of a line."""
        begins = re.compile(
            rf"^[ \t]*(?:(?:let|rec|eval|conf)[ \t]+)*{re.escape(name)}(?![\w'])", re.MULTILINE
        )
        for source in self.texts:
            errors = [error for error in self.errors if error.place and error.place.source is source]
            if errors and (found := begins.search(source.text)):
                before = [error for error in errors if error.place and error.place.start < found.end()]
                own = [error for error in errors if getattr(error, "defines", None) == name]
                return (own or before[-1:] or errors)[0]
        return None

    def naming(self, name: str) -> Handed:
        """The same; but if nothing has this name, and a term stands there alone, that has it."""
        if name in self.entries or len(self.alone) != 1:
            return self
        (entry,) = self.alone
        meant = Definition(name, entry.definition.term)
        meant.at(entry.place.start, entry.place.end)
        return self._replace(entries={**self.entries, name: entry.with_values(definition=meant)})

    def leads_to(self, names: Iterable[str]) -> dict[str, Entry]:
        """The entries of names, and of all that these use."""
        found = {name: self.entries[name] for name in names if name in self.entries}
        todo = [*found.values()]
        while todo:
            tick()
            used = free_names(meaning(todo.pop().definition))
            new = {name: self.entries[name] for name in sorted(used - found.keys()) if name in self.entries}
            found |= new
            todo += new.values()
        return found


def read_handed(assignment: Assignment, texts: Iterable[Source]) -> Handed:
    """What stands in the texts of a submission. Raises nothing for what is wrong with them."""
    texts = tuple(texts)
    entries: dict[str, Entry] = {}
    derivations: dict[str, WrittenDerivation] = {}
    errors: list[LambError] = []
    remarks: list[str] = []
    alone: list[Entry] = []
    left = LONGEST
    for source in texts:
        left -= len(source.text)
        program = _parsed(source, left, errors)
        for statement in program.statements:
            place = Place(source, statement.start, statement.end)
            match statement:
                case Definition(name=name):
                    if name in entries:
                        remarks.append(f"“{name}” is defined more than once: the last definition counts")
                    entries[name] = Entry(statement, place, letters=bool(program.letters))
                case DataType():
                    entries |= {entry.definition.name: entry for entry in entries_of_type(statement, program)}
                case Derivation(name=name):
                    derivations[name] = WrittenDerivation(statement, place)
                case Query(term=term):
                    definition = Definition("", term)
                    definition.at(statement.start, statement.end)
                    alone.append(Entry(definition, place, letters=bool(program.letters)))
                case Import(what=what, library=False):
                    remarks.append(f"“{what}” is not read: no file is imported into a submission")
        _set_apart(program, assignment, entries, errors)
    _forget_given(entries, assignment)
    return Handed(entries, derivations, tuple(errors), tuple(dict.fromkeys(remarks)), tuple(alone), texts)


def _forget_given(entries: dict[str, Entry], assignment: Assignment) -> None:
    """Leave definitions out that are the given ones."""
    for name in assignment.given & entries.keys():
        if meaning(entries[name].definition) == meaning(assignment.entries[name].definition):
            del entries[name]


def _parsed(source: Source, left: int, errors: list[LambError]) -> Program:
    """A text, read as far as it can be."""
    try:
        if left < 0:
            hint = "answers are short: leave out what was not asked for"
            raise ParseError(f"more than {LONGEST:,} characters were handed in", Place(source, 0, 0), hint)
        program = parse(source, READING.meter(), errors=True)
    except LambError as error:
        errors.append(error)
        return Program(source, [])
    errors += program.errors
    return program


def _set_apart(
    program: Program, assignment: Assignment, entries: Mapping[str, Entry], errors: list[LambError]
) -> None:
    """Take the names of a text apart where each letter stands for itself."""
    if not program.letters:
        return
    known = {*assignment.public, *entries}
    try:
        with READING.meter():
            for statement in program.statements:
                set_apart(statement, program.source.text, known)
    except Exhausted:
        errors.append(ParseError("this takes too long to be read", Place(program.source, 0, 0)))
