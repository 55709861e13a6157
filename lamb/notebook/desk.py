"""What a cell means before it is run: the word at the cursor, what it can become, whether all is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lamb.errors import LambError, ParseError, Source
from lamb.notation.layout import blank, comments
from lamb.notebook.cells import USUAL, Notebook, Page, Publish, Showable
from lamb.repl.completion import Candidate
from lamb.repl.homes import Homes
from lamb.repl.lexing import command, inputs, is_whole, words
from lamb.results import Derived
from lamb.session import Session
from lamb.show.lines import CellFailed, Piece

if TYPE_CHECKING:
    from lamb.course.walk import Walk
    from lamb.notebook.cells import Notebook
    from lamb.python import Value
    from lamb.repl.completion import Completions
    from lamb.results import Answer
    from lamb.session import Session

State: TypeAlias = Literal["complete", "incomplete", "invalid"]

_LAMBDA = re.compile(r"\\(l(a(m(b(d(a)?)?)?)?)?)?$")  # as in LaTeX
_COMMAND_LINE = re.compile(r"^:[^\n]*$\n?", re.MULTILINE)


def offered(before: str, completions: Completions) -> tuple[int, list[Candidate]]:
    """Where the word begins that a text ends with, and what can stand in its place."""
    if backslash := _LAMBDA.search(before):
        start = backslash.start()
        return start, [Candidate("λ", start, "a function: λx. x")]
    start, part = last_part(before)
    found = [one._replace(start=start + one.start) for one in completions.after(part)]
    return min((one.start for one in found), default=len(before)), found


def last_part(before: str) -> tuple[int, str]:
    """Where the command, or the program, begins that a text ends in, and all that is there of it.

    >>> last_part(":time x\\nf = g\\nh\\n"), last_part("f\\n:in")
    ((8, 'f = g\\nh\\n'), (2, ':in'))
    """
    try:
        code = blank(before, comments(Source(before)))
    except ParseError:  # it ends in a comment
        code = before
    line = code.rpartition("\n")[2]
    start = len(before) - len(line)
    if not line.startswith(":"):
        start = max((found.end() for found in _COMMAND_LINE.finditer(code)), default=0)
    return start, before[start:]


def word_at(text: str, cursor: int) -> str:
    """The name, the numeral or the command that the cursor is in, or right behind; else nothing.

    >>> word_at("add (succ n) 2", 8), word_at(":info succ", 2), word_at("a  b", 2)
    ('succ', ':info', '')
    """
    line = text.count("\n", 0, cursor)
    start = text.rfind("\n", 0, cursor) + 1
    shown = text.split("\n")[line]
    for begin, end, form in words(shown):
        if begin <= cursor - start <= end and form in ("name", "numeral", "command"):
            return shown[begin:end]
    return ""


def looked_up(notebook: Notebook, word: str) -> dict[str, Any] | None:
    """What there is to say about a word, as a bundle; None if that is nothing."""
    found: list[dict[str, Any]] = []
    page, notebook.terminal = notebook.terminal, Page(found.append)
    try:
        notebook.obey("help" if word.startswith(":") else "info", word)
        notebook.terminal.turn()
    except LambError:
        return None
    finally:
        notebook.terminal = page
    return found[0] if found else None


def state(text: str) -> State:
    """Whether a text can be run, goes on, or is wrong whatever follows it."""
    from lamb.notation.parser import parse  # start-up counts

    parts = list(inputs(text))
    for part in parts:
        if command(part) is None:
            try:
                parse(Source(part))
            except ParseError as error:
                goes_on = error.incomplete and part is parts[-1] and not _is_ended(text)
                return "incomplete" if goes_on else "invalid"
    return "complete" if not parts or command(parts[-1]) is not None or is_whole(text) else "incomplete"


def _is_ended(text: str) -> bool:
    """Whether a text ends with an empty line."""
    return "\n" in text and not text.rpartition("\n")[2].strip()


# ── Desk ────────────────────────────────────────────────────────────────────────────
# The desk of a notebook: its session, its cells, and what can be written in them. It knows no Jupyter.
#
#     desk = Desk(print)
#     desk.run("twice f x = f (f x)\ntwice succ 3")     {'text/plain': '… -- 5', 'text/html': …}
#     desk.complete("twi", 3)                           (0, 3, [Candidate('twice', …)])
#
# What a cell shows is published as bundles: what a thing looks like, by MIME type. A cell stops at the
# first thing that is wrong with it; what it has defined by then, and shown, stays.


class Desk:
    """Cells are run here, one after the other, in one *session*.

    *publish* is called with each bundle that a cell shows, or *answer*, for what a term comes to; and *ask*,
    if there is somebody to ask, with a prompt for a line. *homes* are where the progress in the course is
    kept.
    """

    def __init__(
        self,
        publish: Publish,
        *,
        answer: Publish | None = None,
        session: Session | None = None,
        ask: Callable[[str], str] | None = None,
        homes: Homes = Homes(),  # noqa: B008  (it never changes)
    ) -> None:
        self.page = Page(publish, answer)
        self.notebook = Notebook(self.page, session or Session(budget=USUAL), homes)
        if ask is not None:
            self.notebook.read, self.notebook.asks = self._asking(ask), True

    def _asking(self, ask: Callable[[str], str]) -> Callable[[str], str]:
        """Asks for a line once all that has been said so far can be seen."""

        def read(prompt: str) -> str:
            self.page.turn()
            return ask(prompt)

        return read

    @property
    def session(self) -> Session:
        """The definitions, the budget and the strategy."""
        return self.notebook.session

    @property
    def derived(self) -> dict[str, Derived]:
        """The last derivation of each name, and what was found of its steps."""
        return self.session.derived

    @property
    def widget(self) -> Callable[[Walk], Showable | None]:
        """What shows somebody a walk that can be clicked through; None where nothing can."""
        return self.notebook.widget

    @widget.setter
    def widget(self, shower: Callable[[Walk], Showable | None]) -> None:
        self.notebook.widget = shower

    def run(self, text: str, name: str = "<cell>") -> None:
        """Carry out a cell: statements and `:commands`. Errors call it by its *name*.

        Raises the first LambError, which is a CellFailed for a claim that does not hold, a budget that ran
        out, or Ctrl-C. What came before it has been published, and is defined.
        """
        notebook = self.notebook
        notebook.name = name
        self.session.imported.clear()  # a cell that is run again imports what a file has become
        try:
            with notebook.progress.interruptible():
                for one in inputs(text):
                    notebook.carry_out(one)
                    if notebook.progress.interrupted:
                        raise KeyboardInterrupt  # noqa: TRY301  (whatever was shown of it, no more is done)
        except KeyboardInterrupt:
            raise CellFailed(((Piece("interrupted", "error"),),)) from None
        except MemoryError:
            raise LambError("the memory ran out", hint=":budget nodes 1e6 stops earlier") from None
        finally:
            notebook.progress.interrupted = False
            self.page.turn()

    def value(self, text: str, name: str = "<line>") -> Value | None:
        """Carry out a text; one term is not shown, but is what is returned. Raises as `run` does."""
        from lamb.python import Value

        taken: list[Answer] = []
        self.notebook.taken = taken if command(text) is None else None
        try:
            self.run(text, name)
        finally:
            self.notebook.taken = None
        if len(taken) == 1 and self.notebook.asked is not None:
            return Value(self.notebook.asked, self.session, taken[0].outcome)
        for answer in taken:
            self.page.show(answer)
        return None

    # ── what a text means, before it is run ──

    def complete(self, text: str, cursor: int) -> tuple[int, int, list[Candidate]]:
        """What can stand at the cursor: candidates for what stands from a start to an end."""
        start, found = offered(text[:cursor], self._completions)
        return start, cursor, found

    @cached_property
    def _completions(self) -> Completions:
        from lamb.repl.completion import Completions  # start-up counts

        return Completions(self.notebook)

    def inspect(self, text: str, cursor: int) -> dict[str, Any] | None:
        """What there is to say about the word at the cursor; None if that is nothing."""
        word = word_at(text, cursor)
        return looked_up(self.notebook, word) if word else None

    def state(self, text: str) -> State:
        """Whether a text can be run, goes on, or is wrong whatever follows it."""
        return state(text)
