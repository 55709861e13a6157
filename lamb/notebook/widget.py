"""What stands in the place of a stepper where none runs: the whole trace.

An exported page has no kernel, and GitHub runs no widgets. There, an output that is a widget shows as
an empty box, or a word. So the trace is an output of its own, and a stepper that runs hides it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import anywidget
import traitlets

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import Shown
from lamb.course.walk import Walk
from lamb.definitions import Definitions
from lamb.errors import Source
from lamb.html.renderings import trace_table
from lamb.html.stepping import STYLE, Stepping, refuse_too_large
from lamb.html.style import escaped, shown
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import pretty
from lamb.notebook.module import here
from lamb.prelude import prelude
from lamb.python import Value
from lamb.show.lines import USUAL_HINT

LONGEST_TITLE = 100  # characters


class Alone:
    """The trace of a walk's term by its strategy, which the stepper calls by its *name* to hide it."""

    def __init__(self, walk: Walk, name: str) -> None:
        self.walk = walk
        self.name = name

    @property
    def title(self) -> str:
        """What a stepper is called where there is nothing but text."""
        return shown(f"stepper: {pretty(self.walk.start, limit=LONGEST_TITLE)}")

    @property
    def bundle(self) -> dict[str, str]:
        """The trace, by MIME type."""
        walk = self.walk
        table = trace_table(
            walk.start,
            strategy=walk.strategy,
            definitions=walk.definitions,
            budget=walk.budget,
            eta=walk.eta and walk.strategy.form == "normal form",
        )
        html = f'<div data-lamb-trace="{escaped(self.name)}">{table.html}</div>'
        return {"text/plain": table.text, "text/html": html}


# ── Beginning ───────────────────────────────────────────────────────────────────────
# What a stepper begins with: whatever somebody has in hand, as a walk.


Start: TypeAlias = "str | Term | Value | Walk"


def walk_from(
    start: Start, definitions: Mapping[str, Term] | None, strategy: Strategy | None, *, eta: bool
) -> Walk:
    """A walk that begins with a text, a term or a value; or a walk itself, however far it is.

    Without *definitions*, names mean what they do for the value, in the notebook, or in the prelude; and
    the *strategy* is that of the notebook, or normal order. Raises ParseError, and LambError for a term
    that is too large.
    """
    if isinstance(start, Walk):
        return start
    session = start.session if isinstance(start, Value) else here()
    if definitions is None:
        definitions = session.definitions if session else Definitions(prelude())
    if strategy is None:
        strategy = session.strategy if session else Strategy.NORMAL
    constructors = definitions.constructors if isinstance(definitions, Definitions) else CONSTRUCTORS
    if isinstance(start, Value):
        start = start.term
    elif isinstance(start, str):
        start = remove_names(parse_expression(Source(start, "<stepper>")), constructors)
    refuse_too_large(start)
    return Walk(start, definitions, constructors, strategy=strategy, eta=eta)


# ── Widget ──────────────────────────────────────────────────────────────────────────
# The widget of a notebook, on top of a walk on a page (`web/stepping/`).


HERE = Path(__file__).parent
VIEW = "application/vnd.jupyter.widget-view+json"


class Stepper(anywidget.AnyWidget):
    """A term to click through: every redex, forward and back, by any strategy, with what each step does.

    *start* is a text, a term, a value, or a walk that somebody is on. Names mean what *definitions* say, or
    else what they mean in the notebook, whose *strategy* is the usual one. *hints* is how much is said
    at first about a wrong step that was typed, from 1 to 3. Raises ParseError, and LambError for a
    term too large to be walked through.
    """

    _esm = (HERE / "stepper.js").read_text(encoding="utf-8")
    _css = STYLE + (HERE / "stepper.css").read_text(encoding="utf-8")

    shown = traitlets.Dict().tag(sync=True)
    past = traitlets.Unicode().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    trace_id = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        start: Start,
        definitions: Mapping[str, Term] | None = None,
        *,
        strategy: Strategy | None = None,
        eta: bool = False,
        hints: int = USUAL_HINT,
    ) -> None:
        self.stepping = Stepping(walk_from(start, definitions, strategy, eta=eta), hints=hints)
        super().__init__(trace_id=uuid4().hex)
        self._show()
        self.on_msg(self._hear)

    # ── where its reader is ──

    @property
    def walk(self) -> Walk:
        """The walk; after it has gone on from Python, `refresh` shows where to."""
        return self.stepping.walk

    @property
    def term(self) -> Term:
        """The term that its reader has come to."""
        return self.walk.term

    @property
    def history(self) -> list[Shown]:
        """The steps so far, renamings included."""
        return self.walk.lines

    def refresh(self) -> None:
        """Show where the walk is."""
        self.stepping.refresh()
        self._show()

    def _show(self) -> None:
        self.shown = self.stepping.shown()
        self.past = self.stepping.history()
        self.pictures = self.stepping.drawn()

    def _hear(self, _: object, event: object, buffers: object) -> None:
        """Do what somebody who clicked on something wants, and say that it was done."""
        self.stepping.obey(event)
        self._show()
        self.send({"kind": "heard"})

    # ── what a notebook keeps of it ──

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What a notebook shows, as two outputs: the stepper, and the whole trace, which the stepper hides
        where it runs.
        """
        alone = Alone(self.walk, self.trace_id)
        view = {"version_major": 2, "version_minor": 1, "model_id": self.model_id}
        return [{VIEW: view, "text/plain": alone.title, "text/html": ""}, alone.bundle]

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        """All of it as one output."""
        stepper, trace = self.outputs
        return stepper | trace

    def _ipython_display_(self, **kwargs: object) -> None:
        from IPython.display import publish_display_data

        for output in self.outputs:
            publish_display_data(output)
