"""Strategies side by side, as a table: how each fares with a term, and where they part."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.budget import Budget
from lamb.calculus.quantities import counted
from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.course.comparison import Comparison, Run
from lamb.encodings.readings import readings
from lamb.interface.comparisons import (
    FIGURES,
    Choice,
    Crossroads,
    comparison,
    crossroads,
    endlessness,
    figures_of,
    names,
)
from lamb.interface.look import Look
from lamb.interface.render import Piece, plain, shown_readings
from lamb.interface.web.escaping import escaped, shown
from lamb.interface.web.output import Face, output, spoken, stacked
from lamb.interface.web.results import comment_html, term_face
from lamb.interface.web.tables import Cell, Table, table_html
from lamb.interface.web.terms import abridged, term_html
from lamb.interface.web.traces import LARGEST, too_large

LIMITS = Budget(steps=500, nodes=1_000_000, seconds=2)
"""How far each strategy goes that nobody has limited."""

COLUMNS = 100  # of the text
WIDTH = 72  # characters of a term in the table
WIDEST = 160  # and of one at which strategies part
HEADINGS = (Cell("strategy"), *(Cell(figure, "number") for figure in FIGURES), Cell("stops at", columns=2))
PARTINGS = (Cell("step", "number"), Cell("rule", "rule"), Cell("where they part"), Cell("who"))


def comparison_table(compared: Comparison, look: Look | None = None) -> Table:
    """A comparison as a table. A strategy without a limit has one all the same (`LIMITS`)."""
    if compared.term.size > LARGEST:
        return too_large(compared.term)
    compared = compared.limited(LIMITS)
    look = look or Look(budget=compared.budget)
    text = plain(comparison(compared.term, compared, look, COLUMNS))
    tables = [table_html([_row(run, look) for run in compared], HEADINGS)]
    if partings := [row for here in crossroads(compared) for row in _parting(here)]:
        tables.append(table_html(partings, PARTINGS))
    html = f"<div>{term_html(compared.term, width=WIDEST)}</div>{''.join(tables)}"
    return Table(shown(text), output(html))


def run_face(run: Run) -> Face:
    """How a strategy fared, in a line, and where it has come to."""
    _, largest, parts = figures_of(run)
    figures = f"{run.strategy.value}: {counted(run.steps, 'step')}, at most {largest} nodes"
    parting = f", parts from normal order at {parts}" if run.parting else ""
    form = run.strategy.form if run.finished else endlessness(run, Look())
    said = [(Piece(f"{figures}{parting}; "), Piece(form, "note"))]
    return stacked([spoken(said), *([term_face(run.term)] if run.finished else [])])


def _row(run: Run, look: Look) -> list[Cell]:
    numbers = [Cell(figure, "number") for figure in figures_of(run)]
    end = _end(run) if run.finished else [Cell(escaped(endlessness(run, look)), "why", 2)]
    return [Cell(run.strategy.value), *numbers, *end]


def _end(run: Run) -> list[Cell]:
    """What a run has come to."""
    found = readings(run.term)
    text = abridged(run.term, width=WIDTH).text
    if found and "…" in text:
        return [Cell(run.strategy.form, "why"), Cell(escaped(", ".join(found)))]
    comment = shown_readings(text, found)
    return [Cell(run.strategy.form, "why"), Cell(term_html(run.term, width=WIDTH) + comment_html(comment))]


def _parting(here: Crossroads) -> Iterator[list[Cell]]:
    """A row for each choice."""
    number = f"{here.step:,}"
    for choice, who in here.choices.items():
        rule, term = _choice(here.before, choice)
        yield [Cell(number, "number"), Cell(rule, "rule"), Cell(term), Cell(escaped(names(who)), "why")]
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
