"""What an answer means, wherever it was written: what claims are about.

An answer is a term, which may use definitions of its own. What the library (the prelude, or what an
exercise has defined) means by a name stays as it is: the answer's own definitions are known under
names that nobody can type.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import ChainMap
from collections.abc import Mapping
from functools import cached_property

from lamb.calculus.budget import Budget, Outcome
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.calculus.trace import Trace
from lamb.course.learning.patience import Patience
from lamb.notation.syntax import Expr

ANSWER = "answer"
"""What a check calls the answer."""

_YOURS = "your "


def owned(name: str) -> str:
    """What an answer's own definition of a name is known as."""
    return _YOURS + name


class Answer(ABC):
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
