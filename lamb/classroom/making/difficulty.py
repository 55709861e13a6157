"""Difficulty: how long, how wide and how treacherous an exercise is, by the engine's own counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import ORDERS, Strategy, Unfolding, steps
from lamb.calculus.term import Term
from lamb.course.presentation import Shown, presented
from lamb.notation.printer import pretty
from lamb.records import Record


class Bounds(NamedTuple):
    """Whole numbers from *least* to *most*."""

    least: int
    most: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.least <= number <= self.most

    def __str__(self) -> str:
        return f"{self.least}" if self.least == self.most else f"{self.least}-{self.most}"


class Difficulty(Record):
    """The β-steps of a solution, the renamings (α-steps) without which they capture something, and the
    characters of its widest term.
    """

    steps: int
    captures: int
    width: int


class Wanted(Record):
    """The difficulty that is asked for; *width* is the most. No *steps*, or *captures*: the usual ones."""

    width: int
    steps: Bounds | None = None
    captures: Bounds | None = None

    def or_else(self, steps: Bounds, captures: Bounds) -> Wanted:
        """The same, with these spans where it has none."""
        return Wanted(self.width, self.steps or steps, self.captures or captures)

    def has(self, found: Difficulty) -> bool:
        """True if a difficulty is as it is asked for."""
        return (
            found.width <= self.width
            and (self.steps is None or found.steps in self.steps)
            and (self.captures is None or found.captures in self.captures)
        )


def reduction(term: Term, most: int, strategy: Strategy = Strategy.NORMAL) -> list[Shown] | None:
    """The reduction of a term to the form its strategy stops at, as a person writes it down, renamings
    included; None if it has more than so many β-steps.
    """
    made = list(islice(steps(term, ORDERS[strategy], Unfolding({})), most + 1))
    return list(presented(term, made)) if len(made) <= most else None


def difficulty(start: Term, rows: Sequence[Shown]) -> Difficulty:
    """The difficulty of a reduction from *start*."""
    rules = [row.rule for row in rows]
    width = max(len(pretty(term)) for term in (start, *(row.after for row in rows)))
    return Difficulty(rules.count(Rule.BETA), rules.count(Rule.ALPHA), width)
