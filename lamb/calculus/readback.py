"""A machine that was stopped, read as a term.

What a cell holds is read once and used wherever the cell occurs, so the term has the sharing that
the machine had. A cell that was being evaluated is read as it was before. Still there may be too
much to read: a term that is used under many λs has to be made anew for each depth.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from lamb.calculus.code import (
    BOUND,
    EMPTY,
    GLOBAL,
    NAMED,
    VARIABLE,
    Cell,
    Code,
    Environment,
)
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var, shift

MOST_NODES: Final = 500_000
"""How many nodes may be visited to make terms anew that are read under other λs."""

SCREEN: Final = 1_000
"""Pieces of a term that are read where only its beginning is wanted."""
REST: Final = Free("…")
NAMED_REST: Final = (NAMED, REST)

Frame: TypeAlias = tuple[Any, ...]
Focus: TypeAlias = tuple[Code, Environment, list[Cell]]


def read_back(focus: Focus, frames: list[Frame], depth: int) -> Term | None:
    """The focus, put into its frames one by one; None if that would make too many nodes."""
    return _plugged(Reader(depth, MOST_NODES), focus, frames, depth)


def read_beginning(focus: Focus, frames: list[Frame], depth: int) -> Term | None:
    """What a screen has room for of the beginning, with `…` for the rest; None if even that is too much."""
    if len(frames) > SCREEN:  # what is printed first is on the outside
        focus, frames = (NAMED_REST, EMPTY, []), frames[:SCREEN]
        depth = sum(frame[0] is None and frame[2] is None for frame in frames)
    return _plugged(Reader(depth, MOST_NODES, SCREEN), focus, frames, depth)


def _plugged(read: Reader, focus: Focus, frames: list[Frame], depth: int) -> Term | None:
    code, env, args = focus
    try:
        term = read.applied(read.code(code, env, depth), args, depth)
        for frame in reversed(frames):
            match frame:
                case (None, hint, None, _):
                    depth -= 1
                    term = Lam(hint, term)
                case (None, fn, pending, _):
                    term = read.applied(App(fn, term), pending, depth)
                case (_, waiting):
                    term = read.applied(term, waiting or [], depth)
    except _TooLarge:
        return None
    return term


class _TooLarge(Exception):
    """What a machine holds has too many nodes to be read."""


class Reader:
    """Reads what a machine holds, each cell once, as it stands under *depth* λs.

    Cells that are read elsewhere are shifted, which may visit no more than *most* nodes in all. With a
    *room*, it is only for so many pieces of code, and arguments of one thing; the rest is `…`.
    """

    def __init__(self, depth: int, most: int | None = None, room: int | None = None) -> None:
        self.depth = depth
        self.most = most
        self.room = room
        self.read: dict[int, Term] = {}
        self.nodes = 0

    def tick(self, visited: int) -> None:
        """Count the nodes that a shift has visited."""
        self.nodes += visited
        if self.most is not None and self.nodes > self.most:
            raise _TooLarge

    def applied(self, fn: Term, args: list[Cell], depth: int) -> Term:
        """*fn*, applied to cells that are kept with the first one last."""
        for number, cell in enumerate(reversed(args)):
            if number == self.room:
                return App(fn, REST)
            known = self.read.get(id(cell)) if depth == self.depth else None
            fn = App(fn, known or self.cell(cell, depth))
        return fn

    def cell(self, cell: Cell, depth: int) -> Term:
        """What a cell holds, under *depth* λs."""
        return _quote(self, (GLOBAL, cell), EMPTY, depth)

    def code(self, code: Code, env: Environment, depth: int) -> Term:
        """What *code* stands for in *env*, under *depth* λs."""
        return _quote(self, code, env, depth)


@unbounded
def _quote(reader: Reader, code: Code, env: Environment, depth: int) -> Recursion[Term]:
    if reader.room is not None:
        reader.room -= 1
        if reader.room < 0:
            return REST
    term: Term
    match code:
        case ("variable", slot):
            term = yield reader, (GLOBAL, env[slot]), EMPTY, depth
        case ("distant", hops, slot):
            for _ in range(hops):
                env = env[0]
            term = yield reader, (GLOBAL, env[slot]), EMPTY, depth
        case ("global", [_, _, [made_at, answer]]):
            term = shift(answer, depth - made_at, reader.tick)
        case ("global", [("bound", level), _, _]):
            term = Var(depth - 1 - level)
        case ("global", cell):
            if id(cell) not in reader.read:
                reader.read[id(cell)] = yield reader, cell[0], cell[1], reader.depth
            term = shift(reader.read[id(cell)], depth - reader.depth, reader.tick)
        case ("apply", head, arguments):
            term = yield reader, head, env, depth
            for slot, arg in reversed(arguments):
                term = App(term, (yield reader, (VARIABLE, slot) if slot else arg, env, depth))
        case ("lambda", _, ("lambda", _, ("repeat", number))):
            term = Free(str(number))
        case ("lambda", hint, body):
            bound = [(BOUND, depth), EMPTY, None]
            term = Lam(hint, (yield reader, body, (*env, bound), depth + 1))
        case ("linking", inner):
            term = yield reader, inner, (env,), depth
        case ("repeat", number):
            term = App(Free(str(number)), (yield reader, (VARIABLE, 1), env, depth))
            term = App(term, (yield reader, (VARIABLE, 2), env, depth))
        case ("defined", name):
            term = Free(name)
        case ("bound", level):
            term = Var(depth - 1 - level)
        case ("stuck", inner, args):
            term = yield reader, inner, env, depth
            for cell in reversed(args):
                term = App(term, (yield reader, (GLOBAL, cell), EMPTY, depth))
        case (_, term):  # a name
            pass
    return term
