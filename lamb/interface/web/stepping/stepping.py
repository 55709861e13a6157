"""A walk on a page: events in, what is shown out.

stepping = Stepping(Walk(parse_term("(λx. x x) ((λy. y) z)")))
stepping.obey({"kind": "contract", "number": 2, "at": 0})
stepping.shown()["said"]      step 1, β: “z” takes the place of y, which occurs once. (λx. x x) z
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from lamb.calculus.budget import Budget
from lamb.calculus.quantities import counted
from lamb.calculus.term import Term
from lamb.calculus.unfolding import TooLarge
from lamb.course.walk import Choice, Walk
from lamb.errors import LambError
from lamb.interface.flaws import USUAL_HINT
from lamb.interface.strategies import named
from lamb.interface.web.stepping import remarks
from lamb.interface.web.stepping.asking import Asking
from lamb.interface.web.stepping.choices import offer
from lamb.interface.web.stepping.history import History
from lamb.interface.web.stepping.pictures import PICTURES, drawn
from lamb.interface.web.stepping.remarks import Remark, plain
from lamb.interface.web.stepping.showing import CHOICES, SHORT, about, arrival
from lamb.interface.web.stepping.verdicts import complaint

LARGEST = 30_000  # nodes of a term that is walked through
MOST_HELD = 1_000_000  # nodes in a run
LONGEST = 5.0  # seconds of a run
MOST_STEPS = 10_000  # of a walk
MOST_AT_ONCE = 1_000  # that are run
ROOM, MOST_ROOM = 600, 10_000  # characters of the term


class Stepping:
    """A walk, what its reader has asked for, and what is to be said.

    *hints* is how much is said at first about a wrong step. The walk's budget is made small enough for
    somebody to wait for. Raises LambError if the term is too large.
    """

    def __init__(self, walk: Walk, *, hints: int = USUAL_HINT) -> None:
        refuse_too_large(walk.term)
        walk.largest = min(walk.largest or LARGEST, LARGEST)
        walk.budget = _bearable(walk.budget)
        walk.watch = None  # that of a cell, which has ended; Ctrl-C is heard without one
        self.walk = walk
        self.pictures: frozenset[str] = frozenset()
        self._number = 0  # of events so far: a redex can be clicked on until the next one
        self._room = ROOM
        self._offer = offer(walk, ROOM)
        self._asking = Asking(hints)
        self._history = History()
        self._remark = Remark()
        self._arrived = False

    # ── events ──

    def obey(self, event: object) -> None:
        """Do what an event says; what cannot be done is said. Other things than events mean nothing."""
        action = self._meant(event)
        if action is None:
            return
        self._remark, self._arrived = Remark(), False
        try:
            action()
        except TooLarge:
            self._remark = plain("this step would make too large a term, and was not taken")
        except LambError as error:
            self._remark = complaint(error)
        except KeyboardInterrupt:
            self._remark = plain("this was interrupted")
        self._number += 1
        self._offer = offer(self.walk, self._room)

    def _meant(self, event: object) -> Callable[[], None] | None:
        match event:
            case {"kind": "forward"}:
                return self._forward
            case {"kind": "back"}:
                return partial(self._go, self.walk.steps - 1)
            case {"kind": "go", "step": int(step)}:
                return partial(self._go, step)
            case {"kind": "contract", "number": int(number), "at": self._number}:
                return partial(self._contract, number)
            case {"kind": "run"}:
                return self._run
            case {"kind": "strategy", "name": str(name)}:
                return partial(self._choose, name)
            case {"kind": "ask", "text": str(text)}:
                return partial(self._ask, text)
            case {"kind": "hint"}:
                return self._asking.tell_more
            case {"kind": "picture", "name": str(name), "on": bool(on)}:
                return partial(self._draw, name, on)
            case {"kind": "more"}:
                return self._show_more
        return None

    def _forward(self) -> None:
        """Take the next step by the strategy: again, if it is the one that was taken back."""
        upcoming = self.walk.upcoming
        if upcoming is None:
            return
        ahead = self.walk.ahead
        if ahead and (ahead[0][-1].rule, ahead[0][-1].path) == upcoming:
            self._go(self.walk.steps + 1)
        else:
            self._take(Choice(0, *upcoming, 0, 0, is_next=True))

    def _go(self, step: int) -> None:
        self.walk.go_to(step)
        self._arrive()

    def _contract(self, number: int) -> None:
        if 1 <= number <= len(self._offer.choices):
            self._take(self._offer.choices[number - 1])

    def _take(self, choice: Choice) -> None:
        self._refuse_more()
        self.walk.contract(choice)
        self._arrive()
        self._remark = remarks.repeated(self.walk)

    def _run(self) -> None:
        self._refuse_more()
        before = self.walk.steps
        try:
            divergence = self.walk.run(MOST_AT_ONCE)
        finally:
            self._arrive()
        self._remark = remarks.went_on(self.walk, self.walk.steps - before, divergence)

    def _refuse_more(self) -> None:
        if self.walk.steps >= MOST_STEPS:
            raise LambError(f"{MOST_STEPS:,} steps are as many as can be taken here")

    def _choose(self, name: str) -> None:
        self.walk.strategy = named(name)
        self._asking.forget()

    def _ask(self, text: str) -> None:
        if self._asking.ask(self.walk, text):
            self._forward()
            self._asking.praise()

    def _draw(self, name: str, on: bool) -> None:
        self.pictures = self.pictures | ({name} & PICTURES.keys()) if on else self.pictures - {name}

    def _show_more(self) -> None:
        self._room = min(4 * self._room, MOST_ROOM)

    def _arrive(self) -> None:
        self._arrived = True
        self._asking.forget()

    # ── what is shown ──

    def shown(self) -> dict[str, object]:
        """All that a page shows but the history and the pictures, by the place where it belongs."""
        walk, offered, is_last = self.walk, self._offer, self.walk.upcoming is None
        taken, answer = remarks.taken(walk), self._asking.answer(walk)
        ended = remarks.ended(walk, offered.choices) if is_last else Remark()
        arrived = arrival(walk, taken, ended) if self._arrived else ""
        return {
            "number": self._number,
            "step": walk.steps,
            "term": offered.html,
            "choices": about(offered, walk.strategy),
            "taken": taken.html,
            "ended": ended.html,
            "remark": self._remark.html,
            "answer": answer.html,
            "is_right": self._asking.is_right,
            "is_first": not walk.steps,
            "is_last": is_last,
            "stops": bool(self._remark.text),
            "strategy": SHORT[walk.strategy],
            "strategies": CHOICES,
            "pictures": sorted(self.pictures),
            "said": ". ".join(filter(None, [answer.text, self._remark.text, arrived])),
        }

    def history(self) -> str:
        """The steps of the walk, to click back into."""
        return self._history.html(self.walk)

    def drawn(self) -> dict[str, str]:
        """The pictures that are wanted, by their names."""
        return {name: drawn(name, self.walk) for name in PICTURES if name in self.pictures}


def refuse_too_large(term: Term) -> None:
    """Raises LambError for a term that is too large to be walked through here."""
    if term.size > LARGEST:
        raise LambError(f"this term is too large to step through: it has {counted(term.size, 'node')}")


def _bearable(budget: Budget) -> Budget:
    """A budget that is no larger than what a reader waits for."""
    nodes, seconds = budget.nodes or MOST_HELD, budget.seconds or LONGEST
    return replace(budget, nodes=min(nodes, MOST_HELD), seconds=min(seconds, LONGEST))
