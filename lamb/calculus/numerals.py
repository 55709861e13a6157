"""Church's numerals: names whose definition is known without any table.

The name `3` stands for λf x. f (f (f x)): do something three times. It stays a name until a reduction
needs it, which keeps traces readable and long numerals short.
"""

from __future__ import annotations

from collections.abc import Iterable

from lamb.calculus.term import App, Free, Lam, Term, Var, rebuilt
from lamb.calculus.unwritten import WRITTEN_AT_ONCE, times, times_left, unwritten

_PYTHON_READS = 600  # digits: Python's limit can be set no lower than 640

LARGEST = 20_000_000
"""The largest that is written out as a term: it takes about two gigabytes."""


def is_numeral(name: str) -> bool:
    """True if a name is a numeral.

    >>> is_numeral("42"), is_numeral("x42")
    (True, False)
    """
    return name.isascii() and name.isdigit()


def church(number: int, f: str = "f", x: str = "x") -> Term:
    """Church's numeral: λf x. f (f … x) with *number* times f, and as hints *f* and *x*.

    A large one, whose hints are f and x, is made in constant time, and written out as far as its parts are
    asked for. Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError("a Church numeral counts applications: it cannot be negative")
    if number > WRITTEN_AT_ONCE:
        return unwritten(number)
    return Lam(f, Lam(x, times(number)))


def churches(numbers: Iterable[int]) -> dict[int, Term]:
    """Church's numerals of several numbers, which share what they can: no more than the largest takes."""
    found: dict[int, Term] = {}
    body: Term = Var(0)
    done = 0
    for number in sorted(set(numbers)):
        if number < 0:
            raise ValueError("a Church numeral counts applications: it cannot be negative")
        if number > LARGEST:
            raise ValueError(f"a numeral above {LARGEST:,} is too large to be written out as a term")
        body = times(number - done, body)
        done = number
        found[number] = Lam("f", Lam("x", body))
    return found


def number_named(name: str) -> int:
    """The number that a numeral is the name of, however long it is: Python's `int` has a limit."""
    if len(name) <= _PYTHON_READS:
        return int(name)
    from decimal import Decimal  # start-up counts

    return int(Decimal(name))


def numeral_hints(abstraction: Term) -> tuple[int, str, str] | None:
    """The number that a written λf x. f (f … x) stands for, with what f and x are called in it.

    λf. f is no numeral, though it would be 1 up to η.
    """
    match abstraction:
        case Lam(f) if not abstraction.written:
            return times_left(abstraction), f, "x"
        case Lam(f, Lam(x, body)):
            number = 0
            while body.__class__ is App and body.fn.__class__ is Var and body.fn.index == 1:
                if not body.written:
                    return number + times_left(body), f, x
                body = body.arg
                number += 1
            if body.__class__ is Var and body.index == 0:
                return number, f, x
    return None


def name_numerals(term: Term) -> Term:
    """*term* with names for the numerals that are too large to be written out. Linear in what is written."""

    def name(node: Term) -> Term | None:
        number = numeral_hints(node) if isinstance(node, Lam) and node.size > 2 * LARGEST else None
        return Free(name_of(number[0])) if number else None

    return rebuilt(term, name) if term.size > 2 * LARGEST else term


def numeral_term(number: int) -> Term:
    """A numeral: its name, or if that would be long, the term that it is the name of."""
    return Free(str(number)) if number.bit_length() <= 3 * _PYTHON_READS else church(number)


def name_of(number: int) -> str:
    """The numeral that names a number, however long it is: Python's `str` has a limit."""
    if number.bit_length() <= 3 * _PYTHON_READS:
        return str(number)
    from decimal import Decimal  # start-up counts

    return str(Decimal(number))
