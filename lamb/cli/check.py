"""`lamb check`: a verdict for every derivation and assertion in files, for students and for graders.

`lamb test` has one for what comments expect of terms, too.

homework.lc:7:6: valid: id_zero (2 of 2 points)
homework.lc:12:6: invalid: not_true (0 of 3 points)
homework.lc:14:3: …what is wrong with the step, and its line
homework.lc: 1 of 2 hold, 2 of 5 points
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import process_time, sleep
from typing import Literal

from lamb.calculus.budget import Watch
from lamb.cli.running import (
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
    opened,
    read,
    session_for,
    watched,
)
from lamb.cli.terminal import Progress, Terminal
from lamb.course.derivations.checking import all_points
from lamb.course.verdicts import HINTS, USUAL_HINT, Verdict
from lamb.errors import LambError, LoadError, reason_of
from lamb.files import write_whole
from lamb.results import Checked, Derived, Exit, exit_of, worst
from lamb.show.json import check_document
from lamb.show.junit import JunitCase, junit
from lamb.show.lines import (
    WORDS,
    CheckedFile,
    Claim,
    Line,
    Look,
    Piece,
    Style,
    complaint,
    earned,
    flaws,
    name_of,
    place_of,
    plain,
    render,
    tally,
)

DESCRIPTION = """\
Check the derivations (eval, conf) and assertions in files, and say of each whether it holds: valid,
invalid (a step of it is wrong), partial (every step is right, but an eval does not end in a normal
form) or undecided (a search was given up). Files written for Elsa are checked as they stand.

Of a FILE that is a folder, all *.lc files in it and below are checked. Without a FILE, and with -,
the program is read from standard input. Other terms in a file are not evaluated."""

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
    refused = partial(check_document, [], Exit.USAGE, look=Look(), hint=0)
    return obey(parser(word), arguments, partial(read, nothing=NOTHING), _check, refused)


def _check(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Check, and with `--watch`, check again whenever something has changed, until Ctrl-C."""
    code, again = Exit.FINE, True
    while again:
        before = _changed(options.files)
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


class _Checking:
    """Checks the claims of files, and shows each verdict when it comes, or all of them in JSON at the end."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        report = options.junit
        if report is not None and not report.parent.is_dir():
            raise UsageError(f"there is no folder “{report.parent}” to write a report in")
        self.options = options
        self.terminal = terminal
        self.look = Look(ascii=not terminal.encodes("λ"), budget=budget_of(options))
        self.files: list[CheckedFile] = []

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for path, folder in files_of(self.options.files):
            file = CheckedFile("<stdin>" if path == "-" else path)
            self.files.append(file)
            for found in watched(_found(file, path, folder, self.options, progress), progress):
                self._show(file, found)
                yield exit_of(found)
            self._say(_summary(file.name, [file]))

    def _show(self, file: CheckedFile, found: Claim | LambError) -> None:
        if isinstance(found, LambError):
            file.errors.append(found)
            if found.place is None and not self.options.json:  # the file, and not what is in it
                self.terminal.remark(*complaint(found))
            else:
                self._say(*complaint(found))
            return
        file.claims.append(found)
        if not (self.options.json or (self.options.quiet and found.verdict is Verdict.HOLDS)):
            self._say(_verdict(found), *_explanation(found, self.look, self.options.hint))

    def _say(self, *lines: Line) -> None:
        if not self.options.json:
            self.terminal.answer(lines)

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        if len(self.files) > 1:
            self._say(_summary(f"{len(self.files):,} files", self.files))
        if self.options.json:
            self.terminal.write(check_document(self.files, code, problem, self.look, self.options.hint))
        elif problem:
            self.terminal.remark(problem)
        return self._write_report(self.options.junit, code) if self.options.junit else None

    def _write_report(self, path: Path, code: Exit) -> Exit:
        """Write the report for graders. Returns the exit code."""
        try:
            write_whole(path, _report(self.files, self.look, self.options.hint))
        except OSError as error:
            self.terminal.remark(f"lamb check: “{path}” cannot be written: {reason_of(error)}")
            return worst([code, Exit.USAGE])
        return code


def _found(
    file: CheckedFile, path: str, folder: Path | None, options: argparse.Namespace, watch: Watch
) -> Iterator[Claim | LambError]:
    """The claims of one program, and what is wrong with it. What it is worth is said to its *file*."""
    session = session_for(path, options, watch)
    try:
        source = opened(path, folder, session.files)
        file.worth = all_points(source)
        empty = True
        for result in session.check_program(source):
            if isinstance(result, Derived | Checked | LambError):
                empty = False
                yield result
        if empty and not options.expects:
            hint = "a claim begins with eval, conf or assert"
            raise LoadError(f"there is nothing to check in “{source.name}”", hint=hint)
    except LambError as error:
        yield error


# ── Lines ─────────────────────────────────────────────────────────────────────────────

STYLES: dict[Verdict, Style] = {
    Verdict.HOLDS: "comment",
    Verdict.FAILS: "error",
    Verdict.PARTIAL: "error",
    Verdict.UNDECIDED: "note",
}


def _verdict(result: Claim) -> Line:
    verdict = Piece(f"{WORDS[result.verdict]}: ", STYLES[result.verdict])
    points = f" ({earned(result):g} of {result.points:g} points)" if result.points is not None else ""
    return (Piece(f"{place_of(result)}: ", "place"), verdict, Piece(f"{name_of(result)}{points}"))


def _explanation(result: Claim, look: Look, hint: int) -> tuple[Line, ...]:
    """All that is wrong with a claim, as far as a hint goes."""
    if hint < 1 or result.verdict is Verdict.HOLDS:
        return ()
    return flaws(result, hint) if isinstance(result, Derived) else render(result, look).remarks


def _summary(name: str, files: Sequence[CheckedFile]) -> Line:
    """The tally of the claims of files."""
    found = tally(files)
    errors = sum(len(file.errors) for file in files)
    wrong = f", {errors} {'error' if errors == 1 else 'errors'}" if errors else ""
    good = found.holding == found.claims and not errors
    return (Piece(f"{name}: ", "place"), Piece(f"{found}{wrong}", "comment" if good else "note"))


# ── JUnit ─────────────────────────────────────────────────────────────────────────────
# A file is a suite, a claim in it a case. What is invalid or partial is a failure, what is undecided an
# error, and so is a file that could not be read.


def _report(files: Sequence[CheckedFile], look: Look, hint: int) -> bytes:
    suites = ((file.name, [*_claims(file, look, hint), *_errors(file)]) for file in files)
    return junit("lamb check", suites)


def _claims(file: CheckedFile, look: Look, hint: int) -> Iterator[JunitCase]:
    for result in file.claims:
        case = JunitCase(name_of(result), file.name, place_of(result).line)
        if result.points is not None:
            case = case.with_values(points=earned(result), worth=result.points)
        if result.verdict is Verdict.HOLDS:
            yield case
            continue
        word = WORDS[result.verdict]
        reason = f": {result.reason}" if hint and isinstance(result, Derived) else ""
        yield case.with_values(
            tag="error" if result.verdict is Verdict.UNDECIDED else "failure",
            kind=word,
            message=word + reason,
            text=plain(_explanation(result, look, hint)),
        )


def _errors(file: CheckedFile) -> Iterator[JunitCase]:
    for number, error in enumerate(file.errors):
        case = JunitCase(file.name, file.name, None, "error", type(error).__name__, error.message, str(error))
        yield case.with_values(worth=file.lost) if file.lost and not number else case
