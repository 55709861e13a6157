"""Terms for the laws: well scoped by construction, rich in redexes, and small when they shrink.

A term grows from a *sketch*, a tree whose leaves are numbers and names. Where a sketch is put
decides what its numbers mean: under λs each one is some variable in scope, outside it is a name.

Strategies that are drawn from inside others are made once: Hypothesis looks through each new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

HINTS = ("x", "y", "f")
LETTERS = ("a", "b", "c")
CLASHING_HINTS = ("x", "y", "x'", "x''", "f", "_", "is-zero", "größe", "let", "x'4", "", "7")
CLASHING_NAMES = ("x", "y", "x'", "f", "0", "1", "42", "pair", "cons", "nil", "succ", "zero?", "z₁")

DEFINITIONS: Mapping[str, Term] = {
    name: lamb.parse_term(text)
    for name, text in {
        "I": "λx. x",
        "K": "λx y. x",
        "S": "λf g x. f x (g x)",
        "ω": "λx. x x",
        "succ": "λn f x. f (n f x)",
        "add": "λm n. m succ n",
        "SKK": "S K K",
        "four": "add 2 2",
        "stuck": "a (I b)",
        "late": "(λx y. y (x x)) (I I)",
        "Y": "λf. (λx. f (x x)) (λx. f (x x))",
    }.items()
}
"""Definitions that use each other: normal forms, redexes, something stuck, something endless."""

numerals = st.integers(0, 4).map(str)
letters = st.sampled_from(LETTERS)
defined = st.sampled_from(list(DEFINITIONS))
hints = st.sampled_from(HINTS)
numbers = st.integers(0, 5)


@cache
def sketches(
    leaves: st.SearchStrategy[Any], most: int = 16, hints: st.SearchStrategy[str] = hints
) -> st.SearchStrategy[Any]:
    """Trees with no more than *most* leaves: λ as (hint, body), application as [fn, arg]."""

    def grown(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        abstractions = st.tuples(hints, parts)
        return abstractions | st.tuples(parts, parts).map(list) | st.tuples(abstractions, parts).map(list)

    return st.recursive(leaves, grown, max_leaves=most)


def bind(sketch: Any, scope: int = 0) -> Term:
    """The term of a sketch that stands under *scope* λs."""
    match sketch:
        case int(number):
            return Var(number % scope) if scope else Free(LETTERS[number % len(LETTERS)])
        case str(name):
            return Free(name)
        case (str(hint), body) if isinstance(sketch, tuple):
            return Lam(hint, bind(body, scope + 1))
        case [fn, arg]:
            return App(bind(fn, scope), bind(arg, scope))
    raise AssertionError(f"no sketch: {sketch!r}")


def doubled(term: Term, times: int) -> Term:
    """A term applied to itself, and that to itself, and so on: one object at each level, 2ⁿ as a tree."""
    for _ in range(times):
        term = App(term, term)
    return term


@cache
def terms(
    scope: int = 0,
    names: st.SearchStrategy[str] = letters,
    most: int = 16,
    hints: st.SearchStrategy[str] = hints,
) -> st.SearchStrategy[Term]:
    """Terms that stand under *scope* λs, with free *names*."""
    return sketches(numbers | names, most, hints).map(lambda sketch: bind(sketch, scope))


def clashing(hints: Sequence[str] = CLASHING_HINTS, most: int = 16) -> st.SearchStrategy[Term]:
    """Terms whose binders and free names clash. Some hints cannot be names: the printer has to cope."""
    return terms(names=st.sampled_from(CLASHING_NAMES), most=most, hints=st.sampled_from(hints))


@cache
def unfolding(most: int = 16) -> st.SearchStrategy[Term]:
    """Terms with letters, numerals and defined names in them."""
    return terms(names=letters | numerals | defined, most=most)


anything = st.integers(0, 59) | letters | numerals | defined


@st.composite
def deep(draw: st.DrawFn, most: int = 10) -> Term:
    """A body under up to sixty λs, of which some are applied at once: environments grow long."""
    depth = draw(st.integers(1, 60))
    term = bind(draw(sketches(anything, most)), depth)
    for _ in range(depth):
        term = Lam("x", term)
    for sketch in draw(st.lists(sketches(anything, 3), max_size=depth)):
        term = App(term, bind(sketch))
    return term


under_one = st.just(0) | numbers | letters


@st.composite
def shared(draw: st.DrawFn) -> Term:
    """One term used in several places, where some stand under λs: cells with several users."""
    part = draw(unfolding(8))
    body = draw(sketches(under_one, 10))
    term = App(Lam("x", bind(body, 1)), part)
    under = Lam("y", App(Lam("z", term), part))
    return draw(st.sampled_from([term, App(term, part), under, App(part, part)]))


programs = unfolding() | deep() | shared()
"""Closed terms of all kinds, to be reduced with `DEFINITIONS`."""


@cache
def expressions(names: Sequence[str] = ("x", "y", "f", "pair", "nil", "42")) -> st.SearchStrategy[Expr]:
    """Surface trees with all the sugar, as they may have been written."""
    hints = st.sampled_from([name for name in names if not name.isdigit()] + ["_"])
    return st.recursive(
        st.sampled_from(names).map(Name),
        lambda inner: (
            st.builds(Application, inner, inner)
            | st.builds(Abstraction, hints, inner)
            | st.builds(Local, hints, inner, inner)
            | st.builds(PairOf, inner, inner)
            | st.lists(inner, max_size=3).map(lambda items: ListOf(tuple(items)))
        ),
        max_leaves=12,
    )
