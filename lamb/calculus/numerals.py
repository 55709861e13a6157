"""Numerals: names whose definition everybody knows.

The name `3` stands for Church's λf x. f (f (f x)): do something three times. It stays a name until
a reduction needs it, which keeps traces readable and long numerals short.
"""

from __future__ import annotations

from lamb.calculus.term import App, Lam, Term, Var
from lamb.calculus.unwritten import WRITTEN_AT_ONCE, unwritten

_PYTHON_READS = 600  # digits: Python lets nobody set the limit lower than 640


def is_numeral(name: str) -> bool:
    """Whether a name is a numeral.

    >>> is_numeral("42"), is_numeral("x42")
    (True, False)
    """
    return name.isascii() and name.isdigit()


def church(number: int, f: str = "f", x: str = "x") -> Term:
    """Church's numeral: λf x. f (f … x) with *number* times f, and as hints *f* and *x*.

    Time and space are constant: a large one is written out as far as somebody walks into it.
    """
    if number < 0:
        raise ValueError("a Church numeral counts applications: it cannot be negative")
    if number > WRITTEN_AT_ONCE:
        return unwritten(number)
    body, again = Var(0), Var(1)
    for _ in range(number):
        body = App(again, body)  # type: ignore[assignment]
    return Lam(f, Lam(x, body))


def number_named(name: str) -> int:
    """The number that a numeral is the name of, however long it is: Python's `int` has a limit."""
    if len(name) <= _PYTHON_READS:
        return int(name)
    from decimal import Decimal  # start-up counts

    return int(Decimal(name))


def many(number: int) -> str:
    """A number in figures, or how large it is.

    >>> many(65_539), many(2**70_000)
    ('65,539', 'about 10^21,072')
    """
    bits = number.bit_length()
    return f"{number:,}" if bits <= 200 else f"about 10^{round(bits * 0.30103):,}"


def name_of(number: int) -> str:
    """The numeral that names a number, however long it is: Python's `str` has a limit."""
    if number.bit_length() <= 3 * _PYTHON_READS:
        return str(number)
    from decimal import Decimal  # start-up counts

    return str(Decimal(number))
