r"""Solvability and Böhm trees: what can be seen of a term from outside.

A closed term is *solvable* if it can be given arguments with which it reduces to any term that is wanted,
to λx. x say. It is if, and only if, it has a head normal form λx₁ … xₙ. y M₁ … Mₘ (Wadsworth 1976;
Barendregt 1984, 8.3.14), and head reduction finds one whenever there is one (8.3.11). The *Böhm tree* of a
term (10.1.4) has what can be seen of that, and what can be seen below:

    BT(M)  =  λx₁ … xₙ. y                 if M has the head normal form λx₁ … xₙ. y M₁ … Mₘ
               /    |    \
           BT(M₁)   …   BT(Mₘ)
    BT(M)  =  ⊥                           if M is unsolvable

Whether a term is unsolvable cannot be decided. So ⊥ stands only where that is proved: the head reduction
comes back to a term, or to its own part at the head or below λs, and goes on so for ever (`divergence.py`,
whose proofs hold for head reduction because it is unchanged by what is substituted and by what stands
around it). Where the budget ends first, there is `?`: not known. And `…` is where the tree goes on below
the depth that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from lamb.analysis.divergence import Cycle, followed, is_headed_by_variable
from lamb.calculus.budget import Budget, Meter, Status, Watch, tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import substitute
from lamb.calculus.term import App, Free, Lam, Term, Var, spine
from lamb.display import Displayed, Picture, Theme, view
from lamb.quantities import counted
from lamb.records import Record

if TYPE_CHECKING:
    from lamb.machine.trace import Trace

HEAD = Budget(steps=2_000, nodes=50_000, seconds=1.0)
"""For the head reduction of one term."""
DEPTH = 4
DEEPEST = 50
MOST = 500
"""Parts of a Böhm tree; those that come after them are not followed."""

BOTTOM, UNKNOWN, BELOW = "⊥", "?", "…"
"""In a Böhm tree: an unsolvable term, one of which nothing is known, and what is not followed."""


class Solvable(Displayed, Record):
    """A term is solvable: after so many *steps* of head reduction it has this head normal *form*."""

    form: Term
    steps: int

    def __str__(self) -> str:
        return f"solvable: a head normal form after {counted(self.steps, 'step')}"


class Unsolvable(Displayed, Record):
    """A term is proved to have no head normal form: its head reduction goes round in a *cycle*."""

    cycle: Cycle

    def __str__(self) -> str:
        return f"unsolvable: in its head reduction, {self.cycle}"


class Unsettled(Displayed, Record):
    """Nothing is known of a term: its head reduction has not ended when a limit was reached."""

    status: Status
    steps: int

    def __str__(self) -> str:
        steps = counted(self.steps, "step")
        return f"not known: no head normal form within {steps}, and no proof that there is none"


Solvability: TypeAlias = Solvable | Unsolvable | Unsettled


def solvability(
    term: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = HEAD,
    watch: Watch | None = None,
) -> Solvability:
    """The head normal form of a term, a proof that it has none, or neither within a budget.

    Names without a definition are variables. Raises ValueError if a variable points out of the term.

    >>> from lamb.notation import parse_term
    >>> print(solvability(parse_term("(λx. x x) λx. x x")))
    unsolvable: in its head reduction, step 1 is α-equal to the start: it repeats for ever
    """
    from lamb.machine.trace import trace  # start-up counts

    known = definitions or {}
    if not term.open and _is_head_normal(term, known):
        return Solvable(term, 0)
    meter = Meter(budget, watch)

    def again() -> Trace:
        return trace(term, strategy=Strategy.HEAD, definitions=known, budget=meter.left(), watch=watch)

    steps, reached, divergence = followed(term, known, again)
    if isinstance(divergence, Cycle):
        return Unsolvable(divergence)
    if steps.status is Status.NORMAL_FORM:
        return Solvable(reached, steps.steps)
    return Unsettled(steps.status or Status.STEPS, steps.steps)


def _is_head_normal(term: Term, definitions: Mapping[str, Term]) -> bool:
    """True if a variable, or a name that means nothing, is at the head of a term."""
    while isinstance(term, Lam):
        tick(1)
        term = term.body
    return is_headed_by_variable(term, definitions)


class BohmTree(Displayed, Record):
    """A Böhm tree to a *depth*, as a normal form *term* in which ⊥, ? and … stand for its leaves of these
    kinds.

    *unsolvable* counts those that are proved to be ⊥, *unknown* those of which nothing is known, *cut*
    those that were not followed.
    """

    term: Term
    depth: int
    unsolvable: int = 0
    unknown: int = 0
    cut: int = 0

    @property
    def complete(self) -> bool:
        """True if it is the whole tree."""
        return not self.unknown and not self.cut

    def picture(self, *, theme: Theme = "auto") -> Picture:
        """The tree, drawn: each head with its variables, and its parts below it."""
        drawn: Picture = view("bohm")(self, theme=theme)
        return drawn

    def __str__(self) -> str:
        """Its leaves in words."""
        kinds = [
            (self.unsolvable, f"{BOTTOM} unsolvable"),
            (self.unknown, f"{UNKNOWN} not known"),
            (self.cut, f"{BELOW} not followed"),
        ]
        return ", ".join(f"{number:,} × {kind}" for number, kind in kinds if number) or "all of the tree"


def bohm_tree(
    term: Term,
    *,
    depth: int = DEPTH,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = HEAD,
    watch: Watch | None = None,
) -> BohmTree:
    """The Böhm tree of a term down to a depth (50 at most), of 500 parts at most.

    Each part has the steps and nodes of the *budget*, all of them have its seconds. Raises ValueError if a
    variable points out of the term, or the depth is negative.

    >>> from lamb.notation import parse_term
    >>> from lamb.notation.printer import pretty
    >>> fix = parse_term("λf. (λx. f (x x)) λx. f (x x)")
    >>> pretty(bohm_tree(fix, depth=3).term)
    'λf. f (f (f …))'
    """
    if depth < 0:
        raise ValueError("a depth is not negative")
    if term.open:
        raise ValueError("a variable points out of the term: it has no value")
    known, counts, meter = definitions or {}, dict.fromkeys((BOTTOM, UNKNOWN, BELOW), 0), Meter(budget, watch)
    parts = 0

    def leaf(kind: str) -> Term:
        counts[kind] += 1
        return Free(kind)

    @unbounded
    def below(part: Term, left: int, level: int) -> Recursion[Term]:
        """The tree of a part that is below so many λs, whose variables are the names ↑0, ↑1, …"""
        nonlocal parts
        parts += 1
        if left == 0 or parts > MOST:
            return leaf(BELOW)
        if isinstance(part, Free) and is_numeral(part.name):
            return part
        if meter.exhausted():
            return leaf(UNKNOWN)
        found = solvability(part, definitions=known, budget=meter.left(), watch=watch)
        if not isinstance(found, Solvable):
            return leaf(BOTTOM if isinstance(found, Unsolvable) else UNKNOWN)
        hints, head, args = _seen(found.form, level)
        tree = _variable(head, level + len(hints))
        for arg in args:
            tree = App(tree, (yield arg, left - 1, level + len(hints)))
        for hint in reversed(hints):
            tree = Lam(hint, tree)
        return tree

    tree = below(term, min(depth, DEEPEST), 0)
    return BohmTree(tree, depth, counts[BOTTOM], counts[UNKNOWN], counts[BELOW])


def _seen(form: Term, level: int) -> tuple[list[str], Term, list[Term]]:
    """The variables of a head normal form, its head and its arguments, with names for the variables."""
    hints: list[str] = []
    while isinstance(form, Lam):
        tick(1)
        variable = Free(f"↑{level + len(hints)}")
        hints.append(form.hint)
        form = substitute(form.body, variable)
    return hints, *spine(form)


def _variable(head: Term, level: int) -> Term:
    """The head of a part that is below so many λs, as a variable again if it is one."""
    if isinstance(head, Free) and head.name.startswith("↑"):
        return Var(level - 1 - int(head.name[1:]))
    return head
