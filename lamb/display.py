"""How a term, an error or a result shows itself in a notebook, though it knows nothing of pictures or pages.

What it looks like is known higher up. The package says at its door (`lamb/__init__.py`) which function
draws which view, and a view is loaded when something is first shown.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias

Theme: TypeAlias = Literal["auto", "light", "dark"]

_VIEWS: dict[str, str] = {}


def register_views(**views: str) -> None:
    """Say which functions draw the views: `tree="module:function"`."""
    _VIEWS.update(views)


def view(name: str) -> Callable[..., Any]:
    """The function that draws a view."""
    module, function = _VIEWS[name].split(":")
    drawn: Callable[..., Any] = getattr(import_module(module), function)
    return drawn


class Displayed:
    """Something that notebooks show: as text, HTML or LaTeX, whatever they can."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """What it looks like, by MIME type; always with text/plain."""
        bundle: dict[str, str] = view("bundle")(self)
        return {
            kind: text
            for kind, text in bundle.items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG text, and in *alt* what can be seen on it, in words."""

    svg: str = field(repr=False)
    alt: str

    def __str__(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Write the picture to a file. Raises OSError."""
        Path(path).write_text(self.svg, encoding="utf-8")

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """Inline in HTML, where it has the colours of the page; else by itself."""
        return {
            "text/html": f'<div style="overflow-x:auto">{self.svg}</div>',
            "image/svg+xml": self.svg,
            "text/plain": self.alt,
        }


@dataclass(frozen=True)
class Table(Displayed):
    """A table that notebooks show: `str()` is its text, *html* its HTML, *latex* its LaTeX, if it has any."""

    text: str
    html: str = field(repr=False)
    latex: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.text
