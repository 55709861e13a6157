"""Diamonds: two steps always come together, and the complete development is reached from there."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import BudgetError, LambError, Rule, Term
from lamb.calculus.strategies import Unfolding
from lamb.machine.parallel import development
from tests.effort import often
from tests.repl.entering import Prompt
from tests.strategies import terms

ROOMS = Unfolding({}, folded=True)


def redexes(term: Term) -> list[tuple[str, ...]]:
    return [path for _, path in lamb.redexes(term, rules=frozenset({Rule.BETA}))]


@given(terms(), st.randoms())
@often(6)
def test_both_sides_come_to_the_same_term_by_steps(term: Term, random: object) -> None:
    paths = redexes(term)
    if len(paths) < 2:
        return
    first, second = random.sample(range(1, len(paths) + 1), 2)
    found = lamb.diamond(term, first, second)
    for step, closing, path in (
        (found.left, found.closing_left, paths[first - 1]),
        (found.right, found.closing_right, paths[second - 1]),
    ):
        assert step.after == lamb.contract(term, path, Rule.BETA)
        reached = step.after
        for each in closing:
            assert each.before == reached
            assert each.after in [lamb.contract(reached, one, Rule.BETA) for one in redexes(reached)]
            reached = each.after
        assert reached == found.meeting


@given(terms())
@often(6)
def test_with_two_redexes_they_meet_at_the_complete_development(term: Term) -> None:
    if len(redexes(term)) != 2:
        return
    found = lamb.diamond(term)
    assert found.meeting == found.development == development(term, ROOMS)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("(λx. x x) ((λy. y) z)", (2, 1)),  # copied
        ("(λx. y) ((λy. y) z)", (0, 1)),  # dropped
        ("(λx. (λy. y x) x) a", (1, 1)),  # inside
        ("(λx. x) a ((λx. x) b)", (1, 1)),  # apart
    ],
)
def test_residuals_are_copied_dropped_or_kept(text: str, steps: tuple[int, int]) -> None:
    found = lamb.diamond(lamb.parse_term(text))
    assert (len(found.closing_left), len(found.closing_right)) == steps


@pytest.mark.parametrize(
    ("text", "first", "second", "message"),
    [
        ("x", 1, 2, "there is no β-redex 1: this term has 0"),
        ("(λx. x) a", 1, 2, "there is no β-redex 2: this term has 1"),
        ("(λx. x) a", 1, 1, "these are the same redex"),
        ("(λx. x) a", 0, 1, "there is no β-redex 0: this term has 1"),
    ],
)
def test_two_redexes_are_needed(text: str, first: int, second: int, message: str) -> None:
    with pytest.raises(LambError) as caught:
        lamb.diamond(lamb.parse_term(text), first, second)
    assert caught.value.message == message


def test_a_diamond_that_is_too_large_ends() -> None:
    copies = lamb.parse_term("(λx. f " + "x " * 20 + ") ((λy. y) z)")
    assert len(lamb.diamond(copies).closing_left) == 20
    with pytest.raises(BudgetError):
        lamb.diamond(copies, budget=lamb.Budget(steps=19))


def test_a_diamond_is_drawn() -> None:
    found = lamb.diamond(lamb.parse_term("(λx. x x) ((λy. y) <b>)".replace("<b>", "z")))
    picture = found.picture()
    assert picture.svg.count("<path") == 5
    assert picture.alt == "the diamond of two steps from (λx. x x) ((λy. y) z): both sides reduce to z z"
    assert found._repr_mimebundle_()["text/plain"].endswith(
        "the two steps come together after 2 steps and 1 step"
    )


@pytest.mark.parametrize(("second", "meeting"), [(2, "p (a b) ((λy. y b) a)"), (3, "p ((λy. y b) a) (a b)")])
def test_of_two_redexes_that_become_alike_one_is_followed(second: int, meeting: str) -> None:
    found = lamb.diamond(lamb.parse_term("(λx. p ((λy. y x) a) ((λy. y x) a)) b"), 1, second)
    assert (len(found.closing_left), len(found.closing_right)) == (1, 1)
    assert lamb.pretty(found.meeting) == meeting


def test_the_prompt_shows_it() -> None:
    said = Prompt().said(":diamond 1 3 (λx. x) a ((λx. x) b ((λx. x) c))", ":diamond x")
    assert "both    a ((λx. x) b c)\nt*      a (b c)" in said
    assert "there is no β-redex 1" in said
