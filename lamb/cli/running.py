"""Commands at work: their options, the programs that a command line names, and the end of it all.

A command is a `Job`. While it runs, Ctrl-C asks the evaluation to stop, so that it can say what it reached;
where nothing listens (while a text is read or parsed, say), and the second time, it ends the program.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias, TypeVar

from lamb.calculus.budget import Budget, Watch
from lamb.calculus.strategies import Strategy, named
from lamb.cli.progress import LISTENING, Progress, quiet_destructors, release_interrupts
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, LoadError, Source
from lamb.files import LARGEST, Files, decode, import_folders, overwrite
from lamb.results import Asked, Defined, Exit, OutOfMemoryError, Result, exit_of, worst
from lamb.session import Session
from lamb.show.json import Json, described_error, document
from lamb.show.lines import Format, Look, complaint

if TYPE_CHECKING:
    from pathlib import Path


MOST = 10**18
WIDEST = 10_000  # columns, where there is no end to them


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong with a command line, and what may have been meant."""

    def __init__(self, prog: str, usage: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            allow_abbrev=False,
            add_help=False,
            description=description,
            epilog=epilog,
            formatter_class=partial(argparse.HelpFormatter, width=100),  # of each option that is added
        )

    def format_help(self) -> str:
        self.formatter_class = argparse.RawDescriptionHelpFormatter  # which looks how wide the terminal is
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        raise UsageError(self._explained(message))

    def _explained(self, message: str) -> str:
        """What argparse says, in other words."""
        if unknown := re.match(r"unrecognized arguments: (-\S*)", message):
            from difflib import get_close_matches

            known = {name.strip("-"): name for name in self._option_string_actions if name.startswith("--")}
            close = get_close_matches(unknown[1].split("=")[0].strip("-"), known, n=1, cutoff=0.7)
            meant = f": did you mean {known[close[0]]}?" if close else ""
            return f"there is no option “{unknown[1]}”{meant}"
        if extra := re.match(r"unrecognized arguments: (.*)", message):
            return f"“{extra[1]}” is one word too many"
        about = re.match(r"argument ([^/:]+)[^:]*: (.*)", message)
        if about is None:
            return message
        option, what = about.groups()
        named = ((action, (*action.option_strings, action.metavar, action.dest)) for action in self._actions)
        action = next((action for action, names in named if option in names), None)
        if action and what.startswith("expected"):
            return f"nothing follows {option}: write {option} {action.metavar or 'X'}"
        if action and action.choices and (wrong := re.match(r"invalid choice: '?(.*?)'? \(choose", what)):
            return f"{option} cannot be “{wrong[1]}”, only one of {', '.join(map(str, action.choices))}"
        return f"{option}: {what}"

    # ── options that several commands have ──

    def add_programs(self, *, terms: bool = True, evaluates: bool = False) -> None:
        """Options for what is read: files, terms, and what they may use."""
        add = self.add_argument
        add("files", nargs="*", metavar="FILE", help="a program; - for standard input")
        if terms:
            term = "a term, or any other statements; may be repeated"
            add("-e", "--evaluate", action="append", default=[], metavar="TERM", dest="terms", help=term)
            other = "what files and terms are written in: codewars, haskell, … (lamb convert --help has all)"
            add("--notation", type=notation, default="lamb", metavar="X", help=other)
        add("--no-prelude", action="store_false", dest="prelude", help="no standard names")
        letters = "names as textbooks write them: λxyz.xz(yz) is λx y z. x z (y z), but defined names stay"
        add("--letters", action="store_true", help=letters)
        root = "a folder that files may be imported from, besides that of the program; may be repeated"
        add("--root", action="append", default=[], metavar="DIR", dest="roots", help=root)
        self.set_defaults(evaluates=evaluates)

    def add_numbers(self) -> None:
        by_steps = "do known arithmetic by β-steps too, not with integers (the answers are the same)"
        self.add_argument("--no-numbers", action="store_false", dest="numbers", help=by_steps)

    def add_width(self) -> None:
        columns = "columns; what is wider is elided (default: those of the terminal, or 100)"
        self.add_argument("--width", type=whole, metavar="N", default=0, help=columns)

    def add_output(self, formats: Mapping[str, str] | None = None) -> None:
        """An option for a file to write; of *formats*, in the one that is named, or that its name says."""
        said = f", in the format that its name says: {', '.join(formats)}" if formats else ""
        self.add_argument("-o", "--output", metavar="FILE", dest="into", help=f"write a file{said}")
        self.set_defaults(formats=formats)

    def add_budget(
        self, each: str, *, steps: str | None = "none", nodes: str = "1e7", seconds: str = "none"
    ) -> None:
        """Options for the limits of *each* run. Without *steps* there is no option for them."""
        add = self.add_argument_group(f"how far {each} may go (1e6, 1_000_000 or none)").add_argument
        said = "(default: %(default)s)"
        memory = f"memory, in nodes of terms, 200 bytes each {said}"
        time = f"time, and as much to read a text {said}"
        if steps is None:
            self.set_defaults(steps=None)
        else:
            add("--steps", type=whole, metavar="N", default=steps, help=f"contractions {said}")
        add("--nodes", type=whole, metavar="N", default=nodes, help=memory)
        add("--seconds", type=number_of_seconds, metavar="S", default=seconds, help=time)


class UsageError(Exception):
    """The command line is wrong."""


def new_parser(command: str, usage: str, description: str, epilog: str) -> Parser:
    """The parser of a command line, without options so far but `--help`, `--color` and `--ascii`."""
    parser = Parser(f"lamb {command}", f"lamb {command} {usage}", description, epilog)
    add = parser.add_argument
    add("-h", "--help", action="store_true", help="show this text")
    add("--ascii", action="store_true", help="print ASCII alone, \\ for λ")
    colors = "whether to use colours (default: on a terminal, unless NO_COLOR is set)"
    add("--color", "--colour", choices=("auto", "always", "never"), default="auto", help=colors)
    return parser


def notation(text: str) -> str:
    if text == "lamb":  # as it mostly is, and start-up counts
        return text
    from lamb.foreign.dialects import dialect_named

    try:
        return dialect_named(text).name
    except LambError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from None


def width_of(options: argparse.Namespace, terminal: Terminal, least: int = 1) -> int | None:
    """How wide a line may be; None where there is no end to it. Raises UsageError below the *least*."""
    width: int | None = terminal.columns if options.width == 0 else options.width
    if width is not None and width < least:
        raise UsageError(f"--width {width} is too narrow: {least} is the least")
    return width


def read(parser: Parser, arguments: Sequence[str], nothing: str) -> argparse.Namespace:
    """The options in a command line. Raises UsageError, saying *nothing* if there is nothing to do."""
    words, files = list(arguments), []
    if "--" in words:  # argparse forgets it between options and files
        files = words[words.index("--") + 1 :]
        del words[words.index("--") :]
    options = parser.parse_intermixed_args(words)
    options.files += files
    if not (options.help or options.files or getattr(options, "terms", None)):
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError(nothing)
        options.files = ["-"]
    return options


def whole(text: str) -> int | None:
    """A whole number; None for `none`.

    >>> whole("1e6"), whole("20_000"), whole("none")
    (1000000, 20000, None)
    """
    number = _number(text, r"\d[\d_,]*|\d+(\.\d+)?[eE]\+?\d+")
    if number is not None and number != int(number):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return None if number is None else int(number)


def number_of_seconds(text: str) -> float | None:
    """A number of seconds; None for `none`."""
    return _number(text, r"\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+")


def _number(text: str, pattern: str) -> float | None:
    if text.lower() == "none":
        return None
    if not re.fullmatch(pattern, text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text:.40}” is not a number like 1000 or 1e6")
    digits = text.replace("_", "").replace(",", "")
    if len(digits) <= len(str(MOST)) and float(digits) <= MOST:
        return int(digits) if digits.isdigit() else float(digits)
    raise argparse.ArgumentTypeError(f"“{text:.40}” is more than 10^18; write none for no limit")


def strategy(text: str) -> Strategy:
    try:
        return named(text)
    except LambError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from None


# ── Programs ──────────────────────────────────────────────────────────────────────────


class NamedProgram(NamedTuple):
    """A program, its results, which come as they are asked for, and the session that it runs in."""

    name: str
    results: Iterator[Result]
    session: Session


def programs(options: argparse.Namespace, watch: Watch) -> Iterator[NamedProgram]:
    """Each file in a session of its own; then the terms, in that of the last file."""
    session = None
    for file in options.files:
        session = session_for(file, options, watch)
        results = _results(session, file, options.files)
        yield NamedProgram("<stdin>" if file == "-" else file, results, session)
    for term in options.terms:
        session = session or session_for("-", options, watch)
        yield NamedProgram("-e", session.run(Source(term, "-e")), session)


def session_for(file: str, options: argparse.Namespace, watch: Watch) -> Session:
    """A session for a file, or, with `-`, for standard input."""
    notation = getattr(options, "notation", "lamb")
    return Session(
        prelude=options.prelude,
        budget=budget_of(options),
        roots=import_folders(file, notation, options.roots),
        watch=watch,
        strict_alpha=getattr(options, "strict_alpha", False),
        evaluates=options.evaluates,
        numbers=getattr(options, "numbers", True),
        letters=options.letters,
        notation=notation,
        expects=getattr(options, "expects", False),
    )


def _results(session: Session, file: str, files: Sequence[str]) -> Iterator[Result]:
    if file == "-":
        try:
            yield from session.run_program(standard_input())
        except LoadError as error:
            yield error
        return
    for result in session.run_file(file):
        if isinstance(result, LoadError) and not (result.hint or result.place):
            missing = [name for name in files if not os.path.exists(name)]
            may_be_term = not os.path.splitext(file)[1] or any(sign in file for sign in "λ\\( ")
            if file in missing and may_be_term:
                from shlex import quote

                result.hint = f"write -e before a term: -e {quote(' '.join(missing))}"
        yield result


def opened(path: str, folder: Path | None, files: Files) -> Source:
    """The text of a file of `files_of`. Raises LoadError."""
    if path == "-":
        return standard_input()
    if os.path.isdir(path):
        raise LoadError(f"there are no .lc files in the folder “{path}”")
    return files.open(path, within=folder)


def standard_input() -> Source:
    """The text on standard input. Raises LoadError."""
    if sys.stdin and sys.stdin.isatty() and os.name == "posix":
        import select  # which browsers do not have

        while not select.select([sys.stdin], [], [], LISTENING)[0]:
            pass  # a Ctrl-C in the moment before Python waits is only heard after it has
    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    if len(content) > LARGEST:
        hint = "split it into several files"
        raise LoadError(f"standard input has more than {LARGEST:,} bytes", hint=hint)
    return Source(decode(content, "<stdin>"), "<stdin>")


def budget_of(options: argparse.Namespace) -> Budget:
    clock = getattr(options, "clock", time.monotonic)
    return Budget(steps=options.steps, nodes=options.nodes, seconds=options.seconds, clock=clock)


# ── Jobs ──────────────────────────────────────────────────────────────────────────────

Found = TypeVar("Found")
Schema: TypeAlias = tuple[str, str]
"""The name of a kind of document, and the key under which it says what it is about."""

_OUT_OF_MEMORY = OutOfMemoryError(
    "the memory ran out", hint="a lower limit of nodes stops earlier, and says where"
)


class Job(ABC):
    """The work of a command, of which each piece is shown when it is done; or, where its options ask for
    JSON, *described* in a document of its *schema* at the end.
    """

    schema: Schema | None = None

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        self.options = options
        self.terminal = terminal
        self.described: list[Json] = []

    @abstractmethod
    def codes(self, progress: Progress) -> Iterator[Exit]:
        """Do the work, and yield the exit code of each piece."""

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        """Report the *problem* that stopped it, if any. Returns the exit code if that is another one."""
        if self.schema and self.options.json:
            self.terminal.write(documented(self.schema, code, problem, self.described))
        elif problem:
            self.terminal.remark(problem)
        return None


def documented(
    schema: Schema, code: Exit, problem: str | None, described: Sequence[Json] = (), **more: object
) -> str:
    """All that a job has *described*, in JSON."""
    name, key = schema
    return document(name, code, problem, **{key: described}, **more)


def run(
    parser: Callable[[], Parser],
    nothing: str,
    job: Callable[[argparse.Namespace, Terminal], Job],
    arguments: Sequence[str],
    refused: Callable[[str], str] | None = None,
) -> int:
    """Run the command of a *job* and say with which code to exit.

    *nothing* is said where there is nothing to do; *refused* makes the JSON document of a wrong command line,
    which is that of the job's schema if it has one.
    """
    if schema := getattr(job, "schema", None):
        refused = partial(documented, schema, Exit.USAGE)
    return obey(parser(), arguments, partial(read, nothing=nothing), partial(carried_out, job), refused)


@quiet_destructors()
def obey(
    parser: Parser,
    arguments: Sequence[str],
    read: Callable[[Parser, Sequence[str]], argparse.Namespace],
    carry_out: Callable[[argparse.Namespace, Terminal], Exit | None],
    refused: Callable[[str], str] | None = None,
) -> int:
    """Read the options, do what they say, and give the exit code; for `--help`, print that.

    What raises LambError is told, and is wrong.
    """
    terminal = Terminal()
    try:
        options = read(parser, arguments)
        if options.help:
            terminal.explain(parser.format_help())
            return terminal.finish(Exit.FINE)
        if "color" in options:
            terminal.color(options.color)
            terminal.ascii = options.ascii
        return terminal.finish(carry_out(options, terminal) or Exit.FINE)
    except LambError as error:
        terminal.remark(*complaint(error))
        return terminal.finish(Exit.WRONG)
    except UsageError as error:
        if refused is not None and "--json" in arguments:
            terminal.write(refused(str(error)))
        terminal.remark(f"{parser.prog}: {error}", f"  hint: {parser.prog} --help")
        return terminal.finish(Exit.USAGE)


def carried_out(
    job: Callable[[argparse.Namespace, Terminal], Job], options: argparse.Namespace, terminal: Terminal
) -> Exit:
    """Make a job of the options, let it do its work, into a file if they say so, and give its code."""
    if "into" not in options or options.into is None:
        return _carried_out(job, options, terminal)
    if options.formats and options.format == "text":
        options.format = options.formats.get(os.path.splitext(options.into)[1].lower())
        if options.format is None:
            raise UsageError(f"“{options.into}” ends in none of {', '.join(options.formats)}")
    with terminal.kept() as written:
        code = _carried_out(job, options, terminal)
    if content := written.getvalue():
        overwrite(options.into, content)
    return code


def _carried_out(
    job: Callable[[argparse.Namespace, Terminal], Job], options: argparse.Namespace, terminal: Terminal
) -> Exit:
    work, progress = job(options, terminal), Progress(terminal.screen)
    code, problem = Exit.FINE, None
    with progress.interruptible():
        try:
            release_interrupts()
            for found in work.codes(progress):
                code = worst([code, found])
                if code is Exit.INTERRUPTED or terminal.gone:
                    break
                if progress.interrupted:  # but the work ended before it could be told
                    raise KeyboardInterrupt  # noqa: TRY301
        except KeyboardInterrupt:
            code, problem = Exit.INTERRUPTED, "interrupted"
        except (MemoryError, SystemError):  # the latter where Python itself could get none
            code, problem = Exit.BUDGET, f"{_OUT_OF_MEMORY.message}: {_OUT_OF_MEMORY.hint}"
        progress.interrupted = False  # which has been heard
        with progress.sheltered():
            return work.end(code, problem) or code


def watched(results: Iterator[Found], progress: Progress) -> Iterator[Found | OutOfMemoryError]:
    """The results, with a line on the screen while one takes long; that the memory runs out is one."""
    while True:
        if progress.interrupted:  # between two results
            raise KeyboardInterrupt
        result: Found | OutOfMemoryError | None = _OUT_OF_MEMORY
        with suppress(MemoryError, SystemError), progress.watching():  # what has filled it is gone after this
            result = next(results, None)
        if result is None:
            return
        yield result


class EachTerm(Job):
    """Shows something of each term and definition when it comes, or all in JSON at the end. Where the
    terminal lacks one of the *signs*, all is in ASCII.
    """

    signs = "λ"
    format: Format = "readings"
    nothing: str | None = None  # said where nothing came that is taken
    takes: tuple[type[Asked | Defined], ...] = Asked, Defined
    progress: Progress

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        ascii, budget = not terminal.encodes(self.signs), budget_of(options)
        self.look = Look(format=self.format, ascii=ascii, budget=budget, measure=terminal.measure)
        self.shown = 0  # so far

    @property
    def width(self) -> int:
        return width_of(self.options, self.terminal) or WIDEST

    @abstractmethod
    def show(self, result: Asked | Defined, session: Session) -> Exit:
        """Show one, or add it to what is *described*; returns its code. Raises LambError, which is told."""

    def codes(self, progress: Progress) -> Iterator[Exit]:
        self.progress = progress
        has_nothing = True
        for program in programs(self.options, progress):
            for result in program.results:
                has_nothing &= not isinstance(result, (*self.takes, LambError))
                with progress.watching():
                    code = self.take(result, program.session)
                    self.terminal.flush()
                yield code
        if has_nothing and self.nothing and not self.options.json:
            yield self.tell(LambError(self.nothing, hint="add one: -e TERM"))

    def take(self, result: Result, session: Session) -> Exit:
        """Show a result, or tell what is wrong with it; returns its code."""
        if isinstance(result, Asked | Defined):
            try:
                return self.show(result, session)
            except LambError as error:
                return self.tell(error)
        return self.tell(result) if isinstance(result, LambError) else exit_of(result)

    def tell(self, error: LambError) -> Exit:
        """Tell what is wrong, in JSON if that is wanted; returns its code."""
        if self.options.json:
            self.described.append({"error": described_error(error)})
        else:
            self.terminal.remark(*complaint(error))
        return exit_of(error)
