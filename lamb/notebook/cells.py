"""The cells of a notebook: a prompt whose inputs are cells, and whose answers are what notebooks show.

    cells = NotebookSession(print)
    cells.run_cell("twice f x = f (f x)\\ntwice succ 3")    {'text/plain': '… -- 5', 'text/html': …}
    cells.complete("twi", 3)                               (0, 3, [Candidate('twice', …)])

What a cell shows is published as bundles: what a thing looks like, by MIME type. It differs from the prompt
in three ways:

1. results are shown as notebooks show things, not written;
2. a claim that fails, or a reduction that does not end, is raised, as an error is: a cell stops at the first
   thing that is wrong with it, and what it has defined and shown by then stays;
3. commands that need a terminal say so, and those that can do better than text do.

Nothing here knows Jupyter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from inspect import cleandoc
from typing import Any, Literal, Protocol, TextIO, TypeAlias

from lamb.course.verdicts import Verdict
from lamb.course.walk import Walk
from lamb.encodings.combinators import combinator_trace
from lamb.errors import LambError, ParseError, Source, columns as width_of
from lamb.html.bundles import lines_bundle
from lamb.html.renderings import table_of
from lamb.machine.trace import trace as reduction
from lamb.notation.layout import blank, comments
from lamb.notation.parser import parse
from lamb.pictures.graph_text import graph_lines
from lamb.pictures.tromp import in_characters
from lamb.python import Value
from lamb.repl.commands.reduction import (
    FIRST,
    LAST,
    comparison_for,
    evaluation_for,
    graph_for,
    machine_for,
    reduced,
    walk_for,
)
from lamb.repl.commands.showing import derived, term_of_tree, typing_for
from lamb.repl.commands.theory import bohm_for, diamond_for
from lamb.repl.completion import Candidate, candidates
from lamb.repl.drawing import tree as tree_in_characters
from lamb.repl.homes import Homes
from lamb.repl.lexing import command, inputs, is_whole, words
from lamb.repl.repl import USUAL, Command, Repl, find
from lamb.results import Answer, Asked, Assumed, Checked, Defined, Derived, Imported, Result
from lamb.session import Session
from lamb.show.lines import CellFailed, Line, Piece, flaws, plain, render
from lamb.show.prooftrees import typing_line

Publish: TypeAlias = Callable[[dict[str, Any]], None]
"""Shows a bundle: a thing by MIME type."""

State: TypeAlias = Literal["complete", "incomplete", "invalid"]

COLUMNS = 100

_LAMBDA = re.compile(r"\\(l(a(m(b(d(a)?)?)?)?)?)?$")  # as in LaTeX
_COMMAND_LINE = re.compile(r"^:[^\n]*$\n?", re.MULTILINE)


class Showable(Protocol):
    def _repr_mimebundle_(self) -> Any: ...


class Page:
    """An `Output` of the prompt's commands, which publishes what they say; answers, by *answer*."""

    out_colored = True
    columns = COLUMNS
    screen: TextIO | None = None

    def __init__(self, publish: Publish, answer: Publish | None = None) -> None:
        self.publish = publish
        self.publish_answer = answer or publish
        self.lines: list[Line] = []
        self.ascii = False
        self.is_quiet = False  # then nothing is shown

    def show(self, thing: Showable, text: str | None = None) -> None:
        """Show a thing as notebooks do, after all that has been said, or with another *text*. A widget may
        have several *outputs*.
        """
        self.turn()
        publish = self.publish_answer if isinstance(thing, Answer) else self.publish
        for bundle in getattr(thing, "outputs", None) or [thing._repr_mimebundle_()]:
            if not self.is_quiet:
                publish(bundle if text is None else bundle | {"text/plain": text})

    def turn(self) -> None:
        """Show what has been said."""
        lines, self.lines = self.lines, []
        if lines and not self.is_quiet:
            self.publish(lines_bundle(lines))

    def answer(self, lines: Iterable[Line | str]) -> None:
        self.lines += ((Piece(line),) if isinstance(line, str) else line for line in lines)

    page = answer  # there is room for all

    def remark(self, *lines: Line | str) -> None:
        self.answer(lines)

    def flush(self) -> None:
        """Lines wait for those that follow them."""

    def encodes(self, text: str) -> bool:
        return text.isascii() or not self.ascii

    def measure(self, text: str) -> int:
        return width_of(text)


# ── The session ───────────────────────────────────────────────────────────────────────


class NotebookSession(Repl):
    """A session whose inputs come in cells, one after the other.

    *publish* is called with each bundle that a cell shows, or *answer*, with the answers; and *ask*, if there
    is a reader to ask, with a prompt for a line. *homes* are where the progress in the course is kept.
    """

    terminal: Page
    absent = frozenset({"quit", "edit", "history", "keys"})

    def __init__(
        self,
        publish: Publish,
        *,
        answer: Publish | None = None,
        ask: Callable[[str], str] | None = None,
        homes: Homes = Homes(),  # noqa: B008  (it never changes)
    ) -> None:
        super().__init__(Page(publish, answer), Session(budget=USUAL), homes)
        self.name = "<cell>"  # of the cell that runs
        self.widget: Callable[[Walk], Showable | None] = lambda walk: None
        """Makes a widget of a walk, or None where there are no widgets."""
        self.taken: list[Answer] | None = None  # answers that `value` takes are not shown
        self.asks = ask is not None
        if ask is not None:

            def read(prompt: str) -> str:
                self.terminal.turn()  # so that all that has been said can be seen
                return ask(prompt)

            self.read = read

    def run_cell(self, text: str, name: str = "<cell>") -> None:
        """Carry out a cell: statements and `:commands`. Errors call it by its *name*.

        Raises the first LambError, which is a CellFailed for a claim that does not hold, a budget that ran
        out, or Ctrl-C. What came before it has been published, and is defined.
        """
        self.name = name
        self.session.imported.clear()  # a cell that is run again imports what a file has become
        try:
            with self.progress.interruptible():
                for one in inputs(text):
                    self.carry_out(one)
                    if self.progress.interrupted:
                        raise KeyboardInterrupt  # noqa: TRY301  (no more is done)
        except KeyboardInterrupt:
            raise CellFailed(((Piece("interrupted", "error"),),)) from None
        except MemoryError:
            raise LambError("the memory ran out", hint=":budget nodes 1e6 stops earlier") from None
        finally:
            self.progress.interrupted = False
            self.terminal.turn()

    def value(self, text: str, name: str = "<line>") -> Value | None:
        """Carry out a text; one term is not shown, but is what is returned. Raises as `run_cell` does."""
        taken: list[Answer] = []
        self.taken = taken if command(text) is None else None
        try:
            self.run_cell(text, name)
        finally:
            self.taken = None
        if len(taken) == 1 and self.asked is not None:
            return Value(self.asked, self.session, taken[0].outcome)
        for answer in taken:
            self.terminal.show(answer)
        return None

    def complete(self, text: str, cursor: int) -> tuple[int, int, list[Candidate]]:
        """The start and the end of the word at the cursor, and the candidates for its place."""
        before = text[:cursor]
        if backslash := _LAMBDA.search(before):
            start = backslash.start()
            return start, cursor, [Candidate("λ", start, "a function: λx. x")]
        start, part = last_part(before)
        found = [one._replace(start=start + one.start) for one in candidates(self, part)]
        return min((one.start for one in found), default=len(before)), cursor, found

    def inspect(self, text: str, cursor: int) -> dict[str, Any] | None:
        """The bundle about the word at the cursor, if there is one."""
        word = word_at(text, cursor)
        if not word:
            return None
        found: list[dict[str, Any]] = []
        page, self.terminal = self.terminal, Page(found.append)
        try:
            self.obey("help" if word.startswith(":") else "info", word)
            self.terminal.turn()
        except LambError:
            return None
        finally:
            self.terminal = page
        return found[0] if found else None

    def source_name(self) -> str:
        return self.name

    def obey(self, word: str, rest: str) -> None:
        command = find(word)
        name = command.name
        if name in NOT_HERE:
            message, hint = NOT_HERE[name]
            raise LambError(message, hint=hint)
        if name in THINGS:
            self.terminal.show(THINGS[name](self, rest))
        else:
            OWN.get(name, command.action)(self, rest)

    def help_of(self, command: Command) -> str:
        own = OWN.get(command.name)
        return cleandoc(own.__doc__) if own and own.__doc__ else super().help_of(command)

    def show(self, result: Result) -> None:
        """Show what came of a statement. Raises LambError if it is not as it should be."""
        match result:
            case LambError():
                raise result
            case Derived() if result.verdict is not Verdict.HOLDS:
                raise CellFailed(flaws(result, self.settings.hints), result)
            case Checked(verdict=verdict) if verdict is not Verdict.HOLDS:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer(outcome=outcome) if not outcome.finished:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer() if self.taken is not None:
                self.taken.append(result)
                self.terminal.remark(*render(result, self.look).remarks)
                return
            case Assumed() | Defined() | Imported():
                self.terminal.remark(*render(result, self.look).remarks)
                return
            case Asked():
                self.obey("trace", "")
                return
        of_text = self.settings.time, self.settings.ascii, self.settings.debruijn  # which no bundle has
        if isinstance(result, Answer) and any(of_text):
            super().show(result)
        else:
            self.terminal.show(result)

    def complain(self, error: LambError) -> None:
        raise error


# ── Commands ──────────────────────────────────────────────────────────────────────────


NOT_HERE = {
    "quit": ("there is no prompt to leave here", "close the notebook, or restart its kernel"),
    "edit": ("there is no editor here", "edit the cell itself; or a file beside the notebook, and :load it"),
    "history": ("there is no history here", "what was run stands in the cells of the notebook"),
}


def stepper_of(walk: Walk) -> Showable | None:
    """A widget to click through a walk; None where there are no widgets."""
    try:
        from lamb.notebook.stepper import Stepper
    except ImportError:
        return None
    return Stepper(walk)


def step(notebook: NotebookSession, rest: str) -> None:
    """Shows a term with its redexes, each of which can be clicked on; the next one of the strategy is
    outlined. Without a TERM, the last one that was evaluated.

        :step (λx. x x) ((λy. y) z)

    There are buttons for the next step, the last one, and all of them; another strategy may be chosen on
    the way. A term that is typed is taken for the next step, and if it is none, you are told why.

    Where nothing can be clicked on, all steps are listed, as :trace does.
    """
    stepper = notebook.widget(walk_for(notebook, rest))
    if stepper is not None:
        notebook.terminal.show(stepper)
    elif notebook.asks:
        find("step").action(notebook, rest)
    else:
        notebook.obey("trace", rest)


def trace(notebook: Repl, rest: str) -> Showable:
    session = notebook.session
    term, by_rules = reduced(notebook, "trace", rest)
    if by_rules:
        steps = combinator_trace(term, budget=session.budget, watch=notebook.progress)
    else:
        steps = reduction(
            term,
            strategy=session.strategy,
            definitions=session.definitions,
            budget=session.budget,
            watch=notebook.progress,
            folded=True,
        )
    return table_of(steps, most=FIRST + LAST)


def graph(notebook: NotebookSession, rest: str) -> None:
    found = graph_for(notebook, rest)
    notebook.terminal.show(found, plain(graph_lines(found, notebook.width)))


def tree(notebook: NotebookSession, rest: str) -> None:
    term = term_of_tree(notebook, rest)
    text = plain(tree_in_characters(term, notebook.width, ascii=notebook.look.ascii))
    notebook.terminal.show(term.tree(), text)


def diagram(notebook: NotebookSession, rest: str) -> None:
    term, definitions = notebook.term_for("diagram", rest), notebook.session.definitions
    text = "\n".join(in_characters(term, definitions, notebook.width))
    notebook.terminal.show(term.diagram(definitions=definitions), text)


def show_type(notebook: NotebookSession, rest: str) -> None:
    typing = typing_for(notebook, rest)
    notebook.terminal.answer([typing_line(typing, notebook.look)])
    if lines := derived(typing, notebook.look, notebook.width):
        notebook.terminal.show(typing, plain(lines))


THINGS: dict[str, Callable[[Repl, str], Showable]] = {
    "trace": trace,
    "machine": lambda notebook, rest: machine_for(notebook, rest)[0],
    "bigstep": evaluation_for,
    "compare": comparison_for,
    "bohm": bohm_for,
    "diamond": diamond_for,
}
"""Commands that show one thing in a notebook."""

OWN: dict[str, Callable[[NotebookSession, str], None]] = {
    "step": step,
    "graph": graph,
    "tree": tree,
    "diagram": diagram,
    "type": show_type,
}
"""Commands that do something else in a notebook. With a docstring they have a `:help` of their own."""


# ── Words ─────────────────────────────────────────────────────────────────────────────


def last_part(before: str) -> tuple[int, str]:
    """The start of the command, or the program, that a text ends in, and its text so far.

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


def state_of(text: str) -> State:
    """The state of a text: it can be run, goes on, or is wrong with any ending."""
    parts = list(inputs(text))
    is_ended = "\n" in text and not text.rpartition("\n")[2].strip()  # with an empty line
    for part in parts:
        if command(part) is None:
            try:
                parse(Source(part))
            except ParseError as error:
                goes_on = error.incomplete and part is parts[-1] and not is_ended
                return "incomplete" if goes_on else "invalid"
    return "complete" if not parts or command(parts[-1]) is not None or is_whole(text) else "incomplete"
