"""Code: terms made ready for the machine (`machine.py`).

A term is turned into nested tuples once, before it runs, so that nothing has to be found out twice:

    (VARIABLE, slot)              the cell at *slot* of the environment
    (DISTANT, hops, slot)         the same, *hops* environments further out
    (GLOBAL, cell)                what no λ around it can change: a name, or a closed abstraction
    (APPLY, head, arguments)      a head and all its arguments, the last one first
    (LAMBDA, hint, body)          waits for an argument, then runs *body* with its cell added
    (LINKING, lambda)             the same, where the environment is full and a new one begins
    (REPEAT, number)              f (f … x), *number* times, in an environment of f and x
    (DEFINED, name)               a definition that has not been looked up yet

and these, which only come up while a machine runs, when something cannot be reduced further:

    (BOUND, level)                the variable of the *level*-th λ from the outside
    (NAMED, name)                 a name without a definition, as a term
    (STUCK, code, arguments)      one of these three, with arguments

An argument is a pair: (slot, None) passes on the cell of a variable, (0, code) anything else.

An environment is a tuple of cells, the newest last. Its slot 0 leads to the environment further out
once there are `ROOM` cells, so that what stands under a million λs costs no more than its depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from lamb.calculus.numerals import is_numeral
from lamb.calculus.term import App, Free, Lam, Term, Var

VARIABLE: Final = "variable"
DISTANT: Final = "distant"
GLOBAL: Final = "global"
APPLY: Final = "apply"
LAMBDA: Final = "lambda"
LINKING: Final = "linking"
REPEAT: Final = "repeat"
DEFINED: Final = "defined"
BOUND: Final = "bound"
NAMED: Final = "named"
STUCK: Final = "stuck"

Code: TypeAlias = tuple[Any, ...]
Environment: TypeAlias = tuple[Any, ...]
Cell: TypeAlias = list[Any]
"""[code, environment, note]: `machine.py` says what for."""

ROOM: Final = 24  # cells in one environment
EMPTY: Final[Environment] = (None,)
NEAR: Final = tuple((VARIABLE, slot) for slot in range(1, ROOM + 1))


class Linker:
    """Code for the terms of one run, in which each name and each closed abstraction has one cell."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self._definitions = definitions
        self._names: dict[str, Cell] = {}
        self._closed: dict[int, tuple[Term, Cell]] = {}  # with the term, so that its id stays its own

    def definition(self, name: str) -> Code:
        """The code of what *name* is defined as."""
        if (term := self._definitions.get(name)) is not None:
            return self.code(term)
        return LAMBDA, "f", (LAMBDA, "x", (REPEAT, int(name)))

    def code(self, term: Term) -> Code:
        """The code of a term that stands under no λ. Linear in its size."""
        parts: list[Code] = []
        for piece in reversed(self._pieces(term)):
            kind = piece.__class__
            if kind is tuple:
                parts.append(piece)
            elif kind is int:
                head = parts.pop()
                if piece == 1:
                    parts.append((APPLY, head, (_argument(parts.pop()),)))
                else:
                    arguments = tuple(map(_argument, parts[: -piece - 1 : -1]))
                    del parts[-piece:]
                    parts.append((APPLY, head, arguments))
            elif kind is str:
                parts.append((LAMBDA, piece, parts.pop()))
            elif piece is None:
                parts.append((LINKING, parts.pop()))
            else:
                piece[0] = parts.pop()
                parts.append((GLOBAL, piece))
        return parts.pop()

    def _pieces(self, term: Term) -> list[Any]:
        """What *term* is made of, each construct before its parts.

        A piece is the code of a variable or a name, the hint of an abstraction (after None if it
        begins a new environment), the number of arguments of an application, or the cell for the
        closed abstraction that follows.
        """
        pieces: list[Any] = []
        stack: list[tuple[Term, int]] = [(term, 0)]
        while stack:
            node, depth = stack.pop()
            kind = node.__class__
            if kind is Var:
                level = depth - 1 - node.index  # type: ignore[union-attr]
                pieces.append(NEAR[level] if depth <= ROOM else _variable(level, depth))
            elif kind is App:
                stack_height = len(stack)
                while node.__class__ is App:
                    stack.append((node.arg, depth))
                    node = node.fn
                pieces.append(len(stack) - stack_height)
                stack[stack_height:] = stack[: stack_height - 1 if stack_height else None : -1]
                stack.append((node, depth))
            elif kind is Lam:
                if node.open or not depth:
                    if depth and depth % ROOM == 0:
                        pieces.append(None)
                    pieces.append(node.hint)  # type: ignore[union-attr]
                    stack.append((node.body, depth + 1))  # type: ignore[union-attr]
                elif id(node) in self._closed:
                    pieces.append((GLOBAL, self._closed[id(node)][1]))
                else:
                    cell: Cell = [None, EMPTY, None]
                    self._closed[id(node)] = node, cell
                    pieces.append(cell)
                    stack.append((node, 0))
            else:
                pieces.append((GLOBAL, self._named(node.name)))  # type: ignore[union-attr]
        return pieces

    def _named(self, name: str) -> Cell:
        """The cell that all occurrences of a name share."""
        cell = self._names.get(name)
        if cell is None:
            known = name in self._definitions or is_numeral(name)
            cell = [(DEFINED, name) if known else (NAMED, Free(name)), EMPTY, None]
            self._names[name] = cell
        return cell


def _variable(level: int, depth: int) -> Code:
    """Where the variable of the *level*-th λ from the outside is found under *depth* of them."""
    hops, slot = (depth - 1) // ROOM - level // ROOM, level % ROOM + 1
    return (DISTANT, hops, slot) if hops else (VARIABLE, slot)


def _argument(code: Code) -> tuple[int, Code | None]:
    return (code[1], None) if code[0] is VARIABLE else (0, code)


def distant(env: Environment, code: Code) -> Cell:
    """The cell of a variable that is some environments further out."""
    _, hops, slot = code
    for _ in range(hops):
        env = env[0]
    return env[slot]  # type: ignore[no-any-return]
