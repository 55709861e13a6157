"""`lamb step`: reductions step by step, for people at a terminal, for other programs, and for paper."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.calculus.strategies import STRATEGIES, Strategy
from lamb.cli.progress import Progress
from lamb.cli.running import Job, Parser, UsageError, new_parser, programs, run, strategy, whole, width_of
from lamb.cli.terminal import Terminal, is_terminal
from lamb.definitions import Definitions
from lamb.encodings.readings import Readings
from lamb.errors import LambError
from lamb.machine.trace import STRONG
from lamb.results import Asked, Exit, OutOfMemoryError, Result, exit_of
from lamb.session import Session
from lamb.show.json import Json, described_error
from lamb.show.lines import Line, Look, Piece, complaint, render
from lamb.show.reductions import NARROWEST, Plan, Reduction, Row, View, finished, hint, readings_of, row_lines

if TYPE_CHECKING:
    from lamb.show.documents import Export

MACHINES = ("krivine", "secd", "cek", "sestoft", "strong")

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
  lamb step -e 'S K K x' --combinators         by the rules of S and K
  lamb step homework.lc --width none           terms as wide as they are
  lamb step -e '2 2' --format latex            a derivation for a paper
  lamb step -e '2 2' -o two.md                 a table in a file

  lamb step -e '(λx. x x) (I a)' --machine krivine   state by state, with environments and a stack
  lamb step -e '(λx. x x) (I a)' --big-step --strategy value   the derivation of its value

machines, and what they carry out:
  krivine      Krivine's: weak head reduction, with a stack of closures
  secd         Landin's: call by value, with a stack, a control and a dump
  cek          Felleisen and Friedman's: call by value, with continuations
  sestoft      Sestoft's: call by need, with a heap
  strong       our own in small: by need, on to the normal form

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
FILES = {
    ".txt": "text", ".json": "json", ".tex": "latex", ".md": "markdown", ".svg": "svg", ".html": "html"
}  # fmt: skip
USUAL_STEPS = 1_000
USUAL = -1  # no number was given
MOST_DIGITS = 7


def _job(options: argparse.Namespace, terminal: Terminal) -> Job:
    """The work that the options ask for. Raises UsageError."""
    if options.machine is None and not options.big_step:
        if options.format in ("svg", "html"):
            raise UsageError(f"--format {options.format} goes with --big-step, html with --machine as well")
        return _Reductions(options, terminal)
    from lamb.cli.machine_steps import BigSteps, MachineRuns  # start-up counts

    if options.big_step and options.machine:
        raise UsageError("--machine and --big-step cannot go together")
    return BigSteps(options, terminal) if options.big_step else MachineRuns(options, terminal)


def _refused(problem: str) -> str:
    from lamb.show.documents import TraceDocument  # start-up counts

    written: list[str] = []
    TraceDocument(written.append).close(Exit.USAGE, problem)
    return "".join(written)


def parser() -> Parser:
    parser = new_parser("step", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.add_programs()
    add = parser.add_argument
    redex = f"which redex is next: {', '.join(STRATEGIES)} (see below)"
    add("--strategy", type=strategy, default=Strategy.NORMAL, metavar="NAME", help=redex)
    most = "the most steps (default: 1000, or until a term comes again; none: no limit)"
    add("--max", type=whole, default=USUAL, metavar="N", dest="most", help=most)
    add("--from", type=whole, default=1, metavar="N", dest="first", help="the first step that is shown")
    add("--to", type=whole, default=None, metavar="N", dest="last", help="the last step that is shown")
    add("--explain", action="store_true", help="say in a sentence what each step does")
    add("--unfold", action="store_true", help="unfold all definitions at once, before the first step")
    add("--eta", action="store_true", help="go on with η-steps at the normal form")
    by_rules = "translate terms to combinators, and reduce these by their own rules: S f g x is f x (g x)"
    add("--combinators", action="store_true", help=by_rules)
    looked_at = "look at a machine at work: krivine, secd, cek, sestoft or strong (see below)"
    add("--machine", choices=MACHINES, default=None, metavar="NAME", help=looked_at)
    stands_for = "with --machine: also the terms that its states stand for"
    add("--terms", action="store_true", dest="with_terms", help=stands_for)
    derived = "derive the value in one big step: by name, or with --strategy value by value"
    add("--big-step", action="store_true", help=derived)
    formats = ("text", "json", "latex", "markdown", "svg", "html")
    add("--format", choices=formats, default="text", help="what is printed (default: text)")
    add("--standalone", action="store_true", help="with --format latex: a document that can be compiled")
    add("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_output(FILES)
    parser.add_width()
    parser.add_budget("each reduction", steps=None, nodes="1e6")
    return parser


def _plan(options: argparse.Namespace) -> Plan:
    """The plan that the options make. Raises UsageError."""
    first, last, most = options.first or 1, options.last, options.most
    if last is not None and last < first:
        raise UsageError(f"--from {first} comes after --to {last}")
    if options.eta and options.strategy not in STRONG:
        raise UsageError(
            f"--eta needs a strategy that goes on to the normal form, which {options.strategy.value} does not"
        )
    if options.combinators and (options.eta or options.unfold or options.strategy is not Strategy.NORMAL):
        raise UsageError("--combinators has rules of its own: it goes without --strategy, --eta and --unfold")
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
        combinators=options.combinators,
        ends_with_a_cycle=usual and last is None,
    )


def _export(options: argparse.Namespace, terminal: Terminal) -> Export | None:
    """The writer of the format that was asked for; None for text."""
    if options.format == "text":
        return None
    from lamb.show.documents import LatexDerivation, MarkdownTable, TraceDocument  # start-up counts

    width = options.width or None
    match options.format:
        case "latex":
            return LatexDerivation(terminal.write, width=width, standalone=options.standalone)
        case "markdown":
            return MarkdownTable(terminal.write, width=width, ascii=not terminal.encodes("λ"))
        case "json":
            return TraceDocument(terminal.write)
    return None


class _Reductions(Job):
    """Reduces each term that stands on its own, and shows each line when it comes."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        self.plan = _plan(options)
        steps = self.plan.budget.steps
        self.view = View(
            width_of(options, terminal, NARROWEST),
            colored=terminal.out_colored,
            ascii=not terminal.encodes("λαβδη∥…"),
            explained=options.explain,
            digits=MOST_DIGITS if steps is None else min(MOST_DIGITS, max(3, len(str(steps)))),
            measure=terminal.measure,
        )
        self.export = _export(options, terminal)
        self.look = Look(ascii=self.view.ascii and self.export is None)
        self.errors: list[Json] = []
        self.shown = 0

    def codes(self, progress: Progress) -> Iterator[Exit]:
        has_nothing = True
        for program in programs(self.options, progress):
            for result in program.results:
                with progress.watching():
                    for code in self._take(result, program.session, progress):
                        has_nothing &= code is Exit.FINE and not self.shown
                        yield code
        if has_nothing:
            yield self._hear(
                LambError("there is no term to reduce here, only definitions", hint="add one: -e TERM")
            )

    def _take(self, result: Result, session: Session, progress: Progress) -> Iterator[Exit]:
        code = self._hear(result)
        if not isinstance(result, Asked):
            yield code
            return
        self.shown += 1
        term, definitions = result.term, session.definitions
        if self.plan.combinators:
            try:
                term, definitions = session.to_combinators(term, basis="all"), Definitions({})
            except LambError as error:
                error.place = result.place
                yield self._hear(error)
                return
        reduction = Reduction(term, definitions, self.plan, progress)
        with suppress(MemoryError):  # what has filled it is gone after this
            reduction.skip()
            if self.export is None and is_terminal(self.terminal.out):
                progress.erase()
                progress.screen = None  # its lines are progress enough
            for _ in self._rows(reduction, progress):
                if progress(reduction.steps):
                    reduction.stopped = Status.INTERRUPTED
                    break
                yield Exit.FINE
            self._finish(result, reduction, progress)
            yield _exit(reduction)
            return
        now = "a lower --nodes stops earlier, and says where"
        yield self._hear(OutOfMemoryError("the memory ran out", result.place, now))

    def _rows(self, reduction: Reduction, progress: Progress) -> Iterator[Row]:
        """The rows, each when it has been shown."""
        try:
            for row in reduction.rows():
                self._show(row, reduction, progress)
                yield row
        except Exhausted as exhausted:
            reduction.stopped = exhausted.status

    def _show(self, row: Row, reduction: Reduction, progress: Progress) -> None:
        if self.export is not None:
            with progress.sheltered():
                if row.line is None:
                    self.export.begin(self.plan.strategy, reduction.meter)
                self.export.show(row)
            return
        with reduction.meter:
            lines = row_lines(row, self.view)
        if row.line is None and self.shown > 1:
            self.terminal.write("\n")
        self._write(*lines)

    def _write(self, *lines: Line) -> None:
        self.terminal.answer(lines)
        self.terminal.flush()

    def _finish(self, asked: Asked, reduction: Reduction, progress: Progress) -> None:
        ended = reduction.status is Status.NORMAL_FORM
        values = readings_of(reduction.term, reduction.definitions) if ended else Readings()
        ending = reduction.ending(values)
        if self.export is not None:
            with progress.sheltered():
                self.export.finish(ending)
            self.terminal.flush()
        elif ended:
            self._write(finished(reduction, values, self.view))
        elif not ending.sentence:
            self._write((Piece(self.view.margin() + self.view.room().ellipsis),))
        if ending.sentence:
            self._remark(*complaint(LambError(ending.sentence, asked.place, hint(reduction))))

    def _hear(self, result: Result) -> Exit:
        """Report what a program has yielded; returns its code."""
        if isinstance(result, LambError):
            self.errors.append(described_error(result))
        if remarks := render(result, self.look).remarks:
            self._remark(*remarks)
        return exit_of(result)

    def end(self, code: Exit, problem: str | None) -> None:
        if self.export is not None:
            self.export.close(int(code), problem, self.errors)
        if problem:
            self._remark(problem)

    def _remark(self, *lines: Line | str) -> None:
        if self.options.format != "json":  # which says so itself
            self.terminal.remark(*lines)


def _exit(reduction: Reduction) -> Exit:
    if reduction.status is Status.INTERRUPTED:
        return Exit.INTERRUPTED
    return Exit.FINE if reduction.status is Status.NORMAL_FORM or reduction.is_as_planned else Exit.BUDGET


command = partial(run, parser, NOTHING, _job, refused=_refused)
