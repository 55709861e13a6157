"""The λ-calculus in colour, wherever it is written."""

from __future__ import annotations

from tests.tools.browser.stage import Stage

OURS = "lambda-calculus"
PROGRAM = "twice f x = f (f x)  -- so\nassert forall n : nat. twice succ n == add 2 n"
CELLS = ["for x in range(3): print('in', x)", f"%%lamb\n{PROGRAM}"]


def colours(stage: Stage) -> None:
    """Cells of Python that are λ-calculus, and those of our kernel, are in its colours; others are not."""
    stage.lab.write("colours.ipynb", CELLS)
    stage.lab.write("colours-kernel.ipynb", [PROGRAM], kernel="lamb")
    with stage.notebook("colours.ipynb") as screen:
        screen.cell(1).locator(f".cm-content[data-language={OURS}]").wait_for()
        screen.cell(0).locator(".cm-content[data-language=python]").wait_for()
        screen.cell(0).locator(".cm-content").click()
        keys = screen.page.keyboard
        keys.press("Control+Home")
        keys.type("%%lamb\n")
        screen.cell(0).locator(f".cm-content[data-language={OURS}]").wait_for()
        for _ in "%%lamb\n":
            keys.press("Backspace")
        screen.cell(0).locator(".cm-content[data-language=python]").wait_for()
        screen.look("colours")
    with stage.notebook("colours-kernel.ipynb") as screen:
        screen.cell(0).locator(f".cm-content[data-language={OURS}]").wait_for()
        screen.look("colours-kernel")
