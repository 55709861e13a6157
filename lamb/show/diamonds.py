"""Diamonds as lines and for JSON: both ways from a term, step by step, to where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lamb.analysis.diamond import Diamond
from lamb.calculus.term import Term
from lamb.notation.printer import pretty
from lamb.show.lines import Line, Look, Piece
from lamb.show.prooftrees import LONGEST_WRITTEN

WIDE = 8


def diamond_lines(found: Diamond, look: Look) -> Iterator[Line]:
    """The lines of a diamond: the term, its two sides, the term where they meet, its complete development."""

    def line(label: str, term: Term) -> Line:
        return (Piece(f"{label:<{WIDE}}", "note"), Piece(look.beginning(term)))

    yield line("t", found.term)
    for side, first, rest in (
        ("left", found.left, found.closing_left),
        ("right", found.right, found.closing_right),
    ):
        yield line(side, first.after)
        for step in rest:
            yield line("", step.after)
    yield line("both", found.meeting)
    yield line("t*", found.development)
    yield (Piece(str(found), "note"),)


def diamond_json(found: Diamond) -> dict[str, Any]:
    """A diamond for JSON: the terms on both sides, in the order of the steps."""

    def texts(*terms: Term) -> list[str]:
        return [pretty(term, limit=LONGEST_WRITTEN) for term in terms]

    term, meeting, development = texts(found.term, found.meeting, found.development)
    left = texts(found.left.after, *(step.after for step in found.closing_left))
    right = texts(found.right.after, *(step.after for step in found.closing_right))
    return {"term": term, "left": left, "right": right, "meeting": meeting, "development": development}
