"""The reduction graph: all that a term reduces to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Rule, Strategy, Term, Var
from lamb.analysis.graph import ReductionGraph, reduction_graph
from lamb.calculus.reduction import Path, subterm
from lamb.calculus.strategies import Unfolding
from lamb.machine.trace import STRONG
from tests.effort import DEPTH
from tests.strategies import DEFINITIONS, doubled, programs, terms, unfolding

LITTLE = Budget(steps=400, nodes=20_000)
OMEGA = "(λx. x x) λx. x x"


def graph_of(text: str, most: int = 500, eta: bool = False) -> ReductionGraph:
    return reduction_graph(lamb.parse_term(text), DEFINITIONS, most=most, eta=eta)


def some_of(term: Term, eta: bool = False, most: int = 60) -> ReductionGraph:
    return reduction_graph(term, DEFINITIONS, most=most, budget=LITTLE, eta=eta)


def steps(term: Term, eta: bool) -> Iterator[tuple[Rule, Path]]:
    """Every redex of a term, names only where they cannot stay folded."""
    rules = {Rule.BETA, Rule.DELTA} | ({Rule.ETA} if eta else set())
    needs = Unfolding(DEFINITIONS, folded=True).needs
    for rule, path in lamb.redexes(term, DEFINITIONS, frozenset(rules)):
        match subterm(term, path):
            case Free(name) if rule is Rule.DELTA and not needs(name, path[-1:] == ("fn",)):
                continue
        yield rule, path


# ── what is in it ──


@given(programs, st.booleans())
def test_every_edge_is_a_step(term: Term, eta: bool) -> None:
    graph = some_of(term, eta)
    for edge in graph.edges:
        source, target = graph.terms[edge.source], graph.terms[edge.target]
        assert edge.multiplicity == len(set(edge.paths)) >= 1
        for path in edge.paths:
            assert lamb.contract(source, path, edge.rule, DEFINITIONS) == target


@given(programs, st.booleans())
def test_every_redex_of_a_term_that_is_not_on_the_frontier_is_an_edge(term: Term, eta: bool) -> None:
    graph = some_of(term, eta)
    for node, found in enumerate(graph.terms):
        edges = [(edge.rule, path) for edge in graph.edges if edge.source == node for path in edge.paths]
        there = list(steps(found, eta)) if found.size < 2_000 else edges
        if node in graph.frontier:
            assert set(edges) <= set(there) != set()
        else:
            assert sorted(edges, key=repr) == sorted(there, key=repr)
        assert (node in graph.normal_forms) == (not there and node not in graph.frontier)


@given(programs, st.booleans())
def test_no_term_is_there_twice_and_each_is_found(term: Term, eta: bool) -> None:
    graph = some_of(term, eta)
    assert graph.terms[0] is term
    assert len(set(graph.terms)) == len(graph) <= 60
    assert [graph.find(found) for found in graph.terms] == list(range(len(graph)))
    assert graph.find(App(Free("nowhere"), term)) is None


@given(programs, st.booleans())
def test_distances_are_those_of_the_shortest_ways(term: Term, eta: bool) -> None:
    graph = some_of(term, eta)
    assert graph.distances[0] == 0
    assert list(graph.distances) == sorted(graph.distances)
    for node in range(1, len(graph)):
        before = [graph.distances[edge.source] for edge in graph.edges if edge.target == node]
        assert graph.distances[node] == min(before) + 1


@given(programs)
def test_all_normal_forms_are_one(term: Term) -> None:
    """Church and Rosser 1936. What the machine comes to is it, unfolded."""
    graph = some_of(term)
    assert len(graph.normal_forms) <= 1
    for node in graph.normal_forms:
        outcome = lamb.normalize(graph.terms[node], definitions=DEFINITIONS, budget=LITTLE)
        assert outcome.term == lamb.normalize(term, definitions=DEFINITIONS).term or not outcome.finished


@given(terms())
def test_all_eta_normal_forms_are_one(term: Term) -> None:
    graph = some_of(term, eta=True)
    assert len(graph.normal_forms) <= 1
    for node in graph.normal_forms:
        assert graph.terms[node] == lamb.eta_normal(lamb.normalize(term).term)


@given(unfolding())
def test_if_it_is_complete_and_has_no_cycle_there_is_a_normal_form(term: Term) -> None:
    graph = some_of(term)
    assume(graph.complete)
    assert len(graph.normal_forms) == 1 or graph.cycles


@given(programs, st.integers(1, 20))
def test_less_of_it_is_the_beginning(term: Term, most: int) -> None:
    less, more = some_of(term, most=most), some_of(term)
    assert less.terms == more.terms[: len(less)]
    assert len(less) == most or (less.complete == more.complete and less.edges == more.edges)
    assert set(less.edges) <= {edge for edge in more.edges if edge.target < most}


def test_a_numeral_that_is_larger_than_the_budget_is_not_unfolded() -> None:
    term = lamb.parse_term("5000 f")
    little = reduction_graph(term, budget=Budget(nodes=4_000))
    assert (len(little), little.frontier) == (1, (0,))
    assert len(reduction_graph(term, budget=Budget(nodes=100_000))) > 1


def test_a_step_that_makes_too_much_is_not_taken() -> None:
    """60 λs, and under each of them its own copy of 500 nodes in which a variable is free."""
    argument: Term = Var(0)
    for _ in range(250):
        argument = App(Var(0), argument)
    body: Term = Free("q")
    for depth in range(60, 0, -1):
        body = Lam("y", App(App(Free("p"), body), Var(depth)))
    term = Lam("a", App(Lam("x", body), argument))
    little = reduction_graph(term, budget=Budget(nodes=5_000))
    assert (len(little), little.complete) == (1, False)
    assert reduction_graph(term, budget=Budget(nodes=100_000)).complete


# ── cycles and ways ──


@pytest.mark.parametrize(
    ("text", "strategy", "ending"),
    [
        ("λx. (λy. y) x", Strategy.WEAK_HEAD, "stops"),
        ("λx. (λy. y) x", Strategy.NORMAL, "stops"),
        ("a ((λy. y) x)", Strategy.HEAD, "stops"),
        (OMEGA, Strategy.NORMAL, "repeats"),
        ("(λx. x x x) (λx. x x x)", Strategy.NORMAL, "leaves"),
        ("(λx. x x x) (λx. x x x)", Strategy.CALL_BY_VALUE, "leaves"),
    ],
)
def test_how_a_way_ends(text: str, strategy: Strategy, ending: str) -> None:
    assert graph_of(text, most=20).ending(strategy) == ending


@given(terms(most=10) | unfolding(10))
def test_a_cycle_is_whatever_leads_back(term: Term) -> None:
    graph = some_of(term, most=30)
    leads = {(edge.source, edge.target) for edge in graph.edges}
    for middle, one, other in itertools.product(range(len(graph)), repeat=3):  # Warshall 1962
        if (one, middle) in leads and (middle, other) in leads:
            leads.add((one, other))
    number = {node: place for place, cycle in enumerate(graph.cycles) for node in cycle}
    for one, other in itertools.product(range(len(graph)), repeat=2):
        together = one in number and number[one] == number.get(other)
        assert together == ((one, other) in leads and (other, one) in leads)


@given(programs, st.sampled_from(Strategy), st.booleans())
def test_a_path_is_what_a_strategy_goes_through(term: Term, strategy: Strategy, eta: bool) -> None:
    graph = some_of(term, eta)
    trace = lamb.trace(
        term,
        strategy=strategy,
        definitions=DEFINITIONS,
        budget=LITTLE,
        folded=True,
        eta=eta and strategy in STRONG,
    )
    followed = {(edge.source, edge.rule, path) for edge in graph.edges for path in edge.paths}
    way = [0]
    for step in itertools.islice(trace, len(graph)):
        node = graph.find(step.after)
        if node is None or not (strategy is Strategy.PARALLEL or (way[-1], step.rule, step.path) in followed):
            break
        way.append(node)
        if node in way[:-1]:
            break
    assert graph.path(strategy) == tuple(way)


def test_a_path_that_goes_round_ends_where_it_comes_back() -> None:
    graph = graph_of(f"(λx. a) ({OMEGA})")
    assert graph.path(Strategy.NORMAL) == (0, 1)
    assert graph.path(Strategy.APPLICATIVE) == (0, 0)


def test_what_names_mean_later_does_not_matter() -> None:
    definitions = dict(DEFINITIONS)
    graph = reduction_graph(lamb.parse_term("four f"), definitions)
    definitions.clear()
    assert graph.ending(Strategy.NORMAL) == graph.ending(Strategy.PARALLEL) == "stops"
    assert graph.path(Strategy.NORMAL)[-1] == graph.path(Strategy.PARALLEL)[-1] == graph.normal_forms[0]


# ── examples ──


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a", "1 term, no step, 1 normal form, no cycle; complete"),
        ("I", "1 term, no step, 1 normal form, no cycle; complete"),
        (OMEGA, "1 term, 1 step, no normal form, 1 cycle; complete"),
        (f"(λx. a) ({OMEGA})", "2 terms, 2 steps, 1 normal form, 1 cycle; complete"),
        ("(λx. x x) ((λy. y) z)", "6 terms, 7 steps, 1 normal form, no cycle; complete"),
        ("(λx. I a) (I b)", "12 terms, 23 steps, 1 normal form, no cycle; complete"),
    ],
)
def test_it_says_how_much_there_is(text: str, said: str) -> None:
    graph = graph_of(text)
    assert str(graph) == said
    assert repr(graph) == f"<ReductionGraph: {said}>"


def test_redexes_that_lead_to_the_same_term_are_one_edge() -> None:
    (edge,) = graph_of("(λx. x) ((λx. x) a)", most=2).edges
    assert (edge.source, edge.target, edge.rule, edge.multiplicity) == (0, 1, Rule.BETA, 2)
    assert edge.paths == ((), ("arg",))


def test_an_edge_has_one_rule() -> None:
    edges = graph_of("(λx. a x) b", eta=True).edges
    assert [(edge.target, edge.rule, edge.paths) for edge in edges] == [
        (1, Rule.BETA, ((),)),
        (1, Rule.ETA, (("fn",),)),
    ]


def test_variables_keep_their_names() -> None:
    graph = graph_of("(λx. x) (λy. y)")
    assert [lamb.pretty(term) for term in graph.terms] == ["(λx. x) λy. y", "λy. y"]


# ── bounds ──


def test_what_grows_for_ever_is_cut() -> None:
    graph = graph_of("(λx. x x x) (λx. x x x)", most=50)
    assert len(graph) == 50
    assert graph.frontier == (49,)
    assert not graph.complete
    assert str(graph) == "50 terms, 49 steps, no normal form, no cycle; 1 term not followed to the end"


@pytest.mark.parametrize("steps", [0, 1, 5, 6, 7])
def test_no_more_steps_are_taken_than_allowed(steps: int) -> None:
    graph = reduction_graph(lamb.parse_term("(λx. x x) ((λy. y) z)"), budget=Budget(steps=steps))
    assert sum(edge.multiplicity for edge in graph.edges) <= steps
    assert graph.complete == (steps == 7)


def test_what_has_too_many_redexes_is_not_followed() -> None:
    for depth in (30, 2_000):
        graph = reduction_graph(doubled(lamb.parse_term("(λx. x) a"), depth))
        assert (len(graph), graph.edges, graph.frontier) == (1, (), (0,))
        assert graph.path(Strategy.NORMAL) == (0,)


def test_an_immense_term_with_few_redexes_is_followed() -> None:
    immense = doubled(Free("a"), 1_000)
    graph = reduction_graph(App(lamb.parse_term("λx. (λy. y) x"), immense))
    assert str(graph) == "3 terms, 3 steps, 1 normal form, no cycle; complete"
    assert graph.terms[graph.normal_forms[0]] is immense


def test_what_is_too_large_is_not_looked_at() -> None:
    deep: Term = Free("a")
    for _ in range(15_000):
        deep = App(Free("a"), deep)
    graph = reduction_graph(App(lamb.parse_term("λx. x"), deep), budget=Budget(nodes=10_000))
    assert (len(graph), graph.edges, graph.frontier) == (1, (), (0,))


def test_what_explodes_is_left_out_and_the_rest_is_followed() -> None:
    """An argument of n nodes is shifted under n λs, otherwise in each of n places."""
    places, arg = Var(1_000), Var(0)
    for depth in range(1_000, 0, -1):
        places, arg = Lam("y", App(Var(depth), places)), App(arg, Free("a"))
    explosion = Lam("z", App(Lam("x", places), arg))
    graph = reduction_graph(App(App(Free("f"), explosion), lamb.parse_term("(λx. x) a")), budget=LITTLE)
    assert graph.frontier == (0, 1)
    assert [(edge.source, edge.target, edge.paths) for edge in graph.edges] == [(0, 1, (("arg",),))]


def test_a_numeral_that_is_too_large_stays_folded() -> None:
    graph = reduction_graph(lamb.parse_term("(λx. x) (1000000000 f)"), budget=LITTLE)
    assert str(graph) == "2 terms, 1 step, no normal form, no cycle; 2 terms not followed to the end"


def test_seconds_and_a_watch_stop_it() -> None:
    ticking = itertools.count()
    endless = lamb.parse_term("(λx. x x x) (λx. x x x)")
    for graph in (
        reduction_graph(endless, budget=Budget(seconds=3, clock=lambda: float(next(ticking)))),
        reduction_graph(endless, watch=lambda steps: steps > 50),
    ):
        assert 1 < len(graph) < 500
        assert len(graph) - 1 in graph.frontier
        assert {edge.target for edge in graph.edges} == set(range(1, len(graph)))


def test_an_open_term_has_no_graph() -> None:
    with pytest.raises(ValueError, match="points out"):
        reduction_graph(Var(0))


def test_a_normal_form_is_never_on_the_frontier() -> None:
    """The budget runs out when one has been found, but not been looked at yet."""
    body: Term = Var(0)
    for _ in range(5_000):
        body = App(body, Var(0))
    term = App(lamb.parse_term("λx. a"), App(Lam("x", body), Free("b")))
    graph = reduction_graph(term, watch=lambda steps: steps == 2)
    assert (graph.normal_forms, graph.frontier) == ((1,), (0,))


@pytest.mark.parametrize("strategy", Strategy)
def test_a_deep_term_needs_no_stack(strategy: Strategy) -> None:
    deep = lamb.parse_term("(λx. x) a")
    for level in range(2 * DEPTH):
        deep = App(Free("f"), deep) if level % 2 else Lam("x", deep)
    graph = reduction_graph(deep)
    assert len(graph) == 2
    assert len(graph.path(strategy)) in (1, 2)
