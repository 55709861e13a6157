"""Recursion: functions that call themselves, by Y, by Z, by Turing's Θ, and by `rec`."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import lamb
from lamb import Free, Term
from lamb.definitions import Definitions, Entry
from lamb.errors import Place, Source
from lamb.notation.parser import parse
from lamb.notation.syntax import Definition
from lamb.prelude import prelude
from tests.tools.kinds.making import call

STEPS: dict[str, tuple[str, Callable[[int], int], int]] = {
    "factorial": ("λself n. is-zero n 1 (mul n (self (pred n)))", lambda n: (1, 1, 2, 6)[n], 3),
    "sum": ("λself n. is-zero n 0 (add n (self (pred n)))", lambda n: n * (n + 1) // 2, 4),
    "double": ("λself n. is-zero n 0 (succ (succ (self (pred n))))", lambda n: 2 * n, 5),
    "power": ("λself n. is-zero n 1 (double (self (pred n)))", lambda n: 2**n, 3),
    "odd": ("λself n. is-zero n 0 (sub 1 (self (pred n)))", lambda n: n % 2, 5),
    "fibonacci": (
        "λself n. leq n 1 n (add (self (pred n)) (self (pred (pred n))))",
        lambda n: (0, 1, 1, 2)[n],
        3,
    ),
}
"""What a function does with itself and a number, what that comes to, and the largest number to try."""

COMBINATORS = ("Y", "Z", "Θ")


def _with_rec() -> Definitions:
    """The prelude, and each of the functions above as somebody would write it with `rec`."""
    table = Definitions(prelude())
    texts = [f"rec {name}-rec = ({text}) {name}-rec" for name, (text, _, _) in STEPS.items()]
    source = Source("\n".join(texts))
    statements = [part for part in parse(source).statements if isinstance(part, Definition)]
    table.define(Entry(part, Place(source, part.start, part.end)) for part in statements)
    return table


DEFINITIONS = _with_rec()


def recursion(draw: Random) -> Term:
    """A recursive function of a number."""
    return called(draw)[0]


def called(draw: Random) -> tuple[Term, int]:
    """The same, and what it comes to."""
    name, (text, value, most) = draw.choice(list(STEPS.items()))
    how = draw.choice([*COMBINATORS, "rec", "let"])
    number = draw.randint(0, most)
    argument: Term = Free(str(number)) if number == most else call("pred", str(number + 1))
    if how == "rec":
        return call(f"{name}-rec", argument), value(number)
    if how == "let":
        by_itself = lamb.parse_term(f"let step = {text}; again = λmake n. step (make make) n in again again")
        return call(by_itself, argument), value(number)
    return call(call(how, lamb.parse_term(text)), argument), value(number)
