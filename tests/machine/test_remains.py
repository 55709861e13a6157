"""What a run leaves behind: nothing that Python has to look for, however it ended."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Iterator

import pytest

from lamb import App, Session, Status, Term, Var, parse_term
from lamb.calculus.budget import TICK, Budget, Exhausted, Fuel
from lamb.machine.machine import _Machine
from lamb.machine.readback import Readback

A_NODE = 200  # bytes

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
    with Fuel(Budget(steps=5_000, nodes=20_000)) as fuel:
        machine = _Machine(parse_term(text), Session().definitions, fuel, numbers)
        outcome = machine.run()
    left = weakref.ref(machine), weakref.ref(machine.linker), weakref.ref(machine.shifts)
    del machine, fuel
    if read:
        assert outcome.term is not None
        assert outcome.beginning is not None
    del outcome
    assert [thing() for thing in left] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        *(f"(λz. z z) (λf. {'f (' * deep}f f{')' * deep})" for deep in (50, 1_500, 8_000)),
        f"12 ((λx. x x) ((λx. x x) {'9' * 40})) y",
    ],
    ids=["wide", "deep", "deeper", "numerals in numerals"],
)
def test_what_is_read_takes_no_more_memory_than_is_spare(text: str) -> None:
    """Also where it is deep, and all that is made waits for what is below."""
    nodes = 100_000
    term = parse_term(text)
    with Fuel(Budget(nodes=nodes)) as fuel:
        outcome = _Machine(term, {}, fuel, numbers=False).run()
    assert outcome.status is Status.NODES
    tracemalloc.start()
    assert outcome.term is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < nodes // 5 * A_NODE * 1.4


def test_what_shifts_make_counts_as_what_is_read() -> None:
    term: Term = Var(0)
    for _ in range(2 * TICK):
        term = App(term, Var(1))
    with Readback(0, 3 * term.size // 2) as read:
        read.shifted(term, 1)
        with pytest.raises(Exhausted):
            read.shifted(term, 1)
