"""The machine: normal forms, fast.

It computes what normal order computes (`trace.py`), with the same answers and the same
termination, but contracts a redex that has been copied only once. It is Crégut's strong machine KN
(*Strongly reducing variants of the Krivine abstract machine*, 2007) with cells that are overwritten
by their values, which Biernacka, Charatonik and Drab (*A simple and efficient implementation of
strong call by need by an abstract machine*, ICFP 2022) call RKNL.

A **cell** is a suspended argument, [code, environment, note]. It is run at most once: its code and
environment are then overwritten with its value's. A **value** is an abstraction that waits for an
argument, or something stuck: a variable or an undefined name, with its arguments. The **note** is
shared by all cells that hold the same value, and once somebody has asked for it has its normal form
and the depth at which that was made; under more λs it only needs a shift.

The machine goes round three states, with a stack of `frames` that say what comes after:

        ┌────────────────────────── an argument to normalize ─────────────────────┐
        ▼                                                                         │
    ┌──────────┐   nothing to   ┌──────────┐   an abstraction, or   ┌──────────┐  │
    │ evaluate │ ─────────────▶ │  value   │ ─────────────────────▶ │  answer  │ ─┘
    └──────────┘    apply to    └──────────┘   something stuck      └──────────┘
     code, env        ▲   │      overwrite the        with its       a normal form
     and args         └───┘      cells that wait      arguments      goes into its frame

A frame (cell, args) overwrites *cell* with a value and goes on applying it to *args*. The others
make something of an answer, and note it in *cell*: (None, hint, None, cell) puts it under a λ, and
(None, fn, pending, cell) applies *fn* to it and goes on to the next pending argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lamb.calculus.budget import Budget, Exhausted, Meter, Outcome, Status, Watch
from lamb.calculus.code import (
    APPLY,
    BOUND,
    DEFINED,
    DISTANT,
    EMPTY,
    GLOBAL,
    LAMBDA,
    LINKING,
    REPEAT,
    STUCK,
    VARIABLE,
    Cell,
    Environment,
    Linker,
    distant,
)
from lamb.calculus.collector import fewer_collections
from lamb.calculus.memory import Memory
from lamb.calculus.readback import Focus, Frame, read_back, read_beginning
from lamb.calculus.term import App, Lam, Term, Var, shift

LAP: Final = 4_096  # steps, or nodes of the answer, between two looks at the budget

NOTHING: Final[list[Cell]] = []
"""No more arguments. Nobody changes it."""


def normalize(
    term: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Outcome:
    """The normal form of *term*, names unfolded by *definitions*, or how far the budget went.

    The steps are contractions after sharing: never more than normal order takes. A definition is
    evaluated once. *watch* is called every few thousand steps and may stop the run. Raises
    ValueError if a variable points out of *term*.
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    with fewer_collections():
        return _Machine(term, definitions or {}, budget.meter(watch)).run()


class _Machine:
    """One run. What is used in every step is a local variable of `run`."""

    def __init__(self, term: Term, definitions: Mapping[str, Term], meter: Meter) -> None:
        self.start = term
        self.linker = Linker(definitions)
        self.code = self.linker.code(term)
        self.meter = meter
        self.steps = 0  # that the meter has been told of
        self.visited = 0  # nodes, by shifts, since the budget was looked at
        self.memory = Memory()
        self.lap = LAP if meter.budget.nodes is None else max(64, min(LAP, meter.budget.nodes // 16))

    def run(self) -> Outcome:  # noqa: PLR0915  (one loop: a call would cost more than a step)
        code = self.code
        env: Environment = EMPTY
        args: list[Cell] = []  # what code is applied to, the first one last
        frames: list[Frame] = []  # what comes after, the next one last
        depth = 0  # λs that we are under
        variables: list[Term] = []  # by their index, for reading back

        steps = nodes = 0  # up to the beginning of this lap
        lap = fuel = self.next_lap(0)  # the steps of this lap, and those left in it
        room = self.lap  # nodes of the answer left in this lap

        while True:
            # ── evaluate: code in env, applied to args ────────────────────────────────
            kind = code[0]
            if kind is APPLY:
                for slot, arg in code[2]:
                    if slot:
                        args.append(env[slot])
                    elif arg[0] is GLOBAL:
                        args.append(arg[1])
                    elif arg[0] is DISTANT:
                        args.append(distant(env, arg))
                    else:
                        args.append([arg, env, None])
                code = code[1]
                kind = code[0]
            cell: Cell | None = None  # the one that has code and env, if it is known
            if kind is VARIABLE:
                cell = env[code[1]]
            elif kind is LAMBDA:
                pass
            elif kind is GLOBAL:
                cell = code[1]
            elif kind is REPEAT:
                if code[1]:
                    args.append([(REPEAT, code[1] - 1), env, None])
                cell = env[1 if code[1] else 2]
            elif kind is DISTANT:
                cell = distant(env, code)
            elif kind is DEFINED:  # δ
                if not fuel:
                    steps += lap
                    if status := self.stops_before_step(steps, nodes + self.lap - room, args, frames):
                        return self.stopped(status, steps, (code, env, args), frames, depth)
                    lap = fuel = self.next_lap(steps)
                fuel -= 1
                code = self.linker.definition(code[1])
                continue
            if cell is not None:
                code, env, _ = cell
                kind = code[0]
                if kind is not LAMBDA and (kind is APPLY or kind is REPEAT or kind is DEFINED):
                    frames.append((cell, args))
                    args = []
                    continue
            if args:
                if kind is LAMBDA:  # β
                    if not fuel:
                        steps += lap
                        if status := self.stops_before_step(steps, nodes + self.lap - room, args, frames):
                            return self.stopped(status, steps, (code, env, args), frames, depth)
                        lap = fuel = self.next_lap(steps)
                    fuel -= 1
                    env += (args.pop(),)
                    code = code[2]
                    while fuel and args and code[0] is LAMBDA:  # and for the arguments that follow
                        fuel -= 1
                        env += (args.pop(),)
                        code = code[2]
                    continue
                if kind is LINKING:
                    env = (env,)
                    code = code[1]
                    continue
                code = (STUCK, code, args)
                cell = None
                args = []

            # ── value: nothing to apply it to; overwrite the cells that wait for it ───
            while frames:
                frame = frames.pop()
                waiting = frame[0]
                if waiting is None:
                    frames.append(frame)
                    break
                waiting[0] = code
                waiting[1] = env
                if cell is None:
                    cell = waiting
                else:  # both hold the same value: they share its note
                    if cell[2] is None:
                        cell[2] = []
                    waiting[2] = cell[2]
                if frame[1]:
                    args = frame[1]
                    break
            if args:
                continue

            # ── answer: the value's normal form, which goes into its frame ────────────
            while True:
                room -= 1
                if not room:
                    nodes += self.lap
                    room = self.lap
                    if status := self.exhausted(steps + lap - fuel, nodes, args, frames):
                        return self.stopped(status, steps + lap - fuel, (code, env, args), frames, depth)
                kind = code[0]
                argument: Cell | None = None  # the next to be normalized
                if cell is not None and cell[2]:
                    made_at, answer = cell[2]
                    if made_at != depth and answer.open:
                        try:
                            answer = shift(answer, depth - made_at, self.tick)
                        except Exhausted as exhausted:
                            reached = code, env, args
                            return self.stopped(exhausted.status, steps + lap - fuel, reached, frames, depth)
                elif kind is LAMBDA or kind is LINKING:
                    if kind is LINKING:
                        env = (env,)
                        code = code[1]
                    frames.append((None, code[1], None, cell))
                    env += ([(BOUND, depth), EMPTY, None],)
                    code = code[2]
                    if depth == len(variables):
                        variables.append(Var(depth))
                    depth += 1
                    break
                else:
                    pending: list[Cell] = NOTHING
                    if kind is STUCK:
                        argument = code[2][0]
                        pending, code = code[2], code[1]
                        kind = code[0]
                        if kind is STUCK or len(pending) > 1:
                            pending = pending.copy()
                            while kind is STUCK:
                                pending += code[2]
                                code = code[1]
                                kind = code[0]
                            argument = pending.pop()
                        else:
                            pending = NOTHING
                    answer = variables[depth - 1 - code[1]] if kind is BOUND else code[1]
                    if argument is not None:
                        frames.append((None, answer, pending, cell))
                while argument is None:
                    if not frames:
                        return _finished(answer, steps + lap - fuel)
                    _, around, pending, cell = frames.pop()
                    if pending is None:
                        answer = Lam(around, answer)
                        depth -= 1
                    else:
                        answer = App(around, answer)
                        if pending:
                            argument = pending.pop()
                            frames.append((None, answer, pending, cell))
                            continue
                    if cell is not None:
                        if cell[2] is None:
                            cell[2] = [depth, answer]
                        else:
                            cell[2] += depth, answer
                cell = argument
                code, env, _ = cell
                kind = code[0]
                if kind is APPLY or kind is REPEAT or kind is DEFINED:
                    frames.append((cell, None))
                    break

    def stopped(self, status: Status, steps: int, focus: Focus, frames: list[Frame], depth: int) -> Outcome:
        """How a run ended that was stopped: its term is read when somebody asks for it."""
        return Outcome(
            status,
            steps,
            lambda: read_back(focus, frames, depth) or self.start,
            lambda: read_beginning(focus, frames, depth) or self.start,
        )

    def next_lap(self, steps: int) -> int:
        limit = self.meter.budget.steps
        return self.lap if limit is None else min(self.lap, limit - steps)

    def stops_before_step(
        self, steps: int, answered: int, args: list[Cell], frames: list[Frame]
    ) -> Status | None:
        """Why there may be no other step, if there may not."""
        if not self.meter.allows_step(steps):
            return Status.STEPS
        return self.exhausted(steps, answered, args, frames)

    def exhausted(self, steps: int, answered: int, args: list[Cell], frames: list[Frame]) -> Status | None:
        """What has run out, if anything, *answered* being the nodes of the answer so far."""
        self.steps = steps
        return self.meter.exhausted(steps, max(answered, self.held(), len(args) + len(frames)))

    def held(self) -> int:
        """About how many nodes are in memory, if that is limited."""
        return 0 if self.meter.budget.nodes is None else self.memory.held()

    def tick(self, visited: int) -> None:
        """Look at the budget in the middle of a shift, or after some short ones."""
        self.visited += visited
        if self.visited < LAP:
            return
        self.visited = 0
        if status := self.meter.exhausted(self.steps, self.held()):
            raise Exhausted(status)


def _finished(answer: Term, steps: int) -> Outcome:
    return Outcome(Status.NORMAL_FORM, steps, lambda: answer)
