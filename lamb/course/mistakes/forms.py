"""Terms that are said to be normal forms and still have a redex."""

from __future__ import annotations

from lamb.calculus.strategies import ORDERS, Order, Strategy
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot, next_by
from lamb.course.mistakes.repairs import best_repair
from lamb.course.mistakes.trees import node_at, quote

FORMS: dict[str, tuple[str, Order, str]] = {
    "": ("normal form", ORDERS[Strategy.NORMAL], "it still has a redex"),
    "s": ("strong normal form", ORDERS[Strategy.NORMAL], "it still has a redex"),
    "w": ("weak normal form", ORDERS[Strategy.CALL_BY_NAME], "it still has a redex outside every λ"),
    "h": ("head normal form", ORDERS[Strategy.HEAD], "it still has a redex at its head"),
}
"""For each form, how the redex is found that it must not have."""


def not_normal(attempt: Attempt) -> Mistake | None:
    """The right side of a step is not in the normal form that its operator asks for."""
    name, order, what = FORMS[attempt.form]
    redex = next_by(attempt.seen_end, order)
    if redex is None:
        return None
    return _not_normal(attempt, redex, name, what)


def _not_normal(attempt: Attempt, redex: Spot, name: str, what: str) -> Mistake:
    here = attempt.reversed()  # a step away from the right side
    written, there = node_at(attempt.right, redex.path)
    text = here.text(redex)
    unfolded = "" if there else f" ({quote(written)} unfolded)"
    repair = best_repair(here.with_operator("=n>"))
    return Mistake(
        "not-normal",
        f"this is no {name}: {what}",
        f"{text}{unfolded} can still be contracted",
        repair[0][1] if repair else None,
        attempt.place("right", redex.path),
        repair,
        "go on",
    )
