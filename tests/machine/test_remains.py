"""What a run leaves behind: nothing that Python has to look for, however it ended."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from lamb import Session, parse_term
from lamb.calculus.budget import Budget, Fuel
from lamb.machine.machine import _Machine

TERMS = {
    "a normal form": "fact 5",
    "recursion": "fact 30",
    "a fixed point": "(λf. (λx. f (x x)) (λx. f (x x))) (λr n. n (λu. r n) (r (r n)))",
    "lets": "let a = λx. x x; b = λx. a (a x); w = b b in w w (w w)",
    "a term that grows": "(λx. x x x) (λx. x x x)",
    "numbers that are asked for": "gcd (2 2 2 2 2 2) (fact 6 fact)",
    "shifts": "λz. 20 (λx. z x (λy. x)) z",
}


@pytest.fixture(autouse=True)
def without_collections() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("numbers", [False, True], ids=["plain", "with numbers"])
@pytest.mark.parametrize("read", [False, True], ids=["unread", "read"])
@pytest.mark.parametrize("text", TERMS.values(), ids=TERMS)
def test_no_circles_are_left(text: str, read: bool, numbers: bool) -> None:
    with Fuel(Budget(steps=20_000, nodes=50_000)) as fuel:
        machine = _Machine(parse_term(text), Session().definitions, fuel, numbers)
        outcome = machine.run()
    left = weakref.ref(machine), weakref.ref(machine.linker), weakref.ref(machine.shifts)
    del machine, fuel
    if read:
        assert outcome.term is not None
        assert outcome.beginning is not None
    del outcome
    assert [thing() for thing in left] == [None, None, None]
