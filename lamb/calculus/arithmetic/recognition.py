"""Recognition: which abstractions are arithmetic that is known, and which are numerals.

Both are told by what they are, up to α, not by what they are called: `λa b. a (b succ) 0` is nothing
known, even if somebody calls it `mul`. Names in a term, and what a `let` has bound, stand for their
definitions.

Known terms are kept in a **discrimination tree**: a term in preorder is a word of λ, @ and indices,
and the tree has a branch for each beginning of such a word.

    λ ─ λ ─ λ ─ @ ─ 1 ─ @ …         succ    λn f x. f (n f x)
                └── @ ─ @ ─ 2 …     λn f x. n f (f x), and Church's pred

So most abstractions are known to be unknown after a few of their nodes, which is all that this costs
where there is no arithmetic; and names are replaced on the way, no further than the tree goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from lamb.calculus.arithmetic.laws import Law
from lamb.calculus.arithmetic.table import APPLICATION, LAMBDA, known_words
from lamb.calculus.code import Cell
from lamb.calculus.linker import Linker, Scope
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.term import App, Lam, Term, Var
from lamb.calculus.unwritten import times_left

LONGEST_LITERAL = 1  # digits of the numerals that stand in known arithmetic
MOST_NAMES = 100  # that are replaced by their definitions in one term: they may go round in a circle


Place: TypeAlias = tuple[Term, int, Scope]
"""A term, the λs around it that have been read, and the scope outside of these."""


class Lets:
    """What is bound by the first `let`s of a term, as far as somebody asks for it."""

    def __init__(self, term: Term, linker: Linker, cells: list[Cell]) -> None:
        self._rest = term
        self._args: list[Place] = []
        self._bound: list[Place] = []
        self._linker = linker
        self._cells = cells

    def bound(self, number: int) -> Place:
        """What the variable of one of the `let`s stands for, counted from the outside."""
        bound = self._bound
        while number >= len(bound):
            if isinstance(self._rest, App):
                scope = self._linker, 0, 0, self._cells, len(bound) - 1
                self._args.append((self._rest.arg, 0, scope))
                self._rest = self._rest.fn
            elif isinstance(self._rest, Lam):
                bound.append(self._args.pop())
                self._rest = self._rest.body
        return bound[number]


class Recognizer:
    """Knows arithmetic whose names mean what they do in *definitions*, or in the `let`s around it."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self._definitions = definitions
        self._lets: dict[int, Lets] = {}

    def remember(self, term: Term, linker: Linker, cells: list[Cell]) -> None:
        """Take note of a term whose first `let`s will be contracted, and of where the cells go."""
        self._lets[id(cells)] = Lets(term, linker, cells)

    def forget(self) -> list[Lets]:
        """All that was remembered; nothing is from now on."""
        lets, self._lets = self._lets, {}
        return [*lets.values()]

    def law(self, abstraction: Term, scope: Scope) -> Law | None:
        """The law that an abstraction under no λ obeys, if it is known arithmetic."""
        words: Any = known_words()
        rest: list[Place] = [(abstraction, 0, scope)]  # what is to be read
        names = 0
        while rest:
            term, depth, scope = rest.pop()
            kind = term.__class__
            if kind is Lam:
                token = LAMBDA
                rest.append((term.body, depth + 1, scope))  # type: ignore[union-attr]
            elif kind is App:
                token = APPLICATION
                rest += (term.arg, depth, scope), (term.fn, depth, scope)  # type: ignore[union-attr]
            elif kind is Var and term.index < depth:  # type: ignore[union-attr]
                token = term.index  # type: ignore[union-attr]
            else:
                names += 1
                meaning = self._meaning(term, depth, scope)
                if meaning is None or names > MOST_NAMES:
                    return None
                rest.append(meaning)
                continue
            if token not in words:
                return None
            words = words[token]
        return words  # type: ignore[no-any-return]

    def _meaning(self, term: Term, depth: int, scope: Scope) -> Place | None:
        """What a name, or a variable of a `let`, stands for."""
        if isinstance(term, Var):
            _, _, _, cells, base = scope
            return self._lets[id(cells)].bound(base - (term.index - depth))
        name: str = term.name  # type: ignore[union-attr]
        definition = self._definitions.get(name)
        if definition is None and len(name) <= LONGEST_LITERAL and is_numeral(name):
            definition = church(int(name))
        return None if definition is None else (definition, 0, scope)


def numeral_hints(abstraction: Term) -> tuple[int, str, str] | None:
    """The number that a written λf x. f (f … x) stands for, with what f and x are called in it.

    λf. f is no numeral, though it would be 1 up to η.
    """
    if not abstraction.written:
        return times_left(abstraction), abstraction.hint, "x"  # type: ignore[union-attr]
    inner = abstraction.body  # type: ignore[union-attr]
    if inner.__class__ is not Lam:
        return None
    number = 0
    body = inner.body
    while body.__class__ is App and body.fn.__class__ is Var and body.fn.index == 1:
        if not body.written:
            return number + times_left(body), abstraction.hint, inner.hint  # type: ignore[union-attr]
        body = body.arg
        number += 1
    if body.__class__ is Var and body.index == 0:
        return number, abstraction.hint, inner.hint  # type: ignore[union-attr]
    return None
