"""The laws of arithmetic, whose questions are answered with as little as is enough."""

from __future__ import annotations

from itertools import product

import pytest

import lamb
from lamb import Term
from lamb.machine.arithmetic.laws import (
    MOST_BITS,
    Enough,
    Known,
    Law,
    NoNumberError,
    power,
    product as multiplied,
    proper_power,
)
from tests.machine.arithmetic.terms import DEFINITIONS, LAWS, OMEGA, applied

ROWS = [pytest.param(term, law, id=lamb.pretty(term)[:40]) for term, law in LAWS.items()]
ENOUGH: list[Enough] = [None, *range(8)]


def asked(law: Law, numbers: tuple[int, ...], enough: Enough, tells_all: bool) -> Known:
    """What a law makes of numbers of which it is told no more than it asks for, or all at once."""
    questions = law.asked(*range(law.arity), enough)
    try:
        argument, wanted = next(questions)
        while True:
            number = numbers[argument]
            short = wanted is not None and number >= wanted and not tells_all
            argument, wanted = questions.send(Known(wanted, False) if short else Known(number, True))
    except StopIteration as done:
        found: Known = done.value
        return found


@pytest.mark.parametrize(("term", "law"), ROWS)
def test_what_a_law_finds_out_is_so_and_is_enough(term: Term, law: Law) -> None:
    for numbers, enough, tells_all in product(product(range(7), repeat=law.arity), ENOUGH, (False, True)):
        try:
            expected = law.of(*numbers)
        except NoNumberError:
            with pytest.raises(NoNumberError):
                asked(law, numbers, enough, tells_all)
            continue
        least, exactly = asked(law, numbers, enough, tells_all)
        if exactly:
            assert least == expected
        else:
            assert enough is not None
            assert enough <= least <= expected


@pytest.mark.parametrize(("term", "law"), ROWS)
def test_a_law_that_is_told_everything_says_everything(term: Term, law: Law) -> None:
    for numbers in product(range(1, 5), repeat=law.arity):
        assert asked(law, numbers, None, tells_all=True) == (law.of(*numbers), True)


@pytest.mark.parametrize(("term", "law"), ROWS)
def test_the_machine_computes_with_each_law_what_it_computes_without(term: Term, law: Law) -> None:
    """Also where a number is known in part, or there is none."""
    parts = [lamb.parse_term(text) for text in ("0", "1", "3", "succ 1", "succ (succ Ω)", "Ω")]
    definitions = {**DEFINITIONS, "Ω": OMEGA}
    used = False
    for probe, arguments in product(("λt. t", "λt. leq 2 t"), product(parts, repeat=law.arity)):
        whole = applied(lamb.parse_term(probe), applied(term, *arguments))
        plain = lamb.normalize(whole, definitions=definitions, budget=lamb.Budget(steps=300))
        if plain.finished:
            budget = lamb.Budget(steps=plain.steps)
            fast = lamb.normalize(whole, definitions=definitions, budget=budget, numbers=True)
            assert fast.finished
            assert fast.term == plain.term
            used = used or fast.numbers_used
    assert used


def test_products_and_powers_are_computed_while_they_are_not_too_large() -> None:
    half = 1 << (MOST_BITS // 2 - 1)
    assert multiplied(half, half) == half * half
    assert power(4, MOST_BITS // 2) == power(2, MOST_BITS) == 1 << MOST_BITS
    assert power(2, 0) == proper_power(2, 1) - 1 == 1
    assert power(1, 10**100) == 1
    assert power(0, 10**100) == 0
    for attempt in (
        lambda: multiplied(half, 2 * half),
        lambda: power(2, MOST_BITS + 1),
        lambda: power(4, MOST_BITS // 2 + 1),
        lambda: power(3, 10**100),
        lambda: power(3, MOST_BITS),
        lambda: proper_power(2, 0),
    ):
        with pytest.raises(NoNumberError):
            attempt()
