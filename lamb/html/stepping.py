"""The style sheet of what `Stepping` shows, but for the page around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import STRATEGIES, Strategy, TooLarge, named
from lamb.calculus.term import Term
from lamb.course.walk import Choice, Walk
from lamb.errors import LambError, ParseError
from lamb.html import remarks
from lamb.html.choices import Offer, button, offer
from lamb.html.remarks import (
    MOST_HINTS,
    History,
    Remark,
    Verdict,
    complaint,
    given_away,
    plain,
)
from lamb.html.style import LEVELS, TERMS, colours, lighting
from lamb.quantities import counted
from lamb.show.lines import USUAL_HINT

POINTED_AT = ".lamb-choice.r{level}:is(:hover:not(:has(.lamb-choice:hover)),:focus-visible)"

PLACES = ",".join(f"{POINTED_AT.format(level=level)}>.lamb-function .v{level}" for level in range(LEVELS))
"""The variables in a β-redex that is pointed at, whose places its argument would take."""

STYLE = f"{colours()}{TERMS}{lighting(LEVELS)}{PLACES}{{background:var(--lamb-goes);border-radius:3px}}"


# ── Pictures ────────────────────────────────────────────────────────────────────────
# The pictures that follow a walk.


PICTURES = {
    "tree": ("lamb.pictures.tree", "tree"),
    "diagram": ("lamb.pictures.tromp", "diagram"),
}
MOST_DRAWN = 300  # nodes


def drawn(name: str, walk: Walk) -> str:
    """The picture of the term that a walk has come to, in SVG; of a large one, its top."""
    module, function = PICTURES[name]
    return str(getattr(import_module(module), function)(walk.term, most=MOST_DRAWN).svg)


# ── Asking ──────────────────────────────────────────────────────────────────────────
# What a reader asks about the next step: is it this? and what is it?


LONGEST_TYPED = 10_000  # characters
YES = '<p class="lamb-fine">✓ Yes, this is the next step.</p>'


class Asking:
    """What was typed last, and what is answered; nothing, once there is another next step.

    *hints* is how much is said at first about a wrong step, from 1 to 3 (`verdicts.py`).
    """

    def __init__(self, hints: int) -> None:
        self.hints = max(1, min(hints, MOST_HINTS))
        self.forget()

    def forget(self) -> None:
        """Nothing has been asked."""
        self._verdict: Verdict | None = None  # on a wrong step
        self._said = Remark()  # of any other text
        self._given = 0  # how much has been given away to somebody who typed nothing
        self.is_right = False

    def ask(self, walk: Walk, text: str) -> bool:
        """Whether a text is the next step of a walk. Raises TooLarge."""
        self.forget()
        try:
            reply = walk.ask(_typed(text))
        except LambError as error:
            self._said = complaint(error)
            return False
        self._verdict = None if reply.right else Verdict(text, reply, self.hints)
        return reply.right

    def praise(self) -> None:
        """The next step was typed, and has been taken."""
        self.is_right = True
        self._said = Remark("yes, this is the next step", YES)

    def tell_more(self) -> None:
        """Answer more of what was asked, or of what comes next."""
        if self._verdict:
            self._verdict = replace(self._verdict, hints=min(self._verdict.hints + 1, MOST_HINTS))
        else:
            given = self._given
            self.forget()
            self._given = min(given + 1, 2)

    def answer(self, walk: Walk) -> Remark:
        """What is answered."""
        if self._verdict:
            return self._verdict.remark(walk)
        return given_away(walk, result=self._given > 1) if self._given else self._said


def _typed(text: str) -> str:
    if not text.strip():
        raise ParseError("type what the term becomes in the next step", hint="… stands for any part of it")
    if len(text) > LONGEST_TYPED:
        raise ParseError(f"this is too long: type no more than {LONGEST_TYPED:,} characters")
    return text


# ── Showing ─────────────────────────────────────────────────────────────────────────
# What is said around the term: what can be clicked on, what is next, and where a step has led.


LONGEST_SAID = 200  # characters of a term that is read out

ORDERS = {
    Strategy.NORMAL: "the leftmost of the outermost redexes comes first",
    Strategy.APPLICATIVE: "the leftmost of the innermost redexes comes first: arguments before they are used",
    Strategy.CALL_BY_NAME: "outermost first, but never under a λ",
    Strategy.CALL_BY_VALUE: "arguments first, and never under a λ",
    Strategy.HEAD: "only the redex at the head, under λs as well",
    Strategy.WEAK_HEAD: "only the redex at the head, and not under a λ",
    Strategy.PARALLEL: "all redexes that there are, in one step",
}
SHORT = {strategy: name for name, strategy in STRATEGIES.items()}
CHOICES = [[SHORT[strategy], strategy.value, order] for strategy, order in ORDERS.items()]
"""The strategies to choose from: for an event, for a reader, and in what order each contracts."""


def about(offered: Offer, strategy: Strategy) -> str:
    """What can be clicked on, and what comes next."""
    choices, whole = offered.choices, offered.whole
    more = "" if whole else f" {button('show more of the term', 'more', cls='lamb-link')}"
    if not choices:
        return f"No redex {'is left' if whole else 'is shown'}.{more}"
    number = counted(len(choices), "redex", "redexes") + ("" if whole else " shown")
    marked = sum(choice.is_next for choice in choices)
    if len(choices) == marked == 1:
        return f"{number}, which is next by {strategy.value}: click on it to contract it.{more}"
    what = {0: "none of them is", 1: "the marked one is"}.get(marked, "the marked ones are")
    return f"{number}: click on one to contract it. By {strategy.value}, {what} next.{more}"


def arrival(walk: Walk, taken: Remark, ended: Remark) -> str:
    """Where a step has led, to be read out."""
    text = walk.text
    term = text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…"
    step = f"step {walk.steps}, {taken.text}" if walk.steps else "the start"
    return ". ".join(filter(None, [step, term, ended.text]))


# ── Stepping ────────────────────────────────────────────────────────────────────────
# A walk on a page: events in, what is shown out.
#
# stepping = Stepping(Walk(parse_term("(λx. x x) ((λy. y) z)")))
# stepping.obey({"kind": "contract", "number": 2, "at": 0})
# stepping.shown()["said"]      step 1, β: “z” takes the place of y, which occurs once. (λx. x x) z


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
