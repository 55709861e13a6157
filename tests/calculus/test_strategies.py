"""Strategies: each is held against its definition read aloud, and the fast route against the plain one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, pairwise
from unittest.mock import patch

import pytest
from hypothesis import assume, example, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Rule, Status, Step, Strategy, Term, Var
from lamb.calculus.budget import TICK, Exhausted, Meter
from lamb.calculus.reduction import Path, contract, path_of, subterm, unfold
from lamb.calculus.strategies import (
    ORDERS,
    STRATEGIES,
    Order,
    Unfolding,
    find,
    is_head_normal,
    is_normal,
    is_weak_head_normal,
    is_weak_normal,
    named,
    steps as steps_by_substitution,
)
from lamb.calculus.substitution import substitute
from lamb.errors import LambError
from lamb.machine import krivine
from lamb.machine.parallel import development, developments
from tests.effort import often
from tests.meters import Recording
from tests.strategies import DEFINITIONS, doubled, programs, terms, unfolding

SMALL = 400  # nodes of a term that the definitions below, which are recursive, may be asked about
ENOUGH = Budget(steps=40, nodes=20_000)
STRONG = [Strategy.NORMAL, Strategy.APPLICATIVE, Strategy.PARALLEL]

each_strategy = pytest.mark.parametrize("strategy", Strategy, ids=lambda strategy: strategy.value)
each_order = pytest.mark.parametrize("strategy", ORDERS, ids=lambda strategy: strategy.value)
outside_in = pytest.mark.parametrize(
    "strategy", [one for one in ORDERS if ORDERS[one].outside_in], ids=lambda strategy: strategy.value
)


def test_a_trace_knows_what_it_started_with() -> None:
    term, budget = lamb.parse_term("I a"), Budget(steps=5)
    started = lamb.trace(
        term, definitions=DEFINITIONS, budget=budget, strategy=Strategy.HEAD, folded=True
    ).start
    assert started[:4] == (term, Strategy.HEAD, DEFINITIONS, budget)
    assert (started.watch, started.folded, started.eta) == (None, True, False)
    assert lamb.trace(term).start == (term, Strategy.NORMAL, {}, Budget(), None, False, False, False)


def test_a_step_says_its_rule_and_its_place() -> None:
    steps = lamb.trace(lamb.parse_term("(λx. x) (λy. f ((λz. z) y))"))
    assert list(map(repr, steps)) == ["Step(β at the root)", "Step(β at body.arg)"]


def test_what_is_no_strategy_is_refused_by_its_name() -> None:
    with pytest.raises(LambError) as caught:
        named("norml")
    assert caught.value.message == "there is no strategy “norml”"
    assert caught.value.hint == f"the strategies are {', '.join(STRATEGIES)}"


# ── The strategies, read aloud ────────────────────────────────────────────────────────

Redexes = Iterator[tuple[Rule, Path]]


def here(term: Term, path: Path) -> Redexes:
    match term:
        case App(Lam(), _):
            yield Rule.BETA, path
        case Free(name) if name in DEFINITIONS or name.isdigit():
            yield Rule.DELTA, path


def normal(term: Term, path: Path = ()) -> Redexes:
    yield from here(term, path)
    match term:
        case App(fn, arg):
            yield from normal(fn, (*path, "fn"))
            yield from normal(arg, (*path, "arg"))
        case Lam(_, body):
            yield from normal(body, (*path, "body"))


def applicative(term: Term, path: Path = ()) -> Redexes:
    match term:
        case App(fn, arg):
            yield from applicative(fn, (*path, "fn"))
            yield from applicative(arg, (*path, "arg"))
        case Lam(_, body):
            yield from applicative(body, (*path, "body"))
    yield from here(term, path)


def by_name(term: Term, path: Path = ()) -> Redexes:
    yield from here(term, path)
    if isinstance(term, App):
        yield from by_name(term.fn, (*path, "fn"))
        yield from by_name(term.arg, (*path, "arg"))


def by_value(term: Term, path: Path = ()) -> Redexes:
    if isinstance(term, App):
        yield from by_value(term.fn, (*path, "fn"))
        yield from by_value(term.arg, (*path, "arg"))
    yield from here(term, path)


def head(term: Term, path: Path = ()) -> Redexes:
    yield from here(term, path)
    match term:
        case App(fn, _):
            yield from head(fn, (*path, "fn"))
        case Lam(_, body):
            yield from head(body, (*path, "body"))


def weak_head(term: Term, path: Path = ()) -> Redexes:
    yield from here(term, path)
    if isinstance(term, App):
        yield from weak_head(term.fn, (*path, "fn"))


ALOUD: Mapping[Strategy, Callable[[Term], Redexes]] = {
    Strategy.NORMAL: normal,
    Strategy.APPLICATIVE: applicative,
    Strategy.CALL_BY_NAME: by_name,
    Strategy.CALL_BY_VALUE: by_value,
    Strategy.HEAD: head,
    Strategy.WEAK_HEAD: weak_head,
}


@each_order
@given(term=programs)
def test_a_strategy_finds_the_redex_that_its_definition_says(strategy: Strategy, term: Term) -> None:
    assert lamb.next_redex(term, strategy, DEFINITIONS) == next(ALOUD[strategy](term), None)


@given(term=programs)
def test_there_is_a_parallel_step_wherever_there_is_a_redex(term: Term) -> None:
    found = lamb.next_redex(term, Strategy.PARALLEL, DEFINITIONS)
    assert found == ((Rule.PARALLEL, ()) if next(normal(term), None) else None)


# ── Traces ────────────────────────────────────────────────────────────────────────────


def traced(
    term: Term, strategy: Strategy, budget: Budget = ENOUGH, **options: bool
) -> tuple[list[Step], Status | None]:
    trace = lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=budget, **options)  # type: ignore[arg-type]
    return list(trace), trace.status


@each_order
@given(term=programs)
def test_each_step_contracts_the_redex_that_is_next(strategy: Strategy, term: Term) -> None:
    steps, status = traced(term, strategy)
    for step in steps:
        if term.size > SMALL:
            return
        assert step.before == term
        assert next(ALOUD[strategy](term)) == (step.rule, step.path)
        assert subterm(term, step.path) == step.redex
        term = contract(term, step.path, step.rule, DEFINITIONS)
        assert step.after == term
        assert subterm(term, step.path) == step.contractum
    if status is Status.NORMAL_FORM and term.size <= SMALL:
        assert next(ALOUD[strategy](term), None) is None


@outside_in
@given(term=programs, folded=st.booleans())
def test_the_machine_takes_the_steps_that_substitution_does(
    strategy: Strategy, term: Term, folded: bool
) -> None:
    def taken(steps: Iterable[Step]) -> list[tuple[Rule, Path, Term, Term, str]]:
        """With the names of variables, in terms that are not too long for a `repr`."""
        return [
            (step.rule, step.path, step.before, step.after, repr(step.after))
            for step, _ in zip(steps, range(40), strict=False)
        ]

    order = ORDERS[strategy]
    plain = taken(steps_by_substitution(term, order, Unfolding(DEFINITIONS, folded=folded)))
    assert taken(krivine.steps(term, order, Unfolding(DEFINITIONS, folded=folded), Meter())) == plain
    fast = krivine.steps(term, order, Unfolding(DEFINITIONS, folded=folded), Meter())
    with patch.object(krivine, "SMALL", 0):  # all arguments without a redex are remembered
        assert taken(list(islice(fast, 40))) == plain  # read when they all have been taken


def test_a_step_is_read_within_the_meter_that_is_running() -> None:
    steps = lamb.trace(lamb.parse_term(r"100000 (\r. f r g) w"))
    next(steps)
    step = next(steps)
    with pytest.raises(Exhausted), Budget(seconds=0).meter():
        _ = step.after


@each_strategy
@given(term=programs, folded=st.booleans())
def test_a_trace_ends_where_the_strategy_has_no_redex(strategy: Strategy, term: Term, folded: bool) -> None:
    steps, status = traced(term, strategy, folded=folded)
    reached = steps[-1].after if steps else term
    found = lamb.next_redex(reached, strategy, DEFINITIONS, folded=folded)
    assert (found is None) == (status is Status.NORMAL_FORM)


@given(term=programs)
def test_strategies_that_end_at_the_normal_form_agree(term: Term) -> None:
    """Confluence (Church and Rosser 1936)."""
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=400, nodes=20_000))
    assume(outcome.finished)
    for strategy in STRONG:
        steps, status = traced(term, strategy, Budget(steps=400, nodes=20_000))
        if status is Status.NORMAL_FORM:
            assert (steps[-1].after if steps else term) == outcome.term
        else:
            assert strategy is not Strategy.PARALLEL  # it finds the normal form whenever there is one


@each_strategy
def test_a_trace_needs_no_memory_for_the_steps_that_are_gone(strategy: Strategy) -> None:
    trace = lamb.trace(lamb.parse_term("(λx. x x) (λx. x x)"), strategy=strategy)
    for _ in range(100):
        next(trace)
    tracemalloc.start()
    try:
        for _ in range(2_000):
            next(trace)
        assert tracemalloc.get_traced_memory()[1] < 50_000
    finally:
        tracemalloc.stop()


@each_strategy
def test_the_first_step_of_an_immense_term_is_there_at_once(strategy: Strategy) -> None:
    term: Term = App(Lam("x", Var(0)), Free("a"))
    for _ in range(5_000):
        term = (
            App(App(Free("f"), term), Free("b")) if strategy.form == "normal form" else App(term, Free("b"))
        )
    step = next(lamb.trace(term, strategy=strategy))
    assert step.after.size in (term.size - 3, term.size)


def test_a_variable_that_points_out_has_no_trace() -> None:
    with pytest.raises(ValueError, match="points out"):
        lamb.trace(Var(0))


# ── Names that stay folded ────────────────────────────────────────────────────────────


@each_strategy
@given(term=programs)
def test_a_name_is_unfolded_only_where_something_needs_it(strategy: Strategy, term: Term) -> None:
    steps, _ = traced(term, strategy, folded=True)
    for step in steps:
        if step.rule is Rule.DELTA:
            applied = step.path[-1:] == ("fn",)
            assert applied or not lamb.is_normal(unfold(step.redex, DEFINITIONS))


@given(term=programs)
def test_what_ends_folded_is_a_normal_form_unfolded(term: Term) -> None:
    """No false normal form: nothing folded hides a redex."""
    for strategy in STRONG:
        steps, status = traced(term, strategy, folded=True)
        if status is Status.NORMAL_FORM:
            reached = unfold(steps[-1].after if steps else term, DEFINITIONS)
            assert lamb.is_normal(reached)
            assert reached == lamb.normalize(term, definitions=DEFINITIONS).term


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("I 3", "3"),
        ("a 3 K", "a 3 K"),
        ("2 I 3", "3"),
        ("a four", "a λf x. f (f (f (f x)))"),
        ("K", "K"),
        ("SKK", "λx. x"),
    ],
)
def test_names_stay_folded_where_nothing_is_lost(text: str, end: str) -> None:
    term = lamb.parse_term(text)
    steps, _ = traced(term, Strategy.NORMAL, folded=True)
    assert lamb.pretty(steps[-1].after if steps else term) == end


def test_a_chain_of_ten_thousand_definitions_can_stay_folded() -> None:
    definitions = {f"n{number}": Lam("x", Free(f"n{number + 1}")) for number in range(10_000)}
    assert list(lamb.trace(lamb.parse_term("n0"), definitions=definitions, folded=True)) == []


# ── Parallel steps, and η ─────────────────────────────────────────────────────────────


def parallel_reducts(term: Term) -> list[Term]:
    """All that some of the redexes of a term, contracted at once, can lead to."""
    match term:
        case App(fn, arg):
            args = parallel_reducts(arg)
            reducts = [App(one, other) for one in parallel_reducts(fn) for other in args]
            if isinstance(fn, Lam):
                reducts += [substitute(body, other) for body in parallel_reducts(fn.body) for other in args]
            return reducts
        case Lam(hint, body):
            return [Lam(hint, reduct) for reduct in parallel_reducts(body)]
    return [term]


@given(term=terms(most=6))
def test_whatever_some_redexes_lead_to_leads_to_the_complete_development(term: Term) -> None:
    """Takahashi's triangle."""
    complete = development(term, Unfolding({}))
    reducts = parallel_reducts(term)
    assume(len(reducts) <= 64)
    for reduct in reducts:
        assert complete in parallel_reducts(reduct)


def test_a_development_leaves_folded_what_is_not_applied() -> None:
    folded = Unfolding(DEFINITIONS, folded=True)
    assert development(Free("I"), folded) == Free("I")
    assert development(lamb.parse_term("I I"), folded) == lamb.parse_term("(λx. x) I")
    assert development(lamb.parse_term("λx. K (I x)"), folded) == lamb.parse_term("λx. (λx y. x) ((λx. x) x)")


def test_a_development_takes_the_time_of_a_shared_graph() -> None:
    """2⁴⁰ nodes as a tree, 40 as a graph."""
    term, expected = doubled(lamb.parse_term("(λx. x) a"), 40), doubled(Free("a"), 40)
    assert development(term, Unfolding({})) == expected


def test_a_development_contracts_no_redex_that_it_makes_itself() -> None:
    (first, *_), _ = traced(lamb.parse_term("(λx. x a) (λy. y)"), Strategy.PARALLEL)
    assert lamb.pretty(first.after) == "(λy. y) a"
    (first, *_), _ = traced(lamb.parse_term("(λx. x x) ((λy. y) a)"), Strategy.PARALLEL)
    assert lamb.pretty(first.after) == "a a"


@given(terms() | programs)
def test_what_has_no_redex_is_its_own_development_and_nothing_else_is(term: Term) -> None:
    unfolding = Unfolding(DEFINITIONS)
    there_is_one = lamb.next_redex(term, Strategy.NORMAL, DEFINITIONS) is not None
    assert (development(term, unfolding) is not term) == there_is_one


@given(programs | unfolding(), st.booleans())
@example(lamb.parse_term("(λx. K) a b c"), True)
@often(4)
def test_developments_are_each_that_of_the_one_before(term: Term, folded: bool) -> None:
    unfolding = Unfolding(DEFINITIONS, folded=folded)
    steps = developments(term, unfolding)
    for _ in range(8):
        if term.size > SMALL:
            return
        expected = development(term, unfolding)
        step = next(steps, None)
        assert (step is None) == (expected is term)
        if step is None:
            return
        assert step.after == expected
        term = step.after


def test_a_name_that_means_itself_is_unfolded_for_ever() -> None:
    name = Free("a")
    trace = lamb.trace(name, strategy=Strategy.PARALLEL, definitions={"a": name}, budget=Budget(steps=5))
    assert len(list(trace)) == 5


def test_developments_do_not_look_again_into_what_has_no_redexes() -> None:
    large = spine(TICK)
    growing = lamb.parse_term("(λx. f (x x)) (λx. f (x x))")
    steps = developments(App(App(Free("p"), large), growing), Unfolding({}))
    with Recording() as meter:
        first, second = next(steps), next(steps)
        assert first.after != second.after
        assert sum(meter.told) >= large.size
        meter.told.clear()
        for _ in range(20):
            next(steps)
        assert sum(meter.told) < 2 * TICK


def spine(length: int) -> Term:
    """z z … z, which has no redex."""
    term: Term = Free("z")
    for _ in range(length):
        term = App(term, Free("z"))
    return term


@pytest.mark.parametrize("strategy", [Strategy.APPLICATIVE, Strategy.CALL_BY_VALUE, Strategy.PARALLEL])
def test_a_long_search_for_a_redex_is_heard_of_on_the_way(strategy: Strategy) -> None:
    """The budget is looked at although not one step is taken."""
    looks = 0

    def watch(steps: int) -> bool:
        nonlocal looks
        looks += 1
        return looks > 5

    trace = lamb.trace(spine(8 * TICK), strategy=strategy, watch=watch)
    assert list(trace) == []
    assert trace.status is Status.INTERRUPTED
    assert looks == 6


@pytest.mark.parametrize("strategy", STRONG)
@given(term=programs)
def test_eta_follows_when_no_beta_is_left(strategy: Strategy, term: Term) -> None:
    steps, status = traced(term, strategy, Budget(steps=60, nodes=20_000), eta=True)
    rules = [step.rule for step in steps]
    assert rules == sorted(rules, key=lambda rule: rule is Rule.ETA)
    assert all(step.after == after.before for step, after in pairwise(steps))
    if status is Status.NORMAL_FORM:
        reached = steps[-1].after if steps else term
        assert lamb.is_beta_eta_normal(reached)
        assert reached == lamb.eta_normal(lamb.normalize(term, definitions=DEFINITIONS).term)


def test_eta_cannot_follow_on_what_stops_early() -> None:
    with pytest.raises(ValueError, match="weak head"):
        lamb.trace(Free("x"), strategy=Strategy.WEAK_HEAD, eta=True)


# ── Normal forms ──────────────────────────────────────────────────────────────────────

FORMS: Mapping[Strategy, Callable[[Term], bool]] = {
    Strategy.NORMAL: lamb.is_normal,
    Strategy.APPLICATIVE: lamb.is_normal,
    Strategy.CALL_BY_NAME: lamb.is_weak_normal,
    Strategy.CALL_BY_VALUE: lamb.is_weak_normal,
    Strategy.HEAD: lamb.is_head_normal,
    Strategy.WEAK_HEAD: lamb.is_weak_head_normal,
}


@each_order
@given(term=terms())
def test_a_strategy_stops_at_its_normal_form(strategy: Strategy, term: Term) -> None:
    assert FORMS[strategy](term) == (next(ALOUD[strategy](term), None) is None)


@given(term=terms() | unfolding())
def test_normal_forms_are_contained_in_each_other(term: Term) -> None:
    def implies(one: Callable[[Term], bool], other: Callable[[Term], bool]) -> bool:
        return not one(term) or other(term)

    assert implies(lamb.is_beta_eta_normal, lamb.is_normal)
    assert implies(lamb.is_beta_eta_normal, lamb.is_eta_normal)
    assert implies(lamb.is_normal, lamb.is_head_normal)
    assert implies(lamb.is_normal, lamb.is_weak_normal)
    assert implies(lamb.is_head_normal, lamb.is_weak_head_normal)
    assert implies(lamb.is_weak_normal, lamb.is_weak_head_normal)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("λx. x (λy. y)", "normal weak head weak-head"),
        ("λx. (λy. y) x", "weak weak-head"),
        ("λx. x ((λy. y) x)", "weak head weak-head"),
        ("x ((λy. y) x)", "head weak-head"),
        ("x (λz. (λy. y) x)", "weak head weak-head"),
        ("(λy. y) x", ""),
        ("(λy. y) x z", ""),
        ("3 x", "normal weak head weak-head"),
    ],
)
def test_these_are_the_normal_forms_of_the_books(text: str, forms: str) -> None:
    term = lamb.parse_term(text)
    found = {
        "normal": lamb.is_normal(term),
        "weak": lamb.is_weak_normal(term),
        "head": lamb.is_head_normal(term),
        "weak-head": lamb.is_weak_head_normal(term),
    }
    assert " ".join(name for name, holds in found.items() if holds) == forms


@pytest.mark.parametrize("is_form", [*FORMS.values(), lamb.is_eta_normal])
def test_what_is_shared_is_searched_once(is_form: Callable[[Term], bool]) -> None:
    """2⁶⁴ nodes as a tree."""
    term = doubled(Free("x"), 64)
    assert is_form(term)
    assert is_form(Lam("y", term))


ENDS = {
    (True, True): is_normal,
    (False, True): is_weak_normal,
    (True, False): is_head_normal,
    (False, False): is_weak_head_normal,
}


@given(terms(1), st.builds(Order, st.booleans(), st.booleans(), st.booleans()))
def test_any_three_answers_make_an_order_that_ends_at_its_form(term: Term, order: Order) -> None:
    """Also those that no strategy gives, like head spine reduction (Sestoft 2002, 7.6)."""
    is_form = ENDS[order.under_lambdas, order.in_arguments]
    assert (find(term, None, order) is None) == is_form(term)
    for step in islice(steps_by_substitution(term, order, Unfolding({})), 10):
        found = find(term, None, order)
        assert found is not None
        assert (step.redex, step.path) == (found[1], path_of(found[2]))
        term = step.after
    assert is_form(term) == (next(steps_by_substitution(term, order, Unfolding({})), None) is None)


def test_an_argument_without_a_redex_is_passed_once() -> None:
    """As a tree, what each step passes is twice as large every fourth step."""
    term = lamb.parse_term("(λx. x x) (λx y. y (x x (y y)))")
    trace = lamb.trace(term, budget=Budget(steps=80, nodes=100_000))
    assert [step.after.size for step in trace][-1] > 1_000_000
    assert trace.status is Status.STEPS


def test_an_argument_without_a_redex_is_entered_once() -> None:
    """At the head, too, where its spine is longer at each step."""
    term = lamb.parse_term("(λx. x x) (λx y. y (x x (y y)))")
    made, new = 0, App.__new__

    def counted(cls: type[App], fn: Term, arg: Term) -> App:
        nonlocal made
        made += 1
        return new(cls, fn, arg)

    with patch.object(App, "__new__", counted):
        assert sum(1 for _ in lamb.trace(term, budget=Budget(steps=1_000))) == 1_000
    assert made <= 5_000


def test_the_argument_of_a_contracted_redex_is_not_searched_again() -> None:
    looked_at: list[str] = []

    class Recorded(Unfolding):
        def needs(self, name: str, applied: bool) -> bool:
            looked_at.append(name)
            return super().needs(name, applied)

    term: Term = Free("x")
    for _ in range(200):
        term = App(Lam("y", App(Free("f"), Var(0))), term)
    made = list(steps_by_substitution(term, ORDERS[Strategy.APPLICATIVE], Recorded({})))
    assert len(made) == 200
    assert len(looked_at) <= 3 * len(made)
