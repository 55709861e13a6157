"""Programs in other notations → trees, by the automaton of their `terms`.

    program     ::= (definition | term) …              what ends each is up to the notation

Local definitions are a level, too, in which each is read in turn, and then the term that they are for, which
reaches as far right as it can after `let … in`:

    let         ::= "let" equation (";" equation)* "in" term      in Haskell also one below the other
    where       ::= term "where" equation (";" equation)*         in Haskell, of a definition
    letrec      ::= "(let" "(" ("(" name term ")")* ")" term ")"  where functions are listed
    block       ::= "{" (equation ";"?)* "return" term ";"? "}"   in JavaScript, of a function
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import NoReturn

from lamb.calculus.budget import TICK, Meter, tick
from lamb.calculus.substitution import free_names
from lamb.encodings.values import NIL
from lamb.errors import Place, Source
from lamb.foreign.bindings import LocalDefinition, Scope, apart, bound, definition, looped, mentions, tied
from lamb.foreign.bruijn import Modules
from lamb.foreign.dialects import Dialect
from lamb.foreign.pieces import Begun, Group, OpenLevel, names_in, words
from lamb.foreign.terms import TermAutomaton
from lamb.freeing import fewer_collections
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, in_time, limit_length, parse
from lamb.notation.syntax import Abstraction, Application, Definition, Expr, Name, Query, Statement

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
        automaton = _ProgramAutomaton(source, dialect)
        statements = automaton.statements()
        if dialect.library:
            statements = automaton.completed(statements, known)
        return Program(source, apart(statements))


def library_definitions(library: str) -> list[Definition]:
    """The definitions that a program has without its saying so: new ones each time, for a program may rename
    them.
    """
    return [one for one in parse(Source(library)).statements if isinstance(one, Definition)]


@cache
def needs(library: str) -> dict[str, list[str]]:
    """The names that a library defines, and those that the definition of each needs."""
    return {one.name: sorted(free_names(remove_names(one.term))) for one in library_definitions(library)}


class _ProgramAutomaton(TermAutomaton):
    """A reading of the statements of a text."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        super().__init__(source, dialect)
        self.found: list[Statement] = []
        self.defined: Group | None = None  # what the statement defines
        self.groups: list[OpenLevel] = []  # those that are open
        self.line, self.begins_line = 0, True
        if dialect.letters:
            self.whole |= needs(dialect.library).keys() | set(re.findall(dialect.defines, source.text))

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
            elif kind == "ends":
                self.separate(word.start())
            elif kind != "blank" and not (kind == "infix" and self.asks(word.group())):
                self.take(kind, word.group(), *word.span())
        self.end(len(text))
        return self.found

    # ── statements ──

    def asks(self, sign: str) -> bool:
        """True for the “?” that stands before a term, in lci."""
        return sign == "?" and self.dialect.lists and self.begins_statement()

    def begins_statement(self) -> bool:
        """True if nothing has been read of a statement, or of a local definition."""
        level = self.levels[-1]
        begun = level.group.begun if level.group and level.group.open else self.defined
        inside = len(self.levels) > 1 and not (level.group and level.group.open)
        return level.term is None and not (begun or inside or level.waiting)

    def declares(self, word: re.Match[str]) -> None:
        """Note how an operator of lci's binds, from here on."""
        self.operators.declare(word["sign"], int(word["binds"]), word["declares"])

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

    def ends_statement(self, start: int) -> bool:
        """End a statement before what cannot go on with it: one is listed after it, or is in the next line
        of JavaScript (ECMA-262, 12.10). False if there is none that ends here.
        """
        term = self.levels[-1].term
        if self.dialect.apply == "listed":
            if ends := term is not None and len(self.levels) == 1:
                self.end(start)
            return ends
        if not (self.dialect.blocks and term and "\n" in self.source.text[term.end : start]):
            return False
        self.finish_abstractions()
        if self.levels[-1].closer == ")":
            return False
        self.separate(start)
        return True

    def closed(self, level: OpenLevel, end: int) -> None:
        """End what ends with a bracket that has been closed."""
        if self.dialect.apply == "listed" and self.defined and len(self.levels) == 1:
            self.end(end)
        if level.declares:
            self.separate(end)

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

    def completed(self, statements: list[Statement], known: Set[str]) -> list[Statement]:
        """The statements of a program whose operators stand for what it defines, or is *known* already, or
        the notation's library; what they need of that is before them.
        """
        definitions = {one.name: one for one in statements if isinstance(one, Definition)}
        names = self.operators.named(known | definitions.keys())
        for one in (definitions[name] for name in dict.fromkeys(names) if name in definitions):
            if not one.recursive and mentions(one.name, one.term):  # by its sign
                one.recursive, one.term = True, Abstraction(one.name, one.term, one.start, one.end)
        library = needs(self.dialect.library)
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
                todo += library[name]
        taken = library_definitions(self.dialect.library) if needed else ()
        return [*(one for one in taken if one.name in needed), *statements]

    # ── local definitions ──

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

    def refuse_let(self, message: str, start: int, end: int) -> NoReturn:
        """Raise the ParseError for a stretch of definitions, local ones where there are such."""
        if self.dialect.local is None:
            self.refuse_definition(message, start, end)
        let = "(let ((x t)) u)" if self.dialect.apply == "listed" else "let x = t in u"
        let = "{ const x = t; return u; }" if self.dialect.blocks else let
        self.refuse_for(message, start, end, f"in {self.dialect.said}, (λx. u) t is written {let}")

    # ── those of JavaScript and Scheme ──

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
        self.ends_statement(start)
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
