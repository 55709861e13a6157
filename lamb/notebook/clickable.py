"""What shows a walk so that it can be clicked through, where that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamb.course.walk import Walk
    from lamb.notebook.cells import Showable


def stepper(walk: Walk) -> Showable | None:
    """A stepper; None where there are no widgets."""
    try:
        from lamb.notebook.widget import Stepper
    except ImportError:
        return None
    return Stepper(walk)
