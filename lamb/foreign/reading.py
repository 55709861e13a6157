"""Texts in other notations → trees, by one automaton for all of them.

    program     ::= (definition | term) …              what ends each is up to the notation
    term        ::= abstraction | operand …
    abstraction ::= begins term closes                 λx y. t    (lambda (x) t)    [t]    x => t
    operand     ::= name | number | "(" term ")"       and f(t, u) where functions are called

Its stack has a level for each bracket and each λ that is open, with what has been read in it. A λ without a
bracket of its own reaches as far right as it can. Names are resolved as ours are; the
λs of a nameless notation bind `#0`, `#1`, … from the outside inwards.

A name that a program defines twice means what it meant at that place: its earlier definition gets a prime.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NoReturn

from lamb.calculus.budget import TICK, Exhausted, Meter, tick
from lamb.calculus.substitution import free_names
from lamb.errors import ParseError, Place, Source
from lamb.foreign.dialects import Dialect
from lamb.foreign.encoded import NotEncodedError
from lamb.freeing import fewer_collections
from lamb.notation.names import remove_names
from lamb.notation.parser import LONGEST_NUMERAL, Program, limit_length, out_of_budget
from lamb.notation.syntax import Abstraction, Application, Definition, Expr, Local, Name, Query, Statement

UNDEFINED = "undefined"
"""The free name that `()`, and a name that begins with `_`, are in a notation with a unit."""


def read_program(source: Source, dialect: Dialect, meter: Meter | None = None) -> Program:
    """The statements of a program. Raises ParseError, and BudgetError where the *meter* runs out."""
    limit_length(source)
    meter = meter or Meter()
    try:
        with meter, fewer_collections():
            return Program(source, _apart(_Automaton(source, dialect).statements()))
    except Exhausted as exhausted:
        raise out_of_budget(Place(source, 0, 0), exhausted.status, meter) from None


# ── Words ─────────────────────────────────────────────────────────────────────────────


@cache
def _words(dialect: Dialect) -> re.Pattern[str]:
    """The pattern of a word of a notation, whose kind is the last group of it."""
    defines = f"(?P<defines>{dialect.defines})|" if dialect.defines else ""
    unit = r"(?P<unit>\(\s*\))|" if dialect.unit else ""
    line = rf"(?P<line>\n(?!{dialect.blank}|{dialect.comment}|$))|" if dialect.lines else ""
    number = "" if re.fullmatch(dialect.names, "2") else r"(?P<number>-?\d+(?![A-Za-z_]))|"
    blank = rf"(?:(?!\n)(?:{dialect.blank}))+|\n" if dialect.lines else f"(?:{dialect.blank})+"
    pattern = (
        rf"{line}(?P<blank>{blank}|{dialect.comment})|{defines}(?P<ends>{dialect.ends})|"
        rf"(?P<begins>{dialect.begins})|{unit}(?P<opens>\()|(?P<closes>[)\]])|"
        rf"(?P<comma>,)|{number}(?P<word>NAME)|(?P<stray>[\s\S])"
    )
    return re.compile(pattern.replace("NAME", f"(?:{dialect.names})"))


# ── Levels ────────────────────────────────────────────────────────────────────────────


class _Level:
    """A bracket or an abstraction that is open, or the statement around all, and what was read in it.

    It goes on until its *closer*, if it has one. *binders* has the variables of an abstraction, *function*
    what is called with what is read here. *operands* counts what the *term* is made of.
    """

    __slots__ = ("binders", "closer", "end", "function", "operands", "start", "term")

    def __init__(
        self,
        start: int,
        end: int,
        closer: str = "",
        binders: tuple[str, ...] | None = None,
        function: Expr | None = None,
    ) -> None:
        self.start, self.end, self.closer, self.binders, self.function = start, end, closer, binders, function
        self.term: Expr | None = None
        self.operands = 0


class _Automaton:
    """A reading of a text."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source, self.dialect = source, dialect
        self.names = re.compile(dialect.names)
        self.keywords = frozenset(dialect.keywords.split())
        self.found: list[Statement] = []
        self.levels = [_Level(0, 0)]
        self.defined: tuple[str, tuple[str, ...], int, int] | None = None  # its parameters and its place
        self.depth = 0  # of λs without names
        self.brackets = 0

    def refuse(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of the text."""
        hint = f"in {self.dialect.said}, λx y. x is written {self.dialect.example}"
        raise ParseError(message, Place(self.source, start, end), hint)

    def statements(self) -> list[Statement]:
        """The statements of the text. Raises ParseError."""
        text = self.source.text
        for number, word in enumerate(_words(self.dialect).finditer(text), 1):
            if number % TICK == 0:
                tick()
            start, end = word.span()
            match word.lastgroup:
                case "line" | "ends":
                    self.end(start, line=word.lastgroup == "line")
                case "defines":
                    self.define(word)
                case "begins":
                    self.begin(word)
                case "opens":
                    self.open(start, end)
                case "closes":
                    self.close(start, end)
                case "comma":
                    self.call(start, end)
                case "unit":
                    self.operand(Name(UNDEFINED, start, end))
                case "number":
                    self.operand(self.number(word.group(), start, end))
                case "word":
                    self.operand(Name(self.name(word.group(), start, variable=True), start, end))
                case "stray":
                    self.refuse(f"“{word.group()}” cannot stand here", start, end)
        self.end(len(text))
        return self.found

    # ── statements ──

    def define(self, word: re.Match[str]) -> None:
        """Begin a definition."""
        start, end = word.span()
        self.end(start)
        groups = word.groupdict()
        parameters = tuple(self.names.findall(groups.get("parameters") or ""))
        self.defined = self.name(groups["name"] or groups["alone"], start), parameters, start, end
        if self.dialect.apply == "listed":
            self.enter(_Level(start, end, ")", ()))

    def end(self, at: int, *, line: bool = False) -> None:
        """End a statement, if one has begun. The end of a *line* in a bracket ends none."""
        if line and self.brackets:
            return
        self.finish_abstractions()
        level = self.levels[-1]
        if len(self.levels) > 1:
            bracket = self.source.text[level.start]
            self.refuse(f"this “{bracket}” is never closed", level.start, level.start + 1)
        self.levels = [_Level(at, at)]
        term, defined, self.defined = level.term, self.defined, None
        if defined is None:
            if term is not None:
                self.found.append(_at(Query(term), term.start, term.end))
            return
        name, parameters, start, end = defined
        if term is None:
            self.refuse(f"“{name:.100}” is defined by nothing", start, end)
        for parameter in reversed(parameters):
            term = Abstraction(parameter, term, start, term.end)
        recursive = name in free_names(remove_names(term))
        if recursive:
            term = Abstraction(name, term, start, term.end)
        self.found.append(_at(Definition(name, term, recursive), start, term.end))

    # ── terms ──

    def enter(self, level: _Level) -> None:
        """Begin a level."""
        self.levels.append(level)
        self.brackets += bool(level.closer)

    def operand(self, term: Expr) -> None:
        """Take a term that the function before it is applied to, if there is one."""
        level = self.levels[-1]
        if level.term is None:
            level.term = term
        elif self.dialect.apply == "listed" and (level.binders is not None or len(self.levels) == 1):
            if len(self.levels) > 1:
                self.refuse("a function has one term as its body", term.start, term.end)
            self.end(term.start)
            return self.operand(term)
        elif self.dialect.apply == "called":
            self.refuse("a function is called with its argument in brackets: f(x)", term.start, term.end)
        else:
            level.term = Application(level.term, term, level.term.start, term.end)
        level.operands += 1
        return None

    def begin(self, word: re.Match[str]) -> None:
        """Begin an abstraction."""
        start, end = word.span()
        if self.dialect.apply == "called" and self.levels[-1].term is not None:
            self.refuse("a function is called with its argument in brackets: f(x)", start, end)
        if self.dialect.base is None:
            found = self.names.finditer(word["names"])
            binders = tuple(self.name(one.group(), word.start("names") + one.start()) for one in found)
        else:
            binders = (f"#{self.depth}",)
            self.depth += 1
        if self.dialect.apply == "listed" and self.levels[-1].term is not None and len(self.levels) == 1:
            self.end(start)
        self.enter(_Level(start, end, self.dialect.closes, binders))

    def open(self, start: int, end: int) -> None:
        """Begin a bracket, or the arguments of a call."""
        level = self.levels[-1]
        if self.dialect.apply == "listed" and level.term is not None and len(self.levels) == 1:
            self.end(start)
        function = level.term if self.dialect.apply == "called" else None
        if function is not None:
            level.term = None
        self.enter(_Level(start, end, ")", function=function))

    def close(self, start: int, end: int) -> None:
        """End the innermost bracket."""
        self.finish_abstractions()
        level, closer = self.levels[-1], self.source.text[start]
        if level.closer != closer:
            self.refuse(f"nothing is open that “{closer}” closes", start, end)
        if self.dialect.apply == "listed" and level.binders is None and level.operands == 1:
            self.refuse("a call has an argument", level.start, end)
        self.finish(end)
        if self.dialect.apply == "listed" and self.defined and len(self.levels) == 1:
            self.end(end)

    def call(self, start: int, end: int) -> None:
        """Go on to the next argument of a call."""
        self.finish_abstractions()
        level = self.levels[-1]
        if level.function is None or level.term is None:
            self.refuse("“,” stands between the arguments of a call", start, end)
        level.function = Application(level.function, level.term, level.function.start, level.term.end)
        level.term = None

    def finish_abstractions(self) -> None:
        """End the abstractions that have no bracket of their own."""
        while len(self.levels) > 1 and not self.levels[-1].closer:
            tick(1)
            self.finish(self.levels[-1].end)

    def finish(self, end: int) -> None:
        """End a level, whose term is an operand of the one around it."""
        level = self.levels.pop()
        self.brackets -= bool(level.closer)
        term = level.term
        if term is None:
            what = "there is nothing in these brackets" if level.binders is None else "this λ has no body"
            self.refuse(what, level.start, max(end, level.end))
        end = max(end, term.end)
        for binder in reversed(level.binders or ()):
            term = Abstraction(binder, term, level.start, end)
        if level.binders and self.dialect.base is not None:
            self.depth -= 1
        if level.function is not None:
            term = Application(level.function, term, level.function.start, end)
        elif level.closer:
            term.at(level.start, end)
        self.operand(term)

    # ── names and numbers ──

    def name(self, written: str, start: int, *, variable: bool = False) -> str:
        """A name as it is meant."""
        if written in self.keywords:
            self.refuse(f"“{written}” is a word of the notation, and no name", start, start + len(written))
        if self.dialect.unit and written.startswith("_"):
            return UNDEFINED if variable else "_"
        if self.dialect.mathematics:
            return re.sub(r"^\\math(?:it|rm)|[{}_]", "", written)
        return written

    def number(self, written: str, start: int, end: int) -> Expr:
        """What a number stands for: a variable, or a term."""
        if len(written) > LONGEST_NUMERAL:
            self.refuse(f"this number has more than {LONGEST_NUMERAL:,} digits", start, end)
        number, base = int(written), self.dialect.base
        if base is not None:
            level = number - base if self.dialect.levels else self.depth - 1 - (number - base)
            if not 0 <= level < self.depth:
                self.refuse(
                    f"{written:.20} is the variable of no λ: there are {self.depth} around", start, end
                )
            return Name(f"#{level}", start, end)
        if self.dialect.numbers is None:
            self.refuse("a number is no λ-term here", start, end)
        try:
            term = self.dialect.numbers(number)
        except NotEncodedError as error:
            self.refuse(str(error), start, end)
        term.at(start, end)
        return term


def _at(statement: Statement, start: int, end: int) -> Statement:
    statement.at(start, end)
    return statement


def _apart(statements: list[Statement]) -> list[Statement]:
    """The statements of a program in which names may be defined twice, as ones in which none is.

    All but the last definition of a name get primes; below one, and before the next, the name is a local one.
    """
    left: dict[str, int] = {}
    for statement in statements:
        if isinstance(statement, Definition):
            left[statement.name] = left.get(statement.name, 0) + 1
    if all(times == 1 for times in left.values()):
        return statements
    meant: dict[str, str] = {}  # the names that mean an earlier definition now, and its name
    for statement in statements:
        if isinstance(statement, Definition | Query) and meant:
            for name in sorted(free_names(remove_names(statement.term)) & meant.keys()):
                term = statement.term
                statement.term = Local(name, Name(meant[name]), term, term.start, term.end)
        if isinstance(statement, Definition):
            name = statement.name
            left[name] -= 1
            meant.pop(name, None)
            if left[name]:
                statement.name = meant[name] = name + "'" * left[name]
                while statement.name in left:
                    statement.name = meant[name] = statement.name + "'"
    return statements
