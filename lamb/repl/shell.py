"""Commands of the prompt as subcommands of `lamb`: `lamb doc fact` says what `:info fact` says.

Each runs the programs that it is given, without evaluations, and obeys its command in a session that has
their definitions: once for each term in them, or once for the words before them. What a command says, and
what its help says, is written in `lamb.repl.commands` alone.

Terminals that can show images are shown pictures, by one of two protocols:

    kitty   https://sw.kovidgoyal.net/kitty/graphics-protocol/
    iTerm2  https://iterm2.com/documentation-images.html
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias

from lamb.analysis.diamond import Diamond
from lamb.analysis.solvability import DEEPEST, DEPTH, BohmTree
from lamb.calculus.term import Term
from lamb.cli.progress import Progress
from lamb.cli.running import (
    WIDEST,
    EachTerm,
    Parser,
    UsageError,
    carried_out,
    documented,
    new_parser,
    obey,
    read,
    session_for,
    whole,
)
from lamb.cli.terminal import Terminal, is_terminal
from lamb.display import Picture
from lamb.errors import LambError
from lamb.files import overwrite
from lamb.pictures.canvas import png
from lamb.pictures.reduction_graph import graph
from lamb.pictures.tree import tree
from lamb.pictures.tromp import diagram
from lamb.repl.commands.reduction import equal, graph_for
from lamb.repl.commands.showing import term_of_tree
from lamb.repl.commands.theory import bohm_for, diamond_for, solvability_of
from lamb.repl.repl import USUAL, Repl, find
from lamb.results import Asked, Defined, Exit, Result
from lamb.session import Session
from lamb.show.json import Json
from lamb.show.lines import Line, noted
from lamb.show.theory import bohm_json, bohm_lines, diamond_json, diamond_lines, solvability_json

EXITS = """
exit codes: 0 fine, 1 the program is wrong, 2 the command line is wrong, 3 a budget ran out,
130 interrupted"""
EQUAL_EXITS = """
exit codes: 0 they are equal, 1 they are not, 2 the command line is wrong, 3 not known within the budget,
130 interrupted"""


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """A subcommand that stands for a *command* of the prompt. It takes terms, or else at least and at most so
    many *words* before its files; *draw* makes the picture that it can write to a file, *describe* what it
    says in JSON, and *lines* what it shows where it has options that the prompt has not.
    """

    command: str
    examples: str
    usage: str = "[options] [FILE… | -] [-e TERM]…"
    words: tuple[int, int] | None = None
    draw: Callable[[ShellRepl], Picture] | None = None
    describe: Callable[[ShellRepl], Json] | None = None
    lines: Callable[[ShellRepl], Iterator[Line]] | None = None


SHELL = {
    "doc": ShellCommand(
        "info",
        """\
  lamb doc add                          its definition, what it is for, who uses it
  lamb doc twice homework.lc            of a name in a file""",
        usage="[options] NAME [FILE…]",
        words=(1, 1),
    ),
    "names": ShellCommand(
        "names",
        """\
  lamb names                            all names of the prelude
  lamb names 'is-*'                     those that begin so, and what they do""",
        usage="[options] [PATTERN [FILE…]]",
        words=(0, 1),
    ),
    "equal": ShellCommand(
        "alpha",
        """\
  lamb equal 'S K K' I                  says that they are, up to β
  lamb equal 'λx. f x' f && echo yes    the exit code says it, too""",
        usage="[options] TERM TERM [FILE…]",
        words=(2, 2),
    ),
    "size": ShellCommand("size", "  lamb size -e '(λx. x x) y'            6 nodes, 1 redex"),
    "tree": ShellCommand(
        "tree",
        """\
  lamb tree -e '(λx. x x) y'            draws it in characters
  lamb tree -e '(λx. x x) y' -o t.svg   draws a picture""",
        draw=lambda repl: tree(term_of_tree(repl, "")),
    ),
    "diagram": ShellCommand(
        "diagram",
        """\
  lamb diagram -e 'λf x. f (f x)'       draws it in characters
  lamb diagram -e fact -o fact.svg      draws a picture""",
        draw=lambda repl: diagram(repl.term_for("diagram", ""), definitions=repl.session.definitions),
    ),
    "graph": ShellCommand(
        "graph",
        """\
  lamb graph -e '(λx. x x) (I z)'       lists all terms that it reduces to
  lamb graph -e '2 2' -o graph.svg      draws a picture""",
        draw=lambda repl: graph(graph_for(repl, "")),
    ),
    "bohm": ShellCommand(
        "bohm",
        """\
  lamb bohm -e Y                        λf. f (f (f …)), as a tree
  lamb bohm -e Y --depth 8 -o y.svg     draws a picture of more of it
  lamb bohm -e 'λx. x Ω (K x)'          ⊥ where there is nothing to see""",
        draw=lambda repl: _bohm(repl).picture(),
        describe=lambda repl: bohm_json(repl.term_for("bohm", ""), _bohm(repl)),
        lines=lambda repl: bohm_lines(_bohm(repl), repl.look),
    ),
    "solvable": ShellCommand(
        "solvable",
        "  lamb solvable -e 'λx. x Ω'            a head normal form, or why there is none",
        describe=lambda repl: _solvability(repl.term_for("solvable", ""), repl),
    ),
    "diamond": ShellCommand(
        "diamond",
        """\
  lamb diamond -e '(λx. x x) ((λy. y) z)'           both ways to where they meet
  lamb diamond -e '(λx. x x) ((λy. y) z)' -o d.svg  draws a picture
  lamb diamond -e '(λx. x) a ((λy. y) b) ((λz. z) c)' --redexes 1 3
                                                    of the first and the third redex""",
        draw=lambda repl: _diamond(repl).picture(),
        describe=lambda repl: diamond_json(_diamond(repl)),
        lines=lambda repl: diamond_lines(_diamond(repl), repl.look),
    ),
}
"""The subcommands; `learn`, which opens the prompt, is not among them."""


def _bohm(repl: ShellRepl) -> BohmTree:
    return bohm_for(repl, "", repl.depth)


def _solvability(term: Term, repl: ShellRepl) -> Json:
    return solvability_json(term, solvability_of(repl, term))


def _diamond(repl: ShellRepl) -> Diamond:
    return diamond_for(repl, "", *repl.redexes)


def command(arguments: Sequence[str], word: str) -> int:
    if word == "learn":
        return obey(parser(word), arguments, Parser.parse_args, _learn)
    refused = partial(documented, (f"lamb.{word}/1", "terms"), Exit.USAGE) if SHELL[word].describe else None
    read_words, obeying = partial(_read, word=word), partial(carried_out, _Obeying)
    return obey(parser(word), arguments, read_words, obeying, refused)


def parser(word: str) -> Parser:
    if word == "learn":
        parser = new_parser(word, "[N | list]", _about(word), LEARN_EXAMPLES)
        parser.add_argument("lesson", nargs="?", default="", metavar="N", help="a lesson's number or name")
        return parser
    shell = SHELL[word]
    exits = EQUAL_EXITS if word == "equal" else EXITS
    parser = new_parser(word, shell.usage, _about(shell.command), f"examples:\n{shell.examples}\n{exits}")
    parser.add_programs(terms=shell.words is None)
    parser.set_defaults(word=word, terms=[], output=None, json=False)
    parser.set_defaults(depth=DEPTH, redexes=(1, 2))
    parser.set_defaults(steps=USUAL.steps, nodes=USUAL.nodes, seconds=USUAL.seconds)
    if shell.draw:
        output = "write a picture to a file, in SVG, or PNG where its name ends so (- for standard output)"
        parser.add_argument("-o", "--output", metavar="FILE", help=output)
        text = "draw in characters, also on terminals that show images (kitty, iTerm2 and WezTerm)"
        parser.add_argument("--text", action="store_true", help=text)
        parser.add_argument("--format", choices=("text", "svg"), default="text", help="svg is like -o -")
    if shell.describe:
        parser.add_argument("--json", action="store_true", help="print one JSON document")
    if word == "bohm":
        depth = f"how far down it is followed (default: {DEPTH}; {DEEPEST} at most)"
        parser.add_argument("--depth", type=whole, metavar="N", help=depth)
    if word == "diamond":
        which = "the two redexes, from the outside in and from left to right (default: 1 2)"
        parser.add_argument("--redexes", type=whole, nargs=2, metavar="N", help=which)
    parser.add_width()
    if word in ("equal", "graph"):
        parser.add_budget("each term", seconds="10")
    return parser


def _about(name: str) -> str:
    """The first paragraph of the help of a command, as it is told in a shell."""
    paragraph = find(name).help.split("\n\n")[0]
    return re.sub(r":budget (\w+)", r"--\1", paragraph)


def _read(parser: Parser, arguments: Sequence[str], word: str) -> argparse.Namespace:
    """The options in a command line; words before the files are in `given`. Raises UsageError."""
    wanted = SHELL[word].words
    if wanted is None:
        return read(parser, arguments, "there is no term: name a FILE, or write -e TERM")
    options = parser.parse_intermixed_args(arguments)
    least, most = wanted
    options.given, options.files = options.files[:most], options.files[most:]
    if len(options.given) < least and not options.help:
        raise UsageError(f"it is used so: {parser.usage}")
    return options


class ShellRepl(Repl):
    """A prompt for one command, in the session of a program; how far down it looks, and at which redexes."""

    depth, redexes = DEPTH, (1, 2)

    def spelled(self, command: str) -> str:
        return f"lamb {'doc' if command == 'info' else command}"


class _Obeying(EachTerm):
    """Obeys a command for each term in programs, or for words."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        self.shell = SHELL[options.word]
        self.schema = f"lamb.{options.word}/1", "terms"
        self.session: Session | None = None  # of the last program
        self.asked = self.failed = False
        if Path(options.output or "").suffix.lower() not in ("", ".svg", ".png"):
            raise UsageError(f"“{options.output}” is neither SVG nor PNG")
        if getattr(options, "format", "text") == "svg" and not options.output:
            options.output = "-"

    def codes(self, progress: Progress) -> Iterator[Exit]:
        for code in super().codes(progress):
            self.failed |= code is not Exit.FINE
            yield code
        if not (self.shell.words or self.asked or self.failed or self.options.json):
            yield self.tell(LambError("there is no term here, only definitions", hint="add one: -e TERM"))
        if self.shell.words:
            session = self.session or session_for("-", self.options, progress)
            try:
                yield self._obey(self._repl(session))
            except LambError as error:
                yield self.tell(error)

    def take(self, result: Result, session: Session) -> Exit:
        self.session = session
        is_passed_over = self.shell.words and isinstance(result, Asked)
        return Exit.FINE if is_passed_over else super().take(result, session)

    def show(self, result: Asked | Defined, session: Session) -> Exit:
        if isinstance(result, Defined):
            return Exit.FINE
        self.asked = True
        self.terminal.remark(*map(noted, result.notes))
        repl = self._repl(session)
        repl.asked = result.term
        return self._obey(repl)

    def _repl(self, session: Session) -> ShellRepl:
        repl = ShellRepl(self.terminal, session)
        session.watch = repl.progress = self.progress
        repl.settings.width = WIDEST if self.options.width is None else self.options.width
        repl.depth = DEEPEST if self.options.depth is None else self.options.depth
        first, second = self.options.redexes
        repl.redexes = first or 0, second or 0  # `none` is no redex
        return repl

    def _obey(self, repl: ShellRepl) -> Exit:
        if self.options.json:
            assert self.shell.describe
            self.described.append(self.shell.describe(repl))
        elif self.options.output:
            self._draw(repl)
        elif self.options.word == "equal":
            left, right = (repl.parsed(text, "equal") for text in self.options.given)
            same = equal(left, right, repl)
            return Exit.BUDGET if same is None else Exit.FINE if same else Exit.WRONG
        elif not (self.shell.draw and not self.options.text and self._show_image(repl)):
            if self.shown:
                repl.say("")
            self.shown += 1
            if self.shell.lines:
                repl.page(*self.shell.lines(repl))
            else:
                find(self.shell.command).action(repl, " ".join(getattr(self.options, "given", ())))
        return Exit.FINE

    def _draw(self, repl: ShellRepl) -> None:
        """Write a picture. Raises LambError if there has been one."""
        assert self.shell.draw
        if self.shown:
            raise LambError("there is room for one picture alone", hint="draw one term at a time")
        self.shown += 1
        picture, path = self.shell.draw(repl), Path(self.options.output)
        if self.options.output == "-":
            self.terminal.write(picture.svg + "\n")
        else:
            overwrite(path, png(picture) if path.suffix.lower() == ".png" else picture.svg.encode())

    def _show_image(self, repl: ShellRepl) -> bool:
        """Show a picture on the terminal, if it can, and PNG can be made."""
        how = protocol(os.environ) if is_terminal(self.terminal.out) else None
        if how is None or find_spec("resvg_py") is None:
            return False
        assert self.shell.draw
        self.terminal.write(message(png(self.shell.draw(repl)), how) + "\n")
        return True


# ── The course ────────────────────────────────────────────────────────────────────────

LEARN_EXAMPLES = """\
examples:
  lamb learn                            the lesson that you have come to
  lamb learn 21                         the lesson of that number
  lamb learn list                       all lessons, and which you have passed"""


def _learn(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Open the prompt with a lesson; where no person sits at it, show the lesson and hear standard input."""
    from lamb.repl.prompt import piped, prompt

    opens = prompt if is_terminal(sys.stdin) and is_terminal(sys.stdout) else piped
    return Exit(opens(f":learn {options.lesson}".rstrip()))


# ── Images ────────────────────────────────────────────────────────────────────────────

ImageProtocol: TypeAlias = Literal["kitty", "iTerm2"]

CHUNK = 4096  # characters of one message to kitty


def protocol(environment: Mapping[str, str]) -> ImageProtocol | None:
    """The protocol for images of the terminal that an environment tells of, if it has one; None within tmux
    and screen, which do not pass images on.
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return None
    if term in ("xterm-kitty", "xterm-ghostty") or "KITTY_WINDOW_ID" in environment or program == "ghostty":
        return "kitty"
    return "iTerm2" if program in ("iTerm.app", "WezTerm") else None


def message(png: bytes, protocol: ImageProtocol) -> str:
    r"""The text that has a terminal show an image.

    >>> message(b"png", "iTerm2"), message(b"png", "kitty")
    ('\x1b]1337;File=inline=1;size=3:cG5n\x07', '\x1b_Ga=T,f=100,m=0;cG5n\x1b\\')
    """
    data = b64encode(png).decode()
    if protocol == "iTerm2":
        return f"\x1b]1337;File=inline=1;size={len(png)}:{data}\x07"
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    heads = ["a=T,f=100,m=1", *["m=1"] * len(chunks)][: len(chunks)]
    heads[-1] = heads[-1].replace("m=1", "m=0")
    return "".join(f"\x1b_G{head};{chunk}\x1b\\" for head, chunk in zip(heads, chunks, strict=True))
