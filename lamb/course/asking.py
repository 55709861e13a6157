"""Is this the next step? What is answered to somebody who types one on a walk (`walk.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from lamb.calculus.reduction import Rule
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Free, Term
from lamb.course.mistakes import Mistake, diagnose
from lamb.course.walk import Choice, Walk
from lamb.notation.holes import filled, matches, parse_with_holes
from lamb.notation.names import remove_names, restore_names
from lamb.source import Source

LONGEST_QUOTED = 60  # characters
OPERATORS = {Rule.BETA: "=b>", Rule.DELTA: "=d>", Rule.ETA: "=e>"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be said of a step that somebody typed.

    *right*: it is the next step. Otherwise *mistake* says what is wrong with it; *choice* is the redex
    that was contracted, if it is a step, though another one is next.
    """

    right: bool
    choice: Choice | None = None
    mistake: Mistake | None = None


def reply(walk: Walk, text: str) -> Reply:
    """What is to be said of a text as the next step of a walk. Raises ParseError."""
    written, stand_in = parse_with_holes(Source(text, "<step>"))
    pattern, hole = remove_names(written, walk.constructors), Free(stand_in)
    upcoming = walk.next
    goal = walk.after(upcoming) if upcoming else walk.term
    if upcoming and matches(pattern, goal, hole):
        return Reply(True, upcoming)
    for choice in walk.choices:
        if choice != upcoming and matches(pattern, walk.after(choice), hole):
            return Reply(False, choice, _another(walk, choice, upcoming))
    if upcoming is None:
        return Reply(False, None, _ended(walk))
    if upcoming.rule is Rule.PARALLEL:
        return Reply(False, None, _not_all_at_once(walk, goal))
    if stand_in in free_names(pattern):
        written = restore_names(filled(pattern, goal, hole))
    operator = OPERATORS[upcoming.rule]
    return Reply(False, None, diagnose(walk.tree, operator, written, walk.definitions, walk.constructors))


def _another(walk: Walk, choice: Choice, upcoming: Choice | None) -> Mistake:
    """This is a step, but not the one that the strategy makes."""
    where = f"this contracts {_quoted(walk, choice)}"
    if upcoming is None:
        what = f"by {walk.strategy.value} nothing is left to do: this is a {walk.strategy.form}"
        return Mistake("another-redex", what, where, place=("left", choice.start, choice.end))
    return Mistake(
        "another-redex",
        f"this is a step, but not the one that {walk.strategy.value} makes",
        f"{where}, and {_quoted(walk, upcoming)} is next",
        restore_names(walk.after(upcoming)),
        ("left", upcoming.start, upcoming.end),
    )


def _ended(walk: Walk) -> Mistake:
    what = f"there is nothing left to do: this is a {walk.strategy.form}"
    return Mistake("ended", what, "no redex is left that the strategy contracts")


def _not_all_at_once(walk: Walk, goal: Term) -> Mistake:
    what = "this is not where all redexes, contracted at once, lead to"
    return Mistake("parallel", what, f"there are {len(walk.choices)} to look at", restore_names(goal))


def _quoted(walk: Walk, choice: Choice) -> str:
    text = walk.text[choice.start : choice.end]
    return f"“{text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + '…'}”"
