"""Traces: a reduction step by step, by any strategy.

Steps by substitution are those of `calculus/strategies.py`. What goes from the outside in has a faster equal
(`krivine.py`); a law in the tests holds the two together, and the machine for plain answers (`machine.py`)
with them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, NamedTuple

from lamb.calculus.budget import STEPS_A_LOOK, Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.numerals import name_numerals
from lamb.calculus.reduction import Rule, Step, Table, context_at, meaning_in, redexes, step_in
from lamb.calculus.strategies import (
    LARGE,
    ORDERS,
    Strategy,
    TooLarge,
    Unfolding,
    has_no_redex,
    is_eta_normal,
    steps as steps_by_substitution,
)
from lamb.calculus.term import Term
from lamb.display import Displayed, view
from lamb.freeing import each_in_nursery
from lamb.machine import krivine
from lamb.machine.parallel import developments

if TYPE_CHECKING:
    from lamb.display import Table as Shown

ETA = frozenset({Rule.ETA})
STRONG = [strategy for strategy in Strategy if strategy.form == "normal form"]


class Start(NamedTuple):
    """The arguments of `trace`, with which a reduction begins."""

    term: Term
    strategy: Strategy
    definitions: Table
    budget: Budget
    watch: Watch | None
    folded: bool
    eta: bool
    combinators: bool = False


class Trace(Displayed, Iterator[Step]):
    """The steps of a reduction, made as they are asked for.

    Once they have ended, *status* says why: at the form that the strategy stops at, or which budget
    ran out. *steps* counts those that were given. What it *start*ed with is known, too, so that it can
    be made once more.
    """

    def __init__(self, start: Start, steps: Callable[[Meter], Iterator[Step]]) -> None:
        self.start = start
        self.steps = 0
        self.status: Status | None = None
        self.meter = Meter(start.budget, start.watch, memory=True)
        self._given = each_in_nursery(self._metered(steps))

    def __next__(self) -> Step:
        return next(self._given)

    def __iter__(self) -> Iterator[Step]:
        return self._given

    def table(self, *, most: int = 100, width: int | None = None) -> Shown:
        """All of the reduction as a table of at most so many lines, whatever has been taken of it.

        It is made anew, within the trace's budget; where that has no limit, within a thousand steps, a
        million nodes and ten seconds, or until the terms repeat. Terms are elided that are wider than
        *width* characters (240, unless you say otherwise).
        """
        table: Shown = view("table")(self, most=most, width=width)
        return table

    def _metered(self, steps: Callable[[Meter], Iterator[Step]]) -> Generator[Step, None, None]:
        """The steps that the budget has room for."""
        left = 0  # of this lap
        try:
            for step in steps(self.meter):
                left = left or self._lap()
                left -= 1
                if self.meter.is_late:  # reading the terms of each step takes longer than the steps
                    raise Exhausted(Status.SECONDS)  # noqa: TRY301
                self.steps += 1
                yield step
            self.status = Status.NORMAL_FORM
        except Exhausted as exhausted:
            self.status = exhausted.status
        except TooLarge:
            self.status = Status.NODES

    def _lap(self) -> int:
        """The steps that may be taken before the budget is looked at again."""
        most = self.meter.budget.steps
        if most is not None and most <= self.steps:
            raise Exhausted(Status.STEPS)
        self.meter.steps = self.steps
        self.meter.look()
        return STEPS_A_LOOK if most is None else min(STEPS_A_LOOK, most - self.steps)


def trace(  # noqa: PLR0913  (all but the first are choices with defaults)
    term: Term,
    *,
    strategy: Strategy = Strategy.NORMAL,
    definitions: Table | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    folded: bool = False,
    eta: bool = False,
) -> Trace:
    """The steps of *term* by a strategy, to the form that it stops at.

    *Folded*, names and numerals are unfolded only where something needs them (`Unfolding`); with
    *eta*, η-steps follow once no β is left, as they always may (Barendregt 1984, 15.1.6). A step
    from the outside in costs the same however large the term is, until its terms are asked for.
    A numeral that is too large to be written out becomes its name. Raises ValueError if a variable
    points out of *term*, or if η is to follow on a strategy that stops before the normal form.
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    if eta and strategy not in STRONG:
        raise ValueError(f"{strategy.value} stops before η can follow")
    term = name_numerals(term)
    unfolding = Unfolding(definitions or {}, folded=folded, largest=budget.nodes)

    def steps(meter: Meter) -> Iterator[Step]:
        if term.size > LARGE:
            with meter:
                if has_no_redex(term, unfolding):
                    return iter(())
        if strategy is Strategy.PARALLEL:
            return meter.each(developments(term, unfolding))
        order = ORDERS[strategy]
        if order.outside_in:
            return krivine.steps(term, order, unfolding, meter)
        return meter.each(steps_by_substitution(term, order, unfolding))

    def steps_and_eta(meter: Meter) -> Iterator[Step]:
        last = None
        for last in steps(meter):
            yield last
        yield from meter.each(_eta_steps(last.after if last else term))

    start = Start(term, strategy, definitions or {}, budget, watch, folded, eta)
    return Trace(start, steps_and_eta if eta else steps)


def _eta_steps(term: Term) -> Iterator[Step]:
    """η-steps, each of the leftmost of the outermost η-redexes."""
    if term.size > LARGE and is_eta_normal(term):
        return
    while found := next(redexes(term, rules=ETA), None):
        rule, path = found
        step = step_in(*context_at(term, path), rule, meaning_in({}))
        yield step
        term = step.after
