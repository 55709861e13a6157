"""Inquiries: the machine has to know a number, or so much of it, before it can go on.

A law asks for its arguments (`laws.py`), which may be promises whose laws ask in their turn: these
are the *calls* of an inquiry, the last one first to be answered. What has no value yet has to be
evaluated. Then the machine is sent to run a cell, with nothing that waits for its value: so it comes
back with it, and the inquiry proceeds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from lamb.calculus.arithmetic.laws import Enough, Known, Questions
from lamb.calculus.arithmetic.promises import give_up, keep, known_at_once, questions
from lamb.calculus.code import LAMBDA, Args, Cell, Code, Environment
from lamb.calculus.readback import Focus, Waiting
from lamb.calculus.term import Tick

State: TypeAlias = tuple[Code, Environment, Args, Waiting]
"""What the machine goes on with: code in an environment, its arguments, and the cells that wait."""


class Call(NamedTuple):
    """A law that asks: its questions, and the cell whose number they are about."""

    questions: Questions
    cell: Cell


class Inquiry:
    """What somebody has to know of a number, and what the machine does then.

    *found* says how to go on with what is known; *missed*, if it is no number. *before* is what the
    machine had in hand, the focus and what waited, for those who read a run that was stopped.
    """

    def __init__(
        self,
        call: Call,
        found: Callable[[Known], State],
        missed: Callable[[], State],
        before: tuple[Focus, Waiting],
    ) -> None:
        self.found = found
        self.missed = missed
        self.before = before
        self.computed = False
        self._calls = [call]
        self._wanted: tuple[Cell, Enough] | None = None  # what the last call has asked for
        self._seen: dict[int, tuple[Cell, Known]] = {}  # what is known in part

    def proceed(self, tick: Tick) -> Known | Cell:
        """What is known in the end, or a cell that has to be run first. Raises NoNumberError, Exhausted."""
        known: Known | None = None
        while self._calls:
            if self._wanted is not None:
                cell, enough = self._wanted
                known = self._known(cell, enough)
                if known is None:
                    code, env, _ = cell
                    if code[0] < LAMBDA:
                        return cell
                    self._calls.append(Call(questions(code, env, enough), cell))
            tick(1 if known is None else effort(known.least))
            try:
                self._wanted = self._calls[-1].questions.send(known)  # type: ignore[arg-type]
            except StopIteration as answer:
                known = answer.value
                self._wanted = None
                self._note(self._calls.pop().cell, answer.value)
        assert known is not None
        return known

    def _known(self, cell: Cell, enough: Enough) -> Known | None:
        """What is known of a cell, if it is enough."""
        known = known_at_once(cell, enough)
        if known is None and enough is not None and id(cell) in self._seen:
            _, seen = self._seen[id(cell)]
            known = seen if seen.least >= enough else None
        return known

    def _note(self, cell: Cell, known: Known) -> None:
        """Keep what has been found out about a cell."""
        if known.exactly:
            self.computed = True
            keep(cell, known.least)
        else:
            self._seen[id(cell)] = cell, known

    def give_up(self) -> None:
        """Something is no number, and so is all that needs it."""
        for _, cell in self._calls:
            give_up(cell)


def effort(number: int) -> int:
    """What it costs to compute with a number, counted in nodes: one, unless it has thousands of digits."""
    bits = number.bit_length()
    return 1 + (bits * bits >> 24)
