"""The stepper: a term in a notebook to click through, redex by redex.

    lamb.stepper("(λx. x x) ((λy. y) z)")

The HTML that it shows is made in `html/walk_page.py`, and `stepper.js` puts it on the page.

An exported page has no kernel, and GitHub runs no widgets: there, a widget is an empty box. So the whole
trace is an output of its own beside the stepper, and a stepper that runs hides it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import Shown
from lamb.course.verdicts import USUAL_HINT
from lamb.course.walk import Walk
from lamb.definitions import Definitions
from lamb.errors import Source
from lamb.html.markup import escaped, shown
from lamb.html.renderings import trace_table
from lamb.html.walk_page import STYLE, Stepping, refuse_too_large
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import pretty
from lamb.notebook.module import current_session
from lamb.prelude import prelude
from lamb.python import Value

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    raise ImportError(f"the stepper needs {error.name}: pip install 'lamb-calculus[jupyter]'") from None

FOLDER = Path(__file__).parent
VIEW = "application/vnd.jupyter.widget-view+json"
LONGEST_TITLE = 100  # characters

Start: TypeAlias = "str | Term | Value | Walk"


def walk_from(
    start: Start, definitions: Mapping[str, Term] | None, strategy: Strategy | None, *, eta: bool
) -> Walk:
    """The walk of a `Stepper`."""
    if isinstance(start, Walk):
        return start
    session = start.session if isinstance(start, Value) else current_session()
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


class Stepper(anywidget.AnyWidget):
    """A term to click through: every redex, forward and back, by any strategy, with what each step does.

    *start* is a text, a term, a value, or a walk, however far it is. Names mean what *definitions* say, or
    else what they mean for the value, in the notebook, whose *strategy* is the usual one, or in the prelude.
    *hints* is how much is said at first about a wrong step that was typed, from 1 to 3. Raises ParseError,
    and LambError for a term too large to be walked through.
    """

    _esm = (FOLDER / "stepper.js").read_text(encoding="utf-8")
    _css = STYLE + (FOLDER / "stepper.css").read_text(encoding="utf-8")

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
        self.stepping.refresh()
        self._show()

    def _show(self) -> None:
        self.shown = self.stepping.shown()
        self.past = self.stepping.history()
        self.pictures = self.stepping.drawn()

    def _hear(self, _: object, event: object, buffers: object) -> None:
        """Do what an event from the page says, and answer that it was done."""
        self.stepping.obey(event)
        self._show()
        self.send({"kind": "heard"})

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """Two outputs: the stepper, and the whole trace, which the stepper hides where it runs."""
        view = {"version_major": 2, "version_minor": 1, "model_id": self.model_id}
        walk = self.walk
        title = shown(f"stepper: {pretty(walk.start, limit=LONGEST_TITLE)}")
        table = trace_table(
            walk.start,
            strategy=walk.strategy,
            definitions=walk.definitions,
            budget=walk.budget,
            eta=walk.ends_with_eta,
        )
        html = f'<div data-lamb-trace="{escaped(self.trace_id)}">{table.html}</div>'
        stepper = {VIEW: view, "text/plain": title, "text/html": ""}
        return [stepper, {"text/plain": table.text, "text/html": html}]

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        """All of it as one output."""
        stepper, trace = self.outputs
        return stepper | trace

    def _ipython_display_(self, **kwargs: object) -> None:
        from IPython.display import publish_display_data

        for output in self.outputs:
            publish_display_data(output)


stepper = Stepper
