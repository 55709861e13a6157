"""Diamonds as lines: both ways from a term, step by step, to where they meet."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.analysis.diamond import Diamond
from lamb.calculus.term import Term
from lamb.show.lines import Line, Look, Piece

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
