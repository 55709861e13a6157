"""Every check under every Python, each in a process of its own, and a table of what they took.

    python -m tests.tools.portability [--depth 1000000] [--only compare] [--python pyodide]

1 if one of them fails, which a crash does too. The wheel that is tried is built here.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.tools.portability.checks import CHECKS
from tests.tools.portability.pythons import Python, Wheels, pythons

SECONDS = 1_800  # for one check

Measured = dict[str, float]


def main() -> int:
    """Carry out all that was asked for."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.portability")
    options.add_argument("--depth", type=int, default=1_000_000)
    options.add_argument("--only", default="", help="checks whose name has this in it")
    options.add_argument("--python", default="", help="Pythons whose name has this in it")
    asked = options.parse_args()
    names = [name for name in CHECKS if asked.only in name]
    failures = 0
    with tempfile.TemporaryDirectory() as home:
        wheels = build(Path(home))
        for python in pythons(wheels):
            if asked.python not in python.name:
                continue
            depth = min(asked.depth, python.depth or asked.depth)
            print(f"\n{python.name}, {depth:,} deep\n{'':32}{'seconds':>9}{'freed':>9}{'MB':>8}", flush=True)
            for name in names:
                measured = carry_out(python, name, depth, wheels.folder)
                failures += isinstance(measured, str)
                print(f"{name:32}{row(measured)}", flush=True)
    return 1 if failures else 0


def build(home: Path) -> Wheels:
    """The wheels, and what is in them, unpacked."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--wheel-dir",
        str(home),
        "--no-deps",
        ".",
        "lark",
    ]
    subprocess.run(command, check=True)
    wheels = Wheels(sorted(home.glob("*.whl")), home / "unpacked")
    for wheel in wheels.files:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(wheels.folder)
    return wheels


def carry_out(python: Python, check: str, depth: int, unpacked: Path) -> Measured | str:
    """What a check took, or how it failed."""
    command = [*python.command, check, str(depth), *python.wheels]
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            env=python.environment(unpacked),
        )
    except subprocess.TimeoutExpired:
        return f"not done after {SECONDS} s"
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if "Error" in line] or ended.stderr.splitlines()
        return f"FAILED ({ended.returncode}): {said[-1][:100] if said else ''}"
    measured: Measured = json.loads(ended.stdout.splitlines()[-1])
    return measured


def row(measured: Measured | str) -> str:
    """The columns of one check."""
    if isinstance(measured, str):
        return f"  {measured}"
    return f"{measured['seconds']:9.2f}{measured['freed']:9.2f}{measured['megabytes']:8.0f}"


if __name__ == "__main__":
    sys.exit(main())
