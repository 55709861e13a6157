"""Derivations of simple types: their judgements as text, laid out as a tree, in LaTeX and for JSON.

    x : a ⊢ x : a
    ──────────────── →I
    ⊢ λx. x : a → a

What a judgement follows from stands above it. A tree that is too wide is shown as an outline, in which that
stands below it, indented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from lamb.analysis.types import Type, TypeRule, Typing, type_text
from lamb.calculus.term import Free
from lamb.errors import BudgetError, columns
from lamb.notation.names import restore_names, written_at
from lamb.notation.printer import pretty, write
from lamb.notation.syntax import Abstraction, Expr
from lamb.quantities import counted
from lamb.show.latex import in_mathematics
from lamb.show.lines import Line, Look, Piece, commented

MOST = 300  # judgements of a derivation that is shown
LONGEST_TYPE = 10_000  # characters
LONGEST_SAID = 200  # in a comment
GAP = 3  # columns between two premises


@dataclass(frozen=True, slots=True)
class ShownJudgement:
    """context ⊢ term : type, in words, by a rule from the premises, which are numbers of other judgements."""

    rule: TypeRule
    context: dict[str, str]
    term: str
    type: str
    premises: tuple[int, ...]

    def text(self, *, ascii: bool = False) -> str:
        context = ", ".join(f"{name} : {type}" for name, type in self.context.items())
        return f"{context}{' ' if context else ''}{'|-' if ascii else '⊢'} {self.term} : {self.type}"


def judgements(typing: Typing, *, ascii: bool = False, most: int = MOST) -> list[ShownJudgement]:
    """The derivation of a type, the conclusion first. Raises BudgetError if it has more than *most*."""
    if typing.term.size > 10 * most or len(typing.derivation) > most:
        size = counted(typing.term.size, "node")
        raise BudgetError(f"this derivation is too long to be shown: the term has {size}")
    shown: list[ShownJudgement] = []
    parts: list[Expr] = []
    around: list[dict[str, str]] = []
    for row in typing.derivation:
        if row.below < 0:
            part = restore_names(row.term)
            context = {name: _text(type, ascii) for name, type in typing.context.items()}
        else:
            below = typing.derivation[row.below]
            part, context = written_at(parts[row.below], row.steps), around[row.below]
            if row.steps[-1] == "body" and below.bound is not None:
                binder = written_at(parts[row.below], row.steps[:-1])
                assert isinstance(binder, Abstraction)
                any_type = (
                    f"{'forall ' if ascii else '∀'}{' '.join(below.generic)}. " if below.generic else ""
                )
                context = {name: type for name, type in context.items() if name != binder.hint}
                if binder.hint != "_":
                    context[binder.hint] = any_type + _text(below.bound, ascii)
        parts.append(part)
        around.append(context)
        shown.append(
            ShownJudgement(row.rule, context, write(part, ascii=ascii), _text(row.type, ascii), row.premises)
        )
    return shown


def _text(type: Type, ascii: bool) -> str:
    text = type_text(type, ascii=ascii, limit=LONGEST_TYPE)
    if text.endswith("…"):
        raise BudgetError(f"a type in this derivation is too large to be shown: {counted(type.size, 'node')}")
    return text


# ── Trees ─────────────────────────────────────────────────────────────────────────────


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
    shown: Sequence[ShownJudgement],
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


def _rule(judgement: ShownJudgement, ascii: bool) -> str:
    return judgement.rule.replace("→", "->") if ascii else judgement.rule


def derivation_lines(typing: Typing, look: Look, width: int) -> list[Line]:
    """A derivation as a tree, or as an outline if that is wider. Raises BudgetError if it is too long."""
    ascii = look.ascii
    shown = judgements(typing, ascii=ascii)
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


def _outline(shown: Sequence[ShownJudgement], ascii: bool) -> list[Line]:
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


def typing_line(typing: Typing, look: Look, name: str | None = None) -> Line:
    """A term, or its *name*, and its type; behind it a comment with the types of its free names."""
    free_names = {} if isinstance(typing.term, Free) else typing.context
    context = ", ".join(
        f"{free} : {type_text(type, ascii=look.ascii, limit=LONGEST_SAID)}"
        for free, type in free_names.items()
    )
    type = type_text(typing.type, ascii=look.ascii, limit=LONGEST_TYPE)
    size = f" ({counted(typing.type.size, 'node')})" if type.endswith("…") else ""
    return commented(f"{name or look.beginning(typing.term)} : {type}{size}", context)


# ── LaTeX and JSON ────────────────────────────────────────────────────────────────────


def typing_latex(typing: Typing) -> str:
    """A derivation as a `prooftree` of the package bussproofs. Raises BudgetError if it is too long."""
    shown = judgements(typing)
    written: list[list[str]] = [[] for _ in shown]  # of each judgement, with all above it
    for number in reversed(range(len(shown))):
        judgement = shown[number]
        formula = f"{{${_judgement_latex(judgement)}$}}"
        if not judgement.premises:
            written[number] = [rf"  \AxiomC{formula}"]
            continue
        rule = judgement.rule.replace("→", r"$\to$")
        inference = "UnaryInfC" if len(judgement.premises) == 1 else "BinaryInfC"
        above = [line for premise in judgement.premises for line in written[premise]]
        written[number] = [*above, rf"  \RightLabel{{\scriptsize {rule}}}", rf"  \{inference}{formula}"]
    return "\n".join([r"\begin{prooftree}", *written[0], r"\end{prooftree}"])


def _judgement_latex(judgement: ShownJudgement) -> str:
    context = r",\ ".join(
        f"{in_mathematics(name)} : {_type_latex(type)}" for name, type in judgement.context.items()
    )
    return rf"{context} \vdash {in_mathematics(judgement.term)} : {_type_latex(judgement.type)}".strip()


def _type_latex(text: str) -> str:
    parts = text.removeprefix("∀").split(" → ")
    return (r"\forall " if text.startswith("∀") else "") + r" \to ".join(map(in_mathematics, parts))


def typing_json(typing: Typing) -> dict[str, Any]:
    """A typing for JSON, as `lamb.recheck_types` reads it; without a derivation if that is too long."""
    try:
        rows = judgements(typing)
    except BudgetError:
        rows = []
    return {
        "term": rows[0].term if rows else pretty(typing.term, limit=LONGEST_SAID),
        "type": type_text(typing.type, limit=LONGEST_TYPE),
        "context": {name: type_text(type, limit=LONGEST_TYPE) for name, type in typing.context.items()},
        "defined": {name: type_text(type, limit=LONGEST_TYPE) for name, type in typing.defined.items()},
        "derivation": [asdict(row) for row in rows] or None,
    }
