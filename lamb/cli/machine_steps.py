"""`lamb step --machine` and `--big-step`: states of machines, and derivations of values, in all formats."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext

from lamb.analysis.machines.bigstep import big_step
from lamb.analysis.machines.transitions import MachineTrace, machine_trace
from lamb.calculus.budget import Budget, Status
from lamb.calculus.strategies import Strategy
from lamb.cli.progress import Progress
from lamb.cli.running import WIDEST, EachTerm, UsageError, documented, width_of
from lamb.cli.terminal import Terminal
from lamb.errors import BudgetError, LambError
from lamb.results import Asked, Defined, Exit, Result, exit_of
from lamb.session import Session
from lamb.show.json import Json, described_error
from lamb.show.latex import POSTAMBLE, PREAMBLE
from lamb.show.lines import complaint, render
from lamb.show.machines import Texts, ending, final, latex, legend, machine_json, markdown, table_lines
from lamb.show.prooftrees import derivation_latex, derivation_lines, evaluation_json
from lamb.show.reductions import NARROWEST, readings_of

USUAL_STEPS = 1_000


class _EachAsked(EachTerm):
    """Shows something of each term that stands on its own."""

    signs = "λβ·↦□…₀⇓"
    goes_without: str

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        if options.eta or options.unfold or options.combinators:
            raise UsageError(f"{self.goes_without} goes without --eta, --unfold and --combinators")
        if options.first not in (None, 1) or options.last is not None:
            raise UsageError(f"{self.goes_without} goes without --from and --to: --max is the last step")
        most = USUAL_STEPS if options.most == -1 else options.most
        self.budget = Budget(most, options.nodes, options.seconds)
        self.columns = width_of(options, terminal, NARROWEST)
        self.errors: list[Json] = []
        if options.standalone and options.format == "latex":
            terminal.write(PREAMBLE.replace("{amsmath}", "{amsmath,bussproofs}"))

    def codes(self, progress: Progress) -> Iterator[Exit]:
        yield from super().codes(progress)
        if not self.shown and not self.errors:
            yield self.tell(LambError("there is no term here, only definitions", hint="add one: -e TERM"))

    def take(self, result: Result, session: Session) -> Exit:
        if not isinstance(result, Asked):
            return self.tell(result)
        self.tell(result)
        if self.shown and self.options.format != "json":
            self.terminal.write("\n")
        self.shown += 1
        with nullcontext() if self.options.format == "text" else self.progress.sheltered():
            return self.show(result, session)

    def tell(self, result: Result) -> Exit:
        if isinstance(result, LambError):
            self.errors.append(described_error(result))
        if self.options.format != "json":
            self.terminal.remark(*render(result, self.look).remarks)
        return exit_of(result)

    def end(self, code: Exit, problem: str | None) -> None:
        if self.options.format == "json":
            assert self.schema is not None
            self.terminal.write(documented(self.schema, code, problem, self.described, errors=self.errors))
            return
        if self.options.standalone and self.options.format == "latex":
            self.terminal.write(POSTAMBLE)
        if problem:
            self.terminal.remark(problem)


class MachineRuns(_EachAsked):
    """Runs a machine on each term. Raises UsageError."""

    schema = "lamb.machine/1", "runs"
    goes_without = "--machine"

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        if options.strategy is not Strategy.NORMAL:
            raise UsageError("a machine has a strategy of its own: --machine goes without --strategy")
        if options.format == "svg":
            raise UsageError("there is no picture of a machine: --format svg goes with --big-step")
        super().__init__(options, terminal)

    def show(self, asked: Asked | Defined, session: Session) -> Exit:
        trace = machine_trace(
            asked.term,
            self.options.machine,
            definitions=session.definitions,
            budget=self.budget,
            watch=self.progress,
        )
        texts = Texts(limit=WIDEST, terms=self.options.with_terms)
        match self.options.format:
            case "json":
                self.described.append(machine_json(trace, texts))
            case "html":
                from lamb.html.bundles import machine_table  # start-up counts

                self.terminal.write(machine_table(trace, most=USUAL_STEPS).html + "\n")
                for _ in trace:  # to its end, which is told
                    pass
            case "latex" | "markdown":
                write = latex if self.options.format == "latex" else markdown
                for line in write(trace, texts):
                    self.terminal.write(f"{line}\n")
            case _:
                self._table(trace)
        if trace.status is Status.NORMAL_FORM:
            return Exit.FINE
        steps = 10 * (self.budget.steps or 1)
        hint = f"--max {steps:_} goes ten times as far" if trace.status is Status.STEPS else None
        if self.options.format != "json":
            self.terminal.remark(*complaint(BudgetError(ending(trace), asked.place, hint)))
        return Exit.INTERRUPTED if trace.status is Status.INTERRUPTED else Exit.BUDGET

    def _table(self, trace: MachineTrace) -> None:
        texts = Texts(limit=self.width, ascii=self.look.ascii, terms=self.options.with_terms)
        self.terminal.answer(table_lines(trace, texts, self.columns, self.terminal.measure))
        if trace.status is Status.NORMAL_FORM:
            term = trace.state.term()
            self.terminal.answer([final(trace, texts, readings_of(term, trace.definitions))])
        if self.options.explain:
            self.terminal.answer(legend(trace, texts))


class BigSteps(_EachAsked):
    """Derives the value of each term. Raises UsageError."""

    schema = "lamb.value/1", "evaluations"
    goes_without = "--big-step"

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        if options.strategy not in (Strategy.NORMAL, Strategy.CALL_BY_NAME, Strategy.CALL_BY_VALUE):
            raise UsageError("--big-step goes with --strategy name, as it is, or --strategy value")
        if options.format == "markdown":
            raise UsageError("a derivation is no table: --big-step goes without --format markdown")
        super().__init__(options, terminal)

    def show(self, asked: Asked | Defined, session: Session) -> Exit:
        try:
            found = big_step(
                asked.term,
                "value" if self.options.strategy is Strategy.CALL_BY_VALUE else "name",
                definitions=session.definitions,
                budget=self.budget,
                watch=self.progress,
            )
            match self.options.format:
                case "json":
                    self.described.append(evaluation_json(found))
                case "latex":
                    self.terminal.write(derivation_latex(found) + "\n")
                case "svg":
                    self.terminal.write(found.tree().svg + "\n")
                case "html":
                    self.terminal.write(found.tree()._repr_mimebundle_()["text/html"] + "\n")
                case _:
                    self.terminal.answer(derivation_lines(found, self.look, self.width))
        except LambError as error:
            error.place = asked.place
            return self.tell(error)
        return Exit.FINE
