"""The SECD machine: call by value, the first machine for the λ-calculus.

    stack             env  control  dump              stack         env         control    dump
    s                 e    x·c      d             ─▶  e(x)·s        e           c          d            var
    s                 e    λx. t·c  d             ─▶  (λx. t, e)·s  e           c          d            lam
    s                 e    t u·c    d             ─▶  s             e           u·t·ap·c   d            app
    (λx. t, e')·v·s   e    ap·c     d             ─▶  –             (x = v)·e'  t          (s, e, c)·d  ap: β
    f·v·s             e    ap·c     d             ─▶  f v·s         e           c          d            stick
    v                 e    –        (s, e', c)·d  ─▶  v·s           e'          c          d            return
    s                 e    f·c      d             ─▶  s             e           t·c        d            unfold

The control is what is left to do, the stack has the values that are there. The argument is evaluated before
the function; *ap* then finds both on the stack. While the body of a function runs, the rest of the machine
lies on the dump (Landin 1964, *The mechanical evaluation of expressions*, section 4).
A free name is a value; if it is defined, it is unfolded where it is applied, or is no normal form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lamb.analysis.machines.states import (
    Beside,
    Bindings,
    Closure,
    Environment,
    Neutral,
    Reader,
    Shown,
    Stack,
    State,
    each,
    looked_up,
)
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Free, Lam, Term, Var

COLUMNS = ("stack", "environment", "control", "dump")
RULES = {
    "var": "what the variable stands for goes on the stack",
    "lam": "an abstraction is a value: on the stack with it, and its environment",
    "app": "first the argument, then the function, then apply it",
    "ap": "the body of the λ is next, in its own environment; the rest waits on the dump (β)",
    "stick": "what has no λ, and its argument, are a value together",
    "return": "the body has its value: back to what waits on the dump",
    "unfold": "on with the definition of the name (δ)",
}
BETA = ("ap",)
AP = "ap"
"""What follows an argument and a function on the control."""
AT_ONCE = 20  # things on the control that are shown


@dataclass(frozen=True, slots=True, eq=False)
class LandinState(State):
    """The values that are there, the environment, what is left to do, and what waits until that is done."""

    stack: Stack
    environment: Environment
    control: Stack
    dump: Stack

    @property
    def columns(self) -> tuple[Iterable[Shown], ...]:
        todo = list(islice(each(self.control), AT_ONCE))
        bindings = Bindings(self.environment, tuple(item for item in todo if item is not AP))
        control = (item if item is AP else Beside(item, bindings) for item in todo)
        return each(self.stack), [bindings], control, self._dump()

    def _dump(self) -> Iterator[Shown]:
        for stack, environment, control in each(self.dump):
            yield "("
            yield from each(stack)
            yield "|"
            yield from (AP if item is AP else Closure(item, environment) for item in each(control))
            yield ")"

    def term(self) -> Term:
        reader = Reader()
        result: Term | None = None
        for stack, environment, control in ((self.stack, self.environment, self.control), *each(self.dump)):
            values = [reader.read(value) for value in reversed(list(each(stack)))]
            values += [result] if result is not None else []
            for item in each(control):
                if item is AP:
                    values.append(App(values.pop(), values.pop()))
                else:
                    values.append(reader.read(Closure(item, environment)))
            [result] = values
        assert result is not None
        return result


def step(state: LandinState, unfolding: Unfolding) -> tuple[str, LandinState] | None:
    """The transition from a state, by its name, and the next state; None where there is none."""
    match state:
        case LandinState(s, e, (Var(i), c), d):
            return "var", LandinState((looked_up(i, e), s), e, c, d)
        case LandinState(s, e, (App(t, u), c), d):
            return "app", LandinState(s, e, (u, (t, (AP, c))), d)
        case LandinState(s, e, (Free(f), c), d) if unfolding.needs(f, c is not None and c[0] is AP):
            return "unfold", LandinState(s, e, (unfolding.meaning(f), c), d)
        case LandinState(s, e, (Lam() | Free() as t, c), d):
            return "lam", LandinState((Closure(t, e), s), e, c, d)
        case LandinState((Closure(Lam(x, t), e1), (v, s)), e, (_, c), d):
            return "ap", LandinState(None, (x, v, e1), (t, None), ((s, e, c), d))
        case LandinState((Closure(Free(f), _), s), e, (_, _) as c, d) if unfolding.needs(f, True):
            return "unfold", LandinState(s, e, (unfolding.meaning(f), c), d)
        case LandinState((Neutral(f, arguments), (v, s)), e, (_, c), d):
            return "stick", LandinState((Neutral(f, (v, arguments)), s), e, c, d)
        case LandinState((Closure() as f, (v, s)), e, (_, c), d):
            return "stick", LandinState((Neutral(f, (v, None)), s), e, c, d)
        case LandinState((v, None), _, None, ((s, e, c), d)):
            return "return", LandinState((v, s), e, c, d)
    return None
