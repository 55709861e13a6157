"""Equality up to α, β and η: what is the same is found, what differs is proved, and nothing else is said."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Budget, Term
from lamb.analysis.equality import common_reduct, equality
from tests.effort import often
from tests.strategies import DEFINITIONS, programs, terms

SMALL = Budget(steps=200, nodes=20_000)


@pytest.mark.parametrize(
    ("one", "other", "alpha", "beta", "eta"),
    [
        ("λx. x", "λy. y", True, True, True),
        ("S K K", "I", False, True, True),
        ("λx. f x", "f", False, False, True),
        ("K", "I", False, False, False),
        ("Y f", "f (Y f)", False, True, True),
        ("K Ω I", "Ω", False, True, True),
        ("Ω", "K", False, False, False),
        ("K", "Ω", False, False, False),
        ("λx. Ω x", "Ω", False, None, None),
        ("Y f", "Y g", False, None, None),
    ],
)
def test_terms_are_equal(one: str, other: str, alpha: bool, beta: bool | None, eta: bool | None) -> None:
    left, right = lamb.parse_term(one), lamb.parse_term(other)
    found = equality(left, right, definitions=lamb.Session().definitions, budget=SMALL)
    assert (found.alpha, found.beta, found.eta) == (alpha, beta, eta)
    assert repr(found) == f"Equality(alpha={alpha}, beta={beta}, eta={eta})"


def test_too_few_steps_make_it_unknown() -> None:
    six, other = lamb.parse_term("(λf x. f (f x)) (λf x. f (f x)) f"), lamb.parse_term("f")
    assert equality(six, other, budget=Budget(steps=1)).beta is None
    assert equality(six, other, budget=Budget(steps=9)).beta is False
    endless = lamb.parse_term("(λx. x x) λx. x x")
    assert equality(endless, other, watch=lambda _: True).beta is None
    assert equality(endless, other, watch=lambda _: True).outcomes[0].status is lamb.Status.INTERRUPTED


@given(programs, st.integers(0, 5), st.integers(0, 5))
def test_reducts_of_one_term_are_equal(term: Term, one: int, other: int) -> None:
    steps = [term, *(step.after for step in islice(lamb.trace(term, definitions=DEFINITIONS), 5))]
    left, right = steps[min(one, len(steps) - 1)], steps[min(other, len(steps) - 1)]
    assert common_reduct(left, right, definitions=DEFINITIONS) is not None
    assert equality(left, right, definitions=DEFINITIONS, budget=SMALL).beta


@given(terms(0), terms(0))
def test_what_has_a_common_reduct_has_one_normal_form(one: Term, other: Term) -> None:
    budget = Budget(steps=100, nodes=10_000)
    meeting = common_reduct(one, other, budget=budget)
    ends = lamb.normalize(one, budget=budget), lamb.normalize(other, budget=budget)
    if all(end.finished for end in ends):
        assert (meeting is not None) == (ends[0].term == ends[1].term)


@given(terms(0), terms(0))
@often(2)
def test_equality_is_symmetric_and_each_kind_is_part_of_the_next(one: Term, other: Term) -> None:
    found, back = equality(one, other, budget=SMALL), equality(other, one, budget=SMALL)
    assert (found.alpha, found.beta, found.eta) == (back.alpha, back.beta, back.eta)
    if found.alpha:
        assert found.beta
    if found.beta:
        assert found.eta
    if found.beta is False and found.endless is None:
        left, right = (lamb.eta_normal(outcome.term) for outcome in found.outcomes)
        assert found.eta == (left == right)
