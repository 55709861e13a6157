"""What stands in the place of a stepper where none runs: the whole trace.

An exported page has no kernel, and GitHub runs no widgets. There, an output that is a widget shows as
an empty box, or a word. So the trace is an output of its own, and a stepper that runs hides it.
"""

from __future__ import annotations

from lamb.course.walk import Walk
from lamb.interface.web.escaping import escaped, shown
from lamb.interface.web.traces import trace_table
from lamb.notation.printer import pretty

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
