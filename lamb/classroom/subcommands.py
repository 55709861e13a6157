"""`lamb class …` and `lamb functions …`: the subcommands, each loaded when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Literal

from lamb.cli.terminal import Terminal
from lamb.results import Exit

Word = Literal["class", "functions"]

COMMANDS: Mapping[Word, Mapping[str, tuple[str, str]]] = {
    "class": {},
    "functions": {},
}
"""Of each command, its subcommands: the function of ours, as `module:function`, and what it does in words."""

TITLES: Mapping[Word, str] = {
    "class": "Assignments, marks, and a class that works on them.",
    "functions": "λ-programs that run when something happens, each run by itself and metered.",
}


def command(arguments: Sequence[str], word: Word = "class") -> int:
    """Run a subcommand of `lamb class` or of `lamb functions`, and say with which code to exit."""
    known = COMMANDS[word]
    match arguments:
        case [name, *rest] if name in known:
            module, function = known[name][0].split(":")
            run: Callable[[Sequence[str]], int] = getattr(import_module(f"lamb.classroom.{module}"), function)
            return run(rest)
        case [] | ["-h" | "--help", *_]:
            return _say(_help(word), Exit.FINE)
        case [name, *_]:
            close = get_close_matches(name, known, n=1)
            advice = f"did you mean `lamb {word} {close[0]}`?" if close else f"see `lamb {word} --help`"
            terminal = Terminal()
            terminal.remark(f"lamb {word}: there is no “{name}”: {advice}")
            return terminal.finish(Exit.USAGE)
    raise AssertionError(arguments)


def _help(word: Word) -> str:
    rows = "".join(f"  lamb {word} {name:<10} {what}\n" for name, (_, what) in COMMANDS[word].items())
    return f"{TITLES[word]}\n\n{rows}\nlamb {word} COMMAND --help says everything about one.\n"


def _say(text: str, code: Exit) -> int:
    terminal = Terminal()
    terminal.write(text)
    return terminal.finish(code)
