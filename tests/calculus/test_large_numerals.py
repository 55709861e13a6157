"""Numerals whose nodes are made when they are asked for."""

from __future__ import annotations

import copy
import math
import pickle
import subprocess
import sys

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.analysis.divergence import diagnose
from lamb.analysis.graph import reduction_graph
from lamb.calculus.numerals import (
    WRITTEN_AT_ONCE,
    church,
    name_numerals,
    name_of,
    number_named,
    times_left,
    unwritten,
    written_size,
)
from lamb.calculus.strategies import is_normal
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import nodes
from lamb.show.lines import Look, render
from tests.strategies import terms

HUGE = 10**40


def written(number: int) -> Term:
    """The numeral, made of ordinary nodes."""
    body: Term = Var(0)
    for _ in range(number):
        body = App(Var(1), body)
    return Lam("f", Lam("x", body))


def walk(term: Term, steps: int) -> Term:
    """The part of a numeral so many nodes down."""
    for _ in range(steps):
        term = term.body if isinstance(term, Lam) else term.arg  # type: ignore[union-attr]
    return term


numbers = st.integers(0, 3 * WRITTEN_AT_ONCE)


@given(numbers, numbers)
def test_an_unwritten_numeral_is_the_numeral(number: int, steps: int) -> None:
    """Also when a part of it has been written, and whichever side is asked."""
    term = unwritten(number)
    walk(term, min(steps, number + 2))
    assert written(number) == term
    assert term == written(number)
    assert hash(term) == hash(written(number))
    assert (term.size, term.open) == (written(number).size, 0)
    assert lamb.read_numeral(term) == number


@given(numbers, numbers, numbers)
def test_parts_of_numerals_have_one_hash_whether_they_are_written_or_not(
    number: int, steps: int, others: int
) -> None:
    term = unwritten(number)
    walk(term, min(others, number + 2))
    part = walk(written(number), min(steps, number + 2))
    assert hash(walk(term, min(steps, number + 2))) == hash(part)
    assert hash(Lam("g", part)) == hash(Lam("h", walk(term, min(steps, number + 2))))


@pytest.mark.parametrize("text", ["fact 9", "fact 20", "pair (fact 9) (fact 10)"])
def test_an_answer_is_read_shown_hashed_and_forgotten_without_being_written_out(text: str) -> None:
    session = lamb.Session()
    for _ in range(2):
        (answer,) = session.run(text)
        assert isinstance(answer, lamb.Answer)
        term = answer.outcome.term
        assert answer.readings
        assert render(answer, Look()).answer
        assert hash(term) == hash(term)
        assert answer._repr_mimebundle_()
        assert written_size(term) <= 2_000
        text = f"(λx. x) ({text})"


def test_a_numeral_that_is_freed_with_care_is_not_written_out() -> None:
    """As in a browser, where nodes hand on their parts when they die, and a nursery holds what is made."""
    program = """
import sys
sys.platform = "emscripten"
import lamb
assert hasattr(lamb.Lam, "__del__")
*_, answer = lamb.Session().run("add 2 3\\nfact 20")
print(answer.readings[0])
numeral = lamb.church(10**40)
numeral.body.body.arg.arg
del answer, numeral
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout == f"{math.factorial(20)}\n"
    assert ended.stderr == ""


@given(st.integers(2 * WRITTEN_AT_ONCE, HUGE), st.integers(0, WRITTEN_AT_ONCE - 3))
def test_each_part_of_a_numeral_knows_how_many_times_are_left(number: int, steps: int) -> None:
    term = unwritten(number)
    assert times_left(term) == number
    assert times_left(walk(term, steps + 2)) == number - steps


@given(terms(), st.integers(1, 5))
def test_an_unwritten_part_counts_as_one_node(term: Term, parts: int) -> None:
    assert written_size(term) == term.size
    for _ in range(parts):
        term = Lam("x", App(term, church(HUGE)))
    assert written_size(term) == term.size - parts * (church(HUGE).size - 1)


@given(numbers, numbers)
def test_numerals_are_the_same_only_if_their_numbers_are(one: int, other: int) -> None:
    assert (unwritten(one) == unwritten(other)) == (one == other)


@pytest.mark.parametrize("text", ["λf x. f (f y)", "λf x. f (x x)", "λf x. x f", "λf x g y. f"])
def test_what_begins_like_an_immense_numeral_may_be_another_term(text: str) -> None:
    """Of the same size, even. Nothing is written out to see that."""
    end = lamb.parse_term(text)
    rest = end.body.body  # type: ignore[union-attr]
    for _ in range(5_000):
        rest = App(Var(1), rest)
    other = Lam("f", Lam("x", rest))
    number = (other.size - 3) // 2
    assert unwritten(number) != other
    assert (term := unwritten(number)) != other
    assert not term.written


@given(numbers, numbers)
def test_an_unwritten_numeral_is_pickled_as_far_as_it_is_written(number: int, steps: int) -> None:
    term = unwritten(number)
    walk(term, min(steps, number + 2))
    assert pickle.loads(pickle.dumps(term)) == term
    assert copy.deepcopy(term) is term


def test_what_was_walked_into_consists_of_ordinary_nodes() -> None:
    term = church(HUGE)
    assert type(term) is not Lam
    inside = walk(term, 10)
    assert type(term) is Lam
    assert type(term.body) is Lam
    assert inside.__class__ is App
    assert inside.size == 2 * (HUGE - 8) + 1
    assert walk(term, 9).arg is inside  # type: ignore[union-attr]


def test_terms_never_change_but_for_what_is_not_there_yet() -> None:
    with pytest.raises(AttributeError):
        church(HUGE).body = Var(0)  # type: ignore[union-attr, misc]


def test_immense_numerals_are_known_without_a_walk() -> None:
    """Each of these would take for ever if it wrote the numeral out."""
    term = church(HUGE)
    assert term.size == 2 * HUGE + 3
    assert len(nodes(term, whole=False)) == written_size(term) == 1
    assert term == church(HUGE) != church(HUGE + 1)
    assert hash(term) == hash(church(HUGE))
    assert lamb.read_numeral(term) == HUGE
    assert lamb.readings(term) == (str(HUGE),)
    assert pickle.loads(pickle.dumps(term)) == term
    assert free_names(term) == set()
    assert replace_names(term, {"x": Var(0)}) == term
    assert is_normal(term)
    assert "nodes" in repr(term)
    parts = lamb.pair(term, lamb.list_of([term, church(3)]))
    assert lamb.readings(parts) == (f"({HUGE}, [{HUGE}, 3])",)


def test_immense_numerals_have_no_bits() -> None:
    for term in (church(HUGE), lamb.Free(str(HUGE))):
        with pytest.raises(lamb.EncodingError, match="more than 50,000,000 bits"):
            lamb.to_blc(term)


@given(st.integers(0, 10) | st.integers(10**4_000, 10**10_000))
def test_numbers_of_any_length_have_a_name(number: int) -> None:
    """Python's own functions give up after some thousand digits."""
    assert number_named(name_of(number)) == number


def test_a_shared_graph_is_read_in_the_time_of_its_nodes() -> None:
    """2³⁰ nodes as a tree, 30 as a graph."""
    for leaf in (lamb.church(2), Lam("x", Var(0)), lamb.Free("y")):
        tree: Term = leaf
        for _ in range(30):
            tree = lamb.pair(tree, tree)
        assert lamb.readings(tree) == ()


def test_an_immense_numeral_has_its_name_in_a_trace() -> None:
    """Its f cannot be replaced: there are too many."""
    numeral = church(HUGE)
    for steps in (0, 10):  # whether or not a part has been asked for
        walk(numeral, steps)
        trace = lamb.trace(App(numeral, Free("f")), budget=lamb.Budget(nodes=10_000))
        assert [lamb.pretty(step.after) for step in trace] == []
        assert trace.status is lamb.Status.NODES
        trace = lamb.trace(
            lamb.parse_term("snd n f"),
            definitions={"n": lamb.pair(Free("x"), numeral), "snd": lamb.parse_term("λp. p λx y. y")},
        )
        assert lamb.pretty([step.after for step in trace][-1]) == f"{HUGE} f"
    assert name_numerals(lamb.pair(church(HUGE), Free("x"))) == lamb.pair(Free(str(HUGE)), Free("x"))
    assert len(reduction_graph(church(HUGE))) == 1
    assert diagnose(lamb.parse_term("n f"), {"n": church(HUGE)}) is None


@pytest.mark.parametrize("strategy", list(lamb.Strategy))
def test_a_normal_graph_has_no_steps_and_that_is_seen_at_once(strategy: lamb.Strategy) -> None:
    tree: Term = Free("q")
    for _ in range(40):
        tree = lamb.pair(tree, tree)
    trace = lamb.trace(tree, strategy=strategy)
    assert list(trace) == []
    assert trace.status is lamb.Status.NORMAL_FORM
