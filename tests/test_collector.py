"""The garbage collector is left as it was, and with little to do."""

import gc

import pytest

from lamb.freeing import MANY, RARELY, fewer_collections


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
