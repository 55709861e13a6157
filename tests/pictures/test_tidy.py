"""Tidy trees, compared with what the words say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeAlias

import pytest
from hypothesis import given, strategies as st

from lamb.pictures.tree import tidy
from tests.effort import DEEPER

GAP = 2.0

Tree: TypeAlias = "tuple[list[tuple[int, ...]], list[float]]"
"""The parts of each vertex, and how wide it is."""


def grown(keys: list[int]) -> Any:
    """The search tree of some keys in the order in which they come, as tuples of its one or two parts."""
    if not keys:
        return None
    first, *others = keys
    sides = grown([key for key in others if key < first]), grown([key for key in others if key > first])
    return tuple(side for side in sides if side is not None)


def hung(tree: Any, rows: int) -> Any:
    """A tree so many rows farther down."""
    for _ in range(rows):
        tree = (tree,)
    return tree


def full(rows: int) -> Any:
    """A tree of so many rows, each twice as wide as the one above."""
    return (full(rows - 1), full(rows - 1)) if rows > 1 else ()


def stairs(steps: list[int], beside: int, mirror: bool) -> Any:
    """A tree whose outline goes on, again and again, as that of a deeper one, and something beside it."""
    tree, rows = (), 1
    for wide, step in enumerate(steps, 2):
        deeper = hung(full(wide), rows + step)
        tree = (deeper, tree) if mirror else (tree, deeper)
        rows += step + wide + 1
    return (tree, hung((), beside)) if mirror else (hung((), beside), tree)


shapes = st.integers(1, 60).flatmap(lambda keys: st.permutations(range(keys))).map(grown) | st.builds(
    stairs, st.lists(st.integers(-1, 2), max_size=3), st.integers(0, 20), st.booleans()
)


wider = st.recursive(st.just(()), lambda part: st.lists(part, max_size=4).map(tuple), max_leaves=30)


def numbered(shape: Any) -> list[tuple[int, ...]]:
    """The numbers of the parts of each vertex."""
    inner: list[tuple[int, ...]] = []

    def number(tree: Any) -> int:
        here = len(inner)
        inner.append(())
        inner[here] = tuple(map(number, tree))
        return here

    number(shape)
    return inner


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    inner = numbered(draw(shapes | wider))
    wide = st.sampled_from([1.0, 5.0, 40.0])
    return inner, draw(st.lists(wide, min_size=len(inner), max_size=len(inner)))


def rows(inner: list[tuple[int, ...]]) -> list[list[int]]:
    """The vertices of each row, from left to right."""
    found, row = [], [0]
    while row:
        found.append(row)
        row = [part for vertex in row for part in inner[vertex]]
    return found


def plain(inner: list[tuple[int, ...]], widths: list[float]) -> list[float]:
    """The same trees, drawn slowly: whole trees are moved apart until no row of theirs is too near."""

    def drawn(vertex: int) -> dict[int, float]:
        beside: dict[int, float] = {}
        apart = 0.0
        for part in inner[vertex]:
            tree = drawn(part)
            apart = max(
                (
                    (beside[one] + widths[one] / 2 + GAP + widths[other] / 2 - tree[other])
                    for row, right in zip(rows_of(beside), rows_of(tree), strict=False)
                    for one in row
                    for other in right
                ),
                default=0.0,
            )
            beside |= moved(tree, apart)
        return {vertex: 0.0} | moved(beside, -apart / 2)

    def moved(tree: dict[int, float], by: float) -> dict[int, float]:
        return {v: x + by for v, x in tree.items()}

    def rows_of(tree: dict[int, float]) -> list[list[int]]:
        return [[v for v in row if v in tree] for row in rows(inner) if any(v in tree for v in row)]

    tree = drawn(0)
    left = min(x - widths[v] / 2 for v, x in tree.items())
    return [tree[v] - left for v in range(len(inner))]


@given(trees())
def test_trees_stand_where_the_slow_definition_puts_them(tree: Tree) -> None:
    assert tidy(*tree, GAP) == pytest.approx(plain(*tree))


@given(trees())
def test_no_two_vertices_of_a_row_are_nearer_than_the_gap(tree: Tree) -> None:
    inner, widths = tree
    xs = tidy(inner, widths, GAP)
    for row in rows(inner):
        for one, other in pairwise(row):
            assert xs[other] - xs[one] >= widths[one] / 2 + GAP + widths[other] / 2 - 1e-9


@given(trees())
def test_parents_stand_in_the_middle_above_their_parts(tree: Tree) -> None:
    inner, widths = tree
    xs = tidy(inner, widths, GAP)
    for vertex, parts in enumerate(inner):
        if parts:
            assert xs[vertex] == pytest.approx((xs[parts[0]] + xs[parts[-1]]) / 2)


@given(shapes, shapes)
def test_a_mirrored_tree_is_drawn_mirrored(one: Any, other: Any) -> None:
    def mirrored(tree: Any) -> Any:
        return tuple(mirrored(part) for part in reversed(tree))

    shape = (one, other)
    inner, back = numbered(shape), numbered(mirrored(shape))
    xs, mirror = tidy(inner, [1.0] * len(inner), GAP), tidy(back, [1.0] * len(back), GAP)
    width = max(xs) + 0.5
    for row, reflected in zip(rows(inner), rows(back), strict=True):
        assert [xs[v] for v in row] == pytest.approx([width - mirror[v] for v in reversed(reflected)])


def test_a_tree_of_any_depth_is_drawn() -> None:
    inner = [*((number + 1,) for number in range(DEEPER)), ()]
    assert tidy(inner, [1.0] * (DEEPER + 1), GAP) == [0.5] * (DEEPER + 1)
