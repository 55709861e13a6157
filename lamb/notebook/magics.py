"""`%load_ext lamb`: λ-calculus in a notebook of Python.

Loading it costs next to nothing: the session is made when something is first asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from lamb.errors import LambError
from lamb.notebook import module

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from lamb.notebook.desk import Desk
    from lamb.python import Value
    from lamb.repl.completion import Candidate

# ── Matching ────────────────────────────────────────────────────────────────────────
# Completion inside `%%lamb` cells and `%lamb` lines, where nothing of Python's is offered.
#
# %%lamb --str|            options, and what they take
# twice f x = f (tw|       names, commands, words of the language
# \alp|                    left to IPython, which knows what becomes α


_CELL = re.compile(r"(?:%%[^\n]*\n)*\s*%%lamb\b(?P<options>[^\n]*)(?P<program>\n.*)?", re.DOTALL)
_LINE = re.compile(
    r"(?:.*[\s=(,])?%lamb\b(?P<options>(?:\s+--\w+(?:[ =]\S+)?)*\s*(?:--?\w*)?)(?P<program>.*)"
)
_SYMBOL = re.compile(r"\\\w+$")

Matcher = Callable[[CompletionContext], SimpleMatcherResult]


def matcher(desk: Callable[[], Desk]) -> Matcher:
    """What can stand at the cursor of a notebook, where that is λ-calculus."""

    @context_matcher(identifier="lamb", priority=200)
    def complete(context: CompletionContext) -> SimpleMatcherResult:
        before = written(context)
        found = _CELL.fullmatch(before) or _LINE.fullmatch(context.text_until_cursor)
        if found is None or _SYMBOL.search(before):
            return {"completions": [], "suppress": False}
        return _offered(*_candidates(found, desk()))

    matches: Matcher = complete
    return matches


def written(context: CompletionContext) -> str:
    """All that stands before the cursor."""
    lines = context.full_text.split("\n")
    return "\n".join([*lines[: context.cursor_line], context.text_until_cursor])


def _candidates(found: re.Match[str], desk: Desk) -> tuple[str, list[Candidate]]:
    """What a word that has been begun can be, and how it begins."""

    if not found["program"]:
        from lamb.notebook.options import completed

        return completed(found["options"])
    program = found["program"]
    start, end, candidates = desk.complete(program, len(program))
    return program[start:end], candidates


def _offered(fragment: str, candidates: list[Candidate]) -> SimpleMatcherResult:
    """Candidates as IPython has them. Without any, those of Python would come: so the word stays as it is."""
    texts = [one.text for one in candidates] or [fragment]
    return {
        "completions": [SimpleCompletion(text, type="function") for text in texts],
        "matched_fragment": fragment,
        "suppress": True,
        "ordered": True,
    }


# ── Magics ──────────────────────────────────────────────────────────────────────────
# The magics: `%%lamb` runs a cell, `%lamb` a line, whose value Python can go on with.


HELP = """\
%%lamb [OPTIONS]          a cell of λ-calculus: terms, definitions, claims, derivations, :commands
%lamb [OPTIONS] TERM      a term; x = %lamb fact 5 lets Python go on with its value
%lamb :help               the commands: :step, :trace, :compare, :tree, :learn and many more

Options, which hold for this cell or line
  --steps N --nodes N --seconds S    how far each evaluation may go; none for no limit
  --strategy NAME                    the strategy of traces and of the stepper
  --trace                            show how terms are reduced, not only to what
  --quiet                            show nothing; what is wrong is still said

In Python
  lamb["fact"](5)                    a definition, called
  lamb["n"] = 5                      define a name: numbers, bools, lists, pairs, terms, texts
  int(x)  bool(x)  list(x)           a value, read as what you say it is
"""


@magics_class
class LambMagics(Magics):
    """`%lamb` and `%%lamb`, on one desk, which is made when it is first used."""

    def __init__(self, shell: object, desk: Callable[[], Desk]) -> None:
        super().__init__(shell)
        self.desk = desk

    @no_var_expand
    @line_cell_magic
    def lamb(self, line: str, cell: str | None = None) -> Value | None:
        from lamb.notebook.options import applied, read

        options, rest = read(line)
        desk = self.desk()
        if options.help or (cell is None and not rest):
            desk.page.say(HELP)
            return None
        with applied(options, desk):
            if cell is None:
                return desk.value(rest, "%lamb")
            if rest:
                message = f"“{rest:.40}” is no option of %%lamb"
                raise LambError(message, hint="the program begins on the next line")
            desk.run("\n" + cell, f"cell {self.shell.displayhook.prompt_count}")
        return None

    lamb.__doc__ = HELP


# ── Extension ───────────────────────────────────────────────────────────────────────
# `%load_ext lamb`: the magics, completion, and the module as the door to the notebook's session.
#
# Loading it takes no time to speak of: the session is made when something is first asked of it.


class Guest:
    """What a notebook of Python's has of ours, whether the extension is loaded or not."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.matcher = matcher(lambda: self.desk)

    @cached_property
    def desk(self) -> Desk:
        """The one desk of the notebook."""
        from lamb.notebook.clickable import stepper
        from lamb.notebook.desk import Desk
        from lamb.repl.homes import homes

        desk = Desk(self._publish, homes=homes())
        desk.widget = stepper
        return desk

    def _publish(self, bundle: dict[str, Any]) -> None:
        self.shell.display_pub.publish(bundle)


_guests: dict[InteractiveShell, Guest] = {}


def load(shell: InteractiveShell) -> None:
    """Let a notebook have λ-calculus in it. What it had before is still there."""
    guest = _guests.setdefault(shell, Guest(shell))
    shell.register_magics(LambMagics(shell, lambda: guest.desk))
    if guest.matcher not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(guest.matcher)
    opened = module.open_to(lambda: guest.desk.session)
    if "lamb" not in shell.user_ns:
        shell.push({"lamb": opened}, interactive=False)


def unload(shell: InteractiveShell) -> None:
    """Take it away, but keep the session."""
    guest = _guests.get(shell)
    if guest is None:
        return
    module.close()
    if guest.matcher in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(guest.matcher)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("lamb", None)
