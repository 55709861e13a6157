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
from functools import cache, partial
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import Literal

from lamb.calculus.budget import Budget, Watch
from lamb.cli.progress import Counter, Progress
from lamb.cli.running import (
    Job,
    Parser,
    UsageError,
    budget_of,
    carried_out,
    new_parser,
    obey,
    opened,
    read,
    session_for,
    watched,
)
from lamb.cli.terminal import Surface, Terminal
from lamb.course.points import all_points
from lamb.course.verdicts import HINTS, USUAL_HINT, Verdict
from lamb.errors import LambError, LoadError
from lamb.files import Files, files_of, overwrite, programs_in
from lamb.notation.parser import parse
from lamb.notation.syntax import Import
from lamb.quantities import counted, scored
from lamb.records import Record, value
from lamb.results import Checked, Derived, Exit, exit_of, worst
from lamb.show.json import Json, described_claim, described_error, document
from lamb.show.junit import JunitCase, junit
from lamb.show.lines import (
    WORDS,
    Claim,
    Line,
    Look,
    Piece,
    Style,
    Tally,
    complaint,
    earned,
    flaws,
    name_of,
    place_of,
    plain,
    render,
)

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
     or has no claim in it                    130  interrupted with Ctrl-C
  (in a FOLDER, a file that others import needs no claim)"""

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
    tests = word == "test"
    texts = (TEST_DESCRIPTION, TEST_EPILOG) if tests else (DESCRIPTION, EPILOG)
    parser = new_parser(word, "[options] [FILE… | DIR… | -]", *texts)
    parser.add_programs(terms=False, evaluates=True)
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
    parser.add_numbers()
    parser.add_budget("each check", steps="1e6", nodes="2e6", seconds="5")
    parser.set_defaults(clock=process_time)  # a verdict does not depend on what else the machine does
    return parser


def command(arguments: Sequence[str], word: Literal["check", "test"] = "check") -> int:
    refused = partial(check_document, [], Exit.USAGE)
    return obey(parser(word), arguments, partial(read, nothing=NOTHING), _check, refused)


def _check(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Check, and with `--watch`, check again whenever something has changed, until Ctrl-C."""
    code, again = Exit.FINE, True
    while again:
        before = _changed(options.files) if options.watch else {}
        code = carried_out(_Checking, options, terminal)
        again = False
        if options.watch and code is not Exit.INTERRUPTED and not terminal.gone:
            terminal.remark("waiting for a change; Ctrl-C ends", "")
            with suppress(KeyboardInterrupt):
                while _changed(options.files) == before:
                    sleep(PACE)
                again = True
    return code


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
        _imported_in.cache_clear()  # something may have changed since
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
        for place, answer in work_through(partial(getattr, self.checker, "whole"), items, limits=UNLIMITED):
            share = shares[place]
            if isinstance(answer, bytes):
                yield from zip(share, map(_from_json, json.loads(answer)), strict=True)
            elif len(share) > 1:
                again += [range(number, number + 1) for number in share]
            else:
                yield share[0], self.checker.lost(named[share[0]][0], answer.value)
        if again:
            yield from self._checked(named, again)

    def _tell(self, file: CheckedFile) -> None:
        for of_file, text in file.said:
            (self.terminal.warn if of_file else self.terminal.write)(text)
        file.said.clear()

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        if self.options.json:
            self.terminal.write(check_document(self.files, code, problem))
        elif len(self.files) > 1:
            self.terminal.answer([summary(f"{len(self.files):,} files", self.files)])
        if problem and not self.options.json:
            self.terminal.remark(problem)
        if self.options.junit:
            suites = ((file.name, file.junit_cases) for file in self.files)
            try:
                overwrite(self.options.junit, junit("lamb check", suites))
            except LoadError as error:
                self.terminal.remark(f"lamb check: {error.message}")
                return worst([code, Exit.USAGE])
        return None


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


# ── A file ────────────────────────────────────────────────────────────────────────────────
# A checker has no terminal, only its look and its surfaces, and what it finds is plain values: other
# processes check, too.


class CheckedFile(Record, frozen=False):
    """A file, and what came of it so far: the *code* to exit with, the *tally* of its claims, and what is
    *said*, to standard error or not.

    *worth* counts claims that were not reached, too. *claims* and *errors* are for documents, *cases* and
    *broken* the same for JUnit.
    """

    name: str
    code: Exit = Exit.FINE
    worth: float = 0
    tally: Tally = value(default_factory=Tally)
    said: list[tuple[bool, str]] = value(default_factory=list)
    claims: list[Json] = value(default_factory=list)
    errors: list[Json] = value(default_factory=list)
    cases: list[JunitCase] = value(default_factory=list)
    broken: list[JunitCase] = value(default_factory=list)

    @property
    def lost(self) -> float:
        """The points for claims that were not reached."""
        return max(0.0, self.worth - self.tally.worth)

    @property
    def junit_cases(self) -> list[JunitCase]:
        """The cases of its claims and errors, to the first of which the points go that are lost."""
        first, others = self.broken[:1], self.broken[1:]
        if self.lost:
            first = [case.with_values(worth=self.lost) for case in first]
        return [*self.cases, *first, *others]


def _from_json(values: Json) -> CheckedFile:
    """A file of which `Checker.whole` has told."""
    file = CheckedFile(*values.values())
    file.code, file.tally = Exit(file.code), Tally(*values["tally"].values())
    file.cases = [JunitCase(**case) for case in values["cases"]]
    file.broken = [JunitCase(**case) for case in values["broken"]]
    return file


def tally(files: Sequence[CheckedFile]) -> Tally:
    """The tally of all claims in some files."""
    found = Tally()
    for file in files:
        one = file.tally
        found.claims += one.claims
        found.holding += one.holding
        found.points += one.points
        found.worth += one.worth + file.lost
        found.for_points |= one.for_points or file.lost > 0
    return found


def check_document(files: Sequence[CheckedFile], code: Exit, problem: str | None) -> str:
    """The document of `lamb check --json`."""
    each = [
        {"name": file.name, "tally": _tally([file]), "claims": file.claims, "errors": file.errors}
        for file in files
    ]
    return document("lamb.check/1", code, problem, tally=_tally(files), files=each)


def _tally(files: Sequence[CheckedFile]) -> Json:
    found = tally(files)
    points, worth = round(found.points, 6), round(found.worth, 6)  # thirds add up
    return {"claims": found.claims, "holding": found.holding, "points": points, "worth": worth}


STYLES: dict[Verdict, Style] = {
    Verdict.HOLDS: "comment",
    Verdict.FAILS: "error",
    Verdict.PARTIAL: "error",
    Verdict.UNDECIDED: "note",
}


@cache
def _imported_in(folder: Path, budget: Budget, *roots: str) -> frozenset[Path]:
    """The files that the programs in a folder import, each of which is read within a budget."""
    files, found = Files(), set[Path]()
    for path in programs_in(folder):
        with suppress(LambError):
            program = parse(files.open(path, within=folder), budget.meter(), errors=True)
            for one in program.statements:
                if isinstance(one, Import) and not one.library:
                    found |= {Path(base, one.what).resolve() for base in (path.parent, *map(Path, roots))}
    return frozenset(found)


class Checker(Record):
    """Checks files as the *options* of `lamb check` say. Lines are laid out for two *surfaces*."""

    options: argparse.Namespace
    look: Look
    surfaces: tuple[Surface, Surface]

    def found(
        self, file: CheckedFile, path: str, folder: Path | None, progress: Progress
    ) -> Iterator[CheckedFile]:
        """A file, which may have to be in a folder, each time that there is more to say of it."""
        for result in watched(self._results(file, path, folder, progress), progress):
            file.code = worst([file.code, exit_of(result)])
            if isinstance(result, LambError):
                self._note_error(file, result)
            else:
                self._note_claim(file, result)
            yield file
        self._sum_up(file)
        yield file

    def whole(self, named: bytes) -> bytes:
        """Files that were checked, of their paths, and of the folder that each has to be in, if any."""
        files: list[CheckedFile] = []
        for path, folder in json.loads(named):
            files.append(CheckedFile(path))
            for _ in self.found(files[-1], path, Path(folder) if folder else None, Progress()):
                pass
        return json.dumps([vars(file) for file in files], default=vars).encode()

    def lost(self, path: str, why: str) -> CheckedFile:
        """A file that could not be checked, for the process that did so broke down."""
        file = CheckedFile(path, Exit.WRONG)
        self._note_error(file, LoadError(f"“{path}” could not be checked: {why}"))
        self._sum_up(file)
        return file

    def _results(
        self, file: CheckedFile, path: str, folder: Path | None, watch: Watch
    ) -> Iterator[Claim | LambError]:
        """The claims of a program, and what is wrong with it. What it is worth is said to its *file*."""
        session = session_for(path, self.options, watch)
        try:
            source = opened(path, folder, session.files)
            file.worth = all_points(source)
            empty = True
            for result in session.check_program(source):
                if isinstance(result, Derived | Checked | LambError):
                    empty = False
                    yield result
            if empty and not self.options.expects and not self._helps(path, folder):
                hint = "a claim begins with eval, conf or assert"
                raise LoadError(f"there is nothing to check in “{source.name}”", hint=hint)
        except LambError as error:
            yield error

    def _helps(self, path: str, folder: Path | None) -> bool:
        """True if others in the folder import a file."""
        if folder is None:
            return False
        return Path(path).resolve() in _imported_in(folder, budget_of(self.options), *self.options.roots)

    # ── what is printed ──

    def _note_error(self, file: CheckedFile, error: LambError) -> None:
        file.errors.append(described_error(error))
        if not self.options.json:
            of_file = error.place is None  # and not of what is in it
            file.said.append((of_file, self.surfaces[of_file].laid_out(complaint(error))))
        told = type(error).__name__, error.message, str(error)
        file.broken.append(JunitCase(file.name, file.name, None, "error", *told))

    def _note_claim(self, file: CheckedFile, claim: Claim) -> None:
        if self.options.json:
            file.claims.append(described_claim(claim, self.look, self.options.hint))
        elif not (self.options.quiet and claim.verdict is Verdict.HOLDS):
            lines = (_verdict(claim), *self._explanation(claim))
            file.said.append((False, self.surfaces[0].laid_out(lines)))
        file.cases.append(self._case(file, claim))
        file.tally.add(claim)

    def _sum_up(self, file: CheckedFile) -> None:
        if not self.options.json:
            file.said.append((False, self.surfaces[0].laid_out([summary(file.name, [file])])))

    def _explanation(self, claim: Claim) -> tuple[Line, ...]:
        """All that is wrong with a claim, as far as a hint goes."""
        if self.options.hint < 1 or claim.verdict is Verdict.HOLDS:
            return ()
        if isinstance(claim, Derived):
            return flaws(claim, self.options.hint)
        return render(claim, self.look).remarks

    def _case(self, file: CheckedFile, claim: Claim) -> JunitCase:
        """A claim for JUnit: what is invalid or partial is a failure, what is undecided an error."""
        case = JunitCase(name_of(claim), file.name, place_of(claim).line)
        if claim.points is not None:
            case = case.with_values(points=earned(claim), worth=claim.points)
        if claim.verdict is Verdict.HOLDS:
            return case
        word = WORDS[claim.verdict]
        reason = f": {claim.reason}" if self.options.hint and isinstance(claim, Derived) else ""
        return case.with_values(
            tag="error" if claim.verdict is Verdict.UNDECIDED else "failure",
            kind=word,
            message=word + reason,
            text=plain(self._explanation(claim)),
        )


def _verdict(claim: Claim) -> Line:
    verdict = Piece(f"{WORDS[claim.verdict]}: ", STYLES[claim.verdict])
    points = f" ({scored(earned(claim), claim.points)})" if claim.points is not None else ""
    return (Piece(f"{place_of(claim)}: ", "place"), verdict, Piece(f"{name_of(claim)}{points}"))


def summary(name: str, files: Sequence[CheckedFile]) -> Line:
    """The tally of the claims of files, and the number of errors in them."""
    found = tally(files)
    errors = sum(len(file.errors) for file in files)
    wrong = f", {counted(errors, 'error')}" if errors else ""
    good = found.holding == found.claims and not errors
    return (Piece(f"{name}: ", "place"), Piece(f"{found}{wrong}", "comment" if good else "note"))
