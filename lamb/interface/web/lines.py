"""Lines, as every front end shows them (`interface/render.py`), in HTML.

Each style is a class; what matters most also has a tag that means something without a style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from lamb.interface.render import Line, Piece, Style
from lamb.interface.web.escaping import escaped

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
