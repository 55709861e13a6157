"""A walk at the prompt: the dialogue of `course/dialogue.py`, line by line.

          (λx. x x) ((λy. y) z)
      1 > ^^^^^^^^^^^^^^^^^^^^^  β
      2              ^^^^^^^^^^  β
    step 1: “(λy. y) z” takes the place of x, which occurs 2 times

Under the term each redex is underlined, with its number and its rule; `>` marks the next one. A line that
the reader types becomes a command. It is read through the prompt, and nothing here knows a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import partial

from lamb.calculus.reduction import Path, Rule
from lamb.calculus.strategies import STRATEGIES, Strategy, TooLarge, named
from lamb.calculus.term import Term
from lamb.course.dialogue import Dialogue, Position, Proposal, Ran
from lamb.course.presentation import explained
from lamb.course.walk import Choice, Walk
from lamb.errors import LambError
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.syntax import Expr
from lamb.quantities import counted, natural
from lamb.repl.repl import Repl
from lamb.show.lines import Line, Piece, Sentence, Style, commented
from lamb.show.reductions import NARROWEST, View, readings_of

MARGIN = 6  # columns
MOST_ROWS = 8
PROMPT, PREDICTING = "step> ", "next> "
KEYS = """\
  Enter or n   the next step, marked by >    r    run on to the end
  2            contract redex number 2       b    go back a step
  s value      go on by another strategy     h    what the next step leads to
  = (λy. y) z  is this the next step?        p    predict each step, unmarked
  (λy. y) z    asks so too; … is anything    ?    this text
  :type        any command, of this term     q    leave"""
WANTED = "Type the term that the next step leads to; h shows it, p ends this"
FORWARD = ("", "n", "next", "r", "run", "h", "hint")  # what a line can say as long as there is a next step


class Walking:
    """A walk that a reader takes, line by line. While the reader *is predicting*, each next step has to be
    typed, and no redex is marked.
    """

    def __init__(self, repl: Repl, walk: Walk) -> None:
        self.repl = repl
        self.dialogue = Dialogue(walk, hints=repl.settings.hints)
        self.is_predicting = False

    def begin(self) -> None:
        """Read lines and obey them, until one says to leave or no redex is left."""
        if not self.is_over:
            self.say("Enter is the next step; ? says what else there is; q leaves", "comment")
        self.show(self.dialogue.position)
        while not self.is_over:
            try:
                line = self.repl.read(PREDICTING if self.is_predicting else PROMPT).strip()
            except (EOFError, KeyboardInterrupt):
                self.repl.say("")
                return
            if line in ("q", "quit", "exit", ":q", ":quit", ":exit"):
                return
            with self.repl.unharmed():
                self.obey(line)

    @property
    def is_over(self) -> bool:
        position = self.dialogue.position
        return position.upcoming is None and not position.redexes

    def obey(self, line: str) -> None:
        """Do what a line says. Raises LambError."""
        position = self.dialogue.position
        word, _, rest = line.partition(" ")
        if line in FORWARD and position.upcoming is None:
            self.show_end(position)
        elif line.startswith(":"):
            self.carry_out(line)
        elif line in ("p", "predict"):
            self.is_predicting = not self.is_predicting
            self.say(WANTED if self.is_predicting else "Enter is the next step again", "comment")
            self.show(position)
        elif self.is_predicting and line in ("", "n", "next"):
            self.say(WANTED, "comment")
        elif line in ("", "n", "next"):
            self.tell(self.dialogue.take_next)
        elif line in ("r", "run"):
            self.tell(self.dialogue.run)
        elif line in ("h", "hint"):
            self.give_away(position)
        elif line in ("b", "back"):
            if not position.walk.steps:
                raise LambError("this is the term that the walk began with")
            self.show(self.dialogue.back())
        elif line in ("?", "help"):
            self.repl.say(*KEYS.split("\n"))
        elif (number := natural(line)) is not None:
            self.tell(partial(self.dialogue.contract, number))
        elif word in ("s", "strategy") and (not rest.strip() or _is_a_strategy(rest)):
            self.switch_to(rest.strip())
        elif text := line.removeprefix("=").strip():
            self.tell(partial(self.dialogue.propose, text))
        else:
            raise LambError("which term?", hint="= TERM asks whether it is the next step")

    def carry_out(self, command: str) -> None:
        """Obey a command of the prompt: of the term that the walk has come to, if it names none. A strategy
        that it sets is that of the walk, too.
        """
        before, asked = self.repl.session.strategy, self.repl.asked
        here = self.repl.asked = self.dialogue.position.walk.term
        try:
            self.repl.carry_out(command)
        finally:
            if self.repl.asked is here:
                self.repl.asked = asked
        if self.repl.session.strategy is not before:
            self.show(self.dialogue.switch_to(self.repl.session.strategy))

    def switch_to(self, name: str) -> None:
        position = self.dialogue.switch_to(named(name)) if name else self.dialogue.position
        if isinstance(position.remark, LambError):
            raise position.remark
        self.say(f"{position.walk.strategy.value}; the strategies are {', '.join(STRATEGIES)}")
        self.show(position)

    def give_away(self, position: Position) -> None:
        assert position.upcoming is not None
        try:
            self.say(text_of(self.repl, position.walk.after(position.upcoming)), "hint")
        except TooLarge:
            raise _too_large() from None

    def tell(self, command: Callable[[], Position]) -> None:
        """Do what a command does, and show where it has led. Raises LambError if it cannot be obeyed."""
        with self.repl.progress.watching():
            position = command()
        match position.answer:
            case Proposal() as proposal:
                self.repl.say(*proposal_lines(proposal, self.repl))
            case LambError() as error:
                raise error
        match position.remark:
            case TooLarge():
                raise _too_large()
            case LambError() | KeyboardInterrupt() as problem:
                raise problem
            case Ran(steps, ended) as ran:
                self.say(f"{counted(steps, 'step')} on{'' if ended else ', and it goes on'}", "note")
                if ran.endless:
                    self.say(ran.endless, "error")
            case _ if position.moved:
                self.say_step(position)
        if position.moved:
            self.show(position)

    # ── what is shown ──

    def say(self, text: str, style: Style = "plain") -> None:
        self.repl.say(Sentence((Piece(text, style),)))

    def say_step(self, position: Position) -> None:
        """Say what the last step did."""
        for line in position.last_step:
            what = "renamed" if line.rule is Rule.ALPHA else f"step {position.walk.steps:,}"
            self.say(f"{what}: {explained(line, ascii=self.repl.look.ascii)}", "comment")

    def show(self, position: Position) -> None:
        lines = redex_lines(position, self.repl)
        if self.is_predicting:
            lines = [tuple(piece._replace(style="plain") for piece in lines[0])]
        self.repl.say(*lines)
        if position.ended:
            self.show_end(position)

    def show_end(self, position: Position) -> None:
        found = readings_of(position.walk.term, self.repl.session.definitions)
        comment = found.listed(position.walk.text)
        self.repl.say(commented(f"a {position.ended}", comment, "note"))


def _too_large() -> LambError:
    return LambError("this step would make too large a term", hint="b goes back, q leaves")


def _is_a_strategy(words: str) -> bool:
    """*words* mean a strategy, and not terms that s is applied to."""
    words = words.strip()
    return bool(get_close_matches(words.lower(), STRATEGIES, n=1)) or words in {one.value for one in Strategy}


# ── A proposal ────────────────────────────────────────────────────────────────────────


def proposal_lines(proposal: Proposal, repl: Repl) -> list[Line]:
    """The answer to a text that was tried as the next step."""
    if proposal.reply.right:
        return [Sentence((Piece(proposal.message, "comment"),))]
    lines: list[Line] = [Sentence((Piece("no: ", "error"), Piece(proposal.message)))]
    if place := proposal.underlined:
        lines += [(Piece(f"  {line.partition('| ')[2]}"),) for line in place.quote().split("\n")]
    if proposal.solution is not None:
        lines.append((Piece(f"  hint: it is {text_of(repl, proposal.solution)}", "hint"),))
    return lines


# ── A term and its redexes ────────────────────────────────────────────────────────────


def redex_lines(position: Position, repl: Repl) -> list[Line]:
    """The term that a walk has come to, and its redexes, of which the next one is marked."""
    upcoming = position.upcoming
    is_parallel = upcoming is not None and upcoming[0] is Rule.PARALLEL
    found = excerpt_of(repl, position.walk.term, upcoming[1] if upcoming else ())
    node = found.at(upcoming[1]) if upcoming and not is_parallel else None
    start, end = (node.start, node.end) if node else (0, 0)
    marked = Piece(found.text[:start]), Piece(found.text[start:end], "redex"), Piece(found.text[end:])
    lines: list[Line] = [(Piece(" " * MARGIN), *(piece for piece in marked if piece.text))]
    shown = _shown(position, found)
    lines += [_underlining(choice, found, repl) for choice in shown]
    if is_parallel:
        lines.append((Piece(f"{'':{MARGIN}}the next step contracts all of them at once", "hint"),))
    if hidden := len(position.redexes) - len(shown):
        last = len(position.redexes)
        lines.append((Piece(f"{'':{MARGIN}}and {hidden:,} more, up to number {last:,}", "note"),))
    return lines


def _shown(position: Position, found: Excerpt) -> list[Choice]:
    """The redexes that there is room for, the next one among them."""
    inside = [choice for choice in position.redexes if _is_whole(found, choice.path)]
    following = [choice for choice in inside if choice.is_next][:1]
    others = [choice for choice in inside if not choice.is_next]
    return sorted(following + others[: MOST_ROWS - len(following)], key=lambda choice: choice.number)


def _underlining(choice: Choice, found: Excerpt, repl: Repl) -> Line:
    node = found.at(choice.path)
    assert node is not None
    mark = f"{choice.number:>3} {'>' if choice.is_next else ' '} "
    rule = View(ascii=repl.look.ascii).name(choice.rule)
    style: Style = "hint" if choice.is_next else "note"
    return (Piece(f"{mark}{underline(repl, found, node)}  {rule}", style),)


def underline(repl: Repl, found: Excerpt, node: Expr) -> str:
    """Marks under a part of a text."""
    measure = repl.look.measure
    return " " * measure(found.text[: node.start]) + "^" * measure(found.text[node.start : node.end])


def text_of(repl: Repl, term: Term) -> str:
    """A term on one line."""
    return excerpt_of(repl, term, ()).text


def excerpt_of(repl: Repl, term: Term, focus: Path) -> Excerpt:
    """As much of a term as has room on a line, around a part of it."""
    room = max(NARROWEST, repl.width - MARGIN - 4)
    return excerpt(term, Room(room, repl.look.measure, repl.look.ascii), focus)


def _is_whole(found: Excerpt, path: Path) -> bool:
    """The part at a path is shown by itself, and not as the `…` of something around it."""
    inside = path[: len(found.window)] == found.window
    tree: object = found.tree if inside else None
    for step in path[len(found.window) :]:
        tree = getattr(tree, step, None)
    return tree is not None
