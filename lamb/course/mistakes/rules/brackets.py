"""The left term read with brackets where it has none, or without those that it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.substitution import replace_variables, shift, substitute
from lamb.calculus.term import App, Lam, Term, Var
from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot, applied, binders, spine, spots
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.rules.arguments import following
from lamb.course.mistakes.rules.uses import parts
from lamb.course.mistakes.trees import resolve, under


def associativity(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x x) a b → a b (a b), as if it were (λx. x x) (a b)"""
    for redex in attempt.redexes():
        _, body, arg = parts(redex)
        args = [arg]
        for around in following(redex):
            args.append(around.part("arg").node)
            for whole in (applied(args[0], args[1:]), _to_the_right(args)):
                yield Guess(
                    around,
                    substitute(body, whole),
                    partial(_associativity, attempt, around, whole),
                )
    for spot in spots(attempt.start):
        match spot.node:
            case App(App(fn, Lam(_, body) as abstraction), arg):
                whole = App(abstraction, arg)
                yield Guess(
                    spot,
                    App(fn, substitute(body, arg)),
                    partial(_associativity, attempt, spot, whole),
                )


def _to_the_right(args: list[Term]) -> Term:
    whole = args[-1]
    for arg in reversed(args[:-1]):
        whole = App(arg, whole)
    return whole


def _associativity(attempt: Attempt, spot: Spot, whole: Term) -> Mistake:
    return explained(
        attempt,
        Words(
            "associativity",
            "arguments were read as belonging together that do not: application is to the left",
            f"{attempt.text(spot)} is read as {attempt.bracketed(spot)}, so "
            f"{attempt.text_of(whole, spot.names)} is no part of it",
        ),
        spot,
        attempt.place("left", spot.path),
    )


def argument_split(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x x) (a b) → a a b, as if it were (λx. x x) a b"""
    for redex in attempt.redexes():
        _, body, arg = parts(redex)
        head, args = spine(arg)
        for number in range(len(args)):
            first = applied(head, args[:number])
            new = applied(substitute(body, first), args[number:])
            yield Guess(redex, new, partial(_argument_split, attempt, redex, first))


def _argument_split(attempt: Attempt, redex: Spot, first: Term) -> Mistake:
    arg = attempt.text(redex.part("arg"))
    return explained(
        attempt,
        Words(
            "argument-split",
            "only the beginning of the argument was put in: its brackets were overlooked",
            f"the argument of {attempt.text(redex.part('fn'))} is {arg} as a whole, not "
            f"{attempt.text_of(first, redex.names)} alone",
        ),
        redex,
        attempt.place("left", redex.part("arg").path),
    )


def lambda_scope(attempt: Attempt) -> Iterator[Guess]:
    """λx. x a → a, as if it were (λx. x) a"""
    for spot in spots(attempt.start):
        hints, body = binders(spot.node)
        head, args = spine(body)
        for number in range(len(args)) if hints else ():
            inside = under(hints, applied(head, args[:number]))
            assert isinstance(inside, Lam)
            outside = [_outside(arg, hints, spot.names) for arg in args[number:]]
            new = applied(substitute(inside.body, outside[0]), outside[1:])
            depth = len(hints)
            arg = args[number]
            yield Guess(
                spot,
                new,
                partial(_lambda_scope, attempt, spot, depth, arg),
            )


def _outside(arg: Term, hints: list[str], names: list[str]) -> Term:
    """*arg*, taken out from under λs: what they bound is as free as its name makes it."""
    depth = len(hints)

    def meant(index: int, inner: int) -> Term:
        out = index - inner
        return shift(resolve(hints[-1 - out], names), inner) if out < depth else Var(index - depth)

    return replace_variables(arg, meant)


def _lambda_scope(attempt: Attempt, spot: Spot, depth: int, arg: Term) -> Mistake:
    names = [*reversed(binders(spot.node)[0][:depth]), *spot.names]
    return explained(
        attempt,
        Words(
            "lambda-scope",
            "a λ was taken to end too early: it reaches as far to the right as it can",
            f"{attempt.text(spot)} is one abstraction: {attempt.text_of(arg, names)} belongs to its body, "
            "and is no argument",
        ),
        None,
        attempt.place("left", spot.path),
    )
