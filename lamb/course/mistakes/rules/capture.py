"""Substitution letter by letter: what has the name of a λ comes under it, and is caught."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.reduction import Path
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.differences import leaves_that_differ
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot, beta
from lamb.course.mistakes.renaming import repair_by_renaming
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.rules.uses import put_blindly, refilled, uses
from lamb.course.mistakes.trees import quote


def captured(attempt: Attempt) -> Iterator[Guess]:
    """(λx y. x y) y → λy. y y"""
    for redex in attempt.redexes():
        new = _blind(redex)
        if new != beta(redex.node):
            yield Guess(redex, new, partial(_captured, attempt, redex))


def _blind(redex: Spot) -> Term:
    return refilled(redex, {use.number: put_blindly(redex, use) for use in uses(redex) if use.own})


def _captured(attempt: Attempt, redex: Spot) -> Mistake:
    right = redex.filled(beta(redex.node))
    leaves = leaves_that_differ(right, redex.filled(_blind(redex)))
    assert leaves
    leaf = leaves[0]
    return capture(attempt, redex, leaf.expected_name, leaf.found.path)


def capture(attempt: Attempt, redex: Spot, name: str, path: Path) -> Mistake:
    """The variable *name* of the argument was put under a λ of that name, at a path of the right term."""
    mistake = explained(
        attempt,
        Words(
            "capture",
            "a variable was captured: it was put under a λ of the same name, which binds it now",
            f"the {quote(name)} in the argument {attempt.text(redex.part('arg'))} comes from outside, but in "
            f"{attempt.text(redex.part('fn'))} it is put under {quote('λ' + name)}, which must not bind it",
        ),
        redex,
        attempt.place("right", path),
    )
    return repair_by_renaming(attempt, redex, mistake)
