"""From one notation to another, by way of terms.

A program is its definitions and its terms; what it claims and derives is left out. Where a notation has no
definitions, they stand in the place of their names, and where it has no recursive ones, a fixed point does;
where none may need each other, those that do are a tuple.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from lamb.analysis.graph import components
from lamb.calculus.budget import Budget, Meter, Watch, tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import unfold
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.definitions import Definitions, Entry
from lamb.encodings.blc import from_blc, to_blc
from lamb.encodings.values import SUGAR
from lamb.errors import EncodingError, LoadError, Place, Source
from lamb.files import Files
from lamb.foreign.bindings import tied
from lamb.foreign.bruijn import Modules
from lamb.foreign.dialects import Dialect, dialect_named
from lamb.foreign.reading import read_program
from lamb.foreign.variable_free import from_text, to_text
from lamb.foreign.writing import Spelling, write_term
from lamb.notation.datatypes import definitions_of
from lamb.notation.names import CONSTRUCTORS, meaning, remove_names, restore_names
from lamb.notation.parser import Program, in_time, parse
from lamb.notation.printer import pretty
from lamb.notation.spelling import set_apart
from lamb.notation.syntax import Abstraction, Definition, Import, Query, Statement
from lamb.prelude import prelude as standard


def convert(  # noqa: PLR0913  (all but the text are choices with defaults)
    text: str,
    *,
    source: str = "lamb",
    target: str = "lamb",
    inline: bool = False,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    name: str = "<text>",
    files: Files | None = None,
) -> str:
    r"""*text*, a program or a term in the notation *source*, in the notation *target*.

    With *inline*, *definitions* (the prelude's, unless others are given) and those of the text are put in the
    place of their names; so they are for binary lambda calculus. In `blc8` a character is a byte. *name* is
    what errors call the text, and *files* has what a program of bruijn imports. Raises LambError: ParseError
    with a place, EncodingError where the target has nothing for a term, LoadError, BudgetError. Linear in the
    text and in what is written.

    >>> convert(r"\x y -> y x", source="haskell", target="python")
    'lambda x: lambda y: y(x)'
    >>> convert("K", target="blc")
    '0000110'
    """
    read, written = dialect_named(source), dialect_named(target)
    meter = Meter(budget, watch, memory=True)
    library = standard() if definitions is None else definitions
    modules = Modules(files.open_import) if files else Modules()
    with meter.or_raise("the text was not converted", "allow more, or convert a part of it"):
        program = statements(text, name, read, meter, modules)
        if isinstance(program, Program) and read.name == "bruijn":
            program = modules.whole(program)
        if isinstance(program, Program) and read.mutual and (inline or not written.mutual):
            program = Program(program.source, tied(program.statements))
        return write_program(program, written, library, inline=inline)


def statements(  # noqa: PLR0913  (what it may use is optional)
    text: str,
    name: str,
    dialect: Dialect,
    meter: Meter,
    modules: Modules | None = None,
    *,
    known: Set[str] = frozenset(),
) -> Program | Term:
    """The program in a text with a name, or the one term in bits; it may use what is *known*, by their names.

    Raises LambError.
    """
    if dialect.bits:
        return from_blc(_unpacked(text) if dialect.bits == "bytes" else text)
    source = Source(text, name)
    if dialect.combinators:
        return from_text(source, dialect.combinators)
    if not dialect.ours:
        return read_program(source, dialect, meter, modules, known)
    program = parse(source, meter)
    if program.letters:
        named = {made.name for one in program.statements for made in definitions_of(one)}
        for statement in program.statements:
            set_apart(statement, source.text, named)
    return program


def program_in(source: Source, dialect: Dialect, meter: Meter, modules: Modules, known: Set[str]) -> Program:
    """The program in a text in a notation, which may import *modules* and use what is *known*.

    Raises LambError: BudgetError where the seconds of the *meter* run out, or its nodes, which count anew.
    """
    meter = meter.again()
    with in_time(meter, Place(source, 0, 0)):
        read = statements(source.text, source.name, dialect, meter, modules, known=known)
        if isinstance(read, Program):
            return Program(source, tied(read.statements)) if dialect.mutual else read
        query = Query(restore_names(read))
    query.at(0, len(source.text))
    return Program(source, [query])


# ── Writing programs ──────────────────────────────────────────────────────────────────


class _Written(NamedTuple):
    """A term, and the name that it is defined for; a *recursive* one has that name in it."""

    term: Term
    name: str | None = None
    recursive: bool = False


def write_program(
    program: Program | Term, dialect: Dialect, library: Mapping[str, Term], *, inline: bool = False
) -> str:
    """The text of a program in a notation. Raises LambError."""
    inline = inline or bool(dialect.bits) or bool(dialect.combinators)
    if isinstance(program, Program):
        parts = _inlined(program, library if inline else {}) if inline or not dialect.definition else None
        parts = _kept(program, dialect) if parts is None else parts
    else:
        parts = [_Written(unfold(program, library, numerals=False) if inline else program)]
    if dialect.bits:
        bits = [to_blc(part.term) for part in parts]
        return "".join(map(_packed, bits)) if dialect.bits == "bytes" else "\n".join(bits)
    if dialect.combinators:
        return "\n".join(to_text(part.term, dialect.combinators) for part in parts)
    free = {name for part in parts for name in free_names(part.term)}
    if dialect.numerals:
        free = {name for name in free if not is_numeral(name)}
    defined = {part.name for part in parts if part.name}
    names = Spelling(dialect, free | defined, defined)
    renamed: dict[str, Term] = {old: Free(new) for old, new in names.free.items() if old != new}
    return "\n".join(_line(part, dialect, names, renamed) for part in parts)


def _inlined(program: Program, library: Mapping[str, Term]) -> list[_Written]:
    """The terms of a program with its definitions, and those of a library, in the place of their names."""
    entries = [
        Entry(made, Place(program.source, made.start, made.end))
        for one in program.statements
        for made in definitions_of(one)
    ]
    world = Definitions(library)
    world.define(entries)
    terms = [one.term for one in program.statements if isinstance(one, Query)]
    if entries and not terms:
        place = entries[0].place
        hint = "add the term that is wanted below them, which may be a name"
        raise EncodingError("there are only definitions here, and no term", place, hint)
    _refuse_imports(program)
    known: dict[str, Term] = {}
    return [_Written(unfold(remove_names(term, SUGAR), world, known, numerals=False)) for term in terms]


def _kept(program: Program, dialect: Dialect) -> list[_Written]:
    """The definitions and terms of a program."""
    _refuse_imports(program)
    constructors = CONSTRUCTORS if dialect.name == "lamb" else SUGAR
    parts: list[_Written] = []
    for one in chain.from_iterable(map(_made, program.statements)):
        match one:
            case Definition(name, term, recursive):
                if recursive and dialect.recursive and isinstance(term, Abstraction):
                    parts.append(_Written(remove_names(term.body, constructors), name, recursive))
                else:
                    parts.append(_Written(meaning(one, constructors), name))
            case Query(term):
                parts.append(_Written(remove_names(term, constructors)))
    return parts if dialect.name == "lamb" else _in_order(parts)


def _in_order(parts: Sequence[_Written]) -> list[_Written]:
    """The parts of a program, each below what it needs, if need be; those that need each other as they come.

    Elsewhere a name has a meaning below its definition alone. Linear.
    """
    numbers = {part.name: number for number, part in enumerate(parts) if part.name is not None}
    needed = [[numbers[name] for name in free_names(part.term) if name in numbers] for part in parts]
    groups = components([sorted(group) for group in needed])
    return [parts[number] for group in groups for number in group]


def _made(statement: Statement) -> Sequence[Statement]:
    """The definitions that a statement makes, or the statement."""
    return definitions_of(statement) or [statement]


def _refuse_imports(program: Program) -> None:
    for one in program.statements:
        if isinstance(one, Import) and not one.library:
            place = Place(program.source, one.start, one.end)
            raise LoadError("what a file imports is not converted with it", place, "convert that file, too")


def _line(part: _Written, dialect: Dialect, names: Spelling, renamed: Mapping[str, Term]) -> str:
    tick(1)
    if dialect.name == "lamb":
        text = pretty(replace_names(part.term, renamed) if renamed else part.term)
    else:
        text = write_term(part.term, dialect, names)
    if part.name is None:
        return text
    form = dialect.recursive if part.recursive else dialect.definition
    return form.format(name=names.written(names.free[part.name]), term=text)


# ── Bits in bytes ─────────────────────────────────────────────────────────────────────


def _packed(bits: str) -> str:
    """Eight bits to a character, the first one highest; the last one is filled up with 0."""
    filled = bits + "0" * (-len(bits) % 8)
    return int("1" + filled, 2).to_bytes(len(filled) // 8 + 1, "big")[1:].decode("latin-1")


def _unpacked(text: str) -> str:
    """The bits of the term that a text is, eight a character; the rest of the last one does not count."""
    try:
        content = text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise EncodingError(f"character {error.start + 1} is no byte") from None
    bits = bin(int.from_bytes(b"\1" + content, "big"))[3:]
    open_terms = 1
    for code in re.finditer("00|01|1+0", bits):
        open_terms += (code[0] == "01") - (code[0][0] == "1")
        if open_terms == 0:
            if len(bits) - code.end() >= 8:
                raise EncodingError("there are bytes after the end of the term")
            return bits[: code.end()]
    return bits
