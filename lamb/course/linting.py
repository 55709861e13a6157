"""Lint: what a program says and hardly means, though it is right.

    L001  a definition or a data type that nothing in the program uses
    L002  a variable of a λ that hides another one
    L003  a name, or a field, that nothing defines, and that looks like a slip
    L004  a definition that the prelude has already
    L005  `rec` before what does not recur
    L006  an assertion whose sides are the same as they are written
    L007  a derivation without steps
    L008  a constructor that hides a name of the prelude's
    L009  a variable of a λ that is called like a constructor, as if it were a pattern

A file of definitions alone is there for others: nothing in it counts as unused.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import NamedTuple

from lamb.calculus.budget import tick
from lamb.course.assertions import both_sides
from lamb.definitions import Definitions
from lamb.errors import LambError, Place, did_you_mean
from lamb.notation.datatypes import SORTS, definitions_of
from lamb.notation.layout import blank, comments
from lamb.notation.names import NAME, free_occurrences, occurrences, primed, remove_names
from lamb.notation.parser import Program
from lamb.notation.spelling import notes_on
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Assumption,
    Constructor,
    DataType,
    Definition,
    Derivation,
    Expr,
    Import,
    ListOf,
    Local,
    Name,
    PairOf,
    Query,
    Sort,
    Spanned,
    Statement,
    TypeAssertion,
)
from lamb.prelude import Prelude, names_by_bits, prelude
from lamb.records import Record, value

_BINDS = re.compile(r"[\s(]*(?:λ|\\lambda(?=\s)|\\|let\b)?\s*")
"""All that may stand before the name that an abstraction or a `let` binds."""
_EXPECTS = re.compile(r"--[ \t]*=>")
_REC = re.compile(r"\brec[ \t]+$")


class Edit(NamedTuple):
    """Another text for a stretch of a program."""

    start: int
    end: int
    text: str


class Finding(Record):
    """Something that may not be meant, the *code* of its kind, and the edits that mend it."""

    code: str
    message: str
    place: Place
    hint: str
    edits: tuple[Edit, ...] = ()

    def told(self) -> LambError:
        """The finding as an error, which it is not: to be shown as one."""
        return LambError(f"{self.code} {self.message}", self.place, self.hint)


def mended(text: str, found: Iterable[Finding]) -> tuple[str, int]:
    """The text with the edits of all findings that do not overlap, and the number of these findings."""
    taken: list[Edit] = []
    number = 0
    for finding in found:
        if all(_fits(edit, taken) for edit in finding.edits):
            for edit in finding.edits:
                insort(taken, edit)
            number += 1
    pieces: list[str] = []
    at = 0
    for start, end, new in taken:
        pieces += text[at:start], new
        at = end
    return "".join([*pieces, text[at:]]), number


def _fits(edit: Edit, taken: list[Edit]) -> bool:
    """True if an edit overlaps none of those that are *taken*, which ascend."""
    at = bisect(taken, edit)
    return (not at or taken[at - 1].end <= edit.start) and (at == len(taken) or edit.end <= taken[at].start)


def findings(program: Program, definitions: Definitions, world: Definitions) -> list[Finding]:
    """All findings on a program. Names mean these *definitions*, and in derivations those of its *world*.

    Raises Exhausted where the meter that is running runs out.
    """
    lint = _Lint(program, definitions, world)
    found = [finding for statement in program.statements for finding in lint.of(statement)]
    return sorted(found, key=lambda finding: finding.place.start)


class _Lint:
    """What is found in the statements of a program."""

    def __init__(self, program: Program, definitions: Definitions, world: Definitions) -> None:
        self.source, self.letters = program.source, program.letters
        self.definitions, self.world = definitions, world
        self.code = blank(program.source.text, comments(program.source))
        statements = program.statements
        claims = [
            one for one in statements if not isinstance(one, Definition | DataType | Import | Assumption)
        ]
        self.is_library = not claims or bool(program.errors)  # what has an error may use it
        self.lost = {error.defines for error in program.errors}
        self.is_closed = any(isinstance(one, Derivation) for one in statements) and not world.library
        self.makes = {
            constructor.name: data
            for data in self.definitions.types.values()
            for constructor in data.constructors
        }
        self.sorts = _sorts(statements)
        self.statements = statements
        self.occurrences: defaultdict[str, list[Name]] = defaultdict(list)  # of names that nothing binds
        self.bound: set[str] = set()
        self.handlers: defaultdict[str, list[Binding]] = defaultdict(list)  # variables for constructors
        for expr in (expr for one in statements for expr in _terms(one)):
            found = bindings_in(expr)
            self.bound |= {one.name for one in found}
            for handler in self._handlers(found):
                self.handlers[handler.name].append(handler)
            for use in free_occurrences(expr):
                self.occurrences[use.name].append(use)
        self.instead = {  # of constructors that hide names
            name: self._unused_name(name)
            for name in self.makes
            if name in self.definitions.library and not self.is_closed
        }

    def of(self, statement: Statement) -> Iterator[Finding]:
        """The findings in a statement."""
        match statement:
            case Definition():
                yield from self._unused(statement)
                yield from self._known(statement)
                yield from self._recursion(statement)
            case DataType():
                yield from self._unused_type(statement)
                yield from self._constructors(statement)
            case Assertion(left, right, "==" | "=eta=") if remove_names(left) == remove_names(right):
                hint = "claim something of which one side has to be reduced"
                yield self._finding("L006", "both sides of this are the same", statement, hint)
            case Derivation(name, steps=()):
                yield self._finding("L007", f"“{name}” has no steps", statement, "write one: =b> and a term")
        for expr in _terms(statement):
            yield from self._bindings(expr)
        yield from self._unknown(statement)

    def _finding(self, code: str, message: str, piece: Spanned, hint: str, *edits: Edit) -> Finding:
        return Finding(code, message, Place(self.source, piece.start, piece.end), hint, edits)

    def _unused(self, definition: Definition) -> Iterator[Finding]:
        name = definition.name
        if not self.is_library and name not in self.occurrences and not name.startswith("_"):
            typed = name == "data" and isinstance(definition.term, Abstraction)
            hint = "a data type of one constructor has a bar: data point = | point nat nat"
            at = self._name(definition, name)
            yield self._finding(
                "L001", f"nothing uses “{name}”", at, hint if typed else "use it, or remove it"
            )

    def _unused_type(self, data: DataType) -> Iterator[Finding]:
        """A finding if nothing mentions a data type, or one of the names that it defines."""
        names = {data.name, *(one.name for one in definitions_of(data))}
        if not (self.is_library or names & self.occurrences.keys() or data.name in self.sorts):
            yield self._finding("L001", f"nothing uses “{data.name}”", data, "use it, or remove it")

    def _constructors(self, data: DataType) -> Iterator[Finding]:
        """The constructors of the prelude's names, and the fields that may be meant for sorts."""
        known = {data.name, *data.parameters, *SORTS, *self.definitions.types}
        for constructor in data.constructors:
            name = constructor.name
            if name in self.instead:
                message = f"“{name}” is in the prelude, whose definitions go on to mean their own"
                hint, edits = self._constructor_renamed(constructor)
                yield self._finding("L008", message, constructor, hint, *edits)
            for field in constructor.fields:
                tick(1)
                hint = (
                    ""
                    if field.sort or field.name in known
                    else did_you_mean(field.name, known, "", cutoff=0.75)
                )
                if hint:
                    message = f"“{field.name}” is no sort: this field may be anything"
                    yield self._finding("L003", message, constructor, hint)

    def _constructor_renamed(self, constructor: Constructor) -> tuple[str, list[Edit]]:
        """A hint, and the edits that give a constructor another name wherever it is meant; none where other
        files may mean it, or something that is no term has its name.
        """
        new = self.instead[constructor.name]
        hint = f"give the constructor another name, {new}"
        at = Name(constructor.name, constructor.start, constructor.start + len(constructor.name))
        elsewhere = {name for one in self.statements if isinstance(one, Assumption) for name in one.names}
        text = self.source.text
        for start, end in comments(self.source):  # `-- => u` expects a term
            elsewhere |= set(NAME.findall(text[start:end])) if _EXPECTS.match(text, start, end) else set()
        if self.is_library or self.letters or constructor.name in elsewhere:
            return hint, []
        edits = [Edit(one.start, one.end, new) for one in [at, *self.occurrences.get(constructor.name, ())]]
        for handler in self.handlers[constructor.name]:
            edits += self._variable_renamed(handler, new)
        return hint, edits

    def _unused_name(self, hint: str) -> str:
        """A name like the hint that nothing in the program has."""
        taken = self.bound | self.occurrences.keys()
        return next(
            name for n in count(1) if (name := primed(hint, n)) not in taken and name not in self.definitions
        )

    def _known(self, definition: Definition) -> Iterator[Finding]:
        name, library = definition.name, self.definitions.library
        if self.is_closed or not isinstance(library, Prelude) or not isinstance(definition.term, Abstraction):
            return
        for bits in names_by_bits([name], self.definitions):
            known = [
                one
                for one in library.names.get(bits, [])
                if one == name or one not in self.definitions.entries
            ]
            if name in known:
                yield self._finding("L004", f"the prelude has “{name}”", definition, "remove this definition")
            elif len(known) == 1 and not definition.recursive:  # of several, another one may be meant
                edit = Edit(definition.start, definition.end, f"{name} = {known[0]}")
                message = f"“{name}” is what the prelude calls “{known[0]}”"
                yield self._finding("L004", message, definition, f"write {edit.text}, or use that", edit)

    def _recursion(self, definition: Definition) -> Iterator[Finding]:
        if definition.recursive and not bindings_in(definition.term)[0].uses:
            begun = _REC.search(self.code, 0, definition.start)
            edits = [Edit(begun.start(), definition.start, "")] if begun else []
            message = f"“{definition.name}” does not use itself"
            yield self._finding("L005", message, definition, "remove “rec”", *edits)

    def _bindings(self, expr: Expr) -> Iterator[Finding]:
        """The variables in a term that hide others, and its local definitions that nothing uses."""
        found = bindings_in(expr)
        taken = {one.name for one in found} | {name.name for name, _ in occurrences(expr)}
        taken.update(self.instead.values())
        primes: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))

        def fresh(name: str) -> str:
            """A name that nothing in the term has, and that is given once."""
            new = next(primed_one for n in primes[name] if (primed_one := primed(name, n)) not in taken)
            taken.add(new)
            return new

        yield from self._patterns(found, fresh)
        for one in found:
            tick(1)
            if one.name == "_" or not one.node.end:  # names in a “forall” stand elsewhere
                continue
            at = self._name(one.node, one.name)
            if isinstance(one.node, Local) and not one.uses:
                yield self._finding("L001", f"nothing uses “{one.name}”", at, "use it, or remove it")
            if one.hides:
                new = fresh(one.name)
                edits = self._variable_renamed(one, new)
                message = f"this “{one.name}” hides the one around it"
                yield self._finding("L002", message, at, f"give it another name, {new}", *edits)

    def _variable_renamed(self, one: Binding, new: str) -> list[Edit]:
        """The edits that give a variable another name, which is bound nowhere."""
        places = [self._name(one.node, one.name), *(self._name(use, one.name) for use in one.uses)]
        return [Edit(place.start, place.end, new) for place in places if not self.letters]

    def _patterns(self, found: list[Binding], fresh: Callable[[str], str]) -> Iterator[Finding]:
        """The variables that are called like constructors; but not handlers, one for each of a type's."""
        handlers = {id(one.node) for one in self._handlers(found)}
        for one in found:
            data = self.makes.get(one.name)
            if data is None or not one.node.end or id(one.node) in handlers:
                continue
            message = f"this “{one.name}” is a variable, not the constructor"
            hint, edits = f"{data.name}-case tells constructors apart", []
            if one.uses:  # else a pattern was meant
                edits = self._variable_renamed(one, new := fresh(one.name))
                hint += f"; or give the variable another name, {new}"
            yield self._finding("L009", message, self._name(one.node, one.name), hint, *edits)

    def _handlers(self, found: list[Binding]) -> Iterator[Binding]:
        """The variables of λs that follow each other and are called like all the constructors of a type."""
        for run in _runs(found) if self.makes else ():
            names = {one.name for one in run}
            for one in run:
                data = self.makes.get(one.name)
                if data and one.node.end and all(made.name in names for made in data.constructors):
                    yield one

    def _unknown(self, statement: Statement) -> Iterator[Finding]:
        seen: set[str] = set()
        for expr in _terms(statement):
            if isinstance(statement, Derivation):
                notes = notes_on(expr, self.world, prelude())
            else:
                notes = notes_on(expr, self.definitions)
            for name, note in notes:
                message, _, hint = note.partition(": ")
                constant = (
                    not hint and len(self.occurrences.get(name.name, ())) > 1
                )  # which nothing has to define
                if name.name not in seen | self.lost and not constant:
                    yield self._finding("L003", message, name, hint or "define it, or write another name")
                seen.add(name.name)

    def _name(self, piece: Spanned, name: str) -> Name:
        """A name that is the first in a piece of the text, where it stands."""
        at = _BINDS.match(self.code, piece.start).end()  # type: ignore[union-attr]
        return Name(name, at, at + len(name))


def _terms(statement: Statement) -> list[Expr]:
    """The terms in a statement."""
    match statement:
        case Definition(term=term) | Query(term) | TypeAssertion(term):
            return [term]
        case Assertion():
            return [both_sides(statement)]
        case Derivation(first=first, steps=steps):
            return [first, *(step.term for step in steps)]
    return []


def _sorts(statements: Iterable[Statement]) -> set[str]:
    """The names of the sorts that assertions and fields of data types have, but for a type's own."""
    todo = [(one.sort, "") for said in statements if isinstance(said, Assertion) for one in said.generators]
    for data in statements:
        if isinstance(data, DataType):
            fields = [field for constructor in data.constructors for field in constructor.fields]
            todo += [(field.sort or Sort(field.name), data.name) for field in fields]
    found: set[str] = set()
    while todo:
        tick(1)
        sort, own = todo.pop()
        found.update({sort.name} - {own})
        todo += [(part, own) for part in sort.of]
    return found


class Binding(Record, frozen=False):
    """A name that is bound, the names that mean it, and whether it hides another one around it."""

    name: str
    node: Abstraction | Local
    hides: bool = False
    uses: list[Name] = value(default_factory=list)


def _runs(found: Iterable[Binding]) -> Iterator[list[Binding]]:
    """The bindings of the λs that follow each other, as in λx y z."""
    run: list[Binding] = []
    for one in found:
        tick(1)
        if run and not (isinstance(run[-1].node, Abstraction) and run[-1].node.body is one.node):
            yield run
            run = []
        run.append(one)
    yield run


def bindings_in(expr: Expr) -> list[Binding]:
    """The bindings in a term, each before those in its body."""
    around: defaultdict[str, list[Binding]] = defaultdict(list)
    found: list[Binding] = []
    todo: list[Expr | Binding | str] = [expr]  # a name ends its binding
    while todo:
        tick(1)
        match todo.pop():
            case str() as name:
                around[name].pop()
            case Binding() as binding:
                binding.hides = bool(around[binding.name])
                around[binding.name].append(binding)
                found.append(binding)
            case Name(name) as use:
                if around[name] and name != "_":
                    around[name][-1].uses.append(use)
            case Abstraction(hint, body) as node:
                todo += hint, body, Binding(hint, node)
            case Local(hint, term, body) as node:
                todo += hint, body, Binding(hint, node), term
            case Application(fn, arg):
                todo += arg, fn
            case PairOf(fst, snd):
                todo += snd, fst
            case ListOf(items):
                todo += reversed(items)
    return found
