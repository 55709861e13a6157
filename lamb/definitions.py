"""The meanings of names: the user's definitions over the prelude's.

A definition is an abbreviation, looked up when a reduction needs it. The user may give a name of
the prelude's another meaning; what the prelude defines with that name keeps the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.encodings.blc import to_blc
from lamb.encodings.readings import NumberIn
from lamb.encodings.values import SUGAR, read_numeral
from lamb.errors import DefinitionError, Place
from lamb.notation.datatypes import definitions_of, meaning_of
from lamb.notation.names import Constructors, meaning
from lamb.notation.parser import Program
from lamb.notation.syntax import DataType, Definition
from lamb.prelude import Prelude, names_by_bits
from lamb.records import Record, value

LONGEST_NAMED = 300  # nodes of an answer that is compared with the definitions


class Entry(Record):
    """A definition of the user's, where it stands, the comment above it, and what the names in it
    that were answers meant when it was made (`it`, the last answer, goes on to mean another). With *letters*,
    each letter of a name that is not defined stands for itself. *data* is the type that it is of, if any.
    """

    definition: Definition
    place: Place
    documentation: str = ""
    answers: Mapping[str, Term] = value(default_factory=dict)
    letters: bool = False
    data: DataType | None = None


class Definitions(Mapping[str, Term]):
    """Every defined name and its term: those of the user's *entries* over those of the *library*, which is
    the prelude or empty.

    Names in *answers* stand for terms that were computed, like the last answers at the prompt.
    """

    def __init__(self, library: Mapping[str, Term], entries: Mapping[str, Entry] | None = None) -> None:
        self._library = library
        self.entries: dict[str, Entry] = dict(entries or {})
        self.answers: dict[str, Term] = {}
        self._terms: dict[str, Term] = {}
        self._used: dict[str, set[str]] = {}  # the names in each definition that was read
        self._users: dict[str, set[str]] = {}  # the definitions that each name is or once was in
        self._unread = list(self.entries)
        self._named: dict[str, list[str]] = {}  # by the bits of normal forms
        self._unnamed = list(self.entries)
        self._types: dict[str, DataType] | None = None
        self._constructors: Constructors | None = None
        self.typings: dict[bool, dict[str, Any]] = {}
        """What is known of types, with Milner's `let` and without, until a definition changes."""
        self.number_in: NumberIn = read_numeral
        """The number that a term is, in the encoding of the notation that the definitions are written in."""

    @property
    def library(self) -> Mapping[str, Term]:
        return self._library

    @library.setter
    def library(self, library: Mapping[str, Term]) -> None:
        self._library = library
        self._forget(SUGAR)

    # ── as a mapping from names to terms ──

    def __getitem__(self, name: str) -> Term:
        term = self._terms.get(name)
        if term is None:
            if entry := self.entries.get(name):
                term = replace_names(meaning(entry.definition, self.constructors), entry.answers)
            elif name in self.answers:
                return self.answers[name]
            else:
                term = self._original(name)
            self._terms[name] = term
        return term

    def reader(self, name: str) -> Callable[[], Term]:
        """What gives, whenever it is called, the term that a name of the user's stands for by now."""
        entry, constructors = self.entries[name], self.constructors

        def read() -> Term:
            if self.entries.get(name) is entry and self.constructors is constructors:
                return self[name]
            return replace_names(meaning(entry.definition, constructors), entry.answers)

        return read

    def __contains__(self, name: object) -> bool:
        return name in self.entries or name in self.answers or name in self.library

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(chain(self.entries, self.answers, self.library)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """True if any name is defined. (Counting them all takes longer.)"""
        return bool(self.entries or self.answers or self.library)

    def answers_in(self, definition: Definition) -> dict[str, Term]:
        """The terms of those names in a definition that are answers now."""
        if not self.answers:
            return {}
        names = free_names(meaning(definition, self.constructors)) - self.entries.keys()
        return {name: self.answers[name] for name in names & self.answers.keys() - {definition.name}}

    def _original(self, name: str) -> Term:
        """The prelude's meaning of a name, whatever the user means by those in its definition."""
        term = self.library[name]
        taken = {used for used in free_names(term) if self._has_replaced(used) and used in self.library}
        return replace_names(term, {used: self._original(used) for used in taken}) if taken else term

    @property
    def constructors(self) -> Constructors:
        """The meaning of the sugar for pairs and lists: the prelude's names, or their terms."""
        if self._constructors is None:
            self._constructors = {
                name: Free(name) if name in self and (name == "Y" or not self._has_replaced(name)) else term
                for name, term in SUGAR.items()
            }
        return self._constructors

    def _has_replaced(self, name: str) -> bool:
        """True if a name means something of the user's."""
        return name in self.entries or name in self.answers

    @property
    def types(self) -> Mapping[str, DataType]:
        """The data types of which no constructor has another meaning now, by their names."""
        if self._types is None:
            own = {entry.data.name: entry.data for entry in self.entries.values() if entry.data}
            whole = {
                name: data
                for name, data in own.items()
                if all(self.entries[one.name].data is data for one in data.constructors)
            }
            inherited = {
                name: data
                for name, data in types_among(self._library).items()
                if not any(self._has_replaced(one.name) for one in data.constructors)
            }
            self._types = inherited | whole
        return self._types

    # ── changes ──

    def define(self, entries: Iterable[Entry]) -> None:
        """Add definitions, all or none. Raises DefinitionError where they make a circle.

        Linear in them and in the definitions that mention them, directly or not.
        """
        added = {entry.definition.name: entry for entry in entries}
        before = {name: entry for name in added if (entry := self.entries.get(name))}
        self.entries |= added
        self._forget(added)
        try:
            if not self._in_order(added):
                self._refuse_circles(added)
        except DefinitionError:
            for name in added.keys() - before.keys():
                del self.entries[name]
            self.entries |= before
            self._forget(added)
            raise
        if before or any(self._users.get(name) for name in added):  # others have another normal form now
            self._named, self._unnamed = {}, list(self.entries)
        else:
            self._unnamed += added

    def restore(self, entries: Mapping[str, Entry]) -> None:
        """Put back the user's definitions of an earlier time."""
        before, self.entries = self.entries, dict(entries)
        self._forget({name for name in before | self.entries if before.get(name) is not entries.get(name)})
        self._named, self._unnamed = {}, list(self.entries)

    def remove(self, name: str) -> None:
        """Take a definition of the user's back. Raises KeyError."""
        self.restore({other: entry for other, entry in self.entries.items() if other != name})

    def _forget(self, names: Collection[str]) -> None:
        """Forget the terms and names of what has another definition now.

        It is all of them where the prelude's definitions or the sugar may mean something else.
        """
        if any(name in self.library or name in SUGAR for name in names):
            names = [*self.entries]
            self._terms.clear()
            self._used.clear()
        for name in names:
            self._terms.pop(name, None)
            self._used.pop(name, None)
        self._unread += names
        self._types = self._constructors = None
        self.typings.clear()

    def _names_in(self, name: str) -> set[str]:
        """The names in a definition."""
        if name not in self._used:
            self._used[name] = free_names(self[name])
            for used in self._used[name]:
                self._users.setdefault(used, set()).add(name)
        return self._used[name]

    def _in_order(self, added: Mapping[str, Entry]) -> bool:
        """True if these are all definitions, and the text of each is seen to mention only those above it.

        It is not where each letter is a name, where one is an answer, where the sugar is defined, or where
        the text is not known.
        """
        if len(added) < len(self.entries) or not SUGAR.keys().isdisjoint(added):
            return False
        above: set[str] = set()
        for name, entry in added.items():
            mentioned = entry.definition.mentioned
            if mentioned is None or entry.letters or entry.answers:
                return False
            if entry.definition.recursive and name != "_":  # which no λ binds
                above.add(name)
            if any(other in added and other not in above for other in mentioned):
                return False
            above.add(name)
        return True

    def _refuse_circles(self, added: Collection[str]) -> None:
        """A new circle goes through a new name, and through those in whose definitions that is."""
        for name in self._unread:
            if name in self.entries:
                self._names_in(name)
        self._unread = []
        used: dict[str, list[str]] = {}  # the names in each of these
        todo = list(added)
        while todo:
            name = todo.pop()
            if name not in used and name in self.entries:
                used[name] = sorted(self._names_in(name))
                todo += sorted(self._users.get(name, ()))
        from graphlib import CycleError, TopologicalSorter  # start-up counts

        try:
            TopologicalSorter(used).prepare()
        except CycleError as error:
            names = error.args[1][:0:-1]
            first = names.index(next(name for name in added if name in names))
            names = names[first:] + names[:first]
            while names[-1] not in added:  # what is new is what closes it
                names.append(names.pop(0))
            raise self._circle(names) from None

    def _circle(self, names: list[str]) -> DefinitionError:
        last = self.entries[names[-1]]
        name = names[0]
        if len(names) == 1:
            message = f"“{name}” is defined by itself: it would unfold for ever"
            hint = f"say that it is recursive, rec {name} = …, or use a fixed point, {name} = Y (λ{name}. …)"
        else:
            message = f"these definitions go round in a circle: {' → '.join([*names, name])}"
            hint = (
                f"make one of them recursive with rec or Y (λ{name}. …), which then stands for the others "
                f"too, or take the fixed point of the pair of them"
            )
        return DefinitionError(message, last.place, hint)

    # ── names for answers ──

    def names_of(self, term: Term) -> list[str]:
        """The definitions whose normal form is *term*, if it is a small closed one."""
        if term.size > LONGEST_NAMED or free_names(term):
            return []
        for found, names in names_by_bits(self._unnamed, self).items():
            self._named.setdefault(found, []).extend(names)
        self._unnamed = []
        bits = to_blc(term)
        names = self.library.names.get(bits, []) if isinstance(self.library, Prelude) else []
        return [*self._named.get(bits, []), *(name for name in names if name not in self.entries)]


def types_among(definitions: Mapping[str, Term]) -> Mapping[str, DataType]:
    """The data types among definitions, if they are a session's."""
    return definitions.types if isinstance(definitions, Definitions) else {}


def numbers_among(definitions: Mapping[str, Term]) -> NumberIn:
    """The number that a term is where there are these definitions."""
    return definitions.number_in if isinstance(definitions, Definitions) else read_numeral


def entries_of_type(data: DataType, program: Program) -> Iterator[Entry]:
    """The definitions of a data type in a program. The comment above it is about all of them."""
    above = program.documentation.get(Place(program.source, data.start, data.end).line, "")
    for made in definitions_of(data):
        place = Place(program.source, made.start, made.end)
        documentation = "\n".join(filter(None, (meaning_of(made.name, data), above)))
        yield Entry(made, place, documentation, data=data)
