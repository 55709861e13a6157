"""Where no mistake is known: the right step that comes nearest, and where what was written differs."""

from __future__ import annotations

from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.differences import first_difference
from lamb.course.mistakes.folding import exposing
from lamb.course.mistakes.mistake import Mistake, Place, Repair
from lamb.course.mistakes.operators import STEPS
from lamb.course.mistakes.places import Spot, next_by
from lamb.course.mistakes.repairs import Words, explained, nearest_step, result
from lamb.course.mistakes.trees import quote


def nearest(attempt: Attempt) -> Mistake:
    """The first difference from what is right."""
    if attempt.step in {"a", "d"}:
        return _difference(attempt, attempt.start, "")
    spot = nearest_step(attempt)
    if spot is None:
        return no_redex(attempt)
    return _difference(attempt, result(attempt, spot), f"contracting {attempt.text(spot)}, ", spot)


def _difference(attempt: Attempt, right: Term, after: str, spot: Spot | None = None) -> Mistake:
    where, place, advice = first_place(attempt, right)
    what = f"this is not {STEPS[attempt.step]}"
    return explained(attempt, Words("difference", what, f"{after}{where}", advice), spot, place)


def first_place(attempt: Attempt, right: Term) -> tuple[str, Place | None, str]:
    """The first place where the right side differs from what is *right*: in words, in the text, and what
    should stand there.
    """
    found = first_difference(attempt.as_written(right), attempt.written_end)
    if found is None:
        return "nothing differs but names", None, ""
    expected, written = found
    return (
        f"you wrote {attempt.text_right(written)} where something else should stand",
        attempt.place("right", written.path),
        f"it should be {attempt.text_of(expected.node, expected.names)}",
    )


def no_redex(attempt: Attempt) -> Mistake:
    """There is nothing to contract on the left side."""
    if attempt.step == "e":
        return Mistake(
            "no-redex",
            "there is no η-redex to contract",
            f"nothing in {quote(attempt.left)} looks like “λx. f x”, without “x” in “f”",
            advice="leave this step out",
        )
    hidden = next_by(attempt.seen_start, ORDERS[Strategy.NORMAL]) if attempt.step == "b" else None
    if hidden is None:
        return Mistake(
            "no-redex",
            "there is no β-redex to contract",
            f"in {quote(attempt.left)} no λ stands before an argument: it is a normal form",
            advice="leave this step out",
        )
    exposed = attempt.show_written(exposing(attempt.written_start, hidden.path, attempt.meanings.definitions))
    repair: Repair = (("=d>", exposed),)
    return Mistake(
        "unfolded",
        "there is no β-redex until a definition is unfolded",
        f"{attempt.text(hidden)} has no λ yet: =b> contracts only what is written, and =d> unfolds",
        exposed,
        attempt.place("left", hidden.path),
        repair,
    )
