"""Results: what running a program yields, one for each of its statements; and what a shell is told of them.

A `LambError` is a result too: a session never raises for what is wrong with a program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import IntEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lamb.calculus.budget import Exhausted, Meter, Status
from lamb.calculus.term import Term
from lamb.course.verdicts import Judgement, Verdict
from lamb.definitions import numbers_among, types_among
from lamb.display import Displayed
from lamb.encodings.constructed import Types
from lamb.encodings.readings import Reading, Readings
from lamb.errors import BudgetError, LambError, Place
from lamb.machine.readback import Outcome
from lamb.records import Record, value

if TYPE_CHECKING:
    from lamb.analysis.divergence import Divergence
    from lamb.analysis.types import Type
    from lamb.notation.syntax import Expr


class Note(Displayed, Record):
    """Something that may not be what was meant, but is no error."""

    message: str
    place: Place | None = None


class Defined(Displayed, Record):
    """A name has been given a meaning; *replaced* says whether it had another one before."""

    name: str
    read: Callable[[], Term] = value(hidden=True)
    place: Place
    replaced: bool = False
    notes: tuple[Note, ...] = ()

    @cached_property
    def term(self) -> Term:
        """The term that the name stands for, which is made when it is first asked for."""
        return self.read()

    def __reduce__(self) -> tuple[Any, ...]:
        return Defined, (self.name, partial(_given, self.term), self.place, self.replaced, self.notes)


def _given(term: Term) -> Term:
    return term


for values in ("_compared", "__match_args__"):  # the term, and not how it is read
    setattr(Defined, values, ("name", "term", "place", "replaced", "notes"))


class Imported(Displayed, Record):
    """A file, or the prelude, has been imported, with so many definitions."""

    what: str
    definitions: int
    place: Place


class Assumed(Displayed, Record):
    """Free names have been given a type."""

    names: tuple[str, ...]
    type: Type
    place: Place


class Asked(Displayed, Record):
    """A term that stands on its own, in a session that leaves it as it is; *expr* is its tree."""

    place: Place
    term: Term
    notes: tuple[Note, ...] = ()
    expr: Expr | None = value(default=None, hidden=True)


class Answer(Displayed, Record):
    """The normal form of a term, or how far its reduction came."""

    place: Place
    term: Term
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    names: tuple[str, ...] = ()
    typed: Reading | None = None
    """The value that was asked for, where it stood there as such."""
    definitions: Mapping[str, Term] = value(default_factory=dict, hidden=True)
    meter: Meter = value(default_factory=Meter, hidden=True)
    """The seconds that are left to read it and to write it."""
    seen: Divergence | None = value(default=None, hidden=True)
    """The divergence that stopped the reduction."""

    @cached_property
    def divergence(self) -> Divergence | None:
        """The reason why the reduction may not end, if it did not. Takes a fifth of a second at most."""
        if self.seen is not None or self.outcome.status in (Status.NORMAL_FORM, Status.INTERRUPTED):
            return self.seen
        from lamb.analysis.divergence import diagnose  # start-up counts, and most terms end

        with suppress(Exhausted), self.meter:
            return diagnose(self.term, self.definitions)
        return None

    @property
    def reached(self) -> Term:
        """The term of the outcome; the one it began with, if reading it takes too long."""
        with self.meter:
            return self.outcome.term

    @cached_property
    def readings(self) -> Readings:
        """The readings of the normal form; none if it was not reached, or that takes too long."""
        from lamb.encodings.readings import readings

        if not self.outcome.finished:
            return Readings()
        with suppress(Exhausted), self.meter:
            types, number_in = types_among(self.definitions), numbers_among(self.definitions)
            return readings(self.outcome.term, self.names, self.typed, types, number_in)
        return Readings()


class Checked(Displayed, Record):
    """An assertion, and the verdict on it.

    *left* and *right* are the normal forms that differ, *counterexample* the values of the
    generalized names they differ for, *stopped* what ran out where nothing was decided; *sorts*
    are those of the generalized names. *points* are what it is worth, if a comment says so. *reason* says why
    a claim fails about a type, or about a side that is proved to have no normal form; *notes* on its names
    are there if another one does not hold. *expected* is the comment, where the claim is a term with what is
    expected of it.
    """

    place: Place
    verdict: Verdict
    left: Term | None = None
    right: Term | None = None
    counterexample: dict[str, Term] = value(default_factory=dict)
    stopped: Status | None = None
    examples: int = 0
    sorts: dict[str, str] = value(default_factory=dict)
    points: float | None = None
    reason: LambError | None = None
    notes: tuple[Note, ...] = ()
    expected: str = ""
    types: Types = value(default_factory=dict, hidden=True)


class Derived(Displayed, Record):
    """A derivation, and what was found of each of its steps.

    *place* is that of its name, *ending* what there is to say of its last term, if that has to be a
    normal form (`eval`, not `conf`). *points* are what it is worth, if a comment says so.
    """

    name: str
    place: Place
    kind: Literal["eval", "conf"]
    steps: tuple[Judgement, ...]
    ending: Judgement | None = None
    points: float | None = None

    @property
    def flaws(self) -> list[Judgement]:
        """All that does not hold, or was not decided."""
        judgements = [*self.steps, *([self.ending] if self.ending else [])]
        return [judgement for judgement in judgements if judgement.verdict is not Verdict.HOLDS]

    @cached_property
    def verdict(self) -> Verdict:
        """The worst of its judgements: what fails for certain is worse than what is undecided."""
        found = {flaw.verdict for flaw in self.flaws}
        return next((worst for worst in _WORST_FIRST if worst in found), Verdict.HOLDS)

    @property
    def flaw(self) -> Judgement | None:
        """The first that has to do with the verdict."""
        return next((flaw for flaw in self.flaws if flaw.verdict is self.verdict), None)

    @property
    def reason(self) -> str:
        """The reason why it does not hold, in a few words."""
        return self.flaw.reason if self.flaw else ""

    @property
    def stopped(self) -> Status | None:
        """The limit that was reached, if that is why it is undecided."""
        return self.flaw.stopped if self.flaw else None


_WORST_FIRST = (Verdict.FAILS, Verdict.PARTIAL, Verdict.UNDECIDED)


Result: TypeAlias = Defined | Imported | Assumed | Asked | Answer | Checked | Derived | LambError


# ── Exit codes ────────────────────────────────────────────────────────────────────────


class Exit(IntEnum):
    """The code with which `lamb` ends."""

    FINE = 0
    WRONG = 1  # the program: it cannot be read, a file is missing, an assertion fails
    USAGE = 2  # the command line is wrong
    BUDGET = 3  # a budget or the memory ran out before that was known
    INTERRUPTED = 130


class OutOfMemoryError(LambError):
    """Python could get no more memory."""


_WORST_EXITS = (Exit.INTERRUPTED, Exit.USAGE, Exit.WRONG, Exit.BUDGET, Exit.FINE)


def worst(exits: Iterable[Exit]) -> Exit:
    """The code of many results: a wrong program is worse than one that did not finish."""
    return min(exits, key=_WORST_EXITS.index, default=Exit.FINE)


def exit_of(result: Result) -> Exit:
    """The code of one result."""
    match result:
        case OutOfMemoryError() | BudgetError():
            return Exit.BUDGET
        case LambError() | Checked(verdict=Verdict.FAILS) | Derived(verdict=Verdict.FAILS | Verdict.PARTIAL):
            return Exit.WRONG
        case Answer(outcome=outcome):
            status = outcome.status
        case Derived(verdict=Verdict.UNDECIDED, stopped=stopped):
            status = stopped or Status.NODES
        case Checked(stopped=Status() as status):
            pass
        case _:
            return Exit.FINE
    return {Status.NORMAL_FORM: Exit.FINE, Status.INTERRUPTED: Exit.INTERRUPTED}.get(status, Exit.BUDGET)
