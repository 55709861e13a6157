"""The conversation on a walk through a reduction, without input or output.

    dialogue = Dialogue(Walk(parse_term("(λx. x x) ((λy. y) z)")), hints=1)
    dialogue.contract(2).walk.text         (λx. x x) z
    dialogue.propose("z z z").answer       a Proposal, with what is wrong with it
    dialogue.hint().answer                 the same proposal, with one hint more

A front end calls a command for what its reader types or clicks on, and shows the `Position` that it leads
to: the prompt in `repl/walking.py`, a page in `html/walk_page.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeAlias

from lamb.analysis.divergence import Cycle, Divergence
from lamb.calculus.reduction import Path, Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import Shown
from lamb.course.verdicts import HINTS, Mistake, Told
from lamb.course.walk import Choice, Redex, Reply, Walk
from lamb.errors import LambError, ParseError, Place, Source
from lamb.quantities import counted

MOST_AT_ONCE = 1_000  # steps of a run
LOOKED_BACK = 100  # steps in which a term is looked for
LONGEST_TYPED = 10_000  # characters


# ── What there is to show ─────────────────────────────────────────────────────────────


class Ran(NamedTuple):
    """A run of so many *steps*. It *ended*, or there may be a reason to believe that it never does."""

    steps: int
    ended: bool
    divergence: Divergence | None

    @property
    def endless(self) -> str:
        """The sentence that it does not end; empty if nothing is known.

        >>> Ran(1, False, Cycle(1, 0)).endless
        'this never ends: step 1 is α-equal to the start: it repeats for ever'
        """
        if self.divergence is None:
            return ""
        never = "never ends" if isinstance(self.divergence, Cycle) else "does not seem to end"
        return f"this {never}: {self.divergence}"


class Returned(NamedTuple):
    """The term is again the one that there was after *step* steps."""

    step: int

    def __str__(self) -> str:
        where = f"after step {self.step}" if self.step else "at the start"
        return f"this is the term that there was {where}: going on like this repeats for ever"


Remark: TypeAlias = Ran | Returned | LambError | KeyboardInterrupt
"""The remark on a command: also that it could not be carried out, or was interrupted."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A *text* that was tried as the step after a *term*, the *reply*, and how many *hints* are given of it.

    The hints are those of a mistake (`verdicts.py`); the third one tells where the next step leads.
    """

    term: str
    text: str
    reply: Reply
    hints: int

    @property
    def message(self) -> str:
        """The mistake, as far as the hints tell it."""
        return self._told.message

    @property
    def _told(self) -> Told:
        if self.reply.mistake is None:
            return Told("yes, this is the next step")
        return self.reply.mistake.told(self.hints) if self.hints else Told("this is not the next step")

    @property
    def underlined(self) -> Place | None:
        """The part that is underlined, of a source that is called “the term” or “your step”."""
        if (part := self._told.underlined) is None:
            return None
        side, start, end = part
        source = Source(self.term, "the term") if side == "left" else Source(self.text, "your step")
        return Place(source, start, end)

    @property
    def solution(self) -> Term | None:
        """The term that the next step leads to, once the hints say so."""
        return self.reply.goal if self.hints >= HINTS[-1] and not self.reply.right else None

    @property
    def has_more(self) -> bool:
        """True if there is another hint to be given."""
        return self.reply.goal is not None and self.hints < HINTS[-1]


class Hint(NamedTuple):
    """A hint about the *next* step, to a reader who has proposed none: what it does, then where it *leads*.

    *next* is None where no step is left.
    """

    next: Shown | None
    leads: bool = False


Answer: TypeAlias = Proposal | Hint | LambError
"""The answer to a proposal, or to a question for a hint; an error in what was typed."""


@dataclass(frozen=True)
class Position:
    """All there is to show at one point of a walk. Later steps leave it as it is.

    *moved*: the last command has led here. What it has to say is the *remark*; the *answer* stays until
    another step is next.
    """

    walk: Walk
    moved: bool
    remark: Remark | None
    answer: Answer | None

    @cached_property
    def upcoming(self) -> tuple[Rule, Path] | None:
        """The next step by the strategy."""
        return self.walk.upcoming

    @cached_property
    def redexes(self) -> Sequence[Choice]:
        """The redexes, with their numbers and rules."""
        return self.walk.choices

    @property
    def last_step(self) -> Sequence[Shown]:
        """The last step, after the renamings that it needed."""
        return self.walk.taken[-1] if self.walk.taken else ()

    @property
    def ended(self) -> str:
        """The form that the strategy has reached, and after how many steps; empty where it goes on."""
        if self.upcoming is not None:
            return ""
        after = f"after {counted(self.walk.steps, 'step')}" if self.walk.steps else "already"
        return f"{self.walk.strategy.form} {after}"

    @property
    def is_right(self) -> bool:
        """A proposal was right, and has led here."""
        return isinstance(self.answer, Proposal) and self.answer.reply.right


# ── The conversation ──────────────────────────────────────────────────────────────────


Parameters = ParamSpec("Parameters")


def _command(
    act: Callable[Concatenate[Dialogue, Parameters], None],
) -> Callable[Concatenate[Dialogue, Parameters], Position]:
    """A command, which acts and returns the position that this leads to. A problem is the remark there."""

    @wraps(act)
    def obeyed(self: Dialogue, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Position:
        self._moved, self._remark = False, None
        try:
            act(self, *args, **kwargs)
        except (LambError, KeyboardInterrupt) as problem:
            self._remark = problem
        return self.position

    return obeyed


class Dialogue:
    """A walk, and what has been said on it. Its commands return the position that they lead to.

    *hints*, of 3, are given at first about a wrong proposal. No more than *most_steps* are taken.
    """

    def __init__(self, walk: Walk, *, hints: int, most_steps: int | None = None) -> None:
        self.walk = walk
        self.hints = max(0, min(hints, HINTS[-1]))
        self.most_steps = most_steps
        self._moved = False
        self._remark: Remark | None = None
        self._answer: Answer | None = None

    @property
    def position(self) -> Position:
        """The position now, whether a command has led there or not."""
        return Position(self.walk.copy(), self._moved, self._remark, self._answer)

    @_command
    def take_next(self) -> None:
        """Take the next step by the strategy. If it is the one that was taken back, those after it stay."""
        upcoming, ahead = self.walk.upcoming, self.walk.ahead
        if upcoming is None:
            return
        if ahead and (ahead[0][-1].rule, ahead[0][-1].path) == upcoming:
            self.go_to(self.walk.steps + 1)
        else:
            self.contract(upcoming)

    @_command
    def contract(self, redex: Redex | int) -> None:
        """Contract a redex, or the one that has this number."""
        self._refuse_more()
        try:
            self.walk.contract(redex)
        except ValueError as error:
            raise LambError(str(error)) from None
        self._arrive()
        self._remark = _returned(self.walk)

    @_command
    def run(self) -> None:
        """Go on by the strategy, to its end if that is not too far."""
        self._refuse_more()
        before = self.walk.steps
        try:
            divergence = self.walk.run(MOST_AT_ONCE)
        finally:
            self._arrive()
        self._remark = Ran(self.walk.steps - before, self.walk.upcoming is None, divergence)

    @_command
    def back(self) -> None:
        """Take the last step back."""
        self.go_to(self.walk.steps - 1)

    @_command
    def go_to(self, steps: int) -> None:
        """Go to where so many *steps* had been taken, back or forward again."""
        self.walk.go_to(steps)
        self._arrive()

    @_command
    def switch_to(self, strategy: Strategy) -> None:
        """Go on by another strategy."""
        self.walk.strategy, self._answer = strategy, None

    @_command
    def propose(self, text: str) -> None:
        """Try a *text* as the next step. If it is the next step, it is taken."""
        self._answer = None
        try:
            proposal = proposed(self.walk, text, self.hints)
        except LambError as error:
            self._answer = error
            return
        if proposal.reply.right:
            self.take_next()
        if self._moved or not proposal.reply.right:
            self._answer = proposal

    @_command
    def hint(self) -> None:
        """Say more about the proposal, if it was wrong, or else about the next step."""
        upcoming = self.walk.upcoming
        match self._answer:
            case Proposal(reply=Reply(Mistake())) as proposal:
                self._answer = replace(proposal, hints=min(proposal.hints + 1, HINTS[-1]))
            case Hint(following):
                self._answer = Hint(following, leads=True)
            case _:
                after = Shown(*upcoming, self.walk.term, self.walk.after(upcoming)) if upcoming else None
                self._answer = Hint(after)

    def _arrive(self) -> None:
        self._moved, self._answer = True, None

    def _refuse_more(self) -> None:
        if self.most_steps is not None and self.walk.steps >= self.most_steps:
            raise LambError(f"no more than {counted(self.most_steps, 'step')} can be taken here")


def proposed(walk: Walk, text: str, hints: int) -> Proposal:
    """The proposal of a *text* as the next step of a walk. Raises ParseError and TooLarge."""
    if not text.strip():
        raise ParseError("type what the term becomes in the next step", hint="… stands for any part of it")
    if len(text) > LONGEST_TYPED:
        raise ParseError(f"this is too long: type no more than {LONGEST_TYPED:,} characters")
    return Proposal(walk.text, text, walk.ask(text), hints)


def _returned(walk: Walk) -> Returned | None:
    """The term was there before, in the last hundred steps; None if it was not."""
    first = max(0, walk.steps - LOOKED_BACK)
    terms = [walk.start, *(lines[-1].after for lines in walk.taken)]
    for step in range(first, walk.steps):
        if terms[step].size == walk.term.size and terms[step] == walk.term:
            return Returned(step)
    return None
