"""Faces of things, and the frame that a notebook gets them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from lamb.interface.render import Line, plain
from lamb.interface.web import lines
from lamb.interface.web.escaping import shown
from lamb.interface.web.style import style_of

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
    return Face(plain(said), lines.lines_html(said))


def output(html: str, role: Role = "group") -> str:
    """Some HTML in a frame that has its style sheet, with the rules that it needs."""
    return f'<div class="lamb {_LATEX_IS_TEXT}" role="{role}"><style>{style_of(html)}</style>{html}</div>'
