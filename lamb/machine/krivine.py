"""Steps without substitution: the Krivine machine.

A step by substitution copies the body it substitutes into. This machine leaves the body alone, and
keeps next to it an environment that says what its variables stand for: a step costs the same
however large the term is. It is Krivine's (*A call-by-name lambda-calculus machine*, 2007), with
Crégut's strong reduction (*Strongly reducing variants of the Krivine abstract machine*, 2007):

    t u    e   args     frames  ─▶  t      e        (u, e)·args   frames         push
    x      e   args     frames  ─▶  t      e'       args          frames         if e(x) = (t, e')
    λx. t  e   u·args   frames  ─▶  t      e[x:=u]  args          frames         a β-step
    λx. t  e   –        frames  ─▶  t      e[x:=y]  –             λy·frames      y is new
    y      e   u·args   frames  ─▶  u      its own  –             (y □ args)·frames

Nothing is shared between the occurrences of an argument, so the steps are those of normal order,
one by one. With fewer of these rules they are those of the other strategies that go from the
outside in. A step's terms are read from what the machine holds when they are asked for, which
is why nothing in it ever changes: arguments and frames are linked lists. Only that an argument has
no redex is noted with it, as in `machine.py`, so that it is not gone through again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import TypeAlias

from lamb.calculus.budget import TICK, Meter
from lamb.calculus.reduction import Context, Path, Rule, Step
from lamb.calculus.strategies import Order, Unfolding
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.machine.code import (
    BOUND,
    CALL_CODE,
    CALL_SLOT,
    CONSTANT,
    DEFINED,
    EMPTY,
    FAR,
    GIVE_CELL,
    GIVE_CODE,
    GIVE_FAR,
    GIVE_SLOT,
    KEEPER,
    LAMBDA,
    LAMBDAS,
    LINK,
    NAMED,
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
    hint_of,
    resolve,
)
from lamb.machine.readback import Readback, Sizes, size_of

Frames: TypeAlias = "tuple[str | Term, Args, Frames] | None"
"""The place of the focus, from the inside out: under a λ with this hint, or in the argument of this
term, which these arguments follow."""

_HOLE = Free("□")

SMALL = 20  # nodes of an argument without a redex that is passed again where it occurs again


def steps(term: Term, order: Order, unfolding: Unfolding, meter: Meter) -> Iterator[Step]:
    """The steps of a strategy that goes from the outside in.

    The *meter* is told how many parts without a redex were passed: as a tree, there may be no end to
    them, so what has none and occurs again is passed at once.
    """
    linker = Linker(unfolding.definitions)
    try:
        yield from _steps(linker, term, order, unfolding, meter)
    finally:
        linker.close()


def _steps(  # noqa: PLR0915  (one loop)
    linker: Linker, term: Term, order: Order, unfolding: Unfolding, meter: Meter
) -> Iterator[Step]:
    unfolded: dict[str, Code] = {}
    sizes: Sizes = {}
    code, env = linker.code(term), EMPTY
    args: Args = None
    frames: Frames = None
    depth = 0
    passed = taken = 0
    entered: list[tuple[Cell, int]] = []  # the arguments around the focus, and the steps taken before each
    while True:
        kind, a, b = code
        if kind == CALL_CODE:
            args = [b, env, None], args
            code, env, note = env[a]
            if note and isinstance(note[1], App) and _is_again(note, depth):
                code, env = [NAMED, note[1], None], EMPTY  # not on along its spine
            continue
        if kind == CALL_SLOT:
            args = env[b], args
            code, env, note = env[a]
            if note and isinstance(note[1], App) and _is_again(note, depth):
                code, env = [NAMED, note[1], None], EMPTY  # not on along its spine
            continue
        if kind == VARIABLE:
            code, env, note = env[a]
            if note and isinstance(note[1], App) and _is_again(note, depth):
                code, env = [NAMED, note[1], None], EMPTY  # not on along its spine
            continue
        if kind == GIVE_CODE:
            args = [b, env, None], args
            code = a
            continue
        if kind == GIVE_SLOT:
            args = env[b], args
            code = a
            continue
        if LAMBDA <= kind <= KEEPER:
            if args is not None:
                taken += 1
                yield _Beta(code, env, args, frames, depth, sizes)
                cell, args = args
                if kind == LAMBDA:
                    code, env = a, (cell,) + env  # noqa: RUF005  (half the time of a star)
                elif kind == LAMBDAS:
                    code, env = b[1], (cell,) + env  # noqa: RUF005
                elif kind == KEEPER:
                    code, env = b[1], (cell, env[b[2]])
                elif a is None:  # a selector
                    code, env, _ = cell
                else:
                    code = a
                continue
            if order.under_lambdas:
                frames = hint_of(code), None, frames
                code, env = beta(code, env, [[BOUND, depth, None], EMPTY, None])
                depth += 1
                continue
            answer = Readback(depth, by_name=True).code(code, env, depth)
        elif kind == CONSTANT:
            code, env, _ = a
            continue
        elif kind == GIVE_CELL:
            args = b, args
            code = a
            continue
        elif kind == TERM:
            resolve(code)
            continue
        elif kind == GIVE_FAR:
            args = follow(b, env), args
            code = a
            continue
        elif kind == FAR:
            code, env, _ = follow(a, env)
            continue
        elif kind == LINK:
            code, env = a, (env,)
            continue
        elif kind == BOUND:
            answer = Var(depth - 1 - a)
        elif kind == DEFINED and unfolding.needs(a, args is not None):
            if a not in unfolded:
                unfolded[a] = linker.code(unfolding.meaning(a))
            taken += 1
            yield _Delta(a, unfolded[a], args, frames, depth)
            code, env = unfolded[a], EMPTY
            continue
        else:
            answer = Free(a) if kind == DEFINED else a

        # the focus is stuck, and its answer is a term: on to the next argument
        if not order.in_arguments:
            return
        while True:
            passed += 1
            if passed % TICK == 0:
                meter.tick()
            while args is None:
                if frames is None:
                    return
                around, args, frames = frames
                if isinstance(around, str):
                    answer = Lam(around, answer)
                    depth -= 1
                    continue
                cell, before = entered.pop()
                if before == taken and answer.size > SMALL:
                    cell[2] = depth, answer
                answer = App(around, answer)
            cell, args = args
            if not (cell[2] and _is_again(cell[2], depth)):
                break
            answer = App(answer, cell[2][1])  # as a tree, there may be no end to what is shared
        frames = answer, args, frames
        args = None
        entered.append((cell, taken))
        code, env, _ = cell


def _is_again(note: tuple[int, Term], depth: int) -> bool:
    """True if the normal form of an argument, noted under other λs perhaps, is the same here."""
    return note[0] == depth or not note[1].open


# ── Reading a step ────────────────────────────────────────────────────────────────────


class _MachineStep(Step):
    """A step, read from what the machine held: the arguments, the frames and the λs around its redex.

    Its terms are read when they are asked for, within what the meter allows that is running then.
    """

    _args: Args
    _frames: Frames
    _depth: int

    @cached_property
    def _read(self) -> Readback:
        return Readback(self._depth, by_name=True)

    @cached_property
    def path(self) -> Path:  # for which no term has to be read
        return _path(self._args, self._frames)

    @cached_property
    def context(self) -> Context:  # type: ignore[override]
        with self._read as read:
            return _context(read, self._args, self._frames)


class _Beta(_MachineStep):
    """A β-step of an abstraction in its environment."""

    rule = Rule.BETA

    def __init__(  # noqa: PLR0913, PLR0917  (what the machine holds)
        self,
        code: Code,
        env: Environment,
        args: tuple[Cell, Args],
        frames: Frames,
        depth: int,
        sizes: Sizes,
    ) -> None:
        self._code = code
        self._env = env
        self._arg, self._args = args
        self._frames = frames
        self._depth = depth
        self._sizes = sizes

    @property
    def growth(self) -> int:
        size = partial(size_of, self._sizes)
        abstraction, arg = size(self._code, self._env), size([CONSTANT, self._arg, None], EMPTY)
        return size(*beta(self._code, self._env, self._arg)) - (abstraction + arg + 1)

    @cached_property
    def redex(self) -> Term:  # type: ignore[override]
        with self._read as read:
            abstraction = read.code(self._code, self._env, self._depth)
            return App(abstraction, read.cell(self._arg, self._depth))

    @cached_property
    def contractum(self) -> Term:  # type: ignore[override]
        with self._read as read:
            return read.code(*beta(self._code, self._env, self._arg), self._depth)


class _Delta(_MachineStep):
    """A δ-step of a name to its code."""

    rule = Rule.DELTA

    def __init__(self, name: str, code: Code, args: Args, frames: Frames, depth: int) -> None:
        self._name = name
        self._code = code
        self._args = args
        self._frames = frames
        self._depth = depth

    @cached_property
    def redex(self) -> Term:  # type: ignore[override]
        return Free(self._name)

    @cached_property
    def contractum(self) -> Term:  # type: ignore[override]
        with self._read as read:
            return read.code(self._code, EMPTY, self._depth)


def _path(args: Args, frames: Frames) -> Path:
    """The path to the focus."""
    outwards = ["fn"] * len(entries(args))
    while frames is not None:
        around, args, frames = frames
        outwards.append("body" if isinstance(around, str) else "arg")
        if args is not None:
            outwards += ["fn"] * len(entries(args))
    outwards.reverse()
    return tuple(outwards)


def _context(read: Readback, args: Args, frames: Frames) -> Context:
    """The context that the arguments of the focus and the frames around it make."""
    depth = 0
    context: Context = None
    for around, pending, _ in reversed(entries(frames)):
        if isinstance(around, str):
            context = "body", Lam(around, _HOLE), context
            depth += 1
        else:
            context = "arg", App(around, _HOLE), _applied(read, pending, depth, context)
    return _applied(read, args, depth, context)


def _applied(read: Readback, args: Args, depth: int, context: Context) -> Context:
    """The context of what is applied to arguments that stand in *context*."""
    for cell, _ in reversed(entries(args)):
        context = "fn", App(_HOLE, read.cell(cell, depth)), context
    return context
