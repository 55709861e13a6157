"""What somebody sees of a notebook in JupyterLab, and does there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools.browser.lab import Lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms
MOMENT = 500  # ms
TIMES = 120
UNRUN = "[ ]:"


class Screen:
    """A notebook in a window."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page = page
        self.pictures = pictures

    def cell(self, number: int) -> Locator:
        """A cell, counted from 0."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def output(self, number: int) -> Locator:
        """What a cell shows."""
        return self.cell(number).locator(".jp-Cell-outputArea")

    def run(self, number: int) -> Locator:
        """Run a cell that shows something; its output, once the cell has ended."""
        self.start(number)
        self.cell(number).locator(".jp-OutputArea-output").first.wait_for()
        return self.output(number)

    def start(self, number: int) -> None:
        """Run a cell, and wait for its end."""
        prompt = self.cell(number).locator(".jp-InputPrompt")
        before = said(prompt)
        for _ in range(TIMES):
            if said(prompt) in (before, UNRUN):  # a kernel that is hardly there does not hear the first time
                self.cell(number).locator(".cm-content").click()
                self.page.keyboard.press("Control+Enter")
            self.page.wait_for_timeout(MOMENT)
            if re.search(r"\d", said(prompt)) and said(prompt) != before:
                return
        raise AssertionError(f"cell {number} does not end")

    def run_all(self, last: int) -> None:
        """Run all cells, and wait for the end of the *last* one that is run."""
        for _ in range(TIMES):
            if said(self.cell(0).locator(".jp-InputPrompt")) == UNRUN:  # as in `start`
                self.page.get_by_role("menuitem", name="Run", exact=True).click()
                self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
            self.page.wait_for_timeout(MOMENT)
            if re.search(r"\d", said(self.cell(last).locator(".jp-InputPrompt"))):
                return
        raise AssertionError(f"cell {last} does not end")

    def write(self, number: int, text: str) -> None:
        """Type into a cell."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.type(text)

    def save(self) -> None:
        """Save the notebook, and wait until it is."""
        self.page.keyboard.press("Control+s")
        self.page.locator(".jp-mod-current.jp-mod-dirty").wait_for(state="detached")

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()
        _until_ready(self.page)

    def restart_kernel(self) -> None:
        """Restart the kernel, and wait until it is there again."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.locator('[data-command="kernelmenu:restart"]').click()
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_timeout(MOMENT)
        self.page.wait_for_function(_IDLE)

    def look(self, name: str) -> None:
        """Take a picture of the window."""
        self.page.screenshot(path=self.pictures / f"{name}.png")


class Stepper:
    """A stepper in a notebook, once it runs."""

    def __init__(self, screen: Screen, number: int = 0) -> None:
        self.screen = screen
        self.root = screen.page.locator(".lamb-stepper:not([hidden])").nth(number)
        self.root.wait_for()

    def part(self, name: str) -> str:
        """The text in a part of it."""
        return said(self.root.locator(f'[data-slot="{name}"]'))

    @property
    def term(self) -> str:
        return self.part("term")

    @property
    def typed(self) -> str:
        return str(self.root.locator(".lamb-ask input").input_value())

    def at(self, step: int) -> None:
        """Wait until it is at a step."""
        wanted = f"Step {step}" if step else "Start"
        self.root.locator(".lamb-count").get_by_text(wanted, exact=True).wait_for()

    def press(self, name: str) -> None:
        self.root.locator(f'[data-do="{name}"]').click()

    def toggle(self, picture: str) -> None:
        """Show a picture that is not shown yet."""
        self.root.locator(f'[data-picture="{picture}"]').click()
        self.root.locator(f".lamb-pictures .{picture} svg").wait_for()

    def choose(self, strategy: str) -> None:
        self.root.locator("select").select_option(strategy)

    def redex(self, number: int) -> Locator:
        """A redex, counted from 1."""
        return self.root.locator(".lamb-choice").nth(number - 1)

    def marked(self, text: str) -> None:
        """Wait until a redex is what is next."""
        self.root.locator(".lamb-next").get_by_text(text, exact=True).wait_for()

    def type(self, text: str) -> None:
        """Type something as the next step."""
        self.root.locator(".lamb-ask input").fill("")
        self.root.locator(".lamb-ask input").press_sequentially(text)
        self.root.locator(".lamb-ask input").press("Enter")

    def answer(self, words: str) -> str:
        """What is answered, once these words are in it."""
        self.root.locator(".lamb-answer", has_text=words).wait_for()
        return self.part("answer")

    def answer_button(self, words: str) -> Locator:
        return self.root.locator(".lamb-answer button", has_text=words)

    def look(self, name: str) -> None:
        """Take a picture of it alone."""
        self.root.screenshot(path=self.screen.pictures / f"{name}.png")


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window on anybody's screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def notebook(
    browser: Browser, lab: Lab, name: str, pictures: Path, *, width: int = 1100, height: int = 900
) -> Iterator[Screen]:
    """A notebook that is open, and has a kernel."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(lab.url(name))
        _until_ready(page)
        yield Screen(page, pictures)
    except BaseException:
        page.screenshot(path=pictures / f"wrong-{Path(name).stem}.png")
        raise
    finally:
        page.close()


def _until_ready(page: Page) -> None:
    asked = page.locator(".jp-Dialog", has_text="Select Kernel")  # a slow kernel is taken for none
    page.add_locator_handler(asked, lambda: asked.locator(".jp-mod-accept").click())
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.wait_for_function(_IDLE)


_IDLE = """() => document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"""


def said(locator: Locator) -> str:
    """The text of a part of a page."""
    return str(locator.inner_text())
