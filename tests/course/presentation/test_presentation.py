"""The steps of a trace, each as a person with a pencil makes it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import lamb
from lamb.calculus.budget import Budget
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import App, Lam, Term
from lamb.course.presentation import Shown, presented, rename
from lamb.machine.trace import trace
from tests.course.presentation import pencil
from tests.effort import DEEPER
from tests.strategies import DEFINITIONS, clashing, programs, shared

ENOUGH = Budget(steps=12, nodes=5_000)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])

applied = st.tuples(clashing(), clashing(most=4)).map(lambda parts: App(Lam("x", parts[0]), parts[1]))
reduced = clashing() | applied | programs | shared()
strategies = st.sampled_from(Strategy)


def shown(term: Term, strategy: Strategy = Strategy.NORMAL, *, folded: bool = True) -> list[Shown]:
    steps = trace(term, strategy=strategy, definitions=DEFINITIONS, budget=ENOUGH, folded=folded)
    return list(presented(term, steps, definitions=DEFINITIONS, folded=folded))


# ── Laws ──


@patient
@given(reduced, strategies, st.booleans())
def test_the_lines_are_the_steps_of_the_trace_and_renamings(
    term: Term, strategy: Strategy, folded: bool
) -> None:
    lines = [line for line in shown(term, strategy, folded=folded) if line.rule is not Rule.ALPHA]
    steps = list(trace(term, strategy=strategy, definitions=DEFINITIONS, budget=ENOUGH, folded=folded))
    assert [(line.rule, line.path) for line in lines] == [(step.rule, step.path) for step in steps]
    assert all(line.before == step.before for line, step in zip(lines, steps, strict=True))
    assert all(line.after == step.after for line, step in zip(lines, steps, strict=True))


@patient
@given(reduced, strategies)
def test_each_line_goes_on_where_the_one_above_ended(term: Term, strategy: Strategy) -> None:
    lines = shown(term, strategy)
    assert all(line.before == term and lamb.pretty(line.before) == lamb.pretty(term) for line in lines[:1])
    assert all(line.after is following.before for line, following in pairwise(lines))


@patient
@given(reduced, strategies)
def test_hints_are_the_printed_names_on_every_line(term: Term, strategy: Strategy) -> None:
    for line in shown(term, strategy):
        assert pencil.text(line.before) == lamb.pretty(line.before)
        assert pencil.text(line.after) == lamb.pretty(line.after)


@patient
@given(reduced, strategies)
def test_a_step_is_what_a_pencil_does(term: Term, strategy: Strategy) -> None:
    for line in shown(term, strategy):
        if line.rule in (Rule.BETA, Rule.DELTA):
            assert lamb.parse_term(by_pencil(line)) == line.after
        if line.rule is Rule.BETA:
            assert by_pencil(line) == lamb.pretty(line.after)


@patient
@given(reduced, strategies)
def test_nothing_is_renamed_that_would_capture_nothing(term: Term, strategy: Strategy) -> None:
    renamings: list[Shown] = []
    for line in shown(term, strategy):
        if line.rule is Rule.ALPHA:
            renamings.append(line)
            continue
        if line.rule is not Rule.PARALLEL:
            for left_out in renamings:
                assert left_out.renaming is not None
                wrong = rename(line.before, left_out.path, left_out.renaming.name)
                assert lamb.parse_term(by_pencil(line._replace(before=wrong))) != line.after
        renamings = []


@patient
@given(reduced, strategies)
def test_a_renaming_changes_one_name_and_says_which(term: Term, strategy: Strategy) -> None:
    for line in shown(term, strategy):
        assert (line.rule is Rule.ALPHA) == (line.renaming is not None)
        if line.renaming:
            name, new, path = line.renaming
            assert line.path == path
            assert line.after == line.before
            assert pencil.text(rename(line.after, path, name)) == pencil.text(line.before)
            assert new != name


def by_pencil(line: Shown) -> str:
    """What a step gives if names are replaced as they are written."""
    expr = pencil.as_hinted(line.before)
    redex = pencil.at(expr, line.path)
    if line.rule is Rule.BETA:
        new = pencil.beta(redex)
    else:
        assert isinstance(redex, pencil.Name)
        meaning = DEFINITIONS.get(redex.name) or lamb.church(int(redex.name))
        new = pencil.as_hinted(meaning)
    return pencil.write(pencil.put(expr, line.path, new))


# ── Examples ──


def lines(text: str, strategy: Strategy = Strategy.NORMAL) -> list[str]:
    term = lamb.parse_term(text)
    return [f"{line.rule.value} {lamb.pretty(line.after)}" for line in shown(term, strategy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(λx y. x) y z", ["α (λx y'. x) y z", "β (λy'. y) z", "β y"]),
        ("(λx y. y) y z", ["β (λy. y) z", "β z"]),
        ("(λx. x x) λy. y", ["β (λy. y) λy. y", "β λy. y"]),
        ("λfour. four", []),
        ("λadd. four", ["α λadd'. four", "δ λadd'. add 2 2"]),
        ("λy. (λx y. x y) y", ["α λy. (λx y'. x y') y", "β λy y'. y y'"]),
        ("a 3", []),
    ],
)
def test_a_reduction_is_written_down(text: str, expected: list[str]) -> None:
    assert lines(text)[: len(expected)] == expected


def test_a_binder_around_a_name_gives_way_to_what_the_name_stands_for() -> None:
    found = lines("λsucc. add a succ")
    assert found[:2] == ["α λsucc'. add a succ'", "δ λsucc'. (λm n. m succ n) a succ'"]


def test_a_name_once_given_is_kept() -> None:
    assert lines("(λx y. (λz. y) x) y")[:3] == ["α (λx y'. (λz. y') x) y", "β λy'. (λz. y') y", "β λy'. y'"]


def test_all_redexes_at_once_capture_nothing_either() -> None:
    assert lines("(λx y. x) y ((λx y. x) y)", Strategy.PARALLEL) == [
        "α (λx y'. x) y ((λx y. x) y)",
        "α (λx y'. x) y ((λx y''. x) y)",
        "∥ (λy'. y) λy''. y",
        "∥ y",
    ]


def test_lines_are_made_as_they_are_asked_for() -> None:
    omega = lamb.parse_term("(λx. x x) λx. x x")
    endless = presented(omega, trace(omega))
    first = next(endless)
    for _ in range(1_000):
        last = next(endless)
    assert first.after == last.after == omega


def test_eta_takes_a_variable_away() -> None:
    term = lamb.parse_term("λx y. f x y")
    assert [lamb.pretty(line.after) for line in presented(term, trace(term, eta=True))] == ["λx. f x", "f"]


def test_a_term_of_any_depth_is_presented() -> None:
    body = lamb.church(DEEPER)
    term = App(Lam("x", App(lamb.Free("a"), body)), body)
    (line,) = presented(term, trace(term))
    assert line.after == App(lamb.Free("a"), body)


def test_parallel_steps_of_terms_that_are_immense_as_trees_are_shown() -> None:
    """10¹³ nodes as a tree, and some hundreds as a graph."""
    session = lamb.Session()
    (asked,) = session.run("pred 40")
    steps = trace(asked.term, strategy=Strategy.PARALLEL, definitions=session.definitions, folded=True)
    lines = list(presented(asked.term, steps, definitions=session.definitions, folded=True))
    assert max(line.after.size for line in lines) > 10**13
    assert lines[-1].after == lamb.church(39)
