"""Quantities: sizes that nobody could count to are still known, said, and held in little memory."""

import json
import sys

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Session, Term, Var
from lamb.html.bundles import bundle
from lamb.quantities import IMMENSE, LARGEST_COUNTED, amount, counted, natural
from lamb.show.json import described
from lamb.show.lines import FORMATS, Look, plain, render
from tests.strategies import doubled

IMMENSE_TERMS = [doubled(Free("a"), 20_000), Lam("x", doubled(Var(0), 20_000)), doubled(Free("b"), 60)]


@given(st.integers(0, LARGEST_COUNTED))
def test_what_can_be_taken_in_is_said_exactly(number: int) -> None:
    assert int(amount(number).replace(",", "")) == number


@given(st.integers(0, 20_000))
def test_every_number_is_said_in_a_few_characters(digits: int) -> None:
    assert len(counted(10**digits, "node")) < 30


def test_numbers_are_said_exactly_by_their_digits_or_as_immense() -> None:
    assert amount(LARGEST_COUNTED) == "1,000,000,000,000,000"
    assert amount(LARGEST_COUNTED + 1) == "about 10^15"
    assert amount(-LARGEST_COUNTED * 100) == "about 10^17"
    assert amount(IMMENSE - 1) == "about 10^308"
    assert amount(IMMENSE) == "more than 10^308"


def test_numbers_that_somebody_may_mean_are_no_longer_than_those_that_can_be_taken_in() -> None:
    assert natural("9" * 16) == 10**16 - 1
    assert natural("9" * 17) is None
    assert natural("0042") == 42
    assert [natural(text) for text in ("", "-1", "1_000", "²", "4 2")] == [None] * 5


@given(st.integers(0, 400))
def test_sizes_are_exact_up_to_a_point_and_never_larger(times: int) -> None:
    assert doubled(Free("a"), times).size == 2 ** (times + 1) - 1


def test_no_size_is_larger_than_immense_and_all_of_them_are_one_number() -> None:
    term = doubled(Free("a"), 1_100)
    assert term.size == IMMENSE
    assert Lam("x", term).size is App(term, term).size
    assert sys.getsizeof(IMMENSE) < 200


def test_terms_of_which_both_are_immense_can_still_differ() -> None:
    assert doubled(Free("a"), 2_000) == doubled(Free("a"), 2_000)
    assert doubled(Free("a"), 2_000) != doubled(Free("b"), 2_000)
    assert doubled(Free("a"), 2_000) != doubled(Free("a"), 2_001)


@pytest.mark.parametrize("term", IMMENSE_TERMS)
def test_an_immense_term_can_be_looked_at_in_every_way(term: Term) -> None:
    assert len(repr(term)) < 80
    assert len(lamb.pretty(term, limit=100)) < 120
    for format in FORMATS:
        if format in ("readings", "value"):
            assert "10^" in Look(format=format).write(term)
        else:
            with pytest.raises(lamb.BudgetError, match=r"10\^"):
                Look(format=format).write(term)
    assert {"text/plain", "text/html"} <= bundle(term).keys()
    assert "10^" in term.tree().alt
    assert "10^" in term.diagram().alt


def test_an_answer_that_is_immense_can_be_shown_and_described() -> None:
    (answer,) = Session(budget=lamb.Budget(nodes=1_000_000)).run("5000 (λx. p x x) q")
    assert "(more than 10^308 nodes)" in plain(render(answer, Look()).answer)
    term = json.loads(json.dumps(described(answer, Look())))["term"]
    assert (term["size"], term["text"]) == (None, None)
