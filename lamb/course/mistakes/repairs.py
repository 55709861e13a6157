"""The steps that should have been written: of several right ones, those nearest to what was.

What is printed can be put in place of the wrong line as it stands: the checker accepts it, also where
the names of bound variables count. So a renaming comes before a β-step that needs one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations, islice
from typing import NamedTuple

from lamb.calculus.budget import Budget, Exhausted, tick
from lamb.calculus.reduction import Path, Rule, contract, path_of
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Lam, Term, side_by_side
from lamb.course.derivations.operators import CLAIMS, FORMS, Conditions, NumeralTooLarge, named_alike, read
from lamb.course.mistakes.attempt import STRATEGIES, AttemptedStep
from lamb.course.mistakes.subterms import (
    RULES,
    Subterm,
    contractions,
    contractions_to,
    distance,
    named,
    quote,
)
from lamb.course.presentation import MarkedHint, before_beta, marked, rename, settle
from lamb.course.verdicts import LONGEST_SHOWN, Mistake, Repair, Stretch
from lamb.errors import LambError, Source
from lamb.notation.names import remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Expr

MOST_STEPS = 100
"""Right steps that are compared with what was written, to find the nearest."""
MOST_COMPARED = 500_000
"""Nodes of the terms that they lead to, in all."""
MOST_CHOSEN, MOST_UNFOLDED = 16, 500
"""Ways to choose names to be unfolded, and nodes of a term with these names unfolded."""
MOST_SHOWN = 200_000
"""Nodes of a right term that is written out."""


def right_steps(attempt: AttemptedStep) -> Iterator[Subterm]:
    """The redexes that the operator could contract; one, if it follows a strategy."""
    if attempt.step == "e":
        return (redex for redex, _ in contractions(attempt.start, "e"))
    return islice(attempt.redexes(), 1 if attempt.step in STRATEGIES else None)


def result(attempt: AttemptedStep, redex: Subterm) -> Term:
    """The whole term after a right step."""
    tick(attempt.start.size)
    new = attempt.contractum(redex)
    assert new is not None
    return redex.replaced_by(new)


def nearest_step(attempt: AttemptedStep) -> Subterm | None:
    """The redex of the right step whose result differs in the fewest nodes from what was written."""
    best, least = None, MOST_COMPARED
    most = max(1, min(MOST_STEPS, MOST_COMPARED // attempt.start.size))
    for redex in islice(right_steps(attempt), most):
        new = distance(result(attempt, redex), attempt.end, least)
        if best is None or new < least:
            best, least = redex, new
    return best


def beta_repair(attempt: AttemptedStep, redex: Subterm) -> Repair:
    """A β-step, and before it what has to be unfolded for it."""
    exposed = attempt.exposing(redex.path)
    contracted = contract(exposed, redex.path, Rule.BETA)
    if max(exposed.size, contracted.size) > MOST_SHOWN:
        return ()
    operator = attempt.operator if attempt.step == "b" else "=b>"
    step = operator, attempt.show(contracted, fold=False)
    return (step,) if exposed == attempt.written_start else (("=d>", attempt.plainly(exposed)), step)


def best_repair(attempt: AttemptedStep, subterm: Subterm | None = None) -> Repair:
    """The right step at a subterm if it is a redex, and else the nearest to what was written."""
    if attempt.step == "d" and (found := next(iter(unfoldings(attempt)), None)):
        return ((attempt.operator, attempt.plainly(found)),)
    if attempt.step in {"a", "d"}:
        return ((attempt.operator, attempt.show(attempt.start)),)
    if attempt.step in STRATEGIES or subterm is None or attempt.contractum(subterm) is None:
        subterm = nearest_step(attempt)
    if subterm is None:
        return ()
    if attempt.step == "b":
        return beta_repair(attempt, subterm)
    new = result(attempt, subterm)
    return ((attempt.operator, attempt.show(new)),) if new.size <= MOST_SHOWN else ()


def unfoldings(attempt: AttemptedStep) -> list[Term]:
    """The left term with some of its names unfolded, those first that are written most like the right one."""
    start, right = attempt.written_start, write(attempt.right).split()
    meanings = {name: attempt.meaning(name) for name in sorted(free_names(start))}
    known = {name: meaning for name, meaning in meanings.items() if meaning}
    chosen = [some for number in range(1, len(known) + 1) for some in combinations(known, number)][
        :MOST_CHOSEN
    ]
    found = [replace_names(start, {name: known[name] for name in some}) for some in chosen]
    found = [term for term in found if term.size <= MOST_UNFOLDED]

    def unlikeness(term: Term) -> float:
        tick(term.size)
        return -SequenceMatcher(None, write(named(term)).split(), right, autojunk=False).ratio()

    return sorted(found, key=unlikeness)


class Wording(NamedTuple):
    """The three hints on a mistake, the last two of which may have {names} for parts of the step."""

    kind: str
    what: str
    where: str
    advice: str = ""

    def naming(self, parts: Mapping[str, str]) -> Wording:
        """The wording with the parts of a step in it."""
        return self._replace(where=self.where.format_map(parts), advice=self.advice.format_map(parts))


def explained(
    attempt: AttemptedStep, wording: Wording, subterm: Subterm | None, place: Stretch | None
) -> Mistake:
    """A mistake in a step at a subterm.

    Where a strategy makes another step, or there is none, the right step is the strategy's, or the one
    that comes nearest to what was written.
    """
    repair = best_repair(attempt, subterm)
    if not repair and not wording.advice:
        wording = wording._replace(advice="there is nothing to contract in the left term")
    return repaired(wording, repair, place, right=-1)


def repaired(wording: Wording, repair: Repair, place: Stretch | None = None, *, right: int = 0) -> Mistake:
    """A mistake whose *right* term is what the first step of its repair leads to, or another of them."""
    kind, what, where, advice = wording
    return Mistake(kind, what, where, repair[right][1] if repair else None, place, repair, advice)


def first_of(
    attempt: AttemptedStep, explanations: Iterable[Callable[[AttemptedStep], Mistake | None]]
) -> Mistake | None:
    """The mistake by the first of the explanations that fits."""
    for explain in explanations:
        tick()
        mistake = explain(attempt)
        if mistake is not None:
            return mistake
    return None


# ── Comparisons ─────────────────────────────────────────────────────────────────────


class RightStep(NamedTuple):
    """A right term, what was written instead, and the redex whose step it is."""

    right: Term
    written: Term
    redex: Subterm | None


def right_terms(attempt: AttemptedStep) -> Iterator[RightStep]:
    """The terms that could be meant: as the operator sees them, and as they would be written."""
    redexes: Iterator[Subterm | None] = iter([None])
    if attempt.step == "d":
        yield from (RightStep(term, attempt.written_end, None) for term in unfoldings(attempt))
    if attempt.step not in {"a", "d"}:
        redexes = islice(right_steps(attempt) if attempt.step == "e" else attempt.redexes(), MOST_STEPS)
    for redex in redexes:
        right = attempt.start if redex is None else result(attempt, redex)
        yield RightStep(right, attempt.end, redex)
        if attempt.abbreviations:
            yield RightStep(attempt.as_written(right), attempt.written_end, redex)


# ── Repairs as they can be pasted ─────────────────────────────────────────────────────


TRIAL = Budget(steps=20_000, nodes=300_000, seconds=1)
"""For the check of a repair."""

RENAME_FIRST = "rename that λ first"
NOTHING_TO_WRITE = {
    "a": "=a> gives bound variables other names, and does nothing else",
    "d": "=d> puts what a name stands for in its place, or the name back, and does nothing else",
}
"""The advice where no step by an operator would lead anywhere else."""


def realized(attempt: AttemptedStep, mistake: Mistake) -> Mistake:
    """*mistake* with a repair that the checker accepts in place of the step, or else with none."""
    repair, renamed = _Realizing(attempt).steps(mistake.repair)
    advice = mistake.advice
    if advice == RENAME_FIRST and renamed:
        advice = f"rename {' and '.join(renamed)} first"
    if not repair and not advice:
        advice = NOTHING_TO_WRITE.get(attempt.step, "go back to the line above, and do it once more")
    return replace(mistake, repair=repair, advice=advice)


class _Realizing:
    """Makes steps that can be written after the line above the wrong one."""

    def __init__(self, attempt: AttemptedStep) -> None:
        self.attempt = attempt
        self.conditions = Conditions(attempt.definitions, strict_alpha=True, budget=TRIAL)
        self.lenient = Conditions(attempt.definitions, budget=TRIAL)
        self.above, self.wrong = attempt.left, attempt.right
        if attempt.backwards:
            self.above, self.wrong = attempt.right, attempt.left

    def steps(self, repair: Repair) -> tuple[Repair, list[str]]:
        """The steps, and in words what is renamed for them; none where they cannot be made to hold."""
        if self.attempt.backwards and len(repair) == 1 and repair[0][1] is self.above:
            repair = ((_turned(repair[0][0]), self.wrong),)
        made: list[tuple[str, Expr]] = []
        renamed: list[str] = []
        above = self.above
        for operator, term in repair:
            steps, words = self._holding(above, operator, term)
            if not steps:
                return (), []
            made += steps
            renamed += words
            above = made[-1][1]
        printed = [(operator, write(term)) for operator, term in made]
        unchanged = bool(made) and printed[-1][1] == write(self.above)
        same = printed == [(self.attempt.written, write(self.wrong))]
        return ((), []) if unchanged or same else (tuple(made), renamed)

    def _holding(self, above: Expr, operator: str, term: Expr) -> tuple[Repair, list[str]]:
        """One step that holds, with a renaming before it, or what has to be unfolded, where it takes that."""
        if write(above) == write(term):
            return (), []
        if self._holds(above, operator, term, self.conditions):
            return ((operator, term),), []
        rule = RULES.get(read(operator).step)
        if rule is None or not self._holds(above, operator, term, self.lenient):
            return (), []
        start, end = self._term(above), self._term(term)
        redex = next(contractions_to(end, start, "e" if rule is Rule.ETA else "b"), None)
        if redex is None:
            return (), []
        before = named_for(start, redex.path, rule, end)
        steps: Repair = ((operator, named(contract(before, redex.path, rule))),)
        if not named_alike(before, start):
            steps = (("=a>", named(before)), *steps)
        lines = [above, *(line for _, line in steps)]
        if not all(
            self._holds(line, *step, self.conditions) for line, step in zip(lines, steps, strict=False)
        ):
            return (), []
        return steps, _renamed(start, before)

    def _holds(self, above: Expr, operator: str, term: Expr, conditions: Conditions) -> bool:
        """True if a step holds as it is printed."""
        try:
            one, other = self._term(above), self._term(term)
            step, form, backwards = read(operator)
            start, end = (other, one) if backwards else (one, other)
            if CLAIMS[step](start, end, conditions) is not None:
                return False
            return not form or FORMS[form][1](conditions.see_through(end))
        except (Exhausted, NumeralTooLarge, LambError):
            return False

    def _term(self, expr: Expr) -> Term:
        """The term that is read where *expr* is printed. Raises LambError if it is too long for that."""
        text = write(expr, limit=LONGEST_SHOWN)
        return remove_names(parse_expression(Source(text)), self.attempt.constructors)


def _renamed(before: Term, after: Term) -> list[str]:
    """The λs whose names differ, in words."""
    pairs = side_by_side(before, after)
    hints = [
        (one.hint, other.hint) for one, other in pairs if isinstance(one, Lam) and isinstance(other, Lam)
    ]
    return [f"{quote('λ' + old)} to {quote(new)}" for old, new in hints if old != new]


def _turned(operator: str) -> str:
    inner = operator.strip("<=>")
    return f"={inner}>" if operator.startswith("<") else f"<{inner}="


def named_for(start: Term, path: Path, rule: Rule, like: Term) -> Term:
    """*start* with other names for its λs, so that the step at a path leads to those of *like*, if it can,
    and captures nothing.
    """
    wanted: dict[Path, str] = {}
    for one, other in side_by_side(contract(marked(start, None), path, rule), like):
        if isinstance(one, Lam) and isinstance(other, Lam) and isinstance(one.hint, MarkedHint):
            wanted.setdefault(path_of(one.hint.context), other.hint)
    for names in (wanted, {}):
        before = start
        for place, name in names.items():
            before = rename(before, place, name)
        if not named_alike(before, settle(before)):
            continue
        for renaming in before_beta(before, path) if rule is Rule.BETA else ():
            before = rename(before, renaming.path, renaming.fresh)
        break
    return before
