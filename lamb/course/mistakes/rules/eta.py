"""Wrong η-steps: λx. f x is f only where x does not occur in f."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Lam, Var
from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot, spots
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.trees import quote, resolve


def variable_in_use(attempt: Attempt) -> Iterator[Guess]:
    """λx. x x → x"""
    for spot in spots(attempt.start):
        match spot.node:
            case Lam(hint, App(fn, Var(0))):
                new = substitute(fn, resolve(hint, spot.names))
                yield Guess(spot, new, partial(_variable_in_use, attempt, spot, hint))


def _variable_in_use(attempt: Attempt, spot: Spot, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: the variable occurs in the function as well",
            f"{quote(f'λ{hint}. f {hint}')} is “f” only where {quote(hint)} does not occur in “f”; in "
            f"{attempt.text(spot)} it occurs in {attempt.text(spot.part('body', 'fn'))}",
        ),
        None,
        attempt.place("left", spot.path),
    )


def another_variable_behind(attempt: Attempt) -> Iterator[Guess]:
    """λx. f a → f"""
    for spot in spots(attempt.start):
        match spot.node:
            case Lam(hint, App(fn, arg)) if arg != Var(0):
                new = substitute(fn, resolve(hint, spot.names))
                yield Guess(spot, new, partial(_another_behind, attempt, spot, hint))


def _another_behind(attempt: Attempt, spot: Spot, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: what stands last is not the variable of the λ",
            f"for an η-step the body of {attempt.text(spot)} has to end in {quote(hint)}, not in "
            f"{attempt.text(spot.part('body', 'arg'))}",
        ),
        None,
        attempt.place("left", spot.path),
    )
