"""The race: the same terms for everybody, each in a process of its own with a limit of time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import lamb
from tests.tools.bench.texts import read

ROOT = Path(__file__).parents[3]
RIVALS = {  # by the module that knows how
    "lamb": "ours",
    "lambda-calculus": "visitors",
    "lamb-engine": "engine",
    "lambdacalc": "dsl",
}


CONTESTS = {  # the easiest first, with what to call them
    "powers-222": "2 2 2",
    "product-400": "20 × 20",
    "parity-10": "xor, ten times",
    "factorial-3": "3!",
    "sorting-5": "sort 5 numbers",
    "factorial-4": "4!",
    "fibonacci-8": "fib 8",
    "factorial-5": "5!",
    "factorial-6": "6!",
    "powers-2222": "2 2 2 2",
}


@dataclass(frozen=True)
class Result:
    """How a rival fared: its least time in *seconds*, or in words why there is none."""

    seconds: float | None
    gave_up: str | None = None
    version: str | None = None


@cache
def _question_and_answer(name: str) -> tuple[str, str]:
    text = read("contests", name)
    return lamb.to_blc(text.term), lamb.to_blc(text.answer)


def raced(
    module: str, contest: str, *, python: str = sys.executable, seconds: float = 60, runs: int = 3
) -> Result:
    """How a rival fares with a term. Raises subprocess.CalledProcessError if it fails otherwise."""
    question, answer = _question_and_answer(contest)
    command = [python, "-m", f"tests.tools.bench.rivals.{module}", str(runs)]
    try:
        ran = subprocess.run(
            command,
            input=question,
            capture_output=True,
            check=True,
            cwd=ROOT,
            encoding="utf-8",
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return Result(None, f"> {seconds:g} s")
    return judged(json.loads(ran.stdout), answer)


def judged(said: dict[str, Any], answer: str) -> Result:
    """What is to be thought of what a rival says, where the *answer* is that."""
    if "gave_up" in said:
        return Result(None, said["gave_up"], said["version"])
    if said["bits"] != answer:
        return Result(None, "wrong answer", said["version"])
    return Result(min(said["seconds"]), None, said["version"])


def installed(module: str, python: str) -> bool:
    """Whether a Python has what a rival needs."""
    code = f"from tests.tools.bench.rivals.{module} import rival; rival()"
    return subprocess.run([python, "-c", code], capture_output=True, cwd=ROOT, check=False).returncode == 0
