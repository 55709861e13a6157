"""Recognition: which abstractions are known arithmetic, and code in which these and numerals are marked.

Arithmetic is known by what it is, up to α, not by its name: `λa b. a (b succ) 0` is nothing known, even if
its name is `mul`. Names in a term, and what a `let` has bound, stand for their definitions.

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

from lamb.calculus.numerals import church, is_numeral, number_named, numeral_hints
from lamb.calculus.term import App, Lam, Term, Var
from lamb.freeing import IN_BROWSER, dismantle
from lamb.machine.arithmetic.laws import Law
from lamb.machine.arithmetic.table import APPLICATION, LAMBDA, known_words
from lamb.machine.code import DEFINED, EMPTY, LAW, TERM, Cell, Code, Linker, Scope, abstracted, numeral, under

LONGEST_LITERAL = 1  # digits of the numerals that stand in known arithmetic
MOST_NAMES = 100  # that are replaced by their definitions in one term: they may go round in a circle


Place: TypeAlias = tuple[Term, int, Scope]
"""A term, the λs around it that have been read, and the scope outside of these."""


class Lets:
    """The bindings of the first `let`s of a term, made as they are asked for."""

    def __init__(self, term: Term, linker: Linker, cells: list[Cell]) -> None:
        self._rest = term
        self._args: list[Place] = []
        self._bound: list[Place] = []
        self._linker = linker
        self._cells = cells

    def bound(self, number: int) -> Place:
        """The term that the variable of one of the `let`s stands for, counted from the outside."""
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


class ArithmeticLinker(Linker):
    """A linker that knows arithmetic, and marks it and numerals in the code.

    Names in arithmetic mean what they do in *definitions*, or in the `let`s around it. The marks are

    `numeral(n)`           the numeral n, also where it was written λf x. f (f … x)
    [LAW, law, body]       the body of known arithmetic, whose arguments are in the environment, the last
                           one first; without the law it is *body*
    """

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        super().__init__(definitions)
        self._lets: dict[int, Lets] = {}

    def named(self, name: str) -> Cell:
        """The cell of a name; that of a numeral has its value from the start."""
        cell = super().named(name)
        if cell[0][0] == DEFINED and self.meaning(name) is None:
            cell[0], cell[1] = numeral(number_named(name)), EMPTY
        return cell

    def bindings(self, term: Term) -> list[Cell]:
        """The list for the cells that the first `let`s of a term bind, which is remembered."""
        cells: list[Cell] = []
        if term.__class__ is App:
            self._lets[id(cells)] = Lets(term, self, cells)
        return cells

    def value(self, abstraction: Lam, scope: Scope) -> Code:
        """The code of an abstraction whose variables are its own, or bound by `let`s."""
        if not abstraction.open and (known := numeral_hints(abstraction)):
            return numeral(*known)
        law = self.law(abstraction, scope)
        return super().value(abstraction, scope) if law is None else _lawful(abstraction, law, scope)

    def close(self) -> None:
        """Remember nothing from now on, nor what `let`s have bound."""
        lets = [*self._lets.values()]
        self._lets.clear()
        super().close()
        if IN_BROWSER:
            dismantle(lets)

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
        """The term that a name, or a variable of a `let`, stands for."""
        if isinstance(term, Var):
            _, _, _, cells, base = scope
            return self._lets[id(cells)].bound(base - (term.index - depth))
        name: str = term.name  # type: ignore[union-attr]
        definition = self.meaning(name)
        if definition is None and len(name) <= LONGEST_LITERAL and is_numeral(name):
            definition = church(int(name))
        return None if definition is None else (definition, 0, scope)


def _lawful(abstraction: Lam, law: Law, scope: Scope) -> Code:
    """The code of known arithmetic."""
    body: Term = abstraction
    opened = []
    for _ in range(law.arity):
        assert isinstance(body, Lam)
        opened.append((body.hint, False))
        body = body.body
        scope = under(scope)
    match body:
        case Lam(f, Lam(x)) if (f, x) != law.names:
            law = law.with_values(names=(f, x))
    return abstracted([LAW, law, [TERM, body, scope]], opened)
