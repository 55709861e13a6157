"""Böhm trees, diamonds and derivations as pictures: texts, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from lamb.analysis.diamond import Diamond
from lamb.analysis.machines.bigstep import Evaluation
from lamb.analysis.solvability import DEPTH, BohmTree, bohm_tree
from lamb.analysis.types import Typing
from lamb.calculus.term import Term
from lamb.display import Picture, Theme
from lamb.html.markup import escaped, style_sheet
from lamb.notation.elision import Room, excerpt
from lamb.pictures.canvas import FONT, picture, px, short, width
from lamb.pictures.tree import MARGIN, PILL, SIZE, STYLE, placed
from lamb.quantities import counted
from lamb.show.prooftrees import ProofTree, concluded, proof_tree
from lamb.show.theory import LEAVES, BohmNode, nodes_of

# ── Böhm trees: heads with their variables, and lines to their parts below them ───────

MOST_BINDERS = 8
LONGEST_TITLE = 60  # characters of a term


def bohm_picture(
    tree: BohmTree | Term,
    *,
    depth: int = DEPTH,
    definitions: Mapping[str, Term] | None = None,
    theme: Theme = "auto",
) -> Picture:
    """A Böhm tree, or that of a term to a depth, drawn: `⊥` where a part is unsolvable, `?` where that is not
    known, `…` where it goes on.

    >>> from lamb.analysis.solvability import bohm_tree
    >>> from lamb.notation import parse_term
    >>> bohm_picture(bohm_tree(parse_term("λx. x x (λy. y)")))
    Picture(alt='the Böhm tree λx. x x λy. y: all of the tree')
    """
    if not isinstance(tree, BohmTree):
        tree = bohm_tree(tree, depth=depth, definitions=definitions)
    nodes = nodes_of(tree)
    texts = [_node_text(node) for node in nodes]
    widths = [width(text, SIZE) for text in texts]
    xs, ys, wide, high = placed([node.parts for node in nodes], widths)
    alt = f"the Böhm tree {excerpt(tree.term, Room(LONGEST_TITLE)).text}: {tree}"
    shapes = "".join(_bohm_shapes(nodes, texts, xs, ys))
    drawn = f'<g class="lamb-tree">{shapes}</g>'
    return picture(drawn, wide, high, alt, style=STYLE, theme=theme)


def _node_text(node: BohmNode) -> str:
    """The binders and the head of a node, or what stands for a leaf."""
    names = [short(name) for name in node.binders[:MOST_BINDERS]]
    rest = ["…"] if node.binders[MOST_BINDERS:] else []
    binders = f"λ{' '.join([*names, *rest])}. " if names else ""
    return binders + (node.head if node.head in LEAVES else short(node.head))


def _bohm_shapes(
    nodes: Sequence[BohmNode], texts: Sequence[str], xs: Sequence[float], ys: Sequence[float]
) -> Iterator[str]:
    for node, text, x, y in zip(nodes, texts, xs, ys, strict=True):
        for part in node.parts:
            yield f'<path d="M{px(x)} {px(y + PILL / 2)}L{px(xs[part])} {px(ys[part] - PILL / 2)}"/>'
        leaf = LEAVES.get(node.head)
        place = f'x="{px(x)}" y="{px(y + SIZE / 3)}"'
        said = f'class="cut" {place}><title>{leaf}</title>' if leaf else f"{place}>"
        yield f"<text {said}{escaped(text)}</text>"


# ── Diamonds: a term, its two steps side by side, where they meet, and t* below all ───

LONGEST = 40  # characters of a term
DIAMOND_ROW = 70
DIAMOND_GAP = 40
DIAMOND_STYLE = style_sheet(__file__, "confluence.css", font=FONT, size=SIZE)


def confluence(found: Diamond, *, theme: Theme = "auto") -> Picture:
    """Two steps from a term, and how they come together; arrows say how many steps they are."""
    terms = (found.term, found.left.after, found.right.after, found.meeting, found.development)
    texts = [excerpt(term, Room(LONGEST)).text for term in terms]
    widths = [width(text, SIZE) for text in texts]
    side = max(widths[1], widths[2]) + DIAMOND_GAP
    middle = MARGIN + max(side - DIAMOND_GAP / 2, max(widths) / 2)
    xs = (middle, middle - side / 2, middle + side / 2, middle, middle)
    ys = [float(MARGIN + SIZE + row * DIAMOND_ROW) for row in (0, 1, 1, 2, 3)]
    labels = ("1", "1", str(len(found.closing_left)), str(len(found.closing_right)), "*")
    shapes = [
        f'<text x="{px(x)}" y="{px(y)}"><title>{counted(term.size, "node")}</title>{escaped(text)}</text>'
        for text, term, x, y in zip(texts, terms, xs, ys, strict=True)
    ]
    for (one, other), label in zip(((0, 1), (0, 2), (1, 3), (2, 3), (3, 4)), labels, strict=True):
        shapes += _arrow((xs[one], ys[one]), (xs[other], ys[other]), label)
    drawn = f'<g class="lamb-diamond">{"".join(shapes)}</g>'
    alt = f"the diamond of two steps from {texts[0]}: both sides reduce to {texts[3]}"
    return picture(drawn, 2 * middle, ys[-1] + MARGIN, alt, style=DIAMOND_STYLE, theme=theme)


def _arrow(start: tuple[float, float], end: tuple[float, float], label: str) -> Iterator[str]:
    """An arrow from below one term to above another, with a label."""
    (x, y), (to, until) = start, end
    y, until = y + SIZE / 2, until - SIZE - 4
    beside = -SIZE if to < x else SIZE
    yield f'<path d="M{px(x)} {px(y)}L{px(to)} {px(until)}"/>'
    yield f'<circle cx="{px(to)}" cy="{px(until)}" r="3"/>'
    yield f'<text class="rule" x="{px((x + to) / 2 + beside)}" y="{px((y + until) / 2 - 2)}">{label}</text>'


# ── Derivations: judgements, each with a bar below its premises ───────────────────────

DERIVATION_ROW = 30
DERIVATION_GAP = 28
DERIVATION_STYLE = style_sheet(__file__, "derivation.css", font=FONT, size=SIZE)


def derivation(derived: Typing | Evaluation, *, theme: Theme = "auto") -> Picture:
    """The derivation of a type or a value. Raises BudgetError if it is too long to be drawn.

    >>> from lamb.analysis.types import principal_type
    >>> from lamb.notation import parse_term
    >>> derivation(principal_type(parse_term("λx. x")))
    Picture(alt='⊢ λx. x : a → a, derived by 2 judgements')
    """
    shown = concluded(derived)
    tree = proof_tree(shown, measure=partial(width, size=SIZE), gap=DERIVATION_GAP)
    alt = f"{shown[0].text()}, derived by {counted(len(shown), 'judgement')}"
    shapes = f'<g class="lamb-derivation">{"".join(_derivation_shapes(tree))}</g>'
    wide, high = tree.width + 2 * MARGIN, tree.rows * DERIVATION_ROW + MARGIN
    return picture(shapes, wide, high, alt, style=DERIVATION_STYLE, theme=theme)


def _derivation_shapes(tree: ProofTree) -> Iterator[str]:
    bottom = MARGIN + (tree.rows - 0.5) * DERIVATION_ROW
    for row, left, wide, rule in tree.bars:
        y = bottom - (row + 0.5) * DERIVATION_ROW
        yield f'<path d="M{px(MARGIN + left)} {px(y)}h{px(wide)}"/>'
        x = MARGIN + left + wide + width(" ", SIZE)
        yield f'<text class="rule" x="{px(x)}" y="{px(y + SIZE / 3)}">{escaped(rule)}</text>'
    for row, left, text in tree.texts:
        y = bottom - row * DERIVATION_ROW + SIZE / 3
        yield f'<text x="{px(MARGIN + left)}" y="{px(y)}">{escaped(text)}</text>'
