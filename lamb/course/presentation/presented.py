"""Presentation: a reduction as somebody would write it down.

Terms have no names for bound variables, but their print has, and a variable must not change its name
between two lines for no reason. So the reduction is carried out once more on a *settled* term
(`renaming.py`), where each step is what a pencil does: it replaces a variable by its argument, name
for name. Wherever that would capture something, an α-step comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lamb.calculus.development import development
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Path, Rule, Table, context_at, contract, plug
from lamb.calculus.step import Step
from lamb.calculus.term import App, Free, Lam, Term, Tick, nodes, unheard
from lamb.calculus.unfolding import Unfolding
from lamb.course.presentation.renaming import (
    Renaming,
    before_beta,
    before_delta,
    before_development,
    rename,
    settle,
)

LARGEST_SETTLED = 100_000
"""Nodes of a term that is settled as a whole, when it comes in or has been developed. Larger ones are
taken as they are: what was parsed from a text is settled already; otherwise an α-step may be missing."""


class Shown(NamedTuple):
    """A line of a presented reduction: *before* becomes *after* by a rule at a path.

    Both are settled, and *before* is the *after* of the line above. *renaming* is the reason of an
    α-step, and None of any other. A parallel step contracts so many *redexes* at once.
    """

    rule: Rule
    path: Path
    before: Term
    after: Term
    renaming: Renaming | None = None
    redexes: int = 1


def presented(
    term: Term,
    steps: Iterable[Step],
    *,
    definitions: Table | None = None,
    folded: bool = False,
    tick: Tick = unheard,
) -> Iterator[Shown]:
    """The steps of *term*, with an α-step before those that would capture something.

    *definitions* and *folded* are as they were for the trace, and matter to parallel steps only. Each
    line is made when it is asked for, and costs as much as its redex is large and deep; a parallel
    one, as the term is large. *tick* is told of it on the way.
    """
    unfolding = Unfolding(definitions or {}, folded=folded)
    meanings: dict[str, Term] = {}
    term = _settled(term)
    for step in steps:
        for renaming in _renamings(term, step, meanings, unfolding):
            renamed = rename(term, renaming.path, renaming.fresh)
            yield Shown(Rule.ALPHA, renaming.path, term, renamed, renaming)
            term = renamed
        after = _after(term, step, meanings, unfolding, tick)
        redexes = contracted(term, unfolding) if step.rule is Rule.PARALLEL else 1
        yield Shown(step.rule, step.path, term, after, redexes=redexes)
        term = after


def _renamings(term: Term, step: Step, meanings: dict[str, Term], unfolding: Unfolding) -> Iterator[Renaming]:
    """What has to be renamed before a step, in the order of renaming."""
    match step.rule:
        case Rule.BETA:
            yield from before_beta(term, step.path)
        case Rule.DELTA:
            yield from before_delta(term, step.path, _meaning(step, meanings))
        case Rule.PARALLEL:
            while step.after.size <= LARGEST_SETTLED and (renaming := before_development(term, unfolding)):
                yield renaming
                term = rename(term, renaming.path, renaming.fresh)


def _after(term: Term, step: Step, meanings: dict[str, Term], unfolding: Unfolding, tick: Tick) -> Term:
    """A settled term after a step, for which nothing has to be renamed any more."""
    match step.rule:
        case Rule.DELTA:
            return plug(context_at(term, step.path)[0], _meaning(step, meanings))
        case Rule.PARALLEL:
            return _settled(development(term, unfolding, tick))
    return contract(term, step.path, step.rule, tick=tick)


def _meaning(step: Step, meanings: dict[str, Term]) -> Term:
    """What the name that a step unfolds stands for, settled."""
    assert isinstance(step.redex, Free)
    name = step.redex.name
    if is_numeral(name):
        return step.contractum
    if name not in meanings:
        meanings[name] = _settled(step.contractum)
    return meanings[name]


def _settled(term: Term) -> Term:
    return settle(term) if term.size <= LARGEST_SETTLED else term


def contracted(term: Term, unfolding: Unfolding) -> int:
    """How many redexes a complete development contracts, each place counted."""
    numbers: dict[tuple[int, bool], int] = {}
    for node in nodes(term):
        for applied in (False, True):
            match node:
                case App(fn, arg):
                    below = numbers[id(fn), True] + numbers[id(arg), False]
                    number = below + isinstance(fn, Lam)
                case Lam(_, body):
                    number = numbers[id(body), False]
                case Free(name):
                    number = int(unfolding.needs(name, applied))
                case _:
                    number = 0
            numbers[id(node), applied] = number
    return numbers[id(term), False]
