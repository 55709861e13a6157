"""Commands that are not in a notebook what they are at a prompt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.trace import trace as reduction
from lamb.course.comparison import compare as comparison
from lamb.errors import LambError
from lamb.interface.graph_lines import graph_lines
from lamb.interface.jupyter.page import shown
from lamb.interface.render import plain
from lamb.interface.repl.commands import find
from lamb.interface.repl.commands.reduction import COMPARED, FIRST, LAST, graph_for, walk_of
from lamb.interface.repl.diagrams import diagram as in_characters
from lamb.interface.repl.drawing import drawn_lines
from lamb.interface.repl.terms import term_for
from lamb.interface.repl.trees import drawn
from lamb.interface.web.traces import table_of

if TYPE_CHECKING:
    from lamb.interface.jupyter.notebook import Notebook

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
    text = plain(drawn_lines(notebook, drawn(notebook, term)))
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
