"""A notebook purely in λ-calculus."""

from __future__ import annotations

from tests.tools.browser.screen import Stepper, said
from tests.tools.browser.stage import Stage, expect, expect_in

CELLS = ["double n = add n n\ndouble 21", "", ":step (λx. x x) ((λy. y) z)"]


def kernel(stage: Stage) -> None:
    """A cell is evaluated, and a name is completed."""
    stage.lab.write("kernel.ipynb", CELLS, kernel="lamb")
    with stage.notebook("kernel.ipynb") as screen:
        expect_in("42", said(screen.run(0)))
        screen.write(1, "is-z")
        keys = screen.page.keyboard
        keys.press("Tab")
        screen.page.locator(".jp-Completer", has_text="is-zero").wait_for()
        keys.press("Enter")
        screen.cell(1).locator(".cm-content", has_text="is-zero").wait_for()
        keys.type(" (dou")
        keys.press("Tab")
        screen.page.locator(".jp-Completer", has_text="double").wait_for()
        screen.look("kernel-completion")
        keys.press("Enter")
        keys.type(" 0)")
        expect_in("true", said(screen.run(1)))


def stepper(stage: Stage) -> None:
    """:step shows the stepper there too."""
    stage.lab.write("kernel-stepper.ipynb", CELLS, kernel="lamb")
    with stage.notebook("kernel-stepper.ipynb") as screen:
        screen.run(2)
        found = Stepper(screen)
        found.press("forward")
        found.at(1)
        expect(found.term, "(λy. y) z ((λy. y) z)")
        screen.look("kernel-stepper")
