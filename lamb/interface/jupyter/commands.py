"""Commands that are not in a notebook what they are at a prompt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lamb.errors import LambError
from lamb.interface.repl.commands import find

if TYPE_CHECKING:
    from lamb.interface.jupyter.notebook import Notebook

Action: TypeAlias = "Callable[[Notebook, str], None]"


def instead(name: str) -> Action | None:
    """What a notebook does for a command of the prompt, if it does something else."""
    return _OWN.get(name)


def leave(notebook: Notebook, rest: str) -> None:
    raise LambError("there is no prompt to leave here", hint="close the notebook, or restart its kernel")


def edit(notebook: Notebook, rest: str) -> None:
    raise LambError(
        "there is no editor here", hint="edit the cell itself; or a file beside the notebook, and :load it"
    )


def history(notebook: Notebook, rest: str) -> None:
    raise LambError("there is no history here", hint="what was run stands in the cells of the notebook")


def step(notebook: Notebook, rest: str) -> None:
    """Walk through a reduction with the mouse; or else, line by line; or else, see all of it."""
    from lamb.interface.repl.commands.reduction import walk_of  # start-up counts
    from lamb.interface.repl.terms import term_for

    term = term_for(notebook, "step", rest)
    shown = notebook.widget(walk_of(notebook, term))
    if shown is not None:
        notebook.terminal.show(shown)
    elif notebook.asks:
        find("step").action(notebook, rest)
    else:
        find("trace").action(notebook, rest)


_OWN: dict[str, Action] = {"quit": leave, "edit": edit, "history": history, "step": step}
