"""Right steps written down with other names."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

from lamb.calculus.substitution import free_names
from lamb.calculus.term import Free
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.comparisons import meant
from lamb.course.mistakes.differences import Leaf, leaves_that_differ
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.trees import quote

SIMILAR = 0.6
"""How much two names have in common, of 1, if one may be a slip of the pen for the other."""


def misspelt(attempt: Attempt) -> Mistake | None:
    """`add`, written `ad`: a name that the left term does not have."""
    known = free_names(attempt.start) | free_names(attempt.written_start)
    return _wrong_name(attempt, lambda leaf: leaf.found_name not in known and _is_slip(leaf))


def another_name(attempt: Attempt) -> Mistake | None:
    """`x`, written `y`."""
    return _wrong_name(attempt, lambda leaf: True)


def _is_slip(leaf: Leaf) -> bool:
    similar = SequenceMatcher(None, leaf.found_name, leaf.expected_name).ratio() >= SIMILAR
    return isinstance(leaf.found.node, Free) and similar


def _wrong_name(attempt: Attempt, fits: Callable[[Leaf], bool]) -> Mistake | None:
    for term in meant(attempt):
        leaves = leaves_that_differ(term.right, term.written)
        if not leaves or len({(leaf.expected_name, leaf.found_name) for leaf in leaves}) > 1:
            continue
        leaf = leaves[0]
        if not fits(leaf):
            continue
        if attempt.step == "a" and leaf.is_out_of_step:
            return _out_of_step(attempt, term.spot, leaf)
        return _name(attempt, term.spot, leaf)
    return None


def _name(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    found, expected = quote(leaf.found_name), quote(leaf.expected_name)
    if attempt.step == "a" and isinstance(leaf.expected.node, Free):
        what = "a free variable was renamed: only those that a λ binds can have another name"
        where = f"no λ binds {expected}, so it cannot become {found}"
    else:
        what = "one name stands where another should"
        where = f"this {found} is not what the step leads to"
    place = attempt.place("right", leaf.found.path)
    return explained(attempt, Words("name", what, where, f"it should be {expected}"), spot, place)


def _out_of_step(attempt: Attempt, spot: Spot | None, leaf: Leaf) -> Mistake:
    old, new = quote(leaf.expected_name), quote(leaf.found_name)
    return explained(
        attempt,
        Words(
            "half-renamed",
            "a variable was renamed, but not the λ that binds it",
            f"{old} became {new}, but its λ is still {quote('λ' + leaf.expected_name)}: both have one name",
        ),
        spot,
        attempt.place("right", leaf.found.path),
    )
