"""Exercises that a notebook checks: a teacher writes in a cell

    lamb.exercise("double", points=2).check(
        "assert forall n : nat. double n == add n n",
        "may not use mul",
    )

The cell says ✓, or raises NotYet with a message of a line, and without a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice

from lamb.course.exercises.submission import (
    EXERCISE_BUDGET,
    Demands,
    NotYet,
    Submission,
    library,
    objections,
    read_claims,
    require,
)
from lamb.course.learning.answer import CheckBudget
from lamb.errors import LambError
from lamb.notebook.module import current_session
from lamb.session import Session


class NotebookExercise:
    """An exercise on the definitions of some *names* in a *session*, or on a derivation of that name."""

    def __init__(self, names: tuple[str, ...], points: float | None, session: Session) -> None:
        self.names = names
        self.points = points
        self.session = session

    def check(
        self,
        *claims: str,
        steps: int | None = EXERCISE_BUDGET.steps,
        seconds: float | None = EXERCISE_BUDGET.seconds,
        given: str = "",
        partial: bool = False,
    ) -> float | None:
        """Say ✓ if all *claims* hold of the definition; or raise NotYet with what the first is that does not.

        Claims are lines of `lamb/course/lessons/README.md`. In them the names of the exercise are the
        student's, and `answer` is the first of them; all others mean what the prelude means by them, or what
        is *given*, and in a claim that says `answer`, these do so too. A reduction may take so many *steps*,
        all together so many *seconds*. With *partial*, returns the share of the points that the claims which
        hold are worth; if none does, it raises.
        """
        wanted = read_claims(claims)
        budget = replace(EXERCISE_BUDGET, steps=steps, seconds=seconds)
        submission = Submission(self.names, self.session.definitions, library(given), CheckBudget(budget))
        found = filter(None, objections(submission, wanted))
        complaints = list(islice(found, None if partial else 1))
        if complaints and (not partial or len(complaints) == len(wanted)):
            remark = submission.remark
            raise NotYet(complaints[0], hint=remark if remark and remark not in complaints[0] else None)
        if partial:
            return self._say_partly(len(wanted), complaints)
        self._say_right()
        return None

    def check_derivation(  # noqa: PLR0913  (all but the first are choices with defaults)
        self,
        start: str,
        *,
        operators: str | Iterable[str] | None = None,
        most_steps: int | None = None,
        ends: str | None = None,
        given: str = "",
        strict_alpha: bool = False,
        hint: int = 2,
        seconds: float | None = EXERCISE_BUDGET.seconds,
    ) -> None:
        """Say ✓ if the derivation of this name begins with *start*, and all its steps hold; or raise NotYet.

        It has to end with the term *ends*, or else in a normal form; in no more than *most_steps*, by none
        but these *operators* (`"=d> =b>"`). With *strict_alpha*, names of bound variables count. Mistakes
        are explained as far as a *hint* goes, from 1 to 3.
        """
        if operators is not None:
            operators = tuple(operators.split() if isinstance(operators, str) else operators)
        demands = Demands(start, operators, most_steps, ends, strict_alpha, hint)
        derived = self.session.derived.get(self.names[0])
        if derived is None:
            raise self._no_derivation()
        budget = replace(EXERCISE_BUDGET, seconds=seconds)
        require(derived.place, demands, self.session.definitions, library(given), budget)
        self._say_right()

    def _no_derivation(self) -> NotYet:
        name = self.names[0]
        close = get_close_matches(name, self.session.derived, n=1)
        if name in self.session.definitions.entries:
            hint = f"“{name}” is a definition; a derivation begins with eval {name} : or conf {name} :"
        else:
            begin = f"it begins with eval {name} : or conf {name} :"
            hint = f"you have “{close[0]}”: is that it?" if close else begin
        return NotYet(f"there is no derivation “{name}” yet: write it in the cell above", hint=hint)

    def _say_right(self) -> None:
        print(f"✓ {self._result(self.points)}")

    def _say_partly(self, wanted: int, complaints: list[str]) -> float:
        """Say which claims do not hold yet; returns the points for the others."""
        if self.points is None:
            raise LambError("partial credit needs points", hint='exercise("…", points=2)')
        earned = round(self.points * (wanted - len(complaints)) / wanted, 2)
        print(f"{'✗' if complaints else '✓'} {self._result(earned)}")
        for complaint in complaints:
            print(f"  {complaint}")
        return earned

    def _result(self, earned: float | None) -> str:
        title = ", ".join(self.names)
        if earned is None or self.points is None:
            return title
        return f"{title}: {earned:g} of {self.points:g} point{'s' * (self.points != 1)}"


def exercise(*names: str, points: float | None = None, session: Session | None = None) -> NotebookExercise:
    """The exercise to define, or derive, something of this name, or of some names that belong together.

    *points* are only said. The *session* is that of the notebook, unless another is given. Raises LambError
    if there is none.
    """
    if not names:
        raise LambError("an exercise has a name", hint='write exercise("double")')
    session = session or current_session()
    if session is None:
        raise LambError("there is no session here", hint="begin with %load_ext lamb, or say which: session=…")
    return NotebookExercise(names, points, session)
