"""Church's numerals: one alone, and several that share what they can."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Lam, Term, Var
from lamb.calculus.numerals import (
    LARGEST,
    WRITTEN_AT_ONCE,
    church,
    churches,
    is_numeral,
    name_of,
    number_named,
)
from lamb.calculus.term import nodes


def times(number: int) -> Term:
    body: Term = Var(0)
    for _ in range(number):
        body = App(Var(1), body)
    return Lam("f", Lam("x", body))


@given(st.integers(0, 2 * WRITTEN_AT_ONCE))
def test_a_numeral_applies_f_so_many_times(number: int) -> None:
    assert church(number) == times(number)


@given(st.lists(st.integers(0, 300), max_size=8))
def test_several_numerals_take_no_more_room_than_the_largest(numbers: list[int]) -> None:
    found = churches(numbers)
    assert found == {number: times(number) for number in numbers}
    whole: Term = Var(0)
    for numeral in found.values():
        whole = App(whole, numeral)
    assert len(nodes(whole)) <= max(numbers, default=0) + 4 * len(found) + 4


def test_their_variables_are_called_f_and_x_or_as_given() -> None:
    assert repr(church(1)) == repr(churches([1])[1]) == repr(times(1))
    assert repr(church(1, "s", "z")) == "Lam('s', Lam('z', App(Var(1), Var(0))))"
    assert lamb.pretty(church(WRITTEN_AT_ONCE + 1)).startswith("λf x. f (f (")


def test_no_numeral_is_negative_and_none_is_written_out_that_fills_the_memory() -> None:
    for make in (church, lambda number: churches([1, number])):
        with pytest.raises(
            ValueError, match=r"^a Church numeral counts applications: it cannot be negative$"
        ):
            make(-1)
    assert church(0) == churches([0])[0]
    with pytest.raises(ValueError, match="above 20,000,000 is too large"):
        churches([LARGEST + 1])


@pytest.mark.parametrize("digits", [1, 599, 600, 601, 5_000])
def test_numerals_of_any_length_are_names_of_numbers(digits: int) -> None:
    name = "7" * digits
    assert is_numeral(name)
    assert name_of(number_named(name)) == name
    assert number_named(name) % 1_000_000 == int(name[-6:])


@pytest.mark.parametrize("name", ["", "x", "-1", "1.5", "²", "٣", "4x"])
def test_what_is_no_numeral(name: str) -> None:
    assert not is_numeral(name)
