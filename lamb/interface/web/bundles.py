"""What a notebook shows of each thing, by MIME type: always text, and HTML and LaTeX where there are any.

A notebook takes the richest that it can show. Each kind of thing says here what it looks like; a front
end that has more kinds adds them with `bundle.register`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from lamb.calculus.budget import Outcome, Status
from lamb.calculus.quantities import counted
from lamb.calculus.reduction_graph import ReductionGraph
from lamb.calculus.step import Step
from lamb.calculus.term import Node
from lamb.calculus.trace import Trace
from lamb.course.comparison import Comparison, Run
from lamb.encodings.readings import Reading
from lamb.errors import LambError
from lamb.interface.render import Line, Piece, complaint, noted
from lamb.interface.web.comparisons import comparison_table, run_face
from lamb.interface.web.output import Bundle, Role, spoken, stacked
from lamb.interface.web.results import result_face, term_face
from lamb.interface.web.tables import Table
from lamb.interface.web.traces import step_face, table_of
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Note

SHOWN = 50  # lines of a trace that is shown for itself


@singledispatch
def bundle(thing: object) -> Bundle:
    """What *thing* looks like, by MIME type."""
    return {"text/plain": repr(thing)}


def written(lines: Iterable[Line], role: Role = "group") -> Bundle:
    """What is said in lines, as text and in HTML."""
    return spoken(lines).bundle(role)


@bundle.register
def _(term: Node) -> Bundle:
    return term_face(term).bundle()  # type: ignore[arg-type]


@bundle.register
def _(reading: Reading) -> Bundle:
    return written([(Piece(reading), Piece(f"    -- {reading.kind}", "comment"))])


@bundle.register
def _(error: LambError) -> Bundle:
    return written(complaint(error), "alert")


# ── Results ───────────────────────────────────────────────────────────────────────────


@bundle.register(Answer)
@bundle.register(Asked)
@bundle.register(Checked)
@bundle.register(Defined)
@bundle.register(Derived)
@bundle.register(Imported)
def _(result: Answer | Asked | Checked | Defined | Derived | Imported) -> Bundle:
    return result_face(result).bundle()


@bundle.register
def _(note: Note) -> Bundle:
    return written([noted(note)])


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
    return stacked([term_face(outcome.beginning), spoken([(Piece(said, "note"),)])]).bundle()


@bundle.register
def _(step: Step) -> Bundle:
    return step_face(step).bundle()


@bundle.register
def _(trace: Trace) -> Bundle:
    return bundle(table_of(trace, most=SHOWN))


@bundle.register
def _(run: Run) -> Bundle:
    return run_face(run).bundle()


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
