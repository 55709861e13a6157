"""`lamb eval`: programs in, results out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from lamb.cli.progress import Progress
from lamb.cli.running import Job, Parser, budget_of, new_parser, programs, run, watched
from lamb.cli.terminal import Terminal, is_terminal
from lamb.errors import BudgetError, EncodingError, LambError
from lamb.results import Answer, Exit, OutOfMemoryError, Result, exit_of
from lamb.show.json import described
from lamb.show.lines import FORMATS, Look, render, too_large, ways_further

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
  lamb eval -e '(λx. x x) λx. x x'                 says that it never ends, with exit code 3
  lamb eval -e 'fact 9999' --seconds none          goes on for as long as it takes
  lamb eval --notation haskell -e '(\\x -> x) y'     prints y
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

_OUT_OF_MEMORY = OutOfMemoryError("the memory ran out", hint="--format value needs less of it")
NOTHING = "there is nothing to evaluate: name a FILE, or write -e TERM"


def parser() -> Parser:
    parser = new_parser("eval", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.add_programs(evaluates=True)
    add = parser.add_argument
    add("--format", choices=FORMATS, default="readings", help="how terms are printed (see below)")
    add("--json", action="store_true", help="print one JSON document, of whole texts, also of what is wrong")
    parser.add_numbers()
    parser.add_budget("each evaluation", seconds="10")
    return parser


class _Evaluation(Job):
    schema = "lamb.eval/1", "programs"

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        budget = budget_of(options)
        super().__init__(options, terminal)
        self.look = Look(
            format=options.format,
            ascii=not terminal.encodes("λ"),
            elided=is_terminal(terminal.out) and not options.json and options.format in ("readings", "value"),
            whole="--format term shows it whole",
            budget=budget,
            hints=ways_further(budget, "--{name} {limit}"),
        )

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for program in programs(self.options, progress):
            self.described.append({"name": program.name, "results": []})
            for result in watched(program.results, progress):
                yield exit_of(self._shown(result))

    def _shown(self, result: Result) -> Result:
        """A result that has been shown, or the error that it could not be."""
        try:
            self._show(result)
        except (EncodingError, BudgetError) as error:
            place = result.place if isinstance(result, Answer) else None
            instead: LambError = type(error)(error.message, place, error.hint)
        except MemoryError:
            instead = _OUT_OF_MEMORY
        else:
            return result
        self._show(instead)  # what has filled the memory is gone by now
        return instead

    def _show(self, result: Result) -> None:
        if self.options.json:
            document = described(result, self.look)
            if isinstance(result, Answer) and result.outcome.finished:
                term = document["term"]
                if term["text"] is None and not term["readings"]:
                    raise too_large(result.outcome.term)
            self.described[-1]["results"].append(document)
            return
        answer, remarks = render(result, self.look)
        if remarks:
            self.terminal.remark(*remarks)
        self.terminal.answer(answer)


command = partial(run, parser, NOTHING, _Evaluation)
