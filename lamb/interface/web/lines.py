"""Lines, as every front end shows them (`interface/render.py`), in HTML.

Each style is a class; what matters most also has a tag that means something without a style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from lamb.interface.render import Line, Piece, Style
from lamb.interface.web.escaping import escaped
from lamb.interface.web.terms import FONT

TAGS: dict[Style, str] = {
    "place": "b",
    "error": "b",
    "note": "i",
    "hint": "i",
    "redex": "mark",
    "contractum": "b",
    "new redex": "mark",
}

STYLE = (
    f".lamb pre.lamb-lines{{font-family:{FONT};color:var(--lamb-ink);background:none;border:0;"
    "padding:0;margin:0;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".lamb-lines i,.lamb-lines b{font-style:normal;font-weight:inherit}"
    ".lamb-lines .place{color:var(--lamb-soft)}"
    ".lamb-lines .error{color:var(--lamb-error);font-weight:600}"
    ".lamb-lines .note{color:var(--lamb-redex-line)}"
    ".lamb-lines .hint{color:var(--lamb-bound)}"
    ".lamb-lines .comment{color:var(--lamb-fine)}"
    ".lamb-lines .redex{color:inherit;background:var(--lamb-redex)}"
    ".lamb-lines .contractum{background:var(--lamb-contractum)}"
)


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
