"""Strongly connected components, against what they mean."""

from __future__ import annotations

from hypothesis import given, strategies as st

from lamb.analysis.graph import components
from tests.effort import DEEPER


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    """The targets of each node."""
    count = draw(st.integers(0, 8))
    return [draw(st.lists(st.integers(0, count - 1), max_size=4)) for _ in range(count)]


def reachable(targets: list[list[int]], start: int) -> set[int]:
    """All nodes that one can come to from *start*, itself included."""
    found, todo = {start}, [start]
    while todo:
        todo += (new := set(targets[todo.pop()]) - found)
        found |= new
    return found


@given(graphs())
def test_two_nodes_are_in_one_component_if_each_leads_to_the_other(targets: list[list[int]]) -> None:
    number = {node: place for place, part in enumerate(components(targets)) for node in part}
    for one in range(len(targets)):
        for other in range(len(targets)):
            both = other in reachable(targets, one) and one in reachable(targets, other)
            assert (number[one] == number[other]) == both


@given(graphs())
def test_every_node_is_in_one_component_after_all_that_it_leads_to(targets: list[list[int]]) -> None:
    found = components(targets)
    assert sorted(node for part in found for node in part) == list(range(len(targets)))
    number = {node: place for place, part in enumerate(found) for node in part}
    for source, its_targets in enumerate(targets):
        assert all(number[target] <= number[source] for target in its_targets)
    assert all(part == sorted(part) for part in found)


def test_a_long_way_round_is_one_component() -> None:
    ring = [[(node + 1) % DEEPER] for node in range(DEEPER)]
    assert components(ring) == [list(range(DEEPER))]
    assert len(components([*ring[:-1], []])) == DEEPER
