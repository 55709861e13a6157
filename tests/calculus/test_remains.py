"""What a run leaves behind: nothing that Python has to look for, however it ended."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest

from lamb import Budget, Session, parse_term
from lamb.calculus.machine import normalize

TERMS = {
    "a normal form": "fact 5",
    "recursion": "fact 30",
    "a fixed point": "(λf. (λx. f (x x)) (λx. f (x x))) (λr n. n (λu. r n) (r (r n)))",
    "lets": "let a = λx. x x; b = λx. a (a x); w = b b in w w (w w)",
    "a term that grows": "(λx. x x x) (λx. x x x)",
    "numbers that are asked for": "gcd (2 2 2 2 2 2) (fact 6 fact)",
    "shifts": "λz. 20 (λx. z x (λy. x)) z",
}


@pytest.fixture
def garbage() -> Iterator[Callable[[], list[object]]]:
    """Looks for what of ours goes round in circles that nobody can reach. Other threads make some, too."""

    def ours() -> list[object]:
        gc.collect()
        return [thing for thing in gc.garbage if type(thing).__module__.startswith("lamb.")]

    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield ours
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.parametrize("numbers", [False, True], ids=["plain", "with numbers"])
@pytest.mark.parametrize("read", [False, True], ids=["unread", "read"])
@pytest.mark.parametrize("text", TERMS.values(), ids=TERMS)
def test_no_circles_are_left(
    text: str, read: bool, numbers: bool, garbage: Callable[[], list[object]]
) -> None:
    definitions, term = Session().definitions, parse_term(text)
    garbage()
    gc.garbage.clear()
    outcome = normalize(
        term, definitions=definitions, budget=Budget(steps=20_000, nodes=50_000), numbers=numbers
    )
    if read:
        assert outcome.term is not None
        assert outcome.beginning is not None
    del outcome
    assert not garbage()
