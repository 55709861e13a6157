"""`lamb eval`: programs in, results out, to people or (`--json`) to other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Protocol

from lamb.calculus.budget import Budget, Status
from lamb.errors import EncodingError
from lamb.interface.exits import Exit, OutOfMemoryError, exit_of, worst
from lamb.interface.formats import FORMATS
from lamb.interface.look import Look
from lamb.interface.options import Parser, UsageError, add_budget, add_programs, new_parser, read
from lamb.interface.programs import budget_of, programs
from lamb.interface.progress import Progress
from lamb.interface.render import render
from lamb.interface.report import Report
from lamb.interface.terminal import Terminal, encodes, is_terminal
from lamb.results import Answer, Result

DESCRIPTION = """\
Evaluate programs and terms of the λ-calculus, and check the assertions in them.

Each FILE is a program of its own. A TERM is evaluated after them, and sees the definitions of the
last one. With neither, and with -, the program is read from standard input."""

EPILOG = """\
examples:
  lamb eval -e 'fact 5'                            prints 120
  lamb eval -e 'twice f x = f (f x)' -e 'twice succ 3'
                                                   prints λf x. f (f (f (f (f x))))    -- 5
  lamb eval -e 'pair 1 true' --format value        prints (1, true)
  lamb eval -e 'S K K' --format debruijn           prints λ 0
  lamb eval -e 'K' --format blc                    prints 0000110
  lamb eval -e '(λx. x x) λx. x x' --steps 1e6     gives up, with exit code 3
  lamb eval --json -e 'not true'                   prints one JSON document

formats:
  readings   the term, and what it can be read as (1, true, [1, 2], (1, 2)) as a comment; the
             readings alone where the term is wider than 72 characters
  value      the readings alone, or the term where there are none
  term       the whole term
  debruijn   the term with de Bruijn indices counted from 0 (λx y. x is λ λ 1), numerals unfolded
  blc        binary lambda calculus (00 λ, 01 application, 1…10 variable), of a closed term

exit codes:
  0  everything is fine          2    the command line is wrong
  1  the program is wrong        3    a budget or the memory ran out
                                 130  interrupted with Ctrl-C, which shows what was reached"""

NOTHING = "there is nothing to evaluate: name a FILE, or write -e TERM"


def parser() -> Parser:
    """The parser of the command line of `lamb eval`."""
    parser = new_parser("eval", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    add_programs(parser)
    add = parser.add_argument
    add("--format", choices=FORMATS, default="readings", help="how terms are printed (see below)")
    add("--json", action="store_true", help="print one JSON document, also when something is wrong")
    add_budget(parser, "each evaluation")
    return parser


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
        options = read(parser(), arguments, NOTHING)
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
