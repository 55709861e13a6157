"""Students: what they write in a session, and what is said to it."""

from __future__ import annotations

import pytest

from lamb import Budget, LambError, Session
from lamb.course.exercises.submission import NotYet
from lamb.notebook.exercise import exercise
from tests.sessions import errors, results

STEPS = 20_000  # of each reduction: what ends here needs fewer
DOUBLE = "assert forall n : nat. double n == add n n"


def session(text: str) -> Session:
    """A session in which these definitions were entered, none of which is wrong."""
    entered = Session(budget=Budget(steps=5_000))
    assert errors(results(text, entered)) == []
    return entered


def passes(text: str, *claims: str, names: str = "double", given: str = "") -> bool:
    """Whether claims hold of what a text defines; steps are counted, not seconds."""
    try:
        exercise(*names.split(), session=session(text)).check(*claims, steps=STEPS, seconds=None, given=given)
    except NotYet:
        return False
    return True


def told(text: str, *claims: str, names: str = "double", given: str = "") -> str:
    """What a student is told in a notebook whose text is not right yet."""
    with pytest.raises(NotYet) as found:
        exercise(*names.split(), session=session(text)).check(*claims, steps=STEPS, seconds=None, given=given)
    return f"✗ {found.value}"


def told_teacher(*claims: str, given: str = "") -> str:
    """What a teacher is told of claims that make no sense."""
    with pytest.raises(LambError) as found:
        exercise("double", session=session("double = λn. n")).check(*claims, given=given)
    assert not isinstance(found.value, NotYet)
    return str(found.value)


def told_of_derivation(text: str, start: str, **demands: object) -> str:
    """What a student is told of a derivation `d` that is not right yet."""
    entered = Session(budget=Budget(steps=5_000))
    results(text, entered)
    with pytest.raises(NotYet) as found:
        exercise("d", session=entered).check_derivation(start, **demands)  # type: ignore[arg-type]
    return f"✗ {found.value}"


def derives(text: str, start: str, **demands: object) -> bool:
    """Whether a derivation `d` is what is asked for."""
    entered = Session(budget=Budget(steps=5_000))
    results(text, entered)
    try:
        exercise("d", session=entered).check_derivation(start, **demands)  # type: ignore[arg-type]
    except NotYet:
        return False
    return True
