"""Arithmetic while the machine runs: what is known to be a number is computed as one.

The machine meets arithmetic in three places, and comes out of each with code to go on with:

    meet     known arithmetic has its arguments. If all are numbers, there is the result. Otherwise it
             becomes a **promise**: a value that stands for what has yet to be done, if it ever has.
    use      a promise is applied to arguments, so it has to be known whether it is 0.
    answer   a promise is to be written down, so all of it has to be known.

What has to be known may have to be evaluated first: that is an inquiry. Inquiries may interrupt
each other; the last one is answered first. A value is a number, or may be one, if it is

    [LAMBDAS, times(n), …]      the numeral n
    [PROMISE, law, …]           arithmetic whose arguments are not known yet
    [LAMBDA, times(n), …]       λx. n f x, the n-th power of f: `n f`, which is fⁿ if f is a number

A promise is kept in place: all cells that share its code have the number then. If a part of it turns
out to be no number, it is broken in place: the code leads to the cell in which the plain term waits.

Two things make this sound, and with the normal forms the termination of the plain machine.

1. Whatever takes a term's place is β-equal to it, so no context can tell (Church and Rosser 1936).
   That is why `0 m` is not taken for a number: λx. x is 1 up to η only; and why no law says
   `add 0 n = n` or `pred (succ n) = n`: they compute with numbers, not with terms.
2. Nothing is evaluated that the plain machine would not have evaluated in its place (`laws.py`). A
   promise says that a term is an abstraction before that is known; it may have no value at all. But
   a promise cannot be seen: before it is applied, or written down, it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from lamb.calculus.budget import Exhausted, Status, tick
from lamb.calculus.numerals import church
from lamb.calculus.term import Term
from lamb.machine.arithmetic.laws import Enough, Known, Law, NoNumberError, Questions
from lamb.machine.arithmetic.table import PROPER_POWER, ArithmeticLinker
from lamb.machine.code import (
    CONSTANT,
    EMPTY,
    FIRST,
    HALT,
    LAMBDA,
    LAMBDAS,
    PROMISE,
    SECOND,
    SELECTOR,
    STUCK,
    Args,
    Cell,
    Code,
    Environment,
    Linker,
    anonymous_times,
    numeral,
    times_in,
)
from lamb.machine.readback import Focus, Waiting

SMALL: Final = 16  # a number that is soon made by steps, which keep the names of variables


def number_in(cell: Cell) -> int | None:
    """The number that is a cell's value; None if it is none, or not yet."""
    code = cell[0]
    return times_in(code[1]) if code[0] == LAMBDAS else None


def is_question(code: Code) -> bool:
    """True if a value may be a number: a promise, or λx. n f x."""
    return code[0] == PROMISE or (code[0] == LAMBDA and times_in(code[1]) is not None)


def is_no_number(cell: Cell) -> bool:
    """True if a cell has a value that is certain to be no number."""
    return cell[0][0] >= LAMBDA and number_in(cell) is None and not is_question(cell[0])


def questions(code: Code, env: Environment, enough: Enough) -> Questions:
    """The questions of a promise, or of λx. n f x."""
    if code[0] == PROMISE:
        _, law, (arguments, _) = code
        return law.asked(*arguments[: law.arity][::-1], enough)  # type: ignore[no-any-return]
    exponent: Cell = [[LAMBDAS, code[1], None], EMPTY, None]
    return PROPER_POWER.asked(env[0], exponent, enough)


def is_better_written(code: Code, env: Environment, number: int) -> bool:
    """True if the *number* that λx. n f x comes to is small, and variables of n or f have their own names."""
    if code[0] != LAMBDA or max(number, times_in(code[1]) or 0) > SMALL:
        return False
    base = env[0][0]
    return code[2] != "x" or (base[0] == LAMBDAS and (base[2][0], base[2][1][2]) != ("f", "x"))


def keep(cell: Cell, number: int) -> None:
    """Make a promise, or λx. n f x, the number that it is."""
    code = cell[0]
    if code[0] == PROMISE:
        code[:] = numeral(number, *code[1].names)
    elif code[0] == LAMBDA:
        cell[0], cell[1] = numeral(number), EMPTY


def give_up(cell: Cell) -> None:
    """Make what is no number what it is without arithmetic."""
    code = cell[0]
    if code[0] == PROMISE:
        code[:] = [CONSTANT, code[2][1], None]
    elif code[0] == LAMBDA and (number := times_in(code[1])) is not None:
        cell[0] = [LAMBDA, anonymous_times(number), code[2]]


# ── Inquiry ─────────────────────────────────────────────────────────────────────────
#
# A law asks for its arguments (`laws.py`), which may be promises whose laws ask in their turn: these are the
# *calls* of an inquiry, the last one first to be answered. What has no value yet has to be evaluated: the
# machine is sent to run a cell, with nothing that waits for its value. So it comes back with it, and the
# inquiry proceeds.


State: TypeAlias = tuple[Code, Environment, Args, Waiting]
"""The state in which the machine goes on: code in an environment, its arguments, and the cells that wait."""


class Call(NamedTuple):
    """A law that asks: its questions, and the cell whose number they are about."""

    questions: Questions
    cell: Cell


class Inquiry:
    """A number that the machine has to know, or so much of it, before it can go on.

    *found* says how to go on with what is known; *missed*, if it is no number. *before* is what the
    machine had in hand, the focus and what waited: a run that is stopped here is read from it.
    """

    def __init__(
        self,
        call: Call,
        found: Callable[[Known], State],
        missed: Callable[[], State],
        before: tuple[Focus, Waiting],
    ) -> None:
        self.found = found
        self.missed = missed
        self.before = before
        self.computed = False
        self._calls = [call]
        self._wanted: tuple[Cell, Enough] | None = None  # what the last call has asked for
        self._seen: dict[int, tuple[Cell, Known]] = {}  # what is known in part

    def proceed(self) -> Known | Cell:
        """The knowledge in the end, or a cell that has to be run first. Raises NoNumberError, Exhausted."""
        known: Known | None = None
        while self._calls:
            if self._wanted is not None:
                cell, enough = self._wanted
                known = self._known(cell, enough)
                if known is None:
                    code, env, _ = cell
                    if code[0] < LAMBDA:
                        return cell
                    self._calls.append(Call(questions(code, env, enough), cell))
            tick(1)
            try:
                self._wanted = self._calls[-1].questions.send(known)  # type: ignore[arg-type]
            except StopIteration as answer:
                tick(effort(max(answer.value.least, known.least if known else 0)))
                known = answer.value
                self._wanted = None
                self._note(self._calls.pop().cell, answer.value)
        assert known is not None
        return known

    def _known(self, cell: Cell, enough: Enough) -> Known | None:
        """The knowledge of a cell, if it is enough and nothing has to be asked. Raises NoNumberError."""
        if (number := number_in(cell)) is not None:
            return Known(number, True)
        if enough == 0:
            return Known(0, False)
        if is_no_number(cell):
            raise NoNumberError
        _, seen = self._seen.get(id(cell), (cell, None))
        return seen if seen is not None and enough is not None and seen.least >= enough else None

    def _note(self, cell: Cell, known: Known) -> None:
        """Keep what has been found out about a cell."""
        if known.exactly:
            self.computed = True
            keep(cell, known.least)
        else:
            self._seen[id(cell)] = cell, known

    def give_up(self) -> None:
        """Something is no number, and so is all that needs it."""
        for _, cell in self._calls:
            give_up(cell)


def effort(number: int) -> int:
    """The cost to compute with a number, counted in nodes: one, unless it has thousands of digits."""
    bits = number.bit_length()
    return 1 + (bits * bits >> 24)


# ── The arithmetic of a run ────────────────────────────────────────────────────────

_TRUTHS: Final = (
    numeral(0, "x", "y"),
    [LAMBDAS, SECOND, ("x", [SELECTOR, FIRST, "y"])],
)
"""The code of false, which is 0, and of true."""


def arithmetic(definitions: Mapping[str, Term]) -> tuple[Linker, Numbers]:
    """A linker and the numbers of one run, with which a machine can compute with numbers."""
    return ArithmeticLinker(definitions), Numbers()


class Numbers:
    """The arithmetic of one run."""

    def __init__(self) -> None:
        self.used = False
        self.status: Status | None = None  # if the budget ran out here
        self.inquiries: list[Inquiry] = []
        self._halted: tuple[Focus, Waiting] | None = None
        self._terms: dict[int, Term] = {}

    # ── The three places ──

    def meet(self, code: Code, env: Environment, args: Args, waiting: Waiting) -> State:
        """Known arithmetic, whose arguments are in *env*."""
        _, law, body = code
        cells = env[: law.arity][::-1]
        numbers = [number_in(cell) for cell in cells]
        if None not in numbers:
            return self._compute(law, numbers, (body, env, args), waiting)
        if any(map(is_no_number, cells)):
            return body, env, args, waiting
        if law.decides:
            return self._decide(law, cells, (body, env, args), waiting)
        if args is not None and law.lazy:
            return body, env, args, waiting
        promise = [PROMISE, law, (env, [body, env, None])]
        return (promise, EMPTY, None, waiting) if args is None else self.use(promise, args, waiting)

    def use(self, promise: Code, args: Args, waiting: Waiting) -> State:
        """A promise that is applied to something: to f and x, it is f (…), or x."""
        _, law, (_, plain) = promise
        otherwise = [CONSTANT, plain, None], EMPTY, args, waiting
        if law.lazy or args is None or args[1] is None:
            return otherwise
        return self._inquire(
            Inquiry(
                Call(questions(promise, EMPTY, 1), [promise, EMPTY, None]),
                lambda known: (promise, EMPTY, args, waiting) if known.exactly else otherwise,
                lambda: otherwise,
                ((promise, EMPTY, args), waiting),
            )
        )

    def concern(self, kind: int, inside: Any) -> bool:
        """True if a value that nothing waits for has to do with arithmetic."""
        if kind in (LAMBDA, LAMBDAS):
            return bool(self.inquiries) or times_in(inside) is not None
        return bool(self.inquiries) or kind == PROMISE

    def answer(self, code: Code, env: Environment, args: Args, cell: Cell | None) -> State | Term | None:
        """A value that nothing waits for: it is to be written down, or an inquiry has sent for it.

        A term, if it is a number; None if it has nothing to do with arithmetic.
        """
        if self.inquiries:
            if args is not None and cell is not None:
                cell[0], cell[1] = [STUCK, code, args], env
            return self._proceed()
        owner: Cell = [code, env, None] if cell is None else cell
        if (number := number_in(owner)) is not None:
            return self._term(number, code)
        if not is_question(code):
            return None
        resumed = None if cell is None else (cell, None, None, None)

        def resume(known: Known | None = None) -> State:
            if known is not None and is_better_written(code, env, known.least):
                owner[0], owner[1] = code, env
                give_up(owner)
            return owner[0], owner[1], None, resumed

        call = Call(questions(code, env, None), owner)
        return self._inquire(Inquiry(call, resume, resume, ((code, env, None), None)))

    # ── What comes of them ──

    def _compute(self, law: Law, numbers: list[Any], focus: Focus, waiting: Waiting) -> State:
        """The result for known numbers."""
        try:
            result = law.of(*numbers)
            tick(effort(max(result, *numbers)))
        except NoNumberError:
            return *focus, waiting
        except Exhausted as exhausted:
            return self._halt(exhausted, focus, waiting)
        return self._code(law, result), EMPTY, focus[2], waiting

    def _decide(self, law: Law, cells: tuple[Cell, ...], focus: Focus, waiting: Waiting) -> State:
        """The answer to a question that looks at its arguments at once."""
        body, _, args = focus
        return self._inquire(
            Inquiry(
                Call(law.asked(*cells, None), [body, EMPTY, None]),
                lambda known: (self._code(law, known.least), EMPTY, args, waiting),
                lambda: (*focus, waiting),
                (focus, waiting),
            )
        )

    def _inquire(self, inquiry: Inquiry) -> State:
        self.inquiries.append(inquiry)
        return self._proceed()

    def _proceed(self) -> State:
        """Go on with the last inquiry, until the machine has to run a cell, or all is known."""
        inquiry = self.inquiries[-1]
        try:
            known = inquiry.proceed()
        except NoNumberError:
            self.inquiries.pop()
            inquiry.give_up()
            return inquiry.missed()
        except Exhausted as exhausted:
            return self._halt(exhausted, *inquiry.before)
        finally:
            self.used = self.used or inquiry.computed
        if not isinstance(known, Known):
            code, env, _ = known
            return code, env, None, (known, None, None, None)
        self.inquiries.pop()
        return inquiry.found(known)

    def _code(self, law: Law, result: int) -> Code:
        self.used = True
        return _TRUTHS[result] if law.decides else numeral(result, *law.names)

    def _term(self, number: int, code: Code) -> Term:
        """The numeral, with the hints that it was written with."""
        f, (_, _, x) = code[2]
        if f != "f" or x != "x":
            return church(number, f, x)
        if number not in self._terms:
            self._terms[number] = church(number)
        return self._terms[number]

    # ── When the budget runs out ──

    def _halt(self, exhausted: Exhausted, focus: Focus, waiting: Waiting) -> State:
        self.status = exhausted.status
        self._halted = focus, waiting
        return HALT, EMPTY, None, None

    @property
    def before(self) -> tuple[Focus, Waiting] | None:
        """The focus of the machine, and what waited, before it was sent elsewhere; None if it was not."""
        return self.inquiries[0].before if self.inquiries else self._halted
