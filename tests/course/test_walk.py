"""A walk through a reduction: doors, a way back, and answers."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Rule, Strategy, Term
from lamb.analysis.divergence import Cycle, Growth
from lamb.calculus.strategies import TooLarge, next_redex
from lamb.course.walk import Walk
from lamb.errors import ParseError
from lamb.notation.elision import HOLE, filled, matches
from lamb.notation.printer import pretty
from tests.strategies import DEFINITIONS, programs, unfolding


def walk(text: str, strategy: Strategy = Strategy.NORMAL, *, eta: bool = False) -> Walk:
    return Walk(lamb.parse_term(text), DEFINITIONS, strategy=strategy, eta=eta)


# ── Choices ───────────────────────────────────────────────────────────────────────────


def test_every_redex_is_a_choice_and_has_its_place_in_the_text() -> None:
    here = walk("(λx. x x) ((λy. y) z)")
    assert here.text == "(λx. x x) ((λy. y) z)"
    assert [
        (choice.number, choice.rule, here.text[choice.start : choice.end]) for choice in here.choices
    ] == [
        (1, Rule.BETA, "(λx. x x) ((λy. y) z)"),
        (2, Rule.BETA, "((λy. y) z)"),
    ]


@pytest.mark.parametrize(
    ("strategy", "number"), [(Strategy.NORMAL, 1), (Strategy.APPLICATIVE, 2), (Strategy.HEAD, 1)]
)
def test_the_next_one_is_that_of_the_strategy(strategy: Strategy, number: int) -> None:
    here = walk("(λx. x x) ((λy. y) z)", strategy)
    assert here.next is not None
    assert here.next.number == number
    assert [choice.number for choice in here.choices if choice.is_next] == [number]


def test_the_strategy_may_change_on_the_way() -> None:
    here = walk("(λx. x x) ((λy. y) z)")
    here.strategy = Strategy.APPLICATIVE
    here.forward()
    here.strategy = Strategy.NORMAL
    here.forward()
    assert here.text == "z z"
    assert here.next is None


@pytest.mark.parametrize("look", [lambda here: here.next, lambda here: here.choices, Walk.forward])
def test_the_strategy_is_asked_once(look: Callable[[Walk], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Which costs as much as the term is large."""
    asked = Mock(wraps=next_redex)
    monkeypatch.setattr("lamb.course.walk.next_redex", asked)
    look(walk("(λx. x x) ((λy. y) z)"))
    asked.assert_called_once()


def test_a_name_can_be_unfolded_where_nothing_needs_it() -> None:
    here = walk("a K")
    assert here.next is None
    assert [choice.rule for choice in here.choices] == [Rule.DELTA]
    here.contract(1)
    assert here.text == "a λx y. x"


def test_eta_redexes_are_choices_if_they_are_wanted() -> None:
    assert walk("λx. f x").choices == []
    here = walk("λx. f x", eta=True)
    assert here.next == here.choices[0]
    here.forward()
    assert here.text == "f"


def test_there_is_no_other_redex() -> None:
    with pytest.raises(ValueError, match="no redex number 3: they are 1 to 2"):
        walk("(λx. x x) ((λy. y) z)").contract(3)


@given(programs)
def test_the_text_at_a_choice_is_its_redex(term: Term) -> None:
    here = Walk(term, DEFINITIONS)
    for choice in here.choices[:20]:
        part = here.text[choice.start : choice.end]
        if not part.startswith("(") or part.endswith(")"):  # a merged λ has no text of its own
            assert lamb.parse_term(part).size > 0


# ── Going ─────────────────────────────────────────────────────────────────────────────


def test_a_renaming_is_a_line_of_its_own() -> None:
    here = walk("(λx y. x) y")
    lines = here.forward()
    assert [line.rule for line in lines] == [Rule.ALPHA, Rule.BETA]
    assert (here.text, here.steps) == ("λy'. y", 1)
    assert here.back()
    assert (here.text, here.steps, here.lines) == ("(λx y. x) y", 0, [])


@given(programs, st.lists(st.integers(1, 5), max_size=6))
def test_there_is_a_way_back_and_forward_again(term: Term, numbers: list[int]) -> None:
    here = Walk(term, DEFINITIONS)
    texts = [here.text]
    for number in numbers:
        choices = here.choices
        if not choices or here.term.size > 2_000:
            break
        here.contract(min(number, len(choices)))
        texts.append(here.text)
    for text in reversed(texts):
        assert here.text == text
        there_was = here.back()
    assert not there_was
    for text in texts[1:]:
        here.forward()
        assert here.text == text


@given(programs, st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_one_may_go_to_any_step_there_was(term: Term, visited: list[int]) -> None:
    here = Walk(term, DEFINITIONS)
    here.run(6)
    texts, last = [here.text], here.steps
    while here.back():
        texts.insert(0, here.text)
    for steps in visited:
        here.go_to(steps)
        assert (here.steps, here.text) == (min(steps, last), texts[min(steps, last)])
        assert len(here.ahead) == last - here.steps


def test_a_step_that_makes_too_large_a_term_changes_nothing() -> None:
    here = Walk(lamb.parse_term("(λx. x x x) (f a b) (I c)"), DEFINITIONS, largest=19)
    here.contract(2)
    here.back()
    before = here.text
    with pytest.raises(TooLarge):
        here.contract(1)
    assert here.run(5) is None
    assert (here.text, here.steps) == (before, 0)
    here.forward()
    assert here.text == "(λx. x x x) (f a b) ((λx. x) c)"


@given(programs)
def test_forward_goes_the_way_of_the_strategy(term: Term) -> None:
    here = Walk(term, DEFINITIONS)
    trace = lamb.trace(term, definitions=DEFINITIONS, folded=True, budget=lamb.Budget(steps=8))
    for step in trace:
        here.forward()
        assert here.term == step.after
    again = Walk(term, DEFINITIONS)
    again.run(8)
    assert (again.text, again.steps) == (here.text, here.steps) or again.steps < here.steps  # it went round


def test_running_on_stops_at_the_end() -> None:
    here = walk("add 1 2")
    assert here.run(1_000) is None
    assert here.text == "λf x. f (f (f x))"
    assert here.forward() == []


def test_running_on_says_what_does_not_end() -> None:
    assert walk("(λx. x x) (λx. x x)").run(100) == Cycle(1, 0)
    assert walk("Y a").run(100) == Growth(2, 1)


def test_a_parallel_step_is_a_choice_of_its_own() -> None:
    here = walk("(λx. x x) ((λy. y) z)", Strategy.PARALLEL)
    assert here.next is not None
    assert (here.next.rule, here.next.number) == (Rule.PARALLEL, 0)
    here.forward()
    assert here.text == "z z"


# ── Asking ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["(λy. y) z ((λy. y) z)", "(λw. w) z ((λu. u) z)", "… ((λy. y) z)", "(λy. y) z …", "...", "(λy. …) z …"],
)
def test_the_next_step_is_right_whatever_its_names_and_holes(text: str) -> None:
    reply = walk("(λx. x x) ((λy. y) z)").ask(text)
    assert reply.right


@pytest.mark.parametrize(
    ("term", "text", "kind", "words"),
    [
        ("(λx. x x) ((λy. y) z)", "(λx. x x) z", "another-redex", "“(λx. x x) ((λy. y) z)” is next"),
        ("(λx. x x) ((λy. y) z)", "(λx. x x) …", "another-redex", "this contracts “((λy. y) z)”"),
        ("a", "b", "ended", "nothing left to do"),
        ("a K", "a λx y. x", "another-redex", "nothing is left to do"),
        ("(λx y. x) y", "λy. y", "capture", "captured"),
        ("(λx. x x) a", "a x", "some-occurrences", "occurrence"),
    ],
)
def test_a_wrong_step_is_explained(term: str, text: str, kind: str, words: str) -> None:
    reply = walk(term).ask(text)
    assert not reply.right
    assert reply.mistake is not None
    assert reply.mistake.kind == kind
    assert words in str(reply.mistake.told(3))


def test_a_wrong_parallel_step_is_told_the_right_one() -> None:
    reply = walk("(λx. x x) ((λy. y) z)", Strategy.PARALLEL).ask("z")
    assert reply.mistake is not None
    assert reply.mistake.right is not None


@given(unfolding())
def test_what_the_walk_would_do_is_right(term: Term) -> None:
    here = Walk(term, DEFINITIONS)
    there = Walk(term, DEFINITIONS)
    if there.forward():
        assert here.ask(there.text).right


@given(unfolding(), unfolding())
def test_whatever_is_asked_is_answered(term: Term, other: Term) -> None:
    reply = Walk(term, DEFINITIONS).ask(pretty(other))
    assert reply.right or (reply.mistake is not None and str(reply.mistake.told(3)))


def test_what_cannot_be_read_is_an_error_in_the_text_that_was_typed() -> None:
    with pytest.raises(ParseError) as error:
        walk("a").ask("(… x")
    assert "  1 | (… x\n    | ^" in str(error.value)


# ── Holes ─────────────────────────────────────────────────────────────────────────────


@given(unfolding())
def test_a_hole_fits_everything(term: Term) -> None:
    assert matches(HOLE, term)
    assert filled(HOLE, term) == term


@given(unfolding(), unfolding())
def test_without_holes_only_equals_match(one: Term, other: Term) -> None:
    assert matches(one, other) == (one == other)
    assert filled(one, other) == one


def test_a_walk_takes_no_step_to_a_term_that_is_immense_as_a_tree() -> None:
    session = lamb.Session(strategy=Strategy.PARALLEL)
    (asked,) = session.run("pred 40")
    here = session.walk(asked.term)
    here.run(100)
    assert here.steps == 4
    with pytest.raises(TooLarge):
        here.forward()
    assert len(here.choices) > 90
