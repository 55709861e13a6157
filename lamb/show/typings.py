"""Derivations of simple types: their judgements as text, in LaTeX and for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lamb.analysis.types import Type, TypeRule, Typing, type_text
from lamb.calculus.term import Free
from lamb.errors import BudgetError
from lamb.notation.names import restore_names, written_at
from lamb.notation.printer import pretty, write
from lamb.notation.syntax import Abstraction, Expr
from lamb.quantities import counted
from lamb.show.latex import in_mathematics
from lamb.show.lines import Line, Look, commented, whole
from lamb.show.prooftrees import MOST, prooftree, tree_lines

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


def derivation_lines(typing: Typing, look: Look, width: int) -> list[Line]:
    """A derivation as a tree, or as an outline if that is wider. Raises BudgetError if it is too long."""
    return tree_lines(judgements(typing, ascii=look.ascii), look, width)


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
    return prooftree(judgements(typing))


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
