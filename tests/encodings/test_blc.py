"""Binary lambda calculus: closed terms are strings of bits, and back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

import lamb
from lamb import App, EncodingError, Free, Lam, Term, Var
from lamb.calculus.term import nodes
from tests.effort import DEEPER
from tests.strategies import doubled, terms

closed = terms(1, names=st.nothing()).map(lambda body: Lam("x", body))


@given(closed)
def test_a_term_comes_back_from_its_bits(term: Term) -> None:
    bits = lamb.to_blc(term)
    assert set(bits) <= {"0", "1"}
    assert lamb.from_blc(bits) == term


@given(st.text("01", max_size=40))
@example("")
def test_bits_stand_for_a_term_or_are_refused(bits: str) -> None:
    try:
        term = lamb.from_blc(bits)
    except EncodingError:
        return
    assert lamb.to_blc(term) == bits


@given(closed, st.text("01", min_size=1, max_size=5))
def test_no_term_is_the_beginning_of_another(term: Term, more: str) -> None:
    bits = lamb.to_blc(term)
    with pytest.raises(EncodingError):
        lamb.from_blc(bits + more)
    for end in range(len(bits)):
        with pytest.raises(EncodingError):
            lamb.from_blc(bits[:end])


@given(st.text(max_size=10))
def test_any_text_stands_for_a_term_or_is_refused(text: str) -> None:
    try:
        term = lamb.from_blc(text)
    except EncodingError:
        return
    assert lamb.to_blc(term) == "".join(text.split())


@given(terms(1, names=st.integers(0, 9).map(str)).map(lambda body: Lam("x", body)))
def test_numerals_are_unfolded(term: Term) -> None:
    assert lamb.from_blc(lamb.to_blc(term)) == unfolded(term)


def unfolded(term: Term) -> Term:
    while (found := next(lamb.redexes(term, rules=frozenset({lamb.Rule.DELTA})), None)) is not None:
        term = lamb.contract(term, found[1], found[0])
    return term


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("λx. x", "0010"),
        ("λx y. x", "0000110"),
        ("λx y. y", "000010"),
        ("λx. x x", "00011010"),
        ("λx y z. x z (y z)", "00000001011110100111010"),
        ("2", "0000011100111010"),
    ],
)
def test_the_bits_are_those_that_tromp_gives(text: str, bits: str) -> None:
    assert lamb.to_blc(lamb.parse_term(text)) == bits


@pytest.mark.parametrize(
    ("bits", "complaint"),
    [
        ("", "no bits"),
        ("00", "end before"),
        ("01 10 10", "no λ"),
        ("0010 0", "end before"),
        ("0010 0010", "after the end"),
        ("00110", "no λ"),
        ("0011", "end before"),
        ("0x10", "at bit 2"),
        ("10", "no λ"),
        ("0012", "at bit 4"),
    ],
)
def test_malformed_bits_are_refused(bits: str, complaint: str) -> None:
    with pytest.raises(EncodingError, match=complaint):
        lamb.from_blc(bits)


@pytest.mark.parametrize("term", [lamb.parse_term("λx. y"), Var(0), Lam("x", Var(1))])
def test_only_closed_terms_have_bits(term: Term) -> None:
    with pytest.raises(EncodingError, match="only closed terms have bits"):
        lamb.to_blc(term)


def test_blanks_do_not_count() -> None:
    assert lamb.from_blc(" 00\n 1 0\t") == lamb.parse_term("λx. x")


@pytest.mark.parametrize("deep", [Lam("x", Var(0)), App(Lam("y", Var(0)), Lam("z", Var(0)))])
def test_deep_terms_have_bits(deep: Term) -> None:
    term = deep
    for level in range(DEEPER):
        term = Lam("x", term) if level % 2 else App(term, deep)
    assert lamb.from_blc(lamb.to_blc(term)) == term


def test_a_long_variable_that_is_cut_off_is_refused() -> None:
    with pytest.raises(EncodingError, match="end before"):
        lamb.from_blc("00" + "1" * 1_000_000)


@given(st.integers(1, 200))
def test_parts_that_are_alike_are_one_object(times: int) -> None:
    """f (f (… x)) to both sides of an application, in bits: its nodes are those of one side."""
    numeral = lamb.church(times)
    both = lamb.from_blc(lamb.to_blc(App(numeral, numeral)))
    assert len(nodes(both)) == len(nodes(lamb.from_blc(lamb.to_blc(numeral)))) + 1


# ── What is too long ──────────────────────────────────────────────────────────────────


def test_bits_that_would_fill_the_memory_are_not_made() -> None:
    deep = App(Var(50_000), Var(50_000))
    for _ in range(1_000):
        deep = App(deep, Var(50_000))
    for _ in range(50_001):
        deep = Lam("x", deep)
    for term in (deep, Free("9" * 999), Free("99999999"), doubled(Lam("x", Var(0)), 100)):
        with pytest.raises(EncodingError, match="more than 50,000,000 bits"):
            lamb.to_blc(term)


def test_too_many_bits_are_not_read() -> None:
    with pytest.raises(EncodingError, match="50,000,001 bits; 50,000,000 is the most"):
        lamb.from_blc("1" * 50_000_001)
