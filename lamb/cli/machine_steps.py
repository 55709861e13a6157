"""`lamb step --machine`: the states of machines, as text, JSON, LaTeX or Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext

from lamb.analysis.machines.transitions import MachineTrace, machine_named, machine_trace
from lamb.calculus.budget import Budget, Status
from lamb.calculus.strategies import Strategy
from lamb.cli.options import UsageError
from lamb.cli.running import NamedProgram, Progress, programs
from lamb.cli.terminal import Terminal
from lamb.errors import BudgetError, LambError
from lamb.results import Asked, Exit, Result, exit_of
from lamb.show.json import Json, described_error, machine_document
from lamb.show.latex import POSTAMBLE, PREAMBLE
from lamb.show.lines import Look, complaint, render
from lamb.show.machines import Texts, ending, final, latex, legend, machine_json, markdown, table_lines
from lamb.show.reductions import NARROWEST, readings_of

USUAL_TRANSITIONS = 1_000


class MachineRuns:
    """Runs a machine on each term that stands on its own. Raises UsageError, and LambError for its name."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        self.options = options
        self.terminal = terminal
        self.machine = machine_named(options.machine)
        if options.eta or options.unfold or options.combinators or options.strategy is not Strategy.NORMAL:
            wrong = "--strategy, --eta, --unfold and --combinators"
            raise UsageError(f"a machine has a strategy of its own: --machine goes without {wrong}")
        if options.first not in (None, 1) or options.last is not None:
            raise UsageError("--machine goes without --from and --to: --max is the last transition")
        most = USUAL_TRANSITIONS if options.most == -1 else options.most
        self.budget = Budget(most, options.nodes, options.seconds)
        self.ascii = not terminal.encodes("λβ·↦□…₀")
        self.width = terminal.columns if options.width == 0 else options.width
        if self.width is not None and self.width < NARROWEST:
            raise UsageError(f"--width {self.width} is too narrow: {NARROWEST} is the least")
        self.runs: list[Json] = []
        self.errors: list[Json] = []
        self.shown = 0
        if options.format == "latex" and options.standalone:
            terminal.write(PREAMBLE)

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for program in programs(self.options, progress):
            for result in program.results:
                with progress.watching():
                    yield self._take(result, program, progress)
        if not self.shown and not self.errors:
            yield self._hear(
                LambError("there is no term to run here, only definitions", hint="add one: -e TERM")
            )

    def _take(self, result: Result, program: NamedProgram, progress: Progress) -> Exit:
        code = self._hear(result)
        if not isinstance(result, Asked):
            return code
        if self.shown and self.options.format != "json":
            self.terminal.write("\n")
        self.shown += 1
        definitions = program.session.definitions
        trace = machine_trace(
            result.term, self.machine.name, definitions=definitions, budget=self.budget, watch=progress
        )
        self._show(trace, progress)
        if trace.status is Status.NORMAL_FORM:
            return Exit.FINE
        steps = 10 * (self.budget.steps or 1)
        hint = f"--max {steps:_} goes ten times as far" if trace.status is Status.STEPS else None
        stopped = BudgetError(ending(trace), result.place, hint)
        if self.options.format != "json":
            self.terminal.remark(*complaint(stopped))
        return Exit.INTERRUPTED if trace.status is Status.INTERRUPTED else Exit.BUDGET

    def _show(self, trace: MachineTrace, progress: Progress) -> None:
        as_text = self.options.format == "text"
        limits = {"limit": self.width or 10_000} if as_text else {}
        texts = Texts(ascii=self.ascii and as_text, terms=self.options.with_terms, **limits)
        with nullcontext() if as_text else progress.sheltered():
            match self.options.format:
                case "json":
                    texts.limit = 10_000
                    self.runs.append(machine_json(trace, texts))
                case "latex":
                    self.terminal.write("".join(f"{line}\n" for line in latex(trace, texts)))
                case "markdown":
                    self.terminal.write("".join(f"{line}\n" for line in markdown(trace, texts)))
                case _:
                    self._table(trace, texts)
        self.terminal.flush()

    def _table(self, trace: MachineTrace, texts: Texts) -> None:
        self.terminal.answer(table_lines(trace, texts, self.width, self.terminal.measure))
        if trace.status is Status.NORMAL_FORM:
            term = trace.state.term()
            self.terminal.answer([final(trace, texts, readings_of(term, trace.definitions))])
        if self.options.explain:
            self.terminal.answer(legend(trace, texts))

    def _hear(self, result: Result) -> Exit:
        """Report what a program has yielded."""
        if isinstance(result, LambError):
            self.errors.append(described_error(result))
        if self.options.format != "json":
            self.terminal.remark(*render(result, Look(ascii=self.ascii)).remarks)
        return exit_of(result)

    def end(self, code: Exit, problem: str | None) -> None:
        if self.options.format == "json":
            self.terminal.write(machine_document(self.runs, self.errors, code, problem))
            return
        if self.options.format == "latex" and self.options.standalone:
            self.terminal.write(POSTAMBLE)
        if problem:
            self.terminal.remark(problem)
