"""Explanation: one sentence for each step, about this step and no other."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.calculus.budget import Budget
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import App, Lam, Term
from lamb.course.presentation import explained, occurrences, presented
from lamb.machine.trace import trace
from tests.course.presentation import pencil
from tests.strategies import DEFINITIONS, clashing, programs

ENOUGH = Budget(steps=12, nodes=5_000)


def sentences(text: str, strategy: Strategy = Strategy.NORMAL, *, eta: bool = False) -> list[str]:
    term = lamb.parse_term(text)
    steps = trace(term, strategy=strategy, definitions=DEFINITIONS, budget=ENOUGH, folded=True, eta=eta)
    lines = presented(term, steps, definitions=DEFINITIONS, folded=True)
    return [f"{line.rule.value} {explained(line)}" for line in lines]


# ── Laws ──


@given(clashing() | programs, st.sampled_from(Strategy))
def test_every_step_has_its_sentence(term: Term, strategy: Strategy) -> None:
    steps = trace(term, strategy=strategy, definitions=DEFINITIONS, budget=ENOUGH, folded=True)
    for line in presented(term, steps, definitions=DEFINITIONS, folded=True):
        sentence = explained(line)
        assert "\n" not in sentence
        assert sentence.count("(") == sentence.count(")")
        if line.rule is Rule.ALPHA:
            assert line.renaming
            assert line.renaming.name in sentence
            assert sentence.endswith(line.renaming.fresh)


@given(clashing())
def test_what_occurs_n_times_is_replaced_n_times(body: Term) -> None:
    redex = App(Lam("v", body), lamb.Free("new"))
    ((line),) = list(presented(redex, trace(redex, budget=Budget(steps=1))))
    text = pencil.text(line.after)
    assert f" {text} ".replace("(", " ").replace(")", " ").split().count("new") == occurrences(body)


def test_what_occurs_oftener_than_a_size_is_counted_is_counted() -> None:
    body: Term = lamb.Var(0)
    for _ in range(1_100):
        body = App(body, body)
    assert occurrences(body) == 2**1_100


# ── Examples ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(λx. x x) a", "β “a” takes the place of x, which occurs 2 times"),
        ("(λx. a x) (b c)", "β “b c” takes the place of x, which occurs once"),
        ("(λx. a) (ω ω)", "β x does not occur: the argument “ω ω” is thrown away"),
        ("λy. (λx. x) y", "β “y” takes the place of x, which occurs once"),
        ("(λx y. x) y", "α y would be captured by this λy, so it becomes y'"),
        ("succ a", "δ “succ” is unfolded to what it stands for"),
        ("3 a", "δ 3 is unfolded: it is applied"),
        ("(λx. x) λf. f (a b c d e f g h) (a b c d e f g h) (a b c d e f g h)", None),
    ],
)
def test_a_step_is_explained(text: str, expected: str | None) -> None:
    first = sentences(text)[0]
    if expected is None:
        assert first == "β “λf. f (… g h) (… e f g h) (… d e f g h)” takes the place of x, which occurs once"
    else:
        assert first == expected


def test_eta_is_explained() -> None:
    assert sentences("λx. f a x", eta=True) == ["η “λx. f a x” does what “f a” does: η"]


def test_redexes_that_are_contracted_at_once_are_counted() -> None:
    assert sentences("(λx. x) a ((λx. x) b) ((λx. x) ((λx. x) c))", Strategy.PARALLEL) == [
        "∥ 4 redexes are contracted at once"
    ]
    assert sentences("succ a", Strategy.PARALLEL)[0] == "∥ 1 redex is contracted"


def test_ascii_stays_ascii() -> None:
    term = lamb.parse_term("(λx y. x) y")
    (first, *_) = presented(term, trace(term))
    assert "\\y" in explained(first, ascii=True)
