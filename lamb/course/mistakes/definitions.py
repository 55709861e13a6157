"""Definitions unfolded without saying so, or unfolded to something else."""

from __future__ import annotations

from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Rule, contract
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.folding import exposing
from lamb.course.mistakes.mistake import Mistake, Repair
from lamb.course.mistakes.operators import beta_steps
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.trees import named, quote

MOST_NAMED = 3
"""Names of what was written that are told."""


def unfolded_silently(attempt: Attempt) -> Mistake | None:
    """=b> where a name has to be unfolded first, or was unfolded or folded after it."""
    if attempt.step != "b":
        return None
    for redex in beta_steps(attempt.seen_start, attempt.seen_end, attempt.tick):
        exposed = exposing(attempt.written_start, redex.path, attempt.meanings.definitions)
        contracted = contract(exposed, redex.path, Rule.BETA)
        steps = [("=d>", exposed)] if exposed != attempt.written_start else []
        steps.append((attempt.operator, contracted))
        if contracted != attempt.written_end:
            steps.append(("=d>", attempt.written_end))
        repair: Repair = tuple((operator, attempt.show_written(term)) for operator, term in steps)
        return Mistake(
            "unfolded",
            "a definition was unfolded or folded in a step that does not say so",
            _which(attempt, redex, exposed, contracted),
            repair[0][1],
            attempt.place("left", redex.path),
            repair,
        )
    return None


def _which(attempt: Attempt, redex: Spot, exposed: Term, contracted: Term) -> str:
    """Which names were unfolded, and where."""
    before = _meaningful(attempt, attempt.written_start) - _meaningful(attempt, exposed)
    if exposed != attempt.written_start:
        names = before or _meaningful(attempt, attempt.written_start)
        return (
            f"{_listed(names)} has to be unfolded before {attempt.text(redex)} is a β-redex: =b> contracts "
            "only what is written, and =d> unfolds"
        )
    names = _meaningful(attempt, contracted) ^ _meaningful(attempt, attempt.written_end)
    return (
        f"after the contraction of {attempt.text(redex)}, {_listed(names) if names else 'a name'} was "
        "unfolded or folded as well: that is a step of its own, =d>"
    )


def _meaningful(attempt: Attempt, term: Term) -> set[str]:
    return {name for name in free_names(term) if name in attempt.meanings.definitions or is_numeral(name)}


def _listed(names: set[str]) -> str:
    return " and ".join(quote(name) for name in sorted(names))


# ── A name that does not mean what was written ────────────────────────────────────────


def wrong_meaning(attempt: Attempt) -> Mistake | None:
    """=d>, but to something that the name does not stand for."""
    if attempt.step != "d":
        return None
    unfolded = _only_wrong(attempt, attempt.written_start, attempt.written_end)
    if unfolded is not None:
        return _wrong_meaning(attempt, *unfolded)
    folded = _only_wrong(attempt, attempt.written_end, attempt.written_start)
    return _wrong_meaning(attempt, *folded) if folded is not None else None


def _only_wrong(attempt: Attempt, one: Term, other: Term) -> tuple[Spot, Spot] | None:
    """A defined name in *one* where *other* has something else, if all the rest is the same."""
    wrong: tuple[Spot, Spot] | None = None
    stack = [(Spot(one), Spot(other))]
    while stack:
        left, right = stack.pop()
        match left.node, right.node:
            case Lam(), Lam():
                stack.append((left.part("body"), right.part("body")))
            case App(), App():
                stack += (left.part("arg"), right.part("arg")), (left.part("fn"), right.part("fn"))
            case Free(name), _ if attempt.meaning(name) is not None and not right.node.open:
                if attempt.seen(left.node) != attempt.seen(right.node):
                    if wrong is not None and wrong[0].node != left.node:
                        return None
                    wrong = wrong or (left, right)
            case _:
                if left.node != right.node and attempt.seen(left.node) != attempt.seen(right.node):
                    return None
    return wrong


def _wrong_meaning(attempt: Attempt, name: Spot, written: Spot) -> Mistake:
    assert isinstance(name.node, Free)
    meaning = attempt.meaning(name.node.name)
    assert meaning is not None
    seen = attempt.seen(written.node)
    others = attempt.meanings.definitions
    really = [quote(other) for other in others if others[other] == seen][:MOST_NAMED]
    hint = f", which is {' or '.join(really)}" if really else ""
    return explained(
        attempt,
        Words(
            "wrong-meaning",
            "a name does not stand for what was written",
            f"{quote(name.node.name)} stands for {quote(named(meaning))}, not for "
            f"{quote(named(written.node))}{hint}",
        ),
        None,
        attempt.place("right", written.path),
    )
