"""Any depth: nothing that is done to terms runs on Python's stack.

`LAMB_DEPTH=1000000 pytest tests/calculus/test_depth.py` does everything at that depth, in some minutes;
`python -m tests.tools.portability` does so under every Python that is there.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

import lamb
from lamb import App, Free, Lam, Rule, Term, Var
from lamb.calculus.substitution import free_names, shift, substitute
from lamb.calculus.term import nodes
from tests.effort import DEPTH as DEEP
from tests.tools.portability.checks import CHECKS, A, lambdas, run, spine, staircase, tower

SHAPES: dict[str, Callable[[int], Term]] = {
    "lambdas": lambdas,
    "spine": spine,
    "tower": tower,
    "staircase": staircase,
}
shapes = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())


def test_deep_terms_are_pickled_compared_hashed_and_copied() -> None:
    one = staircase(10 * DEEP)
    other = pickle.loads(pickle.dumps(one))
    assert one == other
    assert isinstance(hash(one), int)
    assert copy.deepcopy(one) is copy.copy(one) is one
    assert repr(one) == f"<{type(one).__name__} of {one.size:,} nodes>"


@pytest.mark.parametrize("check", CHECKS)
def test_depth_is_no_obstacle(check: str) -> None:
    assert run(check, DEEP)["seconds"] >= 0


def test_a_term_much_deeper_than_that_is_substituted_in() -> None:
    assert substitute(staircase(30 * DEEP), A).open == 0


@shapes
def test_deep_terms_are_compared_and_measured(shape: Callable[[int], Term]) -> None:
    one, other = shape(DEEP), shape(DEEP)
    assert one == other
    assert hash(one) == hash(other)
    assert one != shape(DEEP + 1)
    assert pickle.loads(pickle.dumps(one)) == one
    assert free_names(one) <= {"a"}
    assert len(nodes(one)) >= DEEP


def closed(term: Term) -> Lam:
    """*term* under as many λs as it reaches past."""
    while term.open:
        term = Lam("z", term)
    assert isinstance(term, Lam)
    return term


@shapes
def test_deep_terms_are_shifted_and_substituted_in(shape: Callable[[int], Term]) -> None:
    term = shape(DEEP)
    assert shift(term, 3).open == term.open + 3
    assert substitute(shift(term, 1), Free("b")) == term


@shapes
def test_deep_terms_are_reduced_by_the_machine(shape: Callable[[int], Term]) -> None:
    term = closed(shape(DEEP))
    outcome = lamb.normalize(App(Lam("x", App(Var(0), Free("b"))), term))
    assert outcome.steps == 2
    assert outcome.term == substitute(term.body, Free("b"))
    assert lamb.normalize(term).term == term


@shapes
def test_deep_terms_are_traced(shape: Callable[[int], Term]) -> None:
    term = App(Lam("x", shape(DEEP)), App(Lam("y", Var(0)), Free("b")))
    steps = list(lamb.trace(term))
    assert [step.rule for step in steps] == [Rule.BETA, Rule.BETA]
    assert len(steps[1].path) >= DEEP - 1
    assert steps[1].before == steps[0].after
    assert lamb.contract(steps[1].before, steps[1].path, Rule.BETA) == steps[1].after


@shapes
def test_deep_terms_are_searched_for_redexes(shape: Callable[[int], Term]) -> None:
    term = substitute(shape(DEEP), App(Lam("y", Var(0)), Free("b")))
    ((rule, path),) = lamb.redexes(term)
    assert rule is Rule.BETA
    assert len(path) >= DEEP - 1


@shapes
def test_deep_terms_are_made_shorter_by_eta(shape: Callable[[int], Term]) -> None:
    term = shape(DEEP)
    assert lamb.eta_normal(Lam("y", App(shift(term, 1), Var(0)))) == term


def test_a_stopped_machine_is_read_at_any_depth() -> None:
    term = lamb.parse_term(f"λx. {DEEP} (λy. a y) (b x)")
    outcome = lamb.normalize(term, budget=lamb.Budget(steps=DEEP // 2))
    assert not outcome.finished
    assert lamb.normalize(outcome.term).term == lamb.normalize(term).term
