"""Carry out a target, or measure: see `tests/tools/fuzz/__init__.py`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

NAMES = ("parse", "print", "blc", "machine", "eval", "derivations")


def main() -> int:
    """1 if something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.fuzz", description=__doc__)
    parser.add_argument("target", choices=(*NAMES, "all", "limits"))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--commands", default="", metavar="WORDS", help="limits: those that begin so")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="limits: hard terms from N on")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "lamb-fuzz")
    options = parser.parse_args()
    if options.target == "limits":
        from tests.tools.fuzz.limits import measure

        return measure(options.seconds, options.commands, options.first)
    if options.target == "all":
        again = [sys.executable, "-m", "tests.tools.fuzz"]
        more = ["--seconds", str(options.seconds), "--found", str(options.found)]
        return max(subprocess.run([*again, name, *more], check=False).returncode for name in NAMES)
    options.found.mkdir(parents=True, exist_ok=True)
    os.chdir(options.found)  # texts import files, and none of ours shall be among them
    if find_spec("atheris"):
        from tests.tools.fuzz.with_atheris import search
    else:
        from tests.tools.fuzz.with_hypothesis import search
    return search(options.target, options.seconds, options.found)


if __name__ == "__main__":
    sys.exit(main())
