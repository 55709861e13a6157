"""States of machines: closures, environments and heaps, and the terms that they stand for.

A machine never substitutes. It keeps a term beside an *environment*, which says what the variables of the
term stand for; both together are a *closure* (Landin 1964, *The mechanical evaluation of expressions*).

    value        ::= Closure(term, environment)     the term, with what its variables stand for
                   | Neutral(function, arguments)     a free name, applied to what it does nothing with
                   | HeapCell(number, …)                a place of a heap, which holds a value
                   | Level(number, name)            the variable of the λ that so many λs are around
    environment  ::= (name, value, environment)     the nearest variable comes first
                   | None

All of it is linked lists that never change, so that a state stays what it was when others have followed it.
Only a cell does, and it remembers: a state of an earlier time still finds in it what it held then.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import pointers, replace_variables, shift
from lamb.calculus.term import App, Term, Var


class Closure(NamedTuple):
    """A term, and the environment that its variables are to be looked up in."""

    term: Term
    environment: Environment


class Neutral(NamedTuple):
    """A free name, or the variable of a λ around, and its *arguments*, the last one first."""

    head: Closure | Level
    arguments: Stack


class Level(NamedTuple):
    """The variable of a λ that the machine has gone under, by how many were around that one, and its name."""

    number: int
    name: str


def subscripted(level: Level) -> str:
    """The name of the variable of a λ around, with the number of that λ: they are never the same."""
    return level.name + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(level.number))


class HeapCell:
    """A place of a heap: what it held *first*, and the *value* that it has held *since* a time."""

    __slots__ = ("first", "number", "since", "value")

    def __init__(self, number: int, first: Closure) -> None:
        self.number = number
        self.first = first
        self.value: Closure | Neutral | Level | None = None
        self.since = 0

    def held(self, time: int) -> Closure | Neutral | Level:
        """What it held at a time."""
        return self.first if self.value is None or time < self.since else self.value

    def update(self, value: Closure | Neutral | Level, since: int) -> None:
        """Let it hold a value from a time on. A value that it holds already stays since when it was."""
        if self.value is None:
            self.value, self.since = value, since


Value: TypeAlias = Closure | Neutral | HeapCell | Level
Environment: TypeAlias = "tuple[str, Any, Environment] | None"
"""A name, the value that it stands for, and the rest."""
Stack: TypeAlias = "tuple[Any, Stack] | None"


def looked_up(index: int, environment: Environment) -> Any:
    """The value of a variable."""
    for _ in range(index):
        assert environment is not None
        environment = environment[2]
    assert environment is not None
    return environment[1]


def each(stack: Stack) -> Iterator[Any]:
    """What is on a stack, from the top down."""
    while stack is not None:
        tick(1)
        item, stack = stack
        yield item


class Bindings(NamedTuple):
    """An environment, to be shown as x = …, y = …, and the code beside it, whose names it does not use."""

    environment: Environment
    code: tuple[Term, ...]


class Beside(NamedTuple):
    """A term, to be shown beside the bindings of its environment."""

    term: Term
    bindings: Bindings


def side_by_side(code: Value) -> tuple[Iterable[Shown], Iterable[Shown]]:
    """What a machine is at, and its environment, in two columns."""
    match code:
        case Closure(term, environment):
            bindings = Bindings(environment, (term,))
            return [Beside(term, bindings)], [bindings]
    return [code], []


class Held(NamedTuple):
    """A cell, to be shown with what it holds: p1 ↦ …."""

    cell: HeapCell


Shown: TypeAlias = "str | Value | Bindings | Beside | Held"
"""What stands in a column: a word, a value, bindings, code beside them, or a cell of the heap."""


class State:
    """A state of a machine; each machine has its own kind. It never changes."""

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> tuple[Iterable[Shown], ...]:
        """What is in each column of a table, from the top down."""

    @abstractmethod
    def term(self) -> Term:
        """The term that the state stands for. What is shared in the state is shared in it."""


class Reader:
    """Reads values as the terms that they stand for at a *time*, each once."""

    def __init__(self, time: int = 0) -> None:
        self.time = time
        self.known: dict[tuple[int, int, int], Term] = {}

    def read(self, value: Value, depth: int = 0) -> Term:
        """The term that a value stands for under so many λs."""
        return _read(self, value, depth)

    def applied(self, function: Term, arguments: Stack, depth: int = 0) -> Term:
        """A term, applied to what is on a stack, the top first."""
        for argument in each(arguments):
            function = App(function, self.read(argument, depth))
        return function


@unbounded
def _read(reader: Reader, value: Value, depth: int) -> Recursion[Term]:
    tick(1)
    match value:
        case Level(number, _):
            return Var(depth - 1 - number)
        case HeapCell():
            term: Term = yield reader, value.held(reader.time), depth
            return term
        case Neutral(head, arguments):
            term = yield reader, head, depth
            for argument in reversed(list(each(arguments))):
                term = App(term, (yield reader, argument, depth))
            return term
        case Closure(term, environment) if not term.open or environment is None:
            return term
    key = id(term), id(environment), depth
    if key not in reader.known:
        meanings = {}
        for index in pointers(term):
            if index not in meanings:
                meanings[index] = yield reader, looked_up(index, environment), depth
        reader.known[key] = replace_variables(
            term, lambda index, inside: shift(meanings[index - inside], inside)
        )
    return reader.known[key]
