"""Right steps written down with other names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from lamb.calculus.substitution import free_names
from lamb.calculus.term import Free
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.differences import Leaf, leaves_that_differ
from lamb.course.mistakes.repairs import Words, explained, meant
from lamb.course.mistakes.substitution import capture
from lamb.course.mistakes.subterms import Subterm, is_redex, quote
from lamb.course.verdicts import Mistake

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
            return _out_of_step(attempt, term.subterm, leaf)
        return _name(attempt, term.subterm, leaf)
    return None


def _name(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    found, expected = quote(leaf.found_name), quote(leaf.expected_name)
    if attempt.step == "a" and isinstance(leaf.expected.node, Free):
        what = "a free variable was renamed: only those that a λ binds can have another name"
        where = f"no λ binds {expected}, so it cannot become {found}"
    else:
        what = "one name stands where another should"
        where = f"this {found} is not what the step leads to"
    place = attempt.place("right", leaf.found.path)
    return explained(attempt, Words("name", what, where, f"it should be {expected}"), subterm, place)


def _out_of_step(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    old, new = quote(leaf.expected_name), quote(leaf.found_name)
    return explained(
        attempt,
        Words(
            "half-renamed",
            "a variable was renamed, but not the λ that binds it",
            f"{old} became {new}, but its λ is still {quote('λ' + leaf.expected_name)}: both have one name",
        ),
        subterm,
        attempt.place("right", leaf.found.path),
    )


# ── Bindings ────────────────────────────────────────────────────────────────────────
# Right steps written down with variables that belong to another λ than they should.


Binding: TypeAlias = tuple[Callable[[Attempt, Subterm | None, Leaf], Mistake], Callable[[Leaf], bool]]
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
                return explain(attempt, term.subterm, leaves[0])
    return None


def _captured(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    if not leaf.is_under_new_name and subterm is not None and is_redex(subterm.node):
        return capture(attempt, subterm, leaf.found_name, leaf.found.path)
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
        subterm,
        attempt.place("right", leaf.found.path),
    )


def _captured_or_left(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    return _captured(attempt, subterm, leaf) if leaf.is_captured else _left_behind(attempt, subterm, leaf)


def _left_behind(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    old, new = leaf.expected_name, leaf.renamed_to
    return explained(
        attempt,
        Words(
            "half-renamed",
            "a λ was renamed, but not all of its variables",
            f"{quote('λ' + old)} became {quote('λ' + new)}, so each {quote(old)} that belongs to it becomes "
            f"{quote(new)}; here one is still {quote(old)}",
        ),
        subterm,
        attempt.place("right", leaf.found.path),
    )


def _of_an_inner_lambda(attempt: Attempt, subterm: Subterm | None, leaf: Leaf) -> Mistake:
    old, new = quote(leaf.expected_name), quote(leaf.found_name)
    return explained(
        attempt,
        Words(
            "shadowed",
            "a variable was renamed that belongs to an inner λ of the same name",
            f"the outer {quote('λ' + leaf.expected_name)} became {quote('λ' + leaf.found_name)}, but this "
            f"{old} is bound by the inner {quote('λ' + leaf.expected_name)}: it does not become {new}",
        ),
        subterm,
        attempt.place("right", leaf.found.path),
    )


CAPTURE: tuple[Binding, ...] = ((_captured, lambda leaf: leaf.is_captured and not leaf.is_under_new_name),)
BINDINGS: tuple[Binding, ...] = (
    (_captured, lambda leaf: leaf.is_captured),
    (_left_behind, lambda leaf: leaf.is_left_behind),
    (_captured_or_left, lambda leaf: leaf.is_captured or leaf.is_left_behind),
    (_of_an_inner_lambda, lambda leaf: leaf.is_of_an_inner_lambda),
)
