"""A picture: SVG, which notebooks show, browsers open and editors change."""

from __future__ import annotations

from lamb.calculus.term import Term
from lamb.display import Picture, Theme
from lamb.errors import columns
from lamb.html.markup import closed
from lamb.html.style import HUES, class_of, colours, escaped, shown
from lamb.notation.elision import Room, excerpt
from lamb.pictures.portion import Vertex
from lamb.quantities import counted

GROUND = "svg:root{background:var(--lamb-paper)}"


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
        f'width="{px(width)}" height="{px(height)}" '
        f'viewBox="0 0 {px(width)} {px(height)}">'
        f"<title>{said}</title><style>{colours()}{GROUND}{style}</style>{shapes}</svg>",
        alt,
    )


def px(value: float) -> str:
    """A coordinate, as short as it may be.

    >>> px(2.0), px(2.125), px(1e6)
    ('2', '2.1', '1000000')
    """
    return f"{value:.1f}".removesuffix(".0")


# ── Lettering ───────────────────────────────────────────────────────────────────────
# What is written in pictures and about them: short, and as wide as it is said to be.


FONT = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'
ADVANCE = 0.602  # how wide a letter of it is, and each of them, in its height

LONGEST = 16  # columns of a name
LONGEST_TITLE = 100  # columns of a name that is pointed at
LONGEST_EXTRACT = 60  # columns of a term


def short(name: str, most: int = LONGEST) -> str:
    r"""A name, or its beginning and `…`, in so many columns; what cannot be seen is spelled out.

    >>> short("is-zero"), short("is-very-nearly-zero"), short("")
    ('is-zero', 'is-very-nearly-…', '␣')
    >>> print(short("\x1b[31m"))
    \x1b[31m
    """
    longest = 3 * most  # characters, of which some have no width
    text = shown(name[:longest]).strip() or "␣"
    if columns(text) <= most and len(name) <= longest:
        return text
    while columns(text) >= most:
        text = text[:-1]
    return f"{text}…"


def width(text: str, size: float) -> float:
    """How wide a text is in letters of a size."""
    return columns(text) * ADVANCE * size


def nodes(number: int) -> str:
    """So many nodes, in words.

    >>> nodes(1), nodes(1_000)
    ('1 node', '1,000 nodes')
    """
    return counted(number, "node")


def without(left_out: int) -> str:
    """That so many nodes are not in the picture, if any."""
    return f"; {nodes(left_out)} of it are not shown" if left_out else ""


def extract(term: Term) -> str:
    """What a term is, in a line that may be read out."""
    return excerpt(closed(term), Room(LONGEST_EXTRACT)).text


def title(vertex: Vertex, text: str) -> str:
    """What to say about a name in the picture, if there is more to it than its *text*."""
    if vertex.cut:
        return _title(nodes(vertex.cut))
    return "" if text == vertex.name else _title(short(vertex.name, LONGEST_TITLE))


def _title(text: str) -> str:
    return f"<title>{escaped(text)}</title>"


# ── Scopes ──────────────────────────────────────────────────────────────────────────
# A binder and its variables in a picture: one group, with one colour, which stands out as one.
#
#     <g class="s h2"><title>λx binds 2 variables</title> … </g>
#
# The colour says how many λs are around, so that binders in each other have different ones, at least
# the first eight, and equal closed terms look alike.


def scope(binder: Vertex, shapes: str) -> str:
    """The group of a binder, whose shapes are its own and those of its variables."""
    name = short(binder.name, LONGEST_TITLE)
    said = escaped(f"λ{name} binds {counted(len(binder.bound), 'variable')}")
    return f'<g class="s h{binder.depth % HUES}"><title>{said}</title>{shapes}</g>'


def coloured(inside: str) -> str:
    """The style sheet that gives scopes inside of a class their colour."""
    hues = "".join(f".{inside} .h{hue}{{color:var(--lamb-hue-{hue})}}" for hue in range(HUES))
    return f".{inside} .s{{cursor:help}}{hues}"
