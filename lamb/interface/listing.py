"""A long reduction in few lines: the first ones, and the last."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.interface.stepping import Reduction


class Row(NamedTuple):
    """A *term*, the *line* that led to it, which is, or is made for, step *number*, and the line after
    it. The term that the reduction begins with has no line.
    """

    number: int
    term: Term
    line: Shown | None
    following: Shown | None


class Gap(NamedTuple):
    """So many lines are left out."""

    lines: int


Listing: TypeAlias = Iterator[Row | Gap]


def listed(reduction: Reduction, first: int, last: int) -> Listing:
    """The term that a reduction begins with, its first lines and its last ones, each as soon as it may be
    shown; with a gap between them, if it has more.
    """
    held: deque[Row] = deque(maxlen=last)
    given = -1  # which is the term that it begins with
    for at, row in enumerate(_rows(reduction)):
        if at <= first:
            given = at
            yield row
        else:
            held.append(row)
    if gap := reduction.counts.total() - given - len(held):
        yield Gap(gap)
    yield from held


def _rows(reduction: Reduction) -> Iterator[Row]:
    """All rows of a reduction, each when the line after it is known."""
    term, lines = reduction.term, reduction.lines()
    following = next(lines, None)
    yield Row(0, following.before if following else term, None, following)
    number = 0
    while following is not None:
        line, following = following, next(lines, None)
        number += line.rule is not Rule.ALPHA
        yield Row(number, line.after, line, following)
