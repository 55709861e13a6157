"""Numbers as the terms that other tools take them for, since 2 is a λ-term only by an encoding.

church          n = λs z. s (s … z), which a numeral is here
scott           0 = λz _. z      n + 1 = λ_ s. s n
binary_scott    0 = λz _ _. z    2n = λ_ f _. f n    2n + 1 = λ_ _ t. t n
negabinary      the same with -2n and -2n + 1, so that negative numbers are there too

Codewars names the first three (`numEncoding`); the last is what its users made of them.
"""

from __future__ import annotations

from lamb.notation.syntax import Abstraction, Application, Expr, Name

LARGEST = 100_000
"""The largest number that is written as so many constructors."""


class NotEncodedError(Exception):
    """An encoding has no term for a number: *args* says why."""


def church(number: int) -> Expr:
    """The numeral of a number. Raises NotEncodedError if it is negative."""
    if number < 0:
        raise NotEncodedError("Church's numerals are never negative")
    return Name(str(number))


def scott(number: int) -> Expr:
    """Scott's numeral of a number. Raises NotEncodedError if there is none, or none of a sensible size."""
    if not 0 <= number <= LARGEST:
        raise NotEncodedError(f"Scott's numerals go from 0 to {LARGEST:,}")
    term = _constructor("z", "_", taken="z")
    for _ in range(number):
        term = _constructor("_", "s", taken="s", of=term)
    return term


def binary_scott(number: int) -> Expr:
    """The binary digits of a number, the last one outside. Raises NotEncodedError if it is negative."""
    if number < 0:
        raise NotEncodedError("a binary number is never negative")
    return _digits(number, 2)


def negabinary(number: int) -> Expr:
    """The digits of a number to the base -2, the last one outside."""
    return _digits(number, -2)


def _digits(number: int, base: int) -> Expr:
    digits = []
    while number:
        digits.append(number % 2)
        number = (number - digits[-1]) // base
    term = _constructor("z", "_", "_", taken="z")
    for digit in reversed(digits):
        binders = ("_", "_", "t") if digit else ("_", "f", "_")
        term = _constructor(*binders, taken="t" if digit else "f", of=term)
    return term


def _constructor(*binders: str, taken: str, of: Expr | None = None) -> Expr:
    """λbinders. taken, or λbinders. taken of."""
    term: Expr = Application(Name(taken), of) if of else Name(taken)
    for binder in reversed(binders):
        term = Abstraction(binder, term)
    return term
