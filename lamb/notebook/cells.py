"""What a cell shows, in order: results, each as a bundle, and between them lines, gathered into one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from lamb.analysis.comparison import compare as comparison
from lamb.calculus.budget import Budget
from lamb.course.verdicts import Verdict
from lamb.errors import LambError
from lamb.html.traces import table_of
from lamb.machine.trace import trace as reduction
from lamb.pictures.graph_text import graph_lines
from lamb.repl.commands.reduction import (
    COMPARED,
    FIRST,
    LAST,
    graph_for,
    walk_of,
)
from lamb.repl.drawing import diagram as in_characters
from lamb.repl.drawing import tree as tree_in_characters
from lamb.repl.homes import Homes
from lamb.repl.repl import Command, Repl, find
from lamb.repl.terms import term_for
from lamb.results import (
    Answer,
    Asked,
    Checked,
    Defined,
    Derived,
    Imported,
    Result,
)
from lamb.session import Session
from lamb.show.lines import CellFailed, Line, Piece, flaws, plain, render

if TYPE_CHECKING:
    from typing import TextIO

    from lamb.course.walk import Walk

Publish: TypeAlias = Callable[[dict[str, Any]], None]
"""Shows a bundle: what something looks like, by MIME type."""

COLUMNS = 100


class Showable(Protocol):
    """Something that notebooks show."""

    def _repr_mimebundle_(self) -> Any: ...


def shown(thing: Showable) -> dict[str, Any]:
    """What a thing looks like, by MIME type."""
    bundle: dict[str, Any] | tuple[dict[str, Any], object] = thing._repr_mimebundle_()
    return bundle[0] if isinstance(bundle, tuple) else bundle


class Page:
    """An `Output` of the prompt's commands, which publishes what they say.

    What a term comes to is published by *answer*, where that is something else.
    """

    out_colored = True
    columns = COLUMNS
    screen: TextIO | None = None

    def __init__(self, publish: Publish, answer: Publish | None = None) -> None:
        self.publish = publish
        self.publish_answer = answer or publish
        self.lines: list[Line] = []
        self.is_quiet = False  # then nothing is shown

    def show(self, thing: Showable) -> None:
        """Show a thing as notebooks do, after all that has been said. A widget may have several *outputs*."""
        for bundle in getattr(thing, "outputs", None) or [shown(thing)]:
            self.put(bundle, is_answer=isinstance(thing, Answer))

    def put(self, bundle: dict[str, Any], *, is_answer: bool = False) -> None:
        """Show a bundle, after all that has been said."""
        self.turn()
        if not self.is_quiet:
            (self.publish_answer if is_answer else self.publish)(bundle)

    def turn(self) -> None:
        """Show what has been said."""
        from lamb.html.bundles import written

        lines, self.lines = self.lines, []
        if lines and not self.is_quiet:
            self.publish(written(lines))

    # ── what is said ──

    def say(self, text: str) -> None:
        """Show a text."""
        self.remark(*text.rstrip().split("\n"))
        self.turn()

    def answer(self, lines: Iterable[Line | str]) -> None:
        self.lines += ((Piece(line),) if isinstance(line, str) else line for line in lines)

    page = answer  # there is room for all

    def remark(self, *lines: Line | str) -> None:
        self.answer(lines)

    def flush(self) -> None:
        """Lines wait for those that follow them."""

    def encodes(self, text: str) -> bool:
        return True

    def as_written(self, text: str) -> str:
        return text


# ── Notebook ────────────────────────────────────────────────────────────────────────
# A prompt whose inputs are cells: it shows bundles, and stops at the first thing that is wrong.
#
# 1. results are shown as notebooks show things, not written;
# 2. a claim that fails, or a reduction that does not end, is raised, as an error is;
# 3. commands that need a terminal say so, and those that can do better than text do.


USUAL = Budget(nodes=10_000_000, seconds=10)
"""A notebook that runs by itself must not hang for ever; `:budget` changes it."""


class Notebook(Repl):
    """A session whose inputs come in cells. *name* is that of the cell that runs.

    *widget* makes of a walk what shows it, or None.
    """

    terminal: Page
    absent = frozenset({"quit", "edit", "history", "keys"})

    def __init__(self, page: Page, session: Session, homes: Homes = Homes()) -> None:  # noqa: B008
        super().__init__(page, session, homes)
        self.name = "<cell>"
        self.widget: Callable[[Walk], Showable | None] = lambda walk: None
        self.asks = False  # whether there is somebody to ask for a line
        self.taken: list[Answer] | None = None  # answers that somebody takes are not shown

    def source_name(self) -> str:
        return self.name

    def obey(self, word: str, rest: str) -> None:

        command = find(word)
        if own := OWN.get(command.name):
            own(self, rest)
        else:
            command.action(self, rest)

    def help_of(self, command: Command) -> str:

        own = OWN.get(command.name)
        return cleandoc(own.__doc__) if own and own.__doc__ else super().help_of(command)

    def show(self, result: Result) -> None:
        """Show what came of a statement. Raises LambError if it is not as it should be."""
        match result:
            case LambError():
                raise result
            case Derived():
                if result.verdict is not Verdict.HOLDS:
                    raise CellFailed(flaws(result, self.settings.hints), result)
            case Checked(verdict=verdict) if verdict is not Verdict.HOLDS:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer(outcome=outcome) if not outcome.finished:
                raise CellFailed(render(result, self.look).remarks, result)
            case Answer() if self.taken is not None:
                self.taken.append(result)
                self.terminal.remark(*render(result, self.look).remarks)
                return
            case Defined() | Imported():
                return
            case Asked():
                self.obey("trace", "")
                return
        if isinstance(result, Answer) and self._wants_text:
            super().show(result)
        else:
            self.terminal.show(result)

    @property
    def _wants_text(self) -> bool:
        """Whether an answer is to be written as the settings say."""
        return self.settings.time or self.settings.ascii or self.settings.debruijn

    def complain(self, error: LambError) -> None:
        raise error


# ── Commands ────────────────────────────────────────────────────────────────────────
# Commands that are not in a notebook what they are at a prompt.


Action: TypeAlias = "Callable[[Notebook, str], None]"


# Those that have a docstring say it in `:help`; the others are documented with the prompt's.


def leave(notebook: Notebook, rest: str) -> None:
    raise LambError("there is no prompt to leave here", hint="close the notebook, or restart its kernel")


def edit(notebook: Notebook, rest: str) -> None:
    raise LambError(
        "there is no editor here", hint="edit the cell itself; or a file beside the notebook, and :load it"
    )


def history(notebook: Notebook, rest: str) -> None:
    raise LambError("there is no history here", hint="what was run stands in the cells of the notebook")


def step(notebook: Notebook, rest: str) -> None:
    """Shows a term with its redexes, each of which can be clicked on; the next one of the strategy is
    outlined. Without a TERM, the last one that was evaluated.

        :step (λx. x x) ((λy. y) z)

    There are buttons for the next step, the last one, and all of them; another strategy may be chosen on
    the way. A term that is typed is taken for the next step, and if it is none, you are told why.

    Where nothing can be clicked on, all steps are listed, as :trace does.
    """
    stepper = notebook.widget(walk_of(notebook, term_for(notebook, "step", rest)))
    if stepper is not None:
        notebook.terminal.show(stepper)
    elif notebook.asks:
        find("step").action(notebook, rest)
    else:
        trace(notebook, rest)


def trace(notebook: Notebook, rest: str) -> None:
    session = notebook.session
    steps = reduction(
        term_for(notebook, "trace", rest),
        strategy=session.strategy,
        definitions=session.definitions,
        budget=session.budget,
        watch=notebook.progress,
        folded=True,
    )
    notebook.terminal.show(table_of(steps, most=FIRST + LAST))


def compare(notebook: Notebook, rest: str) -> None:
    term = term_for(notebook, "compare", rest)
    budget = notebook.session.budget.or_else(COMPARED)
    notebook.terminal.show(
        comparison(term, notebook.session.definitions, budget=budget, watch=notebook.progress)
    )


def graph(notebook: Notebook, rest: str) -> None:
    found = graph_for(notebook, rest)
    notebook.terminal.put(shown(found) | {"text/plain": plain(graph_lines(found, notebook.width))})


def tree(notebook: Notebook, rest: str) -> None:
    term = term_for(notebook, "tree", rest)
    text = plain(tree_in_characters(term, notebook.width, ascii=notebook.look.ascii))
    notebook.terminal.put(shown(term.tree()) | {"text/plain": text})


def diagram(notebook: Notebook, rest: str) -> None:
    term, definitions = term_for(notebook, "diagram", rest), notebook.session.definitions
    text = "\n".join(in_characters(term, definitions, notebook.width))
    notebook.terminal.put(shown(term.diagram(definitions=definitions)) | {"text/plain": text})


OWN: dict[str, Action] = {
    "quit": leave,
    "edit": edit,
    "history": history,
    "step": step,
    "trace": trace,
    "compare": compare,
    "graph": graph,
    "tree": tree,
    "diagram": diagram,
}
"""What a notebook does for some commands of the prompt."""
