"""Where the variable of a redex occurs, and a contraction that goes its own way at each occurrence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.trees import resolve


@dataclass(frozen=True, slots=True)
class Use:
    """A place where the name of a redex's λ is written in its body, *depth* λs deep.

    It is the λ's *own* variable, or that of an inner λ of the same name. The variables of a body are
    numbered from left to right.
    """

    number: int
    spot: Spot
    depth: int
    own: bool


def parts(redex: Spot) -> tuple[str, Term, Term]:
    """The name of a redex's variable, the body it stands in, and the argument."""
    match redex.node:
        case App(Lam(hint, body), arg):
            return hint, body, arg
    raise AssertionError("this is no redex")


def uses(redex: Spot) -> list[Use]:
    """Where the name of a redex's λ is written in its body, from left to right."""
    hint, _, _ = parts(redex)
    found: list[Use] = []
    numbers = count()
    stack = [(redex.part("fn", "body"), 0)]
    hints: list[str] = []
    while stack:
        spot, depth = stack.pop()
        del hints[depth:]
        match spot.node:
            case Var(index):
                number = next(numbers)
                if index == depth or (index < depth and hints[depth - 1 - index] == hint != "_"):
                    found.append(Use(number, spot, depth, index == depth))
            case Lam(inner, _):
                hints.append(inner)
                stack.append((spot.part("body"), depth + 1))
            case App():
                stack += (spot.part("arg"), depth), (spot.part("fn"), depth)
    return found


def refilled(redex: Spot, new: Mapping[int, Term]) -> Term:
    """A redex contracted, with what is *new* for some of its variables, by their numbers.

    The others stay as they are written, and mean what they mean once the λ is gone.
    """
    hint, body, _ = parts(redex)
    return _refilled(body, 0, count(), new, resolve(hint, redex.names))


@unbounded
def _refilled(
    term: Term, depth: int, numbers: Iterator[int], new: Mapping[int, Term], outside: Term
) -> Recursion[Term]:
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, depth + 1, numbers, new, outside))
        case App(fn, arg):
            fn = yield fn, depth, numbers, new, outside
            return App(fn, (yield arg, depth, numbers, new, outside))
        case Var(index):
            put = new.get(next(numbers))
            if put is not None:
                return put
            if index == depth:
                return shift(outside, depth)
            return Var(index - 1) if index > depth else term
    return term


def put_right(redex: Spot, use: Use) -> Term:
    """The argument, as it has to stand at one place."""
    return shift(parts(redex)[2], use.depth)


def put_blindly(redex: Spot, use: Use) -> Term:
    """The argument, copied letter by letter: the λs around the place catch what has their name."""
    return _caught(parts(redex)[2], 0, use.spot.names[: use.depth], redex.names)


@unbounded
def _caught(term: Term, depth: int, inside: Sequence[str], outside: Sequence[str]) -> Recursion[Term]:
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, depth + 1, inside, outside))
        case App(fn, arg):
            return App((yield fn, depth, inside, outside), (yield arg, depth, inside, outside))
        case Var(index) if index < depth:
            return term
        case Var(index):
            name = outside[index - depth]
            return Var(depth + inside.index(name)) if name in inside else Var(index + len(inside))
        case Free(name) if name in inside and name != "_":
            return Var(depth + inside.index(name))
    return term
