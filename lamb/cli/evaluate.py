"""`lamb eval`: programs in, results out, to people or (`--json`) to other programs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Protocol

from lamb.cli.options import Parser, add_budget, add_numbers, add_programs, new_parser
from lamb.cli.running import Progress, budget_of, programs, run, watched
from lamb.cli.terminal import Terminal, encodes, is_terminal
from lamb.errors import EncodingError
from lamb.results import Answer, Exit, OutOfMemoryError, Result, exit_of, worst
from lamb.show.formats import FORMATS
from lamb.show.json import EvaluationJson
from lamb.show.lines import Look, render, ways_further

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
    add_numbers(parser)
    add_budget(parser, "each evaluation")
    return parser


def evaluate(arguments: Sequence[str]) -> int:
    """Run `lamb eval` and say with which code to exit."""
    return run(parser(), arguments, NOTHING, _Evaluation, refused=_refused)


class _Evaluation:
    """The programs that were asked for, and who is told about their results."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        self.options = options
        budget = budget_of(options)
        look = Look(
            format=options.format,
            ascii=options.ascii or not encodes(terminal.out, "λ"),
            elided=is_terminal(terminal.out) and not options.json and options.format in ("readings", "value"),
            whole="--format term shows it whole",
            budget=budget,
            hints=ways_further(budget, "--{name} {limit}"),
        )
        self.audience: EvaluationOutput = (
            EvaluationJson(terminal.write, look) if options.json else EvaluationText(terminal, look)
        )

    def codes(self, progress: Progress) -> Iterator[Exit]:
        code = Exit.FINE
        for program in programs(self.options, progress):
            self.audience.begin(program.name)
            for result in watched(program.results, progress):
                code = worst([code, exit_of(self._shown(result))])
                yield code

    def _shown(self, result: Result) -> Result:
        """A result that the audience has been told, or that there are no bits for it."""
        try:
            self.audience.show(result)
        except EncodingError as error:
            place = result.place if isinstance(result, Answer) else None
            result = EncodingError(error.message, place, error.hint)
            self.audience.show(result)
            return result
        except MemoryError:
            pass  # what has filled it is gone after this
        else:
            return result
        result = OutOfMemoryError("the memory ran out", hint="--format value needs less of it")
        self.audience.show(result)
        return result

    def end(self, code: Exit, problem: str | None) -> None:
        self.audience.end(code, problem)


def _refused(problem: str, terminal: Terminal) -> None:
    """Say in JSON what is wrong with the command line."""
    EvaluationJson(terminal.write, Look()).end(Exit.USAGE, problem)


# ── Who is told ───────────────────────────────────────────────────────────────────────


class EvaluationOutput(Protocol):
    """Who is told about the results."""

    def begin(self, name: str) -> None: ...
    def show(self, result: Result) -> None: ...
    def end(self, code: Exit, error: str | None) -> None: ...


class EvaluationText:
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
