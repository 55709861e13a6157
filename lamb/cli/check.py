"""`lamb check`: a verdict for every derivation and assertion in files, for students and for graders.

`lamb test` has one for what comments expect of terms, too.

homework.lc:7:6: valid: id_zero (2 of 2 points)
homework.lc:12:6: invalid: not_true (0 of 3 points)
homework.lc:14:3: …what is wrong with the step, and its line
homework.lc: 1 of 2 hold, 2 of 5 points
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import TYPE_CHECKING, Literal

from lamb.cli.checker import CheckedFile, Checker, check_document, from_bytes, summary
from lamb.cli.progress import Counter, Progress
from lamb.cli.running import (
    Job,
    Parser,
    UsageError,
    add_budget,
    add_numbers,
    add_programs,
    budget_of,
    carried_out,
    files_of,
    new_parser,
    obey,
    read,
)
from lamb.cli.terminal import Terminal
from lamb.course.verdicts import HINTS, USUAL_HINT
from lamb.errors import reason_of
from lamb.files import write_whole
from lamb.results import Exit, worst
from lamb.show.junit import junit
from lamb.show.lines import Look

if TYPE_CHECKING:
    from lamb.workers import Work

DESCRIPTION = """\
Check the derivations (eval, conf) and assertions in files, and say of each whether it holds: valid,
invalid (a step of it is wrong), partial (every step is right, but an eval does not end in a normal
form) or undecided (a search was given up). Files written for Elsa are checked as they stand.

Of a FILE that is a folder, all *.lc files in it and below are checked. Without a FILE, and with -,
the program is read from standard input. Other terms in a file are not evaluated. Many files are checked in
all processors, and shown in their order."""

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

points: a comment directly above a derivation or an assertion, or at the end of its first line; one
below the line that begins an exercise is for all claims of it, which share them
  -- points: 3

exit codes:
  0  all claims hold                          2    the command line is wrong
  1  one does not, or a file cannot be read   3    none fails, but some are undecided
     or has no claim in it                    130  interrupted with Ctrl-C"""

TEST_DESCRIPTION = """\
Test files: their assertions and derivations hold, and their terms come to what comments at the ends of
their lines say. A folder stands for all *.lc files in it and below; without a FILE, it is the current one."""

TEST_EPILOG = """\
what is tested:
  fact 5                  -- => 120           both have the same normal form
  (λx. x x) λx. x x       -- diverges         it is known to have none
  assert add 1 1 == 2                         and all that lamb check checks

examples:
  lamb test                                   all programs here and below
  lamb test lists.lc --quiet                  only what does not hold, and the summary
  lamb test src/ --watch                      again whenever a file is changed

exit codes: 0 all hold, 1 one does not, or a file cannot be read, 2 the command line is wrong,
3 none fails, but some are undecided, 130 interrupted"""

ALONE = 0.05 if sys.platform == "linux" else 0.5  # seconds before other processes check, too
LARGEST_SHARE = 16  # files that a process checks before it tells of them
PACE = 0.2  # seconds between two looks for a change
NOTHING = "there is nothing to check: name a FILE or a folder"


def parser(word: Literal["check", "test"] = "check") -> Parser:
    """The parser of the command line of `lamb check`, or of `lamb test`."""
    tests = word == "test"
    texts = (TEST_DESCRIPTION, TEST_EPILOG) if tests else (DESCRIPTION, EPILOG)
    parser = new_parser(word, "[options] [FILE… | DIR… | -]", *texts)
    add_programs(parser, terms=False)
    parser.set_defaults(expects=tests, watch=False)
    add = parser.add_argument
    if tests:
        parser.set_defaults(files=["."])
        add("--watch", action="store_true", help="test again whenever a file is changed, until Ctrl-C")
    much = f"how much to say about a mistake (default: {USUAL_HINT}, see below)"
    add("--hint", type=int, choices=HINTS, default=USUAL_HINT, help=much)
    strict = "names count as they are written, as in Elsa: a renaming needs an =a> of its own"
    add("--strict-alpha", action="store_true", help=strict)
    add("-q", "--quiet", action="store_true", help="say nothing about what holds")
    add("--json", action="store_true", help="print one JSON document, also when something is wrong")
    add("--junit", type=Path, metavar="FILE", help="also write a report in JUnit's XML")
    add_numbers(parser)
    add_budget(parser, "each check", steps="1e6", nodes="2e6", seconds="5")
    parser.set_defaults(clock=process_time)  # a verdict does not depend on what else the machine does
    return parser


def command(arguments: Sequence[str], word: Literal["check", "test"] = "check") -> int:
    """Run `lamb check`, or `lamb test`, and say with which code to exit."""
    refused = partial(check_document, [], Exit.USAGE)
    return obey(parser(word), arguments, partial(read, nothing=NOTHING), _check, refused)


def _check(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Check, and with `--watch`, check again whenever something has changed, until Ctrl-C."""
    code, again = Exit.FINE, True
    while again:
        before = _changed(options.files) if options.watch else {}
        code = carried_out(_Checking, options, terminal)
        ended = code is Exit.INTERRUPTED or terminal.gone
        again = options.watch and not ended and _waits(options.files, before, terminal)
    return code


def _waits(files: Sequence[str], before: dict[str, int], terminal: Terminal) -> bool:
    """Wait for a change; False if Ctrl-C comes first."""
    terminal.remark("waiting for a change; Ctrl-C ends", "")
    with suppress(KeyboardInterrupt):
        while _changed(files) == before:
            sleep(PACE)
        return True
    return False


def _changed(files: Iterable[str]) -> dict[str, int]:
    """The programs in the folders of files and below, and when each was changed last."""
    folders = {str(path if path.is_dir() else path.parent) for path in map(Path, files)}
    found: dict[str, int] = {}
    for program, _ in files_of(folders):
        with suppress(OSError):  # it has just been taken away
            found[program] = Path(program).stat().st_mtime_ns
    return found


class _Checking(Job):
    """Checks the claims of files, and shows each verdict when it comes, or all of them in JSON at the end.

    What takes longer than ALONE seconds goes on in all processors.
    """

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        report = options.junit
        if report is not None and not report.parent.is_dir():
            raise UsageError(f"there is no folder “{report.parent}” to write a report in")
        super().__init__(options, terminal)
        look = Look(ascii=not terminal.encodes("λ"), budget=budget_of(options))
        self.checker = Checker(options, look, terminal.surfaces)
        self.files: list[CheckedFile] = []

    def codes(self, progress: Progress) -> Iterator[Exit]:
        begun = monotonic()
        named = [*files_of(self.options.files)]
        for number, (path, folder) in enumerate(named):
            rest = named[number:] if monotonic() - begun >= ALONE else []
            if len(rest) > 1 and ("-", None) not in rest:
                yield from self._in_processes(rest)
                return
            file = CheckedFile("<stdin>" if path == "-" else path)
            self.files.append(file)
            for _ in self.checker.found(file, path, folder, progress):
                self._tell(file)
                yield file.code

    def _in_processes(self, named: Sequence[tuple[str, Path | None]]) -> Iterator[Exit]:
        """Check files in processes of their own, and show them in their order."""
        before, ready = len(self.files), dict[int, CheckedFile]()
        with Counter(self.terminal.screen, "files checked") as counter:
            for done, (number, checked) in enumerate(self._checked(named, _shares(len(named))), 1):
                ready[number] = checked
                while file := ready.pop(len(self.files) - before, None):
                    counter.erase()
                    self.files.append(file)
                    self._tell(file)
                    yield file.code
                counter.show(done, len(named))

    def _checked(
        self, named: Sequence[tuple[str, Path | None]], shares: Sequence[range]
    ) -> Iterator[tuple[int, CheckedFile]]:
        """The files, with their numbers, as they are ready. Each share is checked by one process; if that
        breaks down, each file by one.
        """
        from lamb.workers import UNLIMITED, work_through  # start-up counts

        plain = [(path, folder and str(folder)) for path, folder in named]
        items = [json.dumps([plain[number] for number in share]).encode() for share in shares]
        again: list[range] = []
        for place, answer in work_through(partial(_work, self.checker), items, limits=UNLIMITED):
            share = shares[place]
            if isinstance(answer, bytes):
                yield from zip(share, from_bytes(answer), strict=True)
            elif len(share) > 1:
                again += [range(number, number + 1) for number in share]
            else:
                yield share[0], self.checker.lost(named[share[0]][0], answer.value)
        if again:
            yield from self._checked(named, again)

    def _tell(self, file: CheckedFile) -> None:
        """Print what has come of a file since."""
        for of_file, text in file.said:
            (self.terminal.warn if of_file else self.terminal.write)(text)
        file.said.clear()

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        if len(self.files) > 1 and not self.options.json:
            self.terminal.answer([summary(f"{len(self.files):,} files", self.files)])
        if self.options.json:
            self.terminal.write(check_document(self.files, code, problem))
        elif problem:
            self.terminal.remark(problem)
        return self._write_report(self.options.junit, code) if self.options.junit else None

    def _write_report(self, path: Path, code: Exit) -> Exit:
        """Write the report for graders, in which a file is a suite. Returns the exit code."""
        try:
            write_whole(path, junit("lamb check", ((file.name, file.junit_cases) for file in self.files)))
        except OSError as error:
            self.terminal.remark(f"lamb check: “{path}” cannot be written: {reason_of(error)}")
            return worst([code, Exit.USAGE])
        return code


def _shares(files: int) -> list[range]:
    """The numbers of files in shares, which are smaller the fewer are left, so that all processes end at once
    (Polychronopoulos and Kuck 1987, *Guided self-scheduling*).
    """
    from lamb.workers import cores

    shares: list[range] = []
    begin = 0
    while begin < files:
        end = begin + max(1, min(LARGEST_SHARE, (files - begin) // (8 * cores())))
        shares.append(range(begin, end))
        begin = end
    return shares


def _work(checker: Checker) -> Work:
    return checker.whole
