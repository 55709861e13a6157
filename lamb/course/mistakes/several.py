"""Several steps written as one: then the ones between are shown."""

from __future__ import annotations

from lamb.calculus.term import Term
from lamb.course.mistakes.attempt import STRATEGIES, Attempt
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.operators import beta_steps, eta_steps
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import best_repair, beta_repair
from lamb.course.mistakes.search import Way, way, way_by

MOST_WRITTEN = 5
"""Steps that are all written out; of more, only the first."""


def several_steps(attempt: Attempt) -> Mistake | None:
    """More than one step at once."""
    if attempt.step in STRATEGIES:
        steps = way_by(STRATEGIES[attempt.step], attempt.start, attempt.end, attempt.tick)
        if steps is not None:
            return _several(attempt, steps, attempt.start, _by_strategy(attempt, steps))
    for rules in ("e", "be") if attempt.step == "e" else ("b", "be"):
        for start, end in _sides(attempt):
            steps = way(start, end, rules, attempt.tick)
            if steps is not None and len(steps) > 1:
                return _several(attempt, steps, start, _one_by_one(attempt, steps, start))
    return None


def _sides(attempt: Attempt) -> list[tuple[Term, Term]]:
    """The terms between which the steps are: as they are written, or else unfolded."""
    seen = attempt.seen_start, attempt.seen_end
    written = attempt.written_start, attempt.written_end
    return [written, seen] if attempt.step == "b" and written != seen else [seen]


def _by_strategy(attempt: Attempt, steps: Way) -> Repair:
    """All steps of a strategy, or the first, and the others at once."""
    if len(steps) > MOST_WRITTEN:
        first = attempt.operator, attempt.show(steps[0][1])
        return first, (f"={attempt.step}*>", attempt.right)
    return tuple((attempt.operator, attempt.show(term)) for _, term in steps)


def _one_by_one(attempt: Attempt, steps: Way, start: Term) -> Repair:
    """The steps to write, one by one."""
    if attempt.step in STRATEGIES:
        return best_repair(attempt)
    if start == attempt.written_start and len(steps) <= MOST_WRITTEN:
        return tuple((f"={letter}>", attempt.show_written(term)) for letter, term in steps)
    return *_first(attempt, steps, start), *_others(attempt, steps)


def _first(attempt: Attempt, steps: Way, start: Term) -> Repair:
    """The first of the steps, with what has to be unfolded before it."""
    letter, term = steps[0]
    return (("=e>", attempt.show(term)),) if letter == "e" else beta_repair(attempt, _redex(steps, start))


def _redex(steps: Way, start: Term) -> Spot:
    """What the first of the steps contracts."""
    letter, term = steps[0]
    return next(eta_steps(start, term) if letter == "e" else beta_steps(start, term))


def _others(attempt: Attempt, steps: Way) -> Repair:
    """The steps after the first: at once, if they are all β."""
    if all(letter == "b" for letter, _ in steps[1:]):
        return (("=*>", attempt.right),)
    shown = [attempt.show(term) for _, term in steps[1:-1]]
    operators = ["=e>" if letter == "e" else "=*>" for letter, _ in steps[1:]]
    return tuple(zip(operators, [*shown, attempt.right], strict=True))


def _several(attempt: Attempt, steps: Way, start: Term, repair: Repair) -> Mistake:
    letters = [letter for letter, _ in steps]
    kinds = " and ".join(
        f"{letters.count(letter)} {name}-step{'s' if letters.count(letter) > 1 else ''}"
        for letter, name in (("b", "β"), ("e", "η"))
        if letter in letters
    )
    unfolded = (
        ", and definitions were unfolded" if attempt.step == "b" and start != attempt.written_start else ""
    )
    redex = _redex(steps, start)
    return Mistake(
        "several-steps",
        "more than one step was made at once",
        f"these are {kinds}{unfolded}; the first contracts {attempt.text(redex)}",
        repair[0][1] if repair else None,
        attempt.place("left", redex.path),
        repair,
    )
