"""The lines of a reduction as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from lamb.calculus.quantities import counted
from lamb.calculus.reduction import Rule
from lamb.course.presentation.explanation import explained
from lamb.interface.listing import Gap, Row
from lamb.interface.steps import head, spans
from lamb.interface.web.escaping import escaped
from lamb.interface.web.tables import Cell
from lamb.interface.web.terms import Mark, marked
from lamb.notation.elision import Line, excerpt

HEADINGS = (Cell("step", "number"), Cell("rule", "rule"), Cell("term"), Cell("what happens"))


def row_of(row: Row | Gap, width: int, *, numbered: bool = True) -> Sequence[Cell]:
    """A row: the number of a step, its rule, the term that it leads to, and what it does."""
    if isinstance(row, Gap):
        return Cell(), Cell(), Cell(f"… {counted(row.lines, 'more line')} …", "why", 2)
    term = Cell(term_of(row, width))
    if row.line is None:
        return Cell(), Cell(), term, Cell()
    rule = row.line.rule
    number = f"{row.number:,}" if numbered and rule is not Rule.ALPHA else ""
    return Cell(number, "number"), Cell(rule.value, "rule"), term, Cell(escaped(explained(row.line)), "why")


def term_of(row: Row, width: int) -> str:
    """The HTML of a row's term, in which is marked what the step has made, and what the next is about."""
    line, following = row.line, row.following
    new = line.path if line else ()
    focus = following.path if following else new or head(row.term, width)
    found = excerpt(row.term, Line(width), focus, new)
    made = spans(found, line) if line and line.rule is not Rule.PARALLEL else []
    upcoming = spans(found, following) if following else []
    marks = [Mark(*span, "contractum") for span in made] + [Mark(*span, "redex") for span in upcoming]
    return f'<code class="lamb-term">{marked(found.text, found.tree, marks)}</code>'
