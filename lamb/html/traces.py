"""The lines of a reduction as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Unpack

from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.calculus.trace import Step
from lamb.course.presentation import LARGEST_SETTLED, Shown, explained, presented
from lamb.display import Table
from lamb.html.lines import (
    Cell,
    Face,
    line_html,
    output,
    spoken,
    stacked,
    table_html,
)
from lamb.html.results import term_face
from lamb.html.style import escaped, shown
from lamb.html.terms import Mark, marked
from lamb.machine.trace import Trace, trace
from lamb.notation.elision import Room, excerpt
from lamb.quantities import counted
from lamb.show.documents import Choices, ending_of
from lamb.show.latex import Ending, LatexDerivation
from lamb.show.lines import Line, Piece, plain
from lamb.show.reductions import (
    Gap,
    Plan,
    Reduction,
    Row,
    View,
    finished,
    first_lines,
    head,
    listed,
    readings_of,
    spans,
    step_lines,
    unfinished,
)

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
    found = excerpt(row.term, Room(width), focus, new)
    made = spans(found, line) if line and line.rule is not Rule.PARALLEL else []
    upcoming = spans(found, following) if following else []
    marks = [Mark(*span, "contractum") for span in made] + [Mark(*span, "redex") for span in upcoming]
    return f'<code class="lamb-term">{marked(found.text, found.tree, marks)}</code>'


# ── Traces ──────────────────────────────────────────────────────────────────────────
# A reduction as a table: the terms in a column, each with what the last step has made of it, and what
# the next one is about; beside them, which rule a step obeys, and what it does.


LIMITS = Budget(steps=1_000, nodes=1_000_000, seconds=10)
"""How far a reduction goes that nobody has limited."""

LARGEST = 300_000  # nodes of a term that is reduced to be shown
TOO_LARGE = "this term is too large to be reduced step by step"
WIDTH = 240  # characters of a term
PAPER = 90  # characters of one on paper
MOST = 100  # lines
VIEW = View()  # of the text
ENDED = Ending(Status.NORMAL_FORM, "", 0)


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
    if start.term.size > LARGEST:
        return too_large(start.term)
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


def too_large(term: Term) -> Table:
    """What is shown of the reduction of a term that is too large to begin with."""
    said = spoken([(Piece(TOO_LARGE, "error"),)])
    text, html, _ = stacked([term_face(term), said])
    return Table(shown(text), output(html))


def _table(reduction: Reduction, listing: list[Row | Gap], width: int) -> Table:
    ending = _ending(reduction)
    text = [*chain.from_iterable(map(_text, listing)), ending]
    html = table_html(
        [row_of(row, width) for row in listing],
        HEADINGS,
        reduction.plan.strategy.value,
        [Cell(columns=2), Cell(line_html(ending), "why", 2)],
    )
    return Table(shown(plain(text)), output(html), _latex(reduction, listing))


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


def step_face(step: Step) -> Face:
    """A step: the term before it, with the renamings that it needs, and the term after it."""
    before, after = step.before, step.after
    if before.open or before.size > LARGEST_SETTLED or step.rule is Rule.PARALLEL:
        faces = [term_face(before), spoken([(Piece(step.rule.value, "note"),)]), term_face(after)]
        return stacked(faces)
    lines = list(presented(before, [step]))
    following = [*lines[1:], None]
    rows = [Row(0, lines[0].before, None, lines[0])]
    rows += [Row(1, line.after, line, then) for line, then in zip(lines, following, strict=True)]
    text = plain(chain.from_iterable(map(_text, rows)))
    return Face(text, table_html(row_of(row, WIDTH, numbered=False) for row in rows), _latex_of(rows))


# ── LaTeX ─────────────────────────────────────────────────────────────────────────────


def _latex(reduction: Reduction, listing: list[Row | Gap]) -> str:
    """The lines up to the gap, if there is one, as a derivation."""
    gap = next((at for at, row in enumerate(listing) if isinstance(row, Gap)), None)
    ending = ending_of(reduction) if gap is None else Ending(None, "", 0, f"{reduction.steps:,} steps")
    return _latex_of(listing[:gap], ending)


def _latex_of(rows: Sequence[Row | Gap], ending: Ending = ENDED) -> str:
    written: list[str] = []
    export = LatexDerivation(written.append, width=PAPER)
    for row in rows:
        match row:
            case Row(_, term, None, _):
                export.begin(term, Strategy.NORMAL)
            case Row(number, _, Shown() as line, _):
                export.show(number, line)
    export.finish(ending)
    return "".join(written)
