"""What an exercise asks of a derivation: where it begins, by which steps it goes, and where it ends.

Each step is judged again, with what the library means by its names: from an `add` of one's own
anything could be derived.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from lamb.calculus.budget import Budget
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Term
from lamb.course.derivations.checking import check
from lamb.course.derivations.conditions import Conditions
from lamb.course.derivations.operators import CLAIMS, read
from lamb.course.exercises.not_yet import NotYet
from lamb.course.learning.claims.wording import counted
from lamb.course.verdicts import Judgement, Verdict
from lamb.definitions import Definitions
from lamb.errors import LambError
from lamb.notation.names import remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.syntax import Derivation, Spanned
from lamb.source import Place, Source


@dataclass(frozen=True, slots=True)
class Demands:
    """A derivation has to begin with *start*, and to end with *ends*, or else in a normal form.

    It has no more than *most_steps*, and none but these *operators*; where one is None, it does not
    matter. With *strict_alpha*, names of bound variables count. *hint* is how much is said of a mistake,
    from 1 to 3. Raises LambError if something of this makes no sense.
    """

    start: str
    operators: tuple[str, ...] | None = None
    most_steps: int | None = None
    ends: str | None = None
    strict_alpha: bool = False
    hint: int = 2

    def __post_init__(self) -> None:
        for operator in self.operators or ():
            if operator[:1] not in ("=", "<") or read(operator).step not in CLAIMS:
                known = ", ".join(f"={step}>" for step in CLAIMS)
                raise LambError(f"“{operator}” is no operator of a derivation", hint=f"there are {known}")
        for text in filter(None, (self.start, self.ends)):
            _term(text)


def require(
    place: Place, demands: Demands, definitions: Definitions, library: Mapping[str, Term], budget: Budget
) -> None:
    """Raise NotYet, with a reason, if the derivation whose name is at a place is not what is asked for.

    The *definitions* are the student's; where the *library* has the name, they do not count.
    """
    derivation = _written_at(place)
    seen = Definitions(library)
    seen.define(entry for name, entry in definitions.entries.items() if name not in library)
    work = _Work(
        derivation, place, demands, Conditions(seen, strict_alpha=demands.strict_alpha, budget=budget)
    )
    work.begins()
    work.goes()
    derivation = replace(derivation, normalizes=demands.ends is None)
    judged = check(derivation, place.source, seen.constructors, work.conditions)
    redefined = definitions.entries.keys() & library.keys()
    for judgement in [*judged.steps, *([judged.ending] if judged.ending else [])]:
        if judgement.verdict is not Verdict.HOLDS:
            raise work.flawed(judgement, redefined)
    work.ends()


def _written_at(place: Place) -> Derivation:
    for statement in parse(place.source).statements:
        if isinstance(statement, Derivation) and statement.start == place.start:
            return statement
    raise LambError("there is no derivation here", place)


def _term(text: str) -> Term:
    return remove_names(parse_expression(Source(text, "<check>")))


@dataclass(frozen=True, slots=True)
class _Work:
    """A derivation, the *place* of its name, and what is asked of it."""

    derivation: Derivation
    place: Place
    demands: Demands
    conditions: Conditions

    def begins(self) -> None:
        if remove_names(self.derivation.first) != _term(self.demands.start):
            raise self._objection(f"it has to begin with “{self.demands.start}”", self.derivation.first)

    def goes(self) -> None:
        """By the steps that are allowed."""
        steps, operators, most = self.derivation.steps, self.demands.operators, self.demands.most_steps
        allowed = {read(operator)._replace(form="") for operator in operators or ()}
        for step in steps:
            if operators is not None and read(step.operator)._replace(form="") not in allowed:
                raise self._objection(f"only {', '.join(operators)} may be used here", step)
        if most is not None and len(steps) > most:
            raise self._objection(
                f"this takes {counted(len(steps), 'step')}, and {most or 'none'} will do", steps[most]
            )

    def ends(self) -> None:
        """With what is wanted: that term, or one that differs by definitions."""
        if self.demands.ends is None:
            return
        steps = self.derivation.steps
        last = steps[-1].term if steps else self.derivation.first
        goal = _term(self.demands.ends)
        unfold = self.conditions.unfold
        if remove_names(last) != goal and unfold(remove_names(last)) != unfold(goal):
            raise self._objection(f"it has to end with “{self.demands.ends}”", last)

    def flawed(self, judgement: Judgement, redefined: Set[str]) -> NotYet:
        """What is wrong with a step, or with the last term."""
        mistake = judgement.mistake
        message = mistake.message(min(self.demands.hint, 2)) if mistake else judgement.reason
        place = judgement.place
        if mistake and mistake.place and self.demands.hint > 1 and mistake.place[1] < mistake.place[2]:
            place = Place(self.place.source, *mistake.place[1:])
        hint = mistake.now if mistake and self.demands.hint > 2 else ""
        if used := sorted(redefined & self._names()):
            hint = f"“{used[0]}” means here what it always does, not what you have defined; {hint}".rstrip(
                "; "
            )
        return NotYet(f"{self.derivation.name}: {message}", place, hint or None)

    def _names(self) -> set[str]:
        """The free names in it."""
        terms = [self.derivation.first, *(step.term for step in self.derivation.steps)]
        return {name for term in terms for name in free_names(remove_names(term))}

    def _objection(self, what: str, where: Spanned) -> NotYet:
        return NotYet(f"{self.derivation.name}: {what}", Place(self.place.source, where.start, where.end))
