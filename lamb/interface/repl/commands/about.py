"""What there is, what was typed, and the way out."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from lamb.calculus.quantities import natural
from lamb.errors import LambError
from lamb.interface.render import Line, Piece
from lamb.interface.repl.commands import ALIASES, Command, command, commands, find, misused
from lamb.interface.repl.drawing import table
from lamb.interface.repl.history import entries
from lamb.interface.repl.prose import laid_out
from lamb.interface.repl.topics import TOPICS

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl

USUAL_HISTORY = 20  # inputs
WIDEST_USAGE = 24  # columns


@command("help", "[NAME]", "the commands; all about one, or about a name")
def show_help(repl: Repl, rest: str) -> None:
    """Without a NAME, lists the commands. A command may be cut short: :h is :help.

    A NAME is that of a command, of a topic (language, derivations, keys) or of a definition.

        :help step
        :help language
        :help fact
    """
    if not rest:
        return _overview(repl)
    asked = rest.removeprefix(":")
    known = commands()
    exact = known.get(ALIASES.get(asked, asked))
    if exact and (rest.startswith(":") or asked not in TOPICS):
        _explain(repl, exact)
    elif asked in TOPICS:
        repl.say(*laid_out(TOPICS[asked], repl.width))
    elif asked in repl.session.definitions or asked.isdigit():
        find("info").action(repl, asked)
    elif any(name.startswith(asked) for name in known):
        _explain(repl, find(asked))
    else:
        raise _nothing_about(asked, [*known, *TOPICS, *repl.session.definitions])
    if exact and not rest.startswith(":") and asked in repl.session.definitions:
        repl.say("", f"There is a definition of this name too: :info {asked}")
    return None


def _overview(repl: Repl) -> None:
    rows: list[tuple[str, str]] = []
    offered = (found for name, found in commands().items() if name not in repl.absent)
    for _, members in groupby(offered, key=lambda one: one.group):
        rows += [("", "")] if rows else []
        rows += [(_short(member), member.summary) for member in members]
    repl.say("Type a term to evaluate it, or name = term to name it. The commands are:", "")
    table(repl, rows, ("hint", "plain"))
    topics = ", ".join(f":help {topic}" for topic in TOPICS if topic not in repl.absent)
    repl.say("", f":help NAME says more; also {topics}")


def _short(found: Command) -> str:
    return found.usage if len(found.usage) <= WIDEST_USAGE else f":{found.name} …"


def _explain(repl: Repl, found: Command) -> None:
    heading: Line = (Piece(found.usage, "hint"), Piece(f"    {found.summary}"))
    repl.say(heading, "", *laid_out(repl.help_of(found), repl.width))


def _nothing_about(asked: str, known: list[str]) -> LambError:
    close = get_close_matches(asked, known, n=1)
    hint = f"did you mean :help {close[0]}?" if close else ":help lists the commands, :names the definitions"
    return LambError(f"there is nothing called “{asked}”", hint=hint)


@command("history", "[N | TEXT]", "what was typed, here and before")
def history(repl: Repl, rest: str) -> None:
    """Shows the last 20 inputs, or the last N, or those that have TEXT in them: those of this session, and
    of earlier ones.

        :history
        :history 5
        :history add
    """
    past = _past(repl)
    if (last := natural(rest)) is not None:
        numbered = past[-last or len(past) :]
    elif rest:
        numbered = [(number, text) for number, text in past[:-1] if rest in text]
    else:
        numbered = past[-USUAL_HISTORY:]
    if not numbered:
        raise misused("history", f"nothing that was typed has “{rest}” in it")
    width = len(str(numbered[-1][0]))
    for number, text in numbered:
        first, *others = text.split("\n")
        repl.say((Piece(f"{number:>{width}}  ", "note"), Piece(first)))
        repl.say(*(" " * (width + 2) + line for line in others))


def _past(repl: Repl) -> list[tuple[int, str]]:
    """All inputs, numbered: those of earlier sessions, if they were kept, and those of this one."""
    kept = entries(repl.homes.history)
    here = repl.entered
    if kept[-len(here) :] != here:
        kept += here
    return list(enumerate(kept, 1))


@command("quit", "", "leave the prompt")
def leave(repl: Repl, rest: str) -> None:
    """Ends the session; Ctrl-D on an empty line does so too. Definitions are kept by :save alone."""
    from lamb.interface.repl.repl import Leave

    raise Leave
