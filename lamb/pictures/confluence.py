"""A diamond as a picture: the term, its two steps side by side, where they meet, and t* below all."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.analysis.diamond import Diamond
from lamb.calculus.term import Term
from lamb.display import Picture, Theme
from lamb.html.markup import escaped, style_sheet
from lamb.notation.elision import Room, excerpt
from lamb.pictures.canvas import FONT, picture, px, width
from lamb.quantities import counted

SIZE = 14  # of letters; all that follows is in pixels
LONGEST = 40  # characters of a term
ROW = 70
GAP = 40
MARGIN = 12

STYLE = style_sheet(__file__, "confluence.css", font=FONT, size=SIZE)


def confluence(found: Diamond, *, theme: Theme = "auto") -> Picture:
    """Two steps from a term, and how they come together; arrows say how many steps they are."""
    terms = (found.term, found.left.after, found.right.after, found.meeting, found.development)
    texts = [excerpt(term, Room(LONGEST)).text for term in terms]
    widths = [width(text, SIZE) for text in texts]
    side = max(widths[1], widths[2])
    middle = MARGIN + max(side + GAP / 2, max(widths) / 2)
    xs = (middle, middle - (side + GAP) / 2, middle + (side + GAP) / 2, middle, middle)
    ys = [float(MARGIN + SIZE + row * ROW) for row in (0, 1, 1, 2, 3)]
    labels = ("1", "1", str(len(found.closing_left)), str(len(found.closing_right)), "*")
    shapes = [*_texts(texts, terms, xs, ys)]
    for (one, other), label in zip(((0, 1), (0, 2), (1, 3), (2, 3), (3, 4)), labels, strict=True):
        shapes += _arrow((xs[one], ys[one]), (xs[other], ys[other]), label)
    drawn = f'<g class="lamb-diamond">{"".join(shapes)}</g>'
    alt = f"the diamond of two steps from {texts[0]}: both sides reduce to {texts[3]}"
    return picture(drawn, 2 * middle, ys[-1] + MARGIN, alt, style=STYLE, theme=theme)


def _texts(
    texts: list[str], terms: tuple[Term, ...], xs: tuple[float, ...], ys: list[float]
) -> Iterator[str]:
    for text, term, x, y in zip(texts, terms, xs, ys, strict=True):
        said = escaped(counted(term.size, "node"))
        yield f'<text x="{px(x)}" y="{px(y)}"><title>{said}</title>{escaped(text)}</text>'


def _arrow(start: tuple[float, float], end: tuple[float, float], label: str) -> Iterator[str]:
    """An arrow from below one term to above another, with a label."""
    (x, y), (to, until) = start, end
    y, until = y + SIZE / 2, until - SIZE - 4
    beside = -SIZE if to < x else SIZE
    yield f'<path d="M{px(x)} {px(y)}L{px(to)} {px(until)}"/>'
    yield f'<circle cx="{px(to)}" cy="{px(until)}" r="3"/>'
    yield f'<text class="rule" x="{px((x + to) / 2 + beside)}" y="{px((y + until) / 2 - 2)}">{label}</text>'
