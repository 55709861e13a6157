"""`lamb class exercises`: exercises made to order, with solutions and wrong answers to choose from."""

from __future__ import annotations

import argparse
import os
import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import which
from subprocess import run
from tempfile import TemporaryDirectory

from lamb.classroom.making.kinds import KINDS, series
from lamb.classroom.making.made import Bounds, MadeExercise, Request, Wanted
from lamb.classroom.making.worksheet import WORKSHEETS, Worksheet
from lamb.classroom.marking.handed import LONGEST
from lamb.cli.progress import Counter
from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, reason_of
from lamb.files import write_whole
from lamb.quantities import natural
from lamb.results import Exit

DESCRIPTION = """\
Make exercises to order, with solutions and with wrong answers that students would give. No two are the same
up to α; the same --seed makes the same ones everywhere."""

EPILOG = """\
kinds:
{kinds}

formats, by the end of the FILE's name or by --format:
{formats}

examples:
  lamb class exercises --kind beta --count 30 --seed 7 -o week-1/assignment.lc
  lamb class exercises --kind normalize --steps 3-4 --captures 1 -o sheet.pdf
  lamb class exercises --kind alpha,free --count 10 --no-choices --format markdown

An assignment is released with `lamb class release`, and marked with `lamb class grade`."""

MOST = 10_000  # exercises
NARROWEST, WIDEST, USUAL = 12, 200, 60


def parser() -> Parser:
    """The parser of the command line of `lamb class exercises`."""
    kinds = "\n".join(f"  {name:<10} {kind.what}" for name, kind in KINDS.items())
    formats = "\n".join(f"  {name:<10} {form.suffix:<7} {form.what}" for name, form in WORKSHEETS.items())
    epilog = EPILOG.format(kinds=kinds, formats=formats)
    parser = new_parser("class exercises", "--kind KIND [options]", DESCRIPTION, epilog)
    add = parser.add_argument
    add("--kind", metavar="KIND", default="beta", help="one kind, or several: beta,free (default: beta)")
    add("--count", metavar="N", default="10", help="so many exercises of each kind (default: 10)")
    add("--seed", metavar="TEXT", default="1", help="another seed makes other exercises (default: 1)")
    add("--steps", metavar="N-M", help="β-steps to the normal form")
    add("--captures", metavar="N-M", help="renamings without which something is captured")
    add("--width", metavar="N", default=f"{USUAL}", help=f"characters of a line at most (default: {USUAL})")
    add("--title", metavar="TEXT", default="", help="what stands above the exercises")
    add("--no-choices", action="store_true", help="no answers to choose from")
    add("--no-solutions", action="store_true", help="no solutions at the end of a worksheet")
    add("--format", choices=tuple(WORKSHEETS), help="see below (default: lc)")
    add("-o", "--output", metavar="FILE", type=Path, help="write a file (default: standard output)")
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb class exercises`, and say with which code to exit."""
    return obey(parser(), arguments, Parser.parse_args, _make)


def _make(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Make the exercises and write them; all or nothing."""
    write = _format(options)
    terminal.ascii = options.ascii and write != "notebook"  # JSON has its own way to write a λ
    try:
        exercises = tuple(_all(options, terminal))
        sheet = Worksheet(
            " ".join(options.title.split()) or "Exercises",
            _source(options),
            exercises,
            solutions=not options.no_solutions,
        )
        text = WORKSHEETS[write].write(sheet)
        if write == "lc" and len(text) > LONGEST:
            terminal.remark(
                f"note: this is more than a student can hand in, {LONGEST:,} characters: split it"
            )
        if options.output is None:
            terminal.write(text)
            return Exit.FINE
        _spare(options.output)
        is_pdf = options.output.suffix == ".pdf"
        encoding = "ascii" if terminal.ascii else "utf-8"
        write_whole(options.output, _pdf(text) if is_pdf else text.encode(encoding, "lamb"))
    except LambError as error:
        terminal.remark(f"lamb class exercises: {error.message}", f"  hint: {error.hint}")
        return Exit.WRONG
    except KeyboardInterrupt:
        terminal.remark("interrupted; nothing is written")
        return Exit.INTERRUPTED
    except OSError as error:
        terminal.remark(f"lamb class exercises: “{options.output}” cannot be written: {reason_of(error)}")
        return Exit.USAGE
    terminal.answer([f"{options.output} is written: {len(exercises):,} exercises"])
    return Exit.FINE


def _all(options: argparse.Namespace, terminal: Terminal) -> Iterator[MadeExercise]:
    """The exercises of all kinds. Raises UsageError and LambError."""
    count = natural(options.count)
    if count is None or not 1 <= count <= MOST:
        raise UsageError(f"--count is a number from 1 to {MOST:,}, not “{options.count}”")
    requests = {kind: _request(kind, options) for kind in _kinds(options)}
    seed = options.seed.encode(errors="replace").decode()  # it may be no text at all
    made = (one for kind in requests for one in islice(series(kind, seed, requests[kind]), count))
    with Counter(terminal.screen, "exercises made") as counter:
        for number, exercise in enumerate(made, 1):
            counter.show(number, count * len(requests))
            yield exercise


def _request(kind: str, options: argparse.Namespace) -> Request:
    """What is asked for of a kind. Raises UsageError."""
    wanted = Wanted(_width(options.width), *(_span(options, name, kind) for name in ("steps", "captures")))
    return Request(wanted, 0 if options.no_choices else 3)


def _kinds(options: argparse.Namespace) -> list[str]:
    kinds = [kind for kind in re.split(r"[\s,]+", options.kind) if kind]
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no kind “{kind}”: there are {', '.join(KINDS)}")
    return list(dict.fromkeys(kinds)) or ["beta"]


def _span(options: argparse.Namespace, name: str, kind: str) -> Bounds | None:
    """The numbers that an option says, 3 or 2-4. Raises UsageError where they are none of a kind's."""
    text = getattr(options, name)
    if text is None:
        return None
    usual = getattr(KINDS[kind], name)
    found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", text)
    if usual is None:
        raise UsageError(f"exercises of the kind {kind} make no steps: leave out --{name}")
    if not found:
        raise UsageError(f"--{name} is a number, or two like 2-4, not “{text}”")
    span = Bounds(int(found[1]), int(found[2] or found[1]))
    if span.least > span.most:
        raise UsageError(f"--{name} goes from the smaller number to the greater: {span.most}-{span.least}")
    if name == "steps" and kind != "normalize" and span != usual:
        raise UsageError(f"exercises of the kind {kind} are one step long: --steps is for normalize")
    return span


def _width(text: str) -> int:
    width = natural(text)
    if width is None or not NARROWEST <= width <= WIDEST:
        raise UsageError(f"--width is a number from {NARROWEST} to {WIDEST}, not “{text}”")
    return width


def _format(options: argparse.Namespace) -> str:
    """The format that an option or the end of a file's name asks for. Raises UsageError."""
    suffixes = {form.suffix: name for name, form in WORKSHEETS.items()} | {".pdf": "latex"}
    if options.format:
        if options.output is not None and options.output.suffix == ".pdf" and options.format != "latex":
            raise UsageError(f"a PDF is made of LaTeX, not of {options.format}")
        return str(options.format)
    if options.output is None:
        return "lc"
    if options.output.suffix not in suffixes:
        raise UsageError(f"the name “{options.output}” has to end in one of {', '.join(suffixes)}")
    return suffixes[options.output.suffix]


def _spare(path: Path) -> None:
    """Raise LambError if a program is there that was written by hand."""
    if path.suffix == ".lc" and path.is_file():
        above = path.read_text(encoding="utf-8", errors="replace").splitlines()[:2]
        if above and not (above[1:] and above[1].startswith("-- lamb class exercises ")):
            hint = "choose another name, or delete it first"
            raise LambError(f"“{path}” is there already, and was not made by this command", hint=hint)


def _source(options: argparse.Namespace) -> str:
    """The command line that makes the same exercises, in one line."""
    words = ["lamb", "class", "exercises", "--kind", options.kind, "--count", options.count]
    words += ["--seed", options.seed, "--width", options.width]
    for name in ("steps", "captures"):
        words += [f"--{name}", getattr(options, name)] if getattr(options, name) else []
    return " ".join(shlex.join(words).split())


# ── PDF ───────────────────────────────────────────────────────────────────────────────


def _pdf(document: str) -> bytes:
    """A document as `pdflatex` sets it; the same bytes each time. Raises LambError."""
    if which("pdflatex") is None:
        hint = "install TeX Live (Debian: texlive-latex-base), or write a .tex file"
        raise LambError("there is no pdflatex here to make a PDF", hint=hint)
    with TemporaryDirectory() as folder:
        Path(folder, "sheet.tex").write_text(document, encoding="utf-8")
        words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "sheet.tex"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
        done = run(words, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603
        if done.returncode:
            wrong = [line for line in done.stdout.decode(errors="replace").splitlines() if line[:1] == "!"]
            raise LambError(
                f"pdflatex failed: {' '.join(wrong) or done.returncode}", hint="write a .tex file"
            )
        return Path(folder, "sheet.pdf").read_bytes()
