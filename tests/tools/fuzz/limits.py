"""Time and memory of nasty texts, each in a process of its own: a table, and what is over its limits.

A process may take 20 % and 0.2 s more than the seconds that it is given, besides what it takes to
start; and 20 % more memory than its nodes, of 200 bytes each, besides what it holds when it has started,
and what the text itself takes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.tools.nasty import CASES, Case

CHECKOUT = Path(__file__).parents[3]
SECONDS, NODES = 2.0, 1_000_000
COMMANDS = {
    "eval": ["--steps", "none"],
    "check": [],
    "step": [],
    "compare": [],
}
RUNS = {"eval": 2, "check": 2, "step": 2, "compare": 8}
"""How often its seconds may be taken: to read the text, and by its one statement, or by each strategy."""
A_NODE = 200  # bytes
A_CHARACTER = 16  # bytes, of which there are several copies
SLACK, MORE = 0.2, 1.2
HANGS = 60  # seconds, after which it is ended


class Used(NamedTuple):
    """What a process came to: its exit code, seconds of a processor, and bytes."""

    code: int
    seconds: float
    memory: int


def used(command: str, content: bytes) -> Used:
    """What `lamb` takes for a text."""
    limits = ["--seconds", str(SECONDS), "--nodes", str(NODES)]
    words = [sys.executable, "-m", "lamb", command, *limits, *COMMANDS[command], "-"]
    with tempfile.TemporaryFile() as text, tempfile.TemporaryDirectory() as folder:
        text.write(content)
        text.seek(0)
        process = subprocess.Popen(
            words,
            stdin=text,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (HANGS, HANGS))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Used(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def over(case: Case, command: str, now: Used, nothing: Used) -> list[str]:
    """Which limits a process went over."""
    seconds = SECONDS * MORE * RUNS.get(command, 1) + SLACK + nothing.seconds
    memory = NODES * A_NODE * MORE + nothing.memory + len(case.content) * A_CHARACTER
    wrong = {
        f"exit {now.code}": now.code not in (0, 1, 3),
        f"{now.seconds:.1f} s of {seconds:.1f}": now.seconds > seconds,
        f"{now.memory >> 20} MB of {int(memory) >> 20}": now.memory > memory,
    }
    return [what for what, is_so in wrong.items() if is_so]


def measure() -> int:
    """Print what each text takes with each command; 1 if one goes over its limits."""
    begun, failures = time.monotonic(), 0
    print(f"| text | {' | '.join(COMMANDS)} |\n|:---|{'---:|' * len(COMMANDS)}")
    nothing = {command: used(command, b"x") for command in COMMANDS}
    for case in CASES:
        cells = []
        for command in COMMANDS:
            now = used(command, case.content)
            wrong = over(case, command, now, nothing[command])
            failures += bool(wrong)
            taken = f"{now.seconds:.1f} s {now.memory >> 20} MB"
            cells.append(f"{taken} **!** {', '.join(wrong)}" if wrong else taken)
        print(f"| {case.name} | {' | '.join(cells)} |", flush=True)
    print(f"\n{failures} over their limits, in {time.monotonic() - begun:.0f} s")
    return int(failures > 0)
