"""Derivations of types and of values, as trees, in LaTeX and for JSON: what a judgement follows from stands
above it, with a bar and a rule between.

    x : a ⊢ x : a               λx. x x ⇓ λx. x x   a a ⇓ a a
    ──────────────── →I         ───────────────────────────── app
    ⊢ λx. x : a → a                   (λx. x x) a ⇓ a a

A tree that is too wide is shown as an outline, in which that stands below it, indented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lamb.analysis.types import Type, TypeRule, Typing, type_text
from lamb.calculus.term import Free, Term
from lamb.errors import BudgetError, columns
from lamb.notation.names import restore_names, written_at
from lamb.notation.printer import beginning, pretty, write
from lamb.notation.syntax import Abstraction, Expr
from lamb.quantities import counted
from lamb.show.latex import in_mathematics
from lamb.show.lines import Line, Look, Piece, commented, whole

if TYPE_CHECKING:  # start-up counts
    from lamb.analysis.machines.bigstep import Evaluation

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


class ProofTree(NamedTuple):
    """The texts and bars of a derivation, its *width*, and the number of rows of judgements."""

    texts: list[PlacedText]
    bars: list[PlacedBar]
    width: float
    rows: int


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
    placed, lines = list[PlacedText](), list[PlacedBar]()
    places: list[tuple[float, int]] = [(0.0, 0)] * len(shown)
    for number, judgement in enumerate(shown):
        left, row = places[number]
        placed.append(PlacedText(row, left + lefts[number], texts[number]))
        if judgement.premises:
            lines.append(PlacedBar(row, left + bars[number][0], bars[number][1], _rule(judgement, ascii)))
        for premise, offset in zip(judgement.premises, offsets[number], strict=True):
            places[premise] = left + offset, row + 1
    return ProofTree(placed, lines, blocks[0], 1 + max(text.row for text in placed))


def _rule(judgement: Concluded, ascii: bool) -> str:
    return judgement.rule.replace("→", "->") if ascii else judgement.rule


def concluded(derived: Typing | Evaluation, *, ascii: bool = False) -> Sequence[Concluded]:
    """The judgements of a derivation, the conclusion first. Raises BudgetError if there are too many."""
    if isinstance(derived, Typing):
        return judgements(derived, ascii=ascii)
    return evaluated(derived, ascii=ascii)


def derivation_lines(derived: Typing | Evaluation, look: Look, width: int) -> list[Line]:
    """A derivation as a tree, or as an outline if that is wider. Raises BudgetError if it is too long."""
    ascii, shown = look.ascii, concluded(derived, ascii=look.ascii)
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


def derivation_latex(derived: Typing | Evaluation) -> str:
    """A derivation as a `prooftree` of LaTeX's package bussproofs. Raises BudgetError if it is too long."""
    shown = concluded(derived)
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


# ── Types ─────────────────────────────────────────────────────────────────────────────

LONGEST_TYPE = 10_000  # characters
LONGEST_SAID = 200  # in a comment


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

    def latex(self) -> str:
        types = (f"{in_mathematics(name)} : {_type_latex(type)}" for name, type in self.context.items())
        context = r",\ ".join(types)
        return rf"{context} \vdash {in_mathematics(self.term)} : {_type_latex(self.type)}".strip()


def judgements(typing: Typing, *, ascii: bool = False) -> list[ShownJudgement]:
    """The derivation of a type, the conclusion first. Raises BudgetError if it has more than MOST."""
    if typing.term.size > 10 * MOST or len(typing.derivation) > MOST:
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
                generic = " ".join(map(str, below.generic))
                any_type = f"{'forall ' if ascii else '∀'}{generic}. " if generic else ""
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


def _type_latex(text: str) -> str:
    parts = text.removeprefix("∀").split(" → ")
    return (r"\forall " if text.startswith("∀") else "") + r" \to ".join(map(in_mathematics, parts))


def typing_json(typing: Typing) -> dict[str, Any]:
    """A typing for JSON, as `lamb.recheck_types` reads it; without a derivation if that is too long."""
    try:
        rows = judgements(typing)
    except BudgetError:
        rows = []

    def text(type: Type) -> str | None:
        return whole(type_text(type, limit=LONGEST_TYPE))

    return {
        "term": rows[0].term if rows else whole(pretty(typing.term, limit=LONGEST_TYPE)),
        "type": text(typing.type),
        "context": {name: text(type) for name, type in typing.context.items()},
        "defined": {name: text(type) for name, type in typing.defined.items()},
        "derivation": [asdict(row) for row in rows] or None,
    }


# ── Values ────────────────────────────────────────────────────────────────────────────

LONGEST = 200  # characters of a term
LONGEST_WRITTEN = 10_000  # characters of one for a program


@dataclass(frozen=True, slots=True)
class ShownEvaluation:
    """term ⇓ value, in words, by a rule from the premises, which are numbers of other judgements."""

    rule: str
    term: str
    value: str
    premises: tuple[int, ...]

    def text(self, *, ascii: bool = False) -> str:
        return f"{self.term} {'=>' if ascii else '⇓'} {self.value}"

    def latex(self) -> str:
        return rf"{in_mathematics(self.term)} \Downarrow {in_mathematics(self.value)}"


def evaluated(
    evaluation: Evaluation, *, ascii: bool = False, longest: int = LONGEST
) -> list[ShownEvaluation]:
    """The judgements of a derivation, whose terms have about *longest* characters at the most.

    Raises BudgetError if there are too many.
    """
    rows = evaluation.derivation
    if len(rows) > MOST:
        raise BudgetError(
            f"this derivation is too long to be shown: it has {counted(len(rows), 'judgement')}",
            hint="the steps of the strategy, one by one, are what lamb step shows",
        )

    def text(term: Term) -> str:
        return pretty(beginning(term, longest) if term.size > longest else term, limit=longest, ascii=ascii)

    return [ShownEvaluation(row.rule, text(row.term), text(row.value), row.premises) for row in rows]


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """A derivation for JSON, as `lamb.recheck_values` reads it. Raises BudgetError if it, or a term in it, is
    too long.
    """
    rows = evaluated(evaluation, longest=LONGEST_WRITTEN)
    if not all(whole(row.term) and whole(row.value) for row in rows):
        raise BudgetError("a term in this derivation is too large to be written")
    definitions = evaluation.definitions
    names = sorted({row.term for row in rows if row.rule == "name" and row.term in definitions})
    return {
        "passing": evaluation.passing,
        "term": rows[0].term,
        "value": rows[0].value,
        "definitions": {name: pretty(definitions[name]) for name in names},
        "derivation": [asdict(row) for row in rows],
    }
