"""The pages of a class in Chromium, as a student and a teacher use them, with a service that is killed.

python -m tests.tools.classroom.pages NPM PICTURES

What it needs is what tests/tools/page/install.sh installs.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lamb.classroom.log.journal import Journal
from tests.tools.browser.screen import CHROMIUM, FLAGS
from tests.tools.classroom.lesson import ADDRESS, Class, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAME = '<img src=x onerror="document.title=1"> Zoë'
DANGEROUS = "flip f x y = f x y -- <img src=x onerror=alert(1)>"
GONE = "net::ERR_"  # what a browser says of a service that was killed


class Stage:
    """A browser, and all that went wrong in it."""

    def __init__(self, browser: Browser, npm: Path, pictures: Path) -> None:
        self.browser, self.npm, self.pictures = browser, npm, pictures
        self.wrong: list[str] = []

    def context(self, **how: Any) -> BrowserContext:
        return self.browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **how})

    def page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and self.wrong.append(m.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{ADDRESS}/{path}")
        return page

    def look(self, page: Page, name: str) -> None:
        """Take a picture, light and dark, of what axe says nothing about."""
        axe = (self.npm / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(600)
            found = page.evaluate(f"async () => {{ {axe}; return (await axe.run()).violations; }}")
            told = [(one["id"], [node["html"][:150] for node in one["nodes"]][:3]) for one in found]
            assert not told, (name, told)
            page.screenshot(path=self.pictures / f"{name}-{scheme}.png", full_page=True)


def joined(stage: Stage, here: Class, context: BrowserContext) -> Page:
    """A student joins with the keyboard alone."""
    page = stage.page(context, f"#join={here.secret('code')}")
    page.wait_for_selector("#name")
    assert "join" not in page.url
    stage.look(page, "join")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-editor .cm-content")
    return page


def submit(page: Page, answer: str) -> None:
    page.locator(".answer-editor .cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(answer)
    page.keyboard.press("Control+Enter")


def work(stage: Stage, here: Class, page: Page) -> None:
    """Wrong, then right; killed in between, and what was sent meanwhile is counted once."""
    page.locator("#map button", has_text="The other way round").click()
    submit(page, DANGEROUS)
    page.wait_for_selector(".said.not-yet")
    stage.look(page, "student")
    here.end(signal.SIGKILL)
    submit(page, "flip f x y = f y x")
    page.wait_for_selector("text=sent again")
    page.wait_for_timeout(3_000)
    here.start()
    page.wait_for_selector(".said.passed", timeout=60_000)
    assert page.locator("#map .is-holds").count() == 1
    assert len(list(Journal(here.folder / "log").since(0))) == 2
    page.reload()
    page.wait_for_selector("#map .is-holds")
    page.wait_for_selector(".said.passed >> text=This holds")  # as it was said
    submit(page, DANGEROUS)
    page.wait_for_selector(".said.not-yet .feedback")
    page.reload()
    page.wait_for_selector(".said.not-yet .feedback")
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('lamb-verdict:'))"
    page.evaluate(f"{kept}.forEach((key) => localStorage.removeItem(key))")
    page.reload()
    page.wait_for_selector(".said.not-yet >> text=Not yet")  # as another browser says it
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    stage.look(page, "phone")


def play(stage: Stage, page: Page) -> None:
    """The page of `lamb web` answers those who have joined, and leads back."""
    page.set_viewport_size({"width": 1360, "height": 900})
    page.locator(".tabs >> text=Play").click()
    page.wait_for_selector(".card.answer")
    page.locator(".tabs >> text=Exercises").click()
    page.wait_for_selector(".answer-editor")


def teach(stage: Stage, here: Class, student: Page) -> None:
    """The teacher sees it live, as text, and can send a student away."""
    context = stage.context()
    page = stage.page(context, f"teacher.html#token={here.secret('teacher')}")
    page.wait_for_selector("body[data-ready]")
    assert page.locator("body", has_text="Zoë").count() == 0
    page.click("#names")
    page.wait_for_selector("#people th >> text=Zoë")
    page.click("#invite")
    assert here.secret("code") in page.locator("#link").inner_text()
    assert "<img" in page.locator("#lines code").first.inner_text()
    stage.look(page, "teacher")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#people >> text=Forget").click()
    page.locator("#people th", has_text="Zoë").wait_for(state="detached")
    student.reload()
    student.wait_for_selector("text=This class does not know you")
    context.close()


def strangers(stage: Stage) -> None:
    """Those without a link are told where to get one."""
    page = stage.page(stage.context(), "")
    page.wait_for_selector("text=Open the link that your teacher has given")
    page = stage.page(stage.context(), "teacher.html#token=nonsense")
    page.wait_for_selector("text=not the teacher's link")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    from playwright.sync_api import sync_playwright

    npm, pictures = map(Path, arguments)
    pictures.mkdir(parents=True, exist_ok=True)
    with served() as here, sync_playwright() as playwright:
        stage = Stage(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS), npm, pictures)
        context = stage.context()
        page = joined(stage, here, context)
        work(stage, here, page)
        play(stage, page)
        teach(stage, here, page)
        strangers(stage)
    wrong = [one for one in stage.wrong if GONE not in one and "401" not in one]
    assert not wrong, wrong
    print("pages  as they should be")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
