"""The widget of a notebook, on top of a walk on a page (`web/stepping/`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import traitlets

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.course.walk import Walk
from lamb.interface.flaws import USUAL_HINT
from lamb.interface.jupyter.stepper.alone import Alone
from lamb.interface.jupyter.stepper.beginning import Start, walk_from
from lamb.interface.web.stepping.stepping import Stepping
from lamb.interface.web.stepping.style import STYLE

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
        self.refresh()
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
        self.shown = self.stepping.shown()
        self.past = self.stepping.history()
        self.pictures = self.stepping.drawn()

    def _hear(self, _: object, event: object, buffers: object) -> None:
        """Do what somebody who clicked on something wants, and say that it was done."""
        self.stepping.obey(event)
        self.refresh()
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
