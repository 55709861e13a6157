"""Derivations of values, as trees, in LaTeX and for JSON.

λx. x x ⇓ λx. x x   a a ⇓ a a
───────────────────────────── app
      (λx. x x) a ⇓ a a
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from lamb.analysis.machines.bigstep import Evaluation
from lamb.calculus.term import Term
from lamb.errors import BudgetError
from lamb.notation.printer import beginning, pretty
from lamb.quantities import counted
from lamb.show.latex import in_mathematics
from lamb.show.lines import Line, Look, whole
from lamb.show.prooftrees import MOST, prooftree, tree_lines

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


def evaluation_lines(evaluation: Evaluation, look: Look, width: int) -> list[Line]:
    """A derivation as a tree, or as an outline if that is wider. Raises BudgetError if it is too long."""
    return tree_lines(evaluated(evaluation, ascii=look.ascii), look, width)


def evaluation_latex(evaluation: Evaluation) -> str:
    """A derivation as a `prooftree` of the package bussproofs. Raises BudgetError if it is too long."""
    return prooftree(evaluated(evaluation))


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
