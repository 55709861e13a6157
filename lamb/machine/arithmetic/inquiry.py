"""Values that are numbers, or may be.

    [LAMBDAS, times(n), …]      the numeral n
    [PROMISE, law, …]           arithmetic whose arguments are not known yet
    [LAMBDA, times(n), …]       λx. n f x, the n-th power of f: `n f`, which is fⁿ if f is a number

A promise is kept in place: all cells that share its code have the number then. If a part of it turns
out to be no number, it is broken in place: the code leads to the cell in which the plain term waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from lamb.calculus.budget import tick
from lamb.machine.arithmetic.laws import Enough, Known, NoNumberError, Questions
from lamb.machine.arithmetic.table import PROPER_POWER
from lamb.machine.code import (
    CONSTANT,
    EMPTY,
    LAMBDA,
    LAMBDAS,
    PROMISE,
    Args,
    Cell,
    Code,
    Environment,
    anonymous_times,
    numeral,
    times_in,
)
from lamb.machine.readback import Focus, Waiting

SMALL: Final = 16  # a number that is soon made by steps, which keep the names of variables
_LITTLE: Final = Known(0, False)


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


def known_at_once(cell: Cell, enough: Enough) -> Known | None:
    """All that is known of a cell if nothing is asked; None if that is not enough. Raises NoNumberError."""
    if (number := number_in(cell)) is not None:
        return Known(number, True)
    if enough == 0:
        return _LITTLE
    if is_no_number(cell):
        raise NoNumberError
    return None


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
        """The knowledge of a cell, if it is enough."""
        known = known_at_once(cell, enough)
        if known is None and enough is not None and id(cell) in self._seen:
            _, seen = self._seen[id(cell)]
            known = seen if seen.least >= enough else None
        return known

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
