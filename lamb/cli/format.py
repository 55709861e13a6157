"""`lamb format`: programs in the house style, rewritten in place."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import unified_diff
from functools import partial

from lamb.cli.progress import Progress
from lamb.cli.running import Job, Parser, budget_of, new_parser, opened, run
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, Source
from lamb.files import Files, files_of, overwrite
from lamb.notation.formatting import formatted
from lamb.quantities import counted
from lamb.results import Exit, exit_of
from lamb.show.lines import complaint

DESCRIPTION = """\
Write programs in one style: λ for \\, a dot behind its variables, one blank where words meet, a statement a
line, and the steps of a derivation below each other. Comments, blank lines, brackets and lines stay as they
are, and so does what the program means.

Files are rewritten in place; of a FILE that is a folder, all *.lc files in it and below. Without a FILE, and
with -, a program is read from standard input and written to standard output."""

EPILOG = """\
examples:
  lamb format homework.lc           rewrite a file
  lamb format --check submissions/  say which files would be rewritten
  lamb format --diff homework.lc    show what would change
  lamb format --ascii homework.lc   write \\x -> x for λx. x, as Elsa reads it

exit codes: 0 fine, 1 a program has an error, or with --check or --diff is not formatted, 2 the command line
is wrong, 3 a budget ran out, 130 interrupted"""


def parser() -> Parser:
    parser = new_parser("format", "[options] [FILE… | -]", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="a program, or a folder of them; - for standard input")
    add("--check", action="store_true", help="write nothing, and say what would be rewritten")
    add("--diff", action="store_true", help="write nothing, and show what would change")
    parser.add_budget("each file", steps=None, seconds="none")
    return parser


class _Formatting(Job):
    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        self.ascii, terminal.ascii = terminal.ascii, False  # for λs alone: names stay as they are
        self.changed = self.unchanged = 0

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for path, folder in files_of(self.options.files):
            try:
                source = opened(path, folder, Files())
                text = formatted(source, budget_of(self.options).meter(progress), ascii=self.ascii)
                yield self._put(path, source, text)
            except LambError as error:
                self.terminal.remark(*complaint(error))
                yield exit_of(error)

    def _put(self, path: str, source: Source, text: str) -> Exit:
        changes = text != source.text
        self.changed, self.unchanged = self.changed + changes, self.unchanged + (not changes)
        if self.options.diff:
            before, after = (one.splitlines(keepends=True) for one in (source.text, text))
            for line in unified_diff(before, after, source.name, f"{source.name} (formatted)"):
                self.terminal.write(line if line.endswith("\n") else f"{line}\n\\ no line end\n")
        elif self.options.check and changes:
            self.terminal.answer([f"{source.name}: not formatted"])
        if self.options.diff or self.options.check:
            return Exit.WRONG if changes else Exit.FINE
        if path == "-":
            self.terminal.write(text)
        elif changes:
            overwrite(path, text.encode())
        return Exit.FINE

    def end(self, code: Exit, problem: str | None) -> None:
        done = "not formatted" if self.options.check or self.options.diff else "rewritten"
        super().end(code, problem)
        if not problem and self.options.files != ["-"]:
            self.terminal.remark(f"{counted(self.changed, 'file')} {done}, {self.unchanged:,} as before")


command = partial(run, parser, "there is nothing to format: name a FILE or a folder", _Formatting)
