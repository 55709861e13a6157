"""A prompt: what it does with a line, and the commands that it knows.

Statements are run, `:commands` obeyed, and what comes of them is said to an `Output`: a terminal, or the
page of a notebook. No input ends a prompt but `:quit`: if something goes wrong, that is said, and the
definitions are as they were. A command is a function, registered with its line of help; its docstring is what
`:help name` says. The modules that have commands are imported when the first is looked for.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Literal, Protocol, TextIO, TypeAlias

from lamb.calculus.budget import Budget, Status
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Term
from lamb.cli.progress import Progress
from lamb.course.verdicts import USUAL_HINT
from lamb.definitions import Entry
from lamb.errors import LambError, ParseError, Source, did_you_mean
from lamb.notation.names import remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.spelling import apart, notes_on
from lamb.repl.homes import Homes
from lamb.repl.lexing import command as command_in, inputs
from lamb.results import Answer, Asked, Defined, Derived, Exit, Note, Result, exit_of, worst
from lamb.session import Session
from lamb.show.lines import Line, Look, Piece, complaint, flaws, noted, render, ways_further

USUAL = Budget(nodes=10_000_000, seconds=10)
"""Neither a prompt nor a notebook that runs by itself must hang for ever; `:budget` changes it."""
ANSWERS = ("it", *(f"it{number}" for number in range(2, 10)))
_COMMAND = re.compile(r":\s*(?P<word>[^\s!]*)(?P<rest>.*)", re.DOTALL)
_BARE = re.compile(r"(?P<word>exit|quit|help|\?)(\s+(?P<rest>\S+))?")
_SHELL = re.compile(r":?\s*!")
_COMMENT = re.compile(r"(^|\s+)--(\s.*)?$")


class Output(Protocol):
    """Takes lines: the *answer*, which is what was asked for, and *remarks* about it; a text is a sentence.

    *page* says an answer of which there may be more than a screen has room for. Where pieces of lines look
    different, the output is *out_colored*. A line may come and go on its *screen*, while an evaluation runs,
    if a person looks at one. What the output *encodes* is shown as it is, all else is spelled out, and so is
    all that *ascii* lacks, if that is set; the *measure* is how wide a text is then.
    """

    out_colored: bool
    ascii: bool

    @property
    def screen(self) -> TextIO | None: ...
    @property
    def columns(self) -> int: ...
    def answer(self, lines: Iterable[Line | str]) -> None: ...
    def page(self, lines: Iterable[Line | str]) -> None: ...
    def remark(self, *lines: Line | str) -> None: ...
    def flush(self) -> None: ...
    def encodes(self, text: str) -> bool: ...
    def measure(self, text: str) -> int: ...


class Listener(Protocol):
    """Hears of each input that is no command, once it has been carried out, and of an empty one."""

    def hear(self, typed: str) -> None: ...


@dataclass(slots=True)
class Settings:
    """The options of `:set`; the strategy and the budget are the session's."""

    time: bool = False
    ascii: bool = False
    debruijn: bool = False
    width: int = 0  # columns; 0: those of the terminal
    editing: Literal["emacs", "vi"] = "emacs"
    hints: int = USUAL_HINT  # how much is said about a wrong step
    numbers: bool = True  # the session's too
    letters: bool = False  # and so is this


class Leave(EOFError):
    """The user leaves the prompt, as Ctrl-D does."""


class Repl:
    """A session at a prompt, and how its answers are shown."""

    absent: frozenset[str] = frozenset()
    """Commands, and topics of help, that are not offered here."""

    def __init__(self, terminal: Output, session: Session | None = None, homes: Homes = Homes()) -> None:  # noqa: B008
        self.terminal = terminal
        self.progress = Progress(terminal.screen)
        own = [homes.config] if homes.config else []
        self.session = session or Session(budget=USUAL, roots=(Path(), *own))
        self.session.watch = self.progress
        self.homes = homes
        self.settings = Settings(numbers=self.session.numbers, letters=self.session.letters)
        self.read: Callable[[str], str] = input  # asks for a line, in the middle of a command
        self.entered: list[str] = []
        self.asked: Term | None = None  # the last term that was evaluated
        self.past: list[dict[str, Entry]] = []  # the definitions before each input that changed them
        self.loaded: dict[Path, dict[str, Entry]] = {}  # files, and what they have defined
        self.listener: Listener | None = None
        self.code = Exit.FINE  # the worst of what happened
        self._seconds = 0.0  # that the last result took

    # ── an input ──

    def begin(self) -> None:
        """Carry out the program that the user wants at the start, as if it were typed."""
        if self.homes.start is None:
            return
        with suppress(Leave), self.unharmed():
            source = self.session.files.open(self.homes.start)
            for one in inputs(source.text):
                if command_in(one) is not None:
                    self.enter(one)
                    continue
                for result in self.watched(self.session.run(Source(one, source.name))):
                    self.show(result)

    def answer(self, text: str) -> None:
        """Carry out the inputs in a text. Raises Leave."""
        for one in [*inputs(text)] or [""]:
            self.enter(one)

    def enter(self, text: str) -> None:
        """Do what a whole input says. Raises Leave, and nothing else."""
        with self.unharmed():
            self.carry_out(text)

    def carry_out(self, text: str) -> None:
        """Obey a command, or run statements. Raises LambError if the command cannot be obeyed."""
        typed = text.strip()
        if not typed:
            if self.listener:
                self.listener.hear("")
            return
        self.entered.append(typed)
        before, undoable = dict(self.session.definitions.entries), len(self.past)
        try:
            if _SHELL.match(typed):
                raise LambError("there is no shell here", hint=":load FILE runs a file, :quit leaves")
            if found := _COMMAND.match(typed) or self._bare(typed):
                self.obey(found["word"], _COMMENT.sub("", (found["rest"] or "").strip()))
            else:
                self.run("it" if typed == "_" else text)
                if self.listener:
                    self.listener.hear(typed)
        finally:
            if before != self.session.definitions.entries and undoable == len(self.past):
                self.past.append(before)

    def _bare(self, typed: str) -> re.Match[str] | None:
        """The way out, or a question for help, without its colon; None if the user has defined the word."""
        found = _BARE.fullmatch(typed)
        return found if found and found["word"] not in self.session.definitions else None

    def obey(self, word: str, rest: str) -> None:
        """Do what a command says. Raises LambError."""
        find(word).action(self, rest)

    def spelled(self, command: str) -> str:
        """A command as it is called here."""
        return f":{command}"

    def help_of(self, command: Command) -> str:
        """Everything about a command, as it is here."""
        return command.help

    def run(self, text: str) -> None:
        for result in self.watched(self.session.run(Source(text, self.source_name()))):
            if isinstance(result, Answer | Asked):
                self.asked = self.without_answers(result.term)
            if isinstance(result, Answer) and result.outcome.finished:
                self.remember(result.outcome.term)
            self.show(result)
            if isinstance(result, ParseError) and "\n" in text.strip():
                self.terminal.remark("  nothing of these lines has been carried out")

    def source_name(self) -> str:
        return f"<{len(self.entered)}>"

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
        """Make a term the last answer: `it`. Those before become `it2`, `it3` and so on.

        One in which such a name is free is none: it would come to stand for itself.
        """
        if free_names(term).isdisjoint(ANSWERS):
            answers = [term, *self.session.definitions.answers.values()]
            self.session.definitions.answers = dict(zip(ANSWERS, answers, strict=False))

    def without_answers(self, term: Term) -> Term:
        """A term with `it` and the like written out, which go on to mean something else."""
        definitions = self.session.definitions
        answers = {name: it for name, it in definitions.answers.items() if name not in definitions.entries}
        return replace_names(term, answers) if answers else term

    def term_for(self, command: str, text: str) -> Term:
        """The term that is written behind a command, or else the last one that was evaluated. Names stay
        names, but answers like `it` are written out. Raises LambError.
        """
        if text:
            return self.parsed(text, command)
        if self.asked is None:
            raise misused(command, f":{command} needs a term: none has been evaluated yet")
        return self.asked

    def parsed(self, text: str, command: str) -> Term:
        """The term in a text. Likely slips in it are said. Raises ParseError."""
        definitions = self.session.definitions
        expr = parse_expression(Source(text, f":{command}"))
        if self.session.letters:
            expr = apart(expr, text, definitions)
        for _, message in notes_on(expr, definitions):
            self.terminal.remark(noted(Note(message)))
        return self.without_answers(remove_names(expr, definitions.constructors))

    @contextmanager
    def unharmed(self) -> Iterator[None]:
        """Say what goes wrong, and go on."""
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
        budget = self.session.budget
        return Look(
            format="debruijn" if self.settings.debruijn else "readings",
            ascii=not self.terminal.encodes("λ"),
            elided=True,
            width=self.width,
            budget=budget,
            hints=ways_further(budget, ":budget {name} {limit}"),
            measure=self.terminal.measure,
        )

    @property
    def width(self) -> int:
        return self.settings.width or self.terminal.columns

    def show(self, result: Result) -> None:
        self.code = worst([self.code, exit_of(result)])
        if isinstance(result, Defined) and result.replaced:
            self.terminal.remark(f"{result.name} is redefined")
        rendered = render(result, self.look)
        remarks = flaws(result, self.settings.hints) if isinstance(result, Derived) else rendered.remarks
        if remarks:
            self.terminal.remark(*remarks)
        self.page(*rendered.answer)
        if self.settings.time and isinstance(result, Answer):
            took = f"{self._seconds:.3f} s, {result.outcome.steps:,} steps"
            if result.outcome.numbers_used:
                took += ", and arithmetic with integers"
            self.terminal.remark((Piece(took, "note"),))

    def say(self, *lines: Line | str) -> None:
        self.progress.erase()
        self.terminal.answer(lines)
        self.terminal.flush()

    def page(self, *lines: Line | str) -> None:
        """Say lines that may be more than a screen has."""
        self.progress.erase()
        self.terminal.page(lines)
        self.terminal.flush()

    def complain(self, error: LambError) -> None:
        """Say what is wrong, where, and what to do now."""
        self.code = worst([self.code, exit_of(error)])
        self.terminal.remark(*complaint(error))


# ── Commands ────────────────────────────────────────────────────────────────────────

Action: TypeAlias = "Callable[[Repl, str], None]"

GROUPS = ("about", "files", "names", "reduction", "showing", "theory", "settings", "course")
"""The modules of `lamb.repl.commands`, in the order of `:help`."""

ALIASES = {
    "?": "help",
    "exit": "quit",
    "bye": "quit",
    "open": "load",
    "doc": "info",
    "browse": "names",
    "combinators": "ski",
}
"""Names of commands at other prompts."""


@dataclass(frozen=True, slots=True)
class Command:
    """*name* with its *arguments*, and in a line what it does."""

    name: str
    arguments: str
    summary: str
    group: str
    action: Action

    @property
    def usage(self) -> str:
        return f":{self.name} {self.arguments}".rstrip()

    @property
    def help(self) -> str:
        return cleandoc(self.action.__doc__ or self.summary)


_commands: dict[str, Command] = {}


def command(name: str, arguments: str, summary: str) -> Callable[[Action], Action]:
    def register(action: Action) -> Action:
        group = action.__module__.rpartition(".")[2]
        _commands[name] = Command(name, arguments, summary, group, action)
        return action

    return register


def commands() -> dict[str, Command]:
    """All commands by their names, in the order of `:help`."""
    for group in GROUPS:
        import_module(f"lamb.repl.commands.{group}")
    return dict(sorted(_commands.items(), key=lambda named: GROUPS.index(named[1].group)))


def find(word: str) -> Command:
    """The command that a word means: its name, or the beginning of one; of several that begin so, the first
    in the order of `:help`. Raises LambError, with the nearest name, if there is none.
    """
    known = commands()
    word = ALIASES.get(word, word)
    if word in known:
        return known[word]
    for name, found in known.items():
        if word and name.startswith(word):
            return found
    hint = did_you_mean(f":{word}", (f":{name}" for name in known), ":help lists them")
    raise LambError(f"there is no command “:{word}”", hint=hint)


def misused(name: str, message: str) -> LambError:
    """The error of a command whose arguments are wrong."""
    return LambError(message, hint=f"it is used so: {_commands[name].usage}")


def refuse_arguments(name: str, rest: str) -> None:
    """Raise LambError if anything follows a command that takes nothing."""
    if rest:
        raise misused(name, f":{name} takes nothing after it")
