"""The garbage collector is left as it was, and with little to do."""

import gc
from itertools import permutations
from threading import Barrier, Thread

import pytest

from lamb.freeing import MANY, RARELY, fewer_collections


@pytest.fixture(scope="module", autouse=True)
def collector() -> None:
    """As it is for users: nothing is frozen."""
    gc.unfreeze()


@pytest.mark.parametrize("objects", [10, 2 * MANY])
def test_the_collector_is_left_as_it_was(objects: int) -> None:
    before = gc.get_threshold(), gc.get_freeze_count(), gc.isenabled()
    with fewer_collections():
        built = [[] for _ in range(objects)]  # type: ignore[var-annotated]
    assert (gc.get_threshold(), gc.get_freeze_count(), gc.isenabled()) == before
    assert len(built) == objects


def test_it_looks_rarely_meanwhile_but_not_at_all_where_it_has_been_told_not_to() -> None:
    before = gc.get_threshold()
    try:
        for threshold in (1, 700, RARELY, 2 * RARELY):
            gc.set_threshold(threshold, *before[1:])
            with fewer_collections():
                assert gc.get_threshold() == (max(threshold, RARELY), *before[1:])
        gc.set_threshold(0)
        with fewer_collections():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


@pytest.mark.parametrize("ends", list(permutations(range(3))))
def test_threads_that_overlap_leave_the_collector_as_it_was(ends: tuple[int, ...]) -> None:
    """They begin one after the other, and end in any order; *ends* says at which turn each of them does."""
    before = gc.get_threshold()
    turn, seen = Barrier(3, timeout=60), []

    def overlapping(number: int) -> None:
        for _ in range(number):
            turn.wait()
        with fewer_collections():
            for _ in range(3 - number + ends[number]):
                turn.wait()
            seen.append(gc.get_threshold()[0])
        for _ in range(3 - ends[number]):
            turn.wait()

    threads = [Thread(target=overlapping, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [RARELY] * 3
    assert gc.get_threshold() == before


def test_what_was_built_is_not_looked_through_as_soon_as_it_is_there() -> None:
    with fewer_collections():
        built = [[] for _ in range(2 * MANY)]  # type: ignore[var-annotated]
    assert gc.get_count()[0] < MANY
    assert built


def test_little_is_left_to_the_next_collection() -> None:
    """A program that reduces many small terms still has its own circles collected."""
    gc.collect()
    with fewer_collections():
        built = [[] for _ in range(1_000)]  # type: ignore[var-annotated]
    assert gc.get_count()[0] >= 1_000
    assert built
