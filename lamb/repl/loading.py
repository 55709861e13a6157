"""The parts that an input needs, loaded in the background while the user reads.

They are the parser, the session and the completions; nothing of that is imported before.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from lamb.cli.terminal import Terminal
    from lamb.repl.homes import Homes

Made = TypeVar("Made")


class Background(Generic[Made]):
    """A value that *make* gives in another thread, once that is started or the value is wanted."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self._made: Future[Made] | None = None

    def start(self, then: Callable[[], None] | None = None) -> None:
        """Begin to make it, and call *then* when it is there."""
        if self._made is None:
            pool = ThreadPoolExecutor(1)
            self._made = pool.submit(self.make)
            pool.shutdown(wait=False)
            if then is not None:
                self._made.add_done_callback(lambda _: then())

    def now(self) -> Made | None:
        """It, if it is there already."""
        if self._made is None or not self._made.done() or self._made.exception() is not None:
            return None
        return self._made.result()

    def __call__(self) -> Made:
        """It, as soon as it is there."""
        self.start()
        assert self._made is not None
        return self._made.result()


class Loaded:
    """A session at the prompt, and what can be written there."""

    def __init__(self, terminal: Terminal, homes: Homes) -> None:
        from lamb.cli.terminal import console
        from lamb.notation.parser import is_incomplete
        from lamb.repl.commands.settings import restore, state
        from lamb.repl.completion import Completions, takes_term
        from lamb.repl.repl import Repl

        self.takes_term, self.state = takes_term, state
        self.repl = Repl(terminal, homes=homes)
        restore(self.repl)
        self.completions = Completions(self.repl)
        self.completions.after("")  # which loads the commands, and what is said about the prelude
        is_incomplete("")  # and this the grammar
        console()  # and this rich
