"""A table: what it looks like as text, in HTML, and for LaTeX."""

from __future__ import annotations

from dataclasses import dataclass, field

from lamb.display import Displayed


@dataclass(frozen=True)
class Table(Displayed):
    """A table that notebooks show: `str()` is its text, *html* its HTML, *latex* its LaTeX, if it has any."""

    text: str
    html: str = field(repr=False)
    latex: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text
