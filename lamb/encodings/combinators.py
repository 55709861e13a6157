"""Combinatory logic: terms without variables (Schönfinkel 1924; Curry 1930).

    t ::= S | K | I | B | C | W | ι | name | t t

    I x      →  x                S f g x  →  f x (g x)        W f x  →  f x x
    K x y    →  x                B f g x  →  f (g x)          ι f    →  f S K
                                 C f x y  →  f y x

S and K alone say what any closed λ-term says; so do B, C, K and W, and so does ι by itself (Barker 2001).
Terms of combinators are terms: applications of names, of which these seven mean what stands above.

**Bracket abstraction** takes the variables out of a λ-term, from the innermost λ on: λ*x. t has no x, and
reduces to t if it is applied to x (Hindley and Seldin 2008, *Lambda-Calculus and Combinators*, 2C). Where x
is in t,

    naive             λ*x. x = I    λ*x. t u = S (λ*x. t) (λ*x. u)
    with η            λ*x. t x = t                     if x is not in t
    for B, C and W    λ*x. t u = B t (λ*x. u)          if x is not in t
    (Turner 1979)     λ*x. t u = C (λ*x. t) u          if x is not in u
                      λ*x. t x = W (λ*x. t)

and where it is not, λ*x. t = K t. Each λ may make a term several times as large. The linear translation
(below) does not.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from lamb.calculus.budget import Budget, Exhausted, Meter, Watch, tick
from lamb.calculus.numerals import LARGEST, church, is_numeral, number_named, times_left
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, Rule, Step, around, context_at, path_of, places
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import replace_names, substitute
from lamb.calculus.term import App, Free, Lam, Term, Var, preorder
from lamb.encodings.blc import MOST_BITS
from lamb.errors import BudgetError, EncodingError
from lamb.freeing import fewer_collections
from lamb.machine.trace import Start, Trace
from lamb.notation import parse_term

Basis: TypeAlias = Literal["ski", "sk", "bckwi", "iota", "all"]
Algorithm: TypeAlias = Literal["naive", "eta", "linear"]
BASES: tuple[Basis, ...] = get_args(Basis)
JOT = "jot"  # which is no basis, but bits for S and K
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

S, K, I, B, C, W = map(Free, "SKIBCW")  # noqa: E741

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


RULES: Mapping[str, str] = {
    "S": "λf g x. f x (g x)",
    "K": "λx y. x",
    "I": "λx. x",
    "B": "λf g x. f (g x)",
    "C": "λf x y. f y x",
    "W": "λf x. f x x",
    "ι": "λf. f S K",
}
"""What each combinator does with as many arguments as it takes."""

MOST_ARGUMENTS = 3
COMBINATORY = tuple(Rule(name) for name in RULES)


@cache
def _rules() -> Mapping[str, Term]:
    return {name: parse_term(text) for name, text in RULES.items()}


@cache
def _meanings() -> Mapping[str, Term]:
    """The λ-terms that the combinators stand for."""
    return {name: replace_names(rule, _rules()) for name, rule in _rules().items()}


# ── To combinators and back ───────────────────────────────────────────────────────────


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
    if term.open:
        raise EncodingError("a variable points out of the term: only λs can be taken out")
    unfolding = _Unfolding(definitions or {})
    meter = Meter(budget, watch, memory=True)
    try:
        with meter, fewer_collections():
            if algorithm == "linear":
                found = _linear(term, unfolding, {}).function
            else:
                rules = _Rules(basis, eta=algorithm == "eta")
                found = _translated(term, 0, unfolding, rules, {})
            for spelled in _SPELLED[basis]:
                found = replace_names(found, {name: parse_term(text) for name, text in spelled.items()})
            return found
    except Exhausted as exhausted:
        message = f"the combinators were not found {budget.within(exhausted.status)}"
        raise BudgetError(message, hint="the linear translation makes the least of a large term") from None


def from_combinators(term: Term) -> Term:
    """*term* with the λ-terms that its combinators stand for. Linear in its size.

    >>> from_combinators(parse_term("K x"))
    App(Lam('x', Lam('y', Var(1))), Free('x'))
    """
    return replace_names(term, _meanings())


def atoms(term: Term) -> int:
    """The size of a term of combinators: the number of combinators and names in it."""
    return (term.size + 1) // 2


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
        return None if defined in (_rules().get(name), _meanings().get(name)) else defined


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
# A node becomes five of them at most, so that the result is linear in the term. Each is spelled with about
# log n of B, C, S and I, since what is done n times can be: S B I h = B h h does twice what h does. So what
# is written out is linear for so many λs: 8 combinators a node below 10 of them and 29 below 100, be it of
# a thousand nodes or of a hundred thousand. In memory, where equal ones are shared, it is 2 to 6 nodes a node
# there, and 17 at most where every fourth node is a λ inside the others.
# (`python -m tests.tools.corpus . sizes`)


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
            f = f if m == inner else _after(_dropping(inner - m), n - inner, f)
            if m > 1 or g is not I:  # else this is η
                f = App(App(_many("C", n - m), _after(_many("B", m), n - m, f)), g)
        else:
            f = _both(n - inner, f, m - inner, g, _many("B", inner))
    elif inner := arg.start - unused:  # these are of the function alone
        if n <= inner:
            g = g if n == inner else _after(_dropping(inner - n), m - inner, g)
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
def _many(combinator: Literal["B", "C", "S"], n: int) -> Term:
    """Bₙ, Cₙ or Sₙ, from that with one variable fewer: B B Bₙ, B (B C) B Cₙ, and the like."""
    more = App(B, B) if combinator == "B" else App(App(B, App(B, Free(combinator))), B)
    return _times(n - 1, more, Free(combinator))


@cache
def _dropping(n: int) -> Term:
    """λx y₁ … yₙ. x"""
    return _times(n - 1, App(B, K), K)


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


# ── Reduction ─────────────────────────────────────────────────────────────────────────


def rule_text(combinator: str) -> str:
    """The rule of a combinator.

    >>> rule_text("S")
    'S f g x is f x (g x)'
    """
    return f"{combinator} {' '.join(_arguments(combinator))} is {RULES[combinator].split('. ')[1]}"


def _arguments(combinator: str) -> list[str]:
    return RULES[combinator].removeprefix("λ").split(". ")[0].split()


def combinator_trace(
    term: Term,
    *,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Trace:
    """The steps of a term of combinators by their own rules, the leftmost of the outermost redexes first.

    That ends at the normal form, if there is one (Curry and Feys 1958, 4E). A step costs the same however
    large the term is, until its terms are asked for.
    """
    start = Start(term, Strategy.NORMAL, {}, budget, watch, folded=False, eta=False, combinators=True)
    return Trace(start, lambda meter: meter.each(_steps(term)))


def _steps(term: Term) -> Generator[Step, None, None]:
    context: Context = None
    while True:
        tick(1)
        while isinstance(term, App):  # down to its head
            tick(1)
            context, term = ("fn", term, context), term.fn
        step = _step(term, context)
        if step is not None:
            yield step
            term, context = step.contractum, step.context
            continue
        while context is not None and context[0] == "arg":  # up, where all is in normal form
            tick(1)
            term, context = around(context, term), context[2]
        if context is None:
            return
        node = around(context, term)  # and on to the next argument
        assert isinstance(node, App)
        term, context = node.arg, ("arg", node, context[2])


def rule_at(node: Term) -> Rule | None:
    """The rule of the combinator that a term is, with all its arguments and no more; None if it is none.

    >>> rule_at(parse_term("K x y")), rule_at(parse_term("K x")), rule_at(parse_term("K x y z"))
    (<Rule.K: 'K'>, None, None)
    """
    for number in range(1, MOST_ARGUMENTS + 1):
        if not isinstance(node, App):
            return None
        node = node.fn
        if isinstance(node, Free) and node.name in RULES:
            return Rule(node.name) if len(_arguments(node.name)) == number else None
    return None


def combinator_redexes(term: Term) -> Iterator[tuple[Rule, Path]]:
    """The redexes of a term of combinators, by rule and path, from the outside in and left to right."""
    for node, context in places(term):
        if (rule := rule_at(node)) is not None:
            yield rule, path_of(context)


def combinator_step(term: Term, path: Path) -> Step:
    """The step of the redex at a path. Raises ValueError if there is none."""
    context, node = context_at(term, path)
    if rule_at(node) is None:
        raise ValueError("there is no redex of combinators at this path")
    while isinstance(node, App):
        tick(1)
        context, node = ("fn", node, context), node.fn
    step = _step(node, context)
    assert step is not None
    return step


def _step(head: Term, context: Context) -> Step | None:
    """The step of a head that has all its arguments."""
    if not isinstance(head, Free) or head.name not in RULES:
        return None
    rest: Term = _rules()[head.name]
    redex: Term = head
    outer = context
    for _ in _arguments(head.name):
        if outer is None or outer[0] != "fn":
            return None
        application = outer[1]
        assert isinstance(application, App)
        assert isinstance(rest, Lam)
        redex = around(outer, redex)
        rest, outer = substitute(rest.body, application.arg), outer[2]
    return Step(Rule(head.name), outer, redex, rest)


# ── Jot ───────────────────────────────────────────────────────────────────────────────
# Barker's Jot (2001): every string of bits is a program. The empty one is I; w0 is w S K, and w1 is B w,
# which is λx y. w (x y). Then 11100 is K, 11111000 is S, and 1tu is the application of t to u.

_JOT = {"K": "11100", "S": "11111000"}


def to_jot(term: Term) -> str:
    """The bits of a term of S and K. Raises EncodingError where it has anything else, or too many bits.

    >>> to_jot(parse_term("S K K"))
    '11111110001110011100'
    """
    bits: list[str] = []
    if 3 * term.size > MOST_BITS:
        raise EncodingError(f"this term has more than {MOST_BITS:,} bits")
    for node, _ in preorder(term):
        match node:
            case App():
                bits.append("1")
            case Free(name) if name in _JOT:
                bits.append(_JOT[name])
            case Free(name):
                raise EncodingError(f"“{name}” is free: Jot has no names", hint="bind it with a λ")
            case _:
                raise EncodingError("Jot has no λ", hint='translate it first: to_combinators(…, basis="sk")')
    return "".join(bits)


def from_jot(bits: str) -> Term:
    """The term of combinators that a string of bits stands for. Raises EncodingError for other signs.

    >>> from_jot("10")
    App(App(App(Free('B'), Free('I')), Free('S')), Free('K'))
    """
    if len(bits) > MOST_BITS:
        raise EncodingError(f"there are {len(bits):,} bits; {MOST_BITS:,} is the most")
    term: Term = I
    for number, bit in enumerate(bits, 1):
        if bit not in "01":
            raise EncodingError(f"at bit {number}: {bit!r} is no bit")
        term = App(B, term) if bit == "1" else App(App(term, S), K)
    return term
