"""What somebody typed as an answer: a text.

It is a term; or definitions, and then a term that uses them; or definitions alone, of which the last
one is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lamb.calculus.budget import Budget, Watch
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Free, Term
from lamb.course.learning.answer import ANSWER, Answer, owned
from lamb.course.learning.patience import Patience
from lamb.definitions import Definitions, Entry
from lamb.errors import DefinitionError, LambError, ParseError
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, parse
from lamb.notation.syntax import Definition, Expr, Query, Statement
from lamb.source import Place, Source

LONGEST = 5_000  # characters


class Empty(LambError):
    """Nothing was typed."""


class Typed(Answer):
    """A text as an answer.

    Reading it raises LambError where it is no answer: when `tree`, `term` or `name` is asked for.
    """

    def __init__(
        self, text: str, library: Mapping[str, Term], budget: Budget, watch: Watch | None = None
    ) -> None:
        super().__init__(library, Patience(budget, watch))
        self.source = Source(text, ANSWER)

    # ── what was written ──

    @cached_property
    def text(self) -> str:
        """What was typed. Raises Empty, or ParseError if it is too long."""
        if not self.source.text.strip():
            raise Empty("there is nothing here yet", hint="type an answer; a hint is there if you want one")
        if len(self.source.text) > LONGEST:
            message = f"this answer has {len(self.source.text):,} characters; {LONGEST:,} is the most"
            raise ParseError(message, hint="a short one will do")
        return self.source.text

    @property
    def line(self) -> str:
        """All that was typed: a step may have … for parts, which no term has."""
        return self.text

    @cached_property
    def _program(self) -> Program:
        assert self.text
        program = parse(self.source)
        if not program.statements:
            raise Empty("there is only a comment here", hint="type a term below it")
        for number, statement in enumerate(program.statements, 1):
            if isinstance(statement, Definition):
                continue
            if not isinstance(statement, Query):
                raise ParseError("an answer is a term, or definitions", self._place(statement))
            if number < len(program.statements):
                hint = "keep the one that you mean; definitions may stand above it"
                raise ParseError("here is more than one term", self._place(program.statements[number]), hint)
        return program

    @property
    def _last(self) -> Definition | Query:
        last = self._program.statements[-1]
        assert isinstance(last, Definition | Query)
        return last

    @property
    def name(self) -> str | None:
        return self._last.name if isinstance(self._last, Definition) else None

    @property
    def tree(self) -> Expr:
        return self._last.term

    def _place(self, statement: Statement) -> Place:
        return Place(self.source, statement.start, statement.end)

    # ── what it means ──

    @cached_property
    def _definitions(self) -> Definitions:
        """The answer's own definitions over the library."""
        definitions = Definitions(self.library)
        entries: dict[str, Entry] = {}
        for statement in self._program.statements:
            if isinstance(statement, Definition):
                if statement.name in entries:
                    message = (
                        f"“{statement.name}” is already defined in line {entries[statement.name].place.line}"
                    )
                    raise DefinitionError(message, self._place(statement), "keep one of the two")
                entries[statement.name] = Entry(statement, self._place(statement))
        definitions.define(entries.values())
        return definitions

    @cached_property
    def own(self) -> Mapping[str, Term]:
        names = list(self._definitions.entries)
        return {owned(name): self._renamed(self._definitions[name]) for name in names}

    @cached_property
    def term(self) -> Term:
        if self.name is not None:
            return self.own[owned(self.name)]
        return self._renamed(remove_names(self.tree, self._definitions.constructors))

    def _renamed(self, term: Term) -> Term:
        return replace_names(term, {name: Free(owned(name)) for name in self._definitions.entries})
