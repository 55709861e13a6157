"""What it looks like, light and dark, wide and narrow: to be looked at."""

from __future__ import annotations

from tests.tools.browser.screen import Stepper
from tests.tools.browser.stage import Stage

CELLS = [
    "import lamb\nfrom lamb.notebook.stepper import stepper\nstepper('fact 3')",
    "stepper('(λx. x x) (λx. x x)')",
    "stepper('(λa. a ((λb. b (a ((λc. c) b))) g)) ((λx y. x) h)', strategy=lamb.Strategy.PARALLEL)",
]
WIDTHS = {"wide": 1500, "narrow": 640}


def looks(stage: Stage) -> None:
    """Pictures of steppers, light and dark, wide and narrow."""
    stage.lab.write("looks.ipynb", CELLS)
    try:
        for theme in ("light", "dark"):
            stage.lab.wear(theme)
            for name, width in WIDTHS.items():
                with stage.notebook("looks.ipynb", width=width, height=1400) as screen:
                    for number in range(len(CELLS)):
                        screen.run(number)
                    large, endless, parallel = (Stepper(screen, number) for number in range(len(CELLS)))
                    for step in range(1, 13):
                        large.press("forward")
                        large.at(step)
                    large.toggle("tree")
                    large.toggle("diagram")
                    large.look(f"looks-large-{theme}-{name}")
                    endless.press("forward")
                    endless.at(1)
                    endless.look(f"looks-endless-{theme}-{name}")
                    parallel.redex(2).hover()
                    parallel.look(f"looks-parallel-{theme}-{name}")
    finally:
        stage.lab.wear("light")
