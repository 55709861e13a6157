"""A binder and its variables in a picture: one group, with one colour, which stands out as one.

    <g class="s h2"><title>λx binds 2 variables</title> … </g>

The colour says how many λs are around, so that binders in each other have different ones, at least
the first eight, and equal closed terms look alike.
"""

from __future__ import annotations

from lamb.calculus.quantities import counted
from lamb.interface.pictures.lettering import LONGEST_TITLE, short
from lamb.interface.pictures.vertices import Vertex
from lamb.interface.web.escaping import escaped
from lamb.interface.web.themes import HUES


def scope(binder: Vertex, shapes: str) -> str:
    """The group of a binder, whose shapes are its own and those of its variables."""
    name = short(binder.name, LONGEST_TITLE)
    said = escaped(f"λ{name} binds {counted(len(binder.bound), 'variable')}")
    return f'<g class="s h{binder.depth % HUES}"><title>{said}</title>{shapes}</g>'


def coloured(inside: str) -> str:
    """The style sheet that gives scopes inside of a class their colour."""
    hues = "".join(f".{inside} .h{hue}{{color:var(--lamb-hue-{hue})}}" for hue in range(HUES))
    return f".{inside} .s{{cursor:help}}{hues}"
