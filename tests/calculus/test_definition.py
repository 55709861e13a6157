"""The definition, which is read, and its fast equals, which run, are one calculus."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Lam, Rule, Status, Term, Var
from lamb.calculus import definition
from lamb.calculus.reduction import contractum, meaning_in
from lamb.calculus.substitution import pointers, shift, substitute
from tests.strategies import DEFINITIONS, programs, terms, unfolding

STEPS = 25
ALL = frozenset({Rule.BETA, Rule.DELTA, Rule.ETA})

open_terms = terms(scope=3)


@given(open_terms, st.integers(0, 4))
def test_a_shift_is_what_is_defined(term: Term, by: int) -> None:
    assert definition.alpha_equal(shift(term, by), definition.shift(term, by))


@given(terms(3), st.integers(0, 3))
def test_what_occurs_is_what_points_there(term: Term, index: int) -> None:
    assert definition.occurs(index, term) == (index in pointers(term))


@given(terms(scope=4), open_terms)
def test_a_substitution_is_what_is_defined(body: Term, arg: Term) -> None:
    assert definition.alpha_equal(substitute(body, arg), definition.substitute(body, arg))


@given(open_terms, open_terms)
def test_terms_are_equal_if_they_are_alpha_equivalent_by_definition(one: Term, other: Term) -> None:
    assert (one == other) == definition.alpha_equal(one, other)
    assert definition.alpha_equal(one, definition.shift(definition.shift(one, 1), -1))


@given(unfolding())
def test_each_redex_contracts_to_what_is_defined(term: Term) -> None:
    for rule, path in lamb.redexes(term, DEFINITIONS, ALL):
        redex = term
        for part in path:
            redex = getattr(redex, part)
        defined = {
            Rule.BETA: definition.beta(redex),
            Rule.DELTA: definition.delta(redex, DEFINITIONS),
            Rule.ETA: definition.eta(redex),
        }
        assert contractum(redex, rule, meaning_in(DEFINITIONS)) == defined[rule] is not None


@given(terms(scope=2))
def test_what_contracts_by_definition_is_a_redex(term: Term) -> None:
    for rule, defined in (
        (Rule.BETA, definition.beta(term)),
        (Rule.DELTA, definition.delta(term, {})),
        (Rule.ETA, definition.eta(term)),
    ):
        assert contractum(term, rule, meaning_in({})) == defined


@given(programs)
def test_a_trace_takes_the_steps_that_are_defined(term: Term) -> None:
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=Budget(nodes=5_000))
    reached = term
    for taken in islice(trace, STEPS):
        defined = definition.step(reached, DEFINITIONS)
        assert defined == taken.after
        reached = taken.after
    if trace.status is Status.NORMAL_FORM:
        assert definition.step(reached, DEFINITIONS) is None


@given(programs)
def test_the_machine_finds_the_normal_form_that_is_defined(term: Term) -> None:
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=Budget(steps=4 * STEPS, nodes=5_000))
    if sum(1 for _ in trace) < 4 * STEPS and trace.status is Status.NORMAL_FORM:
        normal_form = definition.normal_form(term, DEFINITIONS)
        assert lamb.normalize(term, definitions=DEFINITIONS).term == normal_form
        assert lamb.is_normal(normal_form)


def test_the_definition_has_no_limit_of_depth() -> None:
    deep: Term = Var(0)
    for _ in range(5_000):
        deep = App(Lam("x", Var(0)), deep)
    assert definition.step(Lam("x", deep), {}) is not None
    assert definition.alpha_equal(definition.shift(deep, 1), shift(deep, 1))
