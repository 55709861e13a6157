"""Code: what a term becomes for the machine, and that it is still the term."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Status, Term, Var
from lamb.calculus.substitution import shift
from lamb.calculus.term import nodes, preorder
from lamb.machine.code import (
    CALL_CODE,
    CALL_SLOT,
    EMPTY,
    GLANCE,
    KEEPER,
    LAMBDA,
    LAMBDAS,
    LARGE,
    LINK,
    ROOM,
    TERM,
    Code,
    Linker,
    resolve,
    used,
)
from lamb.machine.readback import Readback
from tests.strategies import DEFINITIONS, programs, terms


def resolved(code: Code) -> Code:
    """The code with all that it leads to looked at, as no run would do."""
    stack: list[Any] = [code]
    seen: set[int] = set()
    while stack:
        part = stack.pop()
        if isinstance(part, list | tuple) and id(part) not in seen:
            seen.add(id(part))
            if isinstance(part, list) and part[:1] == [TERM]:
                resolve(part)
            stack += part
    return code


def read(code: Code) -> Term:
    return Readback(0).code(code, EMPTY, 0)


@given(programs)
def test_code_reads_back_as_the_term(term: Term) -> None:
    code = Linker(DEFINITIONS).code(term)
    assert read(code) is term
    assert read(resolved(code)) == term


@given(programs)
def test_a_run_without_a_step_leaves_the_term_as_it_is(term: Term) -> None:
    """Though what its `let`s bind would be bound before it runs."""
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=0))
    assert outcome.term == term


@given(programs)
def test_arguments_may_be_taken_one_by_one_or_two_at_once(term: Term) -> None:
    def run() -> tuple[Status, int, Term]:
        outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=500))
        return outcome.status, outcome.steps, outcome.term

    together = run()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lamb.calculus.budget.SHORT", 1)
        assert run() == together


@given(programs, st.integers(0, 60))
def test_the_steps_that_come_first_in_any_case_are_those_of_normal_order(term: Term, most: int) -> None:
    """`begin` contracts the head's redexes: what it returns is the term after so many steps of a trace."""
    code, args, steps = Linker({}).begin(term, most)
    assert steps <= most
    reached = Readback(0).applied(read(code), args, 0)
    trace = lamb.trace(term, budget=Budget(steps=steps))
    after = [step.after for step in trace]
    assert len(after) == steps
    assert reached == (after[-1] if after else term)


@given(terms(5), st.integers(0, 5))
def test_the_only_variable_that_is_used_is_seen_at_a_glance(term: Term, lambdas: int) -> None:
    assume(term.size < GLANCE)
    found = {node.index - depth for node, depth in preorder(term) if isinstance(node, Var)}
    bound = [index for index in found if 0 <= index < lambdas]
    assert used(lambdas, term) == (None if len(bound) > 1 else (*bound, lambdas)[0])
    assert used(lambdas, shift(term, lambdas)) == lambdas


def test_only_a_glance_is_taken() -> None:
    """Closed, but too large to be looked through."""
    large: Term = Var(1)
    for _ in range(GLANCE):
        large = App(large, Var(1))
    assert used(1, App(Var(1), Var(2))) == 1
    assert used(1, large) is None


def test_common_shapes_are_one_instruction() -> None:
    linker = Linker({})

    def body(text: str) -> Code:
        code = linker.code(lamb.parse_term(text))
        resolve(code)
        abstraction: Code = code[1][0]
        assert abstraction[0] == LAMBDAS
        resolve(abstraction[1])
        found: Code = abstraction[1]
        return found

    assert body("λx y. x y") == [CALL_SLOT, 1, 0]
    assert body("λx y. y (x y)")[:2] == [CALL_CODE, 0]


@pytest.mark.parametrize("depth", [ROOM, ROOM + 1, 2 * ROOM + 1])
def test_an_environment_never_has_more_than_its_room(depth: int) -> None:
    term: Term = Var(0)
    for _ in range(depth):
        term = Lam("x", term)
    code = resolved(Linker({}).code(term))[1][0]
    kinds = []
    while code[0] in (LAMBDA, LAMBDAS, LINK):
        kinds.append(code[0])
        code = code[2][1] if code[0] == LAMBDAS else code[1]
    links = [place for place, kind in enumerate(kinds) if kind == LINK]
    assert all(after - before == ROOM + 1 for before, after in pairwise([-1, *links]))
    assert len(links) == (depth - 1) // ROOM


def nested(levels: list[tuple[int, bool]], kept: int) -> Term:
    """λs in λs, so many a level, which use one variable of the outermost, and perhaps another."""
    total = sum(lambdas for lambdas, _ in levels)
    term: Term = Free("end")
    for lambdas, uses_next in reversed(levels):
        term = App(App(App(Var(0), Var(total - 1 - kept)), Var(lambdas) if uses_next else Free("c")), term)
        for _ in range(lambdas):
            term = Lam("x", term)
        total -= lambdas
    return term


@given(
    st.lists(st.tuples(st.sampled_from([1, 2, 3, ROOM, ROOM + 1]), st.booleans()), min_size=1, max_size=5),
    st.data(),
)
def test_what_keeps_one_cell_of_its_environment_keeps_the_right_one(
    levels: list[tuple[int, bool]], data: st.DataObject
) -> None:
    outermost = levels[0][0]
    term = nested([(outermost, False), *levels[1:]], data.draw(st.integers(0, outermost - 1)))
    assert read(resolved(Linker({}).code(term))) == term
    for number in range(data.draw(st.integers(0, outermost))):
        term = App(term, Free(f"a{number}"))
    assert lamb.normalize(term).term == [term, *(step.after for step in lamb.trace(term))][-1]


@pytest.mark.parametrize(
    "function", ["λg h. h g {}", "λg h i. i h g {}", "λg h. {}", "λg h. h (λx y. y x g {})"]
)
@pytest.mark.parametrize("argument", ["u", "a", "(a b)"])
@pytest.mark.parametrize(
    "call",
    ["k", "k {}", "k {} v", "k {} a", "(λp. p v) (k {})", "(λp. d (p v) (p w)) (k {})", "(λp. d p p) (k {})"],
)
def test_what_keeps_one_cell_comes_to_the_same_however_it_is_called(
    function: str, argument: str, call: str
) -> None:
    for kept in "abc":
        made = f"(λk. {call.format(argument)}) ({function.format(kept)})"
        term = lamb.parse_term(f"(λf. f A B C) (λa b c. {made})")
        assert lamb.normalize(term).term == [step.after for step in lamb.trace(term)][-1]


def test_where_an_environment_is_full_the_cells_beyond_are_not_its_own() -> None:
    for kept in range(ROOM + 1):
        term = nested([(ROOM + 1, False), (2, False)], kept)
        assert read(resolved(Linker({}).code(term))) == term


def test_a_function_keeps_no_more_of_its_environment_than_it_uses() -> None:
    code = resolved(Linker({}).code(lamb.parse_term("λf x y. f (λg h. h (g x) (λu v. v (u x)))")))[1][0]
    kind, body, (hint, _, slot) = code[1][1][2]
    assert (kind, hint, slot) == (KEEPER, "g", 1), "x, of y, x and f"
    call: Code = [CALL_CODE, 0, [CALL_SLOT, 1, 2]]
    assert body[1] == call
    kind, body, (hint, _, slot) = body[2]
    assert (kind, body, hint, slot) == (KEEPER, call, "u", 2), "x, of h, g and x"


# ── Terms whose parts are shared ──────────────────────────────────────────────────────


def doubled(leaf: Term, times: int = 30) -> Term:
    """p (p (…) (…)) (p (…) (…)): few nodes, and 2³⁰ of them as a tree."""
    term = leaf
    for _ in range(times):
        term = App(App(Free("p"), term), term)
    return term


LEAVES = [Free("a"), lamb.parse_term("λx. x"), lamb.parse_term("(λx. x) a")]


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_term_that_is_huge_as_a_tree_is_dropped_at_once(leaf: Term) -> None:
    outcome = lamb.normalize(App(Lam("x", Free("b")), doubled(leaf)))
    assert (outcome.term, outcome.steps) == (Free("b"), 1)


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_closed_term_that_is_huge_as_a_tree_takes_the_time_of_its_nodes(leaf: Term) -> None:
    """What has more than `LARGE` nodes is evaluated once, however often it occurs."""
    outcome = lamb.normalize(doubled(leaf), budget=Budget(steps=LARGE, nodes=20 * LARGE))
    assert outcome.finished
    assert outcome.term == doubled(lamb.normalize(leaf).term)


def test_an_open_term_that_is_huge_as_a_tree_keeps_to_its_budget() -> None:
    term = Lam("a", doubled(App(Lam("x", Var(0)), Var(0))))
    outcome = lamb.normalize(term, budget=Budget(steps=1_000, nodes=50_000))
    assert outcome.status in (Status.STEPS, Status.NODES)


def test_a_normal_form_that_is_huge_as_a_tree_is_its_own_answer() -> None:
    term = Lam("a", doubled(Var(0)))
    outcome = lamb.normalize(term, budget=Budget(steps=0, nodes=50_000))
    assert outcome.finished
    assert outcome.term is term


def test_a_nest_of_doublings_costs_what_it_has_of_nodes() -> None:
    term: Term = Free("leaf")
    for _ in range(100):
        term = App(lamb.parse_term("λx. p x x"), term)
    outcome = lamb.normalize(term)
    assert outcome.steps == 100
    assert len(nodes(outcome.term)) < 500


def test_what_names_stood_for_is_dismantled_in_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    dismantled: list[Any] = []
    monkeypatch.setattr("lamb.machine.code.IN_BROWSER", True)
    monkeypatch.setattr("lamb.machine.code.dismantle", dismantled.extend)
    linker = Linker(DEFINITIONS)
    cell = linker.named("I")
    linker.close()
    assert any(thing is cell for thing in dismantled)
