"""Numbers for terms: two have the same number if they are the same up to α, and only then.

A term is looked up by what its parts are numbered, so each node is looked at once, however many terms
share it: a term that one step made of another costs no more than what the step changed. This is
hash-consing (Ershov 1958; Filliâtre and Conchon 2006, *Type-safe modular hash-consing*), but for one
thing: terms stay the objects that they were, since α-equivalent ones may call their variables otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lamb.calculus.term import App, Free, Lam, Term, Var

Row: TypeAlias = "tuple[type, int] | tuple[type, str] | tuple[type, int, int]"
"""A kind of term, and its index, its name, or the numbers of its parts."""


class Numbering:
    """The numbers of all parts of the terms that were added."""

    def __init__(self) -> None:
        self._numbers: dict[Row, int] = {}
        self._known: dict[int, int] = {}  # numbers by the ids of nodes, all of them parts of what is kept
        self._kept: list[Term] = []

    def __len__(self) -> int:
        """How many nodes are held, those that are shared counted once."""
        return len(self._known)

    def unknown(self, term: Term) -> list[Term]:
        """The nodes of a term that are not parts of those added, children before parents."""
        ordered: list[Term] = []
        seen: set[int] = set()
        stack: list[Term | None] = [term]
        while stack:
            node = stack.pop()
            if node is None:  # all below the next one has been listed
                ordered.append(stack.pop())  # type: ignore[arg-type]
            elif id(node) not in self._known and id(node) not in seen:
                seen.add(id(node))
                match node:
                    case Lam(_, body):
                        stack += node, None, body
                    case App(fn, arg):
                        stack += node, None, arg, fn
                    case _:
                        ordered.append(node)
        return ordered

    def find(self, term: Term, unknown: Sequence[Term] | None = None) -> int | None:
        """The number of a term; None if it is not a part of any that was added.

        Linear in the nodes that are *unknown*, though it be α-equivalent to what is known.
        """
        fresh: dict[int, int] = {}
        for node in self.unknown(term) if unknown is None else unknown:
            number = self._numbers.get(self._row(node, fresh))
            if number is None:
                return None
            fresh[id(node)] = number
        return self._number(term, fresh)

    def add(self, term: Term, unknown: Sequence[Term]) -> int:
        """Give a term, and all parts of it that are *unknown*, their numbers. Linear in these."""
        known = self._known
        for node in unknown:
            known[id(node)] = self._numbers.setdefault(self._row(node, known), len(self._numbers))
        self._kept.append(term)
        return known[id(term)]

    def _row(self, node: Term, fresh: dict[int, int]) -> Row:
        match node:
            case Var(index):
                return Var, index
            case Free(name):
                return Free, name
            case Lam(_, body):
                return Lam, self._number(body, fresh)
            case App(fn, arg):
                return App, self._number(fn, fresh), self._number(arg, fresh)

    def _number(self, node: Term, fresh: dict[int, int]) -> int:
        number = fresh.get(id(node))
        return self._known[id(node)] if number is None else number
