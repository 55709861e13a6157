"""The steps of those who follow a wrong rule, and the mistake where one of them is what was written.

    @at_redexes("argument-dropped", "an argument is gone, but was not put in", "{arg} is gone, but …")
    def argument_dropped(redex):
        yield WrongStep(redex, redex.part("fn").node)

A rule goes through the redexes, or through all subterms, and yields wrong steps; a mistake that leads
elsewhere is never named. All rules are in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lamb.calculus.term import App, Lam, Term
from lamb.course.mistakes.attempt import AttemptedStep
from lamb.course.mistakes.repairs import Wording, explained
from lamb.course.mistakes.subterms import Redex, Subterm
from lamb.course.verdicts import Mistake, Side

MOST_WRITTEN = 100_000
"""Nodes that the wrong steps of one rule may have in all: about a tenth of a second."""


class WrongStep(NamedTuple):
    """A subterm, and the *new* term that a wrong rule writes in its place.

    The *redex* is the one that is contracted wrongly, and what is *underlined* a part of it, where they
    are not that subterm itself. The wording names one *other* part. A *hint* is the name that the λ at
    that place has in what was written.
    """

    subterm: Subterm
    new: Term
    redex: Subterm | None = None
    underlined: Subterm | None = None
    other: Subterm | Term | str = ""
    hint: str = ""


class WrongRule(NamedTuple):
    """A mistake in words, the side on which it is underlined, and the steps of those who make it."""

    wording: Wording
    side: Side
    steps: Callable[[AttemptedStep], Iterator[WrongStep]]

    def explain(self, attempt: AttemptedStep) -> Mistake | None:
        """The mistake, if one of the steps, until they have too many nodes, leads to what was written."""
        nodes = 0
        for step in self.steps(attempt):
            nodes += step.new.size
            if nodes > MOST_WRITTEN:
                break
            named = step.hint.rstrip("'") in {"", attempt.hint_at(step.subterm)}
            if named and attempt.wrote(step.subterm, step.new):
                return self._mistake(attempt, step)
        return None

    def _mistake(self, attempt: AttemptedStep, step: WrongStep) -> Mistake:
        redex = step.redex or step.subterm
        underlined = step.underlined or step.subterm
        path = underlined.path
        if isinstance(redex, Redex) and self.side == "right":
            path = redex.path_after(underlined)
        place = attempt.place(self.side, path)
        return explained(attempt, self.wording.naming(_parts(attempt, step, redex)), redex, place)


def _parts(attempt: AttemptedStep, step: WrongStep, redex: Subterm) -> dict[str, str]:
    """The parts of a wrong step that its wording may name, in quotes."""
    parts = {"term": attempt.text(step.subterm), "bracketed": attempt.bracketed(step.subterm)}
    parts["redex"] = attempt.text(redex)
    match step.other:
        case str(text):
            parts["other"] = text
        case Subterm() as other:
            parts["other"] = attempt.text(other)
        case term:
            parts["other"] = attempt.text_of(Subterm(term, step.subterm.context))
    match redex.node:
        case App(Lam(hint, _), _):
            parts |= {"x": hint, "body": attempt.text(redex.part("fn", "body"))}
        case Lam(hint, App()):
            parts["x"] = hint
            redex = redex.part("body")
    if isinstance(redex.node, App):
        parts |= {"fn": attempt.text(redex.part("fn")), "arg": attempt.text(redex.part("arg"))}
    return parts


def at_redexes(
    kind: str, what: str, where: str, side: Side = "right"
) -> Callable[[Callable[[Redex], Iterator[WrongStep]]], WrongRule]:
    """A wrong rule that makes its steps at each redex of the left term."""
    return lambda steps: WrongRule(
        Wording(kind, what, where),
        side,
        lambda attempt: (step for redex in attempt.redexes() for step in steps(redex)),
    )


def at_subterms(
    kind: str, what: str, where: str
) -> Callable[[Callable[[Subterm], Iterator[WrongStep]]], WrongRule]:
    """A wrong rule that makes its steps at each subterm of the left term, and is underlined there."""
    return lambda steps: WrongRule(
        Wording(kind, what, where),
        "left",
        lambda attempt: (step for subterm in attempt.subterms() for step in steps(subterm)),
    )
