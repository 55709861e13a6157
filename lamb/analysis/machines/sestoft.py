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
from dataclasses import dataclass
from typing import NamedTuple

from lamb.analysis.machines.states import (
    Closure,
    HeapCell,
    Held,
    Level,
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

    code: Closure | Neutral | Level
    stack: Stack = None
    heap: Stack = None
    time: int = 0

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        return *side_by_side(self.code), marked(self.stack), map(Held, each(self.heap))

    def term(self) -> Term:
        reader = Reader(self.time)
        term = reader.read(self.code)
        for item in each(self.stack):
            if isinstance(item, HeapCell):
                term = App(term, reader.read(item))
        return term


def marked(stack: Stack) -> Iterator[Shown]:
    """The cells on a stack, with # before those that wait."""
    for item in each(stack):
        if isinstance(item, Update):
            yield "#"
        yield item[0] if isinstance(item, Update) else item


def step(state: NeedState, unfolding: Unfolding) -> tuple[str, NeedState] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    h, s, now = state.heap, state.stack, state.time + 1
    match state.code, s:
        case Closure(App(t, Var(i)), e), _:
            return "app1", NeedState(Closure(t, e), (looked_up(i, e), s), h, now)
        case Closure(App(t, u), e), _:
            p = new_cell(Closure(u, e), h)
            return "let", NeedState(Closure(t, e), (p, s), (p, h), now)
        case Closure(Var(i), e), _:
            p = looked_up(i, e)
            return "var1", NeedState(p.held(state.time), (Update(p), s), h, now)
        case Closure(Lam(x, t), e), (HeapCell() as p, s):
            return "app2", NeedState(Closure(t, (x, p, e)), s, h, now)
        case Closure(Free(f), _), _ if unfolding.needs(f, s is not None and isinstance(s[0], HeapCell)):
            return "unfold", NeedState(Closure(unfolding.meaning(f), None), s, h, now)
        case v, (Update(p), s):
            p.update(v, now)
            return "var2", NeedState(v, s, h, now)
        case v, (HeapCell() as p, s):
            return "stick", NeedState(stuck(v, p), s, h, now)
    return None


def new_cell(closure: Closure, heap: Stack) -> HeapCell:
    """A cell for a heap, with the next number."""
    return HeapCell(1 if heap is None else heap[0].number + 1, closure)


def stuck(value: Closure | Neutral | Level, cell: HeapCell) -> Neutral:
    """What has no λ, with one more argument."""
    match value:
        case Neutral(head, arguments):
            return Neutral(head, (cell, arguments))
        case head:
            return Neutral(head, (cell, None))
