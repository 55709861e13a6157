"""Numerals: names whose definition everybody knows.

The name `3` stands for Church's λf x. f (f (f x)): do something three times. It stays a name until
a reduction needs it, which keeps traces readable and long numerals short.
"""

from lamb.calculus.term import App, Lam, Term, Var


def is_numeral(name: str) -> bool:
    """Whether a name is a numeral.

    >>> is_numeral("42"), is_numeral("x42")
    (True, False)
    """
    return name.isascii() and name.isdigit()


def church(number: int) -> Term:
    """Church's numeral: λf x. f (f … x) with *number* times f. Time and space are linear in it."""
    if number < 0:
        raise ValueError("a Church numeral counts applications: it cannot be negative")
    f, body = Var(1), Var(0)
    for _ in range(number):
        body = App(f, body)  # type: ignore[assignment]
    return Lam("f", Lam("x", body))
