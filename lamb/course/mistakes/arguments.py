"""The wrong argument, or the right one for the wrong variable."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import inf

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import replace_variables, shift, substitute
from lamb.calculus.term import App, Lam, Term, Var
from lamb.course.mistakes.attempt import Attempt, WrongStep
from lamb.course.mistakes.repairs import Words, explained
from lamb.course.mistakes.substitution import parts, uses
from lamb.course.mistakes.subterms import (
    Subterm,
    applied,
    beta,
    binders,
    is_redex,
    quote,
    resolve,
    spine,
    subterms,
    under,
)
from lamb.course.verdicts import Mistake


def following(redex: Subterm) -> list[Subterm]:
    """The applications around a redex that give its result more arguments, from the inside out."""
    found = []
    context = redex.context
    while context is not None and context[0] == "fn":
        found.append(Subterm(context[1], context[2]))
        context = context[2]
    return found


def order(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx y. x) a b → (λy. b) a, or b"""
    for redex in attempt.redexes():
        _, body, arg = parts(redex)
        others = [arg]
        for around in following(redex):
            later = around.part("arg")

            def mistake(redex: Subterm = redex, later: Subterm = later) -> Mistake:
                return _order(attempt, redex, later)

            yield WrongStep(around, applied(substitute(body, later.node), others), mistake)
            match substitute(body, later.node):
                case Lam(_, inner) if len(others) == 1 and isinstance(body, Lam):
                    yield WrongStep(around, substitute(inner, arg), mistake)
            others.append(later.node)


def _order(attempt: Attempt, redex: Subterm, later: Subterm) -> Mistake:
    return explained(
        attempt,
        Words(
            "argument-order",
            "the arguments were taken in the wrong order",
            f"the first argument is for the first λ: {quote('λ' + parts(redex)[0])} takes "
            f"{attempt.text(redex.part('arg'))}, and {attempt.text(later)} waits for what comes out",
        ),
        redex,
        attempt.place("left", redex.part("arg").path),
    )


def another_variable(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx y. x y) a → λx. x a, or a a"""
    for redex in attempt.redexes():
        fn, arg = redex.part("fn").node, redex.part("arg").node
        hints, _ = binders(fn)
        for at in range(1, len(hints)):
            inner = fn
            for _ in range(at):
                inner = inner.body  # type: ignore[union-attr]
            assert isinstance(inner, Lam)

            def mistake(redex: Subterm = redex, name: str = inner.hint) -> Mistake:
                return _another_variable(attempt, redex, name)

            yield WrongStep(redex, under(hints[:at], substitute(inner.body, shift(arg, at))), mistake)
        match beta(redex.node):
            case Lam(name, body) if len(hints) > 1:
                yield WrongStep(
                    redex,
                    substitute(body, arg),
                    partial(_another_variable, attempt, redex, name),
                )


def _another_variable(attempt: Attempt, redex: Subterm, name: str) -> Mistake:
    hint, _, _ = parts(redex)
    arg = attempt.text(redex.part("arg"))
    return explained(
        attempt,
        Words(
            "wrong-variable",
            "the argument was put in for a variable that it is not for",
            f"{arg} is the argument of the first λ of {attempt.text(redex.part('fn'))}: it comes in the "
            f"place of {quote(hint)}, and “λ{name}” stays with its {quote(name)} for the next argument",
        ),
        redex,
        attempt.place("right", redex.path),
    )


def swapped(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x x) (λy. y) → λx. x x"""
    return (guess for guess in _backwards(attempt) if is_redex(guess.subterm.node))


def applied_backwards(attempt: Attempt) -> Iterator[WrongStep]:
    """x λy. y → x"""
    return (guess for guess in _backwards(attempt) if not is_redex(guess.subterm.node))


def _backwards(attempt: Attempt) -> Iterator[WrongStep]:
    for subterm in subterms(attempt.start):
        match subterm.node:
            case App(fn, Lam(_, body)):
                yield WrongStep(subterm, substitute(body, fn), partial(_swapped, attempt, subterm))


def _swapped(attempt: Attempt, subterm: Subterm) -> Mistake:
    fn, arg = attempt.text(subterm.part("fn")), attempt.text(subterm.part("arg"))
    return explained(
        attempt,
        Words(
            "swapped",
            "function and argument were mixed up",
            f"in {attempt.text(subterm)} the function is on the left, {fn}; {arg} is its argument",
        ),
        subterm,
        attempt.place("left", subterm.path),
    )


def another_argument(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x x) a → b b"""
    for redex in attempt.redexes():
        part = _part(attempt.end, redex)
        if part is None or not any(use.own for use in uses(redex)):
            continue
        _, body, arg = parts(redex)
        read: list[Term] = []
        if _reads(body, part, 0, read) and read[0] != arg:
            new = substitute(body, read[0])
            yield WrongStep(redex, new, partial(_another_argument, attempt, redex, read[0]))


def _another_argument(attempt: Attempt, redex: Subterm, put: Term) -> Mistake:
    hint, _, _ = parts(redex)
    return explained(
        attempt,
        Words(
            "wrong-argument",
            "something was put in that is not the argument",
            f"{attempt.text_of(put, redex.names)} came in the place of {quote(hint)}, but the argument of "
            f"{attempt.text(redex.part('fn'))} is {attempt.text(redex.part('arg'))}",
        ),
        redex,
        attempt.place_in_contractum(redex, next(use.subterm for use in uses(redex) if use.own)),
    )


def _part(term: Term, redex: Subterm) -> Term | None:
    """What stands in *term* where the redex stood."""
    for field in redex.path:
        part: Term | None = getattr(term, field, None)
        if part is None:
            return None
        term = part
    return term


@unbounded
def _reads(body: Term, written: Term, depth: int, read: list[Term]) -> Recursion[bool]:
    """Whether *written* is *body* with one term for its variable; that one is *read* at each place."""
    match body, written:
        case Var(index), _ if index == depth:
            if _nearest(written) < depth:  # a λ of the body binds something in it
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


def _nearest(term: Term) -> float:
    """The nearest of the λs around *term* whose variable occurs in it."""
    found: list[int] = []

    def note(index: int, depth: int) -> Term:
        found.append(index - depth)
        return Var(index)

    replace_variables(term, note)
    return min(found, default=inf)


# ── Brackets ────────────────────────────────────────────────────────────────────────
# The left term read with brackets where it has none, or without those that it has.


def associativity(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x x) a b → a b (a b), as if it were (λx. x x) (a b)"""
    for redex in attempt.redexes():
        _, body, arg = parts(redex)
        args = [arg]
        for around in following(redex):
            args.append(around.part("arg").node)
            for whole in (applied(args[0], args[1:]), _to_the_right(args)):
                yield WrongStep(
                    around,
                    substitute(body, whole),
                    partial(_associativity, attempt, around, whole),
                )
    for subterm in subterms(attempt.start):
        match subterm.node:
            case App(App(fn, Lam(_, body) as abstraction), arg):
                whole = App(abstraction, arg)
                yield WrongStep(
                    subterm,
                    App(fn, substitute(body, arg)),
                    partial(_associativity, attempt, subterm, whole),
                )


def _to_the_right(args: list[Term]) -> Term:
    whole = args[-1]
    for arg in reversed(args[:-1]):
        whole = App(arg, whole)
    return whole


def _associativity(attempt: Attempt, subterm: Subterm, whole: Term) -> Mistake:
    return explained(
        attempt,
        Words(
            "associativity",
            "arguments were read as belonging together that do not: application is to the left",
            f"{attempt.text(subterm)} is read as {attempt.bracketed(subterm)}, so "
            f"{attempt.text_of(whole, subterm.names)} is no part of it",
        ),
        subterm,
        attempt.place("left", subterm.path),
    )


def argument_split(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x x) (a b) → a a b, as if it were (λx. x x) a b"""
    for redex in attempt.redexes():
        _, body, arg = parts(redex)
        head, args = spine(arg)
        for number in range(len(args)):
            first = applied(head, args[:number])
            new = applied(substitute(body, first), args[number:])
            yield WrongStep(redex, new, partial(_argument_split, attempt, redex, first))


def _argument_split(attempt: Attempt, redex: Subterm, first: Term) -> Mistake:
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


def lambda_scope(attempt: Attempt) -> Iterator[WrongStep]:
    """λx. x a → a, as if it were (λx. x) a"""
    for subterm in subterms(attempt.start):
        hints, body = binders(subterm.node)
        head, args = spine(body)
        for number in range(len(args)) if hints else ():
            inside = under(hints, applied(head, args[:number]))
            assert isinstance(inside, Lam)
            outside = [_outside(arg, hints, subterm.names) for arg in args[number:]]
            new = applied(substitute(inside.body, outside[0]), outside[1:])
            depth = len(hints)
            arg = args[number]
            yield WrongStep(
                subterm,
                new,
                partial(_lambda_scope, attempt, subterm, depth, arg),
            )


def _outside(arg: Term, hints: list[str], names: list[str]) -> Term:
    """*arg*, taken out from under λs: what they bound is as free as its name makes it."""
    depth = len(hints)

    def meant(index: int, inner: int) -> Term:
        out = index - inner
        return shift(resolve(hints[-1 - out], names), inner) if out < depth else Var(index - depth)

    return replace_variables(arg, meant)


def _lambda_scope(attempt: Attempt, subterm: Subterm, depth: int, arg: Term) -> Mistake:
    names = [*reversed(binders(subterm.node)[0][:depth]), *subterm.names]
    return explained(
        attempt,
        Words(
            "lambda-scope",
            "a λ was taken to end too early: it reaches as far to the right as it can",
            f"{attempt.text(subterm)} is one abstraction: {attempt.text_of(arg, names)} belongs to its body, "
            "and is no argument",
        ),
        None,
        attempt.place("left", subterm.path),
    )
