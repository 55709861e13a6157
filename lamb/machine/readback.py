"""The outcome of a run of the machine, and what a machine holds, read as terms or measured."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, Final, TypeAlias

from lamb.calculus.budget import TICK, Exhausted, Fuel, Meter, Status, tick
from lamb.calculus.numerals import numeral_term
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import pointers, replace_variables, shift
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.display import Displayed
from lamb.freeing import IN_BROWSER, dismantle, fewer_collections
from lamb.machine.code import (
    APPLICATIONS,
    BOUND,
    CONSTANT,
    DEFINED,
    EMPTY,
    FAR,
    FIRST,
    KEEPER,
    LAMBDA,
    LAMBDAS,
    LAW,
    LINK,
    NAMED,
    NORMAL,
    PROMISE,
    REPEAT,
    SECOND,
    SELECTOR,
    STUCK,
    TERM,
    VARIABLE,
    Args,
    Cell,
    Code,
    Environment,
    Linker,
    beta,
    entries,
    follow,
    function_and_argument,
    hint_of,
    leaf,
    resolve,
    times_in,
)


class Outcome(Displayed):
    """The end of a reduction: its *status*, the *steps* it took, and the *term* it reached.

    The steps are the contractions that were made; where *numbers_used* is true, arithmetic was done with
    integers, which are none. A number is a term at once, however large: it is written out as far as its
    parts are asked for. The term of an unfinished reduction is put together when it is first asked for;
    where that would take too long, or too many nodes, it is the term that the reduction began with.
    """

    def __init__(
        self,
        status: Status,
        steps: int,
        reached: Callable[[], Term],
        glimpse: Callable[[], Term] | None = None,
        *,
        numbers_used: bool = False,
    ) -> None:
        self.status = status
        self.steps = steps
        self.numbers_used = numbers_used
        self._reached = reached
        self._glimpse = glimpse

    @cached_property
    def term(self) -> Term:
        """The normal form, or the term that was reached when the budget ran out."""
        return self._reached()

    @cached_property
    def beginning(self) -> Term:
        """The term, or as much of its beginning as fills a screen, with the name `…` for the rest.

        There at once, however large the term of an unfinished reduction has become.
        """
        return self._glimpse() if self._glimpse and "term" not in vars(self) else self.term

    @property
    def finished(self) -> bool:
        """True if the term is a normal form."""
        return self.status is Status.NORMAL_FORM

    def __repr__(self) -> str:
        return f"Outcome({self.status.value!r} after {self.steps} steps)"


# ── Readback ────────────────────────────────────────────────────────────────────────
#
# A machine that was stopped is read as a term. What a cell holds is read once and used wherever the cell
# occurs, and so is a piece of code in one environment, so the term has the sharing that the machine had. A
# cell that was being evaluated is read as it was before. Still there may be too much to read: a term that is
# used under many λs has to be made anew for each depth, and a cell is smaller than a node.


MOST_NODES: Final = 500_000
"""Nodes that may be visited to make terms anew that are read under other λs."""
FEW_NODES: Final = 50_000
"""The same, where only the beginning is wanted."""

PENDING: Final = 5
"""Nodes that take as much memory as a call that waits for the parts of its own."""

SCREEN: Final = 1_000
"""Pieces of a term that are read where only its beginning is wanted."""
REST: Final = Free("…")
NAMED_REST: Final[Code] = [NAMED, REST, None]
SHARED: Final = APPLICATIONS | {LAMBDA, SELECTOR, LAMBDAS, KEEPER}
"""Code that several cells may have in common: parts of what was written."""
MADE: Final = SHARED | {BOUND, DEFINED}
"""Code that is read as a new node."""

Frames: TypeAlias = "tuple[Any, Any, Cell | None, Frames] | None"
"""λs that an answer goes under, what it is an argument of, with the arguments that follow, and what is stuck,
with the arguments that its normal form is applied to."""
Waiting: TypeAlias = "tuple[Cell, Cell | None, Args, Waiting] | None"
"""The cells that wait for a value, and what it is applied to then: the first argument, and the others."""
Focus: TypeAlias = tuple[Code, Environment, Args]
Registers: TypeAlias = tuple[Focus, Waiting, Frames, int]
"""The state of a machine; at the end, the number of λs that the focus is under."""


def read_back(registers: Registers, *, spare: int | None = None, room: int | None = None) -> Term | None:
    """The focus, put into what is around it; None if that would make too many nodes, or more than *spare*.

    With a *room*, only so much of the beginning is read, with `…` for the rest.
    """
    focus, waiting, frames, depth = registers
    most = None if room is None else room + 1
    around = deque(
        ((arg, args) for _, arg, args, _ in entries(waiting) if arg is not None), most
    )  # from the inside out
    parts = deque(((fn, pending) for fn, pending, _, _ in entries(frames)), most)
    if room is not None and len(parts) + len(around) > room:  # what is printed first is on the outside
        focus = NAMED_REST, EMPTY, None
        parts = deque(parts, room)
        around = deque(around, room - len(parts))
        depth = sum(fn is None and isinstance(pending, str) for fn, pending in parts)
    code, env, args = focus
    with suppress(Exhausted), Readback(depth, MOST_NODES if room is None else FEW_NODES, spare, room) as read:
        term = read.applied(read.code(code, env, depth), args, depth)
        for args in around:
            term = read.applied(term, args, depth)
        for fn, pending in parts:
            read.count(1)
            if fn is not None:
                term = read.applied(App(fn, term), pending, depth)
            elif isinstance(pending, str):
                depth -= 1
                term = Lam(pending, term)
            else:
                term = read.applied(term, pending[1], depth)
        return term
    return None


class Readback(Meter):
    """Reads what a machine holds, each cell once, as it stands under *depth* λs.

    Cells that are read elsewhere are shifted, which may visit no more than *most* nodes in all. No more
    than *spare* nodes are made. With a *room*, it is only for so many pieces of code, and arguments of
    one thing; the rest is `…`. *By name*, no cell is ever overwritten, and code that has not been looked at
    can be read at once, by substitution.
    """

    def __init__(
        self,
        depth: int,
        most: int | None = None,
        spare: int | None = None,
        room: int | None = None,
        *,
        by_name: bool = False,
    ) -> None:
        super().__init__()
        self.depth = depth
        self.most = most
        self.spare = spare
        self.room = room
        self.by_name = by_name
        self.read: dict[int, Term] = {}
        self.parts: dict[tuple[int, int], tuple[Code, Environment, Term]] = {}
        self.nodes = 0

    def tick(self, visited: int = TICK) -> None:
        """Count the nodes that a shift has visited, and made."""
        self.nodes += visited
        if self.most is not None and self.nodes > self.most:
            raise Exhausted(Status.NODES)
        self.count(visited)

    def shifted(self, term: Term, by: int) -> Term:
        """*term* as it reads under *by* more λs."""
        return shift(term, by) if by and term.open else term

    def count(self, made: int) -> None:
        """Count nodes that are made."""
        super().tick(made)
        self.hold(made)

    def hold(self, nodes: int) -> None:
        """Take so many nodes from the spare ones; fewer than none are given back."""
        if self.spare is not None:
            self.spare -= nodes
            if self.spare < 0:
                raise Exhausted(Status.NODES)

    def applied(self, fn: Term, args: Args, depth: int) -> Term:
        """*fn*, applied to what the cells hold, the first one first."""
        number = 0
        while args is not None:
            if number == self.room:
                return App(fn, REST)
            number += 1
            self.count(1)
            cell, args = args
            known = self.read.get(id(cell)) if depth == self.depth else None
            fn = App(fn, known or self.cell(cell, depth))
        return fn

    def cell(self, cell: Cell, depth: int) -> Term:
        """The term in a cell, under *depth* λs."""
        return _quote(self, [CONSTANT, cell, None], EMPTY, depth)

    def code(self, code: Code, env: Environment, depth: int) -> Term:
        """The term that *code* stands for in *env*, under *depth* λs."""
        return _quote(self, code, env, depth)


@unbounded
def _quote(reader: Readback, code: Code, env: Environment, depth: int) -> Recursion[Term]:
    if reader.room is not None:
        reader.room -= 1
        if reader.room < 0:
            return REST
    if code[0] == TERM:
        if not code[1].open:
            return code[1]  # type: ignore[no-any-return]
        if reader.by_name:
            return (yield from _instance(reader, code, env, depth))
        resolve(code)
    kind, a, b = code
    is_shared = kind in SHARED and depth == reader.depth
    if is_shared and (id(code), id(env)) in reader.parts:
        return reader.parts[id(code), id(env)][2]
    if kind in MADE:
        reader.count(1)
    reader.hold(PENDING)
    term: Term
    if kind in (CONSTANT, VARIABLE, FAR):
        cell = a if kind == CONSTANT else env[a] if kind == VARIABLE else follow(a, env)
        term = yield from _read(reader, cell, depth)
    elif kind in APPLICATIONS:
        fn, arg = function_and_argument(code)
        term = yield reader, fn, env, depth
        term = App(term, (yield reader, arg, env, depth))
    elif kind == LAMBDAS and (number := times_in(a)) is not None:
        term = numeral_term(number)
    elif LAMBDA <= kind <= KEEPER:
        bound = [[BOUND, depth, None], EMPTY, None]
        term = Lam(hint_of(code), (yield reader, *beta(code, env, bound), depth + 1))
    elif kind == LINK:
        term = yield reader, a, (env,), depth
    elif kind == REPEAT:
        term = App(numeral_term(a), (yield from _read(reader, env[1], depth)))
        term = App(term, (yield from _read(reader, env[0], depth)))
    elif kind == STUCK:
        term = yield from _applied(reader, (yield reader, a, env, depth), b, depth)
    elif kind == NORMAL:
        term = reader.shifted(env, depth - a)  # type: ignore[arg-type]
    elif kind == BOUND:
        term = Var(depth - 1 - a)
    elif kind == DEFINED:
        term = Free(a)
    elif kind == LAW:
        term = yield reader, b, env, depth
    elif kind == PROMISE:
        term = yield from _read(reader, b[1], depth)
    else:  # NAMED
        term = a
    reader.hold(is_shared - PENDING)
    if is_shared:
        reader.parts[id(code), id(env)] = code, env, term  # with both, so that their ids stay their own
    return term


def _read(reader: Readback, cell: Cell, depth: int) -> Recursion[Term]:
    """The term in a cell: a part of `_quote`."""
    code, env, note = cell
    if code[0] == BOUND:
        reader.count(1)
        return Var(depth - 1 - code[1])
    if code[0] == NORMAL:
        note = code[1], env
    if note:
        made_at, answer = note
        return reader.shifted(answer, depth - made_at)
    if id(cell) not in reader.read:
        reader.read[id(cell)] = yield reader, code, env, reader.depth
    return reader.shifted(reader.read[id(cell)], depth - reader.depth)


def _applied(reader: Readback, fn: Term, args: Args, depth: int) -> Recursion[Term]:
    """Something stuck, with its arguments: a part of `_quote`."""
    while args is not None:
        reader.count(1)
        cell, args = args
        fn = App(fn, (yield from _read(reader, cell, depth)))
    return fn


def _instance(reader: Readback, code: Code, env: Environment, depth: int) -> Recursion[Term]:
    """A term with what its variables stand for: a part of `_quote`."""
    _, term, scope = code
    meanings: dict[tuple[int, int], Term] = {}  # of the variables, as they read under so many λs
    for index in pointers(term):
        if (index, 0) not in meanings:
            meanings[index, 0] = yield reader, leaf(Var(index), scope), env, depth

    def meaning(index: int, lambdas: int) -> Term:
        key = index - lambdas, lambdas
        if key not in meanings:
            meanings[key] = shift(meanings[index - lambdas, 0], lambdas)
        return meanings[key]

    return replace_variables(term, meaning)


Sizes: TypeAlias = dict[int, tuple[Cell, int]]
"""The nodes of the terms in cells, by their ids; with the cells, so that these stay their own."""
MOST_SIZES = 100_000  # that are remembered
_BOUND: Cell = [[BOUND, 0, None], EMPTY, None]


@unbounded
def size_of(sizes: Sizes, code: Code, env: Environment) -> Recursion[int]:
    """The nodes of the term that *code* stands for in *env*, unread: each cell is measured once."""
    tick(1)
    if code[0] == TERM:
        if not code[1].open:
            return code[1].size  # type: ignore[no-any-return]
        resolve(code)
    kind, a, _ = code
    if kind in APPLICATIONS:
        fn, arg = function_and_argument(code)
        fn_size: int = yield sizes, fn, env
        arg_size: int = yield sizes, arg, env
        return 1 + fn_size + arg_size
    if kind in (VARIABLE, FAR, CONSTANT):
        cell = env[a] if kind == VARIABLE else follow(a, env) if kind == FAR else a
        if id(cell) not in sizes:
            if len(sizes) >= MOST_SIZES:
                sizes.clear()
            sizes[id(cell)] = cell, (yield sizes, cell[0], cell[1])
        return sizes[id(cell)][1]
    if kind == LAMBDAS and (number := times_in(a)) is not None:
        return numeral_term(number).size
    if LAMBDA <= kind <= KEEPER:
        body: int = yield sizes, *beta(code, env, _BOUND)
        return 1 + body
    if kind == LINK:
        linked: int = yield sizes, a, (env,)
        return linked
    if kind == REPEAT:
        f: int = yield sizes, SECOND, env
        x: int = yield sizes, FIRST, env
        return 2 + numeral_term(a).size + f + x
    return 1  # a variable, or a name


# ── Remains ─────────────────────────────────────────────────────────────────────────


class Remains:
    """A run that was stopped: its registers, the term that it began with, and what linked its code.

    It is read in what is left of the *fuel*'s seconds. *beside* is what else would have to be freed with care
    in a browser. Much of this goes round in circles: the code of a recursive definition leads to the cell of
    its name, whose value is that code. The circles are cut when the remains are dropped, so that all is freed
    at once.
    """

    def __init__(
        self,
        start: Term,
        linker: Linker,
        registers: Registers,
        fuel: Fuel,
        beside: list[Any],
    ) -> None:
        self._start = start
        self._linker = linker
        self._registers = registers
        self._meter = fuel.rest()
        self._spare = fuel.spare
        self._beside = beside

    def term(self) -> Term:
        """The term that was reached, or that it began with if that would take too long or too many nodes."""
        with fewer_collections(), self._meter:
            return read_back(self._registers, spare=self._spare) or self._start

    def beginning(self) -> Term:
        """As much of its beginning as fills a screen, with `…` for the rest."""
        with fewer_collections(), self._meter:
            return read_back(self._registers, room=SCREEN) or self._start

    def __del__(self) -> None:
        if IN_BROWSER:
            focus, waiting, frames, _ = self._registers
            things = [*focus, waiting, frames, *self._beside]
            del focus, waiting, frames, self._registers, self._beside
            dismantle(things)
        self._linker.forget()
