r"""The diamond: two steps from a term, and how they come together again.

              t
            /   \
          u       v
            \   /
              w            and on to t*, the complete development of t

Reduction itself does not close diamonds in single steps: a step may copy the redex of the other, or drop
it. But the *residuals* of one redex, which are what the other step leaves of it, can all be contracted, and
in whatever order that is done it comes to an end at the same term w (finite developments: Curry and Feys
1958; Barendregt 1984, 11.2). So parallel reduction, in which any redexes of a term are contracted at once,
closes its diamonds in one step each. All of them close at t*, where every redex is contracted, whatever the
steps were (Takahashi 1995, *Parallel reductions in λ-calculus*): which proves that reduction is confluent
(Church and Rosser 1936).

Residuals are found by a mark on the λ of a redex, which its copies keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch, tick
from lamb.calculus.reduction import Path, Rule, Step, context_at, meaning_in, plug, redexes, step_in, subterm
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Lam, Term
from lamb.display import Displayed, Picture, Theme, view
from lamb.errors import LambError
from lamb.machine.parallel import development
from lamb.quantities import counted
from lamb.records import Record

BUDGET = Budget(steps=200, nodes=50_000, seconds=2.0)
"""For the steps of a diamond, and the nodes of each of its terms."""
MOST = 1_000
"""Redexes of a term that are told apart."""


class _Mark(str):
    """The name of the variable of a redex that is followed, whatever it is called."""

    __slots__ = ()


class Diamond(Displayed, Record):
    """Two β-steps from one term, the steps by which their ends come to the same *meeting* term, and the
    complete *development* of the term, to which that reduces, too.
    """

    term: Term
    left: Step
    right: Step
    closing_left: tuple[Step, ...]
    closing_right: tuple[Step, ...]
    meeting: Term
    development: Term

    def picture(self, *, theme: Theme = "auto") -> Picture:
        """The diamond, drawn: the numbers at the arrows are those of their steps."""
        drawn: Picture = view("confluence")(self, theme=theme)
        return drawn

    def __str__(self) -> str:
        """Its sides in words."""
        sides = f"{counted(len(self.closing_left), 'step')} and {counted(len(self.closing_right), 'step')}"
        return f"the two steps come together after {sides}"


def diamond(  # noqa: PLR0913  (all but the first are choices with defaults)
    term: Term,
    first: int = 1,
    second: int = 2,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = BUDGET,
    watch: Watch | None = None,
) -> Diamond:
    """The diamond of two of a term's β-redexes, by their numbers from the outside in and from left to right.

    Raises LambError if there are no such two, and BudgetError where they do not come together in time.

    >>> from lamb.notation import parse_term
    >>> print(diamond(parse_term("(λx. x x) ((λy. y) z)")))
    the two steps come together after 2 steps and 1 step
    """
    with Meter(budget, watch).or_raise("the two sides did not come together", "try a smaller term"):
        return _diamond(term, _chosen(term, first, second), definitions or {}, budget)


def _chosen(term: Term, first: int, second: int) -> tuple[Path, Path]:
    """The paths to two redexes, by their numbers. Raises LambError."""
    paths = [path for _, path in islice(redexes(term, rules=frozenset({Rule.BETA})), MOST)]
    for number in (first, second):
        if not 0 < number <= len(paths):
            hint = "choose two of those that it has" if len(paths) > 1 else "a diamond takes two"
            raise LambError(f"there is no β-redex {number}: this term has {len(paths):,}", hint=hint)
    if first == second:
        raise LambError("these are the same redex", hint="a diamond takes two")
    return paths[first - 1], paths[second - 1]


def _diamond(
    term: Term, paths: tuple[Path, Path], definitions: Mapping[str, Term], budget: Budget
) -> Diamond:
    one, other = paths
    left, right = _step(_marked(term, other), one), _step(_marked(term, one), other)
    closing_left, meeting = _developed(left.after, budget)
    closing_right, _ = _developed(right.after, budget)
    whole = development(term, Unfolding(definitions, folded=True))
    return Diamond(term, left, right, closing_left, closing_right, meeting, whole)


def _marked(term: Term, path: Path) -> Term:
    """A term with a mark on the redex at the end of a path."""
    context, redex = context_at(term, path)
    assert isinstance(redex, App)
    assert isinstance(redex.fn, Lam)
    return plug(context, App(Lam(_Mark(redex.fn.hint), redex.fn.body), redex.arg))


def _step(term: Term, path: Path) -> Step:
    return step_in(*context_at(term, path), Rule.BETA, meaning_in({}))


def _developed(term: Term, budget: Budget) -> tuple[tuple[Step, ...], Term]:
    """The steps that contract all marked redexes of a term, the innermost of the last ones first."""
    steps: list[Step] = []
    while True:
        tick(1)
        path = None
        for _, found in redexes(term, rules=frozenset({Rule.BETA})):
            redex = subterm(term, found)
            if isinstance(redex, App) and isinstance(redex.fn, Lam) and isinstance(redex.fn.hint, _Mark):
                path = found
        if path is None:
            return tuple(steps), term
        if budget.steps is not None and len(steps) >= budget.steps:
            raise Exhausted(Status.STEPS)
        step = _step(term, path)
        term = step.after
        steps.append(step)
        if budget.nodes is not None and term.size > budget.nodes:
            raise Exhausted(Status.NODES)
