"""Values that are numbers, or may be.

    [LAMBDAS, times(n), …]      the numeral n
    [PROMISE, law, …]           arithmetic whose arguments are not known yet
    [LAMBDA, times(n), …]       λx. n f x, the n-th power of f: `n f`, which is fⁿ if f is a number

A promise is kept in place: all cells that share its code have the number then. If a part of it turns
out to be no number, it is broken in place: the code leads to the cell in which the plain term waits.
"""

from __future__ import annotations

from typing import Final

from lamb.calculus.arithmetic.laws import Enough, Known, NoNumberError, Questions
from lamb.calculus.arithmetic.table import PROPER_POWER
from lamb.calculus.code import (
    CONSTANT,
    EMPTY,
    LAMBDA,
    LAMBDAS,
    PROMISE,
    Cell,
    Code,
    Environment,
    anonymous_times,
    numeral,
    times_in,
)

_LITTLE: Final = Known(0, False)


def number_in(cell: Cell) -> int | None:
    """The number that is a cell's value; None if it is none, or not yet."""
    code = cell[0]
    return times_in(code[1]) if code[0] == LAMBDAS else None


def is_question(code: Code) -> bool:
    """Whether a value may be a number: a promise, or λx. n f x."""
    return code[0] == PROMISE or (code[0] == LAMBDA and times_in(code[1]) is not None)


def is_no_number(cell: Cell) -> bool:
    """Whether a cell has a value that is certain to be no number."""
    return cell[0][0] >= LAMBDA and number_in(cell) is None and not is_question(cell[0])


def known_at_once(cell: Cell, enough: Enough) -> Known | None:
    """What is known of a cell if nothing is asked; None if that is not enough. Raises NoNumberError."""
    if (number := number_in(cell)) is not None:
        return Known(number, True)
    if enough == 0:
        return _LITTLE
    if is_no_number(cell):
        raise NoNumberError
    return None


def questions(code: Code, env: Environment, enough: Enough) -> Questions:
    """What a promise, or λx. n f x, asks."""
    if code[0] == PROMISE:
        _, law, (arguments, _) = code
        return law.asked(*arguments[: law.arity][::-1], enough)  # type: ignore[no-any-return]
    exponent: Cell = [[LAMBDAS, code[1], None], EMPTY, None]
    return PROPER_POWER.asked(env[0], exponent, enough)


def keep(cell: Cell, number: int) -> None:
    """Make a promise, or λx. n f x, the number that it is."""
    code = cell[0]
    if code[0] == PROMISE:
        code[:] = numeral(number)
    elif code[0] == LAMBDA:
        cell[0], cell[1] = numeral(number), EMPTY


def give_up(cell: Cell) -> None:
    """Make what is no number what it is without arithmetic."""
    code = cell[0]
    if code[0] == PROMISE:
        code[:] = [CONSTANT, code[2][1], None]
    elif code[0] == LAMBDA and (number := times_in(code[1])) is not None:
        cell[0] = [LAMBDA, anonymous_times(number), code[2]]
