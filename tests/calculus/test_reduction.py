"""Reduction: a trace is normal order, step by step, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given

import lamb
from lamb import App, Budget, Free, Lam, Rule, Status, Step, Strategy, Term
from lamb.calculus.reduction import Path, path_of, subterm
from lamb.calculus.strategies import ORDERS, find
from tests.strategies import DEFINITIONS, programs, unfolding

ENOUGH = Budget(steps=60, nodes=5_000)


def traced(term: Term, budget: Budget = ENOUGH) -> list[Step]:
    return list(lamb.trace(term, definitions=DEFINITIONS, budget=budget))


def first_redex(term: Term) -> tuple[Rule, Path] | None:
    return next(lamb.redexes(term, DEFINITIONS), None)


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def naive_redexes(term: Term, path: Path = ()) -> Iterator[tuple[Rule, Path]]:
    """The definition, read aloud: this place, then the places in its parts from the left."""
    match term:
        case App(Lam(), _):
            yield Rule.BETA, path
        case Free(name) if name in DEFINITIONS or name.isdigit():
            yield Rule.DELTA, path
    match term:
        case App(fn, arg):
            yield from naive_redexes(fn, (*path, "fn"))
            yield from naive_redexes(arg, (*path, "arg"))
        case Lam(_, body):
            yield from naive_redexes(body, (*path, "body"))


@given(programs)
def test_redexes_come_from_the_outside_in_and_from_left_to_right(term: Term) -> None:
    assert list(lamb.redexes(term, DEFINITIONS)) == list(naive_redexes(term))


@given(unfolding())
def test_every_redex_can_be_contracted_and_nothing_around_it_changes(term: Term) -> None:
    rules = frozenset({Rule.BETA, Rule.DELTA, Rule.ETA})
    for rule, path in lamb.redexes(term, DEFINITIONS, rules):
        after = lamb.contract(term, path, rule, DEFINITIONS)
        for length, step in enumerate(path):
            (other,) = {"fn": ["arg"], "arg": ["fn"], "body": ["hint"]}[step]
            around, around_after = subterm(term, path[:length]), subterm(after, path[:length])
            assert getattr(around, other) == getattr(around_after, other)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("path", [(), ("fn",), ("arg",)])
def test_what_is_no_redex_is_not_contracted(rule: Rule, path: Path) -> None:
    with pytest.raises(ValueError, match="there is no"):
        lamb.contract(lamb.parse_term("f x"), path, rule)


@given(unfolding())
def test_applicative_order_contracts_a_redex_that_has_none_inside(term: Term) -> None:
    beta = frozenset({Rule.BETA})
    found = find(term, None, ORDERS[lamb.Strategy.APPLICATIVE])
    path = path_of(found[2]) if found else None
    inside = [inner for _, inner in lamb.redexes(term, rules=beta)]
    assert (path is None) == (not inside)
    if path is not None:
        assert [inner for inner in inside if inner[: len(path)] == path] == [path]


# ── Traces ────────────────────────────────────────────────────────────────────────────


@given(programs)
def test_each_step_contracts_the_leftmost_of_the_outermost_redexes(term: Term) -> None:
    for step in traced(term):
        assert first_redex(step.before) == (step.rule, step.path)
        assert lamb.contract(step.before, step.path, step.rule, DEFINITIONS) == step.after
        assert subterm(step.before, step.path) == step.redex
        assert subterm(step.after, step.path) == step.contractum


@given(programs)
def test_each_step_begins_where_the_last_one_ended(term: Term) -> None:
    reached = term
    for step in traced(term):
        assert step.before == reached
        reached = step.after


@given(programs)
def test_a_trace_ends_where_there_is_no_redex(term: Term) -> None:
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=ENOUGH)
    steps = list(trace)
    reached = steps[-1].after if steps else term
    assert (first_redex(reached) is None) == (trace.status is Status.NORMAL_FORM)
    assert trace.steps == len(steps)


def test_a_trace_is_made_as_it_is_asked_for() -> None:
    endless = lamb.trace(lamb.parse_term("(λx. x x) (λx. x x)"))
    assert [next(endless).rule for _ in range(3)] == [Rule.BETA] * 3
    assert endless.status is None


# ── Known traces ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("x", []),
        ("(λx. x) a", ["β: a"]),
        ("K a b", ["δ: (λx y. x) a b", "β: (λy. a) b", "β: a"]),
        ("(λx y. x) y", ["β: λy'. y"]),
        ("2 f", ["δ: (λf x. f (f x)) f", "β: λx. f (f x)"]),
        ("(λx. a) ((λx. x x) (λx. x x))", ["β: a"]),
        ("λx. f ((λy. y) x)", ["β: λx. f x"]),
        ("a (I b)", ["δ: a ((λx. x) b)", "β: a b"]),
        ("(λx. x x) (I I)", ["β: I I (I I)", "δ: (λx. x) I (I I)", "β: I (I I)", "δ: (λx. x) (I I)"]),
    ],
)
def test_small_terms_take_the_steps_that_books_show(text: str, steps: list[str]) -> None:
    taken = traced(lamb.parse_term(text))
    assert [f"{step.rule.value}: {lamb.pretty(step.after)}" for step in taken][: len(steps)] == steps
    assert steps == [] or len(taken) >= len(steps)


FACTORIAL = r"""
let true = \t.\f.t;
    false = \t.\f.f;
    one = \f.\x.f x;
    mul = \m.\n.\f.m (n f);
    pred = \n.\f.\x.n (\g.\h.h (g f)) (\u.x) (\u.u);
    iszero = \n.n (\z.false) true;
    Y = \g.(\x.g (x x)) (\x.g (x x));
    fact = Y (\r.\n.iszero n one (mul n (r (pred n))))
in fact (\f.\x.f (f (f (f x))))
"""


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("(λf x. f (f x)) (λf x. f (f x))", 6),
        ("2 2", 10),  # those, and four times δ
        ("SKK a", 8),  # δ for SKK, S and one K; β three times for S and twice for that K
        (FACTORIAL, 3881),  # as lci counts them too
    ],
)
def test_normal_order_takes_as_many_steps_as_others_have_counted(text: str, steps: int) -> None:
    trace = lamb.trace(lamb.parse_term(text), definitions=DEFINITIONS)
    assert sum(1 for _ in trace) == steps
    assert trace.status is Status.NORMAL_FORM


def test_a_numeral_that_a_definition_redefines_is_the_definition() -> None:
    """`redexes`, `trace` and `normalize` look a name up in the same place first."""
    table = {"3": Free("three")}
    assert lamb.normalize(Free("3"), definitions=table).term == Free("three")
    (step,) = lamb.trace(Free("3"), definitions=table)
    assert step.after == Free("three")


@pytest.mark.parametrize("strategy", Strategy)
@given(term=programs)
def test_how_much_a_step_lets_a_term_grow_is_known_without_reading_it(strategy: Strategy, term: Term) -> None:
    steps = lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=ENOUGH, folded=True)
    for step in steps:
        assert step.growth == step.after.size - step.before.size
