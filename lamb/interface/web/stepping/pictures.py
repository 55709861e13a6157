"""The pictures that follow a walk."""

from __future__ import annotations

from importlib import import_module

from lamb.course.walk import Walk

PICTURES = {
    "tree": ("lamb.interface.pictures.tree", "tree"),
    "diagram": ("lamb.interface.pictures.tromp", "diagram"),
}
MOST_DRAWN = 300  # nodes


def drawn(name: str, walk: Walk) -> str:
    """The picture of the term that a walk has come to, in SVG; of a large one, its top."""
    module, function = PICTURES[name]
    return str(getattr(import_module(module), function)(walk.term, most=MOST_DRAWN).svg)
