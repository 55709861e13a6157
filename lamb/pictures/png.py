"""Pictures in pixels, as PNG. resvg draws them, if it is installed."""

from __future__ import annotations

import re

from lamb.display import Picture
from lamb.errors import LambError

ZOOM = 2  # pixels for each of the picture's
FONT = "DejaVu Sans Mono"  # where there is none of those that the picture names

_COLOURS = re.compile(r"\.lamb-light\{(.*?)\}")
_COLOUR = re.compile(r"(--[\w-]+):([^;]+)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\}")


def png(picture: Picture) -> bytes:
    """A picture in its light colours. Raises LambError if resvg is not installed."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise LambError("PNG needs resvg", hint="pip install 'lamb-calculus[png]', or write SVG") from None
    light = _COLOURS.search(picture.svg)
    colours = dict(_COLOUR.findall(light[1] if light else ""))
    svg = _VARIABLE.sub(lambda used: colours.get(used[1], used[0]), _MEDIA.sub("", picture.svg))
    paper = colours.get("--lamb-paper")
    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background=paper, monospace_family=FONT))
