"""What a command takes before anything is to be seen, and what a notebook takes to begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.tools.bench.measuring import timed

ROOT = Path(__file__).parents[3]
SHELL = "from IPython.core.interactiveshell import InteractiveShell; shell = InteractiveShell()"
COMMANDS = {
    "python": ["-c", "pass"],
    "import lamb": ["-c", "import lamb"],
    "lamb --version": ["-m", "lamb", "--version"],
    "lamb eval -e 'I x'": ["-m", "lamb", "eval", "-e", "I x"],
    "lamb eval -e 'fact 5'": ["-m", "lamb", "eval", "-e", "fact 5"],
    "IPython": ["-c", SHELL],
    "IPython, %load_ext lamb": ["-c", f"{SHELL}; shell.run_line_magic('load_ext', 'lamb')"],
}


def started(arguments: list[str], runs: int) -> tuple[float, float]:
    """The least and the median of the seconds that Python takes, in so many runs after one to warm up.

    Raises subprocess.CalledProcessError if the command fails.
    """
    command = [sys.executable, *arguments]

    def run() -> None:
        subprocess.run(command, capture_output=True, check=True, cwd=ROOT)

    run()
    seconds = [timed(run)[0] for _ in range(runs)]
    return min(seconds), median(seconds)
