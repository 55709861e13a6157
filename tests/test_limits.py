"""Limits hold: whatever is asked for, nothing takes much more of anything than its budget has.

Time is that of a clock which goes on when somebody looks at it, so what is counted are the looks: who
looks often enough, and stops at the first look that is too late, cannot be late by much. What really passes
is measured by `python -m tests.tools.fuzz limits`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Session, Status, Strategy, Term, Var
from lamb.analysis.comparison import compare
from lamb.analysis.graph import SHOWN
from lamb.calculus.budget import LAP, TICK, Exhausted, Meter
from lamb.calculus.term import nodes
from lamb.course.derivations.operators import named_alike
from lamb.course.presentation import presented
from lamb.encodings.blc import to_blc
from lamb.encodings.readings import readings
from lamb.encodings.values import list_of
from lamb.errors import BudgetError, LambError, Source
from lamb.html.bundles import bundle
from lamb.machine.readback import FEW_NODES, SCREEN, Outcome
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import Program, parse
from lamb.notation.printer import write
from lamb.prelude import prelude
from lamb.show.json import described
from lamb.show.lines import FORMATS, LONGEST_SHOWN, Format, Look, indexed, plain, render
from tests.meters import Recording, Stopping
from tests.strategies import DEFINITIONS, doubled, programs

MORE = 1.2
STATEMENTS = (
    *("{}", "assert {} =eta= {}", "assert forall n : nat. {} == {}"),
    *("conf a : {} =*> {}", "conf a : {} =b> {}", "eval a : {} =~> {}"),
)
TEXTS = (
    *("Ω", "(λx. x x x) (λx. x x x)", "fact 3", "9999 f x", "[[1, 2], 3]"),
    *("500 (λx. p x x) q", "Y K", "n", "λx. f x"),
)


class Clock:
    """Goes on by a hundredth of a second each time that somebody looks at it."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.looks / 100

    @property
    def seconds(self) -> float:
        return self.looks / 100


GROWING = lamb.parse_term("(λx. x x x) (λx. x x x)")
ENDLESS = lamb.parse_term("(λx. x x) (λx. x x)")
WIDE = lamb.parse_term("100000 (λx. p x x) q")


@given(programs, st.sampled_from(Strategy), st.floats(0, 0.2))
def test_a_trace_stops_at_the_first_look_that_is_too_late(
    term: Term, strategy: Strategy, seconds: float
) -> None:
    clock = Clock()
    budget = Budget(steps=300, nodes=100_000, seconds=seconds, clock=clock)
    steps = lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=budget)
    taken = sum(1 for _ in steps)
    assert clock.seconds <= seconds + 0.03
    assert taken <= (seconds + 0.03) * 100


@pytest.mark.parametrize("term", [GROWING, ENDLESS, WIDE])
def test_the_machine_stops_at_the_first_look_that_is_too_late(term: Term) -> None:
    clock = Clock()
    outcome = lamb.normalize(term, budget=Budget(nodes=10_000_000, seconds=0.2, clock=clock))
    assert outcome.finished or outcome.status is Status.SECONDS
    assert clock.seconds <= 0.23


@pytest.mark.parametrize("limit", [10_000, 100_000])
@pytest.mark.parametrize("term", [GROWING, WIDE, App(App(Free("999999999"), Free("f")), Free("x"))])
def test_what_the_machine_shows_has_no_more_nodes_than_there_may_be(term: Term, limit: int) -> None:
    outcome = lamb.normalize(term, budget=Budget(nodes=limit))
    assert outcome.status is Status.NODES
    assert len(nodes(outcome.beginning)) <= limit * MORE


texts = st.sampled_from(TEXTS)
statements = st.tuples(st.sampled_from(STATEMENTS), texts, texts).map(
    lambda parts: parts[0].format(*parts[1:])
)


# A claim about all values searches with Hypothesis, too.
@settings(suppress_health_check=[HealthCheck.nested_given, HealthCheck.too_slow])
@given(st.lists(statements, min_size=1, max_size=3, unique=True), st.floats(0, 0.3))
def test_no_statement_takes_more_time_than_it_has(lines: list[str], seconds: float) -> None:
    clock = Clock()
    session = Session(budget=Budget(steps=20_000, nodes=200_000, seconds=seconds, clock=clock))
    for result in timed(session.run("\n".join(lines)), clock, seconds):
        assert not isinstance(result, LambError)
        render(result, Look())
        described(result, Look())
        assert bundle(result)


def timed(results: Iterator[lamb.Result], clock: Clock, seconds: float) -> Iterator[lamb.Result]:
    """The results, none of which may be late."""
    while True:
        begun = clock.seconds
        result = next(results, None)
        assert clock.seconds - begun <= seconds * MORE + 0.2
        if result is None:
            return
        yield result


@given(programs, st.floats(0, 0.2))
def test_strategies_side_by_side_take_the_time_of_one_reduction_each(term: Term, seconds: float) -> None:
    clock = Clock()
    budget = Budget(steps=100, nodes=100_000, seconds=seconds, clock=clock)
    for _ in compare(term, DEFINITIONS, budget=budget):
        assert clock.seconds <= 3 * (
            seconds * MORE + 0.2
        )  # it, normal order beside it, and what is left once more
        clock.looks = 0


class Looks(Meter):
    """How often a meter inside has looked."""

    looks = 0

    def exhausted(self, nodes: int = 0) -> Status | None:
        self.looks += 1
        return super().exhausted(nodes)


@pytest.mark.parametrize("text", ["fact 3000", "pow 7 3000"])
def test_what_was_reached_is_read_in_the_time_that_there_is(text: str) -> None:
    def reached() -> Outcome:
        outcome = lamb.normalize(term, definitions=prelude(), budget=Budget(steps=60_000))
        assert not outcome.finished
        return outcome

    term = lamb.parse_term(text)
    outcome = reached()
    with Looks() as meter:
        assert outcome.beginning.size < 100 * SCREEN
    assert meter.looks <= (FEW_NODES + 10 * SCREEN) / LAP
    outcome = reached()
    with Budget(seconds=0).meter():
        assert outcome.term == term
    budget = Budget(seconds=0.3, clock=Clock())
    assert lamb.normalize(term, definitions=prelude(), budget=budget).term == term


def test_what_is_read_later_has_a_grace() -> None:
    meter = Budget(seconds=2, clock=Clock()).meter()
    for _ in range(300):
        meter.exhausted()
    assert meter.left().seconds == 0
    assert meter.rest().left().seconds == pytest.approx(0.15)


@given(programs, st.floats(0, 0.2))
def test_a_reduction_graph_takes_no_more_time_than_it_has(term: Term, seconds: float) -> None:
    clock = Clock()
    budget = Budget(steps=300, nodes=20_000, seconds=seconds, clock=clock)
    graph = lamb.reduction_graph(term, definitions=DEFINITIONS, budget=budget)
    assert graph
    assert all(map(graph.path, SHOWN))
    assert clock.seconds <= seconds * MORE + 0.2


def test_a_reduction_graph_looks_for_names_and_for_the_ways_of_strategies_in_the_time_that_there_is() -> None:
    term: Term = App(Lam("x", Var(0)), Free("b"))
    for _ in range(20 * TICK):
        term = App(Free("f"), term)
    with Looks() as meter:
        graph = lamb.reduction_graph(term, budget=Budget(seconds=0, clock=Clock()))
        assert graph.path(Strategy.NORMAL) == (0,)
        assert graph.ending(Strategy.APPLICATIVE) == "leaves"
    assert graph.frontier == (0,)
    assert meter.looks <= 20


# ── Passes over a whole term ──

PASSES: dict[str, Callable[[], object]] = {
    "from names to indices": lambda: remove_names(restore_names(LONG)),
    "from indices to names": lambda: restore_names(LONG),
    "written": lambda: write(restore_names(LONG)),
    "printed": lambda: lamb.pretty(LONG),
    "as bits": lambda: to_blc(LONG),
    "as indices": lambda: indexed(LONG),
    "read": lambda: readings(list_of([lamb.church(1)] * 4 * TICK)),
    "contracted": lambda: lamb.contract(REDEX, (), lamb.Rule.BETA),
    "presented": lambda: list(presented(REDEX, lamb.trace(REDEX))),
    "compared": lambda: long_term() == LONG,
    "without η-redexes": lambda: lamb.eta_normal(Lam("y", App(LONG, Var(0)))),
    "through its redexes": lambda: list(lamb.redexes(LONG)),
    "side by side": lambda: named_alike(LONG, long_term()),
    "in a line": lambda: excerpt(LONG, Room(None)),
}


def long_term() -> Term:
    term: Term = Var(0)
    for _ in range(4 * TICK):
        term = App(term, Var(0))
    return Lam("x", term)


LONG, WIDE_TREE = long_term(), doubled(Lam("x", Var(0)), 30)
REDEX = App(LONG, Free("a"))


@pytest.mark.parametrize("name", PASSES)
def test_a_pass_over_a_term_says_how_much_it_has_visited_and_can_be_stopped(name: str) -> None:
    with Recording() as meter:
        PASSES[name]()
    assert sum(meter.told) >= 3 * TICK
    with pytest.raises(Exhausted), Stopping():
        PASSES[name]()


@cache
def long_answer() -> lamb.Answer:
    (answer,) = Session().run(f"λx. x{' x' * 2 * LONGEST_SHOWN}")
    assert isinstance(answer, lamb.Answer)
    return answer


@pytest.mark.parametrize("format", FORMATS)
def test_an_answer_is_written_whole_only_if_there_is_time_for_it(format: Format) -> None:
    look = Look(format=format)
    answer = replace(long_answer(), meter=Budget(seconds=0).meter().pause())
    if format in ("readings", "value"):
        short = plain(render(answer, look).answer)
        assert len(short) < 300
        assert "nodes)" in short
        assert described(answer, look)["term"]["text"] is None
    else:  # a machine's format is never elided
        for written in render, described:
            with pytest.raises(lamb.BudgetError, match="too large to be written"):
                written(answer, look)
    answer = replace(answer, meter=Meter())
    assert len(plain(render(answer, look).answer)) > 2 * LONGEST_SHOWN
    assert described(answer, look)["term"]["text"] == lamb.pretty(answer.outcome.term)


def test_what_is_written_of_an_answer_has_no_more_nodes_than_there_may_be() -> None:
    answer = long_answer()
    assert "nodes)" in plain(render(answer, Look(budget=Budget(nodes=30_000))).answer)
    assert "nodes)" not in plain(render(answer, Look(budget=Budget(nodes=50_000))).answer)


def test_reading_and_writing_an_answer_take_from_what_is_left_of_its_time() -> None:
    clock = Clock()
    meter = Budget(seconds=1, clock=clock).meter().pause()
    with suppress(Exhausted), meter:
        lamb.pretty(LONG)
    left = meter.left().seconds
    assert left is not None
    assert left < 1
    clock.looks += 1_000
    assert meter.left().seconds == left
    with suppress(Exhausted), meter:
        clock.looks += 1_000
    assert meter.left().seconds == 0


def test_a_term_that_is_too_large_to_be_written_is_refused_at_once() -> None:
    with pytest.raises(BudgetError, match="10,000,000 is the most"):
        lamb.pretty(WIDE_TREE)
    with pytest.raises(BudgetError, match="this term has 5 nodes as a tree; 4 is the most"):
        lamb.pretty(lamb.parse_term("x y z"), nodes=4)
    assert lamb.pretty(WIDE_TREE, limit=50).endswith("…")


def test_a_term_that_takes_too_long_to_be_understood_is_a_budget_error() -> None:
    clock = Clock()
    text = Source(f"λx. x{' x' * 4 * TICK}")
    session = Session(budget=Budget(seconds=1, clock=clock))
    statement = parse(text).statements[0]
    clock.looks = 0
    session.budget = Budget(seconds=0, clock=clock)
    program = Program(text, [statement])
    (error,) = session._carry_out(statement, program)
    assert isinstance(error, BudgetError)
    assert "could not be read to its end within 0 s" in error.message


def test_what_a_shared_answer_can_be_read_as_takes_the_time_of_what_is_shared() -> None:
    """Found by fuzzing `Y S`, whose answer so far has 10¹⁰⁵ nodes as a tree, and a thousand as a graph."""
    term = lamb.normalize(lamb.parse_term("Y S"), definitions=DEFINITIONS, budget=Budget(steps=2_000)).term
    with Recording() as meter:
        assert readings(term) == ()
    assert sum(meter.told) <= 8 * len(nodes(term))


# ── η ──

COUNTLESS = lamb.church(10**12)


def test_numerals_have_no_eta_redex_and_are_not_written_out_to_find_that() -> None:
    assert lamb.eta_normal(COUNTLESS) is COUNTLESS
    assert not COUNTLESS.written
    assert not list(lamb.redexes(COUNTLESS, rules=frozenset({lamb.Rule.ETA})))
    assert not list(lamb.trace(COUNTLESS, eta=True))
    inside = App(App(Free("pair"), COUNTLESS), Lam("x", App(Free("f"), Var(0))))
    assert lamb.eta_normal(inside) == App(App(Free("pair"), COUNTLESS), Free("f"))


def test_normal_forms_up_to_eta_are_compared_in_what_they_share() -> None:
    tree: Term = Var(0)
    for _ in range(60):
        tree = App(App(Free("p"), tree), tree)
    term = Lam("z", Lam("y", Lam("x", App(App(tree, Var(1)), Var(0)))))
    with Recording() as meter:
        lamb.eta_normal(term)
    assert sum(meter.told) <= 20 * len(nodes(term))
    assert not list(lamb.trace(term, eta=True, budget=Budget(steps=1)))


@pytest.mark.parametrize("claim", ["assert {} =eta= 5", "conf a : {} =e> 5", "conf a : {} =d> 5"])
@pytest.mark.parametrize("side", ["pow 10 12", "λz. 5000 (λg y. z g y) z", "60 (λt. f t t)"])
def test_a_claim_up_to_eta_that_takes_too_long_is_undecided(claim: str, side: str) -> None:
    clock = Clock()
    session = Session(budget=Budget(nodes=200_000, seconds=0.5, clock=clock))
    (result,) = session.run(claim.format(side))
    assert not isinstance(result, LambError)
    assert clock.seconds <= 0.5 * MORE + 0.2


# ── Answers that have no end as a tree ──


def full_tree(depth: int, leaf: Term) -> Term:
    for _ in range(depth):
        leaf = App(App(Free("p"), leaf), leaf)
    return leaf


IMMENSE_TREE = full_tree(100, Free("q"))


@pytest.mark.parametrize("strategy", Strategy)
def test_a_term_without_redexes_is_at_its_normal_form_at_once_however_often_its_parts_are_shared(
    strategy: Strategy,
) -> None:
    trace = lamb.trace(IMMENSE_TREE, strategy=strategy, definitions=DEFINITIONS)
    assert list(trace) == []
    assert trace.status is Status.NORMAL_FORM


def test_an_answer_that_is_asked_about_again_is_the_answer() -> None:
    session = Session()
    outcome = session.normalize(IMMENSE_TREE)
    assert outcome.finished
    assert outcome.steps == 0
    assert outcome.term is IMMENSE_TREE
    session.definitions.answers = {"it": IMMENSE_TREE}
    assert session.normalize(Free("it")).term is IMMENSE_TREE
    few = session.normalize(full_tree(5, Free("true")))
    assert few.term == full_tree(5, session.definitions["true"])


@pytest.mark.parametrize("strategy", [one for one in Strategy if one is not Strategy.PARALLEL])
def test_looking_for_the_next_redex_of_an_immense_tree_is_heard_of(strategy: Strategy) -> None:
    """There is one, at its very end, that is not looked for as long as the term is small."""
    looks = 0

    def watch(steps: int) -> bool:
        nonlocal looks
        looks += 1
        return looks > 3

    term = App(App(Free("p"), IMMENSE_TREE), App(Lam("x", Var(0)), Free("a")))
    trace = lamb.trace(term, strategy=strategy, watch=watch)
    found = list(trace)
    assert trace.status in (Status.INTERRUPTED, Status.NORMAL_FORM)
    assert len(found) <= 1


# ── Files ──


def test_files_that_import_each_other_have_the_seconds_of_one(tmp_path: Path) -> None:
    for number in range(40):
        text = f'import "f{number + 1}.lc"\nx{number} = a b c\n' if number < 39 else "y = a\n"
        (tmp_path / f"f{number}.lc").write_text(text)
    clock = Clock()
    session = Session(budget=Budget(seconds=0.3, clock=clock), roots=(tmp_path,))
    (error,) = session.run('import "f0.lc"')
    assert isinstance(error, BudgetError)
    assert clock.seconds <= 0.3 * MORE + 0.2
    (imported,) = Session(roots=(tmp_path,)).run('import "f0.lc"')
    assert not isinstance(imported, LambError)
