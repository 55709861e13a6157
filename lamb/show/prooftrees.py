"""Derivations as trees: what a judgement follows from stands above it, with a bar and a rule between.

    x : a ⊢ x : a
    ──────────────── →I
    ⊢ λx. x : a → a

A tree that is too wide is shown as an outline, in which that stands below it, indented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from lamb.errors import columns
from lamb.show.lines import Line, Look, Piece

MOST = 300  # judgements of a derivation that is shown
GAP = 3  # columns between two premises


class Concluded(Protocol):
    """A judgement as it is shown: its text, its rule, and its premises, numbers of other judgements."""

    @property
    def rule(self) -> str: ...
    @property
    def premises(self) -> tuple[int, ...]: ...
    def text(self, *, ascii: bool = False) -> str: ...
    def latex(self) -> str: ...


class PlacedText(NamedTuple):
    """A text of a tree: so many rows above the lowest one, and where it begins."""

    row: int
    left: float
    text: str


class PlacedBar(NamedTuple):
    """The line between a judgement and its premises, and the rule beside it."""

    row: int
    left: float
    width: float
    rule: str


@dataclass(slots=True)
class ProofTree:
    """The texts and bars of a derivation, its *width*, and the number of rows of judgements."""

    texts: list[PlacedText] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)
    width: float = 0
    rows: int = 1


def proof_tree(
    shown: Sequence[Concluded],
    *,
    ascii: bool = False,
    measure: Callable[[str], float] = columns,
    gap: float = GAP,
) -> ProofTree:
    """The layout of a derivation, each judgement centred below its premises."""
    texts = [judgement.text(ascii=ascii) for judgement in shown]
    widths = [measure(text) for text in texts]
    lefts, bars, blocks = [0.0] * len(shown), [(0.0, 0.0)] * len(shown), list(widths)
    offsets: list[list[float]] = [[] for _ in shown]
    for number in reversed(range(len(shown))):
        premises = shown[number].premises
        if not premises:
            continue
        at = 0.0
        for premise in premises:
            offsets[number].append(at)
            at += blocks[premise] + gap
        first, last = premises[0], premises[-1]
        start = lefts[first]
        end = offsets[number][-1] + lefts[last] + widths[last]
        wide = max(end - start, widths[number])
        bar, shift = (start + end - wide) // 2, 0.0
        if bar < 0:
            bar, shift = 0.0, -bar
        offsets[number] = [offset + shift for offset in offsets[number]]
        bars[number] = bar, wide
        lefts[number] = bar + (wide - widths[number]) // 2
        blocks[number] = max(at - gap + shift, bar + wide + measure(f" {_rule(shown[number], ascii)}"))
    tree = ProofTree(width=blocks[0])
    places: list[tuple[float, int]] = [(0.0, 0)] * len(shown)
    for number, judgement in enumerate(shown):
        left, row = places[number]
        tree.rows = max(tree.rows, row + 1)
        tree.texts.append(PlacedText(row, left + lefts[number], texts[number]))
        if judgement.premises:
            tree.bars.append(PlacedBar(row, left + bars[number][0], bars[number][1], _rule(judgement, ascii)))
        for premise, offset in zip(judgement.premises, offsets[number], strict=True):
            places[premise] = left + offset, row + 1
    return tree


def _rule(judgement: Concluded, ascii: bool) -> str:
    return judgement.rule.replace("→", "->") if ascii else judgement.rule


def tree_lines(shown: Sequence[Concluded], look: Look, width: int) -> list[Line]:
    """A derivation as a tree, or as an outline if that is wider."""
    ascii = look.ascii
    tree = proof_tree(shown, ascii=ascii, measure=look.measure)
    if tree.width > width:
        return _outline(shown, ascii)
    rows: list[list[tuple[int, Piece]]] = [[] for _ in range(2 * tree.rows - 1)]
    for row, left, text in tree.texts:
        rows[2 * row].append((int(left), Piece(text)))
    for row, left, wide, rule in tree.bars:
        rows[2 * row + 1] += (
            (int(left), Piece(("-" if ascii else "─") * int(wide), "comment")),
            (int(left + wide) + 1, Piece(rule, "note")),
        )
    return [_spaced(pieces, look) for pieces in reversed(rows)]


def _spaced(pieces: list[tuple[int, Piece]], look: Look) -> Line:
    line: list[Piece] = []
    at = 0
    for left, piece in sorted(pieces):
        line += Piece(" " * (left - at)), piece
        at = left + look.measure(piece.text)
    return tuple(line)


def _outline(shown: Sequence[Concluded], ascii: bool) -> list[Line]:
    depths = [0] * len(shown)
    for number, judgement in enumerate(shown):
        for premise in judgement.premises:
            depths[premise] = depths[number] + 1
    return [
        (
            Piece("  " * depth + judgement.text(ascii=ascii)),
            Piece(f"    {_rule(judgement, ascii)}", "note"),
        )
        for depth, judgement in zip(depths, shown, strict=True)
    ]


def prooftree(shown: Sequence[Concluded]) -> str:
    """A derivation in LaTeX, as a `prooftree` of the package bussproofs."""
    written: list[list[str]] = [[] for _ in shown]  # of each judgement, with all above it
    for number in reversed(range(len(shown))):
        judgement = shown[number]
        formula = f"{{${judgement.latex()}$}}"
        if not judgement.premises:
            written[number] = [rf"  \AxiomC{formula}"]
            continue
        rule = judgement.rule.replace("→", r"$\to$")
        inference = ("UnaryInfC", "BinaryInfC", "TrinaryInfC")[len(judgement.premises) - 1]
        above = [line for premise in judgement.premises for line in written[premise]]
        written[number] = [*above, rf"  \RightLabel{{\scriptsize {rule}}}", rf"  \{inference}{formula}"]
    return "\n".join([r"\begin{prooftree}", *written[0], r"\end{prooftree}"])
