"""Machines at work: the transitions from a term on, one by one, within a budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lamb.analysis.machines import cek, kam, kn, secd, sestoft
from lamb.analysis.machines.states import Closure, State
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.numerals import name_numerals
from lamb.calculus.reduction import Table
from lamb.calculus.strategies import Strategy, TooLarge, Unfolding
from lamb.calculus.term import Term
from lamb.display import Displayed, view
from lamb.errors import LambError
from lamb.freeing import IN_BROWSER

if TYPE_CHECKING:
    from lamb.display import Table as Shown

LIMITS = Budget(steps=1_000, nodes=1_000_000, seconds=10)
"""The limits of a machine that has no others, where it is shown."""


class Machine(NamedTuple):
    """A machine: its *name* and what it is called; what it *carries out*, and the strategy that comes to the
    same form; the *columns* of its states; its *rules*, each in a sentence, and those of them that are
    β-steps; its *first* state, and the transition from each.
    """

    name: str
    title: str
    carries_out: str
    strategy: Strategy
    columns: tuple[str, ...]
    rules: Mapping[str, str]
    beta: tuple[str, ...]
    first: Callable[[Term], State]
    step: Callable[[Any, Unfolding], tuple[str, State] | None]

    def __str__(self) -> str:
        return self.title


def _at_rest(term: Term) -> Closure:
    return Closure(term, None)


MACHINES = {
    machine.name: machine
    for machine in (
        Machine(
            "krivine",
            "Krivine’s machine",
            "call by name",
            Strategy.WEAK_HEAD,
            kam.COLUMNS,
            kam.RULES,
            kam.BETA,
            kam.KrivineState,
            kam.step,
        ),
        Machine(
            "secd",
            "the SECD machine",
            "call by value, the argument first",
            Strategy.CALL_BY_VALUE,
            secd.COLUMNS,
            secd.RULES,
            secd.BETA,
            lambda term: secd.LandinState(None, None, (term, None), None),
            secd.step,
        ),
        Machine(
            "cek",
            "the CEK machine",
            "call by value, the function first",
            Strategy.CALL_BY_VALUE,
            cek.COLUMNS,
            cek.RULES,
            cek.BETA,
            lambda term: cek.ContinuationState(_at_rest(term)),
            cek.step,
        ),
        Machine(
            "sestoft",
            "Sestoft’s machine",
            "call by need",
            Strategy.WEAK_HEAD,
            sestoft.COLUMNS,
            sestoft.RULES,
            sestoft.BETA,
            lambda term: sestoft.NeedState(_at_rest(term)),
            sestoft.step,
        ),
        Machine(
            "strong",
            "our machine in small",
            "by need to the normal form",
            Strategy.NORMAL,
            kn.COLUMNS,
            kn.RULES,
            kn.BETA,
            lambda term: kn.StrongState(_at_rest(term)),
            kn.step,
        ),
    )
}


def machine_named(name: str) -> Machine:
    """The machine of a name. Raises LambError.

    >>> machine_named("SECD").strategy.value
    'call by value'
    """
    found = MACHINES.get(name.lower())
    if found is None:
        raise LambError(f"there is no machine “{name:.40}”", hint=f"the machines are {', '.join(MACHINES)}")
    return found


class Transition(NamedTuple):
    """The *state* that a transition led to, by a *rule*. The first state has none, and number 0."""

    number: int
    rule: str
    state: State


class MachineTrace(Displayed, Iterator[Transition]):
    """The states of a machine, each with the transition that led to it, made as they are asked for.

    Once they have ended, *status* says why: in a final state, or which budget ran out. *state* is the last
    one so far, *counts* how often each rule was used. It can be made anew.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (what `machine_trace` was told)
        self,
        machine: Machine,
        term: Term,
        definitions: Table,
        budget: Budget,
        watch: Watch | None,
        folded: bool,
    ) -> None:
        self.machine = machine
        self.begun = machine, term, definitions, budget, watch, folded
        self.definitions = definitions
        self.status: Status | None = None
        self.state = machine.first(name_numerals(term))
        self.counts: Counter[str] = Counter()
        if IN_BROWSER:  # which would be dead where deeper environments are freed
            most = LIMITS.steps if budget.steps is None else min(budget.steps, LIMITS.steps or 0)
            budget = Budget(most, budget.nodes, budget.seconds, budget.clock)
        self.meter = Meter(budget, watch, memory=True)
        self._unfolding = Unfolding(definitions, folded=folded, largest=budget.nodes)
        self._given = self._transitions()

    def __next__(self) -> Transition:
        return next(self._given)

    def anew(self) -> MachineTrace:
        """The same, from its first state, within a thousand transitions, if it had no limit."""
        machine, term, definitions, budget, watch, folded = self.begun
        return MachineTrace(machine, term, definitions, budget.or_else(LIMITS), watch, folded)

    def table(self, *, most: int = 100) -> Shown:
        """All states as a table of at most so many lines, each beside the term that it stands for.

        It is made anew, within the budget; where that has no limit, within a thousand transitions, a million
        nodes and ten seconds.
        """
        table: Shown = view("machine")(self, most=most)
        return table

    @property
    def transitions(self) -> int:
        """The number of transitions so far."""
        return self.counts.total()

    @property
    def steps(self) -> int:
        """The number of β-steps so far."""
        return sum(self.counts[rule] for rule in self.machine.beta)

    def _transitions(self) -> Iterator[Transition]:
        yield Transition(0, "", self.state)
        try:
            while True:
                with self.meter:
                    found = self.machine.step(self.state, self._unfolding)
                    if found is None:
                        break
                    self.meter.step()
                rule, self.state = found
                self.counts[rule] += 1
                yield Transition(self.transitions, rule, self.state)
            self.status = Status.NORMAL_FORM
        except Exhausted as exhausted:
            self.status = exhausted.status
        except TooLarge:
            self.status = Status.NODES


def machine_trace(  # noqa: PLR0913  (all but the first two are choices with defaults)
    term: Term,
    machine: str = "krivine",
    *,
    definitions: Table | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
    folded: bool = True,
) -> MachineTrace:
    """The states of a *machine* that is given a *term*: "krivine", "secd", "cek", "sestoft" or "strong".

    A step of the budget is a transition. *Folded*, names and numerals are unfolded only where something needs
    them. A transition costs the same however large the term is, but for looking up a variable, which costs
    its index; the term that a state stands for costs what its distinct parts come to. In a browser there are
    no more than a thousand transitions, since it cannot free deep environments. Raises ValueError if a
    variable points out of *term*, and LambError if there is no such machine.

    >>> from lamb import parse_term, pretty
    >>> states = machine_trace(parse_term("(λx y. x) a"))
    >>> [rule for _, rule, _ in states], pretty(states.state.term())
    (['', 'push', 'grab'], 'λy. a')
    """
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    return MachineTrace(machine_named(machine), term, definitions or {}, budget, watch, folded)
