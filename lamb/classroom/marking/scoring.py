"""Part marks: what a claim comes to, and a derivation that has a mistake in it.

The rule for derivations: the number of right steps, and one more if the end is reached by a right step, out
of the number of its steps or of the model's, whichever is larger, and one. So of five steps with a wrong
one among them, and the rest following, five sixths are left.

Right is a step that holds, or that follows from the mistake before it. A step to a term that was there before
counts for nothing. If the end is not reached, steps backwards count for nothing either, and no more steps
count than the model has. A derivation that begins elsewhere is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lamb.classroom.events import Outcome, StepMark
from lamb.classroom.marking.handed import WrittenDerivation
from lamb.course.derivations.operators import read
from lamb.course.exercises.submission import NotYet
from lamb.course.verdicts import Judged, Judgement, Verdict
from lamb.errors import LambError
from lamb.notation.names import remove_names

FOLLOWS = "follows"
"""The kind of a mistake that is none but the one before."""


class PartMark(NamedTuple):
    """What one claim comes to: the share of its points, and what is wrong."""

    share: float
    outcome: Outcome
    mistakes: tuple[str, ...] = ()
    wrong: str = ""
    feedback: tuple[str, ...] = ()
    steps: tuple[StepMark, ...] = ()


class ScoredStep(NamedTuple):
    """A step of a derivation: whether it is *right*, and whether it *counts*, or leads back."""

    judgement: Judgement
    backwards: bool
    allowed: bool
    counts: bool

    @property
    def right(self) -> bool:
        """True if it holds, or follows from the mistake before it, and is allowed."""
        return self.allowed and (self.judgement.verdict is Verdict.HOLDS or self.kind == FOLLOWS)

    @property
    def kind(self) -> str:
        """The kind of its mistake; empty where it holds or was not decided."""
        if self.judgement.verdict is not Verdict.FAILS:
            return "" if self.allowed else "not-allowed"
        return self.judgement.mistake.kind if self.judgement.mistake else "wrong-step"

    @property
    def mark(self) -> StepMark:
        """The mark of the step."""
        place = self.judgement.place
        outcome: Outcome = "holds" if self.judgement.verdict is Verdict.HOLDS and self.allowed else "fails"
        if self.judgement.verdict is Verdict.UNDECIDED:
            outcome = "undecided"
        return StepMark(self.judgement.operator, place.line, place.text, outcome, self.kind)


class Scored(NamedTuple):
    """A derivation as it was *written* and *judged*.

    The objections to what it begins with, to its operators and its length are *unwanted*, the one to its
    end is *missed*. The model has so many steps, of which no more than *most* are allowed; so much is told:
    *hint*.
    """

    written: WrittenDerivation
    judged: Judged
    unwanted: list[NotYet]
    missed: NotYet | None
    model_steps: int
    most: int | None
    hint: int

    def part(self) -> PartMark:
        """What the derivation comes to."""
        steps = self.steps()
        outcome = self._outcome(steps)
        share = 1.0 if outcome == "holds" else self._share(steps)
        if outcome == "fails" and share:
            outcome = "partial"
        flawed = [step for step in steps if not (step.judgement.verdict is Verdict.HOLDS and step.allowed)]
        kinds = [step.kind for step in flawed if step.kind]
        if not self._begins:
            kinds.insert(0, "other-start")
        if not self._is_ended:
            kinds.append("unfinished")
        first = next(iter(flawed), None)
        wrong = first.judgement.place.text if first else self._last_line
        return PartMark(
            share,
            outcome,
            tuple(dict.fromkeys(kinds)),
            "" if outcome == "holds" else wrong,
            tuple(self._told()),
            tuple(step.mark for step in steps),
        )

    def steps(self) -> list[ScoredStep]:
        """The steps, scored one by one."""
        found: list[ScoredStep] = []
        seen = {remove_names(self.written.derivation.first)}
        unwanted = {error.place.start for error in self.unwanted if error.place}
        for number, (step, judgement) in enumerate(
            zip(self.written.derivation.steps, self.judged.steps, strict=True)
        ):
            term = remove_names(step.term)
            allowed = step.start not in unwanted and (self.most is None or number < self.most)
            found.append(ScoredStep(judgement, read(step.operator).backwards, allowed, term not in seen))
            seen.add(term)
        return found

    @property
    def _begins(self) -> bool:
        first = self.written.derivation.first
        return not any(error.place and error.place.start == first.start for error in self.unwanted)

    @property
    def _is_ended(self) -> bool:
        ending = self.judged.ending
        return self.missed is None and (ending is None or ending.verdict is Verdict.HOLDS)

    @property
    def _last_line(self) -> str:
        place = self.written.place
        last = self.written.derivation.steps[-1].term if self.written.derivation.steps else None
        last = last or self.written.derivation.first
        return place.source.line(place.source.position(last.start)[0]).strip()

    def _outcome(self, steps: list[ScoredStep]) -> Outcome:
        verdicts = {step.judgement.verdict for step in steps}
        if self.unwanted or Verdict.FAILS in verdicts:
            return "fails"
        ending = self.judged.ending
        if Verdict.UNDECIDED in verdicts or (ending and ending.verdict is Verdict.UNDECIDED):
            return "undecided"
        return "holds" if self._is_ended else "fails"

    def _share(self, steps: list[ScoredStep]) -> float:
        """The share of the points of a derivation that is not all right."""
        if not (self._begins and steps):
            return 0.0
        counting = [step for step in steps if step.counts or not step.right]
        out_of = max(len(counting), self.model_steps) + 1
        if self._is_ended and steps[-1].right:
            return (sum(step.right for step in counting) + 1) / out_of
        forwards = sum(step.right and not step.backwards for step in counting)
        return min(forwards, self.model_steps) / out_of

    def _told(self) -> Iterator[str]:
        """What the student is told, a sentence a mistake."""
        for objection in (*self.unwanted, *filter(None, [self.missed])):
            yield from sentences(objection)
        for judgement in (*self.judged.steps, *filter(None, [self.judged.ending])):
            if judgement.verdict is Verdict.HOLDS:
                continue
            told = str(judgement.told(self.hint)) if self.hint else "this is wrong"
            if judgement.verdict is Verdict.UNDECIDED:
                told = judgement.reason
            yield f"line {judgement.place.line}: {told}"


def sentences(error: LambError) -> tuple[str, ...]:
    """What a student is told of an error: where, what, and what to do."""
    where = f"line {error.place.line}: " if error.place else ""
    return (where + "; ".join(filter(None, (error.message, error.hint))),)
