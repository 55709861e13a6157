"""The law that the kinds of terms are for: whoever evaluates a term comes to the same.

    the definition    `lamb.trace`: one redex after the other, the leftmost of the outermost first
    the machine       `lamb.normalize`: the same by need, in no more steps
    with integers     `lamb.normalize(numbers=True)`
    the textbook      `textbook.py`, which reads the term as it is printed, and shares nothing with the rest

Where a term does not end within the budget of one, nothing is known of the others but this: who ends
where the definition has gone on for long has to be right about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import lamb
from lamb import Budget, Status, Term
from tests.tools.kinds import textbook

SHORT = Budget(steps=5_000, nodes=200_000)
LONG = Budget(steps=20_000, nodes=1_000_000)
EARLY = 30
"""Steps. A machine that ends within so many is waited for: the definition may need far more."""


@dataclass(frozen=True)
class Agreed:
    """What became of a term that all agree about, and the steps that each took."""

    ended: bool
    by_definition: int
    by_machine: int
    numbers_used: bool
    textbook_ended: bool


def agree(term: Term, definitions: Mapping[str, Term]) -> Agreed:
    """Raises AssertionError where two evaluators differ."""
    answer, steps, beta = by_definition(term, definitions, SHORT)
    limit = steps if answer else EARLY
    plain = lamb.normalize(term, definitions=definitions, budget=Budget(steps=limit))
    whole = lamb.normalize(term, definitions=definitions, budget=Budget(steps=limit), numbers=True)
    if answer is None and (plain.finished or whole.finished):
        answer, steps, beta = by_definition(term, definitions, LONG)
        assert answer is not None, "the machine ends, and the definition does not"
    for outcome in (plain, whole):
        if answer is not None:
            assert outcome.steps <= steps, "the machine takes more steps"
            assert outcome.finished or limit < steps, "the machine does not end"
        assert not outcome.finished or outcome.term == answer, "the machine comes to another term"
    said = by_textbook(term, definitions, beta if answer else EARLY)
    if said is not None:
        assert answer is not None, "the textbook ends, and the definition does not"
        assert said == (lamb.parse_term(lamb.pretty(answer)), beta), "the textbook comes to another term"
    return Agreed(answer is not None, steps, plain.steps, whole.numbers_used, said is not None)


def by_definition(
    term: Term, definitions: Mapping[str, Term], budget: Budget
) -> tuple[Term | None, int, int]:
    """The normal form, if there is one within a budget; the steps, and those of them that are β."""
    trace = lamb.trace(term, definitions=definitions, budget=budget)
    beta, last = 0, None
    for last in trace:
        beta += last.rule is lamb.Rule.BETA
    if trace.status is not Status.NORMAL_FORM:
        return None, trace.steps, beta
    return (last.after if last else term), trace.steps, beta


def by_textbook(term: Term, definitions: Mapping[str, Term], most: int) -> tuple[Term, int] | None:
    """What the textbook comes to within so many β-steps, read from the text of it, and their number."""
    reduction = textbook.Reduction(Meanings(definitions), most, textbook.substitute)
    try:
        said = reduction.normal(textbook.read(lamb.pretty(term)))
    except textbook.GivenUp:
        return None
    return lamb.parse_term(textbook.write(said)), reduction.beta


class Meanings(Mapping[str, textbook.Term]):
    """Definitions as the textbook reads them."""

    _known: dict[tuple[str, Term], textbook.Term] = {}  # noqa: RUF012  (of all tables together)

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self._definitions = definitions

    def __contains__(self, name: object) -> bool:
        return name in self._definitions

    def __getitem__(self, name: str) -> textbook.Term:
        term = self._definitions[name]
        if (name, term) not in self._known:
            self._known[name, term] = textbook.read(lamb.pretty(term))
        return self._known[name, term]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._definitions)

    def __len__(self) -> int:
        return len(self._definitions)
