"""`lamb eval`: programs in, results out, to people or (`--json`) to other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Protocol

from lamb.calculus.budget import Budget, Status
from lamb.errors import EncodingError
from lamb.interface.exits import Exit, OutOfMemoryError, exit_of, worst
from lamb.interface.look import Look
from lamb.interface.options import UsageError, parser, read_options
from lamb.interface.programs import budget_of, programs
from lamb.interface.progress import Progress
from lamb.interface.render import render
from lamb.interface.report import Report
from lamb.interface.terminal import Terminal, encodes, is_terminal
from lamb.results import Answer, Result


class Audience(Protocol):
    """Who is told about the results."""

    def begin(self, name: str) -> None: ...
    def show(self, result: Result) -> None: ...
    def end(self, code: Exit, error: str | None) -> None: ...


class Reader:
    """A person, who reads each result as it comes."""

    def __init__(self, terminal: Terminal, look: Look) -> None:
        self.terminal = terminal
        self.look = look

    def begin(self, name: str) -> None:
        """Nothing: errors say where they are, and answers are in order."""

    def show(self, result: Result) -> None:
        rendered = render(result, self.look)
        if rendered.remarks:
            self.terminal.remark(*rendered.remarks)
        self.terminal.answer(rendered.answer)

    def end(self, code: Exit, error: str | None) -> None:
        if error:
            self.terminal.remark(error)


def evaluate(arguments: Sequence[str]) -> int:
    """Run `lamb eval` and say with which code to exit."""
    terminal = Terminal()
    try:
        options = read_options(arguments)
    except UsageError as error:
        return _refuse(str(error), terminal, json="--json" in arguments)
    if options.help:
        terminal.write(parser().format_help())
        return terminal.finish(Exit.FINE)
    terminal.color(options.color)
    audience = _audience(options, terminal)
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None)
    code, problem = Exit.FINE, None
    try:
        with progress.interruptible():
            for code in _codes(options, audience, progress):
                if code is Exit.INTERRUPTED or terminal.gone:
                    break
    except KeyboardInterrupt:
        code, problem = Exit.INTERRUPTED, "interrupted"
    audience.end(code, problem)
    return terminal.finish(code)


def _codes(options: argparse.Namespace, audience: Audience, progress: Progress) -> Iterator[Exit]:
    """Run the programs; after each result, the exit code so far."""
    code = Exit.FINE
    for program in programs(options, progress):
        audience.begin(program.name)
        for result in _shown(program.results, audience, progress):
            code = worst([code, exit_of(result)])
            yield code
            if progress.interrupted:  # but the evaluation ended before it could be told
                raise KeyboardInterrupt


def _shown(results: Iterator[Result], audience: Audience, progress: Progress) -> Iterator[Result]:
    """The results, after the audience has been told; what fails at that is another result."""
    while True:
        try:
            with progress.watching():
                result = next(results, None)
            if result is None:
                return
            try:
                audience.show(result)
            except EncodingError as error:  # there are no bits for it
                place = result.place if isinstance(result, Answer) else None
                result = EncodingError(error.message, place, error.hint)
                audience.show(result)
        except MemoryError:
            hint = "a lower --nodes stops earlier, and says where"
            result = OutOfMemoryError("the memory ran out", hint=hint)
            audience.show(result)
        yield result


# ── What was asked for ────────────────────────────────────────────────────────────────


def _audience(options: argparse.Namespace, terminal: Terminal) -> Audience:
    budget = budget_of(options)
    look = Look(
        format=options.format,
        ascii=options.ascii or not encodes(terminal.out, "λ"),
        elided=is_terminal(terminal.out) and not options.json,
        budget=budget,
        hints=_hints(budget),
    )
    return Report(terminal, look) if options.json else Reader(terminal, look)


def _hints(budget: Budget) -> dict[Status, str]:
    """How to go ten times as far."""
    more = "goes ten times as far, if there is a normal form at all"
    return {
        Status.STEPS: f"--steps {10 * (budget.steps or 1):_} {more}",
        Status.NODES: f"--nodes {10 * (budget.nodes or 1):_} {more}",
        Status.SECONDS: f"--seconds {10 * (budget.seconds or 1):g} {more}",
    }


def _refuse(message: str, terminal: Terminal, *, json: bool) -> int:
    """Say what is wrong with the command line."""
    if json:
        Report(terminal, Look()).end(Exit.USAGE, message)
    terminal.remark(f"lamb eval: {message}", "  hint: lamb eval --help")
    return terminal.finish(Exit.USAGE)
