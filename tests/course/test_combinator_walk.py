"""A walk by the rules of combinators."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, LambError, Strategy, Term
from lamb.calculus.reduction import Rule
from lamb.course.walk import CombinatorWalk
from lamb.encodings.combinators import RULES, combinator_redexes, combinator_step
from lamb.html.walk_page import Stepping

terms: st.SearchStrategy[Term] = st.recursive(
    st.sampled_from([*RULES, "x", "y"]).map(Free), lambda parts: st.builds(App, parts, parts), max_leaves=12
)


@given(terms)
def test_the_next_step_is_that_of_the_trace_and_one_of_the_choices(term: Term) -> None:
    walk = CombinatorWalk(term)
    trace = lamb.combinator_trace(term, budget=Budget(steps=5))
    for step in trace:
        assert walk.upcoming == (step.rule, step.path)
        (chosen,) = [choice for choice in walk.choices if choice.is_next]
        assert (chosen.rule, chosen.path) == walk.upcoming
        walk.contract(chosen)
        assert walk.term == step.after
    assert trace.status is not lamb.Status.NORMAL_FORM or walk.choices == []


@given(terms)
def test_every_choice_is_a_step_to_an_equal_term(term: Term) -> None:
    meaning = lamb.normalize(lamb.from_combinators(term), budget=Budget(steps=300, nodes=20_000))
    for rule, path in combinator_redexes(term):
        step = combinator_step(term, path)
        assert (step.rule, step.path) == (rule, path)
        after = lamb.normalize(lamb.from_combinators(step.after), budget=Budget(steps=3_000, nodes=200_000))
        assert not (meaning.finished and after.finished) or meaning.term == after.term


def test_a_walk_forth_and_back_and_what_is_said() -> None:
    walk = CombinatorWalk(lamb.parse_term("S K K (I x)"))
    assert [(choice.rule, choice.path) for choice in walk.choices] == [(Rule.S, ()), (Rule.I, ("arg",))]
    walk.contract(2)
    assert walk.text == "S K K x"
    assert walk.ask("K x (K x)").right
    mistake = walk.ask("K x K x").mistake
    assert mistake is not None
    assert "the rule of S" in mistake.what
    walk.run(10)
    assert (walk.text, walk.steps, walk.next) == ("x", 3, None)
    assert walk.back()
    assert walk.text == "K x (K x)"
    with pytest.raises(LambError, match="normal order"):
        walk.strategy = Strategy.CALL_BY_VALUE
    with pytest.raises(ValueError, match="no redex"):
        combinator_step(walk.term, ("fn",))


def test_it_can_be_clicked_through() -> None:
    stepping = Stepping(CombinatorWalk(lamb.parse_term("K x (I y)")))
    shown = stepping.shown()
    assert str(shown["term"]).count("lamb-choice") == 2
    stepping.obey({"kind": "contract", "number": 2, "at": shown["number"]})
    stepping.obey({"kind": "forward"})
    assert "lamb-choice" not in str(stepping.shown()["term"])
    stepping.obey({"kind": "strategy", "name": "value"})
    assert "normal order" in str(stepping.shown()["remark"])
