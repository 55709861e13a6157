"""What a student is told who is not there yet.

It fails whatever checks it (nbgrader, a test), and says what is wrong with the answer; nobody wants to
see where in our code it was found out.
"""

from __future__ import annotations

from textwrap import wrap

from lamb.errors import LambError

WIDTH = 90  # columns: pages of feedback do not wrap what is shown here


class NotYet(LambError, AssertionError):
    """An exercise is not done yet: the message says why, in words for whoever does it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        first, *others = super()._render_traceback_()
        return [*wrap(f"✗ {first}", WIDTH, subsequent_indent="  ", break_on_hyphens=False), *others]
