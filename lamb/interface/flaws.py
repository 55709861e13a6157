"""What is said of a step of a derivation that does not hold, in hints that tell more and more.

0   nothing
1   what kind of mistake it is
2   where, in the words of the program
3   what to write instead
"""

from __future__ import annotations

from lamb.calculus.budget import Status
from lamb.course.verdicts import Judgement
from lamb.source import Place

HINTS = (0, 1, 2, 3)
USUAL_HINT = 2

_OPTIONS = {Status.STEPS: "--steps", Status.NODES: "--nodes", Status.SECONDS: "--seconds"}


def message(flaw: Judgement, hint: int = USUAL_HINT) -> str:
    """What is wrong, as far as a hint goes; what to do about it is said by `advice`."""
    if flaw.mistake is None or hint < 1:
        return flaw.reason
    return flaw.mistake.message(min(hint, 2))


def advice(flaw: Judgement, hint: int = USUAL_HINT) -> str | None:
    """What to write instead; or, of a search that was given up, how to search further."""
    if flaw.stopped is not None:
        option = _OPTIONS.get(flaw.stopped)
        return option and f"a larger {option} searches further"
    return (flaw.mistake.now or None) if hint >= 3 and flaw.mistake else None


def place(flaw: Judgement, hint: int = USUAL_HINT) -> Place:
    """What to underline: the step, and from the second hint on the part that is wrong."""
    if hint < 2 or flaw.mistake is None or flaw.mistake.place is None:
        return flaw.place
    _, start, end = flaw.mistake.place
    return Place(flaw.place.source, start, end) if start < end else flaw.place
