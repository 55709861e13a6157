"""The manual page, and what a shell completes: both are made from the parsers of the subcommands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from textwrap import dedent
from typing import cast

from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.prelude import prelude
from lamb.results import Exit
from lamb.version import __version__

COMPLETION_DESCRIPTION = """\
Print a script with which a shell completes the subcommands of lamb, their options, files, and names of the
prelude."""

COMPLETION_EPILOG = """\
examples:
  eval "$(lamb completion bash)"                                in ~/.bashrc
  lamb completion zsh > "${fpath[1]}/_lamb"                     once, for zsh
  lamb completion fish > ~/.config/fish/completions/lamb.fish   once, for fish"""

MAN_DESCRIPTION = """\
Print the manual page of lamb, in the language of man."""

MAN_EPILOG = """\
examples:
  lamb man | man -l -                                           shows it
  lamb man > ~/.local/share/man/man1/lamb.1                     has `man lamb` find it"""

SHELLS = ("bash", "zsh", "fish")
FILES, FOLDERS = ("FILE", "WHERE"), ("DIR", "FOLDER")


def command(arguments: Sequence[str], word: str, commands: Mapping[str, str], overview: str) -> int:
    """Run `lamb completion` or `lamb man` and say with which code to exit. *commands* are the subcommands and
    their modules; the *overview* is what `lamb --help` says.
    """

    def carry_out(options: argparse.Namespace, terminal: Terminal) -> Exit:
        parsers = {name: parser_of(name, commands) for name in commands}
        parsers |= {name: parser(name) for name in ("completion", "man")}
        if word == "man":
            terminal.write(manual(parsers, overview))
        elif options.shell is None:
            raise UsageError(f"for which shell? {', '.join(SHELLS)}")
        else:
            terminal.write(completion(parsers, options.shell))
        return Exit.FINE

    return obey(parser(word), arguments, Parser.parse_args, carry_out)


def parser(word: str) -> Parser:
    """The parser of the command line of `lamb completion`, or of `lamb man`."""
    if word == "man":
        return new_parser("man", "", MAN_DESCRIPTION, MAN_EPILOG)
    parser = new_parser("completion", "|".join(SHELLS), COMPLETION_DESCRIPTION, COMPLETION_EPILOG)
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="the shell")
    return parser


def parser_of(name: str, commands: Mapping[str, str]) -> Parser:
    module, *told = commands[name].split(":")
    make: Callable[..., Parser] = import_module(f"lamb.{module}").parser
    return make(*told)


# ── Completion ────────────────────────────────────────────────────────────────────────


def completion(parsers: Mapping[str, Parser], shell: str) -> str:
    """The script with which a shell completes command lines of `lamb`."""
    import shtab

    for name, parser in parsers.items():
        first, *_ = re.split(r"[.:;](?:\s|$)", " ".join((parser.description or "").split()))
        parser.description = first
        for action in parser._actions:
            if name == "doc" and action.dest == "files":
                action.choices = sorted(prelude())
            elif action.metavar in FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.metavar in FOLDERS:
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    whole = argparse.ArgumentParser("lamb", description="The λ-calculus.")
    whole.add_argument("--version", action="store_true", help="print the version")
    made = whole.add_subparsers(parser_class=cast("type[Parser]", partial(_made, parsers)))
    for name, parser in parsers.items():
        made.add_parser(name, help=parser.description)
    return str(shtab.complete(whole, shell=shell)) + "\n"


def _made(parsers: Mapping[str, Parser], prog: str) -> Parser:
    """The parser that there is already of a subcommand, whose name is the last word of *prog*."""
    return parsers[prog.rpartition(" ")[2]]


# ── The manual page ───────────────────────────────────────────────────────────────────
# In the language of troff: a line that begins with a dot is a request, and a backslash begins an escape.


def manual(parsers: Mapping[str, Parser], overview: str) -> str:
    """The manual page: the overview, and all about each subcommand."""
    lines = [f'.TH LAMB 1 "" "lamb {__version__}"', ".SH NAME", "lamb \\- the λ\\-calculus", ".SH SYNOPSIS"]
    usage, about, *examples = overview.strip().split("\n\n")
    lines += [*_as_it_is(dedent(usage.replace("usage:", " " * 6, 1))), ".SH DESCRIPTION", *_escaped(about)]
    for name, parser in sorted(parsers.items()):
        lines += [f".SH {_roff(f'lamb {name}'.upper())}", *_section(parser)]
    for block in examples:
        heading, _, text = block.partition(":")
        lines += [f".SH {heading.upper()}", *_as_it_is(text.strip("\n"))]
    return "\n".join(lines) + "\n"


def _section(parser: Parser) -> Iterator[str]:
    """All about a subcommand: its usage, what it does, its options, and what its help ends with."""
    yield f".B {_roff(parser.usage or '')}"
    for paragraph in (parser.description or "").split("\n\n"):
        yield from [".PP", *_escaped(paragraph)]
    for action in parser._actions:
        name = ", ".join(action.option_strings)
        value = str(action.metavar or ("|".join(map(str, action.choices)) if action.choices else ""))
        yield from [".TP", f".B {_roff(f'{name} {value}'.strip())}", *_escaped(action.help or "")]
    yield from [".PP", *_as_it_is(parser.epilog or "")]


def _as_it_is(text: str) -> list[str]:
    """Lines that stay lines."""
    return [".nf", *_escaped(text), ".fi"]


def _escaped(text: str) -> list[str]:
    return [_roff(line) for line in text.split("\n")]


def _roff(line: str) -> str:
    r"""A line of text, in which nothing is a request or an escape.

    >>> print(_roff(r".x \y --z"))
    \&.x \ey \-\-z
    """
    line = line.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{line}" if line[:1] in (".", "'") else line
