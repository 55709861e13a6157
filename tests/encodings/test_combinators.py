"""Combinatory logic: λ-terms without variables, to it and back, and its own rules."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings, strategies as st

import lamb
from lamb import App, Budget, BudgetError, EncodingError, Free, Lam, Rule, Status, Term, Var
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import nodes
from lamb.encodings.abstraction import ALGORITHMS, BASES, Algorithm, Basis
from lamb.encodings.combinators import COMBINATORY, RULES, atoms, rule_text
from tests.effort import DEPTH, often
from tests.strategies import DEFINITIONS, sketches, terms, unfolding

A_NODE = 200  # bytes

HAS: dict[Basis, str] = {"ski": "SKI", "sk": "SK", "bckwi": "BCKWI", "iota": "ι", "all": "SKIBCWι"}
PROGRAM = Path(__file__).parents[2] / "notebooks" / "programs" / "ski.lc"
ENOUGH = Budget(steps=300, nodes=100_000)

bases = st.sampled_from(BASES)
algorithms = st.sampled_from(ALGORITHMS)


def applied(sketch: object) -> Term:
    match sketch:
        case [fn, arg]:
            return App(applied(fn), applied(arg))
        case (_, body):
            return applied(body)
    return Free(str(sketch))


of_combinators = sketches(st.sampled_from([*RULES, "x", "y"]), 10).map(applied)


@st.composite
def closed_in_variables(draw: st.DrawFn) -> Term:
    """λs around applications of their variables, some to names: all that an application can meet."""
    depth = draw(st.integers(1, 5))
    term = draw(terms(depth, most=8))
    for _ in range(depth):
        term = Lam("x", term)
    return term


@often(3)
@given(closed_in_variables())
def test_variables_of_many_lambdas_come_to_their_places(term: Term) -> None:
    there = lamb.to_combinators(term, basis="all", algorithm="linear")
    assert same(lamb.from_combinators(there), term)


@often(3)
@given(closed_in_variables() | unfolding())
def test_combinators_of_many_arguments_are_equal_by_their_definitions(term: Term) -> None:
    found = lamb.to_bulk_combinators(term, definitions=DEFINITIONS)
    made = {name: lamb.from_combinators(one) for name, one in found.definitions.items()}
    unfolded = lamb.from_combinators(found.term)
    for name in reversed(made):  # each is made from those before
        unfolded = replace_names(unfolded, {name: made[name]})
    assert not free_names(unfolded) & made.keys()
    assert same(unfolded, term)


def test_combinators_of_many_arguments_take_the_name_of_no_other() -> None:
    term = lamb.parse_term("(λx y z. z (y x)) B2")
    for definitions, expected in ({}, "B2'"), ({"B2'": Free("x")}, "B2''"):
        found = lamb.to_bulk_combinators(term, definitions=definitions)
        assert list(found.definitions) == [expected]
        assert free_names(found.term) >= {"B2", expected}


def same(one: Term, other: Term) -> bool:
    """True if two terms have the same βη-normal form, or one has none that is found."""
    ends = [lamb.normalize(term, definitions=DEFINITIONS, budget=ENOUGH) for term in (one, other)]
    return not all(end.finished for end in ends) or lamb.eta_normal(ends[0].term) == lamb.eta_normal(
        ends[1].term
    )


@often(4)
@given(unfolding(), bases, algorithms)
def test_what_comes_back_is_equal(term: Term, basis: Basis, algorithm: Algorithm) -> None:
    there = lamb.to_combinators(term, basis=basis, algorithm=algorithm, definitions=DEFINITIONS)
    assert same(lamb.from_combinators(there), term)


@given(unfolding(), bases, algorithms)
def test_a_translation_has_combinators_of_its_basis_and_the_free_names(
    term: Term, basis: Basis, algorithm: Algorithm
) -> None:
    there = lamb.to_combinators(term, basis=basis, algorithm=algorithm)
    assert not any(isinstance(node, Lam | Var) for node in nodes(there))
    free = {name for name in free_names(term) if name not in RULES and not name.isdigit()}
    assert free <= free_names(there)
    assert free_names(there) <= free | set(HAS[basis])


@given(terms(), bases, algorithms)
def test_no_name_is_made_up_or_lost(term: Term, basis: Basis, algorithm: Algorithm) -> None:
    there = lamb.to_combinators(term, basis=basis, algorithm=algorithm)
    assert free_names(there) - set(HAS[basis]) == free_names(term)


def test_without_eta_the_translation_is_as_the_programs_say() -> None:
    written = {
        "λx. x": "I",
        "λx y. x": "S (K K) I",
        "λf x. f x": "S (S (K S) (S (K K) I)) (K I)",
    }
    for term, expected in written.items():
        assert lamb.to_combinators(lamb.parse_term(term), algorithm="naive") == lamb.parse_term(expected)


@pytest.mark.parametrize(
    ("term", "basis", "expected"),
    [
        ("λf g x. f (g x)", "ski", "S (K S) K"),
        ("λf g x. f x (g x)", "ski", "S"),
        ("λf g x. f (g x)", "bckwi", "B"),
        ("λf x y. f y x", "bckwi", "C"),
        ("λf x. f x x", "bckwi", "W"),
        ("λf x. f (f x)", "bckwi", "W B"),
        ("λf g x. f x (g x)", "bckwi", "B (B W) (B B C)"),
        ("λx. x", "sk", "S K K"),
        ("λx y. x", "iota", "ι (ι (ι ι))"),
        ("2", "all", "W B"),
    ],
)
def test_small_terms_are_what_textbooks_have(term: str, basis: Basis, expected: str) -> None:
    assert lamb.to_combinators(lamb.parse_term(term), basis=basis) == lamb.parse_term(expected)


@pytest.mark.parametrize("basis", get_args(Basis))
def test_each_combinator_is_spelled_right_in_each_basis(basis: Basis) -> None:
    for name, text in RULES.items():
        there = lamb.to_combinators(Free(name), basis=basis)
        assert same(lamb.from_combinators(there), lamb.from_combinators(lamb.parse_term(text)))


def test_a_combinator_that_is_defined_as_something_else_is_unfolded() -> None:
    own = lamb.parse_term("λx. x x")
    assert lamb.to_combinators(Free("B"), definitions={"B": own}) == lamb.parse_term("S I I")
    assert lamb.to_combinators(Free("K"), definitions={"K": lamb.parse_term("λa b. a")}) == Free("K")


def test_the_program_about_them_has_what_is_found() -> None:
    session = lamb.Session()
    assert list(session.run_file(PROGRAM))
    for name in ("true", "false", "not", "pair", "0", "succ", "mul"):
        written = session.definitions[f"ski-{name}"]
        assert session.to_combinators(Free(name)) == session.to_combinators(written)


# ── Size ──


def layered(depth: int, wide: int) -> Term:
    """λs around applications that mention the variables of all λs in turn."""
    term: Term = Var(0)
    for number in range(wide):
        term = App(App(term, Var(number % depth)), Var(depth - 1 - number % depth))
    for _ in range(depth):
        term = Lam("x", term)
    return term


def nested(depth: int) -> Term:
    """λx₁. x₁ (λx₂. x₂ x₁ (λx₃. …))"""
    term: Term = Var(0)
    for _ in range(depth):
        term = Lam("x", App(App(Var(0), Var(1)), term))
    return Lam("x", term)


@pytest.mark.parametrize("make", [lambda n: layered(n // 4, n // 8 * 2), lambda n: nested(n // 5)])
def test_the_linear_translation_of_large_terms_is_linear(make: Callable[[int], Term]) -> None:
    """… but for the logarithm of the number of λs, which the combinators for many variables take."""
    small, large = (
        lamb.to_combinators(make(size), basis="all", algorithm="linear").size for size in (1_000, 5_000)
    )
    assert large < 7 * small


@pytest.mark.parametrize(
    "make", [lambda n: layered(n // 4, n // 8 * 2), lambda n: nested(n // 5), lambda n: layered(10, n // 4)]
)
def test_with_combinators_of_many_arguments_what_is_written_is_linear(make: Callable[[int], Term]) -> None:
    def written(size: int) -> int:
        found = lamb.to_bulk_combinators(make(size))
        lines = [f"{name} = {lamb.pretty(one)}" for name, one in found.definitions.items()]
        assert atoms(found.term) <= 5 * make(size).size
        assert all(len(line.split()) <= 7 for line in lines)
        return sum(len(line.split()) for line in [*lines, lamb.pretty(found.term)])

    assert written(5_000) < 10.2 * written(500)


def test_the_linear_translation_is_smaller_where_there_are_many_variables() -> None:
    term = layered(20, 20)
    sizes = {one: lamb.to_combinators(term, algorithm=one).size for one in ALGORITHMS}
    assert sizes["linear"] < sizes["eta"] < sizes["naive"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_depth_costs_no_stack(algorithm: Algorithm) -> None:
    term: Term = Var(DEPTH - 1)
    for _ in range(DEPTH):
        term = App(Var(0), term)
    for _ in range(DEPTH):
        term = Lam("x", term)
    assert lamb.to_combinators(term, algorithm=algorithm).size > DEPTH
    assert lamb.to_bulk_combinators(term).term.size > DEPTH


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_budget_holds(algorithm: Algorithm) -> None:
    with pytest.raises(lamb.BudgetError, match="within 0 s"):
        lamb.to_combinators(layered(20, 5_000), algorithm=algorithm, budget=Budget(seconds=0))
    with pytest.raises(lamb.BudgetError, match="within 0 s"):
        lamb.to_bulk_combinators(layered(20, 5_000), budget=Budget(seconds=0))


def test_the_budget_of_a_trace_holds_between_steps() -> None:
    term: Term = Free("x")
    for _ in range(10_000):
        term = App(term, Free("x"))
    trace = lamb.combinator_trace(term, budget=Budget(seconds=0))
    assert (list(trace), trace.status) == ([], Status.SECONDS)


def test_immense_numerals_are_refused() -> None:
    for numeral in (Free("1" * 100), lamb.church(10**9)):
        with pytest.raises(EncodingError, match="too large to be written out"):
            lamb.to_combinators(numeral)
    with pytest.raises(EncodingError, match="points out"):
        lamb.to_combinators(Var(0))


# ── Reduction ──


@given(of_combinators)
@settings(max_examples=30)
def test_each_step_is_equal_and_what_it_ends_at_has_no_redex(term: Term) -> None:
    trace = lamb.combinator_trace(term, budget=Budget(steps=20, nodes=10_000))
    last = term
    for step in trace:
        assert step.before == last
        last = step.after
        assert same(lamb.from_combinators(step.redex), lamb.from_combinators(step.contractum))
        assert step.rule in COMBINATORY
    if trace.status is Status.NORMAL_FORM:
        assert list(lamb.combinator_trace(last)) == []
        assert not any(is_combinator_redex(node) for node in nodes(last))


def is_combinator_redex(term: Term) -> bool:
    takes = {"S": 3, "K": 2, "I": 1, "B": 3, "C": 3, "W": 2, "ι": 1}
    arguments = 0
    while isinstance(term, App):
        arguments, term = arguments + 1, term.fn
    return isinstance(term, Free) and arguments == takes.get(term.name)


@given(terms(names=st.nothing() | st.sampled_from("ab")))
def test_normal_forms_are_kept(term: Term) -> None:
    """If a term reduces to x by β, its combinators do so by their own rules."""
    redex = App(App(Free("K"), Free("x")), term)
    there = lamb.to_combinators(lamb.from_combinators(redex))
    trace = lamb.combinator_trace(there, budget=ENOUGH)
    steps = list(trace)
    assert trace.status is Status.NORMAL_FORM
    assert (steps[-1].after if steps else there) == Free("x")


def test_the_leftmost_of_the_outermost_redexes_is_first() -> None:
    trace = lamb.combinator_trace(lamb.parse_term("x (K I (W W W)) (I y)"))
    assert [(step.rule, lamb.pretty(step.after)) for step in trace] == [
        (Rule.K, "x I (I y)"),
        (Rule.I, "x I y"),
    ]
    assert trace.table().text.split("\n")[0].split() == ["x", "(K", "I", "(W", "W", "W))", "(I", "y)"]


def test_a_normal_form_is_found_beside_what_has_none() -> None:
    trace = lamb.combinator_trace(lamb.parse_term("K x (W W W)"))
    assert [lamb.pretty(step.after) for step in trace] == ["x"]
    endless = lamb.combinator_trace(lamb.parse_term("W W W"), budget=Budget(steps=50))
    assert (len(list(endless)), endless.status) == (50, Status.STEPS)


def test_rules_are_said_as_they_are_carried_out() -> None:
    for name in RULES:
        redex, made = rule_text(name).split(" is ")
        step = next(lamb.combinator_trace(lamb.parse_term(redex)))
        assert (step.before, step.after) == (lamb.parse_term(redex), lamb.parse_term(made))


# ── Jot ──


@given(terms(1, names=st.nothing(), most=8).map(lambda body: Lam("x", body)))
def test_a_term_comes_back_from_jot(term: Term) -> None:
    there = lamb.to_combinators(term, basis="sk")
    bits = lamb.to_jot(there)
    assert len(bits) <= 9 * atoms(there)
    assert same(lamb.from_combinators(lamb.from_jot(bits)), term)


def test_jot_has_neither_names_nor_lambdas() -> None:
    assert lamb.to_jot(lamb.parse_term("S K")) == "11111100011100"
    for term in ("S x", "λx. x"):
        with pytest.raises(EncodingError, match="Jot has no"):
            lamb.to_jot(lamb.parse_term(term))
    with pytest.raises(EncodingError, match="at bit 3: '2' is no bit"):
        lamb.from_jot("102")


@pytest.mark.parametrize("algorithm", get_args(Algorithm))
def test_a_translation_of_what_is_deep_keeps_to_its_nodes(algorithm: Algorithm) -> None:
    """Calls that wait for each other are memory, too."""
    deep: Term = Var(0)
    for _ in range(30_000):
        deep = App(Var(0), deep)
    most = 50_000
    tracemalloc.start()
    try:
        with suppress(BudgetError):
            lamb.to_combinators(Lam("x", deep), basis="sk", algorithm=algorithm, budget=Budget(nodes=most))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.2 * most * A_NODE
