"""What readers do on the page. A story is told with each engine; it raises where it goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

READY = 120_000  # ms until Python is there, on a slow machine
OMEGA = "(λx. x x) (λx. x x)"
LONG = "pow 7 3000000"
DANGEROUS = '-- <img src=x onerror="document.title=1">\n(λx. x) y\nf <img src=x onerror=alert(1)>'

STORIES: dict[str, Callable[[Stage], None]] = {}
IN_PAGE: dict[str, Callable[[Stage], None]] = {}
"""Those that only a site with Python in it can tell."""


def story(tell: Callable[[Stage], None]) -> Callable[[Stage], None]:
    STORIES[tell.__name__] = tell
    return tell


def in_page(tell: Callable[[Stage], None]) -> Callable[[Stage], None]:
    IN_PAGE[tell.__name__] = tell
    return tell


class Stage:
    """A page in a browser, and all that went wrong on it."""

    def __init__(self, browser: Browser, address: str, npm: Path, pictures: Path, **how: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **how})
        self.address, self.npm, self.pictures = address, npm, pictures
        self.wrong: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.wrong.append(m.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._hear(request.url))
        self.open()

    def _hear(self, url: str) -> None:
        host = "/".join(self.address.split("/")[:3])
        if not url.startswith((host, "data:", "blob:")):
            self.wrong.append(f"asked {url}")

    def open(self, fragment: str = "", query: str = "") -> None:
        self.page.goto(f"{self.address}{query}{fragment}")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("body[data-ready]", timeout=READY)

    def see(self, selector: str, text: str = "") -> Locator:
        """An element that is there, or will be."""
        found = self.page.locator(selector)
        found = (found.filter(has_text=text) if text else found).first
        found.wait_for(timeout=READY)
        return found

    def write(self, program: str) -> None:
        """Put a program in the place of the one that is there, as one who types it."""
        self.page.locator("#editor .cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(program)

    def look_at(self, name: str) -> None:
        self.page.evaluate("scrollTo(0, 0)")  # the bar stays at the top of a page that is scrolled
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)

    def close(self) -> None:
        """Raises AssertionError if anything went wrong on the way."""
        self.context.close()
        assert not self.wrong, self.wrong


@story
def type_and_see(stage: Stage) -> None:
    """The answer is there before Enter, and a backslash is a λ."""
    stage.page.locator("#editor .cm-content").click()
    stage.page.keyboard.press("Control+a")
    stage.page.keyboard.type("(\\x. x x) y")
    stage.see(".card.answer .lamb-term", "y y")
    assert "λ" in stage.see("#editor .cm-content").inner_text()
    begun = perf_counter()
    stage.write("fact 5")
    stage.see(".card.answer", "120")
    print(f"        a small answer after {perf_counter() - begun:.2f} s, the pause after a key included")
    stage.look_at("play")


@story
def every_redex_is_a_button(stage: Stage) -> None:
    """Any redex is contracted at a click, pictures move along, and the rest is played."""
    stage.write("(λx. x x) ((λy. y) z)")
    stage.see(".card.answer", "z z")
    stage.see("[data-view=walk]").click()
    stage.see(".lamb-now .lamb-choice")
    stage.page.locator(".lamb-now .lamb-choice").nth(1).click()
    stage.see(".lamb-now", "(λx. x x) z")
    stage.see("[data-picture=tree]").click()
    stage.see(".lamb-pictures svg")
    stage.see("[data-do=back]").click()
    stage.see(".lamb-count", "Start")
    stage.see(".lamb-stepper select").select_option(label="applicative order")
    stage.see("[data-do=play]").click()
    stage.see(".lamb-ended", "Normal form")
    stage.see(".lamb-count", "Step 2")
    stage.look_at("played")


@story
def a_wrong_step_is_explained(stage: Stage) -> None:
    """A step that is typed in the stepper gets a verdict, and hints."""
    stage.write("(λx y. x) y")
    stage.see(".card.answer", "λy'. y")
    stage.see("[data-view=walk]").click()
    stage.see(".lamb-ask input").fill("λy. y")
    stage.see("[data-do=ask]").click()
    stage.see(".lamb-answer", "captured")
    stage.look_at("wrong-step")
    stage.see(".lamb-ask input").fill("λz. y")
    stage.see("[data-do=ask]").click()
    stage.see(".lamb-ended", "Normal form")


@story
def omega_is_told_and_a_long_run_is_stopped(stage: Stage) -> None:
    """Ω repeats for ever; what takes long is stopped at once, while the page stays alive."""
    stage.write(f"{OMEGA}\nfact 5")
    stage.see(".card.is-undecided", "repeats for ever")
    stage.see(".card.answer", "120")
    stage.write(LONG)
    stage.see("#run").click()
    stop = stage.see("#stop:not([hidden])")
    stage.page.mouse.wheel(0, 300)
    begun = perf_counter()
    stop.click()
    stage.see("#tally", "stopped")
    print(f"        stopped after {perf_counter() - begun:.2f} s")
    stage.write("add 1 2")
    stage.see(".card.answer", "3")


@story
def a_claim_about_all_values_is_tried(stage: Stage) -> None:
    """A claim is tried with many values; the one that refutes it is told."""
    stage.write("assert forall a b : bool. and a b == and b a\nassert forall n : nat. add n 1 == n")
    stage.see("#run").click()
    stage.see(".card.is-holds")
    stage.see(".card.is-fails", "n = 0")


@story
def a_derivation_is_judged(stage: Stage) -> None:
    """A wrong step is found as it is typed; the repair that is offered is accepted."""
    stage.write("eval it : (λx. x x) y =b> y")
    stage.see(".card.is-fails")
    for _ in range(2):
        stage.see(".card >> text=Give me a hint").click()
        stage.page.wait_for_timeout(500)
    stage.see("#editor .cm-lintRange-error").hover()
    stage.see("#editor .cm-diagnosticAction", "Write it so").click()
    stage.see(".card.is-holds")


@story
def a_lesson_wrong_then_right(stage: Stage) -> None:
    """An answer that is wrong is told why; the right one has stars, which are kept."""
    stage.see("[data-tab=learn]").click()
    stage.see("#map button", "The one rule").click()
    stage.see("#lesson h1", "The one rule")
    answer = stage.see(".answer-editor .cm-content")
    answer.click()
    stage.page.keyboard.insert_text("λy. y (λz. z)")
    stage.see(".exercise >> text=Check").click()
    stage.see(".said.not-yet", "more than one step")
    stage.see(".exercise >> text=Hint").click()
    stage.see(".hint")
    answer.click()
    stage.page.keyboard.press("Control+a")
    stage.page.keyboard.insert_text("λy. (λz. z) (y (λz. z))")
    stage.see(".exercise >> text=Check").click()
    stage.see(".said.passed .stars", "★★★")
    stage.look_at("lesson")
    stage.page.reload()
    stage.ready()
    stage.see("#map button.passed", "The one rule")


@story
def a_link_holds_everything(stage: Stage) -> None:
    """A link leads to the same program, and to the same place in its walk."""
    stage.write("(λx. x x) ((λy. y) z)")
    stage.see(".card.answer", "z z")
    stage.see("[data-view=walk]").click()
    for step in (1, 2):
        stage.see("[data-do=forward]").click()
        stage.see(".lamb-count", f"Step {step}")
    stage.page.wait_for_timeout(1_000)
    fragment = stage.page.evaluate("location.hash")
    stage.open(query="?again")
    stage.open(fragment, "?embed")
    stage.see(".lamb-count", "Step 2")
    assert not stage.page.locator(".bar").is_visible()


@story
def what_is_dangerous_is_text(stage: Stage) -> None:
    """Markup as a name, in a comment, in a link is text."""
    stage.write(DANGEROUS)
    stage.see(".card.is-fails")
    stage.see(".card.answer", "y")
    stage.page.wait_for_timeout(1_000)
    stage.open(stage.page.evaluate("location.hash"))
    stage.open("#not-a-link")
    assert stage.page.locator("img").count() == 0
    assert stage.page.title() == "lamb: the λ-calculus"


@story
def every_view_is_drawn(stage: Stage) -> None:
    """Strategies, graph, tree and diagram of a term, its combinators at work, and a picture to save."""
    stage.write("(λx. x x) ((λy. y) z)")
    stage.see(".card.answer", "z z")
    for view in ("compare", "machine", "value", "combinators", "graph", "diamond", "bohm", "tree", "diagram"):
        stage.see(f"[data-view={view}]").click()
        stage.see(
            ".closer-body table" if view in ("compare", "machine", "combinators") else ".closer-body svg"
        )
        stage.look_at(view)
        if view in ("bohm", "diamond"):
            _accessible(stage, view)
    stage.see("[data-view=combinators]").click()
    stage.see("#closer >> text=Step").click()
    stage.see(".lamb-now", "W I (I z)")
    stage.see("[data-do=forward]").click()
    stage.see(".lamb-now", "I (I z) (I z)")
    stage.look_at("combinators-walked")
    stage.page.wait_for_timeout(1_000)  # until it is in the address
    stage.page.reload()
    stage.see(".lamb-now", "I (I z) (I z)")
    stage.see("[data-view=bohm]").click()
    stage.see(".closer-body svg")
    with stage.page.expect_download() as saved:
        stage.see("#closer >> text=Save as PNG").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


@story
def with_the_keyboard_alone(stage: Stage) -> None:
    """From the top of the page to a normal form without a mouse."""
    press = stage.page.keyboard.press
    stage.page.evaluate("document.activeElement.blur()")
    for _ in range(40):
        press("Tab")
        if stage.page.evaluate("document.activeElement.dataset?.view") == "walk":
            break
    press("Enter")
    stage.see(".lamb-stepper")
    stage.page.locator(".lamb-now").focus()
    for _ in range(2):
        press("ArrowRight")
        stage.page.wait_for_timeout(300)
    stage.see(".lamb-ended", "Normal form")


def _accessible(stage: Stage, name: str) -> None:
    """No violation that axe finds."""
    axe = (stage.npm / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    found = stage.page.evaluate(f"async () => {{ {axe}; return (await axe.run()).violations; }}")
    told = [(one["id"], [node["html"][:150] for node in one["nodes"]][:3]) for one in found]
    assert not told, (name, told)


@story
def nobody_is_kept_out(stage: Stage) -> None:
    """axe finds nothing on any tab, light or dark, and nothing is wider than a phone."""
    for scheme in ("light", "dark"):
        stage.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        stage.open()
        stage.see("[data-view=walk]").click()
        stage.see(".lamb-stepper")
        stage.page.wait_for_timeout(500)
        _accessible(stage, f"play, {scheme}")
        stage.look_at(f"walk-{scheme}")
        stage.see("[data-tab=learn]").click()
        stage.see(".exercise")
        stage.page.wait_for_timeout(500)
        _accessible(stage, f"learn, {scheme}")
    stage.page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("learn", "play"):
        stage.see(f"[data-tab={tab}]").click()
        stage.page.wait_for_timeout(500)
        stage.look_at(f"phone-{tab}")
        assert stage.page.evaluate("document.scrollingElement.scrollWidth") <= 390, tab


@in_page
def without_a_network(stage: Stage) -> None:
    """A site that has been visited once is there without a network."""
    stage.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    stage.page.reload()
    stage.ready()
    stage.context.set_offline(True)
    stage.page.reload()
    stage.ready()
    stage.write("add 2 3")
    stage.see(".card.answer", "5")


@in_page
def a_second_start_begins_where_the_first_one_was(stage: Stage) -> None:
    """Python's memory is kept, and put back when the page is opened again; what does not fit is forgotten."""
    kept = "caches.open('python').then((cache) => cache.keys()).then((keys) => keys.length)"
    stage.see(".card.answer")
    for _ in range(120):
        if stage.page.evaluate(kept) == 2:
            break
        stage.page.wait_for_timeout(500)
    stage.page.reload()
    stage.ready()
    stage.see(".card.answer")
    assert stage.page.evaluate(kept) == 2
    stage.see("[data-tab=learn]").click()
    stage.see("#map button", "The one rule").click()
    stage.see("#lesson h1", "The one rule")


@in_page
def a_notebook_runs(stage: Stage) -> None:
    """The notebooks of a site run in the page: cells answer, and the stepper steps; nobody else is asked."""
    stage.see("#notebooks").click()
    stage.see(".jp-DirListing-item", "02-reduction.ipynb").dblclick()
    stage.see(".jp-Notebook:visible .jp-Cell", "2 Reduction").click()
    for _ in range(6):  # as far as the stepper
        stage.page.keyboard.press("Shift+Enter")
        stage.page.wait_for_timeout(300)
    stage.see(".jp-OutputArea-output", "normal form after 3 steps")
    stage.see(".lamb-stepper [data-do=forward]").click()
    stage.see(".lamb-count", "Step 1")
    stage.look_at("notebook")
    stage.wrong = [wrong for wrong in stage.wrong if wrong.startswith("asked")]  # JupyterLab talks a lot
