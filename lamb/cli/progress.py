"""While a user waits: a line that says how far the work is, and Ctrl-C, which ends it.

While a command runs, one line on standard error says after a second how many steps there have been and how
much is held in memory, if that is a terminal. A Ctrl-C asks the work to stop, so that it can say what it has
reached; where that has not asked for a while, or at the second Ctrl-C, it breaks off.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, TextIO, TypeAlias

if TYPE_CHECKING:
    from rich.live import Live

PATIENCE = 1.0  # seconds before the line appears
PACE = 0.1  # seconds between two lines
LISTENING = 0.2  # seconds after which an evaluation that has not asked will not ask soon
NEVER = float("-inf")
MOST_UNRAISABLE = 100


# ── The line ──────────────────────────────────────────────────────────────────────────


class Passing:
    """A line on a *screen* that comes and goes."""

    def __init__(self, screen: TextIO | None) -> None:
        self.screen = screen
        self._line: Live | None = None

    def draw(self, text: str, screen: TextIO) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        if self._line is None:
            console = Console(file=screen, force_terminal=True, force_jupyter=False)
            self._line = Live(
                console=console,
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            if console.is_dumb_terminal:  # which can only show text, and so is told once
                print("Ctrl-C stops", file=screen, flush=True)
            self._line.start()
        self._line.update(Text(text, no_wrap=True, overflow="crop"), refresh=True)

    def erase(self) -> None:
        """Take the line away, until it is drawn again."""
        if self._line is not None:
            self._line.stop()
            self._line = None


class Progress(Passing):
    """Called with the steps so far, it says whether to stop. *screen* is where the line goes."""

    def __init__(self, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(screen)
        self.clock = clock
        self.interrupted = False
        self._sheltered = False
        self._measured = NEVER  # when the memory was
        self._begin()

    def _begin(self) -> None:
        self._asked = NEVER  # when it was last called, in this statement
        self._begun = self.clock()
        self._due = self._begun + PATIENCE
        self._before = self._latest = 0  # steps of earlier reductions, and of this one
        if self.screen is not None and self._begun - self._measured >= PACE:
            from lamb.calculus.budget import Memory  # not for the first prompt

            self._memory = Memory()  # seldom, since asking takes long where there is much
            self._memory.held()  # from now on, not from the first line on
            self._measured = self._begun

    def __call__(self, steps: int) -> bool:
        self._asked = self.clock()
        if steps < self._latest:  # another reduction, of the same statement
            self._before += self._latest
        self._latest = steps
        if self.screen is not None and self._asked >= self._due:
            seconds = self._asked - self._begun
            size = max(0, round(self._memory.held(), -3))
            reached = f"{self._before + self._latest:,} steps, {seconds:.1f} s, {size:,} nodes"
            self.draw(f"{reached} — Ctrl-C stops", self.screen)
            self._due = self._asked + PACE
        return self.interrupted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While one statement is carried out."""
        self._begin()
        try:
            yield
        finally:
            self._asked = NEVER
            self.erase()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """While Ctrl-C asks to stop."""
        now = signal.getsignal(signal.SIGINT)
        with now.asking(self._interrupt) if isinstance(now, Interrupts) else handling(self._interrupt):
            yield

    @contextmanager
    def sheltered(self) -> Iterator[None]:
        """While Ctrl-C waits for what must not break off; the second one does not wait."""
        self._sheltered = True
        try:
            yield
        finally:
            self._sheltered = False

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:
        listens = self._sheltered or self.clock() - self._asked <= LISTENING
        again, self.interrupted = self.interrupted, True  # said first: what is raised in a finalizer is lost
        if again or not listens:
            raise KeyboardInterrupt


BAR = 30  # columns


class Counter(Passing):
    """A line that says how much of all work is done, and how to stop, once that takes a while."""

    def __init__(self, screen: TextIO | None, what: str) -> None:
        super().__init__(screen)
        self.what = what
        self._due = time.monotonic() + PATIENCE

    def __enter__(self) -> Counter:
        return self

    def show(self, done: int, of: int) -> None:
        """Say that so much is done, of so much."""
        if self.screen is None or time.monotonic() < self._due:
            return
        full = BAR * done // max(1, of)
        bar = f"{'━' * full}{'╌' * (BAR - full)}"
        self.draw(f"{bar} {done:,} of {of:,} {self.what} — Ctrl-C stops", self.screen)
        self._due = time.monotonic() + PACE

    def __exit__(self, *_: object) -> None:
        self.erase()


# ── Ctrl-C ────────────────────────────────────────────────────────────────────────────

Handler: TypeAlias = Callable[[int, FrameType | None], object]


@contextmanager
def handling(handler: Handler, *, in_place_of_any: bool = False) -> Iterator[None]:
    """While Ctrl-C is handled so, in the place of Python's own handler, or of any. A program that is told to
    ignore it still does, and a thread hears none.
    """
    usual, ours = signal.getsignal(signal.SIGINT), False
    if usual is signal.default_int_handler or (in_place_of_any and callable(usual)):
        with suppress(ValueError):  # in a thread
            signal.signal(signal.SIGINT, handler)
            ours = True
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, usual)


class Interrupts:
    """The handler of Ctrl-C for a program that goes on. It raises KeyboardInterrupt only where `stops`
    catches that: an impatient second one breaks off nothing else.
    """

    def __init__(self) -> None:
        self._caught = False
        self._asks: Handler | None = None

    def __call__(self, signum: int, frame: FrameType | None) -> None:
        if not self._caught:
            return
        if self._asks is None:
            raise KeyboardInterrupt
        self._asks(signum, frame)

    @contextmanager
    def asking(self, asks: Handler) -> Iterator[None]:
        """While Ctrl-C only asks, and that may raise."""
        self._asks = asks
        try:
            yield
        finally:
            self._asks = None

    def stops(self, work: Callable[[], object]) -> bool:
        """Do some work; true if Ctrl-C has broken it off."""
        try:
            self._caught = True
            work()
        except KeyboardInterrupt:
            self._caught = False  # at once: Python hears no signal before the next call
            return True
        finally:
            self._caught = False
        return False


def release_interrupts() -> None:
    """Hear a Ctrl-C that came while a command was loaded that writes JSON: `__main__.py` holds it back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


@contextmanager
def quiet_destructors() -> Iterator[Callable[[], None]]:
    """While nothing is said of a Ctrl-C that comes in a destructor, where it can stop nothing. What else goes
    wrong in one is said by what is yielded, and at the end.

    The hook is no function of Python's: a second Ctrl-C would come in that, and be told with a traceback.
    """
    usual = sys.unraisablehook
    found: deque[sys.UnraisableHookArgs] = deque(maxlen=MOST_UNRAISABLE)

    def tell() -> None:
        now = list(found)
        found.clear()
        for one in now:
            if not issubclass(one.exc_type, KeyboardInterrupt):
                usual(one)

    sys.unraisablehook = found.append
    try:
        yield tell
    finally:
        sys.unraisablehook = usual
        tell()
