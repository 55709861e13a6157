"""The operators of a derivation, as Elsa means them (Jhala, UC San Diego).

    =a>           bound variables are renamed
    =b>  =e>      one β-step, one η-step, anywhere
    =d>           definitions are unfolded or folded, any number of them
    =n>  =p>      the one β-step that normal order makes, or applicative order
    =n*> =p*>     any number of these
    =*>           any number of β-steps, anywhere
    =~>           all steps to the normal form

`<b=` is `=b>` read from right to left, and `=b:w>` also asks that what it leads to be in weak normal
form. `=a>` and `=b>` look at terms as they are written, all others see through definitions.

Any number of β-steps are looked for by a theorem. Where some steps lead, standard ones do, which work from
left to right (Curry and Feys 1958; Barendregt 1984, 11.4.7). Kashima (2000, *A proof of the standardization
theorem in λ-calculus*) says it by the shape of the goal: t reduces to

    x          if weak head reduction of t comes to x
    λx. u      if it comes to some λx. t', and t' reduces to u
    u₁ u₂      if it comes to some t₁ t₂, and t₁ reduces to u₁, and t₂ to u₂

and to nothing else. Weak head reduction has one next step only, so the search does not branch as
one among all redexes would: a long reduction is found as fast as it is made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, cycle
from typing import NamedTuple, TypeAlias

from lamb.analysis.divergence import BUDGET, Cycle, Detector, diagnose
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch, tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import (
    Context,
    Rule,
    contractum,
    eta_normal,
    immense_numerals,
    places,
    plug,
    unfold,
)
from lamb.calculus.strategies import (
    ORDERS,
    Strategy,
    Unfolding,
    is_head_normal,
    is_normal,
    is_weak_normal,
    steps,
)
from lamb.calculus.substitution import free_names, substitute
from lamb.calculus.term import App, Free, Lam, Term, Var, side_by_side
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome

# ── Conditions ────────────────────────────────────────────────────────────────────────

SEARCH = Budget(steps=1_000_000, nodes=2_000_000, seconds=5)
"""The budget if no other is given: steps of a search, nodes at a time, seconds of a derivation."""


class Conditions:
    """The *definitions* and the budget of one derivation, which starts now.

    Its steps and nodes are those of each search, its seconds those of all together. Terms are the same if
    they are so up to α; with *strict α*, as in Elsa, the names of bound variables count as well. *lost* are
    the names whose definitions have an error in them.
    """

    def __init__(
        self,
        definitions: Mapping[str, Term],
        *,
        strict_alpha: bool = False,
        budget: Budget = SEARCH,
        watch: Watch | None = None,
        lost: Collection[str] = (),
    ) -> None:
        self.definitions = definitions
        self.lost = lost
        self.strict_alpha = strict_alpha
        self.budget = budget
        self.meter = budget.meter(watch)
        self._unfolded: dict[str, Term] = {}

    def unfold(self, term: Term) -> Term:
        """*term* with every definition written out; immense numerals stay as they are."""
        return unfold(term, self.definitions, self._unfolded)

    def see_through(self, term: Term) -> Term:
        """*term* with every definition and every numeral written out. Raises NumeralTooLarge."""
        unfolded = self.unfold(term)
        for numeral in immense_numerals(unfolded):
            raise NumeralTooLarge(numeral)
        return unfolded


Claim: TypeAlias = Callable[[Term, Term, Conditions], str | None]
"""Why the step from the left to the right term does not hold; None if it does.

Raises Exhausted or NumeralTooLarge if the search cannot go on.
"""


class NumeralTooLarge(Exception):
    """A numeral, which is the argument, is too large to be written out."""


def named_alike(one: Term, other: Term) -> bool:
    """True if two terms that are the same up to α have the same names for bound variables, too."""
    pairs = side_by_side(one, other)
    return all(
        left.hint == right.hint for left, right in pairs if isinstance(left, Lam) and isinstance(right, Lam)
    )


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def reducts_like(left: Term, right: Term, rule: Rule) -> Iterator[Term]:
    """The terms, equal to *right* up to α, that *left* becomes when a rule contracts one of its redexes.

    A redex is looked for from the outside and from the inside by turns: one at either end of a long
    derivation's terms is found in a time that is linear in their size.
    """
    if left == right:
        yield from _reproductions(left, rule)
        return
    parts = deque(_parts_that_differ(left, right))
    take = cycle((parts.popleft, parts.pop))
    while parts:
        context, part, wanted = next(take)()
        tick(part.size)
        new = contractum(part, rule)
        if new is not None and new == wanted:
            yield plug(context, new)


def _parts_that_differ(left: Term, right: Term) -> Iterator[tuple[Context, Term, Term]]:
    """The parts of *left* with one step in which it may become *right*, from the outside in, and what each
    would have to become.

    A step changes one place only: where both parts of an application differ, no step below it leads from
    one to the other, and where one part differs, the step is there. Comparing the smaller parts first
    makes this n log n in the size.
    """
    context: Context = None
    while True:
        yield context, left, right
        match left, right:
            case Lam(), Lam(_, other):
                part, inner = "body", other
            case App(fn, arg), App(other_fn, other_arg):
                tick(min(fn.size, arg.size))
                if fn.size < arg.size:
                    in_fn = fn != other_fn
                    same = not in_fn or arg == other_arg
                else:
                    in_fn = arg == other_arg
                    same = in_fn or fn == other_fn
                if not same:
                    return
                part, inner = ("fn", other_fn) if in_fn else ("arg", other_arg)
            case _:
                return
        context, left, right = (part, left, context), getattr(left, part), inner


def _reproductions(term: Term, rule: Rule) -> Iterator[Term]:
    """*term* after contracting a redex that contracts to itself, as Ω does."""
    seen: set[int] = set()
    for node, context in places(term, lambda node, _: id(node) not in seen):
        seen.add(id(node))
        new = contractum(node, rule)
        if new is not None and new == node:
            yield plug(context, new)


# ── Single steps ──────────────────────────────────────────────────────────────────────


RENAMED = "a bound variable has another name here: a renaming needs a step of its own, with =a>"


def renames(left: Term, right: Term, _: Conditions) -> str | None:
    return None if left == right else "these are not the same up to the names of bound variables"


def contracts_beta(left: Term, right: Term, conditions: Conditions) -> str | None:
    reducts = reducts_like(left, right, Rule.BETA)
    if (reduct := next(reducts, None)) is not None:
        return _named_as_written(chain([reduct], reducts), right, conditions)
    if not is_normal(left):
        return "no single β-step leads here"
    folded = any(name in conditions.definitions or is_numeral(name) for name in free_names(left))
    hint = ": unfold a definition first, with =d>" if folded else ""
    return f"there is no β-redex to contract{hint}"


def contracts_eta(left: Term, right: Term, conditions: Conditions) -> str | None:
    start, end = conditions.see_through(left), conditions.see_through(right)
    reducts = reducts_like(start, end, Rule.ETA)
    if (reduct := next(reducts, None)) is not None:
        return _named_as_written(chain([reduct], reducts), end, conditions)
    if start.size > end.size and eta_normal(start) == eta_normal(end):
        return "this is more than one η-step"
    return "no single η-step leads here"


def unfolds(left: Term, right: Term, conditions: Conditions) -> str | None:
    start, end = conditions.unfold(left), conditions.unfold(right)
    if start == end:
        return _named_as_written([start], end, conditions)
    if conditions.see_through(left) == conditions.see_through(right):
        return None
    return "these differ by more than definitions"


def next_by(strategy: Strategy) -> Claim:
    def claim(left: Term, right: Term, conditions: Conditions) -> str | None:
        start, end = conditions.see_through(left), conditions.see_through(right)
        step = next(steps(start, ORDERS[strategy], Unfolding({})), None)
        if step is None:
            return "there is no redex left to contract"
        if step.after == end:
            return _named_as_written([step.after], end, conditions)
        return f"this is not the step that {strategy.value} makes"

    return claim


def _named_as_written(reducts: Iterable[Term], right: Term, conditions: Conditions) -> str | None:
    """None, if one of the terms, each *right* up to α, has its names too, as far as names count."""
    counts = conditions.strict_alpha
    return None if any(not counts or named_alike(reduct, right) for reduct in reducts) else RENAMED


# ── Many steps ────────────────────────────────────────────────────────────────────────


def by(strategy: Strategy) -> Claim:
    """Any number of a strategy's steps."""

    def claim(left: Term, right: Term, conditions: Conditions) -> str | None:
        start, end = conditions.see_through(left), conditions.see_through(right)
        if start == end:
            return None
        search, detector = conditions.meter.again(), Detector(start)
        for step in search.each(steps(start, ORDERS[strategy], Unfolding({}))):
            search.step()
            detector.follow(step)
            if detector.size == end.size and step.after == end:
                return None
            if detector.period is not None:
                break
        return f"{strategy.value} does not lead to this term"

    return claim


def of_any_kind(left: Term, right: Term, conditions: Conditions) -> str | None:
    """Any number of β-steps. Where the right term is a normal form, confluence decides."""
    start, end = conditions.see_through(left), conditions.see_through(right)
    if start == end:
        return None
    if is_normal(end) and (outcome := _normalized(left, conditions)).finished:
        return None if outcome.term == end else "no steps lead here: the normal form is another"
    try:
        return None if reaches(start, end, conditions.meter.again()) else "no steps lead here"
    except Exhausted:
        one, other = _normalized(left, conditions), _normalized(right, conditions)
        if not (one.finished and other.finished) or one.term == other.term:
            raise
        return "these have different normal forms, so no steps lead from one to the other"


FIRST_STEPS = 10_000
"""Steps towards a normal form, before it is looked whether they repeat."""


def to_normal_form(left: Term, right: Term, conditions: Conditions) -> str | None:
    """All steps, to the normal form."""
    end = conditions.see_through(right)
    if not is_normal(end):
        return "this is no normal form: it still has a redex"
    outcome = _normalized(left, conditions, FIRST_STEPS)
    if outcome.status is Status.STEPS:
        if _repeats(conditions.see_through(left), conditions):
            return "the left side has no normal form: it repeats for ever"
        outcome = _normalized(left, conditions)
    if not outcome.finished:
        raise Exhausted(outcome.status)
    return None if outcome.term == end else "this is not the normal form"


def _repeats(term: Term, conditions: Conditions) -> bool:
    """True if normal order is seen to come back to a term that was there before."""
    left = conditions.meter.left()
    seconds = min(seconds for seconds in (BUDGET.seconds, left.seconds) if seconds is not None)
    return isinstance(diagnose(term, budget=BUDGET.with_values(seconds=seconds, clock=left.clock)), Cycle)


def _normalized(term: Term, conditions: Conditions, most_steps: int | None = None) -> Outcome:
    """The normal form of a term by the machine, with what is left of the budget."""
    meter = conditions.meter
    budget = meter.left()
    if most_steps is not None and (budget.steps is None or budget.steps > most_steps):
        budget = budget.with_values(steps=most_steps)
    return normalize(term, definitions=conditions.definitions, budget=budget, watch=meter.watch)


# ── Their signs ───────────────────────────────────────────────────────────────────────


CLAIMS: Mapping[str, Claim] = {
    "a": renames,
    "b": contracts_beta,
    "e": contracts_eta,
    "d": unfolds,
    "n": next_by(Strategy.NORMAL),
    "p": next_by(Strategy.APPLICATIVE),
    "n*": by(Strategy.NORMAL),
    "p*": by(Strategy.APPLICATIVE),
    "*": of_any_kind,
    "~": to_normal_form,
}

GIVEN_UP: Mapping[str, str] = {
    "n*": "normal order did not lead to this term",
    "p*": "applicative order did not lead to this term",
    "*": "no steps that lead here were found",
    "~": "no normal form was found",
}
"""The message when the search of an operator is given up."""

FORMS: Mapping[str, tuple[str, Callable[[Term], bool], Strategy, str]] = {
    "s": ("strong", is_normal, Strategy.NORMAL, "still has a redex"),
    "w": ("weak", is_weak_normal, Strategy.CALL_BY_NAME, "still has a redex outside every λ"),
    "h": ("head", is_head_normal, Strategy.HEAD, "still has a redex at its head"),
}
"""The kinds of normal forms, their tests, the strategy whose next redex a term must not have, and what it
has where it has one.
"""


class Operator(NamedTuple):
    """An operator taken apart: `<n*:w=` is ("n*", "w", backwards)."""

    step: str
    form: str
    backwards: bool


def read(operator: str) -> Operator:
    """The parts of an operator.

    >>> read("=b>"), read("<n*:w=")
    (Operator(step='b', form='', backwards=False), Operator(step='n*', form='w', backwards=True))
    """
    step, _, form = operator.strip("<=>").partition(":")
    return Operator(step, form, operator.startswith("<"))


# ── Any β-steps ───────────────────────────────────────────────────────────────────────

FIRST_ROUND, MORE = 64, 16
"""Steps of weak head reduction that the first round follows, and how many times more each later one."""


def reaches(term: Term, goal: Term, meter: Meter) -> bool:
    """True if *term* β-reduces to *goal*. Raises Exhausted where the search does not end."""
    if term == goal:
        return True
    most_steps = FIRST_ROUND
    while True:  # no path is followed for ever while another one waits
        with meter:
            found = _reaches(term, goal, _Round(meter, most_steps, {}))
        if found is not None:
            return found
        most_steps *= MORE


class _Round(NamedTuple):
    """A round of the search, in which no weak head reduction may take more than *most_steps*.

    The answer for two terms is *known* by their ids, and the terms are kept so that these stay theirs.
    """

    meter: Meter
    most_steps: int
    known: dict[tuple[int, int], tuple[bool | None, Term, Term]]


class _RoundOver(Exception):
    """A weak head reduction takes more steps than this round allows."""


@unbounded
def _reaches(term: Term, goal: Term, search: _Round) -> Recursion[bool | None]:
    """True if *term* reduces to *goal*; None if this round ended before that was known."""
    if term is goal:
        return True
    key = id(term), id(goal)
    if key in search.known:
        return search.known[key][0]
    found: bool | None = False
    stages = _stages(term, search)
    try:
        for stage in stages:
            match stage, goal:
                case Lam(_, body), Lam(_, goal_body):
                    found = yield body, goal_body, search
                case App(fn, arg), App(goal_fn, goal_arg):
                    of_fn = yield fn, goal_fn, search
                    of_arg = (yield arg, goal_arg, search) if of_fn is not False else False
                    if of_arg is not False:
                        found = of_fn and of_arg
                case Var(_) | Free(_), Var(_) | Free(_):
                    found = stage == goal
            if found:
                break
    except _RoundOver:
        found = None
    search.known[key] = found, term, goal
    return found


def _stages(term: Term, search: _Round) -> Iterator[Term]:
    """*term*, and its weak head reduct each time its outermost application goes.

    What it makes inside the function of that application needs no look: if that reduces to a goal,
    so does the function as it was. A reduction that goes round in a circle ends.
    """
    yield term
    head, steps = term, 0
    args: list[Term] = []
    marked, marked_args, next_mark = head, 0, 1  # to tell a circle by (Brent 1980)
    while True:
        while isinstance(head, App):
            args.append(head.arg)
            head = head.fn
        if not isinstance(head, Lam) or not args:
            return
        if steps == search.most_steps:
            raise _RoundOver
        steps += 1
        search.meter.step()
        head = substitute(head.body, args.pop())
        if not args:
            yield head
        if len(args) == marked_args and head == marked:
            return
        if steps == next_mark or len(args) < marked_args:
            marked, marked_args, next_mark = head, len(args), 2 * steps
