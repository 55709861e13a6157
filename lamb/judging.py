"""Verdicts on claims: the one judge of sessions, of `lamb check`, and of what a class hands in.

An assertion is tried (`course/assertions.py`), a type inferred (`analysis/types.py`), a derivation checked
step by step (`course/derivations/checking.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lamb.analysis.divergence import DivergenceWatch
from lamb.calculus.budget import Budget, Meter, Status, Watch
from lamb.calculus.term import Term
from lamb.course.verdicts import Verdict
from lamb.definitions import Definitions
from lamb.errors import LambError, Place, Source, TypingError
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.notation.names import remove_names, written_at
from lamb.notation.parser import in_time
from lamb.notation.syntax import Assertion, Derivation, Expr, TypeAssertion
from lamb.records import Record, value
from lamb.results import Checked, Derived

if TYPE_CHECKING:  # start-up counts: what only some claims need is imported with them
    from lamb.analysis.types import Type, Typing
    from lamb.course.assertions import Normalize


class ClaimJudge(Record):
    """Judges claims by *definitions*, and by types of names that are *free*, each claim within a budget.
    The definitions of names that are *lost* have errors in them.

    One that is not *patient* gives a claim up at its first reduction that does not end, and looks for no
    proof that it never will: then verdicts do not depend on how fast a machine is.
    """

    definitions: Definitions
    budget: Budget
    free: Mapping[str, Type] = value(default_factory=dict)
    watch: Watch | None = None
    numbers: bool = True
    patient: bool = True
    lost: frozenset[str] = frozenset()

    def verdict(self, claim: Assertion | TypeAssertion, place: Place) -> Checked:
        """The verdict on an assertion.

        Raises BudgetError where it is too much to be read, DefinitionError where a sort has no values.
        """
        if isinstance(claim, Assertion):
            return self._equation(claim, place)
        return self._type(claim, place)

    def _equation(self, assertion: Assertion, place: Place) -> Checked:
        from lamb.course.assertions import check

        constructors, types = self.definitions.constructors, self.definitions.types
        meter = self.budget.meter(self.watch)
        reached: list[Status] = []
        normalized = self._normalizer(meter, reached)
        with in_time(meter, place):
            comparison = check(assertion, constructors, normalized, types, place.source)
        if not assertion.generators and assertion.relation != "!=" and (why := _only_one(reached)):
            return Checked(place, Verdict.FAILS, stopped=Status.DIVERGED, reason=LambError(why, place))
        verdict = {True: Verdict.HOLDS, False: Verdict.FAILS, None: Verdict.UNDECIDED}[comparison.holds]
        sorts = {name: str(sort) for name, sort in assertion.sorts.items()}
        left, right, values = comparison.left, comparison.right, dict(comparison.values)
        return Checked(
            place, verdict, left, right, values, comparison.stopped, comparison.examples, sorts, types=types
        )

    def _type(self, claim: TypeAssertion, place: Place) -> Checked:
        meter = self.budget.meter(self.watch)
        with in_time(meter, place):
            term = remove_names(claim.term, self.definitions.constructors)
        try:
            typing = self.typing(term, meter=meter)
            with in_time(meter, place):
                holds = typing.has(claim.type, exactly=claim.exactly)
        except TypingError as error:
            return Checked(place, Verdict.FAILS, reason=placed(error, claim.term, place.source))
        if holds:
            return Checked(place, Verdict.HOLDS)
        of = "another" if claim.exactly else "no instance of it"
        message = f"this does not hold: the principal type is {typing.said}, and this is {of}"
        return Checked(place, Verdict.FAILS, reason=LambError(message, place))

    def derivation(
        self, derivation: Derivation, place: Place, world: Definitions, *, strict_alpha: bool = False
    ) -> Derived:
        """The verdicts on the steps of a derivation, which sees the definitions of its *world*."""
        from lamb.course.derivations.checking import check
        from lamb.course.derivations.operators import SEARCH, Conditions

        budget = self.budget.or_else(SEARCH)
        conditions = Conditions(
            world, strict_alpha=strict_alpha, budget=budget, watch=self.watch, lost=self.lost
        )
        judged = check(derivation, place.source, world.constructors, conditions)
        return Derived(derivation.name, place, derivation.kind, judged.steps, judged.ending)

    def typing(self, term: Term, *, let: bool = False, meter: Meter | None = None) -> Typing:
        """The principal type of a term. Raises TypingError and BudgetError, as `principal_type` does."""
        from lamb.analysis.types import Inference, metered

        left = self.budget if meter is None else meter.left()
        with metered(Meter(left, self.watch, memory=True)):
            inference = Inference(self.definitions, self.free, let=let)
            if not self.free and not self.definitions.answers:
                inference.known = self.definitions.typings.setdefault(let, inference.known)
            return inference.typing(term)

    # ── reductions ──

    def _normalizer(self, meter: Meter, reached: list[Status]) -> Normalize:
        """`normalize`, whose calls together have the seconds of a meter; how they end is *reached*."""
        stopped: list[Outcome] = []

        def normalized(term: Term) -> Outcome:
            if stopped:
                return stopped[0]
            if status := meter.exhausted():  # many short reductions take long, too
                return Outcome(status, 0, lambda: term)
            watch = self.watch
            if self.patient:
                watch = DivergenceWatch(term, self.definitions, self.budget, watch)
            left = meter.left()
            outcome = normalize(
                term, definitions=self.definitions, budget=left, watch=watch, numbers=self.numbers
            )
            reached.append(outcome.status)
            if not (outcome.finished or self.patient):
                stopped.append(outcome)
            return outcome

        return normalized


def _only_one(reached: list[Status]) -> str:
    """Why two sides cannot be equal, of which one has a normal form and one is proved to have none."""
    match reached:
        case [Status.NORMAL_FORM, Status.DIVERGED]:
            return "this does not hold: the left side has a normal form, the right one repeats for ever"
        case [Status.DIVERGED, Status.NORMAL_FORM]:
            return "this does not hold: the right side has a normal form, the left one repeats for ever"
    return ""


def placed(error: TypingError, expr: Expr | None, source: Source) -> TypingError:
    """An error with the place of what is to blame, in the text of the tree that has no type."""
    if expr is None:
        return error
    part = written_at(expr, error.path)
    return TypingError(error.message, error.path, Place(source, part.start, part.end), error.hint)
