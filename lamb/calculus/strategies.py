"""Strategies: which redex is next, which names are unfolded, and the normal forms at which that ends.

A strategy goes through a term from left to right, and answers three questions on its way:

    outside in       does a redex come before those inside it, or after them?
    under λ          are there redexes in the body of an abstraction that is applied to nothing?
    in arguments     are there redexes in what a term is applied to that is not contracted, or not yet?

                     outside in   under λ   in arguments    stops at
    normal order         yes        yes         yes         normal form
    applicative order    no         yes         yes         normal form
    call by name         yes        no          yes         weak normal form
    call by value        no         no          yes         weak normal form
    head reduction       yes        yes         no          head normal form
    weak head            yes        no          no          weak head normal form

Wherever two orders end at a normal form, they end at the same (Church and Rosser 1936). Parallel
reduction asks nothing: each of its steps contracts every redex there is (`machine/parallel.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import LARGEST, church, is_numeral, name_numerals
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import (
    Context,
    Path,
    Rule,
    Step,
    Table,
    around,
    is_applied,
    is_redex,
    path_of,
    step_in,
)
from lamb.calculus.term import App, Free, Lam, Term, nodes, parts
from lamb.errors import LambError

# ── Unfolding ─────────────────────────────────────────────────────────────────────────

LONGEST = len(str(LARGEST))  # digits of a numeral that may be unfolded


class Unfolding:
    """The names of *definitions* and the numerals, and when they are redexes.

    *Folded*, a name is unfolded only where it is applied to something, or if what it stands for is no
    normal form itself. So `pair 1 2` ends as `λp. p 1 2`, and nothing that ends folded would go on if it
    were unfolded. A numeral larger than *largest* has no meaning: `TooLarge` is raised.
    """

    def __init__(self, definitions: Table, *, folded: bool = False, largest: int | None = None) -> None:
        self.definitions = definitions
        self.folded = folded
        self.largest = largest
        self._values: dict[str, bool] = {}
        self._needed: dict[tuple[str, bool], bool] = {}

    def needs(self, name: str, applied: bool) -> bool:
        """True if a name is a redex, where it is *applied* or not."""
        key = name, applied
        if key not in self._needed:
            self._needed[key] = self._needs(name, applied)
        return self._needed[key]

    def _needs(self, name: str, applied: bool) -> bool:
        if name not in self.definitions and not is_numeral(name):
            return False
        return applied or not self.folded or not _is_value(name, self.definitions, self._values)

    def meaning(self, name: str) -> Term:
        """The term that a name unfolds to which is a redex."""
        term = self.definitions.get(name)
        if term is not None:
            return name_numerals(term)
        largest = LARGEST if self.largest is None else min(self.largest, LARGEST)
        if len(name) > LONGEST or int(name) > largest:
            raise TooLarge
        return church(int(name))


class TooLarge(LambError):
    """A numeral, or the term that a step leads to, has more nodes than there is room for."""

    def __init__(self) -> None:
        super().__init__("this step would make too large a term, and was not taken")


@unbounded
def _is_value(name: str, definitions: Table, known: dict[str, bool]) -> Recursion[bool]:
    """True if what *name* stands for is certain to be a normal form, unfolded as far as can be."""
    if name not in known:
        known[name] = True
        if name in definitions:
            for node in nodes(definitions[name], whole=False):
                match node:
                    case App(Lam(), _):
                        known[name] = False
                    case App(Free(inner), _) if inner in definitions or is_numeral(inner):
                        known[name] = False
                    case Free(inner) if inner in definitions and not (yield inner, definitions, known):
                        known[name] = False
    return known[name]


# ── Strategies ────────────────────────────────────────────────────────────────────────


class Order(NamedTuple):
    """The three answers of a strategy that contracts one redex at a time."""

    outside_in: bool
    under_lambdas: bool
    in_arguments: bool


class Strategy(Enum):
    """Which redex is next; *value* is the strategy's name, *form* what it stops at."""

    NORMAL = "normal order"
    """Leftmost of the outermost. Finds the normal form whenever there is one (Curry and Feys 1958,
    theorem 4E1; Barendregt 1984, 13.2.2)."""

    APPLICATIVE = "applicative order"
    """Leftmost of the innermost: arguments are reduced before they are passed on, needed or
    not. May miss a normal form (Sestoft 2002, *Demonstrating lambda calculus reduction*, 7.4)."""

    CALL_BY_NAME = "call by name"
    """Normal order, but never under a λ; as lazy languages run, without their sharing. Stops at a
    weak normal form (Plotkin 1975, *Call-by-name, call-by-value and the λ-calculus*). Of a closed term, that
    is weak head reduction; in an open one, x ((λy. y) z) goes on to x z."""

    CALL_BY_VALUE = "call by value"
    """Applicative order, but never under a λ; as most languages run. Stops at a weak normal form
    (Plotkin 1975). In an open term, what is stuck counts as a value."""

    HEAD = "head reduction"
    """Only the redex at the head, λx₁ … xₙ. (λy. t) u …. Stops at a head normal form: finds one
    whenever there is one (Wadsworth 1976; Barendregt 1984, 8.3.11)."""

    WEAK_HEAD = "weak head reduction"
    """Only the redex at the head, and not under a λ. Stops at a weak head normal form (Peyton Jones
    1987, *The implementation of functional programming languages*, 11.3.1)."""

    PARALLEL = "parallel reduction"
    """All redexes at once, a complete development a step (Gross and Knuth; Takahashi 1995,
    *Parallel reductions in λ-calculus*). Finds the normal form whenever there is one
    (Barendregt 1984, 13.2.11)."""

    @property
    def short(self) -> str:
        """The strategy's short name."""
        return _SAID[self][0]

    @property
    def form(self) -> str:
        """The kind of normal form that the strategy stops at."""
        return _SAID[self][1]

    @property
    def in_words(self) -> str:
        """The redex that the strategy contracts."""
        return _SAID[self][2]


_SAID = {
    Strategy.NORMAL: ("normal", "normal form", "leftmost of the outermost"),
    Strategy.APPLICATIVE: ("applicative", "normal form", "leftmost of the innermost, arguments first"),
    Strategy.CALL_BY_NAME: ("name", "weak normal form", "as normal order, but not under a λ"),
    Strategy.CALL_BY_VALUE: ("value", "weak normal form", "as applicative order, but not under a λ"),
    Strategy.HEAD: ("head", "head normal form", "only the redex at the head"),
    Strategy.WEAK_HEAD: (
        "weak-head",
        "weak head normal form",
        "only the redex at the head, and not under a λ",
    ),
    Strategy.PARALLEL: ("parallel", "normal form", "all redexes there are, at once"),
}
STRATEGIES = {strategy.short: strategy for strategy in Strategy}

ORDERS: Mapping[Strategy, Order] = {
    Strategy.NORMAL: Order(outside_in=True, under_lambdas=True, in_arguments=True),
    Strategy.APPLICATIVE: Order(outside_in=False, under_lambdas=True, in_arguments=True),
    Strategy.CALL_BY_NAME: Order(outside_in=True, under_lambdas=False, in_arguments=True),
    Strategy.CALL_BY_VALUE: Order(outside_in=False, under_lambdas=False, in_arguments=True),
    Strategy.HEAD: Order(outside_in=True, under_lambdas=True, in_arguments=False),
    Strategy.WEAK_HEAD: Order(outside_in=True, under_lambdas=False, in_arguments=False),
}

Found: TypeAlias = tuple[Rule, Term, Context]
"""A redex: the rule that contracts it, the redex itself, and the context it stands in."""


def next_redex(
    term: Term, strategy: Strategy, definitions: Table | None = None, *, folded: bool = False
) -> tuple[Rule, Path] | None:
    """The redex that a strategy contracts next, and its path; None at the form it stops at.

    A parallel step is one of the whole term. Linear in the size of the part before the redex.
    """
    order = ORDERS.get(strategy, ORDERS[Strategy.NORMAL])
    found = find(term, None, order, Unfolding(definitions or {}, folded=folded))
    if found is None:
        return None
    rule, _, context = found
    return (Rule.PARALLEL, ()) if strategy is Strategy.PARALLEL else (rule, path_of(context))


def find(
    focus: Term,
    context: Context,
    order: Order,
    unfolding: Unfolding | None = None,
    normal: Term | None = None,
) -> Found | None:
    """The next redex at the focus, below it or after it; None if there is none.

    Without an *unfolding* only β counts. What is shared is searched once, and not at all a part that is known
    to be *normal*.
    """
    searched = {id(normal)}
    visited = entered = 0  # *entered*: of the nodes around the focus, so many are as they were before
    while True:
        visited += 1
        if visited % TICK == 0:
            tick()
        match focus:
            case App() | Lam() if id(focus) in searched:
                pass
            case App(Lam(), _) if order.outside_in:
                return Rule.BETA, focus, context
            case App(fn, _):
                context, focus = ("fn", focus, context), fn
                entered += 1
                continue
            case Lam(_, body) if order.under_lambdas:
                context, focus = ("body", focus, context), body
                entered += 1
                continue
            case Free(name) if unfolding is not None and unfolding.needs(name, is_applied(context)):
                return Rule.DELTA, focus, context
        while True:  # up, until there is something to the right
            if context is None:
                return None
            part, node, outer = context
            if entered:
                entered -= 1
            else:
                node = around(context, focus)
            if part == "fn" and order.in_arguments:
                context, focus = ("arg", node, outer), node.arg  # type: ignore[union-attr]
                entered += 1
                break
            if part != "body" and not order.outside_in and isinstance(node.fn, Lam):  # type: ignore[union-attr]
                return Rule.BETA, node, outer
            searched.add(id(node))
            focus, context = node, outer


def steps(term: Term, order: Order, unfolding: Unfolding) -> Iterator[Step]:
    """The steps of *term*, each made by substitution.

    The term is kept as a *focus* and the *context* it stands in (Huet 1997, *The zipper*), so that the
    next redex is looked for where the last one was, and never from the root. From the inside out, the
    argument of one has no redex any more; nor has the contractum, if the body had none either and the
    argument makes none, as only an abstraction does, or a name.
    """
    inside_out = order.in_arguments and not order.outside_in
    focus, context, normal = term, None, None
    while found := find(focus, context, order, unfolding, normal):
        rule, redex, context = found
        step = step_in(context, redex, rule, unfolding.meaning)
        yield step
        focus = step.contractum
        if inside_out and isinstance(redex, App):
            makes_none = order.under_lambdas and not isinstance(redex.arg, Lam | Free)
            normal = focus if makes_none else redex.arg
        else:
            normal = None
        if order.outside_in and isinstance(focus, Lam) and context is not None and context[0] == "fn":
            focus, context = around(context, focus), context[2]  # a redex outside, that the step made


def named(text: str) -> Strategy:
    """The strategy of a name, short or long. Raises LambError.

    >>> named("weak-head").value, named("Call-by-Value").value
    ('weak head reduction', 'call by value')
    """
    words = text.lower().replace("-", " ").replace("_", " ")
    for name, found in STRATEGIES.items():
        if words in (name.replace("-", " "), found.value, found.name.lower().replace("_", " ")):
            return found
    raise LambError(f"there is no strategy “{text}”", hint=f"the strategies are {', '.join(STRATEGIES)}")


# ── Normal forms ──────────────────────────────────────────────────────────────────────
#
#     normal            no redex                          λx. x (λy. y)
#     weak normal       no redex outside every λ          λx. (λy. y) x
#     head normal       no redex at the head, under λs    λx. x ((λy. y) x)
#     weak head normal  no redex at the head              x ((λy. y) x), and every abstraction
#
# These look at β alone, and unfold no names. A βη-normal form has no η-redex either (Barendregt 1984, 3.3 and
# 8.3; Peyton Jones 1987, 11.3).


LARGE = 1_000_000
"""Nodes of a term, as a tree, that is looked through for a redex before it is reduced."""


def is_normal(term: Term) -> bool:
    """True if there is no β-redex in *term*. Linear in its size, or in its shared part."""
    return not any(
        isinstance(node, App) and node.written and isinstance(node.fn, Lam) for node in parts(term)
    )


def has_no_redex(term: Term, unfolding: Unfolding) -> bool:
    """True if there is neither a β-redex in *term* nor a name to unfold. Linear in its shared part."""
    names: set[str] = set()
    heads: set[str] = set()  # the names that are applied
    for node in parts(term):
        if isinstance(node, Free):
            if node.name not in names:
                names.add(node.name)
                if unfolding.needs(node.name, False):
                    return False
        elif isinstance(node, App) and node.written:
            fn = node.fn
            if isinstance(fn, Lam):
                return False
            if isinstance(fn, Free) and fn.name not in heads:
                heads.add(fn.name)
                if unfolding.needs(fn.name, True):
                    return False
    return True


def is_eta_normal(term: Term) -> bool:
    """True if there is no η-redex in *term*."""
    return not any(is_redex(node, Rule.ETA) for node in nodes(term, whole=False))


def is_beta_eta_normal(term: Term) -> bool:
    """True if there is neither a β- nor an η-redex in *term*."""
    return is_normal(term) and is_eta_normal(term)


def is_weak_normal(term: Term) -> bool:
    """True if every β-redex of *term* is in the body of an abstraction."""
    return find(term, None, ORDERS[Strategy.CALL_BY_NAME]) is None


def is_head_normal(term: Term) -> bool:
    """True if *term* is λx₁ … xₙ. y t₁ … tₘ, for any n and m and with any t."""
    return find(term, None, ORDERS[Strategy.HEAD]) is None


def is_weak_head_normal(term: Term) -> bool:
    """True if *term* is an abstraction, or y t₁ … tₘ."""
    return find(term, None, ORDERS[Strategy.WEAK_HEAD]) is None
