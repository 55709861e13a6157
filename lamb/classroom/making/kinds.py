"""The kinds of exercises, and series of them: the same seed makes the same exercises everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import NamedTuple

from lamb.classroom.making.difficulty import Bounds
from lamb.classroom.making.made import MadeExercise, Request
from lamb.classroom.making.standing import brackets, free, types
from lamb.classroom.making.stepping import alpha, beta, normalize, strategy_step
from lamb.errors import LambError
from lamb.quantities import counted

TRIES = 3_000
"""Terms that are drawn for one exercise, before such exercises are said to be too rare."""


class MadeKind(NamedTuple):
    """A kind in a few words, the usual steps and captures of its exercises (None where they make no steps),
    and how one is drawn: None if what was drawn is not as it was asked for.
    """

    what: str
    steps: Bounds | None
    captures: Bounds | None
    draw: Callable[[Random, Request], MadeExercise | None]


KINDS: Mapping[str, MadeKind] = {
    "beta": MadeKind("one β-step", Bounds(1, 1), Bounds(0, 2), beta),
    "alpha": MadeKind("a β-step that needs a renaming", Bounds(1, 1), Bounds(1, 2), alpha),
    "normalize": MadeKind("all steps to the normal form", Bounds(2, 5), Bounds(0, 1), normalize),
    "strategy": MadeKind("the step that a strategy makes", Bounds(1, 1), Bounds(0, 1), strategy_step),
    "free": MadeKind("the free variables of a term", None, None, free),
    "brackets": MadeKind("the same term with fewer brackets", None, None, brackets),
    "types": MadeKind("a term of a simple type", None, None, types),
}


def series(kind: str, seed: str, request: Request) -> Iterator[MadeExercise]:
    """The exercises of a kind that a seed has, no two the same up to α and the choice of free names.

    Raises LambError where no more are found.
    """
    chosen = KINDS[kind]
    if chosen.steps and chosen.captures:
        request = request.with_values(wanted=request.wanted.or_else(chosen.steps, chosen.captures))
    seen: set[object] = set()
    drawn = last = 0
    while drawn - last < TRIES:
        made = chosen.draw(Random(f"{seed}/{kind}/{drawn}"), request)  # noqa: S311  (nothing secret)
        drawn += 1
        if made is not None and made.key not in seen:
            seen.add(made.key)
            last = drawn
            yield made
    found = f"only {counted(len(seen), 'exercise')}" if seen else "no exercise"
    message = f"{found} of this kind {'are' if len(seen) > 1 else 'is'} as difficult as that"
    raise LambError(message, hint="ask for fewer, for a greater --width, or for other --steps and --captures")
