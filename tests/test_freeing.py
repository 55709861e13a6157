"""What is freed with care is freed, and what is still held is not.

That it takes none of the host's stack can be seen in a browser only: `python -m tests.tools.portability`.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from typing import Any
from weakref import ref

import pytest

import lamb
from lamb.freeing import YOUNG, Nursery, dismantle, each_in_nursery, free, nursery

DEEP = 30_000  # two containers each: more than FEW

if not hasattr(sys, "getrefcount"):
    pytest.skip("here references are not counted", allow_module_level=True)


@pytest.fixture(scope="module", autouse=True)
def collector() -> None:
    """As it is for users: nothing is frozen."""
    gc.unfreeze()


class Seen:
    """Something of which one can tell whether it is still there."""

    def __init__(self, part: object = None) -> None:
        self.part = part


def chain(end: object, depth: int = DEEP) -> tuple[Any, ...]:
    """Tuples and lists in each other, and at the end of them *end*."""
    nested: tuple[Any, ...] = (end,)
    for _ in range(depth):
        nested = ([nested, None],)
    return nested


def test_what_is_dismantled_is_gone() -> None:
    end = Seen()
    there = ref(end)
    things = [chain(end)]
    del end
    dismantle(things)
    assert there() is None
    assert things == []


def test_each_tuple_and_list_is_taken_apart_by_itself() -> None:
    class Waiting(list[Any]):
        times = 0

        def extend(self, parts: Any) -> None:
            self.times += 1
            super().extend(parts)

    things = Waiting([chain(Seen(), depth=10)])
    dismantle(things)
    assert things.times == 10 * 2 + 1


def test_what_is_held_is_not_dismantled() -> None:
    kept = [Seen()]
    whole = (kept, [kept, (Seen(),)])
    there = ref(whole[1][1][0])
    dismantle([[whole]])
    assert there() is whole[1][1][0]
    del whole
    dismantle([chain(kept)])
    assert isinstance(kept[0], Seen)


def test_a_nursery_frees_what_was_made_in_it_and_dropped() -> None:
    nursery = Nursery()
    with nursery:
        dropped, kept = Seen(), Seen()
        made, other = chain(dropped), chain(kept)
        gone, there = ref(dropped), ref(kept)
        del made, dropped, kept
    nursery.clear()
    assert gone() is None
    assert there() is not None
    assert other


def test_a_nursery_holds_what_was_made_in_it_and_dropped_until_it_looks() -> None:
    nursery, dropped = Nursery(), Seen()
    there = ref(dropped)
    with nursery:
        made = [(dropped,) for _ in range(10 * YOUNG)]
        del dropped, made
        assert there() is not None
    assert len(nursery) > 0
    nursery.clear()
    assert there() is None


def test_a_nursery_lets_go_as_it_grows() -> None:
    """What is made and dropped again and again is not all held until the end."""
    nursery, most = Nursery(), 0
    with nursery:
        for _ in range(5):  # of two for each of its depth
            made = chain(None)
            most = max(most, len(nursery))
            del made
    assert 0 < most < 8 * DEEP
    nursery.clear()
    assert len(nursery) == 0


def test_a_nursery_lets_go_of_what_hangs_on_something_of_another_class() -> None:
    """The chain is looked at first, while its owner still holds it."""
    nursery = Nursery()
    with nursery:
        owner = (Seen(),)
        owner[0].part = chain(None, 5_000)
        del owner
    assert len(nursery) > 5_000
    nursery._release()
    assert len(nursery) < 5


@pytest.mark.parametrize("enabled", [True, False])
def test_a_nursery_leaves_the_collector_as_it_was(enabled: bool) -> None:
    try:
        if not enabled:
            gc.disable()
        before = gc.get_threshold(), list(gc.callbacks), gc.get_freeze_count()
        with Nursery():
            assert gc.isenabled()
            assert gc.get_threshold() != before[0]
        assert (gc.get_threshold(), gc.callbacks, gc.get_freeze_count()) == before
        assert gc.isenabled() == enabled
    finally:
        gc.enable()


def test_a_nursery_lets_go_when_there_are_twice_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.freeing.FEW", 2_000)
    nursery, most = Nursery(), 0
    with nursery:
        for _ in range(20):
            made = chain(None, 1_000)
            most = max(most, len(nursery))
            del made
    assert 2_000 < most < 12_000
    nursery.clear()
    assert len(nursery) == 0


@pytest.mark.parametrize("length", [3, 10, 12, 25, 30, 500])
def test_a_nursery_leaves_tuples_alone_that_are_being_made(length: int) -> None:
    def items() -> Generator[int, None, None]:
        for number in range(length):
            gc.collect(0)
            yield number

    with Nursery():
        assert tuple(items()) == tuple(range(length))


@pytest.mark.parametrize("length", [10, 25])
def test_a_nursery_holds_a_tuple_that_two_things_hold_for_it_is_made(length: int) -> None:
    def held(holders: int) -> int:
        nursery = Nursery()
        with nursery:
            of_it = [tuple([nursery] * length)] * holders
        assert len(of_it) == holders
        return len(nursery)

    assert held(2) == held(1) + 1
    assert held(3) == held(2)


class Unfinished:
    """Three items and an error, which are said to be five items."""

    left = 3

    def __iter__(self) -> Unfinished:
        return self

    def __next__(self) -> int:
        gc.collect(0)
        self.left -= 1
        return (0, 1, 2)[self.left] if self.left >= 0 else int("no number")

    def __length_hint__(self) -> int:
        return 5


def test_a_nursery_drops_tuples_that_were_never_finished() -> None:
    nursery = Nursery()
    with nursery, pytest.raises(ValueError, match="no number"):
        tuple(Unfinished())
    nursery.clear()
    assert len(nursery) == 0


def looked_at() -> bool:
    """Whether a nursery is open."""
    return gc.get_threshold()[0] == YOUNG


def test_nurseries_are_for_browsers_and_do_not_nest(monkeypatch: pytest.MonkeyPatch) -> None:
    with nursery():
        assert not looked_at()
    monkeypatch.setattr("lamb.freeing.IN_BROWSER", True)
    callbacks = len(gc.callbacks)
    with nursery():
        assert looked_at()
        with nursery():
            assert len(gc.callbacks) == callbacks + 1
        assert looked_at()
    assert not looked_at()
    assert len(gc.callbacks) == callbacks


@pytest.mark.parametrize("browser", [True, False])
def test_a_generator_in_a_nursery_gives_the_same_and_is_closed(
    browser: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lamb.freeing.IN_BROWSER", browser)
    seen: list[str] = []

    def numbers() -> Generator[int, None, None]:
        try:
            for number in range(5):
                seen.append("open" if looked_at() else "shut")
                yield number
        finally:
            seen.append("closed")

    assert list(each_in_nursery(numbers())) == [0, 1, 2, 3, 4]
    assert seen == [*["open" if browser else "shut"] * 5, "closed"]
    assert not looked_at()
    begun = each_in_nursery(numbers())
    assert next(begun) == 0
    del begun
    assert seen[-1] == "closed"


@pytest.mark.parametrize("steps", [None, 20])
def test_a_run_comes_to_the_same_where_it_frees_with_care(
    steps: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = lamb.parse_term("(λx. p x (λy. y x)) (20 (λz. z) (2 3 f))")
    budget = lamb.Budget(steps=steps)
    expected = lamb.normalize(term, budget=budget).term
    traced = [step.after for step in lamb.trace(term, budget=budget)]
    for module in ("freeing", "machine.code", "machine.readback"):
        monkeypatch.setattr(f"lamb.{module}.IN_BROWSER", True)
    outcome = lamb.normalize(term, budget=budget)
    assert outcome.term == expected
    del outcome
    assert [step.after for step in lamb.trace(term, budget=budget)] == traced
    assert not looked_at()


def test_parts_are_freed_after_the_node_they_are_taken_from() -> None:
    inner = Seen()
    outer = Seen(Seen(inner))
    there = ref(inner)
    del inner
    free(outer, "part")
    assert there() is None
    assert not hasattr(outer, "part")
