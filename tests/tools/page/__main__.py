"""Tell the stories: `python -m tests.tools.page NPM PICTURES [NAME …]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.tools.browser.screen import CHROMIUM, FLAGS
from tests.tools.page import __doc__ as how
from tests.tools.page.served import beside, site
from tests.tools.page.stories import IN_PAGE, STORIES, Stage


def main() -> int:
    """Tell every story with both engines, whatever becomes of the others; 1 if one of them went wrong."""
    if len(sys.argv) < 3:
        print(how)
        return 2
    from playwright.sync_api import sync_playwright

    npm, pictures, names = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or [""]
    failures = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        engines = {"beside": beside(), "in-page": site(Path(folder), npm / "node_modules/pyodide")}
        for engine, served in engines.items():
            stories: dict[str, Callable[[Stage], None]] = dict(STORIES)
            if engine == "in-page":
                stories |= IN_PAGE
            (pictures / engine).mkdir(parents=True, exist_ok=True)
            with served as address:
                for name, tell in stories.items():
                    if not any(map(name.startswith, names)):
                        continue
                    try:
                        stage = Stage(browser, address, npm, pictures / engine)
                        tell(stage)
                        stage.close()
                    except Exception as error:  # a story that went wrong does not end the others
                        failures += 1
                        what = f"{type(error).__name__}: {str(error)[:1_500]}"
                        print(f"WRONG  {engine} {name}: {what}", flush=True)
                    else:
                        print(f"ok     {engine} {name}: {tell.__doc__}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
