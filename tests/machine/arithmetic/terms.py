"""Terms that are rich in arithmetic: numbers, open and closed, known in part, or none at all."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.calculus.substitution import replace_names
from lamb.definitions import Definitions
from lamb.machine.arithmetic.table import known_arithmetic
from lamb.prelude import prelude

DEFINITIONS = Definitions(prelude())

LAWS = {sketch.term: law for sketch, law in known_arithmetic()}
OPERATIONS: list[Term] = list(LAWS)
NAMES = [
    *("succ", "add", "mul", "pow", "pred", "sub", "half", "leq", "lt", "eq", "min", "max"),
    *("is-zero", "is-even", "is-odd", "div", "mod", "gcd", "distance", "double", "square", "fact"),
    *("fib", "triangular", "ackermann", "compose", "B", "T", "K", "I", "true", "false", "pair"),
    *("fst", "snd", "nil", "cons", "length", "sum", "not", "and", "if"),
]
OMEGA = lamb.parse_term("(λx. x x) (λx. x x)")
LOOSE: list[Term] = [
    lamb.parse_term(text)
    for text in (
        *("x", "f", "λf. f", "λf x. f (f x)", "λf x. x f", "λf. x", "λf x. f x y", "λf x. f (x f)"),
        *("2 x", "2 (λf. f)", "0 3", "K 3", "mul 2", "λz s. s (λz s. z)"),  # Scott's 1 among them
        "λf x. f ((λx. x x) (λx. x x))",
        "(λf. (λx. f (x x)) (λx. f (x x))) succ",
    )
]

numbers = st.integers(0, 6).map(lambda number: Free(str(number)))
leaves = numbers | st.sampled_from([Free(name) for name in NAMES])
loose = st.sampled_from([OMEGA, *LOOSE])
number_or_loose = numbers | loose
operations = st.sampled_from(OPERATIONS) | st.sampled_from([Free(name) for name in NAMES[:20]])


def applied(fn: Term, *arguments: Term) -> Term:
    for argument in arguments:
        fn = App(fn, argument)
    return fn


@st.composite
def partly_known(draw: st.DrawFn) -> Term:
    """A number; or 0 to 4 more than something that may be anything, or nothing."""
    rest = draw(number_or_loose)
    match draw(st.sampled_from(["plain", "succ", "add"])):
        case "succ":
            for _ in range(draw(st.integers(0, 4))):
                rest = App(Free("succ"), rest)
        case "add":
            rest = applied(Free("add"), draw(numbers), rest)
    return rest


PROBES = [
    lamb.parse_term(text)
    for text in (
        "λt. t",
        "λt. t (λr. true) false",
        "λt. t f",
        "λt. t f (t f x)",
        "λt. t t",
        "is-zero",
        "λt. is-zero (sub t 1)",
        "λt. leq t 1",
        "λt. leq 2 t",
        "λt. leq t 3",
        "λt. sub 3 t",
        "λt. mul 2 t",
        "λt. mod 3 t",
        "λt. div t 2",
        "λt. pair t t",
        "is-even",
    )
]
"""Who looks at a number: all of it, its first f, or so much of it."""


@st.composite
def probed(draw: st.DrawFn) -> Term:
    """An operation whose arguments are known in part, and a term that looks at the result."""
    operation, law = draw(st.sampled_from(list(LAWS.items())))
    arguments = [draw(partly_known()) for _ in range(law.arity)]
    return App(draw(st.sampled_from(PROBES)), applied(operation, *arguments))


@cache
def leaves_under(scope: int) -> st.SearchStrategy[Term]:
    return st.integers(0, scope - 1).map(Var) | leaves if scope else leaves | loose


@cache
@st.composite
def arithmetical(draw: st.DrawFn, scope: int = 0, size: int = 5) -> Term:
    """Any term, most of which is arithmetic."""

    def part(under: int = scope) -> Term:
        return draw(arithmetical(under, draw(st.integers(0, size - 1))))

    kinds = ["leaf", "number"] + ["operation", "operation", "apply", "lambda", "let", "iterate"] * (size > 0)
    match draw(st.sampled_from(kinds)):
        case "leaf":
            return draw(leaves_under(scope))
        case "number":
            return draw(numbers)
        case "operation":
            return applied(draw(operations), *[part() for _ in range(draw(st.integers(1, 2)))])
        case "apply":
            return App(part(), part())
        case "lambda":
            return Lam("v", part(scope + 1))
        case "let":
            return App(Lam("v", part(scope + 1)), part())
    return applied(draw(numbers), Lam("v", part(scope + 1)), part())


LETS = """let s = λn f x. f (n f x);
    a = λm n. m s n;
    t = λm n. m (a n) 0;
    w = λm n. n (t m) 1;
    pr = λa b p. p a b;
    step = λc. pr (c (λx y. y)) (s (c (λx y. y)));
    p = λn. n step (pr 0 0) (λx y. x);
    d = λm n. n p m;
    z = λn. n (λx a b. b) (λa b. a);
    l = λm n. z (d m n) in """
BOUND = {"succ": "s", "add": "a", "mul": "t", "pow": "w", "pred": "p", "sub": "d", "is-zero": "z", "leq": "l"}


def in_lets(term: Term) -> Term:
    """The same with arithmetic that `let`s bind, one in terms of the other, in place of the prelude's."""
    inner = replace_names(term, {name: Free(bound) for name, bound in BOUND.items()})
    return lamb.parse_term(LETS + lamb.pretty(inner))


plain = arithmetical() | probed()
terms = plain | plain | plain.map(in_lets)
