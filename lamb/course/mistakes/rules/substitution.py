"""Wrong substitutions: the right argument, but not for every variable of the λ, or for others too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import TypeVar

from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.rules.uses import Use, parts, put_blindly, put_right, refilled, uses
from lamb.course.mistakes.trees import quote

MOST_CHOSEN = 6
"""Occurrences of which every choice is tried; of more, all but one, only one, and all."""

Choice = TypeVar("Choice")

PUTS = ((put_right, put_right), (put_right, put_blindly), (put_blindly, put_blindly))
"""How an argument is put in the place of a variable, and in that of an inner λ."""


def shadowed(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x (λx. x)) a → a (λx. a)"""
    for redex in attempt.redexes():
        written = uses(redex)
        for chosen in _choices([use for use in written if not use.own]):
            for put, put_inside in PUTS:
                new = {use.number: put(redex, use) for use in written if use.own}
                new |= {use.number: put_inside(redex, use) for use in chosen}
                yield Guess(redex, refilled(redex, new), partial(_shadowed, attempt, redex, chosen[0]))


def _shadowed(attempt: Attempt, redex: Spot, use: Use) -> Mistake:
    hint, _, _ = parts(redex)
    return explained(
        attempt,
        Words(
            "shadowed",
            "a variable was replaced that belongs to an inner λ of the same name",
            f"in {attempt.text(redex.part('fn'))} the {quote(hint)} under the inner {quote('λ' + hint)} is "
            f"bound by that λ, not by the one that takes the argument {attempt.text(redex.part('arg'))}: it "
            f"stays {quote(hint)}",
        ),
        redex,
        attempt.place_in_contractum(redex, use.spot),
    )


def some_occurrences(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x x) a → a x"""
    for redex in attempt.redexes():
        own = [use for use in uses(redex) if use.own]
        for left in _choices(own):
            if len(left) < len(own):
                new = {use.number: put_right(redex, use) for use in own if use not in left}
                yield Guess(
                    redex,
                    refilled(redex, new),
                    partial(_some, attempt, redex, own, left),
                )


def _some(attempt: Attempt, redex: Spot, own: list[Use], left: Sequence[Use]) -> Mistake:
    hint, _, _ = parts(redex)
    which = " and ".join(_ordinal(own.index(use) + 1) for use in left)
    verb = "was" if len(left) == 1 else "were"
    return explained(
        attempt,
        Words(
            "some-occurrences",
            "only some occurrences of the variable were replaced by the argument",
            f"{quote(hint)} occurs {len(own)} times in the body of {attempt.text(redex.part('fn'))}, and "
            f"{attempt.text(redex.part('arg'))} has to come in the place of each; the {which} {verb} left",
        ),
        redex,
        attempt.place_in_contractum(redex, left[0].spot),
    )


def _choices(things: Sequence[Choice]) -> Iterator[Sequence[Choice]]:
    """The ways to choose some of the *things*, all of them first."""
    if not things:
        return
    if len(things) <= MOST_CHOSEN:
        for number in range(len(things), 0, -1):
            yield from combinations(things, number)
        return
    yield things
    for at in range(len(things)):
        yield [*things[:at], *things[at + 1 :]]
        yield things[at : at + 1]


def _ordinal(number: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in {11, 12, 13} else 0, "th")
    return f"{number}{suffix}"
