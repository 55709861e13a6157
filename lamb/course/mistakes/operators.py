"""Right terms with a wrong operator: η called β, another redex than the strategy's, a step backwards."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.strategies import ORDERS
from lamb.calculus.term import Term, Tick, unheard
from lamb.course.mistakes.attempt import STRATEGIES, Attempt
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.places import Spot, beta, eta_redexes, next_by, redexes
from lamb.course.mistakes.repairs import Words, explained, nearest_step, result, right_steps
from lamb.notation.printer import write

STEPS = {
    "a": "a renaming of bound variables (α)",
    "d": "an unfolding or folding of definitions (δ)",
    "b": "a β-step",
    "e": "an η-step",
    "n": "the β-step that normal order makes",
    "p": "the β-step that applicative order makes",
}
"""What each operator of one step claims."""


def beta_steps(start: Term, end: Term, tick: Tick = unheard) -> Iterator[Spot]:
    """The β-redexes of *start* that contract to *end*."""
    for redex in redexes(start):
        new = beta(redex.node)
        tick(new.size)
        if start.size - redex.node.size + new.size == end.size and redex.filled(new) == end:
            yield redex


def eta_steps(start: Term, end: Term, tick: Tick = unheard) -> Iterator[Spot]:
    """The η-redexes of *start* that contract to *end*."""
    for redex, new in eta_redexes(start):
        tick(new.size)
        if start.size - redex.node.size + new.size == end.size and redex.filled(new) == end:
            yield redex


def steps_made(attempt: Attempt) -> Iterator[tuple[str, Spot | None]]:
    """The letters of the operators of one step that lead from left to right, and the redex of each."""
    start, end = attempt.seen_start, attempt.seen_end
    if attempt.written_start == attempt.written_end:
        yield "a", None
    if start == end:
        yield "d", None
    for redex in beta_steps(attempt.written_start, attempt.written_end, attempt.tick):
        yield "b", redex
        break
    for letter, strategy in STRATEGIES.items():
        redex_by = next_by(start, ORDERS[strategy])
        if redex_by is not None and redex_by.filled(beta(redex_by.node)) == end:
            yield letter, redex_by
    for redex in eta_steps(start, end, attempt.tick):
        yield "e", redex
        break


def made_rightly(attempt: Attempt) -> Term | None:
    """What the step leads to, if it is right up to α and has an operator of one step."""
    for letter, redex in steps_made(attempt):
        if letter == attempt.step:
            return attempt.written_end if redex is None else result(attempt, redex)
    return None


def only_renamed(attempt: Attempt, plainly: Term) -> Mistake:
    """A step that is right, but for names: what there is to say where names count. *plainly* is what it
    leads to with the names that it has by itself.
    """
    right = attempt.show_as_it_is(plainly)
    return Mistake(
        "renamed-silently",
        "bound variables were renamed on the way, which is a step of its own where names count",
        f"but for the names of its bound variables, {write(attempt.right, limit=200)} is right",
        right,
        None,
        ((attempt.operator, right), ("=a>", attempt.right)),
    )


def unchanged(attempt: Attempt) -> Mistake | None:
    """Nothing was done, though the operator says so."""
    if attempt.step not in {"b", "n", "p", "e"} or write(attempt.left) != write(attempt.right):
        return None
    spot = nearest_step(attempt)
    todo = f"the next redex is {attempt.text(spot)}" if spot is not None else "there is nothing to contract"
    return explained(
        attempt,
        Words(
            "unchanged", "nothing was changed, though a step is claimed", f"both sides are the same; {todo}"
        ),
        spot,
        attempt.place("left", spot.path) if spot is not None else None,
    )


def wrong_operator(attempt: Attempt) -> Mistake | None:
    """The term is right for another operator."""
    made = dict(steps_made(attempt))
    best = next((letter for letter in "adbenp" if letter in made), None)
    if best is None or (best in "np" and attempt.step == "b"):
        return None
    redex = made[best]
    if attempt.step in STRATEGIES and best in "bnp":
        return another_redex(attempt, next(beta_steps(attempt.seen_start, attempt.seen_end, attempt.tick)))
    letters = [best] if best not in "bnp" else [letter for letter in "bnp" if letter in made]
    what_it_is = STEPS["b" if best in "np" else best]
    where = f": {attempt.text(redex)} was contracted" if redex is not None else ""
    if best in "ad":
        where = ": no redex was contracted"
    others = "".join(f" or ={letter}>" for letter in letters[1:])
    return Mistake(
        "wrong-operator",
        "the term is right, but its operator is not",
        f"this is {what_it_is}, not {STEPS[attempt.step]}{where}; its operator is ={letters[0]}>{others}",
        attempt.right,
        attempt.place("left", redex.path) if redex is not None else None,
        ((f"={letters[0]}>", attempt.right),),
    )


def another_redex_contracted(attempt: Attempt) -> Mistake | None:
    """A β-step, but not the one that the strategy makes."""
    if attempt.step not in STRATEGIES:
        return None
    redex = next(beta_steps(attempt.seen_start, attempt.seen_end, attempt.tick), None)
    return another_redex(attempt, redex) if redex is not None else None


def another_redex(attempt: Attempt, contracted: Spot) -> Mistake:
    """The strategy's redex is next, and not the one that was contracted."""
    following = next(iter(right_steps(attempt)))
    which = {
        "n": "the leftmost of the outermost redexes",
        "p": "the leftmost of the redexes that have none inside",
    }[attempt.step[0]]
    order = STRATEGIES[attempt.step[0]].value
    return explained(
        attempt,
        Words(
            "another-redex",
            f"another redex was contracted than the one that is next in {order}",
            f"you contracted {attempt.text(contracted)}; {order} takes {which}, which is "
            f"{attempt.text(following)}",
        ),
        following,
        attempt.place("left", following.path),
    )


def went_backwards(attempt: Attempt) -> Mistake | None:
    """A step that holds from right to left."""
    made = [letter for letter, _ in steps_made(attempt.reversed())]
    letter = attempt.step if attempt.step in made else next((made for made in made if made in "be"), None)
    if letter is None:
        return None
    operator = f"={letter}>" if attempt.backwards else f"<{letter}="
    repair: Repair = ((operator, attempt.right),)
    return Mistake(
        "backwards",
        "the step goes the other way",
        f"{STEPS[letter]} leads from the right term to the left one, not from left to right",
        attempt.right,
        None,
        repair,
    )
