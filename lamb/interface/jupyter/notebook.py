"""A prompt whose inputs are cells: it shows bundles, and stops at the first thing that is wrong.

1. results are shown as notebooks show things, not written;
2. a claim that fails, or a reduction that does not end, is raised, as an error is;
3. commands that need a terminal say so, and those that can do better than text do.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import TYPE_CHECKING

from lamb.calculus.budget import Budget
from lamb.course.verdicts import Verdict
from lamb.errors import LambError
from lamb.interface.failures import CellFailed
from lamb.interface.jupyter.page import Page, Showable
from lamb.interface.render import flaws, render
from lamb.interface.repl.commands import Command, find
from lamb.interface.repl.homes import Homes
from lamb.interface.repl.repl import Repl
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Result
from lamb.session import Session

if TYPE_CHECKING:
    from lamb.course.walk import Walk

USUAL = Budget(nodes=10_000_000, seconds=10)
"""A notebook that runs by itself must not hang for ever; `:budget` changes it."""


class Notebook(Repl):
    """A session whose inputs come in cells. *name* is that of the cell that runs.

    *widget* makes of a walk what shows it, or None.
    """

    terminal: Page
    absent = frozenset({"quit", "edit", "history", "keys"})

    def __init__(self, page: Page, session: Session, homes: Homes = Homes()) -> None:  # noqa: B008
        super().__init__(page, session, homes)
        self.name = "<cell>"
        self.widget: Callable[[Walk], Showable | None] = lambda walk: None
        self.asks = False  # whether there is somebody to ask for a line
        self.taken: list[Answer] | None = None  # answers that somebody takes are not shown

    def source_name(self) -> str:
        return self.name

    def obey(self, word: str, rest: str) -> None:
        from lamb.interface.jupyter.commands import OWN  # start-up counts

        command = find(word)
        if own := OWN.get(command.name):
            own(self, rest)
        else:
            command.action(self, rest)

    def help_of(self, command: Command) -> str:
        from lamb.interface.jupyter.commands import OWN

        own = OWN.get(command.name)
        return cleandoc(own.__doc__) if own and own.__doc__ else super().help_of(command)

    def show(self, result: Result) -> None:
        """Show what came of a statement. Raises LambError if it is not as it should be."""
        match result:
            case LambError():
                raise result
            case Derived():
                if result.verdict is not Verdict.HOLDS:
                    raise CellFailed(flaws(result, self.settings.hints), result)
            case Checked(verdict=verdict) if verdict is not Verdict.HOLDS:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer(outcome=outcome) if not outcome.finished:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer() if self.taken is not None:
                self.taken.append(result)
                self.terminal.remark(*render(result, self.look).remarks)
                return
            case Defined() | Imported():
                return
            case Asked():
                self.obey("trace", "")
                return
        if isinstance(result, Answer) and self._wants_text:
            super().show(result)
        else:
            self.terminal.show(result)

    @property
    def _wants_text(self) -> bool:
        """Whether an answer is to be written as the settings say."""
        return self.settings.time or self.settings.ascii or self.settings.debruijn

    def complain(self, error: LambError) -> None:
        raise error
