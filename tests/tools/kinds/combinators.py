"""Combinators: terms of S, K, I, B, C, W, T, ι and some names, with no λ of their own."""

from __future__ import annotations

from random import Random

from lamb import App, Free, Term

COMBINATORS = ("S", "K", "I", "B", "C", "W", "T", "ι")


def combinators(draw: Random) -> Term:
    """An application of 4 to 14 combinators and names."""
    return _applied(draw, draw.randint(4, 14))


def _applied(draw: Random, leaves: int) -> Term:
    if leaves == 1:
        return Free(draw.choice("abc") if draw.random() < 0.3 else draw.choice(COMBINATORS))
    right = 1 + int((leaves - 1) * draw.random() ** 2)  # mostly small: heads with several arguments
    return App(_applied(draw, leaves - right), _applied(draw, right))
