"""The CEK machine: call by value, with what is left to do as a continuation.

    control   env   continuation            control   env              continuation
    t u       e     k                  ─▶   t         e                arg (u, e)·k    app
    v         e     arg (u, e')·k      ─▶   u         e'               fun (v, e)·k    arg
    v         e     fun (λx. t, e')·k  ─▶   t         (x = (v, e))·e'  k               fun: a β-step
    v         e     fun f·k            ─▶   f v                        k               stick
    x         e     k                  ─▶   v         e'               k               var, if e(x) is (v, e')
    f         e     k                  ─▶   t         –                k               unfold, if f means t

v is a value: an abstraction, a free name, or what is stuck. The function is evaluated first, then its
argument, then the λ takes that. The continuation says what is left to do with the value when it is there:
the nearest first, to evaluate an argument, or to apply a function. (Felleisen and Friedman 1986, *Control
operators, the SECD-machine, and the λ-calculus*; the transitions have the names of the continuations.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lamb.analysis.machines.states import (
    Closure,
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

COLUMNS = ("control", "environment", "continuation")
RULES = {
    "app": "first the function; that its argument is left to do is the continuation",
    "arg": "the function is there, and waits for its argument, which is next",
    "fun": "the argument is there: the variable of the λ stands for it (β)",
    "stick": "what has no λ, and its argument, are a value together",
    "var": "what the variable stands for, in the environment that belongs to it",
    "unfold": "on with the definition of the name (δ)",
}
BETA = ("fun",)


class Argument(NamedTuple):
    """What is left to do: evaluate this argument of the value that comes."""

    closure: Closure


class Function(NamedTuple):
    """What is left to do: apply this function to the value that comes."""

    value: Closure | Neutral


@dataclass(frozen=True, slots=True, eq=False)
class ContinuationState(State):
    """The term or the value that the machine is at, and what is left to do with its value."""

    code: Closure | Neutral
    continuation: Stack = None

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        return *side_by_side(self.code), self._continuation()

    def _continuation(self) -> Iterator[Shown]:
        for frame in each(self.continuation):
            yield "arg" if isinstance(frame, Argument) else "fun"
            yield frame[0]

    def term(self) -> Term:
        reader = Reader()
        term = reader.read(self.code)
        for frame in each(self.continuation):
            match frame:
                case Argument(closure):
                    term = App(term, reader.read(closure))
                case Function(value):
                    term = App(reader.read(value), term)
        return term


def step(state: ContinuationState, unfolding: Unfolding) -> tuple[str, ContinuationState] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    match state.code, state.continuation:
        case Closure(App(t, u), e), k:
            return "app", ContinuationState(Closure(t, e), (Argument(Closure(u, e)), k))
        case Closure(Var(i), e), k:
            return "var", ContinuationState(looked_up(i, e), k)
        case Closure(Free(f), _), k if unfolding.needs(f, k is not None and isinstance(k[0], Argument)):
            return "unfold", ContinuationState(Closure(unfolding.meaning(f), None), k)
        case v, (Argument(u), k):
            return "arg", ContinuationState(u, (Function(v), k))
        case v, (Function(Closure(Lam(x, t), e)), k):
            return "fun", ContinuationState(Closure(t, (x, v, e)), k)
        case v, (Function(Neutral(head, arguments)), k):
            return "stick", ContinuationState(Neutral(head, (v, arguments)), k)
        case v, (Function(Closure() as head), k):
            return "stick", ContinuationState(Neutral(head, (v, None)), k)
    return None
