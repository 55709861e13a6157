"""Terms that are short to write and hard to be done with, made of parts each of which is.

The *number* of a term decides all its draws, so that what was found is found again.
"""

from __future__ import annotations

from random import Random

ENDLESS = (
    *("Ω", "Y", "Θ", "(λx. x x x)", "(λx. x x)", "(λx y. y (x x (y y)))"),
    "Y (λf n. cons n (f (succ n))) 0",
)
LARGE = (
    *("7", "60", "5000", "1500000", "9" * 40),
    *("pow 7 3000", "pow 10 12", "fact 300", "2 2 2 2", "sub 5000 4999"),
)
SHARED = ("(λx. p x x)", "(λf x. f (f x))", "(λx y z. x z (y z))", "(λf x. f x x)", "pair", "cons", "S")
SMALL = ("x", "f", "K", "I", "λx. x", "λx y. y x", "nil", "true", "0", "λf. f (λx. x f)", "_", "x'")
DEEP = 1_500
"""Brackets, λs, arguments and bindings that one part has: a traversal that is quadratic in them is felt."""


def hard_term(number: int) -> str:
    """The hard term of a number."""
    draw = Random(number)
    return _drawn(draw, draw.randint(1, 4))


def _drawn(draw: Random, depth: int) -> str:
    """A term of parts in parts of such a depth, in brackets where that is needed."""
    if depth == 0:
        return f"({draw.choice(draw.choice((ENDLESS, LARGE, SHARED, SMALL)))})"
    many = draw.choice((1, 2, 12, DEEP))
    one, other, name = _drawn(draw, depth - 1), _drawn(draw, depth - 1), draw.choice("xyfz")
    return draw.choice(
        (
            f"({one} {other})",
            f"({one} {other} {_drawn(draw, depth - 1)})",
            f"(λ{name}. {one} {name} {other})",
            f"({many} {one} {other})",
            f"({many} (λ{name} y. {one} ({name} y)) {other})",
            f"(let {name} = {one} in {other} {name} {name})",
            f"((λ{name}. {one} ({other} {name})) {_drawn(draw, depth - 1)})",
            f"[{one}, {other}, {name}]",
            "(" + f"{name} " * many + one + ")",
            f"(λ{name}. " * many + one + f" {name})" + ")" * (many - 1),
            f"({name} " * many + one + ")" * many,
            f"((λ{name}. {name} {name}) " * min(many, 12) + one + ")" * min(many, 12),
            "(" + f"let {name} = y {name} in " * many + one + f" {name})",
            "(λ" + " ".join(f"{name}{at}" for at in range(many)) + f". {one} {name}0 {other})",
        )
    )
