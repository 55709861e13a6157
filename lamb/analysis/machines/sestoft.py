"""Sestoft's machine: call by need. What an argument turns out to be is kept, and never worked out again.

    heap             control  env  stack       heap            control  env        stack
    h                t x      e    s       ─▶  h               t        e          e(x)·s    app1
    h                t u      e    s       ─▶  p ↦ (u, e), h   t        e          p·s       let
    h                λx. t    e    p·s     ─▶  h               t        (x = p)·e  s         app2: a β-step
    p ↦ (t, e'), h   x        e    s       ─▶  h               t        e'         #p·s      var1, p is e(x)
    h                v        e    #p·s    ─▶  p ↦ (v, e), h   v        e          s         var2
    h                f        e    s       ─▶  h               t        –          s         unfold

An argument that is no variable gets a cell p in the heap: `let p = u in t p`. Where its variable is met, the
mark #p goes on the stack, and the cell is updated when the value is there. (Sestoft 1997, *Deriving a lazy
abstract machine*, the mark 2 machine, with his names of the transitions; a cell that is being worked on
shows what it held before. Our terms are not normalized: `let` is made for each application when it is met.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, NamedTuple, Self, TypeVar

from lamb.analysis.machines.states import (
    Closure,
    Environment,
    HeapCell,
    Held,
    Neutral,
    Reader,
    Shown,
    Stack,
    State,
    each,
    looked_up,
    side_by_side,
)
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Free, Lam, Term, Var

COLUMNS = ("control", "environment", "stack", "heap")
RULES = {
    "app1": "the argument is a variable: its cell goes on the stack",
    "let": "the argument gets a cell of its own, which goes on the stack",
    "app2": "the variable of the λ stands for the cell on top of the stack (β)",
    "var1": "on with what the cell holds; the mark # says which cell waits for the value",
    "var2": "a value: it is written into the cell that waits for it",
    "stick": "what has no λ, and its argument, are a value together",
    "unfold": "on with the definition of the name (δ)",
}
BETA = ("app2",)


class Update(NamedTuple):
    """The mark of a cell that waits for the value of what it holds."""

    cell: HeapCell


@dataclass(frozen=True, slots=True, eq=False)
class NeedState(State):
    """The term or the value that the machine is at, the cells that are arguments, or wait, and all cells."""

    code: Any
    stack: Stack = None
    heap: Stack = None
    time: int = 0

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        return *side_by_side(self.code), marked(self.stack), map(Held, each(self.heap))

    def term(self) -> Term:
        reader = Reader(self.time)
        cells = (item for item in each(self.stack) if isinstance(item, HeapCell))
        return reduce(lambda term, cell: App(term, reader.read(cell)), cells, reader.read(self.code))

    def next(self, code: Any, stack: Stack) -> Self:
        """The next state, with the same heap."""
        return replace(self, code=code, stack=stack, time=self.time + 1)

    def let(self, fn: Term, arg: Term, environment: Environment) -> tuple[str, Self]:
        """The transition to a function whose argument gets a new cell."""
        cell = HeapCell(self.heap[0].number + 1 if self.heap else 1, Closure(arg, environment))
        after = self.next(Closure(fn, environment), (cell, self.stack))
        return "let", replace(after, heap=(cell, self.heap))


def marked(stack: Stack) -> Iterator[Shown]:
    """The cells on a stack, with # before those that wait."""
    for item in each(stack):
        if isinstance(item, Update):
            yield "#"
        yield item[0] if isinstance(item, Update) else item


NeedStates = TypeVar("NeedStates", bound=NeedState)


def step(state: NeedStates, unfolding: Unfolding) -> tuple[str, NeedStates] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    match state.code, state.stack:
        case Closure(App(t, Var(i)), e), s:
            return "app1", state.next(Closure(t, e), (looked_up(i, e), s))
        case Closure(App(t, u), e), _:
            return state.let(t, u, e)
        case Closure(Var(i), e), s:
            p = looked_up(i, e)
            return "var1", state.next(p.held(state.time), (Update(p), s))
        case Closure(Lam(x, t), e), (HeapCell() as p, s):
            return "app2", state.next(Closure(t, (x, p, e)), s)
        case Closure(Free(f), _), s if unfolding.needs(f, s is not None and isinstance(s[0], HeapCell)):
            return "unfold", state.next(Closure(unfolding.meaning(f), None), s)
        case v, (Update(p), s):
            p.update(v, state.time + 1)
            return "var2", state.next(v, s)
        case Neutral(head, arguments), (HeapCell() as p, s):
            return "stick", state.next(Neutral(head, (p, arguments)), s)
        case head, (HeapCell() as p, s):
            return "stick", state.next(Neutral(head, (p, None)), s)
    return None
