"""The judge: marks for what was handed in, by the teacher's claims and definitions alone.

What the teacher has defined, and the prelude, mean in claims what they always did, whatever a student means
by them. A name that a student has not defined is nothing: a claim about it fails. Points are the teacher's.

Verdicts do not depend on how fast a machine is or what else it does: limits are in steps, and where those
do not hold, in the time of the processor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from time import thread_time

from lamb.calculus.budget import Budget
from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.classroom.events import Mark, Outcome
from lamb.classroom.marking.assignment import AskedClaim, AssignedExercise, Assignment
from lamb.classroom.marking.handed import Handed, read_handed
from lamb.classroom.marking.scoring import PartMark, Scored, sentences
from lamb.course.exercises.submission import NotYet, Submission, judged_derivation, objections, shortcomings
from lamb.course.learning.answer import CheckBudget, owned
from lamb.course.verdicts import Verdict
from lamb.definitions import Definitions, Entry
from lamb.errors import DefinitionError, LambError, Source
from lamb.judging import ClaimJudge
from lamb.notation.names import NAME, remove_names
from lamb.notation.syntax import Assertion, Derivation, TypeAssertion
from lamb.quantities import counted
from lamb.show.lines import Line, Look, claim as claim_text, difference, plain

JUDGING = Budget(steps=100_000, nodes=1_000_000, seconds=20, clock=thread_time)
"""The limits of judging one claim. Steps decide before seconds do."""

AFTERWARDS = Budget(steps=10_000, nodes=1_000_000, seconds=5, clock=thread_time)
"""The limits of each claim of an exercise after one that was given up."""

MOST_TOLD = 30  # sentences about one exercise
MOST_NAMES = 200  # that are looked through for one that was meant


def judge(assignment: Assignment, exercise_name: str, text: str) -> Mark:
    """The mark of a text as an answer to an exercise. Where one name is to be defined, a term will do.

    Raises LambError if there is no exercise of that name, and nothing for what stands in the text.
    """
    exercise = assignment.exercise(exercise_name)
    handed = read_handed(assignment, [Source(text, "answer")])
    if len(exercise.names) == 1 and exercise.model(exercise.name) is None:
        handed = handed.naming(exercise.name)
    return _Examination(assignment, exercise, handed).mark()


def judge_all(assignment: Assignment, text: str | Iterable[Source]) -> tuple[Mark, ...]:
    """The marks of a whole submission, one an exercise. Raises nothing for what stands in it."""
    texts = [Source(text, "answer")] if isinstance(text, str) else text
    handed = read_handed(assignment, texts)
    return tuple(_Examination(assignment, exercise, handed).mark() for exercise in assignment.exercises)


_FULL = PartMark(1.0, "holds")


class _Examination:
    """One exercise, and what was handed in for it."""

    def __init__(self, assignment: Assignment, exercise: AssignedExercise, handed: Handed) -> None:
        self.assignment = assignment
        self.exercise = exercise
        self.handed = handed
        there = {name for name in exercise.names if self._is_there(name)}
        self.missing = [name for name in exercise.names if name not in there]
        self.defined = tuple(name for name in exercise.names if name in there and not exercise.model(name))
        self.in_order: set[str] = set()  # the names of claims that hold
        self.given_up = False

    def _is_there(self, name: str) -> bool:
        written = self.handed.derivations if self.exercise.model(name) else self.handed.entries
        return name in written

    # ── the mark ──

    def mark(self) -> Mark:
        """The mark of the exercise."""
        exercise = self.exercise
        if len(self.missing) == len(exercise.names):
            return self._mark([self._absence(self.missing[0])], 0.0)
        try:
            refused = [*self._refused()]
            parts = [self._part(claim) for claim in exercise.claims]
        except (NotYet, DefinitionError) as error:
            kind = "circle" if isinstance(error, DefinitionError) else "too-large"
            return self._mark([PartMark(0.0, "fails", (kind,), self._line(), sentences(error))], 0.0)
        parts = parts or [_FULL if reason is None else PartMark(0.0, "fails") for reason in refused]
        complaints = [reason for reason in refused if reason]
        points = sum(worth * part.share for worth, part in zip(exercise.worth, parts, strict=True))
        if complaints:
            if exercise.claims:
                complaints[-1] += "; so there are no points for this exercise"
                points = 0.0
            parts.insert(0, PartMark(0.0, "fails", ("condition",), self._line(), tuple(complaints)))
        return self._mark(parts, points)

    def _mark(self, parts: list[PartMark], points: float) -> Mark:
        """The mark that parts come to, and so many points."""
        exercise, points = self.exercise, round(points, 2)
        outcome = _outcome([part.outcome for part in parts], points)
        if outcome == "holds":
            points = exercise.points
        elif exercise.whole:
            points, outcome = 0.0, "fails" if outcome == "partial" else outcome
        feedback = [*dict.fromkeys(sentence for part in parts for sentence in part.feedback)]
        if len(feedback) > MOST_TOLD:
            feedback[MOST_TOLD:] = [f"and so on: {counted(len(feedback) - MOST_TOLD, 'remark')} more"]
        if outcome != "holds":
            feedback += self._notes()
        return Mark(
            exercise.name,
            outcome,
            min(points, exercise.points),
            exercise.points,
            tuple(dict.fromkeys(kind for part in parts for kind in part.mistakes)),
            next((part.wrong for part in parts if part.wrong), ""),
            tuple(feedback),
            tuple(step for part in parts for step in part.steps),
        )

    def _notes(self) -> list[str]:
        """What may be the reason for something wrong."""
        remark = self.submission.remark if self.defined and not self._is_broken else None
        return [*([f"perhaps because {remark}"] if remark else []), *self.handed.remarks]

    def _absence(self, name: str) -> PartMark:
        """What it means that a name is missing."""
        error = self.handed.error_of(name)
        if error is not None:
            wrong = error.place.source.line(error.place.line).strip() if error.place else ""
            return PartMark(0.0, "unreadable", ("syntax",), wrong, sentences(error))
        what = "there is no derivation" if self.exercise.model(name) else "there is no definition of"
        told = [f"{what} “{name}”", *(f"but there is “{one}”" for one in self._names_like(name))]
        unread = [sentence for error in self.handed.errors[:1] for sentence in sentences(error)]
        return PartMark(0.0, "missing", ("missing",), "", (", ".join(told), *unread))

    def _names_like(self, name: str) -> list[str]:
        """The name that a student may have written for another: none that means something already."""
        written = sorted({*self.handed.entries, *self.handed.derivations})[:MOST_NAMES]
        asked = {one for exercise in self.assignment.exercises for one in exercise.names}
        new = [one for one in written if one not in asked and one not in self.assignment.public]
        return get_close_matches(name, new, n=1, cutoff=0.7)

    def _line(self, mentioned: Collection[str] = ()) -> str:
        """The first line of a definition that is asked for: of one that is *mentioned*, if there is one, and
        that no claim needs that holds.
        """
        blamed = sorted(self.defined, key=lambda name: (name not in mentioned, name in self.in_order))
        first = self.handed.entries.get(blamed[0]) if blamed else None
        return first.place.source.line(first.place.line).strip() if first else ""

    # ── definitions ──

    @cached_property
    def submission(self) -> Submission:
        """The student's definitions. Raises NotYet and DefinitionError."""
        public = self.assignment.public
        definitions = Definitions(public)
        definitions.define(self.handed.leads_to(self.defined).values())
        return Submission(self.defined, definitions, public, CheckBudget(JUDGING))

    @property
    def _is_broken(self) -> bool:
        try:
            return self.submission is None
        except (NotYet, DefinitionError):
            return True

    @cached_property
    def definitions(self) -> Definitions:
        """What claims see: the teacher's definitions, and the student's under names that cannot be typed."""
        found = Definitions(self.assignment.libraries[self.exercise.name])
        for name, term in (self.submission.own if self.defined else {}).items():
            found.answers[name] = self._unborrowed(term)
        found.answers |= {name: Free(owned(name)) for name in self.exercise.names}
        return found

    def _unborrowed(self, term: Term) -> Term:
        """A student's term, in which a name without a definition is not the teacher's of that name."""
        known = {*self.submission.own, *self.exercise.free}
        unknown = {
            name
            for name in free_names(term)
            if name not in known and name not in self.assignment.public and not is_numeral(name)
        }
        return replace_names(term, {name: Free(owned(name)) for name in unknown})

    def _refused(self) -> Iterator[str | None]:
        """For each condition, why it is not met; None if it is."""
        if self.exercise.asks and self.defined:
            yield from objections(self.submission, self.exercise.asks)

    def _part(self, claim: AskedClaim) -> PartMark:
        """What one claim comes to."""
        if isinstance(claim.statement, Derivation):
            return self._derivation(claim.statement)
        mentioned = {*NAME.findall(claim.place.text)}
        for name in self.missing:
            if name in mentioned:
                return self._absence(name)
        found = self._assertion(claim, claim.statement, mentioned)
        if found.outcome == "holds":
            self.in_order |= mentioned
        return found

    def _assertion(
        self, claim: AskedClaim, statement: Assertion | TypeAssertion, mentioned: Collection[str]
    ) -> PartMark:
        budget = AFTERWARDS if self.given_up else JUDGING
        types = {name: kind for name, kind in self.assignment.types.items() if name not in self.definitions}
        judge = ClaimJudge(self.definitions, budget, types, patient=False)
        about = "a hidden claim" if claim.hidden else f"“{claim_text(claim.place)}”"
        kind = "hidden-claim" if claim.hidden else "claim"
        try:
            checked = judge.verdict(statement, claim.place)
        except LambError as error:  # it takes too long to read
            self.given_up = True
            return PartMark(
                0.0, "undecided", ("endless",), self._line(mentioned), (f"{about}: {error.message}",)
            )
        if checked.verdict is Verdict.HOLDS:
            return _FULL
        if checked.verdict is Verdict.UNDECIDED:
            self.given_up = True
            told = f"{about} is undecided: this does not come to an end within {budget.steps:,} steps"
            return PartMark(0.0, "undecided", ("endless",), self._line(mentioned), (told,))
        told = f"{about} does not hold"
        if not claim.hidden:
            message, sides = difference(checked, Look())
            message = checked.reason.message if checked.reason else message.removeprefix("this ")
            told = f"{about}: {message}" if checked.reason else f"{about} {message}"
            told = "; ".join([told, *map(_in_a_sentence, sides)])
        return PartMark(0.0, "fails", (kind,), self._line(mentioned), (told,))

    # ── derivations ──

    def _derivation(self, model: Derivation) -> PartMark:
        written = self.handed.derivations.get(model.name)
        if written is None:
            return self._absence(model.name)
        demands = self.exercise.demands(model)
        world = Definitions(self.assignment.world)
        world.define(self._own(written.derivation, model).values())
        unwanted = [*shortcomings(written.derivation, demands, written.place)]
        judged, missed = judged_derivation(written.derivation, demands, written.place, world, JUDGING)
        steps, most, hint = len(model.steps), self.exercise.most_steps, self.exercise.hints
        return Scored(written, judged, unwanted, missed, steps, most, hint).part()

    def _own(self, derivation: Derivation, model: Derivation) -> dict[str, Entry]:
        """The student's definitions that a derivation sees: none for a name that the teacher's term has."""
        used = {name for term in derivation.terms for name in free_names(remove_names(term))}
        pinned = free_names(remove_names(model.first))
        found = self.handed.leads_to(used - pinned)
        return {name: entry for name, entry in found.items() if name not in self.assignment.public}


def _in_a_sentence(side: Line) -> str:
    """A normal form, with its readings: `left: λx y. y, that is 0, false, nil`."""
    text, dashes, found = plain([side]).partition("    -- ")
    return " ".join(f"{text}, that is {found}".split() if dashes else text.split())


def _outcome(outcomes: list[Outcome], points: float) -> Outcome:
    """The outcome of an exercise by those of its parts, and by its points."""
    found = {*outcomes}
    if found <= {"holds"}:
        return "holds"
    if points:
        return "undecided" if found <= {"holds", "undecided"} else "partial"
    return next(worst for worst in _WORST_FIRST if worst in found)


_WORST_FIRST: tuple[Outcome, ...] = ("unreadable", "fails", "partial", "missing", "undecided", "holds")
