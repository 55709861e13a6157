"""Strategies side by side in a notebook."""

from __future__ import annotations

import pytest
from hypothesis import given

import lamb
from lamb import Budget, Strategy, Term
from lamb.html import bundles as comparisons
from lamb.html.bundles import COLUMNS, LIMITS, bundle
from lamb.show.comparisons import comparison
from lamb.show.lines import Look, plain
from tests.html.seen import rows, seen, text_of
from tests.strategies import DEFINITIONS, programs

LAZY = "(λx. a) ((λx. x x) λx. x x)"
FEW = Budget(steps=20, nodes=10_000)


@given(programs)
def test_the_text_is_what_the_prompt_says(term: Term) -> None:
    compared = lamb.compare(term, DEFINITIONS, budget=FEW)
    shown = bundle(compared)
    assert shown["text/plain"] == plain(comparison(compared, Look(budget=FEW), COLUMNS))
    found = [row[0] for row in rows(seen(shown["text/html"]))[:7]]
    assert found == [strategy.value for strategy in Strategy]


def test_every_strategy_has_a_row_and_then_it_is_said_where_they_part() -> None:
    found = rows(seen(bundle(lamb.compare(lamb.parse_term(LAZY)))["text/html"]))
    assert found[0] == ["normal order", "1", "12", "–", "normal form", "a"]
    assert found[1] == ["applicative order", "–", "12", "step 1", "repeats for ever from the start"]
    assert found[7:] == [
        ["1", "β", LAZY, "normal, name, head, weak-head, parallel"],
        ["", "β", LAZY, "applicative, value"],
    ]


def test_what_each_chooses_is_marked() -> None:
    root = seen(bundle(lamb.compare(lamb.parse_term(LAZY)))["text/html"])
    assert [text_of(mark) for mark in root.iter("mark")] == [LAZY, "((λx. x x) λx. x x)"]


def test_a_comparison_is_made_when_it_is_asked_for_and_only_once() -> None:
    asked: list[int] = []
    compared = lamb.compare(
        lamb.parse_term("(λx. x x x) λx. x x x"), watch=lambda steps: bool(asked.append(steps)) or steps > 9
    )
    assert (len(compared), asked) == (7, [])
    first = compared[0]
    taken = len(asked)
    assert taken
    assert compared[0] is first
    assert len(asked) == taken
    assert compared[-1].strategy is Strategy.PARALLEL
    assert [run.strategy for run in compared] == list(Strategy)
    assert [run.strategy for run in compared[1:3]] == [Strategy.APPLICATIVE, Strategy.CALL_BY_NAME]
    with pytest.raises(IndexError):
        compared[7]


def test_a_comparison_without_limits_is_shown_within_some(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMITS.steps
    assert LIMITS.nodes
    assert LIMITS.seconds
    monkeypatch.setattr(comparisons, "LIMITS", Budget(steps=20))
    found = rows(seen(bundle(lamb.compare(lamb.parse_term("(λx. x x x) λx. x x x")))["text/html"]))
    assert found[0] == ["normal order", "20+", "153", "–", "grows by 7 nodes every step"]


def test_a_run_is_a_line_and_where_it_came_to() -> None:
    normal, applicative, *_ = lamb.compare(lamb.parse_term(LAZY))
    assert bundle(normal)["text/plain"] == "normal order: 1 step, at most 12 nodes; normal form\na"
    assert bundle(applicative)["text/plain"] == (
        "applicative order: 1 step, at most 12 nodes, parts from normal order at step 1; "
        "repeats for ever from the start"
    )


def test_ends_are_read_as_values_of_data_types() -> None:
    session = lamb.Session()
    list(session.run("data way = left | right"))
    compared = lamb.compare(lamb.parse_term("(λx. x) right"), session.definitions)
    found = rows(seen(bundle(compared)["text/html"]))
    assert "right" in found[0][-1].split("-- ")[-1]
    assert "right" in plain(comparison(compared, Look(), COLUMNS)).split("\n")[2].split("-- ")[-1]
