"""`%load_ext lamb`: λ-calculus in a notebook of Python: `%%lamb` runs a cell, `%lamb` a line.

Loading the extension brings the magics, their completion, and the items of the module `lamb` (`module.py`).
It costs next to nothing: the session is made when something is first asked of it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from lamb.errors import LambError
from lamb.notebook import module

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from lamb.notebook.cells import NotebookSession
    from lamb.python import Value
    from lamb.repl.completion import Candidate

HELP = """\
%%lamb [OPTIONS]          a cell of λ-calculus: terms, definitions, claims, derivations, :commands
%lamb [OPTIONS] TERM      a term; x = %lamb fact 5 lets Python go on with its value
%lamb :help               the commands: :step, :trace, :compare, :tree, :learn and many more

Options, which hold for this cell or line
  --steps N --nodes N --seconds S    how far each evaluation may go; none for no limit
  --strategy NAME                    the strategy of traces and of the stepper
  --letters                          names as textbooks write them: λxyz.xz(yz) is λx y z. x z (y z)
  --trace                            show how terms are reduced, not only to what
  --quiet                            show nothing; what is wrong is still said

In Python
  lamb["fact"](5)                    a definition, called
  lamb["n"] = 5                      define a name: numbers, bools, lists, pairs, terms, texts
  int(x)  bool(x)  list(x)           a value, read as what you say it is
"""


@magics_class
class LambMagics(Magics):
    """`%lamb` and `%%lamb` in one notebook, and its session, whether the extension is loaded or not."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self.matcher = matcher(lambda: self.cells)

    @cached_property
    def cells(self) -> NotebookSession:
        """The session of the notebook, made when it is first used."""
        from lamb.notebook.cells import NotebookSession, stepper_of
        from lamb.repl.homes import homes

        cells = NotebookSession(self._publish, homes=homes())
        cells.widget = stepper_of
        return cells

    def _publish(self, bundle: dict[str, Any]) -> None:
        """Show a bundle on the publisher of the moment, which `%%capture` changes."""
        self.shell.display_pub.publish(bundle)

    @no_var_expand
    @line_cell_magic
    def lamb(self, line: str, cell: str | None = None) -> Value | None:
        options, rest = read(line)
        if options.help or (cell is None and not rest):
            self.cells.terminal.answer(HELP.rstrip().split("\n"))
            self.cells.terminal.turn()
            return None
        with applied(options, self.cells):
            if cell is None:
                return self.cells.value(rest, "%lamb")
            if rest:
                message = f"“{rest:.40}” is no option of %%lamb"
                raise LambError(message, hint="the program begins on the next line")
            self.cells.run_cell("\n" + cell, f"cell {self.shell.displayhook.prompt_count}")
        return None

    lamb.__doc__ = HELP


_loaded: dict[InteractiveShell, LambMagics] = {}


def load(shell: InteractiveShell) -> None:
    """Let a notebook have λ-calculus in it. The session that it had before is still there."""
    magics = _loaded.setdefault(shell, LambMagics(shell))
    shell.register_magics(magics)
    if magics.matcher not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(magics.matcher)
    opened = module.open_to(lambda: magics.cells.session)
    if "lamb" not in shell.user_ns:
        shell.push({"lamb": opened}, interactive=False)


def unload(shell: InteractiveShell) -> None:
    """Take it away, but keep the session."""
    magics = _loaded.get(shell)
    if magics is None:
        return
    module.close()
    if magics.matcher in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(magics.matcher)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("lamb", None)


# ── Options ───────────────────────────────────────────────────────────────────────────


_OPTION = re.compile(r"\s*(--[a-z]+(?:=\S*)?|-[h?])(?=\s|$)")
_WORD = re.compile(r"\s*(\S+)")


class _Parser(argparse.ArgumentParser):
    """A parser that raises, and does not end the program."""

    def error(self, message: str) -> NoReturn:
        raise LambError(message, hint="%lamb? says what there is")


KNOWN = {
    "--steps": "how many steps each evaluation may take",
    "--nodes": "how much memory, in nodes of terms",
    "--seconds": "how much time",
    "--strategy": "of traces and of the stepper",
    "--letters": "names as textbooks write them, each letter for itself",
    "--trace": "how terms are reduced, not only to what",
    "--quiet": "show nothing",
    "--help": "what there is",
}
LIMITS = ("steps", "nodes", "seconds")
VALUED = (*(f"--{limit}" for limit in LIMITS), "--strategy")


def _parser() -> _Parser:
    from lamb.cli.running import number_of_seconds, strategy, whole  # loading the extension costs nothing

    parser = _Parser(prog="%%lamb", add_help=False, allow_abbrev=False)
    add = parser.add_argument
    for limit in LIMITS:
        add(f"--{limit}", type=number_of_seconds if limit == "seconds" else whole, default=argparse.SUPPRESS)
    add("--strategy", type=strategy)
    for flag in ("--letters", "--trace", "--quiet"):
        add(flag, action="store_true")
    add("--help", "-h", action="store_true")
    return parser


def read(line: str) -> tuple[argparse.Namespace, str]:
    """The options at the beginning of a line, and what follows them. Raises LambError.

    >>> options, term = read(r"--steps 1e3 --trace \\x'. x'")
    >>> options.steps, options.trace, term
    (1000, True, "\\\\x'. x'")
    """
    words: list[str] = []
    at = 0
    while found := _OPTION.match(line, at):
        words.append(found[1])
        at = found.end()
        if found[1] in VALUED and (value := _WORD.match(line, at)):
            words.append(value[1])
            at = value.end()
    return _parser().parse_args(words), line[at:].strip()


def completed(written: str) -> tuple[str, list[Candidate]]:
    """The word that options end with so far, and what it can become.

    >>> word, found = completed(" --quiet --strategy weak")
    >>> word, [one.text for one in found]
    ('weak', ['weak-head'])
    """
    from lamb.calculus.strategies import STRATEGIES
    from lamb.repl.completion import beginning

    words = written.split()
    word = "" if written[-1:].isspace() or not words else words.pop()
    known = KNOWN
    if words and words[-1] == "--strategy":
        known = {name: one.value for name, one in STRATEGIES.items()}
    elif words and words[-1] in VALUED:
        known = {}
    return word, beginning(known, word, len(written) - len(word))


@contextmanager
def applied(options: argparse.Namespace, cells: NotebookSession) -> Iterator[None]:
    """A time in which the options hold for a session."""
    session, page = cells.session, cells.terminal
    before = session.budget, session.strategy, session.evaluates, page.is_quiet, session.letters
    limits = {name: getattr(options, name) for name in LIMITS if hasattr(options, name)}
    session.budget = ours = replace(session.budget, **limits)
    if options.strategy is not None:
        session.strategy = options.strategy
    session.evaluates = session.evaluates and not options.trace
    page.is_quiet = page.is_quiet or options.quiet
    session.letters = session.letters or options.letters
    try:
        yield
    finally:
        budget, chosen, session.evaluates, page.is_quiet, letters = before
        if options.letters:
            session.letters = letters
        if session.budget is ours:  # and :budget has not changed it
            session.budget = budget
        if options.strategy is not None and session.strategy is options.strategy:
            session.strategy = chosen


# ── Completion ────────────────────────────────────────────────────────────────────────


_CELL = re.compile(r"(?:%%[^\n]*\n)*\s*%%lamb\b(?P<options>[^\n]*)(?P<program>\n.*)?", re.DOTALL)
_LINE = re.compile(
    r"(?:.*[\s=(,])?%lamb\b(?P<options>(?:\s+--\w+(?:[ =]\S+)?)*\s*(?:--?\w*)?)(?P<program>.*)"
)
_SYMBOL = re.compile(r"\\\w+$")

Matcher = Callable[[CompletionContext], SimpleMatcherResult]


def matcher(cells: Callable[[], NotebookSession]) -> Matcher:
    """A completer of λ-calculus at the cursor of a notebook; elsewhere it offers nothing.

    %%lamb --str|            options, and their values
    twice f x = f (tw|       names, commands, words of the language
    \\alp|                    left to IPython, which knows that it becomes α
    """

    @context_matcher(identifier="lamb", priority=200)
    def complete(context: CompletionContext) -> SimpleMatcherResult:
        lines = context.full_text.split("\n")[: context.cursor_line]
        before = "\n".join([*lines, context.text_until_cursor])
        found = _CELL.fullmatch(before) or _LINE.fullmatch(context.text_until_cursor)
        if found is None or _SYMBOL.search(before):
            return {"completions": [], "suppress": False}
        if program := found["program"]:
            start, end, candidates = cells().complete(program, len(program))
            return _offered(program[start:end], candidates)
        return _offered(*completed(found["options"]))

    matches: Matcher = complete
    return matches


def _offered(fragment: str, candidates: list[Candidate]) -> SimpleMatcherResult:
    """Candidates as IPython has them. Without any, those of Python would come: so the word stays as it is."""
    texts = [one.text for one in candidates] or [fragment]
    return {
        "completions": [SimpleCompletion(text, type="function") for text in texts],
        "matched_fragment": fragment,
        "suppress": True,
        "ordered": True,
    }
