"""Everything that notebooks show, by MIME type: always text, and HTML and LaTeX where there are any.

A notebook takes the richest that it can show. Strategies side by side are a table, as are the states of a
machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lamb.analysis.comparison import Comparison, Run
from lamb.analysis.diamond import Diamond
from lamb.analysis.graph import ReductionGraph
from lamb.analysis.machines.bigstep import Evaluation
from lamb.analysis.machines.transitions import MACHINES, MachineTrace, machine_trace
from lamb.analysis.solvability import BohmTree, Solvable, Unsettled, Unsolvable
from lamb.analysis.types import Typing
from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.calculus.reduction import Rule, Step, Table as Definitions
from lamb.calculus.term import Node, Term
from lamb.display import Table
from lamb.encodings.readings import Reading, Readings, readings
from lamb.errors import BudgetError, LambError
from lamb.html.markup import (
    Bundle,
    Rendering,
    Role,
    TableCell,
    abridged,
    code_html,
    escaped,
    of_lines,
    shown,
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
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace
from lamb.quantities import counted
from lamb.results import Answer, Asked, Assumed, Checked, Defined, Derived, Imported, Note
from lamb.show.comparisons import FIGURES, choice_points, comparison, endlessness, figures_of, names, read_end
from lamb.show.lines import Line, Look, Piece, complaint, noted, plain
from lamb.show.machines import STANDS_FOR, Columns, MachineRow, Texts, ending, final, latex, listed
from lamb.show.prooftrees import LONGEST_TYPE, derivation_latex, derivation_lines
from lamb.show.reductions import Gap
from lamb.show.theory import bohm_lines, diamond_lines

SHOWN = 50  # lines of a trace that is shown for itself
LIMITS = Budget(steps=500, nodes=1_000_000, seconds=2)
"""The limits of a strategy that has no others."""

COLUMNS = 100  # of the text
WIDTH = 72  # characters of a term in the table
WIDEST = 160  # and of one at which strategies part
_NUMBERS = [TableCell(figure, "number") for figure in FIGURES]
HEADINGS = TableCell("strategy"), *_NUMBERS, TableCell("stops at", columns=2)
PARTINGS = (
    TableCell("step", "number"),
    TableCell("rule", "rule"),
    TableCell("where they part"),
    TableCell("who"),
)


def bundle(thing: object) -> Bundle:
    """A thing as notebooks show it, by MIME type."""
    match thing:
        case Node():
            return rendered_term(thing).bundle()  # type: ignore[arg-type]
        case Reading():
            return lines_bundle([(Piece(thing), Piece(f"    -- {thing.kind}", "comment"))])
        case LambError():
            return lines_bundle(complaint(thing), "alert")
        case Note():
            return lines_bundle([noted(thing)])
        case Typing():
            text = thing.text(limit=LONGEST_TYPE)
            try:
                return _derived(thing, text)
            except BudgetError:
                return lines_bundle([(Piece(text),)])
        case Answer() | Asked() | Assumed() | Checked() | Defined() | Derived() | Imported():
            return rendered_result(thing).bundle()
        case Outcome():
            said = of_lines([(Piece(_ending(thing), "note"),)])
            return stacked([rendered_term(thing.beginning), said]).bundle()
        case Step():
            return rendered_step(thing).bundle()
        case Trace():
            return bundle(table_of(thing, most=SHOWN))
        case MachineTrace():
            return bundle(machine_table(thing, most=SHOWN))
        case Evaluation():
            try:
                return _derived(thing, plain(derivation_lines(thing, Look(), COLUMNS)))
            except BudgetError:
                return rendered_term(thing.value).bundle()
        case Run():
            return rendered_run(thing).bundle()
        case Comparison():
            return bundle(comparison_table(thing))
        case BohmTree():
            return {**thing.picture()._repr_mimebundle_(), "text/plain": plain(bohm_lines(thing, Look()))}
        case Diamond():
            return {**thing.picture()._repr_mimebundle_(), "text/plain": plain(diamond_lines(thing, Look()))}
        case Solvable() | Unsolvable() | Unsettled():
            return lines_bundle([(Piece(str(thing), "note"),)])
        case ReductionGraph():
            return thing.picture()._repr_mimebundle_()
        case Table():
            latex = {"text/latex": thing.latex} if thing.latex else {}
            return {"text/plain": thing.text, "text/html": thing.html, **latex}
    return {"text/plain": repr(thing)}


def _derived(thing: Typing | Evaluation, text: str) -> Bundle:
    """A derivation as a picture and in LaTeX. Raises BudgetError if it is too long."""
    picture = thing.tree()._repr_mimebundle_()
    return {**picture, "text/plain": shown(text), "text/latex": derivation_latex(thing)}


def lines_bundle(lines: Iterable[Line], role: Role = "group") -> Bundle:
    return of_lines(lines).bundle(role)


def _ending(outcome: Outcome) -> str:
    steps = counted(outcome.steps, "step")
    if outcome.finished:
        return f"a normal form after {steps}"
    if outcome.status is Status.INTERRUPTED:
        return f"interrupted after {steps}"
    if outcome.status is Status.STEPS:
        return f"no normal form within {steps}"
    if outcome.status is Status.DIVERGED:
        return f"no normal form: after {steps}, it is known to repeat for ever"
    return f"no normal form after {steps}, when the {outcome.status.value} ran out"


# ── Strategies side by side ───────────────────────────────────────────────────────────


def comparison_table(compared: Comparison) -> Table:
    """A comparison as a table. A strategy without a limit has one all the same (`LIMITS`)."""
    if compared.term.size > LARGEST_REDUCED:
        return too_large(compared.term)
    compared = compared.limited(LIMITS)
    look = Look(budget=compared.budget)
    text = plain(comparison(compared, look, COLUMNS))
    tables = [table_html([_row(run, compared, look) for run in compared], HEADINGS)]
    if partings := list(_partings(compared)):
        tables.append(table_html(partings, PARTINGS))
    html = f"<div>{term_html(compared.term, width=WIDEST)}</div>{''.join(tables)}"
    return Rendering(text, html).table()


def rendered_run(run: Run) -> Rendering:
    """The figures of a run in a line, and its normal form."""
    _, largest, parts = figures_of(run)
    figures = f"{run.strategy.value}: {counted(run.steps, 'step')}, at most {largest} nodes"
    parting = f", parts from normal order at {parts}" if run.parting else ""
    form = run.strategy.form if run.finished else endlessness(run, Look())
    said = [(Piece(f"{figures}{parting}; "), Piece(form, "note"))]
    return stacked([of_lines(said), *([rendered_term(run.term)] if run.finished else [])])


def _row(run: Run, compared: Comparison, look: Look) -> list[TableCell]:
    cells = [TableCell(run.strategy.value), *(TableCell(figure, "number") for figure in figures_of(run))]
    if not run.finished:
        return [*cells, TableCell(escaped(endlessness(run, look)), "why", 2)]
    found = read_end(run, compared.definitions)
    text = abridged(run.term, width=WIDTH).text
    if found and "…" in text:
        end = escaped(found.listed())
    else:
        end = term_html(run.term, width=WIDTH) + comment_html(found.listed(text))
    return [*cells, TableCell(run.strategy.form, "why"), TableCell(end)]


def _partings(compared: Comparison) -> Iterator[list[TableCell]]:
    """A row for each choice: the rule that is obeyed, and the term with the redex that is contracted."""
    for step, before, choices in choice_points(compared):
        number = f"{step:,}"
        for choice, strategies in choices.items():
            match choice:
                case None:
                    rule, term = "", "stops"
                case Rule.PARALLEL as parallel, _:
                    rule, term = parallel.value, "all redexes at once"
                case contracted, path:
                    rule, term = contracted.value, term_html(before, width=WIDEST, marks=[(path, "redex")])
            who = TableCell(escaped(names(strategies)), "why")
            yield [TableCell(number, "number"), TableCell(rule, "rule"), TableCell(term), who]
            number = ""


# ── The states of a machine ───────────────────────────────────────────────────────────
# Beside a state stands the term that it stands for, where that is another one than before: these are the
# terms of the reduction that the machine carries out.

LONGEST = 80  # characters in a column
MOST_TRANSITIONS = 200  # of each, where all are shown
LARGEST_READ = 50_000  # nodes of a term whose readings are looked for


def machine_table(trace: MachineTrace, *, most: int = 100, caption: str | None = None) -> Table:
    """The states of a machine from the first on, as a table of at most so many lines."""
    trace = trace.anew()
    texts = Texts(limit=LONGEST, terms=True)
    last = max(1, most // 10)
    listing = list(listed(trace, texts, max(1, most - last), last))
    columns = Columns(trace, texts, None)
    columns.fit(listing)
    end = _last_line(trace, texts)
    text = [columns.head(), *map(columns.line, listing), end]
    headings = ["", "rule", *trace.machine.columns, STANDS_FOR]
    html = table_html(
        _transitions(trace, listing),
        [TableCell(heading) for heading in headings],
        escaped(trace.machine.title) if caption is None else caption,
        [TableCell(columns=2), TableCell(escaped(plain([end])), "why", len(headings) - 2)],
    )
    paper = "" if trace.transitions >= most else "\n".join(latex(trace.anew(), Texts(limit=LONGEST)))
    return Rendering(plain(text), html, paper).table()


def machines_html(term: Term, definitions: Definitions, budget: Budget) -> str:
    """A term on each machine, to be opened one by one; of them all, each has its part of the seconds."""
    seconds = None if budget.seconds is None else budget.seconds / len(MACHINES)
    each = Budget(MOST_TRANSITIONS, budget.nodes, seconds, budget.clock)
    shown: list[str] = []
    for name, machine in MACHINES.items():
        table = machine_table(machine_trace(term, name, definitions=definitions, budget=each), caption="")
        said = escaped(f"{machine.title[0].upper()}{machine.title[1:]}: {machine.carries_out}")
        is_first = "" if shown else " open"
        shown.append(f'<details name="machine"{is_first}><summary>{said}</summary>{table.html}</details>')
    return "".join(shown)


def _last_line(trace: MachineTrace, texts: Texts) -> Line:
    if trace.status is not Status.NORMAL_FORM:
        return (Piece(ending(trace), "error"),)
    try:
        with trace.meter.rest():
            term = trace.state.term()
            return final(trace, texts, readings(term) if term.size <= LARGEST_READ else Readings())
    except Exhausted:
        return (Piece(ending(trace)),)


def _transitions(trace: MachineTrace, listing: list[MachineRow | Gap]) -> list[list[TableCell]]:
    rows = []
    before = ""
    for row in listing:
        if isinstance(row, Gap):
            gap = f"… {counted(row.lines, 'more transition')} …"
            rows.append([TableCell(), TableCell(), TableCell(gap, "why", len(trace.machine.columns) + 1)])
            continue
        number = TableCell(f"{row.number:,}" if row.rule else "", "number")
        says = escaped(trace.machine.rules.get(row.rule, ""))
        rule = TableCell(f'<span title="{says}">{escaped(row.rule)}</span>' if row.rule else "", "rule")
        cells = [TableCell(code_html(cell) if cell else "", "state") for cell in row.cells]
        term = TableCell(code_html(row.term) if row.term not in ("", before) else "", "state")
        before = row.term
        rows.append([number, rule, *cells, term])
    return rows
