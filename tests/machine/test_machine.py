"""The machine: what normal order computes, in fewer steps."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import assume, example, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Outcome, Status, Term, Var
from lamb.calculus.term import nodes
from lamb.machine.code import ROOM
from tests.effort import often
from tests.strategies import DEFINITIONS, deep, programs, shared

NORMAL_ORDER = Budget(steps=300, nodes=20_000)


def normalized(term: Term, steps: int | None = None) -> Outcome:
    return lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=steps))


def by_normal_order(term: Term) -> tuple[Term, int]:
    """The normal form and the steps to it; terms that take many are left out."""
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=NORMAL_ORDER)
    for step in trace:
        last = step
    assume(trace.status is Status.NORMAL_FORM)
    return (last.after if trace.steps else term), trace.steps


# ── Laws ──────────────────────────────────────────────────────────────────────────────


@often(4)
@given(programs)
def test_the_machine_computes_what_normal_order_computes(term: Term) -> None:
    """Within as many steps: what is shared is contracted once, and nothing more is contracted."""
    normal_form, steps = by_normal_order(term)
    outcome = normalized(term, steps)
    assert outcome.finished
    assert outcome.term == normal_form
    assert outcome.steps <= steps


@given(programs)
def test_an_answer_has_no_redex(term: Term) -> None:
    outcome = normalized(term, 500)
    if outcome.finished and outcome.term.size < 10_000:
        assert next(lamb.redexes(outcome.term, DEFINITIONS), None) is None


@given(programs)
def test_where_normal_order_goes_on_for_ever_the_machine_does(term: Term) -> None:
    """If the machine ends, normal order does, though it may take much longer."""
    outcome = normalized(term, 20)
    assume(outcome.finished)
    trace = lamb.trace(term, definitions=DEFINITIONS, budget=Budget(steps=5_000, nodes=100_000))
    for step in trace:
        last = step
    assert trace.status is Status.NORMAL_FORM
    assert outcome.term == (last.after if trace.steps else term)


@often(4)
@given(programs)
@example(lamb.parse_term("λx. 3 (λy. y x) (2 2)"))
@example(lamb.parse_term("λa b. (λp. p p) (λq. a (2 q)) (λr. b r)"))
@example(lamb.parse_term("(λx. λy. x y (x z)) (I I)"))
@example(lamb.parse_term("λa. (λx. p x (λb. q (I b) x)) (λz. I a z)"))  # x is read under one λ more
def test_a_stopped_run_has_reached_a_term_with_the_same_normal_form(term: Term) -> None:
    normal_form, _ = by_normal_order(term)
    needed = normalized(term).steps
    for steps in {*range(min(needed, 30)), *range(max(0, needed - 5), needed)}:
        stopped = normalized(term, steps)
        assert stopped.status is Status.STEPS
        assert normalized(stopped.term).term == normal_form


@given(programs, st.integers(1, 5))
def test_a_run_can_be_interrupted_anywhere(term: Term, lap: int) -> None:
    """Also while an answer is written: the law above stops at steps alone."""
    normal_form, _ = by_normal_order(term)
    for looks in range(40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lamb.calculus.budget.LAP", lap)
            seen = count()
            outcome = lamb.normalize(
                term, definitions=DEFINITIONS, watch=lambda _, seen=seen, looks=looks: next(seen) == looks
            )
        assert outcome.finished or outcome.status is Status.INTERRUPTED
        assert (outcome if outcome.finished else normalized(outcome.term)).term == normal_form
        if outcome.finished:
            return


def test_a_run_can_be_interrupted_while_a_long_answer_is_shifted() -> None:
    """An answer of 9,000 nodes, that is used under one λ more: then the steps are done, and none is lost."""
    term = lamb.parse_term("λa. (λx. p x (λb. x)) (4500 a)")
    whole = lamb.normalize(term)
    stopped_at = []
    for looks in count():
        seen = count()
        outcome = lamb.normalize(term, watch=lambda _, seen=seen, looks=looks: next(seen) == looks)
        if outcome.finished:
            break
        assert outcome.status is Status.INTERRUPTED
        assert normalized(outcome.term).term == whole.term
        stopped_at.append(outcome.steps)
    assert stopped_at.count(whole.steps) > 1


@given(programs, st.integers(0, 200))
def test_a_term_without_an_answer_can_be_stopped_and_read_too(term: Term, steps: int) -> None:
    stopped = normalized(term, steps)
    assert stopped.term.open == 0


@given(programs)
def test_reducing_an_answer_again_changes_nothing(term: Term) -> None:
    outcome = normalized(term, 300)
    if outcome.finished:
        again = normalized(outcome.term)
        assert (again.term, again.steps) == (outcome.term, 0)


@given(shared() | deep())
def test_a_run_leaves_nothing_behind(term: Term) -> None:
    """The same term twice, from the same objects, takes the same steps to the same end."""
    first, second = normalized(term, 100), normalized(term, 100)
    assert (first.status, first.steps, first.term) == (second.status, second.steps, second.term)


@pytest.mark.parametrize("length", [100, 400, 1_600])
def test_what_arguments_have_in_common_is_read_once(length: int) -> None:
    """(λf. f (f … x)) (λy. y y): each f leaves all that follows it among the arguments."""
    body: Term = Free("x")
    for _ in range(length):
        body = App(Var(0), body)
    stopped = normalized(App(Lam("f", body), lamb.parse_term("λy. y y")), length)
    assert stopped.status is Status.STEPS
    assert len(nodes(stopped.term)) <= 3 * length


# ── Environments longer than one tuple ────────────────────────────────────────────────


@pytest.mark.parametrize("depth", [1, ROOM - 1, ROOM, ROOM + 1, 2 * ROOM, 2 * ROOM + 1, 5 * ROOM])
def test_every_variable_is_found_however_many_lambdas_are_around(depth: int) -> None:
    """λx₁ … xₙ. f x₁ … xₙ, applied to a₁ … aₙ, all at once or but one, is f a₁ … aₙ."""
    arguments: list[Term] = [Free(f"a{number}") for number in range(depth)]
    body: Term = Free("f")
    for index in reversed(range(depth)):
        body = App(body, Var(index))
    abstraction = body
    for _ in range(depth):
        abstraction = Lam("x", abstraction)
    assert normalized(abstraction).term == abstraction
    applied, expected = abstraction, Free("f")
    for argument in arguments:
        applied, expected = App(applied, argument), App(expected, argument)
    outcome = normalized(applied)
    assert (outcome.term, outcome.steps) == (expected, depth)
    for steps in range(depth):
        assert normalized(normalized(applied, steps).term).term == expected


# ── Sharing ───────────────────────────────────────────────────────────────────────────

BOOLEANS = "let true = λt f. t; false = λt f. f; not = λb. b false true; xor = λa b. a (not b) b"


@pytest.mark.parametrize("length", [10, 100, 1_000])
def test_what_is_shared_is_computed_once(length: int) -> None:
    """x₁ = xor x₀ x₀, x₂ = xor x₁ x₁, …: 2ⁿ steps in normal order, some n with sharing."""
    chain = "".join(f"; x{n} = xor x{n - 1} x{n - 1}" for n in range(1, length + 1))
    outcome = lamb.normalize(lamb.parse_term(f"{BOOLEANS}; x0 = true{chain} in x{length}"))
    assert outcome.term == lamb.boolean(False)
    assert outcome.steps <= 20 * length


@pytest.mark.parametrize("length", [10, 100, 1_000])
def test_an_answer_may_be_larger_than_the_memory(length: int) -> None:
    """(λx. p x x) nested n times has 2ⁿ leaves, and is built in n steps as what it is: shared."""
    term: Term = Free("leaf")
    expected: Term = Free("leaf")
    for _ in range(length):
        term = App(lamb.parse_term("λx. p x x"), term)
        expected = App(App(Free("p"), expected), expected)
    outcome = lamb.normalize(term)
    assert outcome.steps == length
    assert outcome.term == expected
    assert outcome.term.size == 2 ** (length + 2) - 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("λa. (λx. p x (λb. x) (λc d. x)) (I a)", "λa. p a (λb. a) (λc d. a)"),
        ("λa. (λx. p (λb. x) x (λc d. x)) (λz. I a z)", "λa. p (λb z. a z) (λz. a z) (λc d z. a z)"),
        ("λa b. (λx. x (λc. x (λd. x))) (λz. a z b)", "λa b. a (λc. a (λd z. a z b) b) b"),
        ("λa. (λx. λb. p x (λc. x b)) (λy. λz. a (y z))", "λa b. p (λy z. a (y z)) (λc z. a (b z))"),
    ],
)
def test_an_answer_that_is_used_under_other_lambdas_is_shifted(text: str, expected: str) -> None:
    assert normalized(lamb.parse_term(text)).term == lamb.parse_term(expected)


@pytest.mark.parametrize("lambdas", [1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM])
def test_what_is_shared_is_computed_once_however_many_lambdas_are_between(lambdas: int) -> None:
    names = " ".join(f"y{number}" for number in range(lambdas))
    arguments = " ".join("a" * lambdas)
    uses = "p x (f x) (x x) (λz. x)"
    outcome = lamb.normalize(lamb.parse_term(f"(λx. (λ{names}. {uses}) {arguments}) (100 (λz. z) b)"))
    assert outcome.term == lamb.parse_term("p b (f b) (b b) (λz. b)")
    assert outcome.steps < 150 + lambdas


def test_a_definition_is_evaluated_once() -> None:
    definitions = {"slow": lamb.parse_term("200 I' done"), "I'": lamb.parse_term("λx. x")}
    once = lamb.normalize(lamb.parse_term("p slow"), definitions=definitions).steps
    often = lamb.normalize(lamb.parse_term("p slow slow slow (λx. slow x)"), definitions=definitions).steps
    assert once > 200
    assert often == once


def test_a_definition_that_is_not_needed_may_be_endless() -> None:
    definitions = {"Ω": lamb.parse_term("(λx. x x) (λx. x x)")}
    assert lamb.normalize(lamb.parse_term("(λx. a) Ω"), definitions=definitions).term == Free("a")


# ── Memory ────────────────────────────────────────────────────────────────────────────


def test_what_runs_in_circles_runs_in_constant_memory() -> None:
    term = lamb.parse_term("(λx. x x) (λx. x x)")
    assert lamb.normalize(term, budget=Budget(steps=100_000, nodes=5_000)).status is Status.STEPS


def test_cells_that_only_wait_for_each_other_take_no_memory() -> None:
    outcome = lamb.normalize(lamb.parse_term("14 (λg x. g (g x)) (λx. x) a"), budget=Budget(nodes=5_000))
    assert outcome.finished
    assert outcome.term == Free("a")


@pytest.mark.parametrize(
    "definitions",
    [{"p": "(λz. z) p"}, {"p": "(λz. z) q", "q": "(λz. z) p"}, {"p": "(λx. x x) (λx. x x)"}],
)
def test_a_name_that_waits_for_itself_is_stopped_and_read(definitions: dict[str, str]) -> None:
    table = {name: lamb.parse_term(text) for name, text in definitions.items()}
    outcome = lamb.normalize(lamb.parse_term("p a"), definitions=table, budget=Budget(steps=3_000))
    assert outcome.status is Status.STEPS
    assert outcome.steps == 3_000
    assert outcome.term.size < 20


def test_a_large_normal_form_is_its_own_answer() -> None:
    term: Term = Free("a")
    for _ in range(30):
        term = App(App(Free("f"), term), term)
    outcome = lamb.normalize(term)
    assert outcome.finished
    assert outcome.term is term
    unfolded = lamb.normalize(term, definitions={"a": Free("b")}, budget=Budget(steps=10))
    assert unfolded.finished
    assert unfolded.term != term


@pytest.mark.parametrize("length", [10, 100, 1_000])
def test_what_is_stuck_and_applied_once_more_is_not_put_together_again(length: int) -> None:
    """tₙ = tₙ₋₁ tₙ₋₁ is the variable with n arguments, of which tₙ₋₁ has all but the last."""
    answer = lamb.normalize(lamb.parse_term(f"{length} (λt. t t) y")).term
    assert sum(1 for _ in nodes(answer)) == length + 1


# ── What it refuses ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("term", [Var(0), Lam("x", Var(1)), App(Lam("x", Var(1)), Free("a"))])
def test_a_variable_that_points_out_of_the_term_is_refused(term: Term) -> None:
    with pytest.raises(ValueError, match="points out of the term"):
        lamb.normalize(term)


def test_an_answer_that_is_a_graph_is_normalized_again_in_the_time_of_its_nodes() -> None:
    """A full tree of depth 40, whose 2⁴⁰ leaves are one."""
    tree = lamb.normalize(lamb.parse_term("40 (λt. p t t) q")).term
    again = lamb.normalize(tree, budget=Budget(nodes=100_000))
    assert again.finished
    assert again.term == tree
    named = lamb.normalize(
        lamb.parse_term("f tree tree"), definitions={"tree": tree}, budget=Budget(nodes=100_000)
    )
    assert named.term == App(App(Free("f"), tree), tree)
