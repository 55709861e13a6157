"""Texts in other notations → trees, by one automaton for all of them.

    program     ::= (definition | term) …              what ends each is up to the notation
    term        ::= abstraction | operand …
    abstraction ::= begins term closes                 λx y. t    (lambda (x) t)    [t]    x => t
    operand     ::= name | number | "(" term ")"       and f(t, u) where functions are called
                  | "[" (term ("," term)*)? "]" | "(" term "," term ")"     in lci
                  | "FST" term | "CASE" operand "OF" operand ";" operand    in mikrokosmos
                  | "(" operator term? ")" | "(" term operator ")"          in Haskell

Its stack has a level for each bracket and each λ that is open, with what has been read in it. A λ without a
bracket of its own reaches as far right as it can, and so does `let … in`. Names are resolved as ours are; the
λs of a nameless notation bind `#0`, `#1`, … from the outside inwards.

Local definitions are a level, too, in which each is read in turn, and then the term that they are for:

    let         ::= "let" equation (";" equation)* "in" term      in Haskell also one below the other
    where       ::= term "where" equation (";" equation)*         in Haskell, of a definition
    letrec      ::= "(let" "(" ("(" name term ")")* ")" term ")"  where functions are listed
    block       ::= "{" (equation ";"?)* "return" term ";"? "}"   in JavaScript, of a function
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import chain, takewhile
from typing import NoReturn

from lamb.calculus.budget import TICK, Meter, tick
from lamb.calculus.substitution import free_names
from lamb.encodings.values import NIL
from lamb.errors import ParseError, Place, Source
from lamb.foreign.bindings import LocalDefinition, Scope, apart, bound, definition, looped, mentions, tied
from lamb.foreign.bruijn import Modules
from lamb.foreign.dialects import UNDEFINED, WORD, Dialect
from lamb.foreign.encoded import NotEncodedError, operator_name
from lamb.foreign.pieces import Begun, Group, Mentioned, OpenLevel, Operators, names_in, words
from lamb.freeing import fewer_collections
from lamb.notation.names import remove_names
from lamb.notation.parser import LONGEST_NUMERAL, Program, in_time, limit_length, parse
from lamb.notation.syntax import Abstraction, Application, Definition, Expr, Name, Query, Statement

_CASE = ("CASE", "OF", ";")
"""The words of CASE t OF f; g, by which a level notes how much of it is read."""
_BEGINNINGS = (
    *("defines", "begins", "within", "local", "equals", "listed", "function", "declares", "prefix", "of"),
)


def read_program(
    source: Source,
    dialect: Dialect,
    meter: Meter | None = None,
    modules: Modules | None = None,
    known: Set[str] = frozenset(),
) -> Program:
    """The statements of a program, which may import bruijn's *modules*. What is *known* by its name already
    is not taken from the notation's library.

    Raises ParseError, LoadError, and BudgetError where the *meter* runs out.
    """
    limit_length(source)
    meter = meter or Meter()
    with in_time(meter, Place(source, 0, 0)), fewer_collections():
        if dialect.name == "bruijn":
            return (modules or Modules()).program(source)
        automaton = _Automaton(source, dialect)
        statements = automaton.statements()
        if dialect.library:
            statements = automaton.completed(statements, known)
        return Program(source, apart(statements))


def _is_unclosed(level: OpenLevel) -> bool:
    """True if a level ends without a sign of its own."""
    return not level.closer


# ── The automaton ─────────────────────────────────────────────────────────────────────


class _Automaton:
    """A reading of a text."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source, self.dialect = source, dialect
        self.keywords = frozenset(dialect.keywords.split())
        self.operators = Operators(dialect, self.refuse)
        self.found: list[Statement] = []
        self.levels = [OpenLevel(0, 0)]
        self.defined: Group | None = None  # what the statement defines
        self.groups: list[OpenLevel] = []  # those that are open
        self.mentioned: dict[str, int] = {}  # where each name is last, as one that is not bound around
        self.line, self.begins_line = 0, True
        self.whole: set[str] = set()  # the names that are not taken apart
        if dialect.letters:
            self.whole |= self.library().keys() | set(re.findall(dialect.defines, source.text))
        self.depth = 0  # of λs without names
        self.brackets = 0

    def refuse(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of the text."""
        hint = f"in {self.dialect.said}, λx y. x is written {self.dialect.example}"
        self.refuse_for(message, start, end, hint)

    def refuse_let(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of definitions, local ones where there are such."""
        if self.dialect.local is None:
            self.refuse_definition(message, start, end)
        let = "(let ((x t)) u)" if self.dialect.apply == "listed" else "let x = t in u"
        let = "{ const x = t; return u; }" if self.dialect.blocks else let
        self.refuse_for(message, start, end, f"in {self.dialect.said}, (λx. u) t is written {let}")

    def refuse_definition(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of a definition of the program."""
        written = self.dialect.definition.format(name="f", term=self.dialect.example)
        self.refuse_for(message, start, end, f"in {self.dialect.said}, a definition is written {written}")

    def refuse_stray(self, written: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a character that begins nothing where it stands."""
        message, dot = f"“{written}” cannot stand here", self.dialect.dot.strip()
        if written in "\\λ" and dot in (".", "->"):
            message += f" without variables and “{dot}” after it"
        if written == "=" and self.dialect.definition:
            self.refuse_definition(message, start, end)
        self.refuse(message, start, end)

    def refuse_for(self, message: str, start: int, end: int, hint: str) -> NoReturn:
        """Raise the ParseError for a stretch of the text, with a hint."""
        raise ParseError(message, Place(self.source, start, end), hint)

    def statements(self) -> list[Statement]:
        """The statements of the text. Raises ParseError."""
        text = self.source.text
        for number, word in enumerate(words(self.dialect).finditer(text), 1):
            if number % TICK == 0:
                tick()
            kind = word.lastgroup
            if self.dialect.layout:
                self.lay_out(word)
            if kind == "line":
                self.end(word.start(), line=True)
            elif kind in _BEGINNINGS:
                getattr(self, kind)(word)
            elif kind != "blank":
                self.take(kind, word.group(), *word.span())
        self.end(len(text))
        return self.found

    def declares(self, word: re.Match[str]) -> None:
        """Note how an operator of lci's binds, from here on."""
        self.operators.declare(word["sign"], int(word["binds"]), word["declares"])

    def take(self, kind: str | None, written: str, start: int, end: int) -> None:
        """Go on with a word that is no beginning."""
        match kind:
            case "ends":
                self.separate(start)
            case "opens":
                self.open(start, end)
            case "closes":
                self.close(start, end)
            case "comma":
                self.call(start, end)
            case "infix" if written == "?" and self.dialect.lists and self.begins_statement():
                pass  # in lci, before a term
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

    def completed(self, statements: list[Statement], known: Set[str]) -> list[Statement]:
        """The statements of a program whose operators stand for what it defines, or is *known* already, or
        the notation's library; what they need of that is before them.
        """
        definitions = {one.name: one for one in statements if isinstance(one, Definition)}
        names = self.operators.named(known | definitions.keys())
        for one in (definitions[name] for name in dict.fromkeys(names) if name in definitions):
            if not one.recursive and mentions(one.name, one.term):  # by its sign
                one.recursive, one.term = True, Abstraction(one.name, one.term, one.start, one.end)
        library = self.library()
        defined = set(definitions) if self.dialect.mutual else set()
        hidden = known | defined
        todo: list[str] = []
        for statement in statements:
            if isinstance(statement, Definition | Query):
                todo += sorted(free_names(remove_names(statement.term)) - defined)
            if isinstance(statement, Definition):
                defined.add(statement.name)
        needed: set[str] = set()
        while todo:
            tick(1)
            name = todo.pop()
            if name in library and name not in needed and name not in hidden:
                needed.add(name)
                todo += sorted(free_names(remove_names(library[name].term)))
        return [*(one for name, one in library.items() if name in needed), *statements]

    def library(self) -> dict[str, Definition]:
        """The definitions that a program has without its saying so."""
        known = parse(Source(self.dialect.library)).statements
        return {one.name: one for one in known if isinstance(one, Definition)}

    # ── statements ──

    def defines(self, word: re.Match[str]) -> None:
        """Begin a definition, a local one where a term may stand or others are open."""
        start, end = word.span()
        groups = word.groupdict()
        parameters = tuple(one.group() for one in names_in(groups.get("parameters") or "", self.dialect))
        name = self.name(groups["name"] or groups["alone"], start)
        begun = Begun(name, parameters, start, end, self.known(name, *parameters))
        local, top = groups.get("local"), self.levels[-1]
        scope: Scope = self.dialect.local or ("itself" if self.dialect.recursive else "before")
        if self.dialect.mutual if local is None else local.endswith("rec"):
            scope = "all"
        if local in (None, "and") and self.in_group():
            self.store(self.levels[-1])
            self.open_group().begun = begun
        elif local not in (None, "and") and (
            self.dialect.juxtaposition or (top.term is None and (self.defined or len(self.levels) > 1))
        ):
            self.enter_group(Group(scope, self.brackets), start, end).begun = begun
        elif local == "and" and self.defined:
            self.finish_abstractions()
            self.next_of(self.defined, begun)
        else:
            self.end(start)
            self.defined = Group(scope)
            self.defined.begun = begun
            if self.dialect.apply == "listed":
                self.enter(OpenLevel(start, end, ")", ()))

    def next_of(self, group: Group, begun: Begun) -> None:
        """Begin the next definition of a statement."""
        level = self.levels[0]
        group.found.append(self.equation(group, level.term))
        group.begun, level.term = begun, None

    def end(self, at: int, *, line: bool = False) -> None:
        """End a statement, if one has begun. The end of a *line* in a bracket ends none."""
        if line and self.brackets:
            return
        self.finish_abstractions()
        level = self.levels[-1]
        if len(self.levels) > 1:
            opened = level.end - 1 if level.closer == "}" else level.start
            self.refuse(f"this “{self.source.text[opened]}” is never closed", opened, opened + 1)
        self.levels = [OpenLevel(at, at)]
        term, defined, self.defined = level.term, self.defined, None
        if defined is None:
            if term is not None:
                query = Query(term)
                query.at(term.start, term.end)
                self.found.append(query)
            return
        assert defined.begun
        made = [*defined.found, self.equation(defined, term)]
        if defined.begun.name == "op-0":  # of lci's, which numbers are made of
            if remove_names(made[0].value) != NIL:
                message = "numbers are Church's here: there is no other 0"
                self.refuse(message, defined.begun.start, made[0].value.end)
            return
        start = defined.begun.start if len(made) == 1 else made[0].value.start
        if defined.scope == "none" and len(made) > 1:
            self.refuse_seen(made)
        found: list[Statement] = []
        for one in made:
            if not (self.dialect.unit and one.name == "_"):
                found.append(definition(one, start, one.value.end))
            start = one.value.end
        self.found += tied(found) if len(made) > 1 and defined.scope == "all" else found

    def refuse_seen(self, made: list[LocalDefinition]) -> None:
        """Refuse definitions that would see one beside them, and mean another one of its name."""
        names = {one.name for one in made}
        for one in made:
            if seen := free_names(remove_names(one.value)) & names - {one.name}:
                message = f"this “{min(seen)}” is not the one that is defined beside it: call that otherwise"
                self.refuse_let(message, one.value.start, one.value.end)

    # ── local definitions ──

    def equation(self, group: Group, value: Expr | None) -> LocalDefinition:
        """The definition that is begun in a group, with its value."""
        assert group.begun
        name, parameters, start, end, _ = group.begun
        if value is None:
            self.refuse_let(f"“{name:.100}” is defined by nothing", start, end)
        for parameter in reversed(parameters):
            value = Abstraction(parameter, value, start, value.end)
        recursive = group.scope in ("itself", "all") and self.mentioned.get(name, -1) >= start
        if recursive and group.scope == "all":
            recursive = mentions(name, value)  # not only something in it that is called so
        return LocalDefinition(name, value, recursive)

    def known(self, *names: str) -> Mentioned:
        """Where names are last mentioned."""
        return [(name, self.mentioned.get(name, -1)) for name in names]

    def forget(self, mentioned: Mentioned) -> None:
        """Leave the scope of names that were mentioned there before it."""
        while mentioned:
            tick(1)
            name, at = mentioned.pop()
            self.mentioned[name] = at

    def enter_group(self, group: Group, start: int, end: int) -> Group:
        """Begin a level of local definitions."""
        level = OpenLevel(start, end)
        level.group, group.open = group, True
        self.groups.append(level)
        self.enter(level)
        return group

    def in_group(self) -> bool:
        """Come to the innermost definitions that are open, if no bracket is open in them."""
        found = bool(self.groups) and self.open_group().brackets == self.brackets
        while found and self.levels[-1] is not self.groups[-1]:
            tick(1)
            self.finish(self.levels[-1].end)
        return found

    def open_group(self) -> Group:
        """The innermost definitions that are open."""
        group = self.groups[-1].group
        assert group
        return group

    def store(self, level: OpenLevel) -> None:
        """Take the definition that has been read in a level, if there is one."""
        self.operators.settle(level)
        group, term = level.group, level.term
        assert group
        if group.begun:
            equation = self.equation(group, term)
            if group.scope in ("none", "all") and any(one.name == equation.name for one in group.found):
                self.refuse_let(
                    f"“{equation.name:.100}” is defined twice here", group.begun.start, group.begun.end
                )
            group.found.append(equation)
            first, *parameters = group.begun.mentioned
            self.forget(parameters)
            group.mentioned += self.known(equation.name) if group.scope in ("none", "before") else [first]
        elif term is not None:
            self.refuse_let("a definition is wanted here, and there is no “=” in this", term.start, term.end)
        group.begun = level.term = None
        level.operands = 0

    def separate(self, at: int) -> None:
        """End a definition, or a statement, or the first of the functions that a CASE chooses from."""
        if self.dialect.prefixes and self.in_case("OF", ";", 2):
            return None
        if self.in_group():
            return self.store(self.levels[-1])
        self.finish_abstractions()
        if self.levels[-1].closer != "}":  # else it follows what is returned
            self.end(at)
        return None

    def lay_out(self, word: re.Match[str]) -> None:
        """Note where lines begin, and end the definitions that end there (Haskell 2010, 10.3)."""
        start, end = word.span()
        if word.lastgroup in ("blank", "line"):
            if newline := self.source.text.rfind("\n", start, end) + 1:
                self.line, self.begins_line = newline, True
            if word.lastgroup == "blank":
                return
        column, begins, self.begins_line = start - self.line, self.begins_line, False
        while self.groups and (group := self.open_group()):
            if group.column is None:
                group.column = column
            elif begins and column == group.column and word.lastgroup != "within":
                self.separate(start)
            elif begins and column < group.column and group.body and self.in_group():
                self.finish(self.levels[-1].end)
                continue
            break

    def local(self, word: re.Match[str]) -> None:
        """Begin local definitions: those of `let`, or of `where`, whose body is all of a definition."""
        start, end = word.span()
        group = Group(self.dialect.local or "all", self.brackets)
        if word.group() == "where":
            while len(self.levels) > 1 and not self.levels[-1].closer:
                tick(1)
                held = self.levels[-1].group
                if held and held.open and held.begun:
                    break
                self.finish(self.levels[-1].end)
            level = self.levels[-1]
            self.operators.settle(level)
            if level.term is None or level.closer or not (level.group or self.defined):
                self.refuse_let("“where” follows what a name is defined by", start, end)
            group.body, level.term, level.operands = level.term, None, 0
        elif self.levels[-1].term is not None:
            self.refuse_let("“let … in …” is an argument in brackets alone", start, end)
        self.enter_group(group, start, end)

    def equals(self, word: re.Match[str]) -> None:
        """Take what was read as the name that is defined, and its parameters."""
        level = self.levels[-1]
        group, spine, names = level.group, level.term, []
        while isinstance(spine, Application) and isinstance(spine.arg, Name):
            tick(1)
            names.append(spine.arg.name)
            spine = spine.fn
        if level.waiting or not (group and group.open and group.begun is None and isinstance(spine, Name)):
            self.refuse_let("“=” stands after the name that is defined, and its parameters", *word.span())
        names.reverse()
        mentioned = self.known(spine.name, *names)
        group.begun = Begun(spine.name, tuple(names), spine.start, word.end(), mentioned)
        level.term, level.operands = None, 0

    def within(self, word: re.Match[str]) -> None:
        """Go on to the term that definitions are for."""
        start, end = word.span()
        while self.in_group():
            level = self.levels[-1]
            if (opened := self.open_group()).body is None:
                self.store(level)
                opened.open = False
                self.groups.pop()
                return None
            self.finish(level.end)
        self.finish_abstractions()
        group, level = self.defined, self.levels[-1]
        if self.dialect.local == "itself" and not level.closer:  # all of the text is their scope
            return self.end(start)
        if group is None or level.closer or self.dialect.layout or self.dialect.blocks:
            outside = "let" if word.group() == "in" else "function"
            self.refuse_let(f"there is no “{outside}” that this “{word.group()}” belongs to", start, end)
        group.found.append(self.equation(group, level.term))
        self.levels, self.defined, inner = (
            [OpenLevel(level.start, level.end)],
            None,
            OpenLevel(level.start, end),
        )
        inner.group = group
        self.enter(inner)
        return None

    def function(self, word: re.Match[str]) -> None:
        """Begin a function of JavaScript's: a definition where one may begin, or else a term."""
        start, end = word.span()
        name = word["called"] and self.name(word["called"], start)
        binders = tuple(self.name(one.group(), start) for one in names_in(word["parts"], self.dialect))
        level = self.levels[-1]
        declares = bool(name) and (level.term is not None or self.begins_statement())
        if declares:
            begun = Begun(name, (), start, end, self.known(name))
            if self.in_group():
                self.store(self.levels[-1])
                self.open_group().begun = begun
            else:
                self.end(start)
                self.defined = Group("all")
                self.defined.begun = begun
        elif level.term is not None:
            self.refuse("a function is called with its argument in brackets: f(x)", start, end)
        inner = self.enter_block(binders, start, end)
        inner.declares = declares
        if name and not declares:
            inner.itself = name
            inner.mentioned = self.known(name, *binders)

    def begins_statement(self) -> bool:
        """True if nothing has been read of a statement, or of a local definition."""
        level = self.levels[-1]
        begun = level.group.begun if level.group and level.group.open else self.defined
        inside = len(self.levels) > 1 and not (level.group and level.group.open)
        return level.term is None and not (begun or inside or level.waiting)

    def enter_block(self, binders: tuple[str, ...], start: int, end: int) -> OpenLevel:
        """Begin a function whose body is a block."""
        level = OpenLevel(start, end, "}", binders)
        level.group = Group("all", self.brackets + 1)
        level.group.open = True
        level.mentioned = self.known(*binders)
        self.groups.append(level)
        self.enter(level)
        return level

    def listed(self, word: re.Match[str]) -> None:
        """Begin a let of Scheme's, and its definitions."""
        start, end = word.span()
        self.begin_listed(start)
        scope: Scope = {"let": "none", "let*": "before"}.get(word["sort"], "all")  # type: ignore[assignment]
        outer, inner = OpenLevel(start, end, ")", ()), OpenLevel(end - 1, end, ")")
        outer.group = inner.listed = Group(scope)
        if word["loop"]:
            outer.group.loop = self.name(word["loop"], word.start("loop"))
        self.enter(outer)
        self.enter(inner)

    def list_definition(self, group: Group, term: Expr) -> None:
        """Take (name term) as a definition of a let."""
        if not (isinstance(term, Application) and isinstance(term.fn, Name)):
            self.refuse_let("a let has a list of (name term)", term.start, term.end)
        group.begun = Begun(term.fn.name, (), term.start, term.end, self.known(term.fn.name))
        level = OpenLevel(term.start, term.end)
        level.group, level.term = group, term.arg
        self.store(level)

    def finish_group(self, level: OpenLevel, group: Group, end: int) -> Expr:
        """The term of a level of local definitions."""
        if group.open:
            self.store(level)
            self.groups.pop()
        self.forget(group.mentioned)
        body = group.body or level.term
        if body is None or (group.open and not group.body):
            word = self.source.text[level.start : level.end].strip("(").split()[0]
            if level.closer == "}":
                self.refuse_let("there is no “return” in this block", level.end - 1, end)
            self.refuse_let(
                f"this “{word}” has no {'body' if level.closer or not group.open else '“in”'}",
                level.start,
                level.end,
            )
        if group.loop:
            return looped(group.loop, group.found, body)
        return bound(group.found, body, group.scope)

    # ── terms ──

    def enter(self, level: OpenLevel) -> None:
        """Begin a level."""
        self.levels.append(level)
        self.brackets += bool(level.closer)

    def operand(self, term: Expr) -> None:
        """Take a term that the function before it is applied to, if there is one."""
        level = self.levels[-1]
        if level.listed is not None:
            self.list_definition(level.listed, term)
        elif level.term is None:
            level.term = term
        elif self.dialect.apply == "listed" and (level.binders is not None or len(self.levels) == 1):
            if len(self.levels) > 1:
                self.refuse("a function has one term as its body", term.start, term.end)
            self.end(term.start)
            return self.operand(term)
        elif self.dialect.apply == "called":
            if self.ends_line(term.start):
                return self.operand(term)
            self.refuse("a function is called with its argument in brackets: f(x)", term.start, term.end)
        elif self.dialect.juxtaposition:
            self.operators.juxtapose(level, term)
        else:
            level.term = Application(level.term, term, level.term.start, term.end)
        level.operands += 1
        return None

    def ends_line(self, start: int) -> bool:
        """End a statement of JavaScript with its line, before what cannot go on (ECMA-262, 12.10)."""
        term = self.levels[-1].term
        if not (self.dialect.blocks and term and "\n" in self.source.text[term.end : start]):
            return False
        self.finish_abstractions()
        if self.levels[-1].closer == ")":
            return False
        self.separate(start)
        return True

    def begin_listed(self, start: int) -> None:
        """End a statement before the next one, where functions are listed."""
        if self.dialect.apply == "listed" and self.levels[-1].term is not None and len(self.levels) == 1:
            self.end(start)

    def begins(self, word: re.Match[str]) -> None:
        """Begin an abstraction."""
        start, end = word.span()
        called = self.dialect.apply == "called" and self.levels[-1].term is not None
        if called and not self.ends_line(start):
            self.refuse("a function is called with its argument in brackets: f(x)", start, end)
        if self.dialect.base is None:
            found = names_in(word["names"], self.dialect)
            letters = [self.letters(one.group(), word.start("names") + one.start()) for one in found]
            binders = tuple(self.name(*letter) for letter in chain.from_iterable(letters))
        else:
            binders = (f"#{self.depth}",)
            self.depth += 1
        self.begin_listed(start)
        if word.groupdict().get("block"):
            self.enter_block(binders, start, end)
            return
        self.enter(OpenLevel(start, end, self.dialect.closes, binders))
        self.levels[-1].mentioned = self.known(*binders)

    def open(self, start: int, end: int) -> None:
        """Begin a bracket, or the arguments of a call."""
        self.begin_listed(start)
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
        if self.dialect.apply == "listed" and self.defined and len(self.levels) == 1:
            self.end(end)
        if level.declares:
            self.separate(end)

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
