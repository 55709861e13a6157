"""`lamb check`: a verdict for every derivation and assertion in files, for students and for graders."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from lamb.errors import LambError
from lamb.interface.checks.claims import CheckedFile, Claim
from lamb.interface.checks.document import Machine
from lamb.interface.checks.files import programs
from lamb.interface.checks.junit import junit
from lamb.interface.checks.lines import People
from lamb.interface.exits import Exit, exit_of, worst
from lamb.interface.flaws import HINTS, USUAL_HINT
from lamb.interface.look import Look
from lamb.interface.options import Parser, UsageError, add_budget, add_numbers, add_programs, new_parser
from lamb.interface.programs import budget_of
from lamb.interface.progress import Progress
from lamb.interface.running import run, watched
from lamb.interface.terminal import Terminal, encodes

DESCRIPTION = """\
Check the derivations (eval, conf) and assertions in files, and say of each whether it holds: valid,
invalid (a step of it is wrong), partial (every step is right, but an eval does not end in a normal
form) or undecided (a search was given up). Files written for Elsa are checked as they stand.

Of a FILE that is a folder, all *.lc files in it are checked. Without a FILE, and with -, the program
is read from standard input. Other terms in a file are not evaluated."""

EPILOG = """\
examples:
  lamb check homework.lc                      every claim, and what is wrong with it
  lamb check homework.lc --hint 3             and what to write instead
  lamb check submissions/ --quiet             only what does not hold, and the summaries
  lamb check submissions/ --junit report.xml  for graders that read JUnit's XML
  lamb check - --json < homework.lc           one JSON document

hints:
  0  the verdict alone                        2  and where, in the words of the program
  1  what kind of mistake it is               3  and what to write instead

points: a comment directly above a derivation or an assertion, or at the end of its first line
  -- points: 3

exit codes:
  0  all claims hold                          2    the command line is wrong
  1  one does not, or a file cannot be read   3    none fails, but some are undecided
     or has no claim in it                    130  interrupted with Ctrl-C"""

NOTHING = "there is nothing to check: name a FILE or a folder"


def parser() -> Parser:
    """The parser of the command line of `lamb check`."""
    parser = new_parser("check", "[options] [FILE… | -]", DESCRIPTION, EPILOG)
    add_programs(parser, terms=False)
    add = parser.add_argument
    add(
        "--hint",
        type=int,
        choices=HINTS,
        default=USUAL_HINT,
        help=f"how much to say about a mistake (default: {USUAL_HINT}, see below)",
    )
    add(
        "--strict-alpha",
        action="store_true",
        help="names count as they are written, as in Elsa: a renaming needs an =a> of its own",
    )
    add("-q", "--quiet", action="store_true", help="say nothing about what holds")
    add("--json", action="store_true", help="print one JSON document, also when something is wrong")
    add("--junit", type=Path, metavar="FILE", help="also write a report in JUnit's XML")
    add_numbers(parser)
    add_budget(parser, "each check", steps="1e6", nodes="2e6", seconds="5")
    return parser


def check(arguments: Sequence[str]) -> int:
    """Run `lamb check` and say with which code to exit."""
    return run(parser(), arguments, NOTHING, _Checking, refused=_refused)


class Audience(Protocol):
    """Who is told about the claims."""

    def show(self, found: Claim | LambError) -> None: ...
    def finish(self, file: CheckedFile) -> None: ...
    def end(self, files: list[CheckedFile], code: Exit, problem: str | None) -> None: ...


class _Checking:
    """The files that are to be checked, and who is told about their claims."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        _refuse_missing_folder(options.junit)
        self.options = options
        self.terminal = terminal
        self.look = Look(ascii=options.ascii or not encodes(terminal.out, "λ"), budget=budget_of(options))
        self.files: list[CheckedFile] = []
        self.audience: Audience = (
            Machine(terminal, self.look, options.hint)
            if options.json
            else People(terminal, self.look, options.hint, quiet=options.quiet)
        )

    def codes(self, progress: Progress) -> Iterator[Exit]:
        code = Exit.FINE
        for name, results in programs(self.options, progress):
            file = CheckedFile(name)
            self.files.append(file)
            for found in watched(results, progress):
                file.take(found)
                self.audience.show(found)
                code = worst([code, exit_of(found)])
                yield code
            self.audience.finish(file)

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        self.audience.end(self.files, code, problem)
        report = self.options.junit
        if report is None or _written(report, junit(self.files, self.look, self.options.hint), self.terminal):
            return None
        return worst([code, Exit.USAGE])


def _refused(problem: str, terminal: Terminal) -> None:
    """Say in JSON what is wrong with the command line."""
    Machine(terminal, Look(), 0).end([], Exit.USAGE, problem)


def _refuse_missing_folder(report: Path | None) -> None:
    if report is not None and not report.parent.is_dir():
        raise UsageError(f"there is no folder “{report.parent}” to write a report in")


def _written(path: Path, report: bytes, terminal: Terminal) -> bool:
    """Write a report; whether that was possible."""
    try:
        path.write_bytes(report)
    except OSError as error:
        terminal.remark(f"lamb check: “{path}” cannot be written: {(error.strerror or 'an error').lower()}")
        return False
    return True
