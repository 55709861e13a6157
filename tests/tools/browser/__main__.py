"""Carry out the stories: `python -m tests.tools.browser FOLDER [NAME …]`."""

from __future__ import annotations

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.tools.browser.lab import lab
from tests.tools.browser.screen import CHROMIUM, browser
from tests.tools.browser.stage import Stage
from tests.tools.browser.stories import STORIES

NEEDED = ("playwright", "jupyterlab", "anywidget", "nbconvert")


def missing() -> list[str]:
    """What is needed and not there."""
    found = [name for name in NEEDED if find_spec(name) is None]
    return found if Path(CHROMIUM).exists() else [*found, "chromium"]


def main() -> int:
    """Tell every story, whatever becomes of the others; 1 if one of them went wrong."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    if lacking := missing():
        print(f"not installed: {', '.join(lacking)}; see tests/tools/browser/install.sh")
        return 2
    pictures, names = Path(sys.argv[1]), sys.argv[2:] or [""]
    pictures.mkdir(parents=True, exist_ok=True)
    wanted = {name: story for name, story in STORIES.items() if any(map(name.startswith, names))}
    failures = 0
    with tempfile.TemporaryDirectory() as home, lab(Path(home)) as running, browser() as shown:
        for name, story in wanted.items():
            try:
                story(Stage(running, shown, pictures))
            except Exception as error:  # a story that went wrong does not end the others
                failures += 1
                print(f"WRONG  {name}: {type(error).__name__}: {str(error)[:2_000]}", flush=True)
            else:
                print(f"ok     {name}: {story.__doc__}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
