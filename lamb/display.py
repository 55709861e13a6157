"""What a notebook shows of a thing.

The calculus does not know what its terms look like, nor do errors or results. They know whom to ask:
the front end, which is loaded when something is first shown (`interface/web/bundles.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from importlib import import_module
from typing import Any


def front_end(module: str, name: str) -> Callable[..., Any]:
    """A function of the front end, which is loaded when it is first asked for."""
    function: Callable[..., Any] = getattr(import_module(f"lamb.interface.{module}"), name)
    return function


class Displayed:
    """Something that notebooks show: as text, HTML or LaTeX, whatever they can."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """What it looks like, by MIME type; always with text/plain."""
        bundle: dict[str, str] = front_end("web.bundles", "bundle")(self)
        return {
            kind: text
            for kind, text in bundle.items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }
