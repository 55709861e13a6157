"""Values of Python's and the terms that stand for them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, EncodingError, Lam, Term, Var
from lamb.calculus.numerals import church, churches
from lamb.calculus.term import nodes
from lamb.encodings.values import SUGAR, encode, list_of, read_boolean, read_list, read_numeral, read_pair
from lamb.prelude import prelude
from tests.strategies import terms

numbers = st.integers(0, 50)
values = st.recursive(
    numbers | st.booleans(),
    lambda parts: st.tuples(parts, parts) | st.lists(parts, max_size=4),
    max_leaves=8,
)


def decoded(term: Term, like: Any) -> Any:
    """The value of *term*, read as something of the kind of *like*."""
    match like:
        case bool():
            return read_boolean(term)
        case int():
            return read_numeral(term)
        case (fst, snd) if isinstance(like, tuple):
            first, second = read_pair(term) or pytest.fail("no pair")
            return decoded(first, fst), decoded(second, snd)
        case list():
            items = read_list(term)
            assert items is not None
            return [decoded(item, of) for item, of in zip(items, like, strict=True)]


# ── There and back ────────────────────────────────────────────────────────────────────


@given(values)
def test_what_is_encoded_is_read_back(value: Any) -> None:
    assert repr(decoded(encode(value), value)) == repr(value)


@given(values)
def test_what_is_encoded_is_closed_and_in_normal_form(value: Any) -> None:
    term = encode(value)
    assert term.open == 0
    assert next(lamb.redexes(term), None) is None


@given(values)
def test_encoding_is_what_the_language_means(value: Any) -> None:
    """A value that is written in the language, with the prelude's names, has that normal form."""
    text = str(value).replace("True", "true").replace("False", "false")
    outcome = lamb.normalize(lamb.parse_term(text), definitions=prelude())
    assert outcome.term == encode(value)


def test_terms_stand_for_themselves() -> None:
    term = lamb.parse_term("λx. x")
    assert encode(term) is term
    assert encode([term, 2]) == lamb.list_of([term, lamb.church(2)])


@pytest.mark.parametrize("value", [-1, 1.5, "text", None, (1,), (1, 2, 3), {1: 2}, [None], (1, -1)])
def test_other_values_stand_for_no_term(value: object) -> None:
    with pytest.raises(EncodingError, match="stands for no term"):
        encode(value)


def test_a_numeral_counts_nothing_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        lamb.church(-1)


# ── Reading ───────────────────────────────────────────────────────────────────────────


@given(terms(0))
def test_what_is_read_stands_for_the_term(term: Term) -> None:
    """Up to η: nothing is ever read as a value that it is not."""
    short = lamb.eta_normal(term)
    if (number := read_numeral(short)) is not None:
        assert lamb.eta_normal(lamb.church(number)) == lamb.eta_normal(short)
    if (truth := read_boolean(short)) is not None:
        assert lamb.boolean(truth) == short
    if (parts := read_pair(short)) is not None:
        assert lamb.pair(*parts) == short
    if (items := read_list(short)) is not None:
        assert lamb.eta_normal(lamb.list_of(items)) == lamb.eta_normal(short)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("λf x. x", 0),
        ("λf x. f x", 1),
        ("λf. f", 1),
        ("λf x. f (f x)", 2),
        ("7", 7),
        ("λf x. f", None),
        ("λf x. x f", None),
        ("λf x. f (x f)", None),
        ("λf x. f (f y)", None),
        ("λx. x x", None),
        ("x", None),
        ("λf x. f f x", None),
        ("λf x y. f x", None),
    ],
)
def test_a_numeral_is_read_from_nothing_else(text: str, number: int | None) -> None:
    assert read_numeral(lamb.parse_term(text)) == number


@pytest.mark.parametrize("text", ["λp. p a", "λp. p p b", "λp. p a p", "λp. q a b", "λp. p (λx. p) b", "f"])
def test_a_pair_is_read_from_nothing_else(text: str) -> None:
    assert read_pair(lamb.parse_term(text)) is None


@pytest.mark.parametrize("text", ["λc n. c", "λc n. c n n", "λc n. c a c", "λc n. c a (n b)", "λc n. a", "f"])
def test_a_list_is_read_from_nothing_else(text: str) -> None:
    assert read_list(lamb.parse_term(text)) is None


# ── The same as the prelude's ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SUGAR)
def test_the_sugar_is_made_of_what_the_prelude_defines(name: str) -> None:
    assert SUGAR[name] == prelude()[name]


def test_the_booleans_are_the_preludes() -> None:
    assert lamb.boolean(True) == prelude()["true"]
    assert lamb.boolean(False) == prelude()["false"]


# ── Large ─────────────────────────────────────────────────────────────────────────────


def test_a_million_is_read() -> None:
    assert read_numeral(lamb.church(1_000_000)) == 1_000_000


def test_lists_and_pairs_are_read_at_any_length_and_depth() -> None:
    items = [lamb.boolean(True)] * 20_000
    assert read_list(lamb.list_of(items)) == items
    nested: Any = 0
    for _ in range(10_000):
        nested = (nested, True)
    term = encode(nested)
    for _ in range(10_000):
        term, _ = read_pair(term) or pytest.fail("no pair")
    assert read_numeral(term) == 0
    assert Lam("f", Lam("x", App(Var(1), Var(0)))) == lamb.church(1)


# ── What is too large ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [20_000_001, 10**100, 10**5_000], ids=["large", "larger", "immense"])
def test_no_number_is_written_out_that_would_fill_the_memory(number: int) -> None:
    with pytest.raises(lamb.EncodingError, match="too large to be written out"):
        encode([number])
    with pytest.raises(ValueError, match="too large to be written out"):
        churches([number])
    assert not church(number).written


@given(st.sets(st.integers(0, 300)))
def test_numerals_share_their_nodes(numbers: set[int]) -> None:
    found = churches(numbers)
    assert found == {number: church(number) for number in numbers}
    of_their_own = 2 + 2 * 2  # λs each, and in the list two applications and their heads
    assert len(nodes(list_of([*found.values()]))) <= max(numbers, default=0) + 5 + of_their_own * len(numbers)
