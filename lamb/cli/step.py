"""Reductions for other programs and for paper (`exports/`), and not for people at a terminal.

json       one document with all reductions, whatever happens
latex      each reduction as a derivation
markdown   each reduction as a table
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from lamb.calculus.budget import Budget, Exhausted, Meter, Status
from lamb.calculus.strategies import STRATEGIES, Strategy
from lamb.cli.options import (
    Parser,
    UsageError,
    add_budget,
    add_programs,
    add_width,
    new_parser,
    strategy,
    whole,
)
from lamb.cli.running import NamedProgram, Progress, programs, run
from lamb.cli.terminal import Terminal, columns, encodes, is_terminal
from lamb.errors import LambError, columns as width_of
from lamb.machine.trace import STRONG
from lamb.results import Asked, Exit, OutOfMemoryError, Result, exit_of
from lamb.session import Session
from lamb.show.documents import MarkdownTable
from lamb.show.json import described_error
from lamb.show.latex import Export, LatexDerivation, Write
from lamb.show.lines import Line, Look, Piece, complaint, render
from lamb.show.reductions import (
    NARROWEST,
    Plan,
    Reduction,
    Row,
    View,
    finished,
    hint,
    readings_of,
    row_lines,
    unfinished,
)
from lamb.show.trace_json import TraceDocument

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

    def show(self, row: Row, meter: Meter) -> None:
        if row.line is None:
            self.export.begin(self.plan.strategy)
        self.export.show(row)

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None:
        ended = reduction.status is Status.NORMAL_FORM
        values = readings_of(reduction.term, session.definitions) if ended else ()
        ending = reduction.ending(values)
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


# ── Reductions ──────────────────────────────────────────────────────────────────────
# `lamb step` at work: the terms of programs, reduced in front of somebody.


class ReductionOutput(Protocol):
    """Shows reductions. If it is *live*, every line is seen when it comes."""

    live: bool

    def show(self, row: Row, meter: Meter) -> None:
        """A row; the *meter* of the reduction may stop it if the term is long."""
        ...

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None: ...
    def hear(self, result: Result) -> None: ...
    def end(self, code: Exit, problem: str | None) -> None: ...


class Reductions:
    """The job: each term that stands on its own, as it was planned."""

    def __init__(self, options: argparse.Namespace, plan: Plan, audience: ReductionOutput) -> None:
        self.options = options
        self.plan = plan
        self.audience = audience
        self.shown = 0

    def codes(self, progress: Progress) -> Iterator[Exit]:
        """Reduce the terms; after each line, its exit code."""
        has_nothing = True
        for program in programs(self.options, progress):
            for result in program.results:
                with progress.watching():
                    for code in self._take(result, program, progress):
                        has_nothing &= code is Exit.FINE and not self.shown
                        yield code
        if has_nothing:
            error = LambError("there is no term to reduce here, only definitions", hint="add one: -e TERM")
            self.audience.hear(error)
            yield Exit.WRONG

    def _take(self, result: Result, program: NamedProgram, progress: Progress) -> Iterator[Exit]:
        self.audience.hear(result)
        if not isinstance(result, Asked):
            yield exit_of(result)
            return
        self.shown += 1
        reduction = Reduction(result.term, program.session.definitions, self.plan, progress)
        try:
            reduction.skip()
            if self.audience.live:
                progress.erase()
                progress.screen = None  # its lines are progress enough
            for _ in self._shown(reduction):
                if progress(reduction.steps):
                    reduction.stopped = Status.INTERRUPTED
                    break
                yield Exit.FINE
            self.audience.finish(result, reduction, program.session)
        except MemoryError:
            pass  # what has filled it is gone after this
        else:
            yield _exit(reduction)
            return
        now = "a lower --nodes stops earlier, and says where"
        self.audience.hear(OutOfMemoryError("the memory ran out", result.place, now))
        yield Exit.BUDGET

    def _shown(self, reduction: Reduction) -> Iterator[Row]:
        """The rows, each when it has been shown."""
        try:
            for row in reduction.rows():
                self.audience.show(row, reduction.meter)
                yield row
        except Exhausted as exhausted:
            reduction.stopped = exhausted.status

    def end(self, code: Exit, problem: str | None) -> None:
        self.audience.end(code, problem)


def _exit(reduction: Reduction) -> Exit:
    if reduction.status is Status.INTERRUPTED:
        return Exit.INTERRUPTED
    return Exit.FINE if reduction.status is Status.NORMAL_FORM or reduction.is_as_planned else Exit.BUDGET


class ReductionText:
    """A person, who reads each line as it comes."""

    def __init__(self, terminal: Terminal, view: View) -> None:
        self.terminal = terminal
        self.view = view
        self.live = is_terminal(terminal.out)
        self._begun = False

    def show(self, row: Row, meter: Meter) -> None:
        if row.line is None and self._begun:
            self.terminal.write("\n")
        self._begun = True
        with meter:
            lines = row_lines(row, self.view)
        self._write(lines)

    def _write(self, lines: list[Line]) -> None:
        self.terminal.answer(lines)
        self.terminal.flush()

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None:
        if reduction.status is Status.NORMAL_FORM:
            values = readings_of(reduction.term, session.definitions)
            self._write([finished(reduction, values, self.view)])
        elif reduction.is_as_planned:
            self._write([(Piece(self.view.margin() + self.view.room().ellipsis),)])
        else:
            error = LambError(unfinished(reduction), asked.place, hint(reduction))
            self.terminal.remark(*complaint(error))

    def hear(self, result: Result) -> None:
        remarks = render(result, Look(ascii=self.view.ascii)).remarks
        if remarks:
            self.terminal.remark(*remarks)

    def end(self, code: Exit, problem: str | None) -> None:
        if problem:
            self.terminal.remark(problem)


# ── Step ────────────────────────────────────────────────────────────────────────────
# `lamb step`: a reduction, step by step.


DESCRIPTION = """\
Reduce terms step by step. Under each term, ^^^ is what the next step contracts, and ~~~ what the last
one has made; on a terminal with colours both are in the term itself. The rules are α (a binder is
renamed, where it would capture a variable), β (an argument takes the place of a variable), δ (a name
or a numeral is unfolded, where that is needed) and η (λx. f x is f).

Of a FILE, every term that stands on its own is reduced, with the definitions of the file."""

EPILOG = """\
examples:
  lamb step -e '(λx y. x) y z'                 a variable would be captured: α comes first
  lamb step -e 'add 1 2' --explain             with a sentence for each step
  lamb step -e 'fact 3' --from 100 --to 110    a few steps of many
  lamb step -e '(λx. y) (2 2 a)' --strategy value
  lamb step -e 'S K K' --unfold --eta          all definitions unfolded at once; η at the end
  lamb step homework.lc --width none           terms as wide as they are
  lamb step -e '2 2' --format latex            a derivation for a paper

strategies, and where they stop:
  normal       leftmost of the outermost redexes                     normal form (the default)
  applicative  leftmost of the innermost, arguments first            normal form
  name         as normal, but not under a λ                          weak normal form
  value        as applicative, but not under a λ                     weak normal form
  head         only the redex at the head                            head normal form
  weak-head    only the redex at the head, and not under a λ         weak head normal form
  parallel     all redexes there are, at once                        normal form

exit codes:
  0  every term was reduced, or shown         2    the command line is wrong
     up to --to                               3    a budget ran out, or a term repeats for ever
  1  the program is wrong                     130  interrupted with Ctrl-C"""

NOTHING = "there is nothing to reduce: name a FILE, or write -e TERM"
USUAL_STEPS = 1_000
USUAL = -1  # nobody said how many
MOST_DIGITS = 7


def command(arguments: Sequence[str]) -> int:
    """Run `lamb step` and say with which code to exit."""
    return run(parser(), arguments, NOTHING, _job, _refused)


def _refused(problem: str) -> str:
    written: list[str] = []
    TraceDocument(written.append).close(Exit.USAGE, problem)
    return "".join(written)


def parser() -> Parser:
    """The parser of the command line of `lamb step`."""
    parser = new_parser("step", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.set_defaults(evaluates=False, steps=None)
    add_programs(parser)
    add = parser.add_argument
    add(
        "--strategy",
        type=strategy,
        default=Strategy.NORMAL,
        metavar="NAME",
        help=f"which redex is next: {', '.join(STRATEGIES)} (see below)",
    )
    add(
        "--max",
        type=whole,
        default=USUAL,
        metavar="N",
        dest="most",
        help="the most steps (default: 1000, or until a term comes again; none: no limit)",
    )
    add("--from", type=whole, default=1, metavar="N", dest="first", help="the first step that is shown")
    add("--to", type=whole, default=None, metavar="N", dest="last", help="the last step that is shown")
    add("--explain", action="store_true", help="say in a sentence what each step does")
    add("--unfold", action="store_true", help="unfold all definitions at once, before the first step")
    add("--eta", action="store_true", help="go on with η-steps at the normal form")
    add("--format", choices=("text", *FORMATS), default="text", help="what is printed (default: text)")
    add("--standalone", action="store_true", help="with --format latex: a document that can be compiled")
    add("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    add_width(parser)
    add_budget(parser, "each reduction", steps=None, nodes="1e6")
    return parser


def plan_of(options: argparse.Namespace) -> Plan:
    """What is to be shown. Raises UsageError."""
    first, last, most = options.first or 1, options.last, options.most
    if last is not None and last < first:
        raise UsageError(f"--from {first} comes after --to {last}")
    if options.eta and options.strategy not in STRONG:
        raise UsageError(
            f"--eta needs a strategy that goes on to the normal form, which {options.strategy.value} does not"
        )
    usual = most == USUAL
    if not usual and most is not None and first > max(most, 1):
        raise UsageError(f"--from {first} is more than --max {most}")
    if usual:
        most = max(USUAL_STEPS, first + USUAL_STEPS - 1) if last is None else None
    steps = min((number for number in (most, last) if number is not None), default=None)
    return Plan(
        options.strategy,
        first,
        last,
        Budget(steps, options.nodes, options.seconds),
        eta=options.eta,
        unfolded=options.unfold,
        ends_with_a_cycle=usual and last is None,
    )


def _job(options: argparse.Namespace, terminal: Terminal) -> Reductions:
    """What is to be done. Raises UsageError."""
    plan = plan_of(options)
    width = columns(options.width, terminal)
    if width is not None and width < NARROWEST:
        raise UsageError(f"--width {width} is too narrow: {NARROWEST} is the least")
    steps = plan.budget.steps
    ascii = options.ascii or not encodes(terminal.out, "λαβδη∥…")
    if options.format != "text":
        export = export_of(
            options.format, terminal.write, options.width or None, plan.budget, standalone=options.standalone
        )
        return Reductions(options, plan, Exporter(terminal, export, plan))
    view = View(
        width,
        colored=terminal.out_colored,
        ascii=ascii,
        explained=options.explain,
        digits=MOST_DIGITS if steps is None else min(MOST_DIGITS, max(3, len(str(steps)))),
        measure=lambda text: width_of(terminal.as_written(text)),
    )
    return Reductions(options, plan, ReductionText(terminal, view))
