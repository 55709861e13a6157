"""The redexes of a term on a walk: each underlined, with its number and its rule."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lamb.analysis.divergence import Cycle
from lamb.calculus.reduction import Path, Rule
from lamb.calculus.strategies import STRATEGIES, Strategy, TooLarge, named
from lamb.calculus.term import Term
from lamb.course.presentation import explained
from lamb.course.verdicts import Mistake
from lamb.course.walk import Choice, Walk
from lamb.errors import LambError, Place, Source, columns
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.quantities import counted, natural
from lamb.show.lines import Line, Piece, shown_readings
from lamb.show.reductions import NARROWEST, View, readings_of

if TYPE_CHECKING:
    from lamb.course.presentation import Shown
    from lamb.repl.repl import Repl

MARGIN = 6  # columns
MOST_ROWS = 8


def choices(walk: Walk, repl: Repl) -> list[Line]:
    """The term that a walk has come to, and its redexes, of which the next one is marked."""
    upcoming = walk.next
    found = _excerpt(repl, walk.term, upcoming.path if upcoming else ())
    lines: list[Line] = [(Piece(" " * MARGIN), *_term(found, upcoming))]
    seen = [(choice, found.at(choice.path)) for choice in walk.choices]
    inside = [(choice, node) for choice, node in seen if node is not None and _is_whole(found, choice.path)]
    shown = [one for one in inside if one[0].is_next][:1]
    shown += [one for one in inside if not one[0].is_next][: MOST_ROWS - len(shown)]
    view = View(ascii=repl.look.ascii)
    for choice, node in sorted(shown, key=lambda one: one[0].number):
        before, under = columns(found.text[: node.start]), columns(found.text[node.start : node.end])
        mark = f"{choice.number:>3} {'>' if choice.is_next else ' '} "
        row = f"{mark}{' ' * before}{'^' * under}  {view.name(choice.rule)}"
        lines.append((Piece(row, "hint" if choice.is_next else "note"),))
    if upcoming and upcoming.rule is Rule.PARALLEL:
        lines.append((Piece(f"{'':{MARGIN}}the next step contracts all of them at once", "hint"),))
    if hidden := len(seen) - len(shown):
        lines.append((Piece(f"{'':{MARGIN}}and {hidden:,} more, up to number {len(seen):,}", "note"),))
    return lines


def text_of(repl: Repl, term: Term, focus: Path = ()) -> str:
    """A term on one line, around a part of it."""
    return _excerpt(repl, term, focus).text


def _excerpt(repl: Repl, term: Term, focus: Path) -> Excerpt:
    room = max(NARROWEST, repl.width - MARGIN - 4)
    return excerpt(term, Room(room, columns, repl.look.ascii), focus)


def _term(found: Excerpt, upcoming: Choice | None) -> Line:
    """The text, in which the next redex can be told from the rest."""
    node = found.at(upcoming.path) if upcoming and upcoming.rule is not Rule.PARALLEL else None
    if node is None:
        return (Piece(found.text),)
    text = found.text
    return (Piece(text[: node.start]), Piece(text[node.start : node.end], "redex"), Piece(text[node.end :]))


def _is_whole(found: Excerpt, path: Path) -> bool:
    """Whether the part at a path is shown by itself, and not as the `…` of something around it."""
    tree = found.tree
    for step in path[len(found.window) :]:
        if not hasattr(tree, step):
            return False
        tree = getattr(tree, step)
    return True


# ── Replies ─────────────────────────────────────────────────────────────────────────
# What is said to somebody who asks “is this the next step?”.


def answered(walk: Walk, text: str, repl: Repl) -> tuple[bool, list[Line]]:
    """Whether a text is the next step of a walk, and what to say about it. Raises ParseError.

    How much is said depends on the setting for hints.
    """
    reply = walk.ask(text)
    if reply.right:
        return True, [(Piece("yes, this is the next step", "comment"),)]
    assert reply.mistake is not None
    hint = repl.settings.hints
    lines: list[Line] = [(Piece("no: ", "error"), Piece(_message(reply.mistake, hint)))]
    if hint >= 2:
        lines += _underlined(walk, text, reply.mistake)
    upcoming = walk.next
    if hint >= 3 and upcoming is not None:
        lines.append((Piece(f"  hint: it is {text_of(repl, walk.after(upcoming))}", "hint"),))
    return False, lines


def _message(mistake: Mistake, hint: int) -> str:
    return mistake.message(min(hint, 2)) if hint else "this is not the next step"


def _underlined(walk: Walk, text: str, mistake: Mistake) -> list[Line]:
    """The term that the mistake is in, and where it is."""
    if mistake.place is None:
        return []
    side, start, end = mistake.place
    if start >= end:
        return []
    quoted = Place(Source(walk.text if side == "left" else text), start, end).quote()
    return [(Piece(f"  {line.partition('| ')[2]}"),) for line in quoted.split("\n")]


# ── Walking ─────────────────────────────────────────────────────────────────────────
# A walk at the prompt: a term, its redexes, and what somebody wants to do with them.
#
#           (λx. x x) ((λy. y) z)
#       1 > ^^^^^^^^^^^^^^^^^^^^^  β
#       2              ^^^^^^^^^^  β
#     step 1: “(λy. y) z” takes the place of x, which occurs 2 times
#
# It reads its keys, each a line, through a function that asks for one: it knows no terminal.


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
