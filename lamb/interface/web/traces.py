"""A reduction as a table: the terms in a column, each with what the last step has made of it, and what
the next one is about; beside them, which rule a step obeys, and what it does.
"""

from __future__ import annotations

from itertools import chain
from typing import Unpack

from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.calculus.trace import Trace, trace
from lamb.course.presentation.explanation import explained
from lamb.interface.endings import finished, readings_of, unfinished
from lamb.interface.exports.export import Ending
from lamb.interface.exports.latex import LatexDerivation
from lamb.interface.exports.whole import Choices, ending_of
from lamb.interface.listing import Gap, Row, listed
from lamb.interface.render import Line, Piece, counted, plain
from lamb.interface.stepping import Plan, Reduction
from lamb.interface.steps import View, first_lines, head, spans, step_lines
from lamb.interface.web.escaping import escaped, shown
from lamb.interface.web.lines import line_html
from lamb.interface.web.output import output
from lamb.interface.web.tables import Table
from lamb.interface.web.terms import Mark, marked
from lamb.notation import elision
from lamb.notation.elision import excerpt

LIMITS = Budget(steps=1_000, nodes=1_000_000, seconds=2)
"""How far a reduction goes that nobody has limited."""

WIDTH = 240  # characters of a term
MOST = 100  # lines
VIEW = View()  # of the text
ALL = Rule.PARALLEL


def trace_table(
    term: Term, *, most: int = MOST, width: int | None = None, folded: bool = True, **choices: Unpack[Choices]
) -> Table:
    """The reduction of a term as a table of at most so many lines.

    What has no limit in the *budget* has one all the same (`LIMITS`). Raises ValueError if a variable
    points out of the term, or η cannot follow.

    >>> from lamb.notation import parse_term
    >>> print(trace_table(parse_term("(λx y. x) a")))
             (λx y. x) a
             ^^^^^^^^^^^
       1  β  λy. a
             ~~~~~
    normal form after 1 step (1 β)
    """
    return table_of(trace(term, folded=folded, **choices), most=most, width=width)


def table_of(trace: Trace, *, most: int = MOST, width: int | None = None) -> Table:
    """What a trace gives from its beginning to its end, as a table of at most so many lines."""
    start = trace.start
    plan = Plan(
        start.strategy,
        budget=start.budget.or_else(LIMITS),
        eta=start.eta,
        ends_with_a_cycle=start.budget.steps is None,
        folded=start.folded,
    )
    reduction = Reduction(start.term, start.definitions, plan, start.watch)
    last = max(1, most // 10)
    listing = list(listed(reduction, max(1, most - last), last))
    return _table(reduction, listing, width or WIDTH)


def _table(reduction: Reduction, listing: list[Row | Gap], width: int) -> Table:
    ending = _ending(reduction)
    text = [*chain.from_iterable(map(_text, listing)), ending]
    return Table(
        shown(plain(text)), _html(reduction, listing, ending, width), _latex(reduction, listing, width)
    )


def _ending(reduction: Reduction) -> Line:
    """What came of a reduction."""
    if reduction.status is Status.NORMAL_FORM:
        return finished(reduction, readings_of(reduction.term, reduction.definitions), VIEW)
    return (Piece(unfinished(reduction), "error"),)


def _text(row: Row | Gap) -> list[Line]:
    if isinstance(row, Gap):
        return [(Piece(f"{VIEW.margin()}… {counted(row.lines, 'more line')} …", "comment"),)]
    if row.line is None:
        return first_lines(row.term, row.following, VIEW)
    return step_lines(row.number, row.line, row.following, VIEW)


# ── HTML ──────────────────────────────────────────────────────────────────────────────


def _html(reduction: Reduction, listing: list[Row | Gap], ending: Line, width: int) -> str:
    rows = "".join(_row(row, width) for row in listing)
    return output(
        f'<table class="lamb-table lamb-trace"><caption>{reduction.plan.strategy.value}</caption>'
        '<thead><tr><th scope="col">step</th><th scope="col">rule</th><th scope="col">term</th>'
        f'<th scope="col">what happens</th></tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr><td colspan="2"></td><td colspan="2">{line_html(ending)}</td></tr></tfoot></table>'
    )


def _row(row: Row | Gap, width: int) -> str:
    if isinstance(row, Gap):
        said = f"… {counted(row.lines, 'more line')} …"
        return f'<tr class="gap"><td></td><td></td><td colspan="2">{said}</td></tr>'
    line = row.line
    if line is None:
        return f"<tr><td></td><td></td><td>{_term(row, width)}</td><td></td></tr>"
    number = "" if line.rule is Rule.ALPHA else f"{row.number:,}"
    return (
        f'<tr><td class="number">{number}</td><td class="rule">{line.rule.value}</td>'
        f'<td>{_term(row, width)}</td><td class="why">{escaped(explained(line))}</td></tr>'
    )


def _term(row: Row, width: int) -> str:
    """The term of a row, with what is new in it, and what is next."""
    line, following = row.line, row.following
    new = line.path if line else ()
    focus = following.path if following else new or head(row.term, width)
    found = excerpt(row.term, elision.Line(width), focus, new)
    marks = (
        [Mark(*span, "contractum") for span in spans(found, line)] if line and line.rule is not ALL else []
    )
    marks += [Mark(*span, "redex") for span in spans(found, following)] if following else []
    return f'<code class="lamb-term">{marked(found.text, found.tree, marks)}</code>'


# ── LaTeX ─────────────────────────────────────────────────────────────────────────────


def _latex(reduction: Reduction, listing: list[Row | Gap], width: int) -> str:
    """The lines up to the gap, if there is one, as a derivation."""
    written: list[str] = []
    export = LatexDerivation(written.append, width=width)
    for row in listing:
        if isinstance(row, Gap):
            export.finish(Ending(None, "", 0, f"{reduction.steps:,} steps"))
            return "".join(written)
        if row.line is None:
            export.begin(row.term, reduction.plan.strategy)
        else:
            export.show(row.number, row.line)
    export.finish(ending_of(reduction))
    return "".join(written)
