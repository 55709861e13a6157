"""Our own machine in small: the normal form, by need.

What a weak machine stops at has work left in it: under the λ, or in the arguments of a stuck name. This one
is Sestoft's (`sestoft.py`), and goes on there:

    code             stack            code             stack
    λx. t            s          ─▶    t                λx·s             under: x stands for a new variable
    y u₁ … uₙ        s          ─▶    u₁               (y □ u₂ … uₙ)·s  into, if n > 0
    y                s          ─▶    answer y         s                into, if n = 0
    answer t         λx·s       ─▶    answer λx. t     s                out
    answer u         (t □ u₂ …)·s ─▶  u₂               (t u □ …)·s      next
    answer u         (t □)·s    ─▶    answer t u       s                next

where s is empty, or begins with such a frame. It is Crégut's KN (2007, *Strongly reducing variants of the
Krivine abstract machine*) with the updates of call by need, near to RKNL (Biernacka, Charatonik and Drab
2022, *A simple and efficient implementation of strong call by need by an abstract machine*). A cell keeps the
weak head normal form of what it holds; the machine behind `lamb eval` (`machine/machine.py`) keeps the normal
form as well, and names for the parts of its code that are looked at in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lamb.analysis.machines import sestoft
from lamb.analysis.machines.sestoft import NeedState, Update
from lamb.analysis.machines.states import (
    Closure,
    Environment,
    HeapCell,
    Held,
    Level,
    Neutral,
    Reader,
    Shown,
    Stack,
    each,
    looked_up,
    side_by_side,
    subscripted,
)
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Lam, Term, Var

COLUMNS = ("code", "environment", "stack", "heap")
RULES = {
    **sestoft.RULES,
    "var": "what the variable of a λ around stands for is itself",
    "under": "no argument for the λ: on under it, where its variable stands for itself",
    "into": "what is stuck stays: on with its arguments, the first one first",
    "next": "an argument is in normal form: on with the next one",
    "out": "the body is in normal form: out from under its λ",
}
BETA = ("app2",)


class Reached(NamedTuple):
    """A normal form."""

    term: Term


class Under(NamedTuple):
    """The λ around the focus, by the name of its variable."""

    name: str


class Rest(NamedTuple):
    """The focus is an argument of this normal form, and these come after it."""

    function: Term
    arguments: Stack


@dataclass(frozen=True, slots=True, eq=False)
class StrongState(NeedState):
    """A state of Sestoft's machine, and the variables of the λs *around*, as an environment."""

    around: Environment = None

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        code, bindings = (
            (["answer", Closure(self.code.term, self.around)], [])
            if isinstance(self.code, Reached)
            else side_by_side(self.code)
        )
        return code, bindings, self._stack(), map(Held, each(self.heap))

    def _stack(self) -> Iterator[Shown]:
        around = self.around
        for item in each(self.stack):
            match item:
                case Update(cell):
                    yield "#"
                    yield cell
                case Under():
                    assert around is not None
                    yield f"λ{subscripted(around[1])}"
                    around = around[2]
                case Rest(function, arguments):
                    yield "("
                    yield Closure(function, around)
                    yield "□"
                    yield from each(arguments)
                    yield ")"
                case _:
                    yield item

    def term(self) -> Term:
        reader, depth = Reader(self.time), depth_of(self.around)
        term = self.code.term if isinstance(self.code, Reached) else reader.read(self.code, depth)
        for item in each(self.stack):
            match item:
                case HeapCell():
                    term = App(term, reader.read(item, depth))
                case Under(name):
                    depth -= 1
                    term = Lam(name, term)
                case Rest(function, arguments):
                    term = reader.applied(App(function, term), arguments, depth)
        return term


def depth_of(around: Environment) -> int:
    """The number of λs around."""
    return around[1].number + 1 if around is not None else 0


def step(state: StrongState, unfolding: Unfolding) -> tuple[str, StrongState] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    match state.code:
        case Closure(App(t, Var(i) as x), e) if isinstance(looked_up(i, e), Level):
            return state.let(t, x, e)
        case Closure(Var(i), e) if isinstance(y := looked_up(i, e), Level):
            return "var", state.next(y, state.stack)
        case HeapCell() as p:
            return "var1", state.next(p.held(state.time), (Update(p), state.stack))
        case Reached():
            return _strong_step(state)
    return sestoft.step(state, unfolding) or _strong_step(state)


def _strong_step(state: StrongState) -> tuple[str, StrongState] | None:
    around = state.around
    match state.code, state.stack:
        case Closure(Lam(x, t), e), s:
            y = Level(depth_of(around), x)
            return "under", replace(state.next(Closure(t, (x, y, e)), (Under(x), s)), around=(x, y, around))
        case Neutral(f, arguments), s:
            first, rest = turned(arguments)
            return "into", state.next(first, (Rest(_answer(f, around), rest), s))
        case (Closure() | Level()) as f, s:
            return "into", state.next(Reached(_answer(f, around)), s)
        case Reached(t), (Under(x), s):
            assert around is not None
            return "out", replace(state.next(Reached(Lam(x, t)), s), around=around[2])
        case Reached(u), (Rest(t, (p, rest)), s):
            return "next", state.next(p, (Rest(App(t, u), rest), s))
        case Reached(u), (Rest(t, None), s):
            return "next", state.next(Reached(App(t, u)), s)
    return None


def _answer(head: Closure | Level, around: Environment) -> Term:
    return head.term if isinstance(head, Closure) else Var(depth_of(around) - 1 - head.number)


def turned(stack: Stack) -> Any:
    """A stack, upside down."""
    other: Stack = None
    for item in each(stack):
        other = item, other
    return other
