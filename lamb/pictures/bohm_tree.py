"""The Böhm tree of a term as a picture: heads with their variables, and lines to their parts below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lamb.analysis.solvability import DEPTH, BohmTree, bohm_tree
from lamb.calculus.term import Term
from lamb.display import Picture, Theme
from lamb.html.markup import escaped
from lamb.notation.elision import Room, excerpt
from lamb.pictures.canvas import picture, px, short, width
from lamb.pictures.tree import GAP, MARGIN, PILL, ROW, SIZE, STYLE, tidy
from lamb.show.bohm import LEAVES, BohmNode, nodes_of

MOST_BINDERS = 8
LONGEST = 60  # characters of the term in the title


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
    texts = [_text(node) for node in nodes]
    widths = [width(text, SIZE) for text in texts]
    xs = [MARGIN + x for x in tidy([tuple(node.parts) for node in nodes], widths, GAP)]
    ys = [MARGIN + PILL / 2] * len(nodes)
    for above, node in enumerate(nodes):
        for below in node.parts:
            ys[below] = ys[above] + ROW
    wide = MARGIN + max(x + half / 2 for x, half in zip(xs, widths, strict=True))
    alt = f"the Böhm tree {excerpt(tree.term, Room(LONGEST)).text}: {tree}"
    shapes = "".join(_shapes(nodes, texts, xs, ys))
    drawn = f'<g class="lamb-tree">{shapes}</g>'
    return picture(drawn, wide, max(ys) + PILL / 2 + MARGIN, alt, style=STYLE, theme=theme)


def _text(node: BohmNode) -> str:
    """The binders and the head of a node, or what stands for a leaf."""
    names = [short(name) for name in node.binders[:MOST_BINDERS]]
    rest = ["…"] if node.binders[MOST_BINDERS:] else []
    binders = f"λ{' '.join([*names, *rest])}. " if names else ""
    return binders + (node.head if node.head in LEAVES else short(node.head))


def _shapes(nodes: list[BohmNode], texts: list[str], xs: list[float], ys: list[float]) -> Iterator[str]:
    for number, (node, text) in enumerate(zip(nodes, texts, strict=True)):
        x, y = xs[number], ys[number]
        for part in node.parts:
            yield f'<path d="M{px(x)} {px(y + PILL / 2)}L{px(xs[part])} {px(ys[part] - PILL / 2)}"/>'
        leaf = LEAVES.get(node.head)
        place = f'x="{px(x)}" y="{px(y + SIZE / 3)}"'
        said = f'class="cut" {place}><title>{leaf}</title>' if leaf else f"{place}>"
        yield f"<text {said}{escaped(text)}</text>"
