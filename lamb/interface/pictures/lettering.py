"""What is written in pictures and about them: short, and as wide as it is said to be."""

from __future__ import annotations

from lamb.calculus.quantities import counted
from lamb.calculus.term import Term
from lamb.interface.pictures.vertices import Vertex
from lamb.interface.web.escaping import escaped, shown
from lamb.interface.web.terms import closed
from lamb.notation.elision import Line, excerpt
from lamb.source import columns

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
    return excerpt(closed(term), Line(LONGEST_EXTRACT)).text


def title(vertex: Vertex, text: str) -> str:
    """What to say about a name in the picture, if there is more to it than its *text*."""
    if vertex.cut:
        return _title(nodes(vertex.cut))
    return "" if text == vertex.name else _title(short(vertex.name, LONGEST_TITLE))


def _title(text: str) -> str:
    return f"<title>{escaped(text)}</title>"
