"""What somebody typed as an answer, and what it means.

An answer is a term; or definitions, and then a term that uses them; or definitions alone, of which
the last one is meant. The definitions are the answer's own: what the prelude, or the exercise, means
by a name stays as it is.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from lamb.calculus.budget import Budget, Outcome, Watch
from lamb.calculus.machine import normalize
from lamb.calculus.term import Free, Term, free_names, replace_names
from lamb.definitions import Definitions, Entry
from lamb.errors import DefinitionError, LambError, ParseError
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, parse
from lamb.notation.syntax import Definition, Expr, Query, Statement
from lamb.source import Place, Source

LONGEST = 5_000  # characters
ANSWER = "answer"
"""What a check calls the answer."""


class Empty(LambError):
    """Nothing was typed."""


class Answer:
    """A text as an answer; its reductions together have the seconds of the *budget*.

    Reading it raises LambError where it is no answer: when `tree`, `term` or `name` is asked for.
    """

    def __init__(
        self, text: str, library: Mapping[str, Term], budget: Budget, watch: Watch | None = None
    ) -> None:
        self.source = Source(text, ANSWER)
        self.library = library
        self.budget = budget
        self.watch = watch
        self._spent = 0.0  # seconds
        self._stopped: Outcome | None = None

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
        """The name that it gives to what is meant, if it gives one."""
        return self._last.name if isinstance(self._last, Definition) else None

    @property
    def tree(self) -> Expr:
        """The term that is meant, as it is written."""
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
    def own(self) -> dict[str, Term]:
        """The meanings of its own definitions, under names that nobody can type."""
        names = list(self._definitions.entries)
        return {_owned(name): self._renamed(self._definitions[name]) for name in names}

    @cached_property
    def term(self) -> Term:
        """The term that is meant; its own definitions have the names that they have in `own`."""
        if self.name is not None:
            return self.own[_owned(self.name)]
        return self._renamed(remove_names(self.tree, self._definitions.constructors))

    def _renamed(self, term: Term) -> Term:
        return replace_names(term, {name: Free(_owned(name)) for name in self._definitions.entries})

    @cached_property
    def definitions(self) -> Mapping[str, Term]:
        """What all names mean: its own, and the library's."""
        return ChainMap(self.own, self.library)  # type: ignore[arg-type]  # it is only read

    @cached_property
    def names(self) -> set[str]:
        """The free names in it and in its definitions, but for its own: the library’s, numerals, others."""
        found = {name for term in (self.term, *self.own.values()) for name in free_names(term)}
        return found - self.own.keys()

    # ── what it does ──

    def put_into(self, term: Term) -> Term:
        """A term in which `answer` stands for what is meant, with that in its place."""
        return replace_names(term, {ANSWER: self.term})

    def normalize(self, term: Term) -> Outcome:
        """The normal form of a term in which `answer` stands for what is meant.

        Once something has run out, nothing is reduced any more: the answer has had its time.
        """
        if self._stopped is not None:
            return self._stopped
        began = self.budget.clock()
        outcome = normalize(
            self.put_into(term), definitions=self.definitions, budget=self._left(), watch=self.watch
        )
        self._spent += self.budget.clock() - began
        if not outcome.finished:
            self._stopped = outcome
        return outcome

    def _left(self) -> Budget:
        """The budget, with the seconds that reductions have left of it."""
        seconds = self.budget.seconds
        return (
            self.budget if seconds is None else replace(self.budget, seconds=max(0.0, seconds - self._spent))
        )


def _owned(name: str) -> str:
    return f"your {name}"
