"""Terms, results and reductions, each as text, in HTML, and for LaTeX.

The answers are terms; the other results are lines, as every front end says them. A reduction is a table: the
terms in a column, each with the part marked that the last step has made, and the part that the next one
contracts; beside them, the rule of a step, and a sentence on what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Unpack

from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Rule, Step
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import LARGEST_SETTLED, explained, presented
from lamb.course.verdicts import USUAL_HINT, Judgement, Verdict
from lamb.display import Table
from lamb.encodings.readings import Readings, readings
from lamb.errors import Source
from lamb.html.markup import (
    LARGEST,
    Rendering,
    TableCell,
    abridged,
    code_html,
    escaped,
    line_html,
    lines_html,
    mark,
    marked,
    of_lines,
    stacked,
    table_html,
    term_html,
)
from lamb.machine.trace import Trace, trace
from lamb.notation.elision import Room, excerpt
from lamb.notation.layout import blank, comments
from lamb.quantities import counted
from lamb.results import Answer, Asked, Assumed, Defined, Derived, Imported, Note, Result
from lamb.show.documents import Choices, LatexDerivation
from lamb.show.latex import in_mathematics
from lamb.show.lines import Line, Look, Piece, flaws, noted, plain, render, shortened
from lamb.show.reductions import (
    Ending,
    Gap,
    Plan,
    Reduction,
    Row,
    View,
    finished,
    head,
    readings_of,
    row_lines,
    spans,
    unfinished,
)

LOOK = Look(elided=True)
READ = 120  # characters of a larger term, if it can be read as something
LARGEST_READ = 50_000  # nodes of a term whose readings are looked for unasked
LONGEST_STEP = 200  # characters of a step of a derivation
SIGNS = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.PARTIAL: "✗", Verdict.UNDECIDED: "?"}

HEADINGS = (
    TableCell("step", "number"),
    TableCell("rule", "rule"),
    TableCell("term"),
    TableCell("what happens"),
)
LIMITS = Budget(steps=1_000, nodes=1_000_000, seconds=10)
"""The limits of a reduction that has no others."""

LARGEST_REDUCED = 300_000  # nodes of a term that is reduced to be shown
WIDTH = 240  # characters of a term
PAPER = 90  # characters of one on paper
MOST = 100  # lines
VIEW = View()  # of the text
ENDED = Ending(Status.NORMAL_FORM, "", 0)


def rendered_term(term: Term, name: str = "", found: Readings | None = None) -> Rendering:
    """A term with its name and its readings, which may have been *found*. At once, however large it is."""
    if found is None:
        found = readings(term) if term.size <= LARGEST_READ and not term.open else Readings()
    width = READ if found and term.size > READ else None
    text = abridged(term, width=width).text
    nodes = f" ({counted(term.size, 'node')})" if term.size > LARGEST else ""
    comment = found.listed(text)
    said = f"    -- {comment}" if comment else ""
    defines, html, latex = "", "", ""
    if name:
        defines, latex = f"{name} = ", f"{in_mathematics(name)} = "
        html = f'<b class="lamb-name">{escaped(name)}</b> = '
    html += term_html(term, width=width) + comment_html(comment)
    return Rendering(
        f"{defines}{text}{nodes}{said}", f"<div>{html}</div>", f"${latex}{in_mathematics(text)}$"
    )


def comment_html(comment: str) -> str:
    """A comment beside a term; nothing for an empty one."""
    return f' <span class="lamb-comment">-- {escaped(comment)}</span>' if comment else ""


# ── Results ───────────────────────────────────────────────────────────────────────────


def rendered_result(result: Result, look: Look = LOOK) -> Rendering:
    """The result of a statement; *look* says how far reductions were to go, and how they go further."""
    match result:
        case Answer():
            return _rendered_answer(result, look)
        case Asked(term=term, notes=notes):
            return _with_notes(rendered_term(term), notes)
        case Defined(name=name, term=term, notes=notes):
            return _with_notes(rendered_term(term, name), notes)
        case Imported(what=what, definitions=number):
            known = (Piece(f"    -- {counted(number, 'definition')}", "comment"),) if number else ()
            return of_lines([(Piece("imported ", "note"), Piece(what), *known)])
        case Assumed(names=names, type=type):
            return of_lines([(Piece("assumed ", "note"), Piece(f"{' '.join(names)} : {type}"))])
        case Derived():
            return rendered_derivation(result)
    rendered = render(result, look)
    return of_lines([*rendered.answer, *rendered.remarks])


def _with_notes(rendering: Rendering, notes: Sequence[Note]) -> Rendering:
    return stacked([rendering, of_lines(map(noted, notes))]) if notes else rendering


def _rendered_answer(answer: Answer, look: Look) -> Rendering:
    """A normal form, and what it can be read as; that alone, where the term is large."""
    outcome = answer.outcome
    if not outcome.finished:
        steps = outcome.steps if outcome.status is Status.STEPS else None
        known = replace(look, budget=look.budget.or_else(Budget(steps=steps)))
        return of_lines(render(answer, known).remarks)
    if not answer.readings or outcome.term.size <= look.width:
        return _with_notes(rendered_term(outcome.term, found=answer.readings), answer.notes)
    text = shortened(answer.readings.listed(), look)
    return _with_notes(Rendering(text, f"<div>{code_html(text)}</div>"), answer.notes)


def rendered_derivation(derived: Derived, hint: int = USUAL_HINT) -> Rendering:
    """A derivation, step by step, and what is wrong with it, as far as a hint goes."""
    verdict = derived.verdict.value
    said = "is not finished" if derived.verdict is Verdict.PARTIAL else verdict
    name = escaped(derived.name)
    heading = f'derivation <b class="lamb-name">{name}</b> <span class="{verdict}">{said}</span>'
    end = derived.steps[0].place.start if derived.steps else derived.place.end
    begin = derived.place.source.text[derived.place.start : end].partition(":")[2]
    judged = map(_judged, [*derived.steps, *([derived.ending] if derived.ending else [])])
    told = flaws(derived, hint)
    rows = [[TableCell(), TableCell(_code(begin)), TableCell()], *judged]
    table = f"<div>{heading}</div>{table_html(rows)}"
    return Rendering(
        plain([*render(derived, LOOK).answer, *told]), table + (lines_html(told) if told else "")
    )


def _judged(judgement: Judgement) -> list[TableCell]:
    sign = TableCell(SIGNS[judgement.verdict], judgement.verdict.value)
    if not judgement.operator:
        return [sign, TableCell(escaped(judgement.reason or "a normal form"), "why", 2)]
    return [sign, TableCell(_code(judgement.place.text)), TableCell(escaped(judgement.reason), "why")]


def _code(text: str) -> str:
    """Some text of a program, on one line and without comments."""
    line = " ".join(blank(text, comments(Source(text))).split())
    return code_html(line if len(line) <= LONGEST_STEP else f"{line[: LONGEST_STEP - 1]}…")


# ── Reductions ────────────────────────────────────────────────────────────────────────


def row_of(row: Row | Gap, width: int, *, numbered: bool = True) -> Sequence[TableCell]:
    """A row: the number of a step, its rule, the term that it leads to, and what it does."""
    if isinstance(row, Gap):
        return TableCell(), TableCell(), TableCell(f"… {counted(row.lines, 'more line')} …", "why", 2)
    term = TableCell(term_of(row, width))
    if row.line is None:
        return TableCell(), TableCell(), term, TableCell()
    rule = row.line.rule
    number = TableCell(f"{row.number:,}" if numbered and rule is not Rule.ALPHA else "", "number")
    return number, TableCell(rule.value, "rule"), term, TableCell(escaped(explained(row.line)), "why")


def term_of(row: Row, width: int) -> str:
    """The HTML of a row's term, in which is marked what the step has made, and what the next is about."""
    line, following = row.line, row.following
    new = line.path if line else ()
    focus = following.path if following else new or head(row.term, width)
    found = excerpt(row.term, Room(width), focus, new)
    made = spans(found, line) if line and line.rule is not Rule.PARALLEL else []
    upcoming = spans(found, following) if following else []
    marks = [mark(*span, "contractum") for span in made] + [mark(*span, "redex") for span in upcoming]
    return f'<code class="lamb-term">{marked(found.text, found.tree, marks)}</code>'


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
    """A trace from its beginning to its end, as a table of at most so many lines."""
    start = trace.start
    if start.term.size > LARGEST_REDUCED:
        return too_large(start.term)
    plan = Plan(
        start.strategy,
        budget=start.budget.or_else(LIMITS),
        eta=start.eta,
        ends_with_a_cycle=start.budget.steps is None,
        folded=start.folded,
        combinators=start.combinators,
    )
    reduction = Reduction(start.term, start.definitions, plan, start.watch)
    last = max(1, most // 10)
    listing = list(reduction.listed(max(1, most - last), last))
    return _table(reduction, listing, width or WIDTH)


def too_large(term: Term) -> Table:
    why = Piece("this term is too large to be reduced step by step", "error")
    return stacked([rendered_term(term), of_lines([(why,)])]).table()


def _table(reduction: Reduction, listing: list[Row | Gap], width: int) -> Table:
    ending = _ending(reduction)
    text = [*chain.from_iterable(map(_text, listing)), ending]
    html = table_html(
        [row_of(row, width) for row in listing],
        HEADINGS,
        reduction.plan.strategy.value,
        [TableCell(columns=2), TableCell(line_html(ending), "why", 2)],
    )
    return Rendering(plain(text), html, _latex(reduction, listing)).table()


def _ending(reduction: Reduction) -> Line:
    """The last line of a reduction: its end, or the limit that stopped it."""
    if reduction.status is Status.NORMAL_FORM:
        return finished(reduction, readings_of(reduction.term, reduction.definitions), VIEW)
    return (Piece(unfinished(reduction), "error"),)


def _text(row: Row | Gap) -> list[Line]:
    if isinstance(row, Gap):
        return [(Piece(f"{VIEW.margin()}… {counted(row.lines, 'more line')} …", "comment"),)]
    return row_lines(row, VIEW)


def rendered_step(step: Step) -> Rendering:
    """A step: the term before it, with the renamings that it needs, and the term after it."""
    before, after = step.before, step.after
    if before.open or before.size > LARGEST_SETTLED or step.rule is Rule.PARALLEL:
        rule = of_lines([(Piece(step.rule.value, "note"),)])
        return stacked([rendered_term(before), rule, rendered_term(after)])
    lines = list(presented(before, [step]))
    rows = [Row(0, lines[0].before, None, lines[0])]
    rows += [Row(1, line.after, line, then) for line, then in zip_longest(lines, lines[1:])]
    text = plain(chain.from_iterable(map(_text, rows)))
    return Rendering(text, table_html(row_of(row, WIDTH, numbered=False) for row in rows), _latex_of(rows))


def _latex(reduction: Reduction, listing: list[Row | Gap]) -> str:
    """The lines up to the gap, if there is one, as a derivation."""
    gap = next((at for at, row in enumerate(listing) if isinstance(row, Gap)), None)
    ending = reduction.ending() if gap is None else Ending(None, "", 0, f"{reduction.steps:,} steps")
    return _latex_of(listing[:gap], ending)


def _latex_of(rows: Sequence[Row | Gap], ending: Ending = ENDED) -> str:
    written: list[str] = []
    export = LatexDerivation(written.append, width=PAPER)
    export.begin(Strategy.NORMAL)
    *first, last = (row for row in rows if isinstance(row, Row))
    for row in (*first, last._replace(following=None)):
        export.show(row)
    export.finish(ending)
    return "".join(written)
