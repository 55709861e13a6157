"""A picture: SVG, which notebooks show, browsers open and editors change."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from lamb.interface.web.escaping import escaped
from lamb.interface.web.themes import Theme, class_of, colours

GROUND = "svg:root{background:var(--lamb-paper)}"


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


def picture(  # noqa: PLR0913  (a frame has four sides)
    shapes: str, width: float, height: float, alt: str, *, style: str = "", theme: Theme = "auto"
) -> Picture:
    """A picture of some shapes, *width* × *height* pixels large, with its own colours and *style*.

    *shapes* and *style* are SVG and CSS already; *alt* is any text. In a file of its own, it has the
    background that goes with its colours.
    """
    said = escaped(alt)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{class_of(theme)}" role="img" aria-label="{said}" '
        f'width="{number(width)}" height="{number(height)}" '
        f'viewBox="0 0 {number(width)} {number(height)}">'
        f"<title>{said}</title><style>{colours()}{GROUND}{style}</style>{shapes}</svg>",
        alt,
    )


def number(value: float) -> str:
    """A coordinate, as short as it may be.

    >>> number(2.0), number(2.125), number(1e6)
    ('2', '2.1', '1000000')
    """
    return f"{value:.1f}".removesuffix(".0")
