"""`lamb class grade`: marks for what students have handed in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lamb.classroom.marking.assignment import Assignment
from lamb.classroom.marking.assignment_command import assignments_at, open_assignment
from lamb.classroom.marking.grading import grade
from lamb.classroom.marking.release import flaws
from lamb.classroom.marking.submissions import Submitted, of_assignment, submissions_at
from lamb.classroom.reports.formats import FORMATS, table_lines, write_reports
from lamb.cli.progress import Counter
from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.errors import LoadError, reason_of
from lamb.quantities import counted
from lamb.results import Exit

USUAL = ("csv", "report", "markdown", "html")
WIDTH = 100

DESCRIPTION = """\
Mark submissions by the claims of an assignment. Points and claims are the assignment's, and in claims its
names and the prelude's mean what they always did, whatever students mean by them. Nothing of a submission is
run but λ-terms, within budgets: of notebooks, only the λ-cells are read.

SUBMISSIONS is a folder with a folder or a file for each student, a zip of that, or one file. All programs,
notebooks and zips in a student's folder and below are read; if some have the assignment's name, only they."""

EPILOG = """\
examples:
  lamb class grade demo submissions/                the table of marks; files in demo/marks/assignment/
  lamb class grade week-1.lc week-1.zip --to marks  files in marks/
  lamb class grade demo submissions/ --format all   for every autograder and gradebook, too

formats (may be repeated; usually csv, report, markdown and html):
{formats}

A run that was broken off goes on where it was, and a submission that has not changed is not judged again.

exit codes: 0 marked, 1 the assignment is not in order, or nothing can be read, 2 the command line is wrong,
130 interrupted"""


def parser() -> Parser:
    """The parser of the command line of `lamb class grade`."""
    rows = [f"  {name:<11} {one.file:<20} {one.what}" for name, one in FORMATS.items()]
    epilog = EPILOG.replace("{formats}", "\n".join([*rows, "  all"]))
    parser = new_parser("class grade", "[options] ASSIGNMENT SUBMISSIONS", DESCRIPTION, epilog)
    add = parser.add_argument
    add(
        "assignment",
        nargs="?",
        type=Path,
        metavar="ASSIGNMENT",
        help="an assignment, or the folder of a class",
    )
    add("submissions", nargs="?", type=Path, metavar="SUBMISSIONS", help="what was handed in")
    add("--to", type=Path, metavar="DIR", help="where to write (default: marks/NAME/ beside the assignment)")
    choices = (*FORMATS, "all")
    add(
        "--format",
        action="append",
        choices=choices,
        dest="formats",
        metavar="NAME",
        help="a format: see below",
    )
    add("--processes", type=int, metavar="N", help="processes to use (default: one for each processor)")
    add("--fresh", action="store_true", help="judge everything again")
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb class grade` and say with which code to exit."""
    return obey(parser(), arguments, Parser.parse_args, _grade)


def _grade(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Mark the submissions, show the table, and write the reports."""
    if options.assignment is None or options.submissions is None:
        raise UsageError("name the ASSIGNMENT, and where the SUBMISSIONS are")
    if options.processes is not None and options.processes < 1:
        raise UsageError("at least one process is needed")
    try:
        path, assignment = _assignment(options.assignment)
        folder = options.to or path.parent / "marks" / assignment.name
        submitted = [of_assignment(one, assignment.name) for one in submissions_at(options.submissions)]
        return _mark(assignment, submitted, folder, options, terminal)
    except KeyboardInterrupt:
        terminal.remark("interrupted; what has been judged is kept: the same command goes on from there")
        return Exit.INTERRUPTED


def _assignment(named: Path) -> tuple[Path, Assignment]:
    """The assignment that is named, and its path. Raises LambError where it is not in order."""
    found = assignments_at(named)
    if len(found) > 1:
        names = ", ".join(f"“{path}”" for path in found)
        raise LoadError(f"there are several assignments in “{named}”", hint=f"name one: {names}")
    assignment = open_assignment(found[0])
    if flaw := next(flaws(assignment), None):
        raise flaw
    return found[0], assignment


def _mark(
    assignment: Assignment,
    submitted: list[Submitted],
    folder: Path,
    options: argparse.Namespace,
    terminal: Terminal,
) -> Exit:
    for one in submitted:
        for problem in one.problems:
            terminal.remark(f"{one.student}: {problem}")
    formats = options.formats or USUAL
    kept = folder / "judged.lines"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if options.fresh:
            kept.unlink(missing_ok=True)
        with Counter(terminal.screen, "submissions judged") as counter:
            sheet = grade(assignment, submitted, processes=options.processes, kept=kept, told=counter.show)
        written = write_reports(sheet, folder, FORMATS if "all" in formats else formats)
    except OSError as error:
        raise LoadError(f"“{error.filename or folder}” cannot be written: {reason_of(error)}") from None
    terminal.answer(table_lines(sheet, WIDTH))
    terminal.remark(f"{counted(len(written), 'file')} in {folder}")
    return Exit.FINE
