"""Values: what Python gives, a session has; and what it has, Python gets back as whoever reads it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.encodings.values import encode
from lamb.python import Value, define, reads_as
from tests.strategies import doubled

python_values = st.recursive(
    st.integers(0, 12) | st.booleans(),
    lambda parts: st.lists(parts, max_size=3) | st.tuples(parts, parts),
    max_leaves=6,
)


def named(value: object, name: str = "v", session: lamb.Session | None = None) -> Value:
    """A value that has been given a name."""
    session = session or lamb.Session()
    define(session, name, value)
    return Value(lamb.Free(name), session)


def value(text: str, session: lamb.Session | None = None) -> Value:
    return Value(lamb.parse_term(text), session or lamb.Session())


@given(python_values)
def test_what_is_given_comes_back(given_: object) -> None:
    assert named(given_) == given_
    assert named(given_).normal_form == lamb.normalize(encode(given_)).term
    assert reads_as(encode(given_), given_)


@given(python_values, python_values)
def test_values_are_equal_to_what_they_can_be_read_as(one: object, other: object) -> None:
    same = named(one).normal_form == named(other).normal_form
    assert (named(one) == named(other)) is same
    assert same or named(one) != other


def back(found: Value, like: object) -> object:
    """A value read as what was given."""
    match like:
        case bool():
            return bool(found)
        case int():
            return int(found)
        case list():
            return [back(part, item) for part, item in zip(found, like, strict=True)]
        case tuple():
            return tuple(back(part, item) for part, item in zip(found, like, strict=True))
    raise AssertionError


@given(python_values)
def test_python_reads_a_value_as_it_says(given_: object) -> None:
    assert back(named(given_), given_) == given_


@given(st.integers(0, 9), st.integers(0, 9))
def test_definitions_are_called_with_values_of_pythons(m: int, n: int) -> None:
    session = lamb.Session()
    add, less = value("add", session), value("leq", session)
    assert int(add(m, n)) == int(add(m)(n)) == int(add(value(str(m), session), lamb.church(n))) == m + n
    assert bool(less(m, n)) is (m <= n)
    assert value("map", session)("succ", list(range(m))) == list(range(1, m + 1))


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("λx. x x", int, "this is no numeral: λx. x x"),
        ("3", bool, "this is no boolean: λf x. f (f (f x))"),
        ("3", list, "this is no list and no pair: λf x. f (f (f x))"),
        ("true", tuple, "this is no list and no pair: λx y. x"),
        ("x", lambda found: found.python, "this is no value of Python's: x"),
        ("nil", lambda found: found.python, "this can be read as 0, false, nil"),
    ],
)
def test_nothing_is_guessed(text: str, read: Any, message: str) -> None:
    with pytest.raises(lamb.LambError) as found:
        read(value(text))
    assert found.value.message == message


def test_what_can_be_read_in_one_way_only_needs_nobody_to_say_how() -> None:
    assert value("[1, 2]").python == [1, 2]
    assert value("(true, 3)").python == (True, 3)
    assert value("7").python == 7


STRANGE = [-1, 1.5, None, {1}, (1,), (1, 2, 3), [object()], lamb.Var(0), 10**5_000, -(10**5_000), [10**5_000]]


@pytest.mark.parametrize("number", range(len(STRANGE)))
def test_what_stands_for_no_term_is_refused(number: int) -> None:
    session = lamb.Session()
    with pytest.raises(lamb.EncodingError):
        define(session, "v", STRANGE[number])
    with pytest.raises(lamb.EncodingError):
        value("K", session)(STRANGE[number])
    assert "v" not in session.definitions


@pytest.mark.parametrize("name", ["", "let", "1", "a b", "a = 1\nb", "λ", "x.y"])
def test_names_are_names(name: str) -> None:
    with pytest.raises(lamb.LambError, match="cannot be the name of a definition"):
        define(lamb.Session(), name, 1)


@pytest.mark.parametrize("text", ["1\ny = 2", "1; y = 2", "x\n\ny", "", "-- nothing"])
def test_a_text_is_one_term(text: str) -> None:
    session = lamb.Session()
    with pytest.raises(lamb.LambError):
        define(session, "v", text)
    assert session.definitions.entries == {}


def test_texts_mean_what_they_mean_in_the_session() -> None:
    session = lamb.Session()
    define(session, "two", 2)
    define(session, "four", "λf. two (two f)")
    assert value("four", session) == 4
    assert value("pair", session)("two", 3) == (2, 3)
    session.definitions.answers = {"it": lamb.church(5)}
    seven = value("add", session)("it", "two")
    session.definitions.answers = {"it": lamb.church(0)}
    assert seven == 7


def test_a_name_may_be_given_a_value_that_is_made_of_what_it_was() -> None:
    session = lamb.Session()
    define(session, "n", 3)
    n = value("n", session)
    define(session, "n", [value("succ", session)(n), n])
    assert value("n", session) == [4, 3]
    define(session, "n", value("n", session))
    assert value("n", session) == [4, 3]


def test_definitions_in_a_circle_are_refused() -> None:
    session = lamb.Session()
    with pytest.raises(lamb.DefinitionError, match="defined by itself"):
        define(session, "f", "λx. f x")


def test_definitions_are_written_as_somebody_would() -> None:
    session = lamb.Session()
    define(session, "v", [1, (True, "λx. x x"), value("fact", session)(3)])
    assert session.definitions.entries["v"].place.text == "v = [1, (λx y. x, λx. x x), fact 3]"


def test_what_has_no_normal_form_says_so_and_can_be_shown() -> None:
    endless = value("(λx. x x) λx. x x", lamb.Session(budget=lamb.Budget(steps=100)))
    with pytest.raises(lamb.LambError) as found:
        int(endless)
    assert found.value.message == "(λx. x x) λx. x x: no normal form within 100 steps"
    assert found.value.hint is not None
    assert "steps 1_000" in found.value.hint
    assert repr(endless) == "(λx. x x) λx. x x"
    assert endless._repr_mimebundle_()["text/plain"].startswith("(λx. x x) λx. x x")
    endless.session.budget = lamb.Budget(steps=None)
    assert value("K 1", endless.session)(endless) == 1


def test_a_value_may_be_as_large_as_it_likes() -> None:
    large = doubled(lamb.Free("x"), 40)
    shown = Value(large, lamb.Session())
    assert repr(shown).startswith("x x (x x)")
    assert len(shown._repr_mimebundle_()["text/html"]) < 100_000
    with pytest.raises(lamb.EncodingError, match="too large to be a definition"):
        named(large)


def test_values_are_shown_as_answers_are() -> None:
    shown = value("add 1 2")._repr_mimebundle_()
    assert shown["text/plain"] == "λf x. f (f (f x))    -- 3"
    assert "lamb-term" in shown["text/html"]
    assert (str(value("add 1 2")), repr(value("add 1 2"))) == ("λf x. f (f (f x))", "λf x. f (f (f x))")


def test_numbers_are_numbers_wherever_python_wants_one() -> None:
    assert list(range(5))[value("2") :] == [2, 3, 4]
    assert [len(value("[1, 2]")), len(value("(1, 2)"))] == [2, 2]


def test_values_are_in_no_set() -> None:
    with pytest.raises(TypeError):
        hash(value("1"))


def test_no_value_is_too_deep() -> None:
    session = lamb.Session()
    deep: object = 0
    for _ in range(5_000):
        deep = [deep]
    assert value("I", session)(deep) == deep
    assert value("I", session)(deep) != [deep]
