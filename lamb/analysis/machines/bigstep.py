"""Evaluation in one big step: that a term has a value, and the derivation that shows it.

                        by name                                    by value
    λx. t ⇓ λx. t       t ⇓ λx. b    b[x := u] ⇓ v                 t ⇓ λx. b    u ⇓ w    b[x := w] ⇓ v
                        ────────────────────────── app             ─────────────────────────────────── app
    y ⇓ y                        t u ⇓ v                                         t u ⇓ v

    t ⇓ v               t ⇓ s                                      t ⇓ s    u ⇓ w
    ───── f means t     ───────── stuck, s is no abstraction       ────────────── stuck
    f ⇓ v               t u ⇓ s u                                  t u ⇓ s w

The value is what the steps of the strategy lead to, and the derivation is as large as they are many: one
*app* for each β-step (Plotkin 1975, *Call-by-name, call-by-value and the λ-calculus*, section 4; Kahn 1987,
*Natural semantics*). A term without a value has no derivation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lamb.calculus.budget import Budget, Meter, Watch
from lamb.calculus.numerals import name_numerals
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Table
from lamb.calculus.strategies import TooLarge, Unfolding
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term
from lamb.display import Displayed, Picture, Theme, view
from lamb.errors import BudgetError
from lamb.freeing import fewer_collections

BigStepRule: TypeAlias = Literal["value", "app", "stuck", "name"]
Passing: TypeAlias = Literal["name", "value"]


@dataclass(slots=True, eq=False)
class Evaluated:
    """A judgement *term* ⇓ *value*, by a *rule*, from *premises*, which are numbers of other judgements."""

    term: Term
    value: Term
    rule: BigStepRule = "value"
    premises: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Evaluation(Displayed):
    """The derivation of a value, the conclusion first, each judgement before its premises."""

    passing: Passing
    derivation: tuple[Evaluated, ...]
    definitions: Table = field(repr=False)

    @property
    def term(self) -> Term:
        """The term that was evaluated."""
        return self.derivation[0].term

    @property
    def value(self) -> Term:
        """Its value."""
        return self.derivation[0].value

    def tree(self, *, theme: Theme = "auto") -> Picture:
        """The derivation as a picture, in SVG. Raises BudgetError if it is too long to be drawn."""
        drawn: Picture = view("derivation")(self, theme=theme)
        return drawn


def big_step(  # noqa: PLR0913  (all but the first two are choices with defaults)
    term: Term,
    passing: Passing = "name",
    *,
    definitions: Table | None = None,
    budget: Budget = Budget(steps=10_000),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    folded: bool = True,
) -> Evaluation:
    """The value of a term, by "name" or by "value", with its derivation.

    Each judgement is a step of the budget; it costs what substitution does. *Folded*, names are unfolded only
    where something needs them. Raises BudgetError where no value is found within the budget, and ValueError
    if a variable points out of *term*.

    >>> from lamb import parse_term, pretty
    >>> found = big_step(parse_term("(λx. x x) (λy. y)"))
    >>> [(row.rule, pretty(row.value)) for row in found.derivation][:2]
    [('app', 'λy. y'), ('value', 'λx. x x')]
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    run = _BigStep(passing, Unfolding(definitions or {}, folded=folded, largest=budget.nodes))
    run.meter = Meter(budget, watch, memory=True)
    try:
        with run.meter.or_raise(f"no value by {passing}"), fewer_collections():
            _evaluate(run, name_numerals(term), False)
    except TooLarge as error:
        raise BudgetError(error.message) from None
    return Evaluation(passing, tuple(run.rows), definitions or {})


class _BigStep:
    """The judgements so far."""

    meter: Meter

    def __init__(self, passing: Passing, unfolding: Unfolding) -> None:
        self.by_value = passing == "value"
        self.unfolding = unfolding
        self.rows: list[Evaluated] = []


@unbounded
def _evaluate(run: _BigStep, term: Term, applied: bool) -> Recursion[int]:
    """The number of the judgement of a term; it may be *applied* to something."""
    run.meter.step()
    number, row = len(run.rows), Evaluated(term, term)
    run.rows.append(row)
    match term:
        case Free(name) if run.unfolding.needs(name, applied):
            meaning: int = yield run, run.unfolding.meaning(name), applied
            row.rule, row.premises, row.value = "name", (meaning,), run.rows[meaning].value
        case App(fn, arg):
            function: int = yield run, fn, True
            row.premises = (function,)
            if run.by_value:
                argument: int = yield run, arg, False
                row.premises, arg = (function, argument), run.rows[argument].value
            match run.rows[function].value:
                case Lam(_, body):
                    result: int = yield run, substitute(body, arg), applied
                    row.rule, row.value = "app", run.rows[result].value
                    row.premises = (*row.premises, result)
                case head:
                    row.rule, row.value = "stuck", App(head, arg)
    return number
