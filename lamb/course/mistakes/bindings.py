"""Right steps written down with variables that belong to another λ than they should."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.comparisons import meant
from lamb.course.mistakes.differences import Leaf, leaves_that_differ
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot, is_redex
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.rules.capture import capture
from lamb.course.mistakes.trees import quote

Binding: TypeAlias = tuple[Callable[[Attempt, Spot | None, Leaf], Mistake], Callable[[Leaf], bool]]
"""How it is explained what has become of variables, and whether that has become of one."""


def captured_by_substitution(attempt: Attempt) -> Mistake | None:
    """λy'. y y', written λy. y y."""
    return _binding(attempt, CAPTURE)


def wrong_binding(attempt: Attempt) -> Mistake | None:
    """λx. x y, written λz. x y or λy. y y."""
    return _binding(attempt, BINDINGS)


def _binding(attempt: Attempt, bindings: Sequence[Binding]) -> Mistake | None:
    for term in meant(attempt):
        leaves = leaves_that_differ(term.right, term.written)
        for explain, fits in bindings:
            if leaves and all(fits(leaf) for leaf in leaves):
                return explain(attempt, term.spot, leaves[0])
    return None


def _captured(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    if not leaf.is_under_new_name and spot is not None and is_redex(spot.node):
        return capture(attempt, spot, leaf.found_name, leaf.found.path)
    name, binder = quote(leaf.found_name), quote(f"λ{leaf.found_name}")
    return explained(
        attempt,
        Words(
            "capture",
            "a variable was captured: a λ was renamed to a name that is in use under it",
            f"{quote('λ' + leaf.binder_before)} became {binder}, but the {name} under it does not belong to "
            "it, and is bound by it now",
            "take a name that does not occur there",
        ),
        spot,
        attempt.place("right", leaf.found.path),
    )


def _captured_or_left(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    return _captured(attempt, spot, leaf) if leaf.is_captured else _left_behind(attempt, spot, leaf)


def _left_behind(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    old, new = leaf.expected_name, leaf.renamed_to
    return explained(
        attempt,
        Words(
            "half-renamed",
            "a λ was renamed, but not all of its variables",
            f"{quote('λ' + old)} became {quote('λ' + new)}, so each {quote(old)} that belongs to it becomes "
            f"{quote(new)}; here one is still {quote(old)}",
        ),
        spot,
        attempt.place("right", leaf.found.path),
    )


def _of_an_inner_lambda(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    old, new = quote(leaf.expected_name), quote(leaf.found_name)
    return explained(
        attempt,
        Words(
            "shadowed",
            "a variable was renamed that belongs to an inner λ of the same name",
            f"the outer {quote('λ' + leaf.expected_name)} became {quote('λ' + leaf.found_name)}, but this "
            f"{old} is bound by the inner {quote('λ' + leaf.expected_name)}: it does not become {new}",
        ),
        spot,
        attempt.place("right", leaf.found.path),
    )


CAPTURE: tuple[Binding, ...] = ((_captured, lambda leaf: leaf.is_captured and not leaf.is_under_new_name),)
BINDINGS: tuple[Binding, ...] = (
    (_captured, lambda leaf: leaf.is_captured),
    (_left_behind, lambda leaf: leaf.is_left_behind),
    (_captured_or_left, lambda leaf: leaf.is_captured or leaf.is_left_behind),
    (_of_an_inner_lambda, lambda leaf: leaf.is_of_an_inner_lambda),
)
