"""Which names a reduction unfolds, where it leaves them folded as long as it can."""

from __future__ import annotations

import pytest

import lamb
from lamb import Budget, Free, Term
from lamb.calculus.budget import Exhausted
from lamb.calculus.reduction import LONGEST_NUMERAL, unfold
from lamb.calculus.strategies import TooLarge, Unfolding

DEFINITIONS = {
    name: lamb.parse_term(text)
    for name, text in {
        "I": "λx. x",
        "late": "I I",
        "redex": "λx. (λy. y) x",
        "holder": "λp. p late",
        "deeper": "λp. p holder",
        "stuck": "a b",
        "twice": "λf. f I 2",
        "applied": "λf. f (2 f)",
        "round": "λx. round x",
    }.items()
}


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("I", False),
        ("late", True),
        ("redex", True),
        ("holder", True),
        ("deeper", True),
        ("stuck", False),
        ("twice", False),
        ("applied", True),
        ("round", True),
        ("7", False),
        ("unknown", False),
    ],
)
def test_a_name_stays_folded_where_nothing_is_lost_by_it(name: str, needed: bool) -> None:
    folded, plain = Unfolding(DEFINITIONS, folded=True), Unfolding(DEFINITIONS)
    assert folded.needs(name, applied=False) == needed
    assert folded.needs(name, applied=False) == needed  # asked again
    assert folded.needs(name, applied=True) == plain.needs(name, applied=False) == (name != "unknown")


def test_names_and_numerals_have_a_meaning() -> None:
    unfolding = Unfolding({"1": lamb.parse_term("λx. x"), **DEFINITIONS}, largest=10)
    assert unfolding.meaning("late") == lamb.parse_term("I I")
    assert unfolding.meaning("1") == lamb.parse_term("λx. x")
    assert unfolding.meaning("10") == lamb.church(10)
    assert Unfolding({}).meaning("20000000") == lamb.church(20_000_000)
    with pytest.raises(TooLarge):
        Unfolding({}).meaning("20000001")
    for number in ("11", "9" * 10_000):
        with pytest.raises(TooLarge):
            unfolding.meaning(number)
    with pytest.raises(TooLarge):
        Unfolding({}).meaning("9" * 10_000)


def test_a_name_in_its_own_definition_stays() -> None:
    definitions = {name: lamb.parse_term(text) for name, text in {"a": "f a", "b": "g c", "c": "h b"}.items()}
    assert unfold(Free("a"), definitions) == lamb.parse_term("f a")
    assert unfold(lamb.parse_term("b a"), definitions) == lamb.parse_term("g (h b) (f a)")


def test_what_is_known_is_whole_also_where_the_time_runs_out() -> None:
    definitions = {"I": lamb.parse_term("λx. x"), "d": lamb.parse_term("I (a" + " b" * 20_000 + ")")}
    known: dict[str, Term] = {}
    with pytest.raises(Exhausted), Budget(seconds=0).meter():
        unfold(Free("d"), definitions, known)
    assert unfold(Free("d"), definitions, known) == unfold(Free("d"), definitions)


def test_the_longest_numeral_that_is_unfolded_with_all_names() -> None:
    number = 10**LONGEST_NUMERAL - 1
    assert unfold(Free(str(number)), {}) == lamb.church(number)
    assert unfold(Free(str(number + 1)), {}) == Free(str(number + 1))
