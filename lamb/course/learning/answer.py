"""How long the checking of one answer may take, whatever it does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from lamb.calculus.budget import Budget, Status, Watch
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.definitions import Definitions, Entry
from lamb.errors import DefinitionError, LambError, ParseError, Place, Source
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace, trace
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, parse
from lamb.notation.syntax import Definition, Expr, Query, Statement


class Patience:
    """A *budget* whose steps and nodes each reduction has, and whose seconds all share.

    Only reductions take of the seconds.
    """

    def __init__(self, budget: Budget, watch: Watch | None = None) -> None:
        self.budget = budget
        self.watch = watch
        self.spent = 0.0  # seconds
        self._stopped: Outcome | None = None

    def normalize(self, term: Term, definitions: Mapping[str, Term]) -> Outcome:
        """The normal form of a term.

        Once something has run out, nothing is normalized any more: the answer has had its time.
        """
        if self._stopped is not None:
            return self._stopped
        with self.spending() as left:
            outcome = normalize(term, definitions=definitions, budget=left, watch=self.watch)
        if not outcome.finished:
            self._stopped = outcome
        return outcome

    def follow(
        self, term: Term, strategy: Strategy, definitions: Mapping[str, Term], most: int | None = None
    ) -> Trace:
        """A term's reduction by a strategy, gone through: to its end, or *most* steps of it."""
        with self.spending() as left:
            budget = replace(left, steps=most).or_else(left)
            steps = trace(
                term, strategy=strategy, definitions=definitions, budget=budget, watch=self.watch, folded=True
            )
            for _ in steps:
                pass
        return steps

    def again(self) -> None:
        """Let it reduce again after something has run out, in the seconds that are left."""
        if self._stopped is not None and self._stopped.status is not Status.INTERRUPTED:
            self._stopped = None

    @contextmanager
    def spending(self) -> Iterator[Budget]:
        """The budget, with the seconds that are left of it; those that pass meanwhile are spent."""
        seconds, began = self.budget.seconds, self.budget.clock()
        left = None if seconds is None else max(0.0, seconds - self.spent)
        try:
            yield replace(self.budget, seconds=left)
        finally:
            self.spent += self.budget.clock() - began


# ── LessonAnswer ──────────────────────────────────────────────────────────────────────────
# What an answer means, wherever it was written: what claims are about.
#
# An answer is a term, which may use definitions of its own. What the library (the prelude, or what an
# exercise has defined) means by a name stays as it is: the answer's own definitions are known under
# names that nobody can type.


ANSWER = "answer"
"""What a check calls the answer."""

_YOURS = "your "


def owned(name: str) -> str:
    """What an answer's own definition of a name is known as."""
    return _YOURS + name


class LessonAnswer(ABC):
    """An answer over a *library*, whose reductions together are met with *patience*."""

    def __init__(self, library: Mapping[str, Term], patience: Patience) -> None:
        self.library = library
        self.patience = patience

    # ── what was written ──

    @property
    @abstractmethod
    def text(self) -> str:
        """All that was written, its own definitions too."""

    @property
    @abstractmethod
    def line(self) -> str:
        """The text of the term that is meant."""

    @property
    @abstractmethod
    def name(self) -> str | None:
        """The name that is given to what is meant, if one is."""

    @property
    @abstractmethod
    def tree(self) -> Expr:
        """The term that is meant, as it is written."""

    # ── what it means ──

    @property
    @abstractmethod
    def own(self) -> Mapping[str, Term]:
        """The meanings of its own definitions, by the names that nobody can type."""

    @property
    @abstractmethod
    def term(self) -> Term:
        """The term that is meant; its own definitions have the names that they have in `own`."""

    @cached_property
    def written(self) -> Term:
        """The term as it stands there, with the names that were typed."""
        return replace_names(self.term, {name: Free(name.removeprefix(_YOURS)) for name in self.own})

    @property
    def known(self) -> set[str]:
        """All names that have a definition, as they are typed."""
        return {*self.library, *(name.removeprefix(_YOURS) for name in self.own)}

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

    @property
    def budget(self) -> Budget:
        return self.patience.budget

    @property
    def stands_for(self) -> Mapping[str, Term]:
        """The names that stand for something of the answer's in a claim, and what that is."""
        return {ANSWER: self.term}

    def put_into(self, term: Term) -> Term:
        """A term in which `answer` stands for what is meant, with that in its place."""
        return replace_names(term, self.stands_for)

    def normalize(self, term: Term) -> Outcome:
        """The normal form of a term in which `answer` stands for what is meant."""
        return self.patience.normalize(self.put_into(term), self.definitions)

    def follow(self, term: Term, strategy: Strategy, most: int | None = None) -> Trace:
        """The reduction of such a term by a strategy, gone through: to its end, or *most* steps of it."""
        return self.patience.follow(self.put_into(term), strategy, self.definitions, most)


# ── Typed ───────────────────────────────────────────────────────────────────────────
# What somebody typed as an answer: a text.
#
# It is a term; or definitions, and then a term that uses them; or definitions alone, of which the last
# one is meant.


LONGEST = 5_000  # characters


class Empty(LambError):
    """Nothing was typed."""


class Typed(LessonAnswer):
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
