"""Recursion without the host's stack: what Python's own calls would do, at any depth."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb.calculus.recursion import Recursion, unbounded

trees = st.recursive(st.integers(0, 9), lambda parts: st.lists(parts, max_size=4), max_leaves=30)


def total(tree: object, times: int = 1) -> int:
    """With Python's own calls."""
    return sum(total(part, times) for part in tree) if isinstance(tree, list) else times * tree  # type: ignore[operator]


@unbounded
def total_without_stack(tree: object, times: int = 1) -> Recursion[int]:
    """The sum of a tree."""
    if not isinstance(tree, list):
        return times * tree  # type: ignore[operator, no-any-return]
    found = 0
    for part in tree:
        found += yield part, times
    return found


@given(trees, st.integers(1, 5))
def test_it_computes_what_calls_compute(tree: object, times: int) -> None:
    assert total_without_stack(tree) == total(tree)
    assert total_without_stack(tree, times) == total_without_stack(tree, times=times) == total(tree, times)


def test_it_may_be_as_deep_as_one_likes() -> None:
    tree: object = 7
    for _ in range(20_000):
        tree = [tree]
    assert total_without_stack(tree) == 7
    while isinstance(tree, list):
        tree = tree.pop()


def test_it_is_called_like_its_equations_and_raises_what_they_raise() -> None:
    assert total_without_stack.__doc__ == "The sum of a tree."
    with pytest.raises(TypeError):
        total_without_stack([[1], [[None]]])
