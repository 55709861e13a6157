"""Commands at work: the programs that a command line names, their results, and the end of it all.

A command is a `Job`. While it runs, one line on standard error says how many steps there have been and how
much is held in memory, after a second, if that is a terminal. Ctrl-C asks the evaluation to stop, so that it
can say what it reached. Where nothing listens (while a text is read or parsed, say), and the second time, it
ends the program.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO, TypeVar

from lamb.calculus.budget import Budget, Memory, Watch
from lamb.cli.options import Parser, UsageError, read
from lamb.cli.terminal import Interrupts, Terminal
from lamb.errors import LambError, LoadError, Source, reason_of
from lamb.files import LARGEST, Files, decode, programs_in, write_whole
from lamb.results import Exit, OutOfMemoryError, Result, worst
from lamb.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from rich.live import Live


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
        results = _run_standard_input(session) if file == "-" else _run_file(session, file, options.files)
        yield NamedProgram("<stdin>" if file == "-" else file, results, session)
    for term in options.terms:
        session = session or session_for("-", options, watch)
        yield NamedProgram("-e", session.run(Source(term, "-e")), session)


def session_for(file: str, options: argparse.Namespace, watch: Watch) -> Session:
    """A session for a file, or, with `-`, for standard input."""
    folder = "" if file == "-" else os.path.dirname(file)
    return Session(
        prelude=options.prelude,
        budget=budget_of(options),
        roots=(folder, *options.roots),
        watch=watch,
        strict_alpha=getattr(options, "strict_alpha", False),
        evaluates=getattr(options, "evaluates", True),
        numbers=getattr(options, "numbers", True),
        letters=options.letters,
        notation=getattr(options, "notation", "lamb"),
        expects=getattr(options, "expects", False),
    )


def _run_file(session: Session, file: str, files: Sequence[str]) -> Iterator[Result]:
    for result in session.run_file(file):
        if isinstance(result, LoadError) and not (result.hint or result.place or os.path.splitext(file)[1]):
            missing = [name for name in files if not os.path.exists(name)]
            if file in missing:  # which may be a term
                from shlex import quote

                result.hint = f"a term stands behind -e: -e {quote(' '.join(missing))}"
        yield result


def _run_standard_input(session: Session) -> Iterator[Result]:
    try:
        source = standard_input()
    except LambError as error:
        yield error
        return
    yield from session.run_program(source)


def files_of(written: Iterable[str]) -> Iterator[tuple[str, Path | None]]:
    """The files that a command line names; those of a folder and below by name, each with that folder."""
    from pathlib import Path  # start-up counts

    for name in written:
        folder = Path(name)
        found = programs_in(folder) if name != "-" and folder.is_dir() else []
        yield from ((str(path), folder) for path in found)
        if not found:
            yield name, None


def opened(path: str, folder: Path | None, files: Files) -> Source:
    """The text of a file of `files_of`. Raises LoadError."""
    if path == "-":
        return standard_input()
    if os.path.isdir(path):
        raise LoadError(f"there are no .lc files in the folder “{path}”")
    return files.open(path, within=folder)


def overwrite(path: str, text: str) -> None:
    """Write the new text of a file. Raises LoadError."""
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise LoadError(f"“{path}” cannot be written: {reason_of(error)}") from None


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
    """The limits of each evaluation."""
    clock = getattr(options, "clock", time.monotonic)
    return Budget(steps=options.steps, nodes=options.nodes, seconds=options.seconds, clock=clock)


# ── Jobs ──────────────────────────────────────────────────────────────────────────────

Found = TypeVar("Found")

_OUT_OF_MEMORY = OutOfMemoryError(
    "the memory ran out", hint="a lower limit of nodes stops earlier, and says where"
)


class Job(Protocol):
    """The work of a command: *codes* does it, and yields the exit code of each piece; *end* reports the
    problem that stopped it, if any, and returns the exit code if that is another one.
    """

    def codes(self, progress: Progress) -> Iterator[Exit]: ...
    def end(self, code: Exit, problem: str | None) -> Exit | None: ...


def run(
    parser: Parser,
    arguments: Sequence[str],
    nothing: str,
    job: Callable[[argparse.Namespace, Terminal], Job],
    refused: Callable[[str], str] | None = None,
) -> int:
    """Run a command and say with which code to exit.

    *nothing* is said where there is nothing to do; *refused* makes the JSON document of a wrong command line.
    """
    return obey(parser, arguments, partial(read, nothing=nothing), partial(carried_out, job), refused)


def carried_out(
    job: Callable[[argparse.Namespace, Terminal], Job], options: argparse.Namespace, terminal: Terminal
) -> Exit:
    """Make a job of the options, let it do its work, and give the code to exit with."""
    terminal.color(options.color)
    terminal.ascii = options.ascii
    return _code(job(options, terminal), terminal)


def obey(
    parser: Parser,
    arguments: Sequence[str],
    read: Callable[[Parser, Sequence[str]], argparse.Namespace],
    carry_out: Callable[[argparse.Namespace, Terminal], Exit],
    refused: Callable[[str], str] | None = None,
) -> int:
    """Read the options, do what they say, and give the exit code; for `--help`, print that."""
    terminal = Terminal()
    try:
        options = read(parser, arguments)
        if options.help:
            terminal.write(parser.format_help())
            return terminal.finish(Exit.FINE)
        return terminal.finish(carry_out(options, terminal))
    except UsageError as error:
        if refused is not None and "--json" in arguments:
            terminal.write(refused(str(error)))
        terminal.remark(f"{parser.prog}: {error}", f"  hint: {parser.prog} --help")
        return terminal.finish(Exit.USAGE)


def _code(work: Job, terminal: Terminal) -> Exit:
    """Let a job do its work, and give the code that it comes to."""
    progress = Progress(terminal.screen)
    code, problem = Exit.FINE, None
    with progress.interruptible():
        try:
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


# ── Progress ──────────────────────────────────────────────────────────────────────────

PATIENCE = 1.0  # seconds before the line appears
PACE = 0.1  # seconds between two lines
LISTENING = 0.2  # seconds after which an evaluation that has not asked will not ask soon
NEVER = float("-inf")


class Progress:
    """Called with the steps so far, it says whether to stop. *screen* is where the line goes."""

    def __init__(self, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen = screen
        self.clock = clock
        self.interrupted = False
        self._sheltered = False
        self._line: Live | None = None
        self._begin()

    def _begin(self) -> None:
        self._asked = NEVER  # when it was last called, in this statement
        self._begun = self.clock()
        self._due = self._begun + PATIENCE
        self._before = self._latest = 0  # steps of earlier reductions, and of this one
        self._memory = Memory()

    def __call__(self, steps: int) -> bool:
        self._asked = self.clock()
        if steps < self._latest:  # another reduction, of the same statement
            self._before += self._latest
        self._latest = steps
        if self.screen is not None and self._asked >= self._due:
            self._draw(self.screen)
            self._due = self._asked + PACE
        return self.interrupted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While one statement is carried out."""
        self._begin()
        try:
            yield
        finally:
            self._asked = NEVER
            self.erase()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """While Ctrl-C asks to stop. A program that is told to ignore it still does."""
        usual, now = signal.default_int_handler, signal.getsignal(signal.SIGINT)
        if isinstance(now, Interrupts):
            with now.asking(self._interrupt):
                yield
            return
        ours = now is usual
        if ours:
            try:
                signal.signal(signal.SIGINT, self._interrupt)
            except ValueError:  # in a thread, which hears no signals
                ours = False
        try:
            yield
        finally:
            if ours:
                signal.signal(signal.SIGINT, usual)

    @contextmanager
    def sheltered(self) -> Iterator[None]:
        """While Ctrl-C waits for what must not break off; the second one does not wait."""
        self._sheltered = True
        try:
            yield
        finally:
            self._sheltered = False

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:
        listens = self._sheltered or self.clock() - self._asked <= LISTENING
        again, self.interrupted = self.interrupted, True  # said first: what is raised in a finalizer is lost
        if again or not listens:
            raise KeyboardInterrupt

    # ── the line ──

    def _draw(self, screen: TextIO) -> None:
        from rich.text import Text

        seconds = self._asked - self._begun
        size = max(0, round(self._memory.held(), -3))
        line = f"{self._before + self._latest:,} steps, {seconds:.1f} s, {size:,} nodes — Ctrl-C stops"
        self._line = self._line or _line_on(screen)
        self._line.update(Text(line, no_wrap=True, overflow="crop"), refresh=True)

    def erase(self) -> None:
        """Take the line away."""
        if self._line is not None:
            self._line.stop()
            self._line = None


BAR = 30  # columns


class Counter:
    """A line that says how much of all work is done, and how to stop, once that takes a while."""

    def __init__(self, screen: TextIO | None, what: str) -> None:
        self.screen = screen
        self.what = what
        self._line: Live | None = None
        self._due = time.monotonic() + PATIENCE

    def __enter__(self) -> Counter:
        return self

    def show(self, done: int, of: int) -> None:
        """Say that so much is done, of so much."""
        if self.screen is None or time.monotonic() < self._due:
            return
        from rich.text import Text

        full = BAR * done // max(1, of)
        line = f"{'━' * full}{'╌' * (BAR - full)} {done:,} of {of:,} {self.what} — Ctrl-C stops"
        self._line = self._line or _line_on(self.screen)
        self._line.update(Text(line, no_wrap=True, overflow="crop"), refresh=True)
        self._due = time.monotonic() + PACE

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.stop()


def _line_on(screen: TextIO) -> Live:
    """A line that comes and goes. A terminal that can only show text is told once that Ctrl-C stops."""
    from rich.console import Console
    from rich.live import Live

    console = Console(file=screen, force_terminal=True, force_jupyter=False)
    line = Live(
        console=console,
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    if console.is_dumb_terminal:
        print("Ctrl-C stops", file=screen, flush=True)
    line.start()
    return line
