"""What a notebook shows of a thing.

The calculus does not know what its terms look like, nor do errors or results. They know whom to ask:
the front end, which is loaded when something is first shown (`interface/web/bundles.py`).
"""

from __future__ import annotations

from collections.abc import Container
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Displayed:
    """Something that notebooks show: as text, HTML or LaTeX, whatever they can."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """What it looks like, by MIME type; always with text/plain."""
        bundle: Callable[[object], dict[str, str]] = import_module("lamb.interface.web.bundles").bundle
        return {
            kind: text
            for kind, text in bundle(self).items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }
