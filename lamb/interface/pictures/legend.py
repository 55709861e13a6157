"""The legend below a picture: samples, each with what it means, as many in a row as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from lamb.interface.pictures.lettering import width as width_of
from lamb.interface.pictures.picture import number

SIZE = 12  # of letters
SAMPLE = 28  # how wide a sample is
ROW = 22
GAP = 18
BESIDE = 7  # between a sample and its text


class Entry(NamedTuple):
    """A sample, in SVG, that is drawn around the point 0, 0; what it means; and a class for both."""

    sample: str
    text: str
    cls: str = ""


class Legend(NamedTuple):
    """Shapes, whose upper left corner is 0, 0."""

    shapes: str
    width: float
    height: float


def legend(entries: Sequence[Entry], width: float) -> Legend:
    """All entries, in rows no wider than *width* if each of them is not."""
    x = y = widest = 0.0
    shapes = []
    for entry in entries:
        wide = SAMPLE + BESIDE + width_of(entry.text, SIZE)
        if x and x + wide > width:
            x, y = 0.0, y + ROW
        at = f"{number(x + SAMPLE / 2)} {number(y + ROW / 2)}"
        text = f'<text x="{SAMPLE / 2 + BESIDE:g}" y="{SIZE / 3:g}">{escape(entry.text)}</text>'
        shapes.append(f'<g class="k {entry.cls}" transform="translate({at})">{entry.sample}{text}</g>')
        widest = max(widest, x + wide)
        x += wide + GAP
    return Legend("".join(shapes), widest, y + ROW if entries else 0.0)
