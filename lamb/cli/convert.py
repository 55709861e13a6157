"""`lamb convert`: from one notation to another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from lamb.cli.progress import Progress
from lamb.cli.running import Job, Parser, budget_of, new_parser, notation, run, standard_input
from lamb.errors import LambError, LoadError, reason_of
from lamb.files import LARGEST, Files, import_folders
from lamb.foreign.conversion import convert
from lamb.foreign.dialects import DIALECTS, dialect_named
from lamb.prelude import prelude
from lamb.results import Exit, exit_of
from lamb.show.lines import complaint

DESCRIPTION = """\
Write programs and terms in another notation.

Definitions and terms are converted; what a program claims and derives is left out. Names that the other
notation does not have, or has a meaning for, are spelled otherwise."""

EPILOG = """\
examples:
  lamb convert -e 'λx y. y x' --to python              prints lambda x: lambda y: y(x)
  lamb convert -e '\\x y -> y x' --from haskell         prints λx y. y x
  lamb convert -e '(lambda (x) (x x))' --from scheme --to debruijn
                                                       prints λ 0 0
  lamb convert -e 'S K K' --to blc                     prints the bits of S K K, with what S and K are
  lamb convert -e 'S K K' --to ocaml --inline          puts definitions in the place of names
  lamb convert --from codewars solution.txt            prints a program of ours
  lamb convert homework.lc --to python -o homework.py  writes a file

notations:
{notations}

Numbers are Church's numerals, or those that the notation says; where it has none, they are unfolded.
In Python, JavaScript, OCaml and Scheme arguments are evaluated first; Haskell and OCaml want types.

exit codes: 0 fine, 1 a text is wrong, 2 the command line is wrong, 3 a budget ran out, 130 interrupted"""


def parser() -> Parser:
    notations = "\n".join(
        f"  {one.name:<21}{one.said:<40} {one.example}".rstrip() for one in DIALECTS.values()
    )
    epilog = EPILOG.format(notations=notations)
    parser = new_parser("convert", "[--from X] [--to Y] [FILE… | -] [-e TERM]…", DESCRIPTION, epilog)
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="a program; - for standard input")
    term = "a term, or a program; may be repeated"
    add("-e", "--evaluate", action="append", default=[], metavar="TERM", dest="terms", help=term)
    usual = "(default: lamb)"
    add("--from", type=notation, default="lamb", metavar="X", dest="source", help=f"the notation {usual}")
    add("--to", type=notation, default="lamb", metavar="Y", dest="target", help=f"the other one {usual}")
    add("--inline", action="store_true", help="put definitions, the prelude's too, in the place of names")
    add("--no-prelude", action="store_false", dest="prelude", help="no standard names")
    root = "a folder that a program of bruijn may import files from, besides its own; may be repeated"
    add("--root", action="append", default=[], metavar="DIR", dest="roots", help=root)
    parser.add_output()
    parser.add_budget("each conversion", steps=None, seconds="10")
    return parser


class _Conversion(Job):
    def codes(self, progress: Progress) -> Iterator[Exit]:
        options = self.options
        texts = [(file, None) for file in options.files] + [("-e", term) for term in options.terms]
        for name, text in texts:
            files = Files(import_folders("-" if text else name, options.source, options.roots))
            try:
                with progress.watching():
                    written = convert(
                        self._text(name, files) if text is None else text,
                        source=options.source,
                        target=options.target,
                        inline=options.inline,
                        definitions=prelude() if options.prelude else {},
                        budget=budget_of(options),
                        watch=progress,
                        name="<stdin>" if name == "-" else name,
                        files=files,
                    )
            except LambError as error:
                self.terminal.remark(*complaint(error))
                yield exit_of(error)
                continue
            if dialect_named(options.target).bits == "bytes":
                self.terminal.write_bytes(written.encode("latin-1"))
            else:
                self.terminal.write(f"{written}\n")
            self.terminal.flush()
            yield Exit.FINE

    def _text(self, file: str, files: Files) -> str:
        """What is in a file; a character for each byte, where the notation is one of bytes."""
        if dialect_named(self.options.source).bits != "bytes":
            return standard_input().text if file == "-" else files.open(file).text
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as opened:
                return opened.read(LARGEST).decode("latin-1")
        except OSError as error:
            raise LoadError(f"“{file}” cannot be read: {reason_of(error)}") from None


command = partial(run, parser, "there is nothing to convert: name a FILE, or write -e TERM", _Conversion)
