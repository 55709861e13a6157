"""Uniform: of all closed terms of a size, each as likely as any other.

A term has as many nodes as its size says. There are T(n, k) of size n whose variables are among those of
k λs around them:

    T(1, k) = k
    T(n, k) = T(n-1, k+1) + Σ T(i, k) T(n-1-i, k)        an abstraction; or an application
                            i

Whoever can count them can number them, and whoever can number them can draw one (Grygiel and Lescanne,
“Counting and generating lambda terms”, 2013).
"""

from __future__ import annotations

from functools import cache
from random import Random

from lamb import App, Lam, Term, Var

SIZES = range(6, 41)


@cache
def terms_of(size: int, scope: int) -> int:
    """How many terms of a size there are under so many λs."""
    if size < 1:
        return 0
    applications = sum(terms_of(i, scope) * terms_of(size - 1 - i, scope) for i in range(1, size - 1))
    return (scope if size == 1 else 0) + (terms_of(size - 1, scope + 1) if size > 1 else 0) + applications


def term_numbered(number: int, size: int, scope: int = 0) -> Term:
    """The term with a number below T(size, scope)."""
    if size == 1:
        return Var(number)
    abstractions = terms_of(size - 1, scope + 1)
    if number < abstractions:
        return Lam("xyzuvw"[scope % 6], term_numbered(number, size - 1, scope + 1))
    number -= abstractions
    for left in range(1, size - 1):
        right = size - 1 - left
        pairs = terms_of(left, scope) * terms_of(right, scope)
        if number < pairs:
            fn, arg = divmod(number, terms_of(right, scope))
            return App(term_numbered(fn, left, scope), term_numbered(arg, right, scope))
        number -= pairs
    raise AssertionError("there are not so many terms")


def uniform(draw: Random) -> Term:
    """A closed term, its size drawn first."""
    size = draw.choice(SIZES)
    return term_numbered(draw.randrange(terms_of(size, 0)), size)
