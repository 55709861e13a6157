"""Where what a prompt says goes: a terminal, or the page of a notebook."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TextIO

from lamb.calculus.budget import Budget, Status
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Term
from lamb.cli.running import Progress
from lamb.definitions import Entry
from lamb.errors import LambError, Source
from lamb.repl.commands import Command, find
from lamb.repl.homes import Homes
from lamb.results import (
    Answer,
    Asked,
    Defined,
    Derived,
    Result,
)
from lamb.session import Session
from lamb.show.lines import (
    USUAL_HINT,
    Line,
    Look,
    Piece,
    complaint,
    flaws,
    render,
    ways_further,
)

if TYPE_CHECKING:
    from lamb.repl.commands.course import Learner
    from lamb.show.lines import Line


class Output(Protocol):
    """Takes lines. If it is *out_colored*, pieces look as different as their styles say."""

    out_colored: bool

    @property
    def screen(self) -> TextIO | None:
        """Where a line may come and go while an evaluation runs, if there is somebody who looks."""
        ...

    @property
    def columns(self) -> int:
        """How wide a line may be."""
        ...

    def answer(self, lines: Iterable[Line]) -> None:
        """Say what was asked for."""
        ...

    def remark(self, *lines: Line | str) -> None:
        """Say what there is to say about it."""
        ...

    def flush(self) -> None:
        """Let what has been said be seen."""
        ...

    def encodes(self, text: str) -> bool:
        """Whether *text* can be shown as it is."""
        ...

    def as_written(self, text: str) -> str:
        """What is shown of *text*."""
        ...


# ── Repl ────────────────────────────────────────────────────────────────────────────
# What a prompt does with what is typed: statements are run, `:commands` obeyed.
#
# Nothing that is typed ends it but leaving: whatever goes wrong is said, and all is as it was.


USUAL = Budget(nodes=10_000_000)
MOST_ANSWERS = 9
_COMMAND = re.compile(r":\s*(?P<word>[^\s!]*)(?P<rest>.*)", re.DOTALL)
_COMMENT = re.compile(r"(^|\s+)--(\s.*)?$")


class Leave(Exception):
    """Somebody wants to leave the prompt."""


@dataclass(slots=True)
class Settings:
    """What `:set` changes; the strategy and the budget are the session's."""

    time: bool = False
    ascii: bool = False
    debruijn: bool = False
    width: int = 0  # columns; 0: those of the terminal
    editing: Literal["emacs", "vi"] = "emacs"
    hints: int = USUAL_HINT  # how much is said about a wrong step
    numbers: bool = True  # the session's too


class Repl:
    """A session at a prompt, its answers, the newest first, and how they are shown."""

    absent: frozenset[str] = frozenset()
    """Commands, and topics of help, that are not offered here."""

    def __init__(self, terminal: Output, session: Session | None = None, homes: Homes = Homes()) -> None:  # noqa: B008
        self.terminal = terminal
        self.progress = Progress(terminal.screen)
        own = [homes.config] if homes.config else []
        self.session = session or Session(budget=USUAL, roots=(Path(), *own))
        self.session.watch = self.progress
        self.homes = homes
        self.settings = Settings(numbers=self.session.numbers)
        self.answers: list[Term] = []
        self.read: Callable[[str], str] = input  # asks for a line, in the middle of a command
        self.inputs = 0
        self.entered: list[str] = []
        self.asked: Term | None = None  # the last term that was evaluated
        self.past: list[dict[str, Entry]] = []  # the definitions before each input that changed them
        self.loaded: dict[Path, dict[str, Entry]] = {}  # files, and what they have defined
        self.learner: Learner | None = None
        self._seconds = 0.0  # that the last result took

    # ── an input ──

    def enter(self, text: str) -> None:
        """Do what a whole input says. Raises Leave, and nothing else."""
        with self.unharmed():
            self.carry_out(text)

    def carry_out(self, text: str) -> None:
        """Obey a command, or run statements. Raises LambError if the command cannot be obeyed."""
        typed = text.strip()
        self.inputs += 1
        self.entered.append(typed)
        with self._undoable():
            if command := _COMMAND.match(typed):
                self.obey(command["word"], _COMMENT.sub("", command["rest"].strip()))
            elif typed:
                self.run("it" if typed == "_" else text)
                if self.learner:
                    self.learner.hear(typed)

    @contextmanager
    def _undoable(self) -> Iterator[None]:
        """Keep the definitions that there were before an input, if it changes any."""
        before, undoable = dict(self.session.definitions.entries), len(self.past)
        try:
            yield
        finally:
            if before != self.session.definitions.entries and undoable == len(self.past):
                self.past.append(before)

    def obey(self, word: str, rest: str) -> None:
        """Do what a command says. Raises LambError."""
        find(word).action(self, rest)

    def help_of(self, command: Command) -> str:
        """Everything about a command, as it is here."""
        return command.help

    def run(self, text: str) -> None:
        """Carry out statements, and show what comes of them."""
        for result in self.watched(self.session.run(Source(text, self.source_name()))):
            if isinstance(result, Answer | Asked):
                self.asked = self.without_answers(result.term)
            if isinstance(result, Answer) and result.outcome.finished:
                self.remember(result.outcome.term)
            self.show(result)

    def source_name(self) -> str:
        """What errors call an input."""
        return f"<{self.inputs}>"

    def watched(self, results: Iterator[Result]) -> Iterator[Result]:
        """The results, with a line on the screen while one takes long."""
        while True:
            begun = time.perf_counter()
            with self.progress.watching():
                result = next(results, None)
            self._seconds = time.perf_counter() - begun
            if result is None:
                return
            yield result
            if self.progress.interrupted:
                if isinstance(result, Answer) and result.outcome.status is Status.INTERRUPTED:
                    return  # and that has been said
                raise KeyboardInterrupt

    def remember(self, term: Term) -> None:
        """Make a term the last answer: `it`. Those before become `it2`, `it3` and so on."""
        self.answers = [term, *self.answers[: MOST_ANSWERS - 1]]
        names = ("it" if number == 1 else f"it{number}" for number in range(1, MOST_ANSWERS + 1))
        self.session.definitions.answers = dict(zip(names, self.answers, strict=False))

    def without_answers(self, term: Term) -> Term:
        """A term with `it` and the like written out, which go on to mean something else."""
        definitions = self.session.definitions
        answers = {name: it for name, it in definitions.answers.items() if name not in definitions.entries}
        return replace_names(term, answers) if answers else term

    @contextmanager
    def unharmed(self) -> Iterator[None]:
        """Whatever happens is said, and no more than that."""
        self.progress.interrupted = False
        try:
            with self.progress.interruptible():
                yield
        except LambError as error:
            self.complain(error)
        except KeyboardInterrupt:
            self.progress.erase()
            self.terminal.remark("interrupted")
        except MemoryError:
            self.complain(LambError("the memory ran out", hint=":budget nodes 1e6 stops earlier"))

    # ── what is said ──

    @property
    def look(self) -> Look:
        """How results are shown now."""
        budget = self.session.budget
        return Look(
            format="debruijn" if self.settings.debruijn else "readings",
            ascii=self.settings.ascii or not self.terminal.encodes("λ"),
            elided=True,
            width=self.width,
            budget=budget,
            hints=ways_further(budget, ":budget {name} {limit}"),
        )

    @property
    def width(self) -> int:
        """How many columns a line may have."""
        return self.settings.width or self.terminal.columns

    def show(self, result: Result) -> None:
        """Say what came of a statement."""
        if isinstance(result, Defined) and result.replaced:
            self.terminal.remark(f"{result.name} is redefined")
        rendered = render(result, self.look)
        remarks = rendered.remarks
        if isinstance(result, Derived):
            remarks = flaws(result, self.settings.hints)
        if remarks:
            self.terminal.remark(*remarks)
        self.say(*rendered.answer)
        if self.settings.time and isinstance(result, Answer):
            took = f"{self._seconds:.3f} s, {result.outcome.steps:,} steps"
            if result.outcome.numbers_used:
                took += ", and arithmetic with integers"
            self.terminal.remark((Piece(took, "note"),))

    def say(self, *lines: Line | str) -> None:
        """Write lines to standard output."""
        self.progress.erase()
        self.terminal.answer((Piece(line),) if isinstance(line, str) else line for line in lines)
        self.terminal.flush()

    def complain(self, error: LambError) -> None:
        """Say what is wrong, where, and what to do now."""
        self.terminal.remark(*complaint(error))

    # ── settings ──

    def limit(self, **limits: float | None) -> None:
        """Change the budget of each evaluation."""
        self.session.budget = replace(self.session.budget, **limits)  # type: ignore[arg-type]
