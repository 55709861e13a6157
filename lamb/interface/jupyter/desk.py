"""The desk of a notebook: its session, its cells, and what can be written in them. It knows no Jupyter.

    desk = Desk(print)
    desk.run("twice f x = f (f x)\\ntwice succ 3")     {'text/plain': '… -- 5', 'text/html': …}
    desk.complete("twi", 3)                           (0, 3, [Candidate('twice', …)])

What a cell shows is published as bundles: what a thing looks like, by MIME type. A cell stops at the
first thing that is wrong with it; what it has defined by then, and shown, stays.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lamb.errors import LambError
from lamb.interface.failures import CellFailed
from lamb.interface.jupyter.notebook import USUAL, Notebook
from lamb.interface.jupyter.page import Page, Publish, Showable
from lamb.interface.jupyter.words import State, looked_up, offered, state, word_at
from lamb.interface.render import Piece
from lamb.interface.repl.candidates import Candidate
from lamb.interface.repl.homes import Homes
from lamb.interface.repl.inputs import inputs
from lamb.interface.repl.lexing import command
from lamb.results import Derived
from lamb.session import Session

if TYPE_CHECKING:
    from lamb.course.walk import Walk
    from lamb.interface.repl.completion import Completions
    from lamb.interface.values import Value
    from lamb.results import Answer


class Desk:
    """Cells are run here, one after the other, in one *session*.

    *publish* is called with each bundle that a cell shows, or *answer*, for what a term comes to; and *ask*,
    if there is somebody to ask, with a prompt for a line. *homes* are where the progress in the course is
    kept.
    """

    def __init__(
        self,
        publish: Publish,
        *,
        answer: Publish | None = None,
        session: Session | None = None,
        ask: Callable[[str], str] | None = None,
        homes: Homes = Homes(),  # noqa: B008  (it never changes)
    ) -> None:
        self.page = Page(publish, answer)
        self.notebook = Notebook(self.page, session or Session(budget=USUAL), homes)
        if ask is not None:
            self.notebook.read, self.notebook.asks = self._asking(ask), True

    def _asking(self, ask: Callable[[str], str]) -> Callable[[str], str]:
        """Asks for a line once all that has been said so far can be seen."""

        def read(prompt: str) -> str:
            self.page.turn()
            return ask(prompt)

        return read

    @property
    def session(self) -> Session:
        """The definitions, the budget and the strategy."""
        return self.notebook.session

    @property
    def derived(self) -> dict[str, Derived]:
        """The last derivation of each name, and what was found of its steps."""
        return self.session.derived

    @property
    def widget(self) -> Callable[[Walk], Showable | None]:
        """What shows somebody a walk that can be clicked through; None where nothing can."""
        return self.notebook.widget

    @widget.setter
    def widget(self, shower: Callable[[Walk], Showable | None]) -> None:
        self.notebook.widget = shower

    def run(self, text: str, name: str = "<cell>") -> None:
        """Carry out a cell: statements and `:commands`. Errors call it by its *name*.

        Raises the first LambError, which is a CellFailed for a claim that does not hold, a budget that ran
        out, or Ctrl-C. What came before it has been published, and is defined.
        """
        notebook = self.notebook
        notebook.name = name
        self.session.imported.clear()  # a cell that is run again imports what a file has become
        try:
            with notebook.progress.interruptible():
                for one in inputs(text):
                    notebook.carry_out(one)
                    if notebook.progress.interrupted:
                        raise KeyboardInterrupt  # noqa: TRY301  (whatever was shown of it, no more is done)
        except KeyboardInterrupt:
            raise CellFailed(((Piece("interrupted", "error"),),)) from None
        except MemoryError:
            raise LambError("the memory ran out", hint=":budget nodes 1e6 stops earlier") from None
        finally:
            notebook.progress.interrupted = False
            self.page.turn()

    def value(self, text: str, name: str = "<line>") -> Value | None:
        """Carry out a text; one term is not shown, but is what is returned. Raises as `run` does."""
        from lamb.interface.values import Value

        taken: list[Answer] = []
        self.notebook.taken = taken if command(text) is None else None
        try:
            self.run(text, name)
        finally:
            self.notebook.taken = None
        if len(taken) == 1 and self.notebook.asked is not None:
            return Value(self.notebook.asked, self.session, taken[0].outcome)
        for answer in taken:
            self.page.show(answer)
        return None

    # ── what a text means, before it is run ──

    def complete(self, text: str, cursor: int) -> tuple[int, int, list[Candidate]]:
        """What can stand at the cursor: candidates for what stands from a start to an end."""
        start, found = offered(text[:cursor], self._completions)
        return start, cursor, found

    @cached_property
    def _completions(self) -> Completions:
        from lamb.interface.repl.completion import Completions  # start-up counts

        return Completions(self.notebook)

    def inspect(self, text: str, cursor: int) -> dict[str, Any] | None:
        """What there is to say about the word at the cursor; None if that is nothing."""
        word = word_at(text, cursor)
        return looked_up(self.notebook, word) if word else None

    def state(self, text: str) -> State:
        """Whether a text can be run, goes on, or is wrong whatever follows it."""
        return state(text)
