"""The layered layout: boxes that do not overlap, below what leads to them; edges around them."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, strategies as st

from lamb.analysis.graph import components
from lamb.calculus.budget import Budget, Meter
from lamb.pictures.layered import (
    CROOKED,
    Edge,
    Layers,
    Placement,
    Point,
    Spacing,
    _Order,
    columns,
    layered,
    ordered,
)
from tests.effort import DEPTH

SPACING = Spacing(gap=10, drop=20)
SLACK = 1e-6

Size = tuple[float, float]
Graph = tuple[list[Size], list[Edge]]


@st.composite
def graphs(draw: st.DrawFn, cycles: bool = True, most: int = 12) -> Graph:
    """The sizes of boxes, and edges between them, each but once."""
    count = draw(st.integers(1, most))
    boxes = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(boxes, boxes), unique=True, max_size=3 * count))
    if not cycles:
        edges = sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]})
    sizes = st.tuples(st.integers(1, 200).map(float), st.integers(1, 50).map(float))
    return draw(st.lists(sizes, min_size=count, max_size=count)), edges


def laid_out(graph: Graph, spacing: Spacing = SPACING) -> Placement:
    return layered(*graph, spacing)


def sides(centre: Point, size: Size) -> tuple[float, float, float, float]:
    (x, y), (width, height) = centre, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How far two boxes are from each other, to the side or downwards."""
    left, top, right, bottom = one
    its_left, its_top, its_right, its_bottom = other
    return max(its_left - right, left - its_right, its_top - bottom, top - its_bottom)


def crossings(layers: Layers, rows: list[list[int]]) -> int:
    """How many pairs of segments cross, by looking at each."""
    at = {place: number for row in rows for number, place in enumerate(row)}
    return sum(
        (at[upper] - at[its_upper]) * (at[lower] - at[its_lower]) < 0
        for (upper, lower), (its_upper, its_lower) in combinations(layers.segments, 2)
        if layers.levels[upper] == layers.levels[its_upper]
    )


# ── boxes ──


@given(graphs())
def test_no_two_boxes_overlap(graph: Graph) -> None:
    layout = laid_out(graph)
    boxes = [sides(*box) for box in zip(layout.centres, graph[0], strict=True)]
    for one, other in combinations(boxes, 2):
        assert apart(one, other) >= SPACING.gap - SLACK


@given(graphs())
def test_all_boxes_and_edges_are_within_the_size_of_the_whole(graph: Graph) -> None:
    layout = laid_out(graph)
    boxes = [sides(*box) for box in zip(layout.centres, graph[0], strict=True)]
    corners = [(x, y) for left, top, right, bottom in boxes for x, y in ((left, top), (right, bottom))]
    points = [point for route in layout.routes for point in route]
    for x, y in corners + points:
        assert -SLACK <= x <= layout.width + SLACK
        assert -SLACK <= y <= layout.height + SLACK
    assert min(x for x, _ in corners + points) == pytest.approx(0)
    assert min(y for _, y in corners) >= -SLACK


@given(graphs(cycles=False))
def test_without_cycles_all_edges_lead_downwards(graph: Graph) -> None:
    layout = laid_out(graph)
    for source, target in graph[1]:
        assert layout.centres[source][1] < layout.centres[target][1]


@given(graphs())
def test_edges_upwards_close_a_cycle(graph: Graph) -> None:
    sizes, edges = graph
    targets = [[target for source, target in edges if source == box] for box in range(len(sizes))]
    number = {box: number for number, part in enumerate(components(targets)) for box in part}
    layout = laid_out(graph)
    for source, target in edges:
        if source != target and layout.centres[source][1] >= layout.centres[target][1]:
            assert number[source] == number[target]
            assert target < source


@given(graphs(most=30).map(lambda graph: ([(9.0, 9.0)] * len(graph[0]), graph[1])), st.integers(10, 100))
def test_a_layer_that_is_too_wide_has_several_lines(graph: Graph, widest: int) -> None:
    layout = laid_out(graph, Spacing(gap=6, drop=10, widest=widest))
    boxes = [sides(*box) for box in zip(layout.centres, graph[0], strict=True)]
    for one, other in combinations(boxes, 2):
        assert apart(one, other) >= 6 - SLACK


def test_a_wide_layer_on_several_lines_is_narrow() -> None:
    graph = [(9.0, 9.0)] * 101, [(0, box) for box in range(1, 101)]
    assert laid_out(graph, Spacing(gap=6, drop=10)).width > 1_400
    layout = laid_out(graph, Spacing(gap=6, drop=10, widest=300))
    assert layout.width < 310
    assert len({y for _, y in layout.centres}) == 1 + 5


def test_what_is_high_is_pressed_together() -> None:
    graph = [(9.0, 9.0)] * 100, list(pairwise(range(100)))
    assert laid_out(graph, Spacing(gap=6, drop=40)).height == pytest.approx(100 * 9 + 99 * 40)
    assert laid_out(graph, Spacing(gap=6, drop=40, tallest=2_000)).height <= 2_000
    assert laid_out(graph, Spacing(gap=6, drop=40, tallest=500)).height == pytest.approx(100 * 9 + 99 * 6)


# ── edges ──


@given(graphs())
def test_edges_begin_and_end_at_the_borders_of_their_boxes(graph: Graph) -> None:
    sizes, edges = graph
    layout = laid_out(graph)
    for (source, target), route in zip(edges, layout.routes, strict=True):
        if source == target:
            assert route == []
            continue
        assert len(route) % 2 == 0
        for box, (x, y) in ((source, route[0]), (target, route[-1])):
            left, top, right, bottom = sides(layout.centres[box], sizes[box])
            assert left < x < right
            assert y == pytest.approx(top) or y == pytest.approx(bottom)


@given(graphs())
def test_edges_run_one_way_and_around_all_boxes(graph: Graph) -> None:
    layout = laid_out(graph)
    boxes = [sides(*box) for box in zip(layout.centres, graph[0], strict=True)]
    for route in layout.routes:
        down = 1 if route and route[-1][1] > route[0][1] else -1
        assert all((end - y) * down >= -SLACK for (_, y), (_, end) in pairwise(route))
        for (x, y), (to, end) in zip(route[1:-1:2], route[2:-1:2], strict=True):
            assert x == to
            through = (x, min(y, end), x, max(y, end))
            assert all(apart(through, box) >= SPACING.gap * (0.5 - CROOKED) - SLACK for box in boxes)
            beside = [box for box in boxes if box[1] + box[3] == pytest.approx(y + end)]
            assert all(min(y, end) - SLACK <= box[1] <= box[3] <= max(y, end) + SLACK for box in beside)


@given(graphs())
def test_edges_there_and_back_are_not_the_same_line(graph: Graph) -> None:
    layout = laid_out(graph)
    routes = dict(zip(graph[1], layout.routes, strict=True))
    for (source, target), route in routes.items():
        if source != target and (target, source) in routes:
            assert routes[target, source] != route[::-1]


# ── order ──


@given(graphs())
def test_every_place_is_in_the_row_of_its_layer(graph: Graph) -> None:
    layers = Layers(len(graph[0]), graph[1])
    rows = ordered(layers)
    assert sorted(place for row in rows for place in row) == list(range(len(layers.levels)))
    assert all(layers.levels[place] == level for level, row in enumerate(rows) for place in row)
    for upper, lower in layers.segments:
        assert layers.levels[lower] == layers.levels[upper] + 1


@given(graphs(cycles=False, most=8))
def test_a_box_is_as_many_layers_down_as_the_longest_way_to_it_is_long(graph: Graph) -> None:
    sizes, edges = graph
    longest = [0] * len(sizes)
    for _, (source, target) in product(sizes, edges):  # Bellman and Ford
        longest[target] = max(longest[target], longest[source] + 1)
    assert Layers(len(sizes), edges).levels[: len(sizes)] == longest


@given(graphs())
def test_ordering_makes_no_more_crossings_than_there_were(graph: Graph) -> None:
    layers = Layers(len(graph[0]), graph[1])
    assert crossings(layers, ordered(layers)) <= crossings(layers, layers.rows())


@pytest.mark.parametrize(
    ("boxes", "edges", "fewest"),
    [
        (8, [(0, 1), (0, 2), (1, 4), (2, 3), (3, 6), (4, 5), (5, 7), (6, 7)], 0),
        (5, [(0, 3), (1, 4), (2, 3)], 0),
        (7, [(0, 4), (0, 6), (1, 2), (1, 5), (2, 6), (3, 4)], 0),
        (6, [(0, 1), (0, 5), (1, 3), (1, 4), (2, 3), (2, 4)], 1),
    ],
)
def test_the_best_order_is_kept(boxes: int, edges: list[Edge], fewest: int) -> None:
    layers = Layers(boxes, edges)
    assert crossings(layers, ordered(layers)) == fewest


@given(graphs(most=8))
def test_no_two_neighbours_in_an_exchanged_order_should_change_places(graph: Graph) -> None:
    order = _Order(Layers(len(graph[0]), graph[1]))
    order.exchange()
    row = order.rows[-1]
    for left in range(len(row) - 1):
        before = order.crossings()
        order.rows[-1] = [*row[:left], row[left + 1], row[left], *row[left + 2 :]]
        order.number(order.rows[-1])
        assert order.crossings() >= before
        order.rows[-1] = row
        order.number(row)


# ── columns ──


def test_a_box_is_in_the_middle_above_those_it_leads_to() -> None:
    layout = laid_out(([(20.0, 10.0)] * 5, [(0, 1), (0, 2), (0, 3), (0, 4)]))
    xs = [x for x, _ in layout.centres]
    assert xs[0] == pytest.approx(sum(xs[1:]) / 4, abs=0.5)


def test_a_long_edge_is_straight() -> None:
    chain = [*pairwise(range(8)), (0, 7)]
    route = laid_out(([(20.0, 10.0)] * 8, chain)).routes[-1]
    assert len({round(x) for x, _ in route[1:-1]}) == 1


@given(graphs(), st.integers(0, 50))
def test_places_keep_their_order_and_distance(graph: Graph, gap: int) -> None:
    layers = Layers(len(graph[0]), graph[1])
    rows = ordered(layers)
    widths = [width for width, _ in graph[0]] + [0.0] * (len(layers.levels) - len(graph[0]))
    xs = columns(layers, rows, widths, gap, [1] * len(rows))
    for row in rows:
        for left, right in pairwise(row):
            assert xs[right] - xs[left] >= (widths[left] + widths[right] + gap) / 2 - SLACK


def test_many_edges_that_run_together_are_no_more_than_what_they_run_through() -> None:
    chain = 400
    edges = [*pairwise(range(chain)), *((box, chain) for box in range(chain))]
    layers = Layers(chain + 1, edges)
    assert len(layers.segments) < 3 * chain
    routes = laid_out(([(9.0, 9.0)] * (chain + 1), edges)).routes
    assert sum(map(len, routes)) < 100 * len(edges)


# ── bounds ──


@given(graphs(), st.integers(0, 5))
def test_a_meter_that_has_run_out_leaves_all_boxes_and_edges_where_they_fit(graph: Graph, looks: int) -> None:
    seconds = iter(range(1_000))
    budget = Budget(seconds=looks, clock=lambda: next(seconds))
    with Meter(budget):
        layout = laid_out(graph)
    boxes = [sides(*box) for box in zip(layout.centres, graph[0], strict=True)]
    assert all(apart(*two) >= SPACING.gap - SLACK for two in combinations(boxes, 2))
    assert len(layout.routes) == len(graph[1])


@given(graphs())
def test_the_same_graph_is_laid_out_the_same_way(graph: Graph) -> None:
    assert laid_out(graph) == laid_out(graph)


def test_a_long_chain_needs_no_stack() -> None:
    layout = laid_out(([(9.0, 9.0)] * DEPTH, [*pairwise(range(DEPTH)), (DEPTH - 1, 0)]))
    assert layout.centres[-1][1] > layout.centres[0][1]


def test_a_graph_may_be_empty() -> None:
    assert laid_out(([], [])) == Placement([], [], 0.0, 0.0)
