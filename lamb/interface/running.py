"""What all commands have in common: options, Ctrl-C, and the code to exit with.

A command is a `Job`: it yields the exit code so far after each piece of its work, and is told how it
ended. Wrong options, `--help`, an interruption and a reader who has gone are dealt with here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from lamb.interface.exits import Exit, OutOfMemoryError
from lamb.interface.options import Parser, UsageError, read
from lamb.interface.progress import Progress
from lamb.interface.terminal import Terminal, is_terminal

Found = TypeVar("Found")

_OUT_OF_MEMORY = OutOfMemoryError(
    "the memory ran out", hint="a lower limit of nodes stops earlier, and says where"
)


class Job(Protocol):
    """The work of a command."""

    def codes(self, progress: Progress) -> Iterator[Exit]:
        """Do it; after each piece of it, the exit code so far."""
        ...

    def end(self, code: Exit, problem: str | None) -> Exit | None:
        """Be told how it ended: *problem* is None, or what kept it from ending by itself.

        With another code, that is the one to exit with.
        """
        ...


def run(
    parser: Parser,
    arguments: Sequence[str],
    nothing: str,
    job: Callable[[argparse.Namespace, Terminal], Job],
    refused: Callable[[str, Terminal], None] | None = None,
) -> int:
    """Run a command and say with which code to exit.

    *nothing* is said where there is nothing to do; *refused* is also told of wrong options, if a
    program that reads JSON has to hear of them.
    """
    terminal = Terminal()
    try:
        options = read(parser, arguments, nothing)
        if options.help:
            terminal.write(parser.format_help())
            return terminal.finish(Exit.FINE)
        terminal.color(options.color)
        work = job(options, terminal)
    except UsageError as error:
        if refused is not None and "--json" in arguments:
            refused(str(error), terminal)
        terminal.remark(f"{parser.prog}: {error}", f"  hint: {parser.prog} --help")
        return terminal.finish(Exit.USAGE)
    return terminal.finish(_code(work, terminal))


def _code(work: Job, terminal: Terminal) -> Exit:
    """Let a job do its work, and give the code that it comes to."""
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None)
    code, problem = Exit.FINE, None
    try:
        with progress.interruptible():
            for code in work.codes(progress):
                if code is Exit.INTERRUPTED or terminal.gone:
                    break
                if progress.interrupted:  # but the work ended before it could be told
                    raise KeyboardInterrupt  # noqa: TRY301
    except KeyboardInterrupt:
        code, problem = Exit.INTERRUPTED, "interrupted"
    except MemoryError:
        code, problem = Exit.BUDGET, f"{_OUT_OF_MEMORY.message}: {_OUT_OF_MEMORY.hint}"
    return work.end(code, problem) or code


def watched(results: Iterator[Found], progress: Progress) -> Iterator[Found | OutOfMemoryError]:
    """The results, with a line on the screen while one takes long; that the memory runs out is one."""
    while True:
        try:
            with progress.watching():
                result = next(results, None)
        except MemoryError:
            pass  # what has filled it is gone after this
        else:
            if result is None:
                return
            yield result
            continue
        yield _OUT_OF_MEMORY
