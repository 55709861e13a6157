"""Readings: all that an answer can stand for, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.calculus.term import nodes
from lamb.encodings.readings import DEEPEST, HANDFUL, MOST_READINGS, readings
from lamb.encodings.values import encode
from tests.effort import DEEPER
from tests.meters import Recording
from tests.strategies import terms

Values = st.SearchStrategy[Any]

kinds: st.SearchStrategy[Values] = st.recursive(
    st.sampled_from([st.integers(0, 9), st.booleans()]),
    lambda inner: (
        inner.map(lambda kind: st.lists(kind, min_size=1, max_size=3))
        | st.tuples(inner, inner).map(lambda both: st.tuples(*both))
    ),
    max_leaves=3,
)


@given(st.data())
def test_a_value_is_among_the_readings_of_what_stands_for_it(data: st.DataObject) -> None:
    value = data.draw(data.draw(kinds))
    found = readings(encode(value))
    assert len(found) <= MOST_READINGS
    assert len(found) == MOST_READINGS or repr(value) in {repr(reading.value) for reading in found}


@given(terms(0))
def test_each_reading_is_another_one_and_stands_for_the_term(term: Term) -> None:
    found = readings(term)
    assert len(set(found)) == len(found)
    for reading in found:
        if reading.kind in ("nat", "bool"):
            assert lamb.eta_normal(encode(reading.value)) == lamb.eta_normal(term)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("λx y. y", ("0", "false", "nil")),
        ("λx y. x", ("true",)),
        ("λx. x", ("1",)),
        ("λf x. f x", ("1",)),
        ("λf x. f (f (f x))", ("3",)),
        ("42", ("42",)),
        ("x", ()),
        ("λx. x x", ()),
        ("λp. p (λf x. f x) (λf x. f (f x))", ("(1, 2)",)),
        ("λp. p (λx y. x) (λx y. y)", ("(true, 0)", "(true, false)", "(true, nil)")),
        ("λc n. c 1 (c 2 n)", ("[1, 2]",)),
        ("λc n. c (λx y. y) n", ("[0]", "[false]", "[nil]")),
        ("λc. c 2", ()),
        ("λx. x (λx. x λx. x)", ()),
        ("λc n. c (λx y. y) (c (λx y. x) n)", ("[false, true]",)),
        ("λc n. c 0 (c 5 n)", ("[0, 5]",)),
        ("λs. s 0 (λs. s 5 λs x y. x)", ("[0, 5]",)),
        ("λs. s (λs x y. x) (λs. s (λs. s 5 λs x y. x) λs x y. x)", ("[nil, [5]]",)),
        ("λs. s (λs. s 1 2) λs x y. x", ("[(1, 2)]",)),
        ("λs. s 1 (λs. s (λx. x x) λs x y. x)", ()),
        ("λs. s 1 (λs. s 2 λs x y. y)", ()),
        ("λs x y. x", ()),
        ("λc n. c (λc n. n) (c (λc n. c 7 n) n)", ("[nil, [7]]",)),
        ("λc n. c 5 (c (λx y. x) n)", ("[5, true]",)),
        ("λp. p a b", ()),
        ("λc n. c a (c b n)", ()),
        ("λp. p (λx. x x) 1", ()),
        ("λc n. c (λx. x x) n", ()),
        ("λf x y. f x y", ("1",)),
    ],
)
def test_an_answer_is_read_in_every_way(text: str, expected: tuple[str, ...]) -> None:
    assert readings(lamb.parse_term(text)) == expected


def test_pairs_that_are_no_list_are_gone_through_once() -> None:
    """And not once more from each of them."""
    pairs: Term = Free("end")
    for _ in range(2_000):
        pairs = Lam("s", App(App(Var(0), Free("item")), pairs))
    with Recording() as meter:
        assert readings(pairs) == ()
    assert sum(meter.told) < 20 * 2_000


@given(st.data())
def test_readings_are_the_same_up_to_eta(data: st.DataObject) -> None:
    term = encode(data.draw(data.draw(kinds)))
    if not ends_in_a_list_of_one(term):
        assert readings(lamb.eta_normal(term)) == readings(term)


def ends_in_a_list_of_one(term: Term) -> bool:
    """True if there is a list of one item in it: λc n. c t n is as long as any λc. c t up to η."""
    shortened = (lamb.eta_normal(node) for node in nodes(term) if isinstance(node, Lam) and not node.open)
    return any(
        isinstance(node, Lam) and isinstance(node.body, App) and node.body.fn == Var(0) for node in shortened
    )


@given(st.data())
def test_what_was_typed_comes_first(data: st.DataObject) -> None:
    value = data.draw(data.draw(kinds))
    (answer,) = lamb.Session().run(written(value))
    assert isinstance(answer, lamb.Answer)
    assert answer.readings[0] == written(value)
    assert len(set(answer.readings)) == len(answer.readings)


def written(value: Any) -> str:
    match value:
        case tuple():
            return f"({', '.join(map(written, value))})"
        case list():
            return f"[{', '.join(map(written, value))}]"
    return str(value).lower()


def test_a_name_is_a_reading_too_but_comes_last_and_once() -> None:
    term = lamb.parse_term("λx y. y")
    assert readings(term, ["false", "F", "nil"]) == ("0", "false", "nil", "F")
    assert [reading.kind for reading in readings(term, ["F"])] == ["nat", "bool", "list", "name"]
    assert readings(lamb.parse_term("λa b. b"), ["F"])[-1] == "F"


def test_there_are_never_too_many_readings() -> None:
    ambiguous = ((False, False), (False, (False, False)))
    found = readings(encode(ambiguous))
    assert len(found) == MOST_READINGS
    assert found[0] == "((0, 0), (0, (0, 0)))"
    assert len(found) + found.more == 3**5
    shown = found.listed()
    assert shown.count("((") == HANDFUL
    assert shown.endswith(f", … and {3**5 - HANDFUL} more")


def test_ambiguity_does_not_multiply_with_depth() -> None:
    nested: Any = False
    for _ in range(50):
        nested = (nested, False)
    assert len(readings(encode(nested))) == MOST_READINGS


def test_what_is_nested_too_deeply_is_not_read() -> None:
    nested: Any = 5
    for _ in range(DEEPEST):
        nested = [nested]
    assert readings(encode(nested)) == ("[" * DEEPEST + "5" + "]" * DEEPEST,)
    assert readings(encode([nested])) == ()
    for _ in range(10_000):
        nested = [nested]
    assert readings(encode(nested)) == ()


def test_long_answers_are_read() -> None:
    (reading,) = readings(lamb.list_of([lamb.church(3)] * DEEPER))
    assert reading.value == [3] * DEEPER


def test_a_long_answer_that_is_nothing_is_read_as_nothing() -> None:
    term = lamb.parse_term("λx. x x")
    for _ in range(DEEPER):
        term = Lam("x", term)
    assert readings(term) == ()
