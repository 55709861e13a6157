"""The frame of everything that a notebook shows, and the style sheet in it."""

from __future__ import annotations

from lamb.interface.web import lines
from lamb.interface.web.terms import style_of

_LATEX_IS_TEXT = "tex2jax_ignore mathjax_ignore"  # for MathJax, which takes $x$ for mathematics

STYLE = (
    ".lamb{color:var(--lamb-ink);line-height:1.5}"
    ".lamb-line{margin:0;padding:1px 0}"
    ".lamb-comment{color:var(--lamb-fine);margin-left:2em}"
)


def output(html: str, *, role: str = "group") -> str:
    """Some HTML in a frame that has its style sheet, with the rules that it needs."""
    style = style_of(html) + STYLE + (lines.STYLE if "lamb-lines" in html else "")
    return f'<div class="lamb {_LATEX_IS_TEXT}" role="{role}"><style>{style}</style>{html}</div>'
