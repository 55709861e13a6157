"""Wrong contractions: what becomes of the λ, of its body and of the argument."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lamb.calculus.substitution import shift, substitute
from lamb.calculus.term import App, Lam, Var
from lamb.course.mistakes.attempt import Attempt, WrongStep
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.substitution import parts, refilled, uses
from lamb.course.mistakes.subterms import Subterm, beta, binders, quote, resolve, subterms
from lamb.course.verdicts import Mistake


def not_substituted(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x y) a → x y"""
    for redex in attempt.redexes():
        if any(use.own for use in uses(redex)):
            yield WrongStep(redex, refilled(redex, {}), partial(_not_substituted, attempt, redex))


def _not_substituted(attempt: Attempt, redex: Subterm) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "not-substituted",
        "the λ and the argument are gone, but the argument was put nowhere",
        "{arg} has to come in the place of each “{x}” in {body}",
    )


def lambda_kept(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x y) a → λx. a y"""
    for redex in attempt.redexes():
        hint, _, _ = parts(redex)
        if any(use.own for use in uses(redex)):
            new = Lam(hint, shift(beta(redex.node), 1))
            yield WrongStep(redex, new, partial(_lambda_kept, attempt, redex))


def _lambda_kept(attempt: Attempt, redex: Subterm) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "lambda-kept",
        "the argument was put in, but the λ that took it is still there",
        "“λ{x}” has taken its argument {arg}, and goes: only its body stays",
    )


def argument_dropped(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x y) a → λx. x y"""
    for redex in attempt.redexes():
        yield WrongStep(redex, redex.part("fn").node, partial(_argument_dropped, attempt, redex))


def _argument_dropped(attempt: Attempt, redex: Subterm) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "argument-dropped",
        "an argument was dropped without being put in",
        "{arg} is gone, but {fn} stands as it was: take off “λ{x}”, and put {arg} for each “{x}”",
    )


def argument_kept(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x y) a → a y a"""
    for redex in attempt.redexes():
        new = App(beta(redex.node), redex.part("arg").node)
        yield WrongStep(redex, new, partial(_argument_kept, attempt, redex))


def _argument_kept(attempt: Attempt, redex: Subterm) -> Mistake:
    return _contraction(
        attempt,
        redex,
        "argument-kept",
        "the argument was put in, but it still stands behind as well",
        "{arg} has gone into the body of {fn}, in the place of “{x}”: it does not stand behind it any more",
    )


def lambda_dropped(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx y. x y) a → a y"""
    for redex in attempt.redexes():
        hints, _ = binders(parts(redex)[1])
        new, names = beta(redex.node), redex.names
        for taken in range(1, len(hints) + 1):
            assert isinstance(new, Lam)
            new = substitute(new.body, resolve(new.hint, names))
            dropped = hints[:taken]
            yield WrongStep(redex, new, partial(_lambda_dropped, attempt, redex, dropped))


def _lambda_dropped(attempt: Attempt, redex: Subterm, dropped: list[str]) -> Mistake:
    kept = quote("λ" + " ".join(dropped))
    return _contraction(
        attempt,
        redex,
        "lambda-dropped",
        "more than one λ was taken off for one argument",
        f"the argument {{arg}} is for “{{x}}” alone: {kept} stays",
    )


def _contraction(attempt: Attempt, redex: Subterm, kind: str, what: str, where: str) -> Mistake:
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


def variable_in_use(attempt: Attempt) -> Iterator[WrongStep]:
    """λx. x x → x"""
    for subterm in subterms(attempt.start):
        match subterm.node:
            case Lam(hint, App(fn, Var(0))):
                new = substitute(fn, resolve(hint, subterm.names))
                yield WrongStep(subterm, new, partial(_variable_in_use, attempt, subterm, hint))


def _variable_in_use(attempt: Attempt, subterm: Subterm, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: the variable occurs in the function as well",
            f"{quote(f'λ{hint}. f {hint}')} is “f” only where {quote(hint)} does not occur in “f”; in "
            f"{attempt.text(subterm)} it occurs in {attempt.text(subterm.part('body', 'fn'))}",
        ),
        None,
        attempt.place("left", subterm.path),
    )


def another_variable_behind(attempt: Attempt) -> Iterator[WrongStep]:
    """λx. f a → f"""
    for subterm in subterms(attempt.start):
        match subterm.node:
            case Lam(hint, App(fn, arg)) if arg != Var(0):
                new = substitute(fn, resolve(hint, subterm.names))
                yield WrongStep(subterm, new, partial(_another_behind, attempt, subterm, hint))


def _another_behind(attempt: Attempt, subterm: Subterm, hint: str) -> Mistake:
    return explained(
        attempt,
        Words(
            "eta-variable",
            "this is no η-redex: what stands last is not the variable of the λ",
            f"for an η-step the body of {attempt.text(subterm)} has to end in {quote(hint)}, not in "
            f"{attempt.text(subterm.part('body', 'arg'))}",
        ),
        None,
        attempt.place("left", subterm.path),
    )
