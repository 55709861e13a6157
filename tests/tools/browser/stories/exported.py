"""What a page shows that was exported: the whole trace, since no stepper runs there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.tools.browser.screen import Stepper
from tests.tools.browser.stage import Stage, expect, expect_in


def exported(stage: Stage) -> None:
    """A notebook is saved and exported, with the state of its widgets and without."""
    stage.lab.write("exported.ipynb", ["from lamb.notebook.stepper import stepper\nstepper('(λx y. x) y z')"])
    with stage.notebook("exported.ipynb") as screen:
        screen.run(0)
        stepper = Stepper(screen)
        stepper.press("forward")
        stepper.at(1)
        screen.save()
    saved = stage.lab.folder / "exported.ipynb"
    notebook = json.loads(saved.read_text(encoding="utf-8"))
    expect("widgets" in notebook["metadata"], True)
    _look(stage, saved, "exported-with-state")
    del notebook["metadata"]["widgets"]
    without = saved.with_name("exported-without.ipynb")
    without.write_text(json.dumps(notebook), encoding="utf-8")
    _look(stage, without, "exported-without-state")


def _look(stage: Stage, saved: Path, name: str) -> None:
    """Export a notebook, and open the page without a network."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(saved), "--output", name]
    subprocess.run(command, check=True, capture_output=True)
    page = stage.browser.new_context(offline=True).new_page()
    page.goto(saved.with_name(f"{name}.html").as_uri(), wait_until="domcontentloaded")
    table = page.locator("[data-lamb-trace] table")
    page.screenshot(path=stage.pictures / f"{name}.png")
    expect(table.is_visible(), True)
    expect_in("y would be captured", table.inner_text())
    page.context.close()
