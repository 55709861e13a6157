"""Numerals: names whose definition everybody knows.

The name `3` stands for Church's λf x. f (f (f x)): do something three times. It stays a name until
a reduction needs it, which keeps traces readable and long numerals short.
"""

from collections.abc import Iterable

from lamb.calculus.term import App, Lam, Term, Var

LARGEST = 20_000_000
"""The largest that is written out as a term: it takes about two gigabytes."""


def is_numeral(name: str) -> bool:
    """Whether a name is a numeral.

    >>> is_numeral("42"), is_numeral("x42")
    (True, False)
    """
    return name.isascii() and name.isdigit()


def church(number: int) -> Term:
    """Church's numeral: λf x. f (f … x) with *number* times f. Time and space are linear in it.

    Raises ValueError for a negative number, and for one above `LARGEST`.
    """
    return churches([number])[number]


def churches(numbers: Iterable[int]) -> dict[int, Term]:
    """Church's numerals of several numbers, which share what they can: no more than the largest takes."""
    found: dict[int, Term] = {}
    f: Term = Var(1)
    body: Term = Var(0)
    done = 0
    for number in sorted(set(numbers)):
        if number < 0:
            raise ValueError("a Church numeral counts applications: it cannot be negative")
        if number > LARGEST:
            raise ValueError(f"a numeral above {LARGEST:,} is too large to be written out as a term")
        for _ in range(number - done):
            body = App(f, body)
        done = number
        found[number] = Lam("f", Lam("x", body))
    return found
