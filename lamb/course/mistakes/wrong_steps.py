"""The steps of those who follow a wrong rule, and the mistake where one of them is what was written.

    @at_redexes("argument-dropped", "an argument is gone, but was not put in", "{arg} is gone, but …")
    def argument_dropped(redex):
        yield WrongStep(redex, redex.part("fn").node)

A rule goes through the redexes, or through all subterms, and yields wrong steps; a mistake that leads
elsewhere is never named. All rules are in `rules.py`.

A contraction may go its own way at each occurrence of the variable of a redex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import pointers, shift
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.mistakes.attempt import AttemptedStep
from lamb.course.mistakes.repairs import Wording, explained
from lamb.course.mistakes.subterms import Redex, Subterm, resolve, subterms
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
        case Lam(hint, body):
            parts |= {"x": hint, "f": "g" if hint == "f" else "f"}
            redex = redex.part("body") if isinstance(body, App) else redex
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
        lambda attempt: (step for subterm in subterms(attempt.start) for step in steps(subterm)),
    )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in the body of a redex where the name of its λ is written, *depth* λs deep.

    It is the λ's *own* variable, or that of an inner λ of the same name. The variables of a body are
    numbered from left to right.
    """

    number: int
    subterm: Subterm
    depth: int
    own: bool


def occurrences(redex: Redex) -> list[Occurrence]:
    """Where the name of a redex's λ is written in its body, from left to right."""
    hint, _, _ = redex.parts
    found: list[Occurrence] = []
    numbers = count()
    stack = [(redex.part("fn", "body"), 0)]
    hints: list[str] = []
    while stack:
        subterm, depth = stack.pop()
        del hints[depth:]
        match subterm.node:
            case Var(index):
                number = next(numbers)
                if index == depth or (index < depth and hints[depth - 1 - index] == hint != "_"):
                    found.append(Occurrence(number, subterm, depth, index == depth))
            case Lam(inner, _):
                hints.append(inner)
                stack.append((subterm.part("body"), depth + 1))
            case App():
                stack += (subterm.part("arg"), depth), (subterm.part("fn"), depth)
    return found


def own_occurrences(redex: Redex) -> list[Occurrence]:
    return [occurrence for occurrence in occurrences(redex) if occurrence.own]


def contracted_with(redex: Redex, new: Mapping[int, Term]) -> Term:
    """A redex contracted, with what is *new* for some of its variables, by their numbers.

    The others stay as they are written, and mean what they mean once the λ is gone.
    """
    hint, body, _ = redex.parts
    outside = resolve(hint, redex.names)
    numbers = count()

    def contracted(term: Term, depth: int) -> Term | None:
        if not isinstance(term, Var):
            return None
        put = new.get(next(numbers))
        if put is not None:
            return put
        return shift(outside, depth) if term.index == depth else Var(term.index - (term.index > depth))

    return rewritten(body, contracted)


@unbounded
def rewritten(term: Term, new: Callable[[Term, int], Term | None], depth: int = 0) -> Recursion[Term]:
    """*term* with `new(part, depth)` for each part of which that is not None, from left to right."""
    if (found := new(term, depth)) is not None:
        return found
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, new, depth + 1))
        case App(fn, arg):
            fn = yield fn, new, depth
            return App(fn, (yield arg, new, depth))
    return term


def argument_at(redex: Redex, occurrence: Occurrence) -> Term:
    """The argument, as it must stand at an occurrence."""
    return shift(redex.parts[2], occurrence.depth)


def argument_copied_to(redex: Redex, occurrence: Occurrence) -> Term:
    """The argument, copied letter by letter: the λs around the occurrence capture their names in it."""
    inside, outside = occurrence.subterm.names[: occurrence.depth], redex.names

    def captured(term: Term, depth: int) -> Term | None:
        match term:
            case Var(index) if index >= depth:
                return _captured(outside[index - depth], depth, inside) or Var(index + len(inside))
            case Free(name):
                return _captured(name, depth, inside)
        return None

    return rewritten(redex.parts[2], captured)


def _captured(name: str, depth: int, inside: Sequence[str]) -> Term | None:
    """The variable that *name* becomes *depth* λs under those *inside*; None if none of these has it."""
    return Var(depth + inside.index(name)) if name in inside and name != "_" else None


def argument_read(redex: Redex, whole: Term) -> Term | None:
    """The term that stands in *whole*, which the redex is contracted in, at each of its occurrences.

    None if these are several terms, or if anything else is not as it should be.
    """
    written: Term | None = whole
    for field in redex.path:
        written = getattr(written, field, None)
    read: list[Term] = []
    return read[0] if written and _reads(redex.parts[1], written, 0, read) and read else None


@unbounded
def _reads(body: Term, written: Term, depth: int, read: list[Term]) -> Recursion[bool]:
    """True if *written* is *body* with one term for its variable; that one is *read* at each place."""
    match body, written:
        case Var(index), _ if index == depth:
            if any(pointer < depth for pointer in pointers(written)):  # a λ of the body binds something in it
                return False
            read.append(shift(written, -depth))
            return read[-1] == read[0]
        case Var(index), Var(other):
            return other == (index - 1 if index > depth else index)
        case Lam(_, inner), Lam(_, other_inner):
            return bool((yield inner, other_inner, depth + 1, read))
        case App(fn, arg), App(other_fn, other_arg):
            same: bool = yield fn, other_fn, depth, read
            return same and bool((yield arg, other_arg, depth, read))
    return body == written
