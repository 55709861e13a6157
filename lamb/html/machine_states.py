"""The states of a machine as a table in HTML: each transition with its rule, and what it leads to.

Beside a state stands the term that it stands for, where that is another one than before: these are the terms
of the reduction that the machine carries out.
"""

from __future__ import annotations

from lamb.analysis.machines.transitions import MACHINES, MachineTrace, machine_trace
from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.calculus.reduction import Table as Definitions
from lamb.calculus.term import Term
from lamb.display import Table
from lamb.encodings.readings import Readings, readings
from lamb.html.markup import TableCell, escaped, output, shown, table_html
from lamb.quantities import counted
from lamb.show.lines import Line, Piece, plain
from lamb.show.machines import STANDS_FOR, Columns, MachineRow, Texts, ending, final, latex, listed
from lamb.show.reductions import Gap

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
    end = _end(trace, texts)
    text = [columns.head(), *map(columns.line, listing), end]
    headings = ["", "rule", *trace.machine.columns, STANDS_FOR]
    html = table_html(
        _rows(trace, listing),
        [TableCell(heading) for heading in headings],
        escaped(trace.machine.title) if caption is None else caption,
        [TableCell(columns=2), TableCell(escaped(plain([end])), "why", len(headings) - 2)],
    )
    paper = "" if trace.transitions >= most else "\n".join(latex(trace.anew(), Texts(limit=LONGEST)))
    return Table(shown(plain(text)), output(html), paper)


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


def _end(trace: MachineTrace, texts: Texts) -> Line:
    if trace.status is not Status.NORMAL_FORM:
        return (Piece(ending(trace), "error"),)
    try:
        with trace.meter.rest():
            term = trace.state.term()
            return final(trace, texts, readings(term) if term.size <= LARGEST_READ else Readings())
    except Exhausted:
        return (Piece(ending(trace)),)


def _rows(trace: MachineTrace, listing: list[MachineRow | Gap]) -> list[list[TableCell]]:
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
        cells = [TableCell(_code(cell), "state") for cell in row.cells]
        term = TableCell(_code(row.term if row.term != before else ""), "state")
        before = row.term
        rows.append([number, rule, *cells, term])
    return rows


def _code(text: str) -> str:
    return f'<code class="lamb-term">{escaped(text)}</code>' if text else ""
