"""What remains of a run that was stopped, for whoever asks what it has reached.

That is all that the machine has in hand (`machine.py`), and it is read as a term when somebody asks
(`readback.py`). Much of it goes round in circles: the code of a recursive definition leads to the cell
of its name, whose value is that code. So that all is freed at once when nobody wants it any more, and
not when Python next looks for circles, the circles are cut then.
"""

from __future__ import annotations

from typing import Any

from lamb.calculus.freeing import IN_BROWSER, dismantle, garden
from lamb.calculus.linker import Linker
from lamb.calculus.readback import Focus, Frames, Waiting, read_back, read_beginning
from lamb.calculus.term import Term


class Remains:
    """A run that was stopped: its registers, the term that it began with, and what linked its code.

    *beside* is what else would have to be freed with care in a browser.
    """

    def __init__(
        self,
        start: Term,
        linker: Linker,
        registers: tuple[Focus, Waiting, Frames, int],
        spare: int | None,
        beside: list[Any],
    ) -> None:
        self._start = start
        self._linker = linker
        self._registers = registers
        self._spare = spare
        self._beside = beside

    def term(self) -> Term:
        """What was reached, or where it began if that would make more than *spare* nodes."""
        with garden():
            return read_back(*self._registers, spare=self._spare) or self._start

    def beginning(self) -> Term:
        """What a screen has room for of it, with `…` for the rest."""
        with garden():
            return read_beginning(*self._registers) or self._start

    def __del__(self) -> None:
        if IN_BROWSER:
            focus, waiting, frames, _ = self._registers
            things = [*focus, waiting, frames, *self._beside]
            del focus, waiting, frames, self._registers, self._beside
            dismantle(things)
        self._linker.forget()
