"""Programs of bruijn (Borner) → terms: what each line defines is put where its name stands.

    line       ::= definition | test | import | comment | term         one below the other
    definition ::= name term ("⧗" type)?      and, deeper in, those that it alone sees
    test       ::= ":test" "(" term ")" "(" term ")"
    import     ::= ":import" path (namespace | ".")?  |  ":input" path      (which stands for its lines)

A definition may be an open term. It is no function of its variables, but a text: they are bound by the λs
around its name, wherever that stands. A closed one of the program is a definition here, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import TICK, hold, tick
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Term
from lamb.errors import LoadError, ParseError, Place, Source
from lamb.foreign.bruijn_terms import OPEN, SPACE, Mixfixes, Terms, words
from lamb.foreign.bruijn_values import list_of, spelled
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import Program, limit_length
from lamb.notation.syntax import Assertion, Definition, Expr, Import, Query, Statement

Opener: TypeAlias = Callable[[str, Place], Source]
"""Opens the file that is imported at a place. Raises LoadError."""

IMMENSE = 20_000_000  # nodes of a term
DEEPEST_INCLUDED = 100  # files in each other
MOST_INCLUDED = 10_000
_COMMANDS = frozenset({"import", "input", "test"})


class _Indented:
    """A line with its brackets closed, which begins in a *column*, and those *below* it that only it sees."""

    __slots__ = ("below", "column", "end", "start")

    def __init__(self, column: int, start: int) -> None:
        self.column, self.start, self.end = column, start, start
        self.below: list[_Indented] = []


class Module(NamedTuple):
    """A program with what its names mean: those that it defines, and *all* that it sees."""

    program: Program
    defined: dict[str, Term]
    all: dict[str, Term]


def _no_imports(_written: str, place: Place) -> Source:
    raise LoadError("what a file imports is not converted with it", place, "convert that file, too")


class _Wanted(NamedTuple):
    """A file that is to be imported at a place, or to be *included* there, and the files around."""

    what: str
    place: Place
    included: bool
    importers: tuple[str, ...]


class Modules:
    """The programs that were read, and those that they import, each once.

    The term of a program that has none is its `main`; if it *runs*, that is given the empty input, and no
    name is unknown.
    """

    def __init__(self, open_import: Opener = _no_imports, *, runs: bool = False) -> None:
        self.open_import, self.runs = open_import, runs
        self.read: dict[str, Module] = {}  # by the names of their sources
        self.names: dict[str, object] = {}  # of all definitions: what each is the name of
        self.operators = Mixfixes()
        self.inclusions = 0  # files that were read by :input
        self.definitions: dict[str, Term] = {}  # by their names of ours
        self.meanings: dict[str, Term] = {}  # of what programs have defined so far

    def program(self, source: Source) -> Program:
        """A program whose definitions are seen in those that are read after it. Raises LambError."""
        module = self._module(source, ())
        self.meanings.update(module.all)
        statements, main = module.program.statements, module.defined.get("main")
        if main and not any(isinstance(one, Query) for one in statements):
            statements.append(Query(restore_names(App(main, list_of([])) if self.runs else main)))
            place = next(one for one in statements if isinstance(one, Definition) and Free(one.name) == main)
            statements[-1].at(place.start, place.end)
        return module.program

    def whole(self, program: Program) -> Program:
        """A program with what it needs of those that it imports, in place of the imports."""
        imported = {  # each after those that it imports
            one.name: one
            for module in self.read.values()
            for one in module.program.statements
            if isinstance(one, Definition)
        }
        own = [one for one in program.statements if not isinstance(one, Import)]
        todo: list[Statement] = [*own]
        needed: set[str] = set()
        while todo:
            tick(1)
            one = todo.pop()
            if isinstance(one, Definition | Query):
                names = (free_names(remove_names(one.term)) & imported.keys()) - needed
                needed |= names
                todo += [imported[name] for name in names]
        return Program(program.source, [*(one for name, one in imported.items() if name in needed), *own])

    @unbounded
    def _module(self, source: Source, importers: tuple[str, ...]) -> Recursion[Module]:
        limit_length(source)
        reader = _Reader(self, source, importers)
        for wanted in reader.statements():
            opened = self.open_import(wanted.what, wanted.place)
            name, around = opened.name, wanted.importers
            if name in around:
                circle = " → ".join([*around[around.index(name) :], name])
                hint = "move what they share into a third file, and import that from each"
                raise LoadError(f"these files import each other in a circle: {circle}", wanted.place, hint)
            if wanted.included:
                self.inclusions += 1
                if len(around) > DEEPEST_INCLUDED or self.inclusions > MOST_INCLUDED:
                    hint = ":import reads a file once"
                    raise LoadError("too many files are read by :input", wanted.place, hint)
                reader.opened = opened
            elif name not in self.read:
                self.read[name] = yield (self, opened, around)
            reader.imported = self.read.get(name)
        return reader.module()


class _Reader(Terms):
    """The reading of a text. One that is included in another defines what it does there, at its *place*."""

    def __init__(
        self, modules: Modules, source: Source, importers: tuple[str, ...], outer: _Reader | None = None
    ) -> None:
        super().__init__(source, modules.operators, known=modules.runs)
        self.modules, self.definitions = modules, modules.definitions
        self.importers = (*importers, source.name)
        self.prefix = f"{spelled(_stem(source.name))}-" if importers else ""
        if not importers:
            self.meanings = {name: [term] for name, term in modules.meanings.items()}
        self.defined: dict[str, Term] = {}
        self.scopes: list[list[str]] = []  # the names that each definition around alone sees
        self.found: list[Statement] = []
        self.left: dict[str, int] = {}  # the definitions of each name that are to come
        self.imported: Module | None = None
        self.opened: Source | None = None
        self.root, self.place = self, (0, 0)
        if outer:
            self.root, self.place = outer.root, outer.place
            self.meanings, self.defined, self.found = outer.meanings, outer.defined, outer.found

    def span(self, line: _Indented) -> tuple[int, int]:
        """Where what is in a line stands in the program that it is a part of."""
        return (line.start, line.end) if self.root is self else self.place

    def module(self) -> Module:
        """All that was read."""
        if not self.prefix:
            for error in self.dangling.values():
                raise error
        everything = {name: terms[-1] for name, terms in self.meanings.items() if terms}
        return Module(Program(self.source, self.found), self.defined, everything)

    # ── lines ──

    def statements(self) -> Iterator[_Wanted]:
        """Read all lines; yields what is to be imported before it goes on."""
        lines = self.lines()
        for line in lines:
            if name := self.name_defined(line):
                self.left[name[0]] = self.left.get(name[0], 0) + 1
        for line in lines:
            first = words().match(self.source.text, line.start)
            assert first
            command = first["command"]
            if not command:
                self.statement(line)
            elif command == "test" and self.root is not self:
                pass  # those of this program alone are run
            elif command == "test":
                self.test(line, first.end())
            elif command in _COMMANDS:
                what, space = self.path(line, first.end())
                statement = Import(f"{what}.bruijn")
                statement.at(*self.span(line))
                place = Place(self.source, line.start, line.end)
                yield _Wanted(statement.what, place, command == "input", self.importers)
                if command == "input":
                    yield from self.included(line).statements()
                else:
                    self.found.append(statement)
                    self.see(space)
            else:
                hint = "of the commands of bruijn, :import, :input and :test are read"
                self.refuse(f"“:{command:.30}” is not read", line.start, first.end(), hint)

    def lines(self) -> list[_Indented]:
        """The lines that are not deeper in than those before them, with the others below these."""
        found: list[_Indented] = []
        around: list[_Indented] = []
        depth = begin = 0
        fresh = True
        line = _Indented(0, 0)
        for number, word in enumerate(words().finditer(self.source.text), 1):
            if number % TICK == 0:
                tick()
            match word.lastgroup:
                case "blank":
                    continue
                case "newline":
                    fresh, begin = fresh or depth == 0, word.end()
                    continue
                case "opens":
                    depth += 1
                case "closes":
                    depth -= depth > 0
            if fresh:
                fresh, line = False, _Indented(word.start() - begin, word.start())
                while around and around[-1].column >= line.column:
                    around.pop()
                (around[-1].below if around else found).append(line)
                around.append(line)
            line.end = word.end()
        return found

    def name_defined(self, line: _Indented) -> tuple[str, int] | None:
        """The name that a line defines, and where its term begins; None if it is a term."""
        text = self.source.text
        name = words().match(text, line.start, line.end)
        blank = name and name.lastgroup == "name" and words().match(text, name.end(), line.end)
        named = name and not re.match(SPACE, name.group()).end()  # type: ignore[union-attr]
        if not (name and named and blank and blank.lastgroup == "blank" and blank.end() < line.end):
            return None
        equals = words().match(text, blank.end(), line.end)
        return name.group(), equals.end() if equals and equals.group() == "=" else blank.end()

    def statement(self, line: _Indented) -> None:
        """Read a definition with those below it, or a term."""
        todo = [(line, False)]
        while todo:
            tick(1)
            one, whole = todo.pop()
            if one.below and not whole:
                self.scopes.append([])
                todo.append((one, True))
                todo += [(below, False) for below in reversed(one.below)]
                continue
            name = self.name_defined(one)
            if name is None and one is not line:
                self.refuse("a definition is wanted here", one.start, one.end)
            term = self.term(name[1] if name else one.start, one.end, closed=name is None)
            if one.below:
                for seen in self.scopes.pop():
                    self.meanings[seen].pop()
            if name is None and self.root is not self:
                pass
            elif name is None:
                query = Query(self.written(term, one.start, one.end))
                query.at(one.start, one.end)
                self.found.append(query)
            elif self.scopes:
                self.add(name[0], term)
                self.scopes[-1].append(name[0])
            else:
                self.define(name[0], term, one)

    def define(self, name: str, term: Term, line: _Indented) -> None:
        """Define a name of the program."""
        self.left[name] -= 1
        meaning = term
        if term.open and not self.prefix:
            place = Place(self.source, line.start, line.end)
            self.dangling[name] = self.outside or ParseError(OPEN, place)
        elif not term.open:
            key = (self.root.source.name, self.source.name, name, self.left[name])
            made = self.prefix + spelled(name)
            made += "'" * self.left[name]
            while self.modules.names.setdefault(made, key) != key:
                tick(1)
                made += "'"
            statement = Definition(made, self.written(term, *self.span(line)))
            statement.at(*self.span(line))
            self.found.append(statement)
            meaning, self.definitions[made] = Free(made), term
        self.meanings[name] = []
        self.add(name, meaning)
        self.defined[name] = meaning

    def add(self, name: str, term: Term) -> None:
        """Let a name mean a term from here on."""
        self.meanings.setdefault(name, []).append(term)
        if "…" in name:
            self.operators.add(name)

    def test(self, line: _Indented, start: int) -> None:
        """Read what a test compares."""
        sides: list[tuple[int, int]] = []
        depth = begin = 0
        for word in words().finditer(self.source.text, start, line.end):
            depth += (word.lastgroup == "opens") - (word.lastgroup == "closes")
            if word.lastgroup == "opens" and depth == 1:
                begin = word.start()
            elif word.lastgroup == "number" and depth == 0:
                sides.append(word.span())
            elif word.lastgroup == "closes" and depth == 0:
                sides.append((begin, word.end()))
            elif depth <= 0 and word.lastgroup not in ("blank", "newline"):
                sides = []
                break
        if len(sides) != 2 or depth or line.below:
            hint = "both in brackets: :test (not! true) (false)"
            self.refuse("a test compares two terms", line.start, line.end, hint)
        left, right = (self.written(self.term(*side, closed=True), *side) for side in sides)
        statement = Assertion(left, right)
        statement.at(line.start, line.end)
        self.found.append(statement)

    def path(self, line: _Indented, start: int) -> tuple[str, str]:
        """The file of an import without its ending, and its namespace."""
        written = re.compile(r"[^\S\n]+([\w./+-]+)(?:[^\S\n]+([A-Z][A-Za-z]*|\.))?[^\S\n]*").fullmatch(
            self.source.text, start, line.end
        )
        if written is None:
            self.refuse("a file is wanted here", line.start, line.end, ":import std/Pair P, or . for no P")
        return written[1], written[2] or _stem(written[1])

    def included(self, line: _Indented) -> _Reader:
        """The reader of what is included in a line: it sees all that is defined before it."""
        opened = self.root.opened
        assert opened
        limit_length(opened)
        reader = _Reader(self.modules, opened, self.importers, self)
        reader.place = self.span(line)
        return reader

    def see(self, space: str) -> None:
        """See what an imported program defines."""
        assert self.root.imported
        for name, term in self.root.imported.defined.items():
            self.add(name if space == "." else f"{space}.{name}", term)

    def written(self, term: Term, start: int, end: int) -> Expr:
        """The tree of a closed term."""
        if term.size > IMMENSE:
            message = f"this term has more than {IMMENSE:,} nodes"
            self.refuse(message, start, end, "give a name to a part of it that has no variable of the rest")
        hold(term.size)
        tree = restore_names(term)
        tree.at(start, end)
        return tree


def _stem(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).stem
