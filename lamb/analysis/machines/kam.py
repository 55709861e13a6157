"""Krivine's machine: call by name in three transitions.

    code    environment   stack             code   environment   stack
    t u     e             s            ─▶   t      e             (u, e)·s     push
    λx. t   e             c·s          ─▶   t      (x = c)·e     s            grab: a β-step
    x       e             s            ─▶   t      e'            s            access, if e(x) is (t, e')
    f       e             s            ─▶   t      –             s            unfold, if f is defined as t

An argument waits on the stack, with the environment it came from, until a λ takes it; it is evaluated each
time that its variable is met. The machine stops at an abstraction with an empty stack, or at a free name:
at a weak head normal form (Krivine 2007, *A call-by-name lambda-calculus machine*; he found it about 1985).
The names of the transitions are those of the instructions in Leroy 1990, *The ZINC experiment*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lamb.analysis.machines.states import (
    Closure,
    Environment,
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

COLUMNS = ("code", "environment", "stack")
RULES = {
    "push": "the argument waits on the stack, with the environment it needs",
    "grab": "the λ takes the argument on top of the stack: its variable stands for that (β)",
    "access": "on with what the variable stands for, in the environment that belongs to it",
    "unfold": "on with the definition of the name (δ)",
}
BETA = ("grab",)


@dataclass(frozen=True, slots=True, eq=False)
class KrivineState(State):
    """The term that the machine is at, its environment, and the arguments that wait, the next one on top."""

    at: Term
    environment: Environment = None
    stack: Stack = None

    @property
    def code(self) -> Closure:
        return Closure(self.at, self.environment)

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        return *side_by_side(self.code), each(self.stack)

    def term(self) -> Term:
        reader = Reader()
        return reader.applied(reader.read(self.code), self.stack)


def step(state: KrivineState, unfolding: Unfolding) -> tuple[str, KrivineState] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    match state:
        case KrivineState(App(t, u), e, s):
            return "push", KrivineState(t, e, (Closure(u, e), s))
        case KrivineState(Lam(x, t), e, (c, s)):
            return "grab", KrivineState(t, (x, c, e), s)
        case KrivineState(Var(i), e, s):
            t, e = looked_up(i, e)
            return "access", KrivineState(t, e, s)
        case KrivineState(Free(f), _, s) if unfolding.needs(f, s is not None):
            return "unfold", KrivineState(unfolding.meaning(f), None, s)
    return None
