"""Right steps written down wrongly: with other names, with variables of another λ, or with other brackets."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import TypeAlias

from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam
from lamb.course.mistakes.attempt import AttemptedStep
from lamb.course.mistakes.differences import Leaf, differ_in_brackets, first_difference, leaves_that_differ
from lamb.course.mistakes.repairs import RENAME_FIRST, Wording, explained, right_terms
from lamb.course.mistakes.subterms import bracketed, node_at, spine
from lamb.course.verdicts import Mistake

SIMILAR = 0.6
"""The least that two names have in common, of 1, if one may be a slip of the pen for the other."""

Judge: TypeAlias = Callable[[list[Leaf]], Wording | None]
"""The mistake in variables that differ, if they are of its kind."""


def _miswritten(attempt: AttemptedStep, judge: Judge) -> Mistake | None:
    """The mistake in the first right term that differs in nothing but variables of that kind."""
    for step in right_terms(attempt):
        leaves = leaves_that_differ(step.right, step.written)
        wording = judge(leaves) if leaves else None
        if leaves and wording:
            leaf = leaves[0]
            place = attempt.place("right", leaf.found.path)
            return explained(attempt, wording.naming(leaf.described), step.redex, place)
    return None


# ── Names ─────────────────────────────────────────────────────────────────────────────

ANOTHER_NAME = Wording(
    "name",
    "one name stands where another should",
    "this “{found}” is not what the step leads to",
    "it should be “{renamed}”",
)
FREE_RENAMED = Wording(
    "name",
    "a free variable was renamed: only a bound variable can have another name",
    "no λ binds “{expected}”, so it cannot become “{found}”",
    "it should be “{expected}”",
)
RENAMED_ALONE = Wording(
    "half-renamed",
    "a variable was renamed, but not the λ that binds it",
    "“{expected}” became “{found}”, but its λ is still “λ{expected}”",
)


def misspelt(attempt: AttemptedStep) -> Mistake | None:
    """`add`, written `ad`: a name that the left term does not have."""
    known = free_names(attempt.start) | free_names(attempt.written_start)

    def is_slip(leaf: Leaf) -> bool:
        if leaf.found_name in known or not isinstance(leaf.found.node, Free):
            return False
        return SequenceMatcher(None, leaf.found_name, leaf.expected_name).ratio() >= SIMILAR

    return _miswritten(attempt, lambda leaves: _wrong_name(attempt, leaves) if is_slip(leaves[0]) else None)


def another_name(attempt: AttemptedStep) -> Mistake | None:
    """`x`, written `y`."""
    return _miswritten(attempt, lambda leaves: _wrong_name(attempt, leaves))


def _wrong_name(attempt: AttemptedStep, leaves: list[Leaf]) -> Wording | None:
    if len({(leaf.expected_name, leaf.found_name) for leaf in leaves}) > 1:
        return None
    if attempt.step == "a" and leaves[0].is_renamed_alone:
        return RENAMED_ALONE
    free = isinstance(leaves[0].expected.node, Free)
    return FREE_RENAMED if attempt.step == "a" and free else ANOTHER_NAME


# ── Bindings ──────────────────────────────────────────────────────────────────────────

CAPTURED = Wording(
    "capture",
    "a variable was captured",
    "the free “{found}” is captured by “λ{found}”",
    RENAME_FIRST,
)
CAPTURED_BY_RENAMING = Wording(
    "capture",
    "a λ was renamed to a name that is in use under it",
    "“λ{before}” became “λ{found}”, which captures the “{found}” under it",
    "take a name that does not occur there",
)
CAPTURED_BELOW = Wording(
    "capture",
    "a λ was renamed to a name that an inner λ has",
    "“λ{expected}” became “λ{renamed}”, and now the inner “λ{renamed}” captures its variable",
    "choose a name that is not bound under it",
)
LEFT_BEHIND = Wording(
    "half-renamed",
    "a λ was renamed, but not all of its variables",
    "“λ{expected}” became “λ{renamed}”: each “{expected}” that belongs to it becomes “{renamed}”",
)
OF_AN_INNER_LAMBDA = Wording(
    "shadowed",
    "a variable of an inner λ was renamed",
    "this “{expected}” is bound by the inner “λ{expected}”: it does not become “{found}”",
)


def captured_by_substitution(attempt: AttemptedStep) -> Mistake | None:
    """λy'. y y', written λy. y y."""
    return _miswritten(attempt, lambda leaves: CAPTURED if all(map(_is_caught, leaves)) else None)


def _is_caught(leaf: Leaf) -> bool:
    kept = leaf.renamed_to == leaf.expected_name
    return leaf.is_captured and leaf.renamed_from == leaf.found_name and kept


def wrong_binding(attempt: AttemptedStep) -> Mistake | None:
    """λx. x y, written λz. x y or λy. y y."""
    return _miswritten(attempt, _binding)


def _binding(leaves: list[Leaf]) -> Wording | None:
    if all(leaf.is_captured or leaf.is_left_behind for leaf in leaves):
        if not leaves[0].is_captured:
            return LEFT_BEHIND
        if leaves[0].renamed_to == leaves[0].found_name != leaves[0].expected_name:
            return CAPTURED_BELOW
        return CAPTURED if _is_caught(leaves[0]) else CAPTURED_BY_RENAMING
    return OF_AN_INNER_LAMBDA if all(leaf.is_of_an_inner_lambda for leaf in leaves) else None


# ── Brackets ──────────────────────────────────────────────────────────────────────────

BRACKETS = Wording(
    "brackets",
    "the names are right, but the brackets are not",
    "{read}",
    "it should be {expected}",
)
UNBRACKETED = Wording(
    "brackets",
    "a λ that is applied needs brackets",
    "without them, its argument is in its body: {found}",
    "put the λ in brackets",
)


def wrong_brackets(attempt: AttemptedStep, *, numbered: bool = False) -> Mistake | None:
    """f (f x), written f f x."""
    for step in right_terms(attempt):
        if differ_in_brackets(step.right, step.written, numbered=numbered):
            difference = first_difference(step.right, step.written)
            assert difference is not None
            expected, found = difference
            written, there = node_at(attempt.right, found.path)
            names = {"found": attempt.text(found, "right"), "expected": attempt.text_of(expected)}
            names["read"] = "{expected} is read as {0}, so {found} is another".format(
                attempt.bracketed(expected), **names
            )
            if there and bracketed(written) != names["found"]:
                names["read"] = f"you wrote {names['found']}, which is read as {bracketed(written)}"
            unbracketed = isinstance(found.node, Lam) and isinstance(spine(expected.node)[0], Lam)
            wording = UNBRACKETED if unbracketed and isinstance(expected.node, App) else BRACKETS
            return explained(attempt, wording.naming(names), step.redex, attempt.place("right", found.path))
    return None


def wrong_brackets_and_names(attempt: AttemptedStep) -> Mistake | None:
    """λx. f (f x), written λy. f f y."""
    return wrong_brackets(attempt, numbered=True)
