"""A class at work, whole: as many students as you like, a teacher who looks, and a service that is killed.

python -m tests.tools.classroom.lesson live NPM PICTURES   300 students, an hour in a minute, in Chromium
python -m tests.tools.classroom.lesson killed              kill -9 at random moments: nothing is lost
python -m tests.tools.classroom.lesson rate                attempts a second
python -m tests.tools.classroom.lesson hostile             how long others wait for endless answers

What it needs is what tests/tools/page/install.sh installs.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lamb.classroom.class_judge import ClassJudge, judge_of
from lamb.classroom.events import Attempt
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.journal import Journal
from tests.tools.classroom.students import ASSIGNMENT, Answers, Sender, answers, hour

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STUDENTS, MINUTE = 300, 60.0
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
LATE = 6.0  # seconds that the page may be behind, on a machine with much else to do
KILLS = 12
HOSTILE = 0, 1, 3, 30
RUNS = 3
ENDLESS = [
    "nand p q = (λx. x x) (λx. x x)",
    "nand p q = (λx. x x x) (λx. x x x)",
    "nand p q = pow 9 (pow 9 9) p q",
    f"nand p q = {'p ' * 9_000}",
    f"nand p q = {'(λx. ' * 3_000}p{')' * 3_000}",
]


class Class:
    """A class in a folder, its service, and what was sent to it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "assignment.lc").write_text(ASSIGNMENT)
        self.folder, self.judge = folder, judge_of(folder)
        exercises = self.judge.assignments[0].exercises
        self.answers: dict[str, Answers] = {one.name: answers(one) for one in exercises}
        self.sent: list[tuple[float, Attempt]] = []  # with when it was answered
        self.begun = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        words = [sys.executable, "-u", "-m", "lamb", "class", "serve", str(self.folder), "--no-open"]
        self.process = subprocess.Popen([*words, "--port", str(PORT)], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert "is at" in self.process.stdout.readline()

    def end(self, how: int = signal.SIGTERM) -> None:
        assert self.process is not None
        os.kill(self.process.pid, how)
        self.process.wait()

    def secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text().strip()

    async def joined(self, name: str) -> tuple[str, Sender]:
        status, answer = await Sender(ADDRESS).ask("/join", {"code": self.secret("code"), "name": name})
        assert status == 200, answer
        return name, Sender(ADDRESS, answer["token"])

    async def all_joined(self, number: int) -> list[tuple[str, Sender]]:
        return [await self.joined(f"Student {at:03}") for at in range(number)]

    async def send(self, who: tuple[str, Sender], exercise: str, text: str) -> None:
        name, sender = who
        key = f"{name.replace(' ', '-')}-{self.begun:06}"
        self.begun += 1
        question = {"key": key, "assignment": "assignment", "exercise": exercise, "text": text}
        status, answer = await sender.send(question)
        assert status == 200, answer
        self.sent.append((perf_counter(), Attempt(key, name, "assignment", exercise, text, 0.0)))


@contextmanager
def served() -> Iterator[Class]:
    """A class that is served."""
    with tempfile.TemporaryDirectory() as folder:
        here = Class(Path(folder) / "week-1")
        here.start()
        try:
            yield here
        finally:
            here.end()


# ── an hour in a minute ──


def live(npm: Path, pictures: Path) -> None:
    """The teacher's page shows what has been sent, a moment later and at the end, light and dark."""
    from playwright.sync_api import sync_playwright

    from tests.tools.browser.screen import CHROMIUM, FLAGS

    pictures.mkdir(parents=True, exist_ok=True)
    with served() as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        watched = Watched(browser, here)
        with ThreadPoolExecutor(1) as threads:
            working = threads.submit(asyncio.run, lesson(here))
            while not working.done():
                watched.look()
            working.result()
        watched.compare()
        watched.pictures(npm, pictures)
        assert not watched.wrong, watched.wrong
        print(f"live   {len(here.sent)} attempts of {STUDENTS} students; right at {watched.looked} looks")


async def lesson(here: Class) -> None:
    """An hour of all students in a minute."""
    whos = await here.all_joined(STUDENTS)
    begun = perf_counter()

    async def work(number: int, who: tuple[str, Sender]) -> None:
        random = Random(number)
        todo = list(hour(random, here.answers))
        at = sorted(random.uniform(0, MINUTE) for _ in todo)
        for when, (exercise, text) in zip(at, todo, strict=True):
            await asyncio.sleep(max(0.0, begun + when - perf_counter()))
            await here.send(who, exercise, text)

    await asyncio.gather(*(work(number, who) for number, who in enumerate(whos)))


class Watched:
    """The teacher's page in a browser, and what should be on it."""

    def __init__(self, browser: Browser, here: Class) -> None:
        self.here, self.wrong, self.looked = here, list[str](), 0
        context = browser.new_context(viewport={"width": 1600, "height": 1000})
        self.page: Page = context.new_page()
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.wrong.append(m.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(f"{ADDRESS}/teacher.html#token={here.secret('teacher')}")
        self.page.wait_for_selector("body[data-ready]")
        assert "token" not in self.page.url

    def shown(self) -> dict[str, int]:
        tiles = "[...document.querySelectorAll('#counts div')].map((one) => [...one.children])"
        texts = f"{tiles}.map((both) => both.map((one) => one.textContent))"
        found: list[tuple[str, str]] = self.page.evaluate(texts)
        return {words: int(number.replace(",", "").strip(" %")) for words, number in found}

    def look(self) -> None:
        """What the page counts is no more than was sent, and no less than was answered a while ago."""
        self.page.wait_for_timeout(2_000)
        then = perf_counter() - LATE
        attempts = self.shown()["attempts"]
        answered = sum(at < then for at, _ in self.here.sent)
        assert answered <= attempts <= self.here.begun, (answered, attempts, self.here.begun)
        self.looked += 1

    def compare(self) -> None:
        """Everything on the page is what a judge says of everything that was sent."""
        self.page.wait_for_timeout(1000 * LATE)
        sent = [attempt for _, attempt in self.here.sent]
        counts = self.shown()
        assert counts["in the class"] == STUDENTS
        assert counts["have begun"] == len({one.student for one in sent})
        assert counts["attempts"] == len(sent)
        assert self._cells() == mistakes(self.here.judge, sent)
        self.page.click("#names")
        idle = self.page.locator("#idle li").all_inner_texts()
        assert len(idle) == STUDENTS - counts["have begun"]
        assert not {*idle} & {one.student for one in sent}

    def _cells(self) -> dict[tuple[str, str], int]:
        cells = "[...document.querySelectorAll('#matrix [data-cell]')]"
        found = {}
        for cell, number in self.page.evaluate(f"{cells}.map((one) => [one.dataset.cell, one.textContent])"):
            exercise, mistake = cell.split(" ")
            found[exercise.removeprefix("assignment/"), mistake] = int(number.replace(",", ""))
        return found

    def pictures(self, npm: Path, folder: Path) -> None:
        """Pictures to look at, of which axe says nothing."""
        axe = (npm / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.wait_for_timeout(600)
            found = self.page.evaluate(f"async () => {{ {axe}; return (await axe.run()).violations; }}")
            told = [(one["id"], [node["html"][:150] for node in one["nodes"]][:3]) for one in found]
            assert not told, told
            self.page.screenshot(path=folder / f"teacher-{scheme}.png")
            self.page.screenshot(path=folder / f"teacher-{scheme}-whole.png", full_page=True)


def mistakes(judge: ClassJudge, sent: list[Attempt], most: int = 8) -> dict[tuple[str, str], int]:
    """How often each mistake was made in each exercise; as many mistakes as the page has."""
    marks = {(one.exercise, one.text): judge(one) for one in sent}
    found: Counter[tuple[str, str]] = Counter()
    for one in sent:
        mark = marks[one.exercise, one.text]
        if mark.outcome != "holds":
            found.update((one.exercise, mistake) for mistake in {*(mark.mistakes or (mark.outcome,))})
    totals: Counter[str] = Counter()
    for (_, mistake), number in found.items():
        totals[mistake] += number
    columns = sorted(totals, key=lambda mistake: (-totals[mistake], mistake))[:most]
    return {cell: number for cell, number in found.items() if cell[1] in columns}


# ── kill -9 ──


def killed() -> None:
    """Whenever the service is killed, all that was answered is in the log once, and nothing else twice."""
    with served() as here:
        asyncio.run(_killed(here))
        keys = Counter(event.key.split(":")[1] for event in Journal(here.folder / "log").since(0))
        sent = {attempt.key for _, attempt in here.sent}
        assert set(keys) == sent, (len(keys), len(sent))
        assert set(keys.values()) == {1}
        rows = ClassLog(here.folder / "log", here.judge).view("exercises")
        assert sum(row["attempts"] for row in rows) == len(sent)
        print(f"killed {KILLS} times while {len(sent)} attempts were sent: nothing lost, nothing twice")


async def _killed(here: Class) -> None:
    whos = await here.all_joined(40)
    random = Random(9)
    ended = asyncio.Event()

    async def work(number: int, who: tuple[str, Sender]) -> None:
        own = Random(number)
        while not ended.is_set():
            for exercise, text in hour(own, here.answers):
                await here.send(who, exercise, f"{text} -- {own.randrange(40)}")
                await asyncio.sleep(own.uniform(0, 0.5))
                if ended.is_set():
                    return
            await asyncio.sleep(0.1)

    working = asyncio.gather(*(work(number, who) for number, who in enumerate(whos)))
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0.2, 3.0))
        await asyncio.to_thread(here.end, signal.SIGKILL)
        await asyncio.to_thread(here.start)
    ended.set()
    await working


# ── how fast ──


def rate() -> None:
    """Attempts a second: answers of a class, of which many are equal, and answers that are all different."""
    for words, different in (("answers of a class", False), ("different answers", True)):
        with served() as here:
            seconds, number, used = asyncio.run(_rate(here, different))
            print(f"rate   {number / seconds:,.0f} a second, {words} ({number} in {seconds:.1f} s, {used})")


async def _rate(here: Class, different: bool) -> tuple[float, int, str]:
    whos = await here.all_joined(STUDENTS)

    async def work(number: int, who: tuple[str, Sender]) -> None:
        todo = [one for seed in range(5) for one in hour(Random(number + 1_000 * seed), here.answers)][:10]
        for at, (exercise, text) in enumerate(todo):
            await here.send(who, exercise, f"{text} -- {number} {at}" if different else text)

    begun = perf_counter()
    await asyncio.gather(*(work(number, who) for number, who in enumerate(whos)))
    return perf_counter() - begun, len(here.sent), _used(here)


def _used(here: Class) -> str:
    """The processor's time and the memory that the service has had so far, without its judges."""
    assert here.process is not None
    folder = Path(f"/proc/{here.process.pid}")
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        memory = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return "?"
    return f"{seconds:.1f} s of the processor, {memory:.0f} MB"


# ── endless answers ──


def hostile() -> None:
    """How long the others wait, without and with so many students whose answers are endless, in turn."""
    found = defaultdict[int, list[tuple[float, float]]](list)
    for number in HOSTILE * RUNS:
        with served() as here:
            waits = sorted(asyncio.run(_hostile(here, number)))
            found[number].append((waits[len(waits) // 2], waits[len(waits) * 95 // 100]))
    for number, runs in found.items():
        half, most = (1_000 * median(times) for times in zip(*runs, strict=True))
        times = median(one / alone for (one, _), (alone, _) in zip(runs, found[0], strict=True))
        told = f"{half:.0f} ms, 95 % below {most:.0f} ms, with {number} of {STUDENTS} endless"
        print(f"hostile  {told}: {times:.2f} × as long as with none, run by run")


async def _hostile(here: Class, number: int) -> list[float]:
    """The seconds that each of the others has waited for each answer."""
    whos = await here.all_joined(STUDENTS)
    waits: list[float] = []
    calm = asyncio.gather(*(_calm(here, who, Random(at), waits) for at, who in enumerate(whos[number:])))
    endless = [asyncio.create_task(_endless(sender, at)) for at, (_, sender) in enumerate(whos[:number])]
    await calm
    for one in endless:
        one.cancel()
    return waits


async def _calm(here: Class, who: tuple[str, Sender], random: Random, waits: list[float]) -> None:
    for exercise, text in list(hour(random, here.answers))[:5]:
        await asyncio.sleep(random.uniform(0, 4.0))
        begun = perf_counter()
        await here.send(who, exercise, f"{text} -- {random.random()}")
        waits.append(perf_counter() - begun)


async def _endless(sender: Sender, number: int) -> None:
    for at in count():
        text = f"{ENDLESS[at % len(ENDLESS)]} -- {number} {at}"
        key = f"endless-{number}-{at}"
        await sender.send({"key": key, "assignment": "assignment", "exercise": "nand", "text": text})


def main(arguments: list[str]) -> int:
    stories: dict[str, Any] = {"killed": killed, "rate": rate, "hostile": hostile}
    match arguments:
        case ["live", npm, pictures]:
            live(Path(npm), Path(pictures))
        case [name] if name in stories:
            stories[name]()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
