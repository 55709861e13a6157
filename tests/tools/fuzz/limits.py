"""Time and memory of nasty texts and hard terms with all commands, each in a process of its own.

A process may take 20 % and 0.2 s more than the seconds that it is given, besides what it takes to
start; and 20 % more memory than its nodes, of 200 bytes each, besides what it holds when it has started,
and what the text itself takes. It exits with 0, 1 or 3, and never with a traceback. The seconds are a
processor's.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from random import Random
from threading import Timer
from typing import NamedTuple

from tests.tools.fuzz.commands import COMMANDS, LIMITS, Command
from tests.tools.fuzz.hard import hard_term
from tests.tools.nasty import CASES

CHECKOUT = Path(__file__).parents[3]
A_NODE = 200  # bytes
A_CHARACTER = 16  # bytes, of which there are several copies
SLACK, MORE = 0.2, 1.2
HANGS = 60  # seconds of a processor, or three times as many of a clock, after which it is ended
CODES = (0, 1, 3)
LAMB = """\
import sys, time
time.monotonic = time.process_time
from lamb.__main__ import main
sys.exit(main())
"""
"""`lamb`, whose budgets have the seconds of a processor as well, so that a busy machine changes nothing."""
AT_A_TIME = 6  # commands that one hard term is handed to


class Used(NamedTuple):
    """A process: its exit code, seconds of a processor, bytes, and what it wrote to standard error."""

    code: int
    seconds: float
    memory: int
    said: str


def used(command: Command, text: bytes) -> Used | None:
    """What `lamb` takes for a text; None where the command has no room for it."""
    handed = command.hand(text)
    if handed is None:
        return None
    more, typed = handed
    words = [] if command.words.startswith("prompt") else command.words.split()
    limits = LIMITS if words and command.limited else ()
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryDirectory() as folder,
    ):
        given.write(typed)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-c", LAMB, *words, *limits, *more],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (HANGS, HANGS))
        hangs = Timer(3 * HANGS, process.kill)
        hangs.start()
        _, status, usage = os.wait4(process.pid, 0)
        hangs.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        error = said.read().decode(errors="replace")
    return Used(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, error)


def over(command: Command, text: bytes, now: Used, nothing: Used) -> list[str]:
    """What a process did that it may not do."""
    seconds = command.seconds * MORE + SLACK + nothing.seconds
    memory = command.nodes * A_NODE * MORE + nothing.memory + len(text) * A_CHARACTER
    wrong = {
        f"exit {now.code}": now.code not in CODES,
        f"{now.seconds:.1f} s of {seconds:.1f}": now.seconds > seconds,
        f"{now.memory >> 20} MB of {int(memory) >> 20}": now.memory > memory,
        "a traceback": "Traceback (" in now.said,
    }
    return [what for what, is_so in wrong.items() if is_so]


def measure(seconds: float, commands: str, first: int) -> int:
    """Print what each nasty text takes, with the commands that begin so; and then, for so many *seconds* of a
    processor, what hard terms take, from the *first* number on. 1 if one goes over its limits.
    """
    chosen = [command for command in COMMANDS if command.words.startswith(commands)]
    nothing = {command: unharmed for command in chosen if (unharmed := used(command, b"x"))}
    failures, spent = 0, 0.0
    print("| text | the slowest | the largest | over their limits |\n|:---|:---|:---|:---|")
    for case in CASES if first == 0 else ():
        failures += row(case.name, case.content, chosen, nothing).failures
    for number in count(first):
        if spent >= seconds:
            break
        some = Random(number).sample(chosen, min(AT_A_TIME, len(chosen)))
        done = row(f"hard term {number}", hard_term(number).encode(), some, nothing)
        failures, spent = failures + done.failures, spent + done.seconds
    print(f"\n{failures} over their limits")
    return int(failures > 0)


class Row(NamedTuple):
    """How many commands went over their limits with a text, and what all of them took."""

    failures: int
    seconds: float


def row(name: str, text: bytes, commands: Iterable[Command], nothing: Mapping[Command, Used]) -> Row:
    """Print what a text takes with each of some commands."""
    found = [(command, now) for command in commands if (now := used(command, text))]
    if not found:
        return Row(0, 0)
    wrong = [
        f"`{command.words}` {', '.join(what)}"
        for command, now in found
        if (what := over(command, text, now, nothing[command]))
    ]
    slow, slowest = max(found, key=lambda one: one[1].seconds)
    large, largest = max(found, key=lambda one: one[1].memory)
    taken = f"{slowest.seconds:.1f} s `{slow.words}` | {largest.memory >> 20} MB `{large.words}`"
    print(f"| {name} | {taken} | {'; '.join(wrong)} |", flush=True)
    return Row(len(wrong), sum(now.seconds for _, now in found))
