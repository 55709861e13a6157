"""Reductions as tables: all the terms, what is next and what is new in each, and what came of it."""

from __future__ import annotations

from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Rule, Status, Step, Strategy, Term, Var
from lamb.display import Table
from lamb.html import renderings as traces
from lamb.html.bundles import bundle
from lamb.html.markup import style_of
from lamb.html.renderings import LIMITS, PAPER, WIDTH, trace_table
from lamb.show.documents import LatexDerivation, exported
from tests.html.seen import BROWSERS_NEST, depth, rows, seen, text_of
from tests.strategies import DEFINITIONS, clashing, doubled, unfolding

PARTED = "(λx y. x) y z"
OMEGA = "(λx. x x) λx. x x"
GROWING = "(λx. x x x) λx. x x x"
FEW = Budget(steps=6, nodes=1_000)
ROOMY = Budget(steps=6, nodes=100_000)
SMALL = 2_000  # nodes of all terms of a trace: what is shown of them takes memory too, but not all of that


def table(term: Term | str, **choices: Any) -> Table:
    return trace_table(lamb.parse_term(term) if isinstance(term, str) else term, **choices)


def foot(shown: Table) -> str:
    """The sentence below a table."""
    (found,) = seen(shown.html).iter("tfoot")
    return text_of(found)


# ── Lines ──


@given(clashing() | unfolding(), st.sampled_from(Strategy), st.booleans())
def test_a_table_shows_every_step(term: Term, strategy: Strategy, folded: bool) -> None:
    choices: Any = {"strategy": strategy, "definitions": DEFINITIONS, "budget": ROOMY, "folded": folded}
    steps = list(lamb.trace(term, **choices))
    assume(sum(step.after.size for step in steps) <= SMALL)
    first, *found = rows(seen(table(term, width=1_000, **choices).html))
    assert first == ["", "", lamb.pretty(term), ""]
    assert all(row[3] for row in found)
    found = [row for row in found if row[0]]  # without renamings
    assert [row[:2] for row in found] == [[f"{at}", step.rule.value] for at, step in enumerate(steps, 1)]
    for row, step in zip(found, steps, strict=True):
        assert "…" in row[2] or lamb.parse_term(row[2]) == step.after


@given(clashing() | unfolding(), st.sampled_from(list(Strategy)[:-1]))
def test_what_is_next_is_marked_and_then_what_came_of_it(term: Term, strategy: Strategy) -> None:
    shown = table(term, strategy=strategy, definitions=DEFINITIONS, budget=FEW)
    marked = [(list(row.iter("mark")), list(row.iter("b"))) for row in body(shown)]
    assert all(len(redexes) <= 1 for redexes, _ in marked)
    steps = len(marked) - 1
    assert [bool(redexes) for redexes, _ in marked[:-1]] == [True] * steps
    assert [bool(made) for _, made in marked] == [False] + [True] * steps


def body(shown: Table) -> list[Element]:
    (found,) = seen(shown.html).iter("tbody")
    return list(found)


def test_a_renaming_has_its_reason() -> None:
    assert rows(seen(table(PARTED).html)) == [
        ["", "", "(λx y. x) y z", ""],
        ["", "α", "(λx y'. x) y z", "y would be captured by this λy, so it becomes y'"],
        ["1", "β", "(λy'. y) z", "“y” takes the place of x, which occurs once"],
        ["2", "β", "y", "y' does not occur: the argument “z” is thrown away"],
    ]
    marks = [
        (list(map(text_of, row.iter("mark"))), list(map(text_of, row.iter("b"))))
        for row in body(table(PARTED))
    ]
    assert marks == [
        (["y"], []),
        (["(λx y'. x) y"], ["y'"]),
        (["(λy'. y) z"], ["(λy'. y)"]),
        ([], ["y"]),
    ]


def test_redexes_that_are_contracted_at_once_are_all_marked() -> None:
    first, second = body(table("f ((λx. x) a) ((λx. x) b)", strategy=Strategy.PARALLEL))
    assert list(map(text_of, first.iter("mark"))) == ["((λx. x) a)", "((λx. x) b)"]
    assert text_of(second) == "1∥f a b2 redexes are contracted at once"


def test_the_text_is_what_the_prompt_lists() -> None:
    assert str(table(PARTED)).splitlines() == [
        "         (λx y. x) y z",
        "             ^",
        "      α  (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'",
        "             ~~",
        "         ^^^^^^^^^^^^",
        "   1  β  (λy'. y) z",
        "         ~~~~~~~~",
        "         ^^^^^^^^^^",
        "   2  β  y",
        "         ~",
        "normal form after 2 steps (2 β; 1 renaming)",
    ]


@given(clashing())
def test_the_latex_is_the_derivation_of_the_export(term: Term) -> None:
    on_paper = exported(term, partial(LatexDerivation, width=PAPER), budget=FEW)
    assert table(term, budget=FEW).latex == on_paper


# ── Long ones ──


@pytest.mark.parametrize("most", [1, 2, 10, 45])
def test_of_many_lines_the_first_and_the_last_are_shown(most: int) -> None:
    shown = table(GROWING, most=most, budget=Budget(steps=200))
    found = rows(seen(shown.html))
    assert found[0][2] == GROWING
    assert found[-1][0] == "200"
    assert len(found) <= most + 3
    (gap,) = (row for row in found if len(row) < 4)
    assert f"… {200 - (len(found) - 2)} more lines …" in gap[-1]
    assert gap[-1] in str(shown)
    assert "200 steps" in shown.latex


def test_nothing_is_left_out_that_has_room() -> None:
    assert "more line" not in table(GROWING, most=10, budget=Budget(steps=10)).html


# ── Endings ──


@pytest.mark.parametrize(
    ("term", "choices", "sentence"),
    [
        ("(λx. x) a", {}, "normal form after 1 step (1 β)"),
        ("λx y. y", {}, "this is a normal form already    -- 0, false, nil"),
        (OMEGA, {}, "step 1 is α-equal to the start: it repeats for ever"),
        (OMEGA, {"budget": Budget(steps=3)}, "step 1 is α-equal to the start: it repeats for ever"),
        (
            GROWING,
            {"budget": Budget(steps=20)},
            "no normal form within 20 steps; it grows by 7 nodes every step",
        ),
        (
            "(λx. x) λy. a b",
            {"strategy": Strategy.WEAK_HEAD},
            "weak head normal form after 1 step (1 β)",
        ),
        ("λx. f x", {"eta": True}, "normal form after 1 step (1 η)"),
    ],
)
def test_what_came_of_it_is_said_below(term: str, choices: Any, sentence: str) -> None:
    assert foot(table(term, **choices)) == sentence
    assert str(table(term, **choices)).splitlines()[-1] == sentence


def test_what_repeats_is_shown_once_unless_more_is_asked_for() -> None:
    assert len(rows(seen(table(OMEGA).html))) == 2
    assert len(rows(seen(table(OMEGA, budget=Budget(steps=5)).html))) == 6


def test_the_sessions_definitions_name_the_result() -> None:
    session = lamb.Session()
    list(session.run("twice = λf x. f (f x)"))
    assert foot(session.trace(lamb.parse_term("add 1 1")).table()).endswith("-- 2, twice")


# ── Traces ──


def test_a_table_takes_nothing_from_its_trace() -> None:
    trace = lamb.trace(lamb.parse_term(PARTED))
    first = next(trace)
    shown = trace.table()
    assert (trace.steps, trace.status) == (1, None)
    assert shown == table(PARTED)
    assert first.after == lamb.parse_term("(λy'. y) z")
    assert [lamb.pretty(step.after) for step in trace] == ["y"]
    assert trace.status is Status.NORMAL_FORM
    assert trace.table() == shown


def test_a_trace_without_an_end_is_shown_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMITS.steps
    assert LIMITS.nodes
    assert LIMITS.seconds
    monkeypatch.setattr(traces, "LIMITS", Budget(steps=30))
    shown = bundle(lamb.trace(lamb.parse_term(GROWING)))
    assert set(shown) == {"text/plain", "text/html", "text/latex"}
    assert "no normal form within 30 steps" in shown["text/plain"]


def test_a_watch_stops_a_table_too() -> None:
    trace = lamb.trace(lamb.parse_term(GROWING), watch=lambda steps: steps > 0)
    assert foot(trace.table(most=3)).startswith("interrupted after ")


# ── Immense terms ──


def test_terms_that_double_are_no_matter() -> None:
    term: Term = Free("x")
    for _ in range(60):
        term = App(Lam("y", App(Var(0), Var(0))), term)
    html = table(term, budget=Budget(steps=60), most=10).html
    assert depth(html) < BROWSERS_NEST
    assert len(html) < 100_000
    seen(html)


def test_deep_terms_are_no_matter() -> None:
    term: Term = Free("x")
    for _ in range(20_000):
        term = App(Free("f"), term)
    shown = table(App(Lam("y", App(Var(0), Var(0))), term))
    assert rows(seen(shown.html))[1][0] == "1"
    assert len(shown.html) < 20_000


# ── Steps ──


def test_a_step_shows_the_renamings_that_it_needs() -> None:
    (step, _) = lamb.trace(lamb.parse_term(PARTED))
    shown = bundle(step)
    assert [row[1:3] for row in rows(seen(shown["text/html"]))] == [
        ["", "(λx y. x) y z"],
        ["α", "(λx y'. x) y z"],
        ["β", "(λy'. y) z"],
    ]
    assert shown["text/latex"].count(r"\\") == 2
    assert shown["text/plain"].startswith("         (λx y. x) y z\n")


@given(clashing() | unfolding(), st.sampled_from(Strategy))
def test_every_step_can_be_shown(term: Term, strategy: Strategy) -> None:
    for step in lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=FEW):
        shown = bundle(step)
        written = lamb.pretty(step.before)
        assert len(written) > WIDTH or written in text_of(seen(shown["text/html"]))
        assert shown["text/plain"]


def test_what_is_immense_is_not_reduced() -> None:
    term = doubled(Free("x"), 40)
    redex = App(Lam("y", Var(0)), term)
    assert "too large" in bundle(lamb.trace(redex))["text/plain"]
    assert "too large" in bundle(lamb.compare(redex))["text/plain"]
    assert "nodes" in bundle(Step(Rule.BETA, None, redex, term))["text/plain"]


@pytest.mark.parametrize("kind", ["lamb-term", "lamb-lines", "lamb-table"])
def test_our_style_wins_against_that_of_jupyterlab(kind: str) -> None:
    """Its rules for `code`, `pre` and `table` in an output name two classes, and tags."""
    html = f'<p class="{kind}">'
    assert f".{kind}" * 3 + "{" in style_of(html)
