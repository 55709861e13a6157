"""The λ-calculus in one sitting: substitution, α, β, δ, η and normal order, as textbooks write them.

Each function is its equations, one a case, and runs. Other files compute the same faster, and laws in
`tests/calculus/test_definition.py` hold the two equal. Here terms may be deep (`@unbounded`), but what they
share is gone through again and again, and no budget stops a function.

With names, an argument can be *captured*: (λx y. x) y is not λy. y, in which the binder has taken the
free y. That binder has to be renamed first, an α-step: (λx y'. x) y, and then λy'. y. Here a variable is the
number of λs between it and its own (de Bruijn 1972, *Lambda calculus notation with nameless dummies*):
nothing is ever captured, and nothing renamed. Names come back when a term is written (`notation/names.py`),
and with them the α-steps that a reader is shown (`course/presentation.py`).

>>> from lamb import parse_term, pretty
>>> parse_term("(λx y. x) y")
App(Lam('x', Lam('y', Var(1))), Free('y'))
>>> pretty(beta(parse_term("(λx y. x) y")))
"λy'. y"
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var

# ── Substitution (Pierce 2002, Types and Programming Languages, 6.2.1 and 6.2.4) ──────


@unbounded
def shift(term: Term, by: int, past: int = 0) -> Recursion[Term]:
    """*term* as it reads under *by* more λs: a variable that points out of it points so much further.

    Inside, so many λs have been *past*; what they bind stays as it is.

    >>> shift(Lam("x", App(Var(0), Var(1))), 1)
    Lam('x', App(Var(0), Var(2)))
    """
    match term:
        case Var(index):
            return Var(index + by) if index >= past else term
        case Free(_):
            return term
        case Lam(hint, body):
            return Lam(hint, (yield body, by, past + 1))
        case App(fn, arg):
            return App((yield fn, by, past), (yield arg, by, past))


@unbounded
def substitute(body: Term, arg: Term, depth: int = 0) -> Recursion[Term]:
    """*body*[0 := *arg*], without the λ that bound 0: a variable that points past that λ comes one nearer.

    So (λx y. x y) a, whose λx has the body λy. 1 0, contracts to λy. a y:

    >>> substitute(Lam("y", App(Var(1), Var(0))), Free("a"))
    Lam('y', App(Free('a'), Var(0)))
    """
    match body:
        case Var(index) if index == depth:
            return shift(arg, depth)
        case Var(index):
            return Var(index - 1) if index > depth else body
        case Free(_):
            return body
        case Lam(hint, inner):
            return Lam(hint, (yield inner, arg, depth + 1))
        case App(fn, other):
            return App((yield fn, arg, depth), (yield other, arg, depth))


# ── α: only the names of bound variables differ (de Bruijn 1972) ──────────────────────


@unbounded
def alpha_equal(one: Term, other: Term) -> Recursion[bool]:
    """True if both are the same but for hints."""
    match one, other:
        case (Var(i), Var(j)) | (Free(i), Free(j)):
            return i == j
        case Lam(_, body), Lam(_, other_body):
            return bool((yield body, other_body))
        case App(fn, arg), App(other_fn, other_arg):
            return bool((yield fn, other_fn) and (yield arg, other_arg))
    return False


# ── β, δ, η: what a redex contracts to, None if it is none ────────────────────────────


def beta(term: Term) -> Term | None:
    """(λx. t) u → t[x := u] (Church 1932; Barendregt 1984, 3.1)."""
    match term:
        case App(Lam(_, body), arg):
            return substitute(body, arg)
    return None


def delta(term: Term, definitions: Mapping[str, Term]) -> Term | None:
    """name → its definition, and 3 → λf x. f (f (f x)) (Church 1941, *The Calculi of Lambda-Conversion*)."""
    match term:
        case Free(name) if name in definitions:
            return definitions[name]
        case Free(name) if name.isascii() and name.isdigit():
            body: Term = Var(0)
            for _ in range(int(name)):
                body = App(Var(1), body)
            return Lam("f", Lam("x", body))
    return None


def eta(term: Term) -> Term | None:
    """λx. t x → t, where x does not occur in t (Barendregt 1984, 3.3)."""
    match term:
        case Lam(_, App(fn, Var(0))) if not occurs(0, fn):
            return shift(fn, -1)
    return None


@unbounded
def occurs(index: int, term: Term) -> Recursion[bool]:
    """True if the variable with an *index* occurs in *term*."""
    match term:
        case Var(other):
            return index == other
        case Free(_):
            return False
        case Lam(_, body):
            return bool((yield index + 1, body))
        case App(fn, arg):
            return bool((yield index, fn) or (yield index, arg))


# ── Normal order: the leftmost of the outermost redexes (Barendregt 1984, 13.2) ───────


@unbounded
def step(term: Term, definitions: Mapping[str, Term]) -> Recursion[Term | None]:
    """*term* after one step of β or δ; None at its normal form. (A βη-normal form has no η-redex either.)

    >>> from lamb import parse_term, pretty
    >>> pretty(step(parse_term("(λx. f x) ((λx. x) a)"), {}))
    'f ((λx. x) a)'
    """
    contractum = beta(term) or delta(term, definitions)
    match term:
        case _ if contractum:
            return contractum
        case Lam(hint, body) if new := (yield body, definitions):
            return Lam(hint, new)
        case App(fn, arg) if new := (yield fn, definitions):
            return App(new, arg)
        case App(fn, arg) if new := (yield arg, definitions):
            return App(fn, new)
    return None


def normal_form(term: Term, definitions: Mapping[str, Term]) -> Term:
    """The term at which the steps end. If *term* has a normal form, they do (Curry and Feys 1958, 4E1).

    Other orders may not: Ω = (λx. x x) λx. x x is its own contractum, and here no argument comes before the
    redex around it.

    >>> from lamb import parse_term, pretty
    >>> pretty(normal_form(parse_term("(λx y. x) a ((λx. x x) λx. x x)"), {}))
    'a'
    """
    while new := step(term, definitions):
        term = new
    return term
