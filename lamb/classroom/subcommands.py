"""`lamb class …` and `lamb functions …`: the subcommands, each loaded when it is called."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Literal

from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.results import Exit

Word = Literal["class", "functions"]

COMMANDS: Mapping[Word, Mapping[str, tuple[str, str]]] = {
    "class": {
        "new": ("marking.assignment_command:new", "make a folder with an assignment"),
        "exercises": ("making.exercises_command:command", "make exercises to order"),
        "release": ("marking.assignment_command:release", "write what students get"),
        "serve": ("service.serve_command:command", "a class at work, in browsers"),
        "grade": ("marking.grading_command:command", "mark submissions"),
        "insight": ("log.log_commands:insight", "what a class has done, and does not understand"),
        "batch": ("log.log_commands:batch", "count and mark the whole log anew"),
        "export": ("log.log_commands:export", "what students have sent, as JSON"),
        "forget": ("log.log_commands:forget", "delete the key of the pseudonyms"),
    },
    "functions": {
        "deploy": ("functions.command_line:deploy", "check a program, and keep it as a function"),
        "invoke": ("functions.command_line:invoke", "call a function with a value in JSON"),
        "list": ("functions.command_line:list_all", "list the functions"),
        "serve": ("functions.serving_command:command", "answer requests, files and records of streams"),
        "usage": ("functions.command_line:usage", "sum up what the functions have taken"),
        "package": ("functions.command_line:package", "write a zip that AWS Lambda runs"),
    },
}
"""Of each command, its subcommands as they are used: the function of ours, as `module:function`, and what it
does in words.
"""

TITLES: Mapping[Word, str] = {
    "class": "Assignments, marks, and a class that works on them.",
    "functions": "λ-programs that run when something happens, each run by itself and metered.",
}


def parser(word: Word) -> Parser:
    """The parser of the first word behind `lamb class` or `lamb functions`."""
    rows = [f"  lamb {word} {name:<10} {what}" for name, (_, what) in COMMANDS[word].items()]
    epilog = "\n".join(["commands:", *rows, "", f"lamb {word} COMMAND --help says everything about one."])
    parser = new_parser(word, "COMMAND …", TITLES[word], epilog)
    choices = tuple(COMMANDS[word])
    parser.add_argument(
        "subcommand", nargs="?", choices=choices, metavar="COMMAND", help="what to do (see below)"
    )
    return parser


def command(arguments: Sequence[str], word: Word) -> int:
    """Run a subcommand of `lamb class` or of `lamb functions`, and say with which code to exit."""
    known = COMMANDS[word]
    match arguments:
        case [name, *rest] if name in known:
            module, function = known[name][0].split(":")
            run: Callable[[Sequence[str]], int] = getattr(import_module(f"lamb.classroom.{module}"), function)
            return run(rest)
        case [name, *_] if not name.startswith("-"):
            close = get_close_matches(name, known, n=1)
            advice = f"did you mean `lamb {word} {close[0]}`?" if close else f"see `lamb {word} --help`"
            terminal = Terminal()
            terminal.remark(f"lamb {word}: there is no “{name}”: {advice}")
            return terminal.finish(Exit.USAGE)
    return obey(parser(word), arguments or ["--help"], Parser.parse_args, _nothing)


def _nothing(_options: argparse.Namespace, _terminal: Terminal) -> Exit:
    raise UsageError("what is to be done? see --help")
