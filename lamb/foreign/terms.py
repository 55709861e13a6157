"""Terms in other notations → trees, by one automaton for all of them.

    term        ::= abstraction | operand …
    abstraction ::= begins term closes                 λx y. t    (lambda (x) t)    [t]    x => t
    operand     ::= name | number | "(" term ")"       and f(t, u) where functions are called
                  | "[" (term ("," term)*)? "]" | "(" term "," term ")"     in lci
                  | "FST" term | "CASE" operand "OF" operand ";" operand    in mikrokosmos
                  | "(" operator term? ")" | "(" term operator ")"          in Haskell

Its stack has a level for each bracket and each λ that is open, with what has been read in it. A λ without a
bracket of its own reaches as far right as it can. Names are resolved as ours are; the λs of a nameless
notation bind `#0`, `#1`, … from the outside inwards.

A term may end a statement, and have definitions in it: `reading` says how.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from itertools import chain, takewhile
from typing import NoReturn

from lamb.calculus.budget import tick
from lamb.errors import ParseError, Place, Source
from lamb.foreign.bindings import looped
from lamb.foreign.dialects import UNDEFINED, WORD, Dialect
from lamb.foreign.encoded import NotEncodedError, operator_name
from lamb.foreign.pieces import Group, Mentioned, OpenLevel, Operators, names_in
from lamb.notation.parser import LONGEST_NUMERAL
from lamb.notation.syntax import Abstraction, Application, Expr, Name

_CASE = ("CASE", "OF", ";")
"""The words of CASE t OF f; g, by which a level notes how much of it is read."""


def _is_unclosed(level: OpenLevel) -> bool:
    """True if a level ends without a sign of its own."""
    return not level.closer


class TermAutomaton(ABC):
    """A reading of the terms of a text."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source, self.dialect = source, dialect
        self.keywords = frozenset(dialect.keywords.split())
        self.operators = Operators(dialect, self.refuse)
        self.levels = [OpenLevel(0, 0)]
        self.brackets = 0
        self.mentioned: dict[str, int] = {}  # where each name is last, as one that is not bound around
        self.whole: set[str] = set()  # the names that are not taken apart
        self.depth = 0  # of λs without names

    # ── what surrounds terms ──

    @abstractmethod
    def ends_statement(self, start: int) -> bool:
        """End a statement before what cannot go on with it. False if there is none that ends here."""

    @abstractmethod
    def closed(self, level: OpenLevel, end: int) -> None:
        """End what ends with a bracket that has been closed."""

    @abstractmethod
    def enter_block(self, binders: tuple[str, ...], start: int, end: int) -> OpenLevel:
        """Begin a function whose body is a block."""

    @abstractmethod
    def list_definition(self, group: Group, term: Expr) -> None:
        """Take (name term) as a definition of a let."""

    @abstractmethod
    def finish_group(self, level: OpenLevel, group: Group, end: int) -> Expr:
        """The term of a level of local definitions."""

    # ── words ──

    def take(self, kind: str | None, written: str, start: int, end: int) -> None:
        """Go on with a word that is no beginning."""
        match kind:
            case "opens":
                self.open(start, end)
            case "closes":
                self.close(start, end)
            case "comma":
                self.call(start, end)
            case "infix":
                if written.startswith("`"):
                    self.mentioned[written.strip("`")] = start
                self.operators.take(self.levels[-1], written, start, end)
            case "unit":
                self.operand(Name(UNDEFINED, start, end))
            case "number":
                self.operand(self.number(written, start, end))
            case "word":
                level = self.levels[-1]
                variable = level.group is None or not level.group.open or level.group.begun is not None
                for letter, at in self.letters(written, start):
                    name = self.name(letter, at, variable=variable)
                    if variable:
                        self.mentioned[name] = at
                    self.operand(Name(name, at, at + len(letter)))
            case _:
                self.refuse_stray(written, start, end)

    # ── levels ──

    def enter(self, level: OpenLevel) -> None:
        """Begin a level."""
        self.levels.append(level)
        self.brackets += bool(level.closer)

    def finish_abstractions(self) -> None:
        """End the abstractions that have no bracket of their own, and what is before operators."""
        while len(self.levels) > 1 and not self.levels[-1].closer:
            tick(1)
            self.finish(self.levels[-1].end)
        self.operators.settle(self.levels[-1])

    def finish(self, end: int) -> None:
        """End a level, whose term is an operand of the one around it."""
        level = self.levels.pop()
        self.brackets -= bool(level.closer)
        self.operators.settle(level)
        term = self.finish_group(level, level.group, end) if level.group else level.term
        if term is None:
            what = "there is nothing in these brackets" if level.binders is None else "this λ has no body"
            what = f"this “{level.prefix}” has no argument" if level.prefix else what
            self.refuse(what, level.start, max(end, level.end))
        end = max(end, term.end)
        if level.prefix in _CASE:
            if level.prefix != ";" or level.operands < 3:
                self.refuse("this is not CASE term OF function; function", level.start, end)
        elif level.prefix:
            term = Application(Name(level.prefix, level.start, level.end), term, level.start, end)
        for binder in reversed(level.binders or ()):
            term = Abstraction(binder, term, level.start, end)
        if level.itself and self.mentioned.get(level.itself, -1) >= level.start:
            term = looped(level.itself, [], term)
        self.forget(level.mentioned)
        if level.binders and self.dialect.base is not None:
            self.depth -= 1
        if level.function is not None:
            term = Application(level.function, term, level.function.start, end)
        elif level.closer:
            term.at(level.start, end)
        self.operand(term)

    def known(self, *names: str) -> Mentioned:
        """Where names are last mentioned."""
        return [(name, self.mentioned.get(name, -1)) for name in names]

    def forget(self, mentioned: Mentioned) -> None:
        """Leave the scope of names that were mentioned there before it."""
        while mentioned:
            tick(1)
            name, at = mentioned.pop()
            self.mentioned[name] = at

    # ── operands ──

    def operand(self, term: Expr) -> None:
        """Take a term that the function before it is applied to, if there is one."""
        level = self.levels[-1]
        if level.listed is not None:
            self.list_definition(level.listed, term)
        elif level.term is None:
            level.term = term
        elif self.dialect.apply == "listed" and (level.binders is not None or len(self.levels) == 1):
            if self.ends_statement(term.start):
                return self.operand(term)
            self.refuse("a function has one term as its body", term.start, term.end)
        elif self.dialect.apply == "called":
            if self.ends_statement(term.start):
                return self.operand(term)
            self.refuse("a function is called with its argument in brackets: f(x)", term.start, term.end)
        elif self.dialect.juxtaposition:
            self.operators.juxtapose(level, term)
        else:
            level.term = Application(level.term, term, level.term.start, term.end)
        level.operands += 1
        return None

    def begins(self, word: re.Match[str]) -> None:
        """Begin an abstraction."""
        start, end = word.span()
        called = self.dialect.apply == "called" and self.levels[-1].term is not None
        if called and not self.ends_statement(start):
            self.refuse("a function is called with its argument in brackets: f(x)", start, end)
        if self.dialect.base is None:
            found = names_in(word["names"], self.dialect)
            letters = [self.letters(one.group(), word.start("names") + one.start()) for one in found]
            binders = tuple(self.name(*letter) for letter in chain.from_iterable(letters))
        else:
            binders = (f"#{self.depth}",)
            self.depth += 1
        if self.dialect.apply == "listed":
            self.ends_statement(start)
        if word.groupdict().get("block"):
            self.enter_block(binders, start, end)
            return
        self.enter(OpenLevel(start, end, self.dialect.closes, binders))
        self.levels[-1].mentioned = self.known(*binders)

    def open(self, start: int, end: int) -> None:
        """Begin a bracket, or the arguments of a call."""
        if self.dialect.apply == "listed":
            self.ends_statement(start)
        closer = "]" if self.source.text[start] == "[" and self.dialect.apply != "listed" else ")"
        level, inner = self.levels[-1], OpenLevel(start, end, closer)
        if self.dialect.apply == "called" and level.term is not None:
            inner.function, level.term = level.term, None
        self.enter(inner)

    def close(self, start: int, end: int) -> None:
        """End the innermost bracket."""
        self.finish_abstractions()
        level, closer = self.levels[-1], self.source.text[start]
        if level.closer != (")" if self.dialect.apply == "listed" else closer):
            self.refuse(f"nothing is open that “{closer}” closes", start, end)
        if level.listed is not None:
            self.levels.pop()
            self.brackets -= 1
            return
        if self.dialect.apply == "listed" and level.binders is None and level.operands == 1:
            self.refuse("a call has an argument", level.start, end)
        if self.dialect.pairs and (level.items or closer == "]"):
            self.operators.collect(level, end)
        self.finish(end)
        self.closed(level, end)

    def call(self, start: int, end: int) -> None:
        """Go on to the next argument of a call."""
        self.finish_abstractions()
        level = self.levels[-1]
        if self.dialect.pairs and level.closer and level.term is not None:
            level.items.append(level.term)
            level.term = None
            return
        if level.function is None or level.term is None:
            between = "the parts of a pair" if self.dialect.pairs else "the arguments of a call"
            between += " or a list" if self.dialect.lists else ""
            self.refuse(f"“,” stands between {between}", start, end)
        level.function = Application(level.function, level.term, level.function.start, level.term.end)
        level.term = None

    def prefix(self, word: re.Match[str]) -> None:
        """Begin what a word of mikrokosmos is applied to."""
        level = OpenLevel(*word.span(), binders=())
        level.prefix = word.group()
        self.enter(level)

    def of(self, word: re.Match[str]) -> None:
        """Go on to the functions that a CASE chooses from."""
        if not self.in_case("CASE", "OF", 1):
            self.refuse("there is no “CASE” that this “OF” belongs to", *word.span())

    def in_case(self, before: str, after: str, operands: int) -> bool:
        """Go on in the innermost CASE that no bracket is open in, from one of its words to the next one. It
        has so many operands then; one that is whole ends before. False if there is none.
        """
        while any(level.prefix in _CASE for level in takewhile(_is_unclosed, reversed(self.levels))):
            while self.levels[-1].prefix not in _CASE:
                tick(1)
                self.finish(self.levels[-1].end)
            level = self.levels[-1]
            if level.prefix == before and level.operands == operands:
                level.prefix = after
                return True
            self.finish(level.end)
        return False

    # ── names and numbers ──

    def letters(self, written: str, start: int) -> list[tuple[str, int]]:
        """The names that a word has, and where they begin: those of its letters, or it alone."""
        if not self.dialect.letters or written in self.whole or not written[0].isalpha():
            return [(written, start)]
        found = [(one.group(), start + one.start()) for one in re.finditer(r"[^\W\d]\d*", written)]
        tick(len(found))
        return found

    def name(self, written: str, start: int, *, variable: bool = False) -> str:
        """A name as it is meant."""
        if written in self.keywords and (variable or written != "_"):
            self.refuse(f"“{written}” is a word of the notation, and no name", start, start + len(written))
        if written.isdigit():
            self.refuse_long(written, start)
        if self.dialect.unit and written.startswith("_"):
            return UNDEFINED if variable else "_"
        if self.dialect.unit and written.rstrip("'") == UNDEFINED:
            return f"{written}'"  # which is another one
        if (self.dialect.library or self.dialect.apply == "listed") and not re.search(r"[\w']", written):
            return operator_name(written)
        if written.startswith("'"):
            written = written[1:-1]
            if written == "0" and variable:
                return written
            return written if re.fullmatch(WORD, written) else operator_name(written)
        if self.dialect.mathematics:
            return re.sub(r"^\\math(?:it|rm)|[{}_]", "", written)
        return written

    def refuse_long(self, number: str, start: int) -> None:
        """Raise ParseError if a number, which may be a name here, has too many digits to be computed with."""
        if len(number) > LONGEST_NUMERAL:
            message = f"this number has more than {LONGEST_NUMERAL:,} digits"
            self.refuse(message, start, start + len(number))

    def number(self, written: str, start: int, end: int) -> Expr:
        """What a number stands for: a variable, or a term."""
        self.refuse_long(written, start)
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
            message, hint = error.args
            self.refuse_for(message, start, end, hint)
        term.at(start, end)
        return term

    # ── errors ──

    def refuse(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of the text."""
        hint = f"in {self.dialect.said}, λx y. x is written {self.dialect.example}"
        self.refuse_for(message, start, end, hint)

    def refuse_stray(self, written: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a character that begins nothing where it stands."""
        message, dot = f"“{written}” cannot stand here", self.dialect.dot.strip()
        if written in "\\λ" and dot in (".", "->"):
            message += f" without variables and “{dot}” after it"
        if written == "=" and self.dialect.definition:
            self.refuse_definition(message, start, end)
        self.refuse(message, start, end)

    def refuse_definition(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of a definition of the program."""
        written = self.dialect.definition.format(name="f", term=self.dialect.example)
        self.refuse_for(message, start, end, f"in {self.dialect.said}, a definition is written {written}")

    def refuse_for(self, message: str, start: int, end: int, hint: str) -> NoReturn:
        """Raise the ParseError for a stretch of the text, with a hint."""
        raise ParseError(message, Place(self.source, start, end), hint)
