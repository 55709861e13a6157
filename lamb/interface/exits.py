"""Exit codes: what a shell is told.

0    everything is fine
1    the program is wrong: it cannot be read, a file is missing, an assertion fails
2    the command line is wrong
3    a budget or the memory ran out before that was known
130  interrupted
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from lamb.calculus.budget import Status
from lamb.course.verdicts import Verdict
from lamb.errors import BudgetError, LambError
from lamb.results import Answer, Checked, Derived, Result


class Exit(IntEnum):
    """With which code `lamb` ends."""

    FINE = 0
    WRONG = 1
    USAGE = 2
    BUDGET = 3
    INTERRUPTED = 130


class OutOfMemoryError(LambError):
    """Python could get no more memory."""


_WORST_FIRST = (Exit.INTERRUPTED, Exit.USAGE, Exit.WRONG, Exit.BUDGET, Exit.FINE)


def worst(exits: Iterable[Exit]) -> Exit:
    """What many results come to: a wrong program is worse than one that did not finish."""
    return min(exits, key=_WORST_FIRST.index, default=Exit.FINE)


def exit_of(result: Result) -> Exit:
    """What one result comes to."""
    match result:
        case OutOfMemoryError() | BudgetError():
            return Exit.BUDGET
        case LambError() | Checked(verdict=Verdict.FAILS):
            return Exit.WRONG
        case Derived(verdict=Verdict.FAILS | Verdict.PARTIAL):
            return Exit.WRONG
        case Derived(verdict=Verdict.UNDECIDED, stopped=stopped):
            return _exit_of_status(stopped or Status.NODES)
        case Answer(outcome=outcome):
            return _exit_of_status(outcome.status)
        case Checked(stopped=Status() as status):
            return _exit_of_status(status)
        case _:
            return Exit.FINE


def _exit_of_status(status: Status) -> Exit:
    match status:
        case Status.NORMAL_FORM:
            return Exit.FINE
        case Status.INTERRUPTED:
            return Exit.INTERRUPTED
        case _:
            return Exit.BUDGET
