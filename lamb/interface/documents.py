"""Reductions for other programs and for paper (`exports/`), and not for people at a terminal.

json       one document with all reductions, whatever happens
latex      each reduction as a derivation
markdown   each reduction as a table
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lamb.calculus.budget import Budget, Status
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.errors import LambError
from lamb.interface.endings import hint, readings_of
from lamb.interface.exits import Exit
from lamb.interface.exports import Export, LatexDerivation, MarkdownTable, TraceDocument, Write
from lamb.interface.exports.whole import ending_of
from lamb.interface.look import Look
from lamb.interface.render import Line, Piece, complaint, render
from lamb.interface.report import described_error
from lamb.interface.stepping import Plan, Reduction
from lamb.interface.terminal import Terminal
from lamb.results import Asked, Result
from lamb.session import Session

FORMATS = ("json", "latex", "markdown")


def export_of(
    format: str, write: Write, width: int | None, budget: Budget, *, standalone: bool = False
) -> Export:
    """What writes reductions in a format; on paper, terms that are wider than *width* are elided.

    *Standalone*, LaTeX is a whole document. JSON has all of a term that there is time for in the *budget*.
    """
    match format:
        case "latex":
            return LatexDerivation(write, width=width, standalone=standalone)
        case "markdown":
            return MarkdownTable(write, width=width)
    return TraceDocument(write, budget)


class Exporter:
    """Tells an export about reductions, and people about what goes wrong, unless it says so itself."""

    live = False

    def __init__(self, terminal: Terminal, export: Export, plan: Plan) -> None:
        self.terminal = terminal
        self.export = export
        self.plan = plan
        self.errors: list[Any] = []

    def begin(self, term: Term, following: Shown | None) -> None:
        self.export.begin(term, self.plan.strategy)

    def show(self, number: int, line: Shown, following: Shown | None) -> None:
        self.export.show(number, line)

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None:
        ended = reduction.status is Status.NORMAL_FORM
        values = readings_of(reduction.term, session.definitions) if ended else ()
        ending = ending_of(reduction, values)
        self.export.finish(ending)
        self.terminal.flush()
        if ending.sentence:
            self._remark(complaint(LambError(ending.sentence, asked.place, hint(reduction))))

    def hear(self, result: Result) -> None:
        if isinstance(result, LambError):
            self.errors.append(described_error(result))
        self._remark(render(result, Look()).remarks)

    def end(self, code: Exit, problem: str | None) -> None:
        self.export.close(int(code), problem, self.errors)
        if problem:
            self._remark([(Piece(problem),)])

    def _remark(self, lines: Iterable[Line]) -> None:
        if not isinstance(self.export, TraceDocument):
            self.terminal.remark(*lines)


def refused(problem: str, terminal: Terminal) -> None:
    """Say in JSON what is wrong with the command line."""
    TraceDocument(terminal.write).close(int(Exit.USAGE), problem)
