"""Wrong contractions: what becomes of the λ, of its body and of the argument."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.substitution import shift, substitute
from lamb.calculus.term import App, Lam, Var
from lamb.course.mistakes.attempt import Attempt, Guess
from lamb.course.mistakes.places import Spot, beta, binders, quote, resolve, spots
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.substitution import parts, refilled, uses
from lamb.course.verdicts import Mistake


def not_substituted(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x y) a → x y"""
    for redex in attempt.redexes():
        if any(use.own for use in uses(redex)):
            yield Guess(redex, refilled(redex, {}), partial(_not_substituted, attempt, redex))


def _not_substituted(attempt: Attempt, redex: Spot) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "not-substituted",
        "the λ and the argument are gone, but the argument was put nowhere",
        "{arg} has to come in the place of each “{x}” in {body}",
    )


def lambda_kept(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x y) a → λx. a y"""
    for redex in attempt.redexes():
        hint, _, _ = parts(redex)
        if any(use.own for use in uses(redex)):
            new = Lam(hint, shift(beta(redex.node), 1))
            yield Guess(redex, new, partial(_lambda_kept, attempt, redex))


def _lambda_kept(attempt: Attempt, redex: Spot) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "lambda-kept",
        "the argument was put in, but the λ that took it is still there",
        "“λ{x}” has taken its argument {arg}, and goes: only its body stays",
    )


def argument_dropped(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x y) a → λx. x y"""
    for redex in attempt.redexes():
        yield Guess(redex, redex.part("fn").node, partial(_argument_dropped, attempt, redex))


def _argument_dropped(attempt: Attempt, redex: Spot) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "argument-dropped",
        "an argument was dropped without being put in",
        "{arg} is gone, but {fn} stands as it was: take off “λ{x}”, and put {arg} for each “{x}”",
    )


def argument_kept(attempt: Attempt) -> Iterator[Guess]:
    """(λx. x y) a → a y a"""
    for redex in attempt.redexes():
        new = App(beta(redex.node), redex.part("arg").node)
        yield Guess(redex, new, partial(_argument_kept, attempt, redex))


def _argument_kept(attempt: Attempt, redex: Spot) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "argument-kept",
        "the argument was put in, but it still stands behind as well",
        "{arg} has gone into the body of {fn}, in the place of “{x}”: it does not stand behind it any more",
    )


def lambda_dropped(attempt: Attempt) -> Iterator[Guess]:
    """(λx y. x y) a → a y"""
    for redex in attempt.redexes():
        hints, _ = binders(parts(redex)[1])
        new, names = beta(redex.node), redex.names
        for taken in range(1, len(hints) + 1):
            assert isinstance(new, Lam)
            new = substitute(new.body, resolve(new.hint, names))
            dropped = hints[:taken]
            yield Guess(redex, new, partial(_lambda_dropped, attempt, redex, dropped))


def _lambda_dropped(attempt: Attempt, redex: Spot, dropped: list[str]) -> Mistake:
    kept = quote("λ" + " ".join(dropped))
    return _contraction(
        attempt,
        redex,
        "lambda-dropped",
        "more than one λ was taken off for one argument",
        f"the argument {{arg}} is for “{{x}}” alone: {kept} stays",
    )


def _contraction(attempt: Attempt, redex: Spot, kind: str, what: str, where: str) -> Mistake:
    """A mistake in contracting *redex*; {fn}, {x}, {body} and {arg} in *where* stand for its parts."""
    text = where.format(
        fn=attempt.text(redex.part("fn")),
        x=parts(redex)[0],
        body=attempt.text(redex.part("fn", "body")),
        arg=attempt.text(redex.part("arg")),
    )
    return explained(attempt, Words(kind, what, text), redex, attempt.place("right", redex.path))


# ── Eta ─────────────────────────────────────────────────────────────────────────────
# Wrong η-steps: λx. f x is f only where x does not occur in f.


def variable_in_use(attempt: Attempt) -> Iterator[Guess]:
    """λx. x x → x"""
    for spot in spots(attempt.start):
        match spot.node:
            case Lam(hint, App(fn, Var(0))):
                new = substitute(fn, resolve(hint, spot.names))
                yield Guess(spot, new, partial(_variable_in_use, attempt, spot, hint))


def _variable_in_use(attempt: Attempt, spot: Spot, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: the variable occurs in the function as well",
            f"{quote(f'λ{hint}. f {hint}')} is “f” only where {quote(hint)} does not occur in “f”; in "
            f"{attempt.text(spot)} it occurs in {attempt.text(spot.part('body', 'fn'))}",
        ),
        None,
        attempt.place("left", spot.path),
    )


def another_variable_behind(attempt: Attempt) -> Iterator[Guess]:
    """λx. f a → f"""
    for spot in spots(attempt.start):
        match spot.node:
            case Lam(hint, App(fn, arg)) if arg != Var(0):
                new = substitute(fn, resolve(hint, spot.names))
                yield Guess(spot, new, partial(_another_behind, attempt, spot, hint))


def _another_behind(attempt: Attempt, spot: Spot, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: what stands last is not the variable of the λ",
            f"for an η-step the body of {attempt.text(spot)} has to end in {quote(hint)}, not in "
            f"{attempt.text(spot.part('body', 'arg'))}",
        ),
        None,
        attempt.place("left", spot.path),
    )
