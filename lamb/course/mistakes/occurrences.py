"""Where the variable of a redex occurs, and a contraction that goes its own way at each occurrence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import pointers, shift
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.mistakes.subterms import Redex, Subterm, resolve


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

    @unbounded
    def contracted(term: Term, depth: int) -> Recursion[Term]:
        match term:
            case Lam(hint, body):
                return Lam(hint, (yield body, depth + 1))
            case App(fn, arg):
                fn = yield fn, depth
                return App(fn, (yield arg, depth))
            case Var(index):
                put = new.get(next(numbers))
                if put is not None:
                    return put
                if index == depth:
                    return shift(outside, depth)
                return Var(index - 1) if index > depth else term
        return term

    return contracted(body, 0)


def argument_at(redex: Redex, occurrence: Occurrence) -> Term:
    """The argument, as it must stand at an occurrence."""
    return shift(redex.parts[2], occurrence.depth)


def argument_copied_to(redex: Redex, occurrence: Occurrence) -> Term:
    """The argument, copied letter by letter: the λs around the occurrence capture their names in it."""
    inside, outside = occurrence.subterm.names[: occurrence.depth], redex.names

    @unbounded
    def captured(term: Term, depth: int) -> Recursion[Term]:
        match term:
            case Lam(hint, body):
                return Lam(hint, (yield body, depth + 1))
            case App(fn, arg):
                return App((yield fn, depth), (yield arg, depth))
            case Var(index) if index >= depth:
                return _captured(outside[index - depth], depth, inside) or Var(index + len(inside))
            case Free(name):
                return _captured(name, depth, inside) or term
        return term

    return captured(redex.parts[2], 0)


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
