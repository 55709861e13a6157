"""Everything that notebooks show, by MIME type: always text, and HTML and LaTeX where there are any.

A notebook takes the richest that it can show. Each kind of thing registers here what it looks like; a front
end that has more kinds adds them with `bundle.register`. Strategies side by side are a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from lamb.analysis.comparison import Comparison, Run
from lamb.analysis.graph import ReductionGraph
from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Rule, Step
from lamb.calculus.term import Node, Term
from lamb.display import Table
from lamb.encodings.readings import Reading, readings
from lamb.errors import LambError
from lamb.html.markup import (
    Bundle,
    Rendering,
    Role,
    TableCell,
    abridged,
    of_lines,
    output,
    stacked,
    table_html,
    term_html,
)
from lamb.html.renderings import (
    LARGEST_REDUCED,
    comment_html,
    rendered_result,
    rendered_step,
    rendered_term,
    table_of,
    too_large,
)
from lamb.html.style import escaped, shown
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace
from lamb.quantities import counted
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Note
from lamb.show.comparisons import (
    FIGURES,
    Choice,
    Crossroads,
    comparison,
    crossroads,
    endlessness,
    figures_of,
    names,
)
from lamb.show.lines import Line, Look, Piece, complaint, noted, plain, shown_readings

SHOWN = 50  # lines of a trace that is shown for itself
LIMITS = Budget(steps=500, nodes=1_000_000, seconds=2)
"""The limits of a strategy that has no others."""

COLUMNS = 100  # of the text
WIDTH = 72  # characters of a term in the table
WIDEST = 160  # and of one at which strategies part
HEADINGS = (
    TableCell("strategy"),
    *(TableCell(figure, "number") for figure in FIGURES),
    TableCell("stops at", columns=2),
)
PARTINGS = (
    TableCell("step", "number"),
    TableCell("rule", "rule"),
    TableCell("where they part"),
    TableCell("who"),
)


@singledispatch
def bundle(thing: object) -> Bundle:
    """A thing as notebooks show it, by MIME type."""
    return {"text/plain": repr(thing)}


def lines_bundle(lines: Iterable[Line], role: Role = "group") -> Bundle:
    """Lines as notebooks show them."""
    return of_lines(lines).bundle(role)


@bundle.register
def _(term: Node) -> Bundle:
    return rendered_term(term).bundle()  # type: ignore[arg-type]


@bundle.register
def _(reading: Reading) -> Bundle:
    return lines_bundle([(Piece(reading), Piece(f"    -- {reading.kind}", "comment"))])


@bundle.register
def _(error: LambError) -> Bundle:
    return lines_bundle(complaint(error), "alert")


# ── Results ───────────────────────────────────────────────────────────────────────────


@bundle.register(Answer)
@bundle.register(Asked)
@bundle.register(Checked)
@bundle.register(Defined)
@bundle.register(Derived)
@bundle.register(Imported)
def _(result: Answer | Asked | Checked | Defined | Derived | Imported) -> Bundle:
    return rendered_result(result).bundle()


@bundle.register
def _(note: Note) -> Bundle:
    return lines_bundle([noted(note)])


# ── Reductions ────────────────────────────────────────────────────────────────────────


@bundle.register
def _(outcome: Outcome) -> Bundle:
    steps = counted(outcome.steps, "step")
    if outcome.finished:
        said = f"a normal form after {steps}"
    elif outcome.status is Status.INTERRUPTED:
        said = f"interrupted after {steps}"
    elif outcome.status is Status.STEPS:
        said = f"no normal form within {steps}"
    else:
        said = f"no normal form after {steps}, when the {outcome.status.value} ran out"
    return stacked([rendered_term(outcome.beginning), of_lines([(Piece(said, "note"),)])]).bundle()


@bundle.register
def _(step: Step) -> Bundle:
    return rendered_step(step).bundle()


@bundle.register
def _(trace: Trace) -> Bundle:
    return bundle(table_of(trace, most=SHOWN))


@bundle.register
def _(run: Run) -> Bundle:
    return rendered_run(run).bundle()


@bundle.register
def _(comparison: Comparison) -> Bundle:
    return bundle(comparison_table(comparison))


@bundle.register
def _(graph: ReductionGraph) -> Bundle:
    return graph.picture()._repr_mimebundle_()


@bundle.register
def _(table: Table) -> Bundle:
    latex = {"text/latex": table.latex} if table.latex else {}
    return {"text/plain": table.text, "text/html": table.html, **latex}


# ── Strategies side by side ───────────────────────────────────────────────────────────


def comparison_table(compared: Comparison, look: Look | None = None) -> Table:
    """A comparison as a table. A strategy without a limit has one all the same (`LIMITS`)."""
    if compared.term.size > LARGEST_REDUCED:
        return too_large(compared.term)
    compared = compared.limited(LIMITS)
    look = look or Look(budget=compared.budget)
    text = plain(comparison(compared.term, compared, look, COLUMNS))
    tables = [table_html([_row(run, look) for run in compared], HEADINGS)]
    if partings := [row for here in crossroads(compared) for row in _parting(here)]:
        tables.append(table_html(partings, PARTINGS))
    html = f"<div>{term_html(compared.term, width=WIDEST)}</div>{''.join(tables)}"
    return Table(shown(text), output(html))


def rendered_run(run: Run) -> Rendering:
    """The figures of a run in a line, and its normal form."""
    _, largest, parts = figures_of(run)
    figures = f"{run.strategy.value}: {counted(run.steps, 'step')}, at most {largest} nodes"
    parting = f", parts from normal order at {parts}" if run.parting else ""
    form = run.strategy.form if run.finished else endlessness(run, Look())
    said = [(Piece(f"{figures}{parting}; "), Piece(form, "note"))]
    return stacked([of_lines(said), *([rendered_term(run.term)] if run.finished else [])])


def _row(run: Run, look: Look) -> list[TableCell]:
    numbers = [TableCell(figure, "number") for figure in figures_of(run)]
    end = _end(run) if run.finished else [TableCell(escaped(endlessness(run, look)), "why", 2)]
    return [TableCell(run.strategy.value), *numbers, *end]


def _end(run: Run) -> list[TableCell]:
    """The end of a run, and its term."""
    found = readings(run.term)
    text = abridged(run.term, width=WIDTH).text
    if found and "…" in text:
        return [TableCell(run.strategy.form, "why"), TableCell(escaped(", ".join(found)))]
    comment = shown_readings(text, found)
    return [
        TableCell(run.strategy.form, "why"),
        TableCell(term_html(run.term, width=WIDTH) + comment_html(comment)),
    ]


def _parting(here: Crossroads) -> Iterator[list[TableCell]]:
    """A row for each choice."""
    number = f"{here.step:,}"
    for choice, who in here.choices.items():
        rule, term = _choice(here.before, choice)
        yield [
            TableCell(number, "number"),
            TableCell(rule, "rule"),
            TableCell(term),
            TableCell(escaped(names(who)), "why"),
        ]
        number = ""


def _choice(before: Term, choice: Choice) -> tuple[str, str]:
    """The rule that is obeyed, and the term with the redex that is contracted."""
    match choice:
        case None:
            return "", "stops"
        case Rule.PARALLEL as rule, _:
            return rule.value, "all redexes at once"
        case rule, path:
            return rule.value, term_html(before, width=WIDEST, marks=[(path, "redex")])
