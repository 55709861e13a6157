"""The derivation of a type or of a value, as a tree of judgements with a bar below the premises of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.analysis.machines.bigstep import Evaluation
from lamb.analysis.types import Typing
from lamb.display import Picture, Theme
from lamb.html.markup import escaped, style_sheet
from lamb.pictures.canvas import FONT, picture, px, width
from lamb.quantities import counted
from lamb.show.prooftrees import ProofTree, concluded, proof_tree

SIZE = 14  # of letters; all that follows is in pixels
ROW = 30
GAP = 28
MARGIN = 12
STYLE = style_sheet(__file__, "derivation.css", font=FONT, size=SIZE)


def derivation(derived: Typing | Evaluation, *, theme: Theme = "auto") -> Picture:
    """The derivation of a type or a value. Raises BudgetError if it is too long to be drawn.

    >>> from lamb.analysis.types import principal_type
    >>> from lamb.notation import parse_term
    >>> derivation(principal_type(parse_term("λx. x")))
    Picture(alt='⊢ λx. x : a → a, derived by 2 judgements')
    """
    shown = concluded(derived)
    tree = proof_tree(shown, measure=partial(width, size=SIZE), gap=GAP)
    alt = f"{shown[0].text()}, derived by {counted(len(shown), 'judgement')}"
    shapes = f'<g class="lamb-derivation">{"".join(_shapes(tree))}</g>'
    return picture(shapes, tree.width + 2 * MARGIN, tree.rows * ROW + MARGIN, alt, style=STYLE, theme=theme)


def _shapes(tree: ProofTree) -> Iterator[str]:
    bottom = MARGIN + tree.rows * ROW - ROW / 2
    for row, left, wide, rule in tree.bars:
        y = bottom - row * ROW - ROW / 2
        yield f'<path d="M{px(MARGIN + left)} {px(y)}h{px(wide)}"/>'
        x = MARGIN + left + wide + width(" ", SIZE)
        yield f'<text class="rule" x="{px(x)}" y="{px(y + SIZE / 3)}">{escaped(rule)}</text>'
    for row, left, text in tree.texts:
        y = bottom - row * ROW + SIZE / 3
        yield f'<text x="{px(MARGIN + left)}" y="{px(y)}">{escaped(text)}</text>'
