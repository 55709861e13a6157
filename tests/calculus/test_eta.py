"""η: two functions that do the same are the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

import lamb
from lamb import Budget, Rule, Term
from tests.strategies import DEFINITIONS, programs, terms

ETA = frozenset({Rule.ETA})


def one_by_one(term: Term) -> Term:
    """The η-normal form by contracting whichever redex comes first."""
    while (found := next(lamb.redexes(term, rules=ETA), None)) is not None:
        rule, path = found
        term = lamb.contract(term, path, rule)
    return term


@given(terms(3))
def test_the_eta_normal_form_is_reached_one_by_one_too(term: Term) -> None:
    short = lamb.eta_normal(term)
    assert short == one_by_one(term)
    assert lamb.eta_normal(short) == short
    assert short.size <= term.size


@given(programs)
def test_a_beta_normal_form_stays_one(term: Term) -> None:
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=200))
    assume(outcome.finished and outcome.term.size < 10_000)
    assert next(lamb.redexes(lamb.eta_normal(outcome.term), DEFINITIONS), None) is None


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("λx. f x", "f"),
        ("λx y. f x y", "f"),
        ("λf x. f x", "λf. f"),
        ("λx. x x", "λx. x x"),
        ("λx. f x x", "λx. f x x"),
        ("λx. (λy. x y y) x", "λx. (λy. x y y) x"),
        ("λx. (λy z. f (x z) z y) x", "λx. (λy z. f (x z) z y) x"),
        ("λa b. c (λd. b d d) b", "λa b. c (λd. b d d) b"),
        ("λa b. c (λd. a d d) b", "λa. c (λd. a d d)"),
        ("λx. (λy. f y) x", "f"),
        ("λx. f (λy. x y)", "f"),
        ("λa x. (λb. b a) x", "λa b. b a"),
        ("λa b c. b (λd. a d) c", "λa b. b a"),
    ],
)
def test_small_terms_are_made_shorter(text: str, short: str) -> None:
    assert lamb.eta_normal(lamb.parse_term(text)) == lamb.parse_term(short)


def test_a_long_chain_of_redexes_goes_all_the_way() -> None:
    names = " ".join(f"x{number}" for number in range(300))
    assert lamb.eta_normal(lamb.parse_term(f"λ{names}. f {names}")) == lamb.Free("f")


def test_many_variables_are_taken_off_at_once() -> None:
    names = " ".join(f"x{number}" for number in range(5_000))
    assert lamb.eta_normal(lamb.parse_term(f"λ{names}. a {names}")) == lamb.parse_term("a")


def test_a_shared_part_is_made_short_once() -> None:
    term = lamb.parse_term("λx. f x")
    for _ in range(100):
        term = lamb.App(lamb.App(lamb.Free("p"), term), term)
    short: Term = lamb.Free("f")
    for _ in range(100):
        short = lamb.App(lamb.App(lamb.Free("p"), short), short)
    assert lamb.eta_normal(term) == short
