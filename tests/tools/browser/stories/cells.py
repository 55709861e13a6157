"""Cells of λ-calculus in a notebook of Python's."""

from __future__ import annotations

from tests.tools.browser.screen import Stepper, said
from tests.tools.browser.stage import Stage, expect, expect_in

STEP = "%%lamb\n:step double 3"
CELLS = [
    "%load_ext lamb",
    "%%lamb\n-- Twice as much.\ndouble n = add n n\n\ndouble 21\nassert forall n : nat. double n == mul 2 n",
    'int(lamb["double"](4))',
    "%%lamb\n:trace (λx y. x) y",
    "%%lamb\ndouble (",
    "print('never run by Run All')",
]


def cells(stage: Stage) -> None:
    """A cell is evaluated, and Python goes on with what it defines."""
    stage.lab.write("cells.ipynb", [*CELLS, STEP])
    with stage.notebook("cells.ipynb") as screen:
        screen.start(0)
        expect_in("42", said(screen.run(1)))
        expect_in("8", said(screen.run(2)))
        expect_in("y would be captured", said(screen.run(3)))
        screen.look("cells")
        screen.run(len(CELLS))
        stepper = Stepper(screen)
        expect(stepper.term, "double 3")
        screen.look("cells-stepper")


def errors(stage: Stage) -> None:
    """What is wrong has a caret, and stops what was to come."""
    stage.lab.write("errors.ipynb", CELLS)
    with stage.notebook("errors.ipynb") as screen:
        screen.run_all(4)
        expect_in("^", said(screen.output(4)))
        expect(said(screen.output(5)), "")
        screen.look("errors")
