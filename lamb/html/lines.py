"""Tags around stretches of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from lamb.html.style import escaped, shown, style_of
from lamb.show.lines import Line, Piece, Style, plain

MOST_NESTED = 200
"""Tags in each other; those further inside are not written. Browsers nest no more than 512."""


class Span(NamedTuple):
    """A stretch of text with a tag around it; of two around the same text, the lower *rank* is outside."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str]
    rank: int = 0

    @property
    def opening(self) -> str:
        """The tag that it begins with."""
        attributes = "".join(f' {name}="{escaped(value)}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>"


def tagged(text: str, spans: Iterable[Span]) -> str:
    """A text as HTML, with tags around some stretches of it, which are in each other or apart.

    >>> tagged("a < b", [Span(0, 5, "p", {}), Span(4, 5, "b", {"class": "x"})])
    '<p>a &lt; <b class="x">b</b></p>'
    """
    written: list[str] = []
    opened: list[Span] = []
    last = 0

    def write(until: int, tag: str) -> None:
        nonlocal last
        written.append(f"{escaped(text[last:until])}{tag}")
        last = max(last, until)

    def close(until: int) -> None:
        while opened and opened[-1].end <= until:
            span = opened.pop()
            write(span.end, f"</{span.tag}>")

    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.rank)):
        close(span.start)
        if len(opened) < MOST_NESTED:
            write(span.start, span.opening)
            opened.append(span)
    close(len(text))
    write(len(text), "")
    return "".join(written)


# ── Lines ───────────────────────────────────────────────────────────────────────────
# Lines, as every front end shows them (`interface/render.py`), in HTML.
#
# Each style is a class; what matters most also has a tag that means something without a style sheet.


TAGS: dict[Style, str] = {
    "place": "b",
    "error": "b",
    "note": "i",
    "hint": "i",
    "redex": "mark",
    "contractum": "b",
    "new redex": "mark",
}


def lines_html(lines: Iterable[Line]) -> str:
    """Lines as a block of HTML, in which they stay lines.

    >>> lines_html([(Piece("a < b"), Piece("    -- 1", "comment"))])
    '<pre class="lamb-lines">a &lt; b<span class="comment">    -- 1</span></pre>'
    """
    written = "\n".join(map(line_html, lines))
    return f'<pre class="lamb-lines">{written}</pre>'


def line_html(line: Line) -> str:
    """A line in HTML."""
    return "".join(map(_piece, line))


def _piece(piece: Piece) -> str:
    if piece.style == "plain":
        return escaped(piece.text)
    tag = TAGS.get(piece.style, "span")
    return f'<{tag} class="{piece.style}">{escaped(piece.text)}</{tag}>'


# ── Output ──────────────────────────────────────────────────────────────────────────
# Faces of things, and the frame that a notebook gets them in.


Bundle: TypeAlias = dict[str, str]
"""What a notebook shows of a thing, by MIME type."""

Role: TypeAlias = Literal["group", "alert"]

_LATEX_IS_TEXT = "tex2jax_ignore mathjax_ignore"  # or MathJax takes $x$ for mathematics


class Face(NamedTuple):
    """What a thing looks like: as text, in HTML, and for LaTeX, if it is mathematics."""

    text: str
    html: str
    latex: str = ""

    def bundle(self, role: Role = "group") -> Bundle:
        """The face in a frame, as a notebook takes it."""
        latex = {"text/latex": self.latex} if self.latex else {}
        return {"text/plain": shown(self.text), "text/html": output(self.html, role), **latex}


def stacked(faces: Iterable[Face]) -> Face:
    """Several faces, one below the other."""
    text, html, latex = zip(*faces, strict=True)
    return Face("\n".join(text), "".join(html), latex[0] if len(latex) == 1 else "")


def spoken(said: Iterable[Line]) -> Face:
    """The face of what can be said in lines."""
    said = list(said)
    return Face(plain(said), lines_html(said))


def output(html: str, role: Role = "group") -> str:
    """Some HTML in a frame that has its style sheet, with the rules that it needs."""
    return f'<div class="lamb {_LATEX_IS_TEXT}" role="{role}"><style>{style_of(html)}</style>{html}</div>'


# ── Tables ──────────────────────────────────────────────────────────────────────────
# Tables: what they look like as text, in HTML, and for LaTeX.


class Cell(NamedTuple):
    """Some HTML in a table, what kind it is of, and how many columns it takes."""

    html: str = ""
    kind: str = ""
    columns: int = 1


def table_html(
    rows: Iterable[Sequence[Cell]],
    headings: Sequence[Cell] = (),
    caption: str = "",
    foot: Sequence[Cell] = (),
) -> str:
    """The HTML of a table, with HTML in all of its cells and in its caption."""
    return (
        '<table class="lamb-table">'
        + (f"<caption>{caption}</caption>" if caption else "")
        + (f"<thead>{_row(headings, 'th')}</thead>" if headings else "")
        + f"<tbody>{''.join(map(_row, rows))}</tbody>"
        + (f"<tfoot>{_row(foot)}</tfoot>" if foot else "")
        + "</table>"
    )


def _row(cells: Sequence[Cell], tag: str = "td") -> str:
    return f'<tr class="lamb-row">{"".join(_cell(cell, tag) for cell in cells)}</tr>'


def _cell(cell: Cell, tag: str) -> str:
    kind = f' class="{cell.kind}"' if cell.kind else ""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{kind}{columns}>{cell.html}</{tag}>"
