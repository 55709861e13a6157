"""Arithmetic: what the prelude says of numbers, with small ones, and what Python says of the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from lamb import Free, Lam, Term
from tests.tools.kinds.making import call, under, variable

LARGEST = 8


class Operation(NamedTuple):
    name: str
    arity: int
    value: Callable[..., int]


OPERATIONS = (
    Operation("succ", 1, lambda m: m + 1),
    Operation("pred", 1, lambda m: max(0, m - 1)),
    Operation("double", 1, lambda m: 2 * m),
    Operation("half", 1, lambda m: m // 2),
    Operation("add", 2, lambda m, n: m + n),
    Operation("mul", 2, lambda m, n: m * n),
    Operation("sub", 2, lambda m, n: max(0, m - n)),
    Operation("min", 2, min),
    Operation("max", 2, max),
    Operation("distance", 2, lambda m, n: abs(m - n)),
)
COMPARISONS = {"leq": int.__le__, "lt": int.__lt__, "eq": int.__eq__}


def arithmetic(draw: Random) -> Term:
    """A number, a λ with a number in it that is not known, or a choice between two."""
    match draw.choice(["number", "number", "open", "choice"]):
        case "number":
            return expression(draw, 3)[0]
        case "open":
            return _opened(draw, 2)
    name = draw.choice(list(COMPARISONS))
    return call(name, expression(draw, 1)[0], expression(draw, 1)[0], expression(draw, 1)[0], "a")


def expression(draw: Random, depth: int) -> tuple[Term, int]:
    """A term, and the number it stands for."""
    if depth and draw.random() < 0.85:
        operation = draw.choice(OPERATIONS)
        parts = [expression(draw, depth - 1) for _ in range(operation.arity)]
        value = operation.value(*[number for _, number in parts])
        if value <= LARGEST:
            return call(operation.name, *[term for term, _ in parts]), value
    number = draw.randint(0, 3)
    return Free(str(number)), number


def _opened(draw: Random, depth: int) -> Term:
    """λn. … of which some operands are n, or a, which is no number at all."""
    operation = draw.choice(OPERATIONS)
    parts = [
        variable(draw, 1) if draw.random() < 0.4 else under(expression(draw, depth - 1)[0])
        for _ in range(operation.arity)
    ]
    body = call(operation.name, *parts)
    return Lam("n", body) if draw.random() < 0.5 else call(Lam("n", body), draw.choice(["a", "2", "succ"]))
