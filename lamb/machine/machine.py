"""The machine: normal forms, fast.

It computes what normal order computes (`calculus/strategies.py`), with the same answers and the same
termination, but contracts a redex that has been copied only once. It is Crégut's strong machine KN
(*Strongly reducing variants of the Krivine abstract machine*, 2007) with cells that are overwritten
by their values, which Biernacka, Charatonik and Drab (*A simple and efficient implementation of
strong call by need by an abstract machine*, ICFP 2022) call RKNL.

A **cell** is a suspended argument, [code, environment, note]. It is run at most once: its code and
environment are then overwritten with its value's. A **value** is an abstraction that waits for an
argument, or something stuck: a variable or an undefined name, with its arguments. The code of what
is stuck is overwritten once more, with its normal form. An abstraction has to stay one, and keeps
its normal form in the **note**, with the depth at which it was made: all cells that hold the same
value share it. Under more λs a normal form only needs a shift.

The machine goes round three states:

         ┌────────────────── its body, or its next argument ───────────────────┐
         ▼                                                                     │
    ┌──────────┐     a value     ┌─────────┐   nothing waits    ┌──────────┐   │
    │ evaluate │ ──────────────▶ │  apply  │ ─────────────────▶ │  answer  │ ──┴──▶ done
    └──────────┘                 └─────────┘                    └──────────┘
      ▲  │  ▲                      │  │  ▲
      └──┘  └───────── β ──────────┘  └──┘
    an argument is put away,     a cell is overwritten,
    a cell has to run, or β      its arguments come next

    evaluate   *code* runs in *env*: its arguments are put away in cells, before those in *args*, until
               its head is reached. Where that is a cell that has not run, the cell goes to those that
               are *waiting*, with the arguments for its value, and its code runs. Most heads are
               variables that have a value and are handed one more argument (a call). There is a short
               cut for what comes of these: the argument is not put away, but meets the value at once.
    apply      a value meets its arguments: this is β, of two λs at once if it can be. Where there are
               none, it overwrites the nearest cell that waits, and meets the arguments of that.
    answer     a value that nothing waits for becomes a term, from the outside in: what is to be made
               of the answer is put on *frames*, and the next part to be normalized is run. If that is
               a cell's, the cell is the *goal*, which is overwritten as if it waited.

What is to come is linked, and the nearest is first: the arguments (cell, others), the cells that wait
(cell, first argument, other arguments, others), and what is made of an answer: the frame
(None, hint, cell, others) puts it under a λ, (fn, args, cell, others) applies *fn* to it and goes on to
the next of *args*, and (None, (stuck, args), cell, others) keeps it as what is stuck there, and applies it
to *args*. The result is noted in *cell*, if there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from lamb.calculus.budget import Budget, Exhausted, Fuel, Status, Watch
from lamb.calculus.numerals import number_named
from lamb.calculus.strategies import LARGE, Unfolding, has_no_redex
from lamb.calculus.substitution import Sharing
from lamb.calculus.term import App, Lam, Term, Var, _App
from lamb.freeing import fewer_collections
from lamb.machine.code import (
    BOUND,
    CALL_CODE,
    CALL_SLOT,
    CONSTANT,
    DEFINED,
    EMPTY,
    FAR,
    FIRST,
    GIVE_CODE,
    GIVE_FAR,
    GIVE_SLOT,
    HALT,
    IMMENSELY_MANY,
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
    follow,
    hint_of,
    numeral,
    resolve,
    some_of_them,
    times,
)
from lamb.machine.readback import Focus, Frames, Outcome, Remains, Waiting
from lamb.quantities import IMMENSE, SMALL

if TYPE_CHECKING:
    from lamb.machine.arithmetic.numbers import Numbers


def normalize(
    term: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    numbers: bool = False,
) -> Outcome:
    """The normal form of *term*, names unfolded by *definitions*, or how far the budget went.

    The steps are contractions after sharing: never more than normal order takes. A definition is
    evaluated once. With *numbers*, known arithmetic is done with integers (`arithmetic/`), which gives
    the same normal form and takes no steps: they count the contractions that were made besides. It is
    off unless it is asked for, so that the steps are the calculus's own. *watch* is called every few
    thousand steps and may stop the run. Raises ValueError if a variable points out of *term*.
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    with fewer_collections(), Fuel(budget, watch) as fuel:
        try:
            if term.size > LARGE and has_no_redex(term, Unfolding(definitions or {})):
                return Outcome(Status.NORMAL_FORM, 0, lambda: term)
        except Exhausted as exhausted:
            return Outcome(exhausted.status, 0, lambda: term)
        return _Machine(term, definitions or {}, fuel, numbers).run()


@cache
def _arithmetic() -> Callable[[Mapping[str, Term]], tuple[Linker, Numbers]]:
    from lamb.machine.arithmetic.numbers import arithmetic  # start-up counts

    return arithmetic


def squeezed(waiting: Waiting) -> Waiting:
    """Those that wait, without a chain of cells that wait for each other's value and nothing else.

    Each but the nearest becomes an indirection to that. So a loop whose calls are last runs in constant
    memory (Peyton Jones 1992, *Implementing lazy functional languages on stock hardware*, calls it stack
    squeezing). A name that is defined may wait for itself, and is left.
    """
    while waiting is not None and waiting[1] is None and (further := waiting[3]) is not None:
        nearest = waiting[0]
        owner, arg, args, others = further
        if owner[0][0] == DEFINED or owner is nearest:
            break
        owner[0], owner[1] = [CONSTANT, nearest, None], EMPTY
        waiting = nearest, arg, args, others
    return waiting


class _Machine:
    """One run. What is used in every step is a local variable of `run`."""

    def __init__(self, term: Term, definitions: Mapping[str, Term], fuel: Fuel, numbers: bool) -> None:
        self.start = term
        self.fuel = fuel
        self.linker = Linker(definitions)
        self.numbers: Numbers | None = None
        if numbers:
            self.linker, self.numbers = _arithmetic()(definitions)
        self.shifts = Sharing()

    def run(self) -> Outcome:  # noqa: PLR0915  (one loop: a call would cost more than a step)
        call_code, call_slot, variable, constant = CALL_CODE, CALL_SLOT, VARIABLE, CONSTANT
        give_code, give_slot = GIVE_CODE, GIVE_SLOT
        lambda_, selector, lambdas, keeper, bound = LAMBDA, SELECTOR, LAMBDAS, KEEPER, BOUND
        new_application, abstraction, small = _App, Lam.__new__, SMALL

        numbers: Any = self.numbers  # None if there is no arithmetic
        code, args, steps = self.linker.begin(self.start, self.fuel.steps_left(0))
        env: Environment = EMPTY
        arg: Any
        second: Any
        cell: Cell | None = None  # the one that has code and env, if there is one
        waiting: Waiting = None  # cells that have to be overwritten
        goal: Cell | None = None  # the part of the answer that runs, if it is a cell's
        frames: Frames = None  # what is made of answers
        depth = 0  # λs that we are under
        binders: list[Cell] = []  # the cells of their variables, from the outside in
        variables: list[Term] = []  # by their index
        normals: list[Code] = [[NORMAL, 0, None]]  # by their depth

        fuel = 0  # steps that may be taken; they are in *steps* already
        nodes = room = self.fuel.lap  # of the answer: when to look at the budget, and how many until then

        while True:
            # ── evaluate: code in env, applied to args ────────────────────────────────
            kind, a, b = code
            if kind is call_code:  # a new cell is made where it is needed
                code, outer, _ = env[a]
                kind, body, rest = code
                if kind < lambda_:
                    waiting = env[a], [b, env, None], args, waiting
                    args = None
                    env = outer
                    continue
                if kind is lambda_:
                    if fuel:  # β
                        fuel -= 1
                        env = ([b, env, None],) + outer  # noqa: RUF005  (half the time of a star)
                        code = body
                        continue
                elif kind is lambdas:
                    if fuel > 1:
                        if args is not None:  # β twice
                            fuel -= 2
                            second, args = args
                            env = (second, [b, env, None]) + outer  # noqa: RUF005
                            code = body
                            continue
                        if waiting is not None and waiting[1] is not None:  # with an update between
                            fuel -= 2
                            first = [b, env, None]
                            owner, second, args, waiting = waiting
                            owner[0] = rest[1]
                            owner[1] = (first,) + outer  # noqa: RUF005
                            env = (second, first) + outer  # noqa: RUF005
                            code = body
                            continue
                elif kind is keeper:
                    if fuel > 1:
                        first = [b, env, None]
                        if args is not None:  # β twice
                            fuel -= 2
                            second, args = args
                            env = second, first, outer[rest[2]]
                            code = body
                            continue
                        if waiting is not None and waiting[1] is not None:  # with an update between
                            fuel -= 2
                            owner, second, args, waiting = waiting
                            kept = outer[rest[2]]
                            owner[0] = rest[1]
                            owner[1] = first, kept
                            env = second, first, kept
                            code = body
                            continue
                elif kind is selector:
                    if fuel:  # β
                        fuel -= 1
                        code = body
                        if code is None:  # the argument
                            code = b
                        else:
                            env = outer
                        continue
                elif kind is bound and waiting is None and room > 1:
                    room -= 1
                    frames = variables[depth - 1 - body], args, goal, frames
                    goal = args = None
                    code = b
                    continue
                args = [b, env, None], args
                env = outer
                kind, a, b = code
            elif kind is call_slot:  # the same, where the cell is there
                code, outer, _ = env[a]
                kind, body, rest = code
                if kind < lambda_:
                    waiting = env[a], env[b], args, waiting
                    args = None
                    env = outer
                    continue
                if kind is lambda_:
                    if fuel:  # β
                        fuel -= 1
                        env = (env[b],) + outer  # noqa: RUF005
                        code = body
                        continue
                elif kind is lambdas:
                    if fuel > 1:
                        if args is not None:  # β twice
                            fuel -= 2
                            second, args = args
                            env = (second, env[b]) + outer  # noqa: RUF005
                            code = body
                            continue
                        if waiting is not None and waiting[1] is not None:  # with an update between
                            fuel -= 2
                            first = env[b]
                            owner, second, args, waiting = waiting
                            owner[0] = rest[1]
                            owner[1] = (first,) + outer  # noqa: RUF005
                            env = (second, first) + outer  # noqa: RUF005
                            code = body
                            continue
                elif kind is keeper:
                    if fuel > 1:
                        first = env[b]
                        if args is not None:  # β twice
                            fuel -= 2
                            second, args = args
                            env = second, first, outer[rest[2]]
                            code = body
                            continue
                        if waiting is not None and waiting[1] is not None:  # with an update between
                            fuel -= 2
                            owner, second, args, waiting = waiting
                            kept = outer[rest[2]]
                            owner[0] = rest[1]
                            owner[1] = first, kept
                            env = second, first, kept
                            code = body
                            continue
                elif kind is selector and fuel:  # β
                    fuel -= 1
                    code = body
                    if code is None:
                        code = [variable, b, None]
                    else:
                        env = outer
                    continue
                if kind is bound and waiting is None and room > 1:
                    room -= 1
                    frames = variables[depth - 1 - body], args, goal, frames
                    goal = args = None
                    code, env, _ = cell = env[b]
                    if code[0] < lambda_:
                        goal = cell
                        continue
                else:
                    args = env[b], args
                    env = outer
                kind, a, b = code
            elif kind < variable:
                if kind is give_code:
                    args = [b, env, None], args
                elif kind is give_slot:
                    args = env[b], args
                else:  # GIVE_CELL
                    args = b, args
                code = a
                continue
            elif kind <= constant:
                code, env, _ = cell = env[a] if kind is variable else a
                kind, a, b = code
                if kind < lambda_:
                    waiting = (cell, None, None, waiting) if args is None else (cell, *args, waiting)
                    args = None
                    continue
            elif kind >= lambda_:
                cell = None
            elif kind is TERM:
                resolve(code)
                continue
            elif kind is REPEAT:
                if a > IMMENSELY_MANY:
                    code, env = some_of_them(a, env)
                    continue
                args = [times(a - 1), env, None], args
                code = SECOND
                continue
            elif kind is LINK:
                env = (env,)
                code = a
                continue
            elif kind is FAR:
                code, env = FIRST, (follow(a, env),)
                continue
            elif kind is GIVE_FAR:
                args = follow(b, env), args
                code = a
                continue
            elif kind is LAW:
                if code is HALT:
                    return self.stopped(steps - fuel, (code, env, args), waiting, frames, depth)
                code, env, args, waiting = numbers.meet(code, env, args, waiting)
                continue
            else:  # DEFINED: δ
                if not fuel:
                    fuel = self.fuel.more(steps, nodes - room, args, waiting, frames)
                    if not fuel:
                        return self.stopped(steps, (code, env, args), waiting, frames, depth)
                    steps += fuel
                steps -= fuel - 1
                code, args, taken = self.unfolded(a, self.fuel.steps_left(steps))
                steps += taken
                fuel = 0
                continue

            while True:
                # ── apply: a value, to args; if there are none, to what waits for it ──
                if kind <= keeper:
                    if args is not None:  # β
                        if not fuel:
                            fuel = self.fuel.more(steps, nodes - room, args, waiting, frames)
                            if not fuel:
                                return self.stopped(steps, (code, env, args), waiting, frames, depth)
                            steps += fuel
                            waiting = squeezed(waiting)
                        arg, args = args
                        if kind < lambdas:
                            fuel -= 1
                            if kind is lambda_:
                                env = (arg,) + env  # noqa: RUF005
                            elif a is None:  # a selector
                                a = FIRST
                                env = (arg,)
                            code = a
                            break
                        if args is not None and fuel > 1:  # twice
                            fuel -= 2
                            second, args = args
                            env = (second, arg) + env if kind is lambdas else (second, arg, env[b[2]])  # noqa: RUF005
                            code = a
                            break
                        fuel -= 1
                        code = b[1]
                        env = (arg,) + env if kind is lambdas else (arg, env[b[2]])  # noqa: RUF005
                        kind, a, b = code
                        cell = None
                        if args is not None:  # and no fuel
                            continue
                elif kind is PROMISE:
                    if args is not None:
                        code, env, args, waiting = numbers.use(code, args, waiting)
                        break
                elif args is not None and waiting is not None:  # stuck
                    code = [STUCK, code, args]
                    kind, a, b = code
                    cell = None
                if waiting is not None:
                    owner, arg, args, waiting = waiting
                    if arg is not None:
                        args = arg, args
                    owner[0] = code
                    owner[1] = env
                    if cell is None:
                        cell = owner
                    elif kind <= keeper:  # two cells with one value share its note
                        if cell[2] is None:
                            cell[2] = []
                        owner[2] = cell[2]
                    continue

                # ── answer: the value's normal form, which goes into its frame ────────
                if numbers and numbers.inquiries:
                    code, env, args, waiting = numbers.answer(code, env, args, cell)
                    break
                if args is not None:  # *cell* holds its head
                    cell = goal
                    goal = None
                elif goal is not None:
                    goal[0] = code
                    goal[1] = env
                    if cell is None:
                        cell = goal
                    elif kind <= keeper:
                        if cell[2] is None:
                            cell[2] = []
                        goal[2] = cell[2]
                    goal = None
                if numbers and numbers.concern(kind, a):
                    known = numbers.answer(code, env, args, cell)
                    if known.__class__ is tuple:
                        code, env, args, waiting = known
                        break
                    if known is not None:
                        code, env = normals[depth], known
                        kind, a, b = code
                room -= 1
                if not room:
                    if self.fuel.has_run_out(steps - fuel, nodes, args, waiting, frames):
                        return self.stopped(steps - fuel, (code, env, args), waiting, frames, depth)
                    room = self.fuel.lap
                    nodes += room
                if kind <= keeper and (cell is None or not cell[2]):
                    frames = None, hint_of(code), cell, frames
                    if depth == len(variables):
                        variables.append(Var(depth))
                        binders.append([[BOUND, depth, None], EMPTY, None])
                        normals.append([NORMAL, depth + 1, None])
                    code, env = beta(code, env, binders[depth])
                    depth += 1
                    break
                while kind is STUCK:
                    if b is not None:  # it is not normal yet
                        if args is not None:
                            frames = None, (code, args), cell, frames
                            cell = None
                        args = b
                    code = a
                    kind, a, b = code
                if kind is CONSTANT:
                    code, env, _ = a
                    kind, a, b = code
                answer: Term
                if kind is bound:
                    answer = variables[depth - 1 - a]
                elif kind is NAMED:
                    answer = a
                else:
                    made_at, answer = (a, env) if kind is NORMAL else cell[2]  # type: ignore[assignment, index]
                    if made_at != depth and answer.open:
                        try:
                            answer = self.shifts.shift(answer, depth - made_at)
                        except Exhausted as exhausted:
                            self.fuel.status = exhausted.status
                            return self.stopped(steps - fuel, (code, env, args), waiting, frames, depth)
                argument: Cell | None = None  # the next to be normalized
                if args is not None:
                    argument, args = args
                    frames = answer, args, cell, frames
                    args = None
                while argument is None:
                    if frames is None:
                        return self.finished(answer, steps - fuel)
                    around, pending, cell, frames = frames
                    if around is None and pending.__class__ is tuple:
                        stuck, (argument, pending) = pending
                        stuck[1] = [CONSTANT, [normals[depth], answer, None], None]
                        stuck[2] = None
                        frames = answer, pending, cell, frames
                    elif around is None:
                        answer = abstraction(Lam, pending, answer)
                        depth -= 1
                        if cell is not None:
                            if cell[2] is None:
                                cell[2] = []
                            cell[2] += depth, answer
                    else:
                        part = new_application()  # what App does, without the call
                        part.fn = around
                        part.arg = answer
                        reaches, others_reach = around.open, answer.open
                        part.open = reaches if reaches > others_reach else others_reach
                        size = around.size + answer.size + 1
                        part.size = size if size < small or size < IMMENSE else IMMENSE
                        part.__class__ = App
                        answer = part  # type: ignore[assignment]
                        if pending is not None:
                            argument, pending = pending
                            frames = answer, pending, cell, frames
                        elif cell is not None:
                            cell[0] = normals[depth]
                            cell[1] = answer
                code, env, _ = cell = argument
                kind, a, b = code
                if kind < lambda_:
                    goal = cell
                    break

    def unfolded(self, name: str, most: int | None) -> tuple[Code, Args, int]:
        """The code of what *name* is defined as, and its arguments, after *most* further steps at most."""
        definition = self.linker.meaning(name)
        return (
            (numeral(number_named(name)), None, 0)
            if definition is None
            else self.linker.begin(definition, most)
        )

    def finished(self, answer: Term, steps: int) -> Outcome:
        """The outcome of a run that was not stopped."""
        self.linker.forget()
        used = self.numbers is not None and self.numbers.used
        return Outcome(Status.NORMAL_FORM, steps, lambda: answer, numbers_used=used)

    def stopped(self, steps: int, focus: Focus, waiting: Waiting, frames: Frames, depth: int) -> Outcome:
        """The outcome of a run that was stopped: its term is read when it is asked for."""
        beside = []
        if self.numbers and self.numbers.before:
            self.fuel.status = self.numbers.status or self.fuel.status
            focus, waiting = self.numbers.before
            beside = [inquiry.before for inquiry in self.numbers.inquiries]
            self.numbers.inquiries.clear()
        registers = focus, waiting, frames, depth
        remains = Remains(self.start, self.linker, registers, self.fuel, beside)
        used = self.numbers is not None and self.numbers.used
        return Outcome(self.fuel.status, steps, remains.term, remains.beginning, numbers_used=used)
