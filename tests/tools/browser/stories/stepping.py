"""A term is clicked through."""

from __future__ import annotations

from tests.tools.browser.screen import Stepper, said
from tests.tools.browser.stage import Stage, expect, expect_in

FIRST = "(λx. x x) ((λy. y) z)"
IMPORT = "import lamb\nfrom lamb.notebook.stepper import stepper\n"
LAST = "z z"


def _begin(stage: Stage, name: str, code: str, *more: str) -> None:
    stage.lab.write(name, [IMPORT + code, *more])


def clicked_through(stage: Stage) -> None:
    """A term is clicked through to its normal form, back and forward, and Python knows where that is."""
    _begin(
        stage,
        "stepper.ipynb",
        f"s = stepper('{FIRST}')\ns",
        "print(lamb.pretty(s.term), len(s.history))",
    )
    with stage.notebook("stepper.ipynb") as screen:
        screen.run(0)
        stepper = Stepper(screen)
        expect(stepper.term, FIRST)
        stepper.redex(2).hover()
        expect_in("“z” takes the place of y", stepper.part("choices"))
        screen.look("stepper-hover")
        stepper.redex(2).click()
        stepper.at(1)
        expect(stepper.term, "(λx. x x) z")
        stepper.press("forward")
        stepper.at(2)
        expect(stepper.term, LAST)
        expect_in("Normal form after 2 steps", stepper.part("ended"))
        screen.look("stepper-end")
        expect_in("z z 2", said(screen.run(1)))
        stepper.press("back")
        stepper.at(1)
        stepper.press("start")
        stepper.at(0)
        expect(stepper.term, FIRST)
        stepper.choose("applicative")
        stepper.marked("((λy. y) z)")
        stepper.toggle("tree")
        stepper.toggle("diagram")
        stepper.press("run")
        stepper.at(2)
        screen.look("stepper-pictures")
        stepper.press("start")
        stepper.press("play")
        stepper.at(2)
        expect(screen.page.locator("[data-lamb-trace]").is_visible(), False)


def typed(stage: Stage) -> None:
    """A wrong step is typed and explained, then a right one, then something that is no term."""
    _begin(stage, "typing.ipynb", "s = stepper('(λx y. x) y z')\ns")
    with stage.notebook("typing.ipynb") as screen:
        screen.run(0)
        stepper = Stepper(screen)
        stepper.type("(\\y. y) z")
        expect(stepper.typed, "(λy. y) z")
        expect_in("captured", stepper.answer("No:"))
        screen.look("typing-wrong")
        stepper.answer_button("tell me more").click()
        expect_in("It is (λy'. y) z", stepper.answer("It is ("))
        stepper.type("(\\y. y")
        expect_in("never closed", stepper.answer("never closed"))
        screen.look("typing-no-term")
        stepper.type("(\\k. y) ...")
        stepper.at(1)
        expect_in("Yes", stepper.answer("Yes"))
        expect(stepper.typed, "")
        screen.look("typing-right")


def by_keys(stage: Stage) -> None:
    """All of it can be done by keys, and JupyterLab does not take them for its own."""
    _begin(stage, "keys.ipynb", f"s = stepper('{FIRST}')\ns", "'this cell stays'")
    with stage.notebook("keys.ipynb") as screen:
        screen.run(0)
        stepper = Stepper(screen)
        stepper.redex(1).focus()
        keys = screen.page.keyboard
        keys.press("ArrowDown")
        screen.look("keys")
        keys.press("Enter")
        stepper.at(1)
        expect(stepper.term, "(λx. x x) z")
        for key in ("x", "d", "d", "b", "a"):
            keys.press(key)
        keys.press("ArrowLeft")
        stepper.at(0)
        keys.press("ArrowRight")
        stepper.at(1)
        keys.press("End")
        stepper.at(3)
        keys.press("ArrowLeft")
        stepper.at(2)
        screen.save()
        keys.press("Home")
        stepper.at(0)
        keys.press("?")
        screen.look("keys-help")
        keys.press("Escape")
        keys.press("=")
        keys.type("(\\y. y) z ...")
        keys.press("Enter")
        stepper.at(1)
        expect(screen.page.locator(".jp-CodeCell").count(), 2)


def in_two_places(stage: Stage) -> None:
    """A stepper that is shown twice goes on in both places at once."""
    _begin(stage, "views.ipynb", f"s = stepper('{FIRST}')\ns", "s")
    with stage.notebook("views.ipynb", height=1300) as screen:
        screen.run(0)
        screen.run(1)
        one, other = Stepper(screen, 0), Stepper(screen, 1)
        one.press("forward")
        other.at(1)
        other.press("back")
        one.at(0)
        screen.look("views")


def left_and_found_again(stage: Stage) -> None:
    """The page is loaded again, and the stepper goes on; without its kernel, the whole trace is there."""
    _begin(stage, "again.ipynb", f"s = stepper('{FIRST}')\ns")
    with stage.notebook("again.ipynb") as screen:
        screen.run(0)
        stepper = Stepper(screen)
        stepper.press("forward")
        stepper.at(1)
        screen.save()
        screen.reload()
        stepper = Stepper(screen)
        stepper.at(1)
        stepper.press("forward")
        stepper.at(2)
        screen.restart_kernel()
        stepper.press("forward")
        stepper.root.get_by_text("The kernel does not answer").wait_for()
        screen.look("again-without-kernel")
        screen.reload()
        screen.page.locator("[data-lamb-trace]").wait_for()
        screen.look("again-loaded-without-kernel")
