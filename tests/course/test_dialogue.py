"""The conversation on a walk: whatever is said, it is answered, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import LambError, Rule, Strategy, Term
from lamb.analysis.divergence import Cycle
from lamb.calculus.strategies import TooLarge
from lamb.course.dialogue import Dialogue, Hint, Position, Proposal, Ran, Returned
from lamb.course.walk import Walk
from tests.strategies import DEFINITIONS, unfolding

BUDGET = lamb.Budget(steps=500, nodes=50_000)


def dialogue(text: str | Term, *, hints: int = 1, **choices: Any) -> Dialogue:
    term = lamb.parse_term(text) if isinstance(text, str) else text
    return Dialogue(Walk(term, DEFINITIONS, budget=BUDGET), hints=hints, **choices)


commands: st.SearchStrategy[Callable[[Dialogue], Position]] = st.one_of(
    st.sampled_from([Dialogue.take_next, Dialogue.back, Dialogue.run, Dialogue.hint]),
    st.builds(lambda steps: lambda it: it.go_to(steps), st.integers(-1, 9)),
    st.builds(lambda number: lambda it: it.contract(number), st.integers(-1, 9)),
    st.builds(lambda strategy: lambda it: it.switch_to(strategy), st.sampled_from(Strategy)),
    st.builds(lambda text: lambda it: it.propose(text), st.sampled_from(["a", "", "λx. …", "(", "…"])),
)


@given(unfolding(), st.lists(commands, max_size=8))
def test_a_position_stays_what_it_was(term: Term, said: list[Callable[[Dialogue], Position]]) -> None:
    it = dialogue(term)
    positions = [it.position, *(command(it) for command in said)]
    seen = [(one.walk.text, one.walk.steps, one.ended, len(one.redexes)) for one in positions]
    it.run()
    assert seen == [(one.walk.text, one.walk.steps, one.ended, len(one.redexes)) for one in positions]


@given(unfolding(), st.lists(commands, max_size=8))
def test_a_command_moves_the_walk_or_leaves_it_where_it_is(
    term: Term, said: list[Callable[[Dialogue], Position]]
) -> None:
    it = dialogue(term)
    before = it.position
    for command in said:
        after = command(it)
        assert after.moved or after.walk.term == before.walk.term
        assert not (after.moved and after.remark is not None and isinstance(after.remark, LambError))
        before = after


def test_the_next_step_is_that_of_the_strategy_even_if_another_was_taken_back() -> None:
    it = dialogue("(λx. x x) ((λy. y) z)")
    it.contract(2)
    it.back()
    assert it.take_next().walk.text == "(λy. y) z ((λy. y) z)"


def test_the_next_step_may_be_the_one_that_was_taken_back_and_those_after_it_stay() -> None:
    it = dialogue("(λx. x x) ((λy. y) z)")
    it.run()
    it.go_to(0)
    assert len(it.take_next().walk.ahead) == 2


def test_the_last_step_has_its_renamings_before_it() -> None:
    assert [line.rule for line in dialogue("(λx y. x) y").take_next().last_step] == [Rule.ALPHA, Rule.BETA]


@pytest.mark.parametrize("number", [0, 3])
def test_there_is_no_other_redex(number: int) -> None:
    remark = dialogue("(λx. x x) ((λy. y) z)").contract(number).remark
    assert str(remark) == f"there is no redex number {number}: they are 1 to 2"


def test_the_end_is_told_with_its_form() -> None:
    it = dialogue("(λx. x) a")
    assert it.position.ended == ""
    assert it.take_next().ended == "normal form after 1 step"
    assert dialogue("a").position.ended == "normal form already"


def test_a_term_that_comes_again_is_noticed() -> None:
    assert dialogue("(λx. x x) λx. x x").take_next().remark == Returned(0)


def test_a_run_says_how_far_it_came() -> None:
    assert dialogue("add 1 2").run().remark == Ran(11, True, None)
    assert dialogue("(λx. x x) λx. x x").run().remark == Ran(1, False, Cycle(1, 0))


def test_no_more_than_the_most_steps_are_taken() -> None:
    it = dialogue("Y a", most_steps=1)
    assert it.take_next().moved
    assert "no more than 1 step can" in str(it.take_next().remark)


# ── Hints ─────────────────────────────────────────────────────────────────────────────


def test_each_hint_says_more_of_a_wrong_proposal() -> None:
    it = dialogue("(λx y. x) y", hints=0)
    answers = [it.propose("λy. y").answer, *(it.hint().answer for _ in range(4))]
    proposals = [answer for answer in answers if isinstance(answer, Proposal)]
    assert [proposal.hints for proposal in proposals] == [0, 1, 2, 3, 3]
    assert proposals[0].message == "this is not the next step"
    assert [proposal.underlined is not None for proposal in proposals] == [False, False, True, True, True]
    assert [proposal.solution is not None for proposal in proposals] == [False, False, False, True, True]
    assert [proposal.has_more for proposal in proposals] == [True, True, True, False, False]


def test_a_right_proposal_is_taken() -> None:
    position = dialogue("(λx. x) a").propose("a")
    assert position.is_right
    assert position.moved
    assert position.walk.text == "a"


def test_a_reader_who_proposes_nothing_gets_hints_too() -> None:
    it = dialogue("(λx. x) a")
    first, second = it.hint().answer, it.hint().answer
    assert isinstance(first, Hint)
    assert (first.leads, second) == (False, Hint(first.next, leads=True))
    assert dialogue("a").hint().answer == Hint(None)


def test_an_answer_stays_until_another_step_is_next() -> None:
    it = dialogue("(λx. x) a")
    it.propose("b")
    assert it.contract(7).answer is not None
    assert it.switch_to(Strategy.HEAD).answer is None


def test_a_step_that_is_too_large_is_refused_and_so_is_a_hint_of_it() -> None:
    for command in (Dialogue.take_next, Dialogue.hint):
        walk = Walk(lamb.parse_term("123456789123456789 f x"), DEFINITIONS, largest=1_000)
        position = command(Dialogue(walk, hints=3))
        assert isinstance(position.remark, TooLarge)
        assert position.answer is None
        assert not position.moved
