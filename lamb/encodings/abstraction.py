"""Bracket abstraction: λ-terms → terms of combinators (`combinators.py`).

The variables are taken out of a λ-term, from the innermost λ on: λ*x. t has no x, and reduces to t if it is
applied to x (Hindley and Seldin 2008, *Lambda-Calculus and Combinators*, 2C). Where x is in t,

    naive             λ*x. x = I    λ*x. t u = S (λ*x. t) (λ*x. u)
    with η            λ*x. t x = t                     if x is not in t
    for B, C and W    λ*x. t u = B t (λ*x. u)          if x is not in t
    (Turner 1979)     λ*x. t u = C (λ*x. t) u          if x is not in u
                      λ*x. t x = W (λ*x. t)

and where it is not, λ*x. t = K t. Each λ may make a term several times as large. The linear translation
(below) does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from lamb.calculus.budget import Budget, Exhausted, Meter, Watch, tick
from lamb.calculus.numerals import LARGEST, church, is_numeral, number_named, times_left
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.encodings.combinators import B, C, I, K, S, W, meanings, rules
from lamb.errors import BudgetError, EncodingError
from lamb.freeing import fewer_collections
from lamb.notation import parse_term

Basis: TypeAlias = Literal["ski", "sk", "bckwi", "iota", "all"]
Algorithm: TypeAlias = Literal["naive", "eta", "linear"]
BASES: tuple[Basis, ...] = get_args(Basis)
JOT, BULK = "jot", "bulk"  # which are no bases, but bits for S and K, and combinators for many variables
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

_SKI = {
    "B": "S (K S) K",
    "C": "S (S (K (S (K S) K)) S) (K K)",
    "W": "S S (S K)",
    "ι": "S (S I (K S)) (K K)",
}
_SPELLED: dict[Basis, tuple[dict[str, str], ...]] = {
    "all": (),
    "ski": (_SKI,),
    "sk": (_SKI, {"I": "S K K"}),
    "bckwi": ({"ι": _SKI["ι"]}, {"S": "B (B W) (B B C)"}),
    "iota": (
        {name: text for name, text in _SKI.items() if name != "ι"},
        {"S": "ι (ι (ι (ι ι)))", "K": "ι (ι (ι ι))", "I": "ι ι"},
    ),
}
"""The combinators that a basis has not, spelled with others, in turn."""


def to_combinators(  # noqa: PLR0913  (all but the first are choices with defaults)
    term: Term,
    *,
    basis: Basis = "ski",
    algorithm: Algorithm = "eta",
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Term:
    """The term of combinators of a *basis* that is equal to *term* up to βη; without η, if *naive*.

    Numerals and the names of *definitions* are unfolded, other free names stay; S, K, I, B, C, W and ι are
    the combinators, unless they are defined as something else. The basis `all` has all of these. Raises
    EncodingError where a variable points out of *term* or a numeral is too large, and BudgetError if the
    *budget* runs out or the *watch* says so.

    >>> from lamb.notation.printer import pretty
    >>> pretty(to_combinators(parse_term("λf g x. f (g x)")))
    'S (K S) K'
    """
    unfolding = _Unfolding(definitions or {})
    with _metered(term, budget, watch):
        if algorithm == "linear":
            found = _linear(term, unfolding, {}).function
            found = replace_names(found, {name: _spelled(*_parts(name)) for name in _bulk(found)})
        else:
            found = _translated(term, 0, unfolding, _Rules(basis, eta=algorithm == "eta"), {})
        for spelled in _SPELLED[basis]:
            found = replace_names(found, {name: parse_term(text) for name, text in spelled.items()})
        return found


class Bulk(NamedTuple):
    """A *term* of combinators of which some, like B2, take many variables at once; and the *definitions* of
    these, each after the one that it is made from.
    """

    term: Term
    definitions: Mapping[str, Term]


def to_bulk_combinators(
    term: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Bulk:
    """The linear translation with combinators for many variables, which are defined, not written out: n nodes
    become no more than 5 n combinators, and 6 more for each of at most as many definitions as there are λs
    around a variable, for B, C, S and K each. Raises EncodingError and BudgetError, as `to_combinators`.

    >>> from lamb.notation.printer import pretty
    >>> found = to_bulk_combinators(parse_term("λx y z. z (y x)"))
    >>> pretty(found.term), {name: pretty(term) for name, term in found.definitions.items()}
    ('B2 (C I) (C I)', {'B2': 'B B B'})
    """
    unfolding = _Unfolding(definitions or {})
    with _metered(term, budget, watch):
        found = _linear(term, unfolding, {}).function
        most: dict[_Many, int] = {}
        for name in sorted(_bulk(found)):
            combinator, n = _parts(name)
            most[combinator] = max(n, most.get(combinator, 0))
        taken = {*free_names(found), *unfolding.definitions}
        known: dict[str, Term] = {}
        made: dict[str, Term] = {}
        for combinator, last in most.items():
            before: Term = Free(combinator)
            for n in range(2, last + 1):
                tick(1)
                name = f"{combinator}{n}"
                while name in taken:
                    name += "'"
                made[name] = App(_one_more(combinator), before)
                known[f"{combinator} {n}"] = before = Free(name)
        return Bulk(replace_names(found, known), made)


@contextmanager
def _metered(term: Term, budget: Budget, watch: Watch | None) -> Iterator[None]:
    """Translate a term within a budget. Raises BudgetError, and EncodingError where a variable points out."""
    if term.open:
        raise EncodingError("a variable points out of the term: only λs can be taken out")
    spared = budget.with_values(nodes=budget.nodes // 2) if budget.nodes else budget
    try:  # in a deep term, calls wait for each other, which take twice what is counted of them
        with Meter(spared, watch, memory=True), fewer_collections():
            yield
    except Exhausted as exhausted:
        hint = "the linear translation makes the least of a large term"
        raise BudgetError(
            f"the combinators were not found {budget.within(exhausted.status)}", hint=hint
        ) from None


class _Unfolding:
    """The terms that names stand for which are no combinators."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self.definitions = definitions
        self.found: dict[str, Term | None] = {}

    def meaning(self, name: str) -> Term | None:
        """The term that a name is unfolded to; None if it stays. Raises EncodingError."""
        if name not in self.found:
            self.found[name] = self._meaning(name)
        return self.found[name]

    def _meaning(self, name: str) -> Term | None:
        defined = self.definitions.get(name)
        if defined is None and is_numeral(name):
            if len(name) > len(str(LARGEST)) or int(name) > LARGEST:
                raise _too_large()
            return church(number_named(name))
        return None if defined in (rules().get(name), meanings().get(name)) else defined


def _too_large() -> EncodingError:
    return EncodingError(f"a numeral above {LARGEST:,} is too large to be written out")


def _refuse_immense(term: Term) -> None:
    if not term.written and times_left(term) > LARGEST:
        raise _too_large()


# ── Bracket abstraction ───────────────────────────────────────────────────────────────
# What has no λ left has its variables counted from the outermost λ, so that they stay what they are when a λ
# around them goes. That of the nearest λ has the highest number: it occurs where a term is just so open.


class _Rules(NamedTuple):
    """The equations of an abstraction: those for a *basis*, with *eta* or without."""

    basis: Basis
    eta: bool


@unbounded
def _translated(
    term: Term, depth: int, unfolding: _Unfolding, rules: _Rules, known: dict[tuple[int, int], Term]
) -> Recursion[Term]:
    """A term that stands under *depth* λs, without λ."""
    key = id(term), depth if term.open else 0
    if key not in known:
        tick(1)
        _refuse_immense(term)
        match term:
            case Var(index):
                found: Term = Var(depth - 1 - index)
            case Free(name):
                meaning = unfolding.meaning(name)
                found = term if meaning is None else (yield meaning, 0, unfolding, rules, known)
            case Lam(_, body):
                inner = yield body, depth + 1, unfolding, rules, known
                found = _abstraction(inner, depth, rules, {})
            case App(fn, arg):
                function = yield fn, depth, unfolding, rules, known
                found = App(function, (yield arg, depth, unfolding, rules, known))
        known[key] = found
    return known[key]


@unbounded
def _abstraction(term: Term, x: int, rules: _Rules, known: dict[int, Term]) -> Recursion[Term]:
    """λ*x. term, x being the variable with the highest number."""
    if id(term) in known:
        return known[id(term)]
    tick(1)
    match term:
        case _ if term.open <= x:
            found: Term = App(K, term)
        case App(fn, Var(_)) if rules.eta and fn.open <= x:
            found = fn
        case App(fn, arg) if rules.basis in ("ski", "sk", "iota"):
            found = App(App(S, (yield fn, x, rules, known)), (yield arg, x, rules, known))
        case App(fn, arg) if fn.open <= x:
            found = App(App(B, fn), (yield arg, x, rules, known))
        case App(fn, arg) if arg.open <= x:
            found = App(App(C, (yield fn, x, rules, known)), arg)
        case App(fn, Var(_)):
            found = App(W, (yield fn, x, rules, known))
        case App(fn, arg) if rules.basis == "bckwi":  # S f g = W (B (C f) g)
            inner = App(App(B, App(C, (yield fn, x, rules, known))), (yield arg, x, rules, known))
            found = App(W, inner)
        case App(fn, arg):
            found = App(App(S, (yield fn, x, rules, known)), (yield arg, x, rules, known))
        case _:
            found = I
    known[id(term)] = found
    return found


# ── The linear translation ────────────────────────────────────────────────────────────
# Kiselyov (2018, *λ to SKI, semantically*) gives each part a meaning by itself: a function of the variables
# that point out of it. Two parts are applied to each other by combinators for all these variables at once:
#
#     Bₙ f g x₁ … xₙ  =  f (g x₁ … xₙ)
#     Cₙ f g x₁ … xₙ  =  f x₁ … xₙ g
#     Sₙ f g x₁ … xₙ  =  f x₁ … xₙ (g x₁ … xₙ)
#
# A node becomes five of them at most, so that the result is linear in the term. It is so as it stands, where
# each is defined from the one before (`to_bulk_combinators`):
#
#     Bₙ₊₁ = B B Bₙ        Cₙ₊₁ = B (B C) B Cₙ        Sₙ₊₁ = B (B S) B Sₙ        Kₙ₊₁ = B K Kₙ
#
# Or each is spelled with about log n of B, C, S and I, since what is done n times can be: S B I h = B h h
# does twice what h does. What is written out then is linear for so many λs: 8 combinators a node below 10 of
# them and 29 below 100, be it of a thousand nodes or of a hundred thousand. In memory, where equal ones are
# shared, it is 2 to 6 nodes a node there, and 17 at most where every fourth node is a λ inside the others.
# (`python -m tests.tools.corpus . sizes`)

_Many: TypeAlias = Literal["B", "C", "S", "K"]


class _Meaning(NamedTuple):
    """A part of a term as a *function* of variables, the outermost λ's first: those with the indices below
    *end*, but not those below *start*.
    """

    end: int
    start: int
    function: Term


@unbounded
def _linear(term: Term, unfolding: _Unfolding, known: dict[int, _Meaning]) -> Recursion[_Meaning]:
    if id(term) not in known:
        tick(1)
        _refuse_immense(term)
        match term:
            case Var(index):
                found = _Meaning(index + 1, index, I)
            case Free(name):
                meaning = unfolding.meaning(name)
                found = _Meaning(0, 0, term) if meaning is None else (yield meaning, unfolding, known)
            case Lam(_, body):
                found = _bound((yield body, unfolding, known))
            case App(fn, arg):
                function = yield fn, unfolding, known
                found = _applied(function, (yield arg, unfolding, known))
        known[id(term)] = found
    return known[id(term)]


def _bound(body: _Meaning) -> _Meaning:
    """λ. body"""
    end, start, function = body
    if end and not start:
        return _Meaning(end - 1, 0, function)
    function = _after(K, end - start, function)
    return _Meaning(max(end - 1, 0), max(start - 1, 0), function)


def _applied(fn: _Meaning, arg: _Meaning) -> _Meaning:
    """The application of *fn* to *arg*."""
    f, g = fn.function, arg.function
    if not arg.end:
        return fn._replace(function=App(App(_many("C", fn.end - fn.start), f), g) if fn.end else App(f, g))
    if not fn.end:
        return arg._replace(function=_after(f, arg.end - arg.start, g))
    unused = min(fn.start, arg.start)  # by both
    n, m = fn.end - unused, arg.end - unused
    if inner := fn.start - unused:  # these are of the argument alone
        if m <= inner:
            f = f if m == inner else _after(_many("K", inner - m), n - inner, f)
            if m > 1 or g is not I:  # else this is η
                f = App(App(_many("C", n - m), _after(_many("B", m), n - m, f)), g)
        else:
            f = _both(n - inner, f, m - inner, g, _many("B", inner))
    elif inner := arg.start - unused:  # these are of the function alone
        if n <= inner:
            g = g if n == inner else _after(_many("K", inner - n), m - inner, g)
            f = _after(App(_many("C", n), f), m - n, g)
        else:
            f = _both(n - inner, f, m - inner, g, _many("C", inner))
    else:
        f = _both(n, f, m, g)
    return _Meaning(unused + max(n, m), unused, f)


def _both(n: int, f: Term, m: int, g: Term, before: Term | None = None) -> Term:
    """The application of *f* to *g*, of which *f* needs the *n* nearest variables and *g* the *m* nearest;
    *f* with its variables is given to the function *before*, if there is one.
    """
    if n <= m:
        f = f if before is None else _after(before, n, f)
        return _after(App(_many("S", n), f), m - n, g)
    is_variable = g is I and m == 1
    apply = W if is_variable else _many("S", m)
    if before is not None:
        apply = App(App(B, apply), App(_many("B", m), before))
    f = _after(apply, n - m, f)
    return f if is_variable else App(App(_many("C", n - m), f), g)


def _after(f: Term, n: int, g: Term) -> Term:
    """Bₙ f g: *f* after *g*, which takes *n* arguments."""
    if not n:
        return App(f, g)
    if g is I:  # η
        return f if n == 1 else App(_many("B", n - 1), f)
    return App(App(_many("B", n), f), g)


@cache
def _many(combinator: _Many, n: int) -> Term:
    """Bₙ, Cₙ, Sₙ or Kₙ, which is λx y₁ … yₙ. x, by a name that no term has: “B 2”."""
    return Free(combinator if n == 1 else f"{combinator} {n}")


def _parts(name: str) -> tuple[_Many, int]:
    """The combinator and the number in the name of one for many variables."""
    combinator, _, n = name.partition(" ")
    return combinator, int(n)  # type: ignore[return-value]


def _bulk(term: Term) -> list[str]:
    """The names of combinators for many variables in a term."""
    return [name for name in free_names(term) if " " in name]


def _one_more(combinator: _Many) -> Term:
    """What makes a combinator for one more variable of one."""
    match combinator:
        case "B" | "K":
            return App(B, Free(combinator))
    return App(App(B, App(B, Free(combinator))), B)


def _spelled(combinator: _Many, n: int) -> Term:
    """A combinator for *n* variables, of those for one."""
    return _times(n - 1, _one_more(combinator), Free(combinator))


def _times(n: int, h: Term, x: Term) -> Term:
    """h (h … x), with *n* times h, in log n nodes."""
    if n < 4:
        for _ in range(n):
            x = App(h, x)
        return x
    twice = App(App(S, B), I)
    power = h
    for bit in f"{n:b}"[1:]:
        power = App(twice, power)
        power = App(App(B, h), power) if bit == "1" else power
    return App(power, x)
