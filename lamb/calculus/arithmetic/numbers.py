"""Arithmetic while the machine runs: what is known to be a number is computed as one.

The machine meets arithmetic in three places, and comes out of each with code to go on with:

    meet     known arithmetic has its arguments. If all are numbers, there is the result. Otherwise it
             becomes a **promise**: a value that stands for what has yet to be done, if it ever has.
    use      a promise is applied to arguments, so it has to be known whether it is 0.
    answer   a promise is to be written down, so all of it has to be known.

What has to be known may have to be evaluated first. Then the machine is sent to run a cell, with
nothing that waits for its value: so it comes back to *answer* with it, and the arithmetic goes on.
These **inquiries** may interrupt each other; the last one is answered first.

A promise is kept in place: all cells that share its code have the number then. If a part of it turns
out to be no number, it is broken in place: the code leads to the cell in which the plain term waits.

Two things make this sound, and with the normal forms the termination of the plain machine.

1. Whatever takes a term's place is β-equal to it, so no context can tell (Church and Rosser 1936).
   That is why `0 m` is not taken for a number: λx. x is 1 up to η only; and why no law says
   `add 0 n = n` or `pred (succ n) = n`: they compute with numbers, not with terms.
2. Nothing is evaluated that the plain machine would not have evaluated in its place (`laws.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from lamb.calculus.arithmetic.laws import Enough, Known, Law, NoNumberError, Questions
from lamb.calculus.arithmetic.linker import ArithmeticLinker
from lamb.calculus.arithmetic.table import PROPER_POWER
from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.code import (
    CONSTANT,
    EMPTY,
    HALT,
    LAMBDA,
    LAMBDAS,
    PROMISE,
    STUCK,
    VARIABLE,
    Args,
    Cell,
    Code,
    Environment,
    anonymous_times,
    numeral,
    times_in,
)
from lamb.calculus.linker import Linker
from lamb.calculus.numerals import church
from lamb.calculus.readback import Focus, Waiting
from lamb.calculus.term import Term, Tick

State: TypeAlias = tuple[Code, Environment, Args, Waiting]
"""What the machine goes on with: code in an environment, its arguments, and the cells that wait."""

_LITTLE: Final[Known] = Known(0, False)
_TRUTHS: Final = (
    numeral(0, "x", "y"),
    [LAMBDAS, [VARIABLE, 1, None], ("x", [LAMBDA, [VARIABLE, 1, None], "y"])],
)
"""The code of false, which is 0, and of true."""


def arithmetic(definitions: Mapping[str, Term], tick: Tick) -> tuple[Linker, Numbers]:
    """What a machine needs to compute with numbers."""
    return ArithmeticLinker(definitions), Numbers(tick)


class Call(NamedTuple):
    """A law that asks: its questions, and the cell whose number they are about."""

    questions: Questions
    cell: Cell


class Inquiry:
    """What somebody has to know of a number, and what the machine does then.

    *found* says how to go on with what is known; *missed*, if it is no number. *focus* and *waiting*
    are what the machine had in hand *before*, for those who read a run that was stopped.
    """

    def __init__(
        self,
        found: Callable[[Known], State],
        missed: Callable[[], State],
        focus: Focus,
        waiting: Waiting,
    ) -> None:
        self.found = found
        self.missed = missed
        self.before = focus, waiting
        self.calls: list[Call] = []
        self.wanted: tuple[Cell, Enough] | None = None  # what the machine has been sent to run
        self.seen: dict[int, tuple[Cell, Known]] = {}  # what is known in part

    def known(self, cell: Cell, enough: Enough) -> Known | None:
        """What is known of a cell, if it is enough. Raises NoNumberError if its value is no number."""
        if (number := number_in(cell)) is not None:
            return Known(number, True)
        if enough == 0:
            return _LITTLE
        if _is_no_number(cell):
            raise NoNumberError
        known = self.seen[id(cell)][1] if id(cell) in self.seen else _LITTLE
        return known if enough is not None and known.least >= enough else None


class Numbers:
    """The arithmetic of one run. *tick* is told of what takes time, and stops it by raising."""

    def __init__(self, tick: Tick) -> None:
        self.used = False
        self.status: Status | None = None
        self.inquiries: list[Inquiry] = []
        self._tick = tick
        self._terms: dict[int, Term] = {}

    # ── The three places ──

    def meet(self, code: Code, env: Environment, args: Args, waiting: Waiting) -> State:
        """Known arithmetic, whose arguments are in *env*."""
        _, law, body = code
        cells = env[: law.arity][::-1]
        numbers = list(map(number_in, cells))
        if None not in numbers:
            try:
                return self._code(law, law.of(*numbers)), EMPTY, args, waiting
            except NoNumberError:
                return body, env, args, waiting
        if any(map(_is_no_number, cells)):
            return body, env, args, waiting
        if law.decides:
            return self._inquire(
                Inquiry(
                    lambda known: (self._code(law, known.least), EMPTY, args, waiting),
                    lambda: (body, env, args, waiting),
                    (body, env, args),
                    waiting,
                ),
                Call(law.asked(*cells, None), [body, EMPTY, None]),
            )
        if args is not None and law.lazy:
            return body, env, args, waiting
        promise = [PROMISE, law, (env, [body, env, None])]
        return (promise, EMPTY, None, waiting) if args is None else self.use(promise, args, waiting)

    def use(self, promise: Code, args: Args, waiting: Waiting) -> State:
        """A promise that is applied to something."""
        _, law, (_, plain) = promise
        otherwise = [CONSTANT, plain, None], EMPTY, args, waiting
        if law.lazy or args is None or args[1] is None:
            return otherwise

        return self._inquire(
            Inquiry(
                lambda known: (promise, EMPTY, args, waiting) if known.exactly else otherwise,
                lambda: otherwise,
                (promise, EMPTY, args),
                waiting,
            ),
            Call(_questions(promise, EMPTY, 1), [promise, EMPTY, None]),
        )

    def concern(self, kind: int, inside: Any) -> bool:
        """Whether a value that nobody waits for has to do with arithmetic."""
        return bool(self.inquiries) or kind == PROMISE or (kind <= LAMBDAS and times_in(inside) is not None)

    def answer(self, code: Code, env: Environment, args: Args, cell: Cell | None) -> State | Term | None:
        """A value that nobody waits for: it is to be written down, or an inquiry has sent for it.

        A term, if it is a number; None if it has nothing to do with arithmetic.
        """
        if self.inquiries:
            if args is not None and cell is not None:
                cell[0], cell[1] = [STUCK, code, args], env
            return self._proceed()
        owner: Cell = [code, env, None] if cell is None else cell
        if (number := number_in(owner)) is not None:
            return self._term(number, code)
        if not _is_question(code):
            return None
        resumed = None if cell is None else (cell, None, None)

        def resume(_: Known | None = None) -> State:
            return owner[0], owner[1], None, resumed

        return self._inquire(
            Inquiry(resume, resume, (code, env, None), None), Call(_questions(code, env, None), owner)
        )

    # ── Inquiries ──

    def _inquire(self, inquiry: Inquiry, call: Call) -> State:
        self.inquiries.append(inquiry)
        inquiry.calls.append(call)
        return self._proceed()

    def _proceed(self) -> State:
        """Go on with the last inquiry, until the machine has to run a cell, or all is known."""
        inquiry = self.inquiries[-1]
        calls = inquiry.calls
        known: Known | None = None
        try:
            while calls:
                self._tick(1)
                if inquiry.wanted is not None:
                    cell, enough = inquiry.wanted
                    known = inquiry.known(cell, enough)
                    if known is None:
                        code, env, _ = cell
                        if code[0] < LAMBDA:
                            return code, env, None, (cell, None, None)
                        calls.append(Call(_questions(code, env, enough), cell))
                try:
                    inquiry.wanted = calls[-1].questions.send(known)  # type: ignore[arg-type]
                except StopIteration as done:
                    known = done.value
                    inquiry.wanted = None
                    self._note(inquiry, calls.pop().cell, done.value)
        except NoNumberError:
            return self._missed()
        except Exhausted as exhausted:
            self.status = exhausted.status
            return HALT, EMPTY, None, None
        self.inquiries.pop()
        assert known is not None
        return inquiry.found(known)

    def _note(self, inquiry: Inquiry, cell: Cell, known: Known) -> None:
        """Keep what has been found out about a cell."""
        code = cell[0]
        if not known.exactly:
            inquiry.seen[id(cell)] = cell, known
        elif code[0] == PROMISE:
            code[:] = numeral(known.least)
        elif code[0] == LAMBDA:
            cell[0], cell[1] = numeral(known.least), EMPTY
        self.used = self.used or known.exactly

    def _missed(self) -> State:
        """Something is no number, and so is all that needs it."""
        inquiry = self.inquiries.pop()
        for _, cell in inquiry.calls:
            _break(cell)
        return inquiry.missed()

    # ── Results ──

    def _code(self, law: Law, result: int) -> Code:
        self.used = True
        return _TRUTHS[result] if law.decides else numeral(result)

    def _term(self, number: int, code: Code) -> Term:
        """The numeral, with the hints that it was written with."""
        f, (_, _, x) = code[2]
        if f != "f" or x != "x":
            return church(number, f, x)
        if number not in self._terms:
            self._terms[number] = church(number)
        return self._terms[number]


def number_in(cell: Cell) -> int | None:
    """The number that is a cell's value; None if it is none, or not yet."""
    code = cell[0]
    return times_in(code[1]) if code[0] == LAMBDAS else None


def _is_question(code: Code) -> bool:
    """Whether a value may be a number: a promise, or λx. n f x, which is the n-th power of f."""
    return code[0] == PROMISE or (code[0] == LAMBDA and times_in(code[1]) is not None)


def _is_no_number(cell: Cell) -> bool:
    """Whether a cell has a value that is certain to be no number."""
    return cell[0][0] >= LAMBDA and number_in(cell) is None and not _is_question(cell[0])


def _questions(code: Code, env: Environment, enough: Enough) -> Questions:
    """What a promise, or λx. n f x, asks."""
    if code[0] == PROMISE:
        _, law, (arguments, _) = code
        return law.asked(*arguments[: law.arity][::-1], enough)  # type: ignore[no-any-return]
    exponent: Cell = [[LAMBDAS, code[1], None], EMPTY, None]
    return PROPER_POWER.asked(env[0], exponent, enough)


def _break(cell: Cell) -> None:
    """Make what is no number what it is without arithmetic."""
    code = cell[0]
    if code[0] == PROMISE:
        code[:] = [CONSTANT, code[2][1], None]
    elif code[0] == LAMBDA:
        cell[0] = [LAMBDA, anonymous_times(times_in(code[1]) or 0), code[2]]
