"""Things that notebooks show: terms, errors and results, which know nothing of pictures or pages.

The rooms above know how they look. `lamb/__init__.py` says which function draws which view, and a view
is loaded when something is first shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from importlib import import_module
from os import PathLike
from typing import Any, Literal, TypeAlias

Theme: TypeAlias = Literal["auto", "light", "dark"]

VIEWS: dict[str, str] = {}
"""The functions that draw the views: `module:function`."""


def view(name: str) -> Callable[..., Any]:
    """The function that draws a view."""
    module, function = VIEWS[name].split(":")
    drawn: Callable[..., Any] = getattr(import_module(module), function)
    return drawn


class Displayed:
    """A thing that notebooks show: as text, HTML or LaTeX."""

    __slots__ = ()

    def _bundle(self) -> dict[str, str]:
        """The thing by MIME type; always with text/plain."""
        bundle: dict[str, str] = view("bundle")(self)
        return bundle

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """For Jupyter: the thing by MIME type; always with text/plain."""
        return {
            kind: text
            for kind, text in self._bundle().items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }

    def _repr_html_(self) -> str | None:
        """For marimo and others that ask for HTML alone, also of the things in a list."""
        return self._bundle().get("text/html")


LEAST = 0.7
"""Of its width, that a picture keeps where a page has less room (JupyterLab makes it smaller at will)."""
_WIDTH = re.compile(r'<svg [^>]*?width="([\d.]+)"')


class Picture(Displayed):
    """An SVG text, and in *alt* what can be seen on it, in words."""

    def __init__(self, svg: str, alt: str) -> None:
        self.svg = svg
        self.alt = alt

    def __str__(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"Picture(alt={self.alt!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and (self.svg, self.alt) == (other.svg, other.alt)

    def __hash__(self) -> int:
        return hash(self.svg)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file. Raises OSError."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def _bundle(self) -> dict[str, str]:
        """Inline in HTML, where it has the colours of the page, and is scrolled before it is too small to be
        read; else by itself.
        """
        found = _WIDTH.match(self.svg)
        least = f"{LEAST * float(found[1]):.0f}px" if found else "0"
        inline = f'<div style="min-width:{least}">{self.svg}</div>'
        return {
            "text/html": f'<div style="overflow-x:auto">{inline}</div>',
            "image/svg+xml": self.svg,
            "text/plain": self.alt,
        }


class Table(Displayed):
    """A table that notebooks show: `str()` is its text, *html* its HTML, *latex* its LaTeX, if it has any."""

    def __init__(self, text: str, html: str, latex: str = "") -> None:
        self.text = text
        self.html = html
        self.latex = latex

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Table({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self.text, self.html) == (other.text, other.html)

    def __hash__(self) -> int:
        return hash(self.text)
