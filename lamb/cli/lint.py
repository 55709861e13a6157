"""`lamb lint`: what programs say and hardly mean, with a place, a hint, and a fix where there is one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lamb.cli.progress import Progress
from lamb.cli.running import Job, Parser, new_parser, opened, run, session_for
from lamb.cli.terminal import Terminal
from lamb.course.linting import Finding, mended
from lamb.errors import LambError, Source
from lamb.files import files_of, overwrite
from lamb.notation.parser import parse
from lamb.quantities import counted
from lamb.results import Exit, exit_of, worst
from lamb.show.json import Json, described_error, described_finding
from lamb.show.lines import complaint

DESCRIPTION = """\
Find what a program says and hardly means, though it is right. Nothing in it is evaluated.

  L001  a definition or a type that nothing uses     L006  an assertion of a term and itself
  L002  a variable that hides another one            L007  a derivation without steps
  L003  a name that looks like a slip                L008  a constructor that hides a name of the prelude
  L004  a definition that the prelude has already    L009  a variable that is called like a constructor
  L005  rec before what does not recur

Of a FILE that is a folder, all *.lc files in it and below are read. Without a FILE, and with -, the program
is read from standard input. Where a file has nothing but definitions, others use them."""

EPILOG = """\
examples:
  lamb lint homework.lc            every finding, with a hint
  lamb lint --fix homework.lc      mend what can be mended without a change of meaning
  lamb lint --ignore L001,L004 .   without some kinds of findings
  lamb lint --json homework.lc     one JSON document

exit codes: 0 nothing was found, 1 something was, or a program has an error, 2 the command line is wrong,
3 a budget ran out, 130 interrupted"""

ROUNDS = 10  # of fixes, which may bring out others


def parser() -> Parser:
    parser = new_parser("lint", "[options] [FILE… | -]", DESCRIPTION, EPILOG)
    parser.add_programs(terms=False)
    add = parser.add_argument
    add("--fix", action="store_true", help="mend what can be mended, and tell the rest; - is written out")
    add(
        "--ignore",
        type=lambda text: text.upper().split(","),
        metavar="CODES",
        default=[],
        help="kinds to pass over",
    )
    add("--json", action="store_true", help="print one JSON document")
    parser.add_budget("each file", steps=None, seconds="10")
    return parser


class _Linter(Job):
    schema = "lamb.lint/1", "files"

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        self.findings = self.fixable = self.fixed = 0

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for path, folder in files_of(self.options.files):
            file: Json = {"name": "<stdin>" if path == "-" else path, "findings": [], "errors": []}
            self.described.append(file)
            codes = [Exit.FINE]
            try:
                for found in self._looked_through(path, folder, progress):
                    codes.append(self._show(file, found))
            except LambError as error:
                codes.append(self._show(file, error))
            yield worst(codes)

    def _looked_through(
        self, path: str, folder: Path | None, progress: Progress
    ) -> list[Finding | LambError]:
        """The findings on a program and its errors; with --fix, those that are left when it is mended."""
        given: Source | None = None
        for _ in range(ROUNDS):
            session = session_for(path, self.options, progress)
            source = given or opened(path, folder, session.files)
            found = [
                one for one in session.lint(source) if getattr(one, "code", "") not in self.options.ignore
            ]
            fixable = [one for one in found if isinstance(one, Finding) and one.edits]
            text, number = mended(source.text, fixable)
            if not self.options.fix or text == source.text:
                break
            parse(Source(text, source.name))
            self.fixed += number
            if path == "-":
                given = Source(text, source.name)
            else:
                overwrite(path, text.encode())
        if self.options.fix and path == "-" and not self.options.json:
            self.terminal.write(source.text)
        return found

    def _show(self, file: Json, found: Finding | LambError) -> Exit:
        if isinstance(found, LambError):
            file["errors"].append(described_error(found))
            if not self.options.json:
                self.terminal.remark(*complaint(found))
            return exit_of(found)
        file["findings"].append(described_finding(found))
        self.findings += 1
        self.fixable += bool(found.edits)
        if not self.options.json:
            told = complaint(found.told())
            if self.options.fix and file["name"] == "<stdin>":  # whose text goes to standard output
                self.terminal.remark(*told)
            else:
                self.terminal.answer(told)
        return Exit.WRONG

    def end(self, code: Exit, problem: str | None) -> None:
        super().end(code, problem)
        if not (self.options.json or problem):
            fixes = f", {self.fixable:,} with a fix: --fix" if self.fixable else ""
            done = f"{self.fixed:,} fixed, " if self.options.fix else ""
            self.terminal.remark(f"{done}{counted(self.findings, 'finding')}{fixes}")


command = partial(run, parser, "there is nothing to look at: name a FILE or a folder", _Linter)
