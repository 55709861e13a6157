"""A walk at the prompt: a term, its redexes, and what somebody wants to do with them.

          (λx. x x) ((λy. y) z)
      1 > ^^^^^^^^^^^^^^^^^^^^^  β
      2              ^^^^^^^^^^  β
    step 1: “(λy. y) z” takes the place of x, which occurs 2 times

It reads its keys, each a line, through a function that asks for one: it knows no terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lamb.calculus.divergence import Cycle
from lamb.calculus.quantities import counted, natural
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.unfolding import TooLarge
from lamb.course.presentation.explanation import explained
from lamb.course.walk import Walk
from lamb.errors import LambError
from lamb.interface.endings import readings_of
from lamb.interface.render import Line, Piece, shown_readings
from lamb.interface.repl.choices import choices, text_of
from lamb.interface.repl.replies import answered
from lamb.interface.strategies import STRATEGIES, named

if TYPE_CHECKING:
    from lamb.course.presentation.presented import Shown
    from lamb.interface.repl.repl import Repl

MOST_STEPS = 1_000  # that are run at once
PROMPT = "step> "
KEYS = """\
  Enter or n   the next step, marked by >    r    run on to the end
  2            contract redex number 2       b    go back a step
  s value      go on by another strategy     h    what the next step leads to
  = (λy. y) z  is this the next step?        ?    this text
  (λy. y) z    asks so too; … is anything    q    leave"""


class Walking:
    """A walk that somebody takes, line by line."""

    def __init__(self, repl: Repl, walk: Walk) -> None:
        self.repl = repl
        self.walk = walk
        self.keys: dict[str, Callable[[], None]] = {
            "": self.forward,
            "n": self.forward,
            "next": self.forward,
            "b": self.back,
            "back": self.back,
            "r": self.run,
            "run": self.run,
            "h": self.give_away,
            "hint": self.give_away,
            "?": self.help,
            "help": self.help,
        }

    def begin(self) -> None:
        """Walk until somebody has had enough."""
        self.repl.say((Piece("Enter is the next step; ? says what else there is; q leaves", "comment"),))
        self.show()
        while True:
            try:
                line = self.repl.read(PROMPT).strip()
            except (EOFError, KeyboardInterrupt):
                self.repl.say("")
                return
            if line in ("q", "quit", ":q", ":quit"):
                return
            with self.repl.unharmed():
                self.obey(line)

    def obey(self, line: str) -> None:
        """Do what a line says. Raises LambError."""
        word, _, rest = line.partition(" ")
        try:
            if line in self.keys:
                self.keys[line]()
            elif (number := natural(line)) is not None:
                self.contract(number)
            elif word in ("s", "strategy") and (not rest.strip() or _is_a_strategy(rest)):
                self.choose(rest.strip())
            else:
                self.ask(line.removeprefix("=").strip())
        except TooLarge:
            raise LambError("this step would make too large a term", hint="b goes back, q leaves") from None

    # ── keys ──

    def forward(self) -> None:
        if self.walk.next is None:
            return self.show_end()
        return self.arrive(self.walk.forward())

    def back(self) -> None:
        if not self.walk.back():
            raise LambError("this is the term that the walk began with")
        self.show()

    def contract(self, number: int) -> None:
        try:
            lines = self.walk.contract(number)
        except ValueError as error:
            raise LambError(str(error)) from None
        self.arrive(lines)

    def run(self) -> None:
        if self.walk.next is None:
            self.show_end()
            return
        most = min(MOST_STEPS, self.walk.budget.steps or MOST_STEPS)
        before = self.walk.steps
        with self.repl.progress.watching():
            divergence = self.walk.run(most)
        taken = self.walk.steps - before
        more = ", and it goes on" if self.walk.next else ""
        self.say(f"{counted(taken, 'step')} on{more}", "note")
        if isinstance(divergence, Cycle):
            self.say(f"this never ends: {divergence}", "error")
        elif divergence:
            self.say(f"this does not seem to end: {divergence}", "error")
        self.show()

    def choose(self, name: str) -> None:
        if name:
            self.walk.strategy = named(name)
        self.say(f"{self.walk.strategy.value}; the strategies are {', '.join(STRATEGIES)}")
        self.show()

    def ask(self, text: str) -> None:
        if not text:
            raise LambError("which term?", hint="= TERM asks whether it is the next step")
        right, lines = answered(self.walk, text, self.repl)
        self.repl.say(*lines)
        if right:
            self.forward()

    def give_away(self) -> None:
        upcoming = self.walk.next
        if upcoming is None:
            return self.show_end()
        return self.say(text_of(self.repl, self.walk.after(upcoming)), "hint")

    def help(self) -> None:
        self.repl.say(*KEYS.split("\n"))

    # ── what is shown ──

    def say(self, text: str, style: str = "plain") -> None:
        self.repl.say((Piece(text, style),))  # type: ignore[arg-type]

    def arrive(self, lines: list[Shown]) -> None:
        """Say what a step did, and where it has led."""
        ascii = self.repl.look.ascii
        for line in lines:
            what = "renamed" if line.rule is Rule.ALPHA else f"step {self.walk.steps:,}"
            self.say(f"{what}: {explained(line, ascii=ascii)}", "comment")
        self.show()

    def show(self) -> None:
        self.repl.say(*choices(self.walk, self.repl))
        if self.walk.next is None:
            self.show_end()

    def show_end(self) -> None:
        found = readings_of(self.walk.term, self.repl.session.definitions)
        comment = shown_readings(self.walk.text, found)
        steps = f" after {counted(self.walk.steps, 'step')}" if self.walk.steps else " already"
        end: Line = (Piece(f"a {self.walk.strategy.form}{steps}", "note"),)
        self.repl.say((*end, Piece(f"    -- {comment}", "comment")) if comment else end)


def _is_a_strategy(words: str) -> bool:
    """Whether somebody means a strategy, and not what s is applied to."""
    return bool(get_close_matches(words.strip().lower(), STRATEGIES, n=1)) or words.strip() in {
        strategy.value for strategy in Strategy
    }
