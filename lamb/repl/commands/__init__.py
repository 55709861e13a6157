"""The commands of the prompt: `:name` and what follows it.

Each is a function with its line of help beside it; its docstring is what `:help name` says. A name
may be cut short as long as it says which is meant, and where several begin so, the first in the
order of `:help` is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, TypeAlias

from lamb.errors import LambError

if TYPE_CHECKING:
    from lamb.repl.repl import Repl

Action: TypeAlias = "Callable[[Repl, str], None]"

GROUPS = ("about", "files", "names", "reduction", "showing", "settings", "course")
"""The modules that have commands, in the order of `:help`."""


@dataclass(frozen=True, slots=True)
class Command:
    """*name* with its *arguments*, in a line what it does, and what it does."""

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
        """Everything about it: the docstring, in which the first line must not be the only one that is not
        indented, or else Python takes the others for indented by nothing.
        """
        return cleandoc(self.action.__doc__ or self.summary)


ALIASES = {"?": "help", "exit": "quit", "bye": "quit", "open": "load", "doc": "info"}
"""What people type who know other prompts."""

_commands: dict[str, Command] = {}


def command(name: str, arguments: str, summary: str) -> Callable[[Action], Action]:
    """Make a function a command."""

    def register(action: Action) -> Action:
        group = action.__module__.rpartition(".")[2]
        _commands[name] = Command(name, arguments, summary, group, action)
        return action

    return register


def commands() -> dict[str, Command]:
    """All commands by their names, in the order of `:help`."""
    for group in GROUPS:
        import_module(f"{__name__}.{group}")
    return dict(sorted(_commands.items(), key=lambda named: GROUPS.index(named[1].group)))


def find(word: str) -> Command:
    """The command that a word means. Raises LambError, with the nearest name, if there is none."""
    known = commands()
    word = ALIASES.get(word, word)
    if word in known:
        return known[word]
    for name, found in known.items():
        if word and name.startswith(word):
            return found
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f"did you mean :{close[0]}?" if close else ":help lists them"
    raise LambError(f"there is no command “:{word}”", hint=hint)


def misused(name: str, message: str) -> LambError:
    """What to say of a command whose arguments are wrong."""
    return LambError(message, hint=f"it is used so: {_commands[name].usage}")


def refuse_arguments(name: str, rest: str) -> None:
    """Raise LambError if anything follows a command that takes nothing."""
    if rest:
        raise misused(name, f":{name} takes nothing after it")
