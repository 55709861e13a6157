"""The law of the views: however a log is cut, shuffled and put together again, they are the same."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.events import Attempt, Event
from lamb.classroom.log import views
from lamb.classroom.log.views import VIEWS, empty, merge, of
from tests.classroom.log.classes import Grader, attempt, attempts, from_scratch, logs
from tests.effort import often

JUDGE = Grader()


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little that a dozen events fill what is bounded."""
    monkeypatch.setattr(views, "MOST_LINES", 2)
    monkeypatch.setattr(views, "MOST_STUDENTS", 2)


@often(6)
@given(log=logs(), cut=st.integers(0, 12), seed=st.integers())
def test_the_views_of_both_parts_of_a_log_are_those_of_all_of_it(
    log: list[Event], cut: int, seed: int
) -> None:
    everything = from_scratch(log, JUDGE)
    Random(seed).shuffle(log)
    before, after = from_scratch(log[:cut], JUDGE), from_scratch(log[cut:], JUDGE)
    assert merge(before, after) == everything
    assert merge(after, before) == everything


@often(3)
@given(logs(4), logs(4), logs(4))
def test_views_are_a_commutative_monoid(one: list[Event], two: list[Event], three: list[Event]) -> None:
    a, b, c = (
        from_scratch([event.with_values(number=event.number + 4 * part) for event in log], JUDGE)
        for part, log in enumerate((one, two, three))
    )
    assert merge(a, merge(b, c)) == merge(merge(a, b), c)
    assert merge(a, b) == merge(b, a)
    assert merge(a, empty()) == a == merge(empty(), a)


@given(logs())
def test_what_is_written_as_json_is_read_as_it_was(log: list[Event]) -> None:
    for name, table in from_scratch(log, JUDGE).items():
        for row in table.values():
            for column, found in zip(VIEWS[name].columns, row, strict=True):
                assert column.read(json.loads(json.dumps(found))) == found


@given(attempts)
def test_each_view_has_what_it_is_for(attempt: Attempt) -> None:
    mark = JUDGE(attempt)
    tables = of(attempt.with_values(number=1), mark)
    told = {name: VIEWS[name].told(table) for name, table in tables.items()}
    (row,) = told["exercises"]
    assert (row["attempts"], row["outcomes"], row["points"]) == (1, {mark.outcome: 1}, round(mark.points, 3))
    (row,) = told["students"]
    assert (row["student"], row["first"]) == (attempt.student, 1)
    assert row["best"] == row["last"]["points"] == round(mark.points, 3)
    assert row["solved"] == (mark.outcome == "holds")
    assert [row["step"] for row in told["steps"]] == [*range(1, len(mark.steps) + 1)]
    wrong = {*mark.mistakes} or {mark.outcome} - {"holds"} if mark.outcome != "holds" else set()
    assert {row["mistake"] for row in told["mistakes"]} == wrong
    assert told["functions"] == []


# ── What is bounded ──


def lines_of(texts: list[str]) -> list[dict[str, Any]]:
    log: list[Event] = [attempt(n, f"2 slip {text}").with_values(number=n) for n, text in enumerate(texts, 1)]
    table = from_scratch(log, JUDGE)["mistakes"]
    (row,) = (row for row in VIEWS["mistakes"].told(table) if row["mistake"] == "slip")
    assert row["attempts"] == len(texts)
    lines: list[dict[str, Any]] = row["lines"]
    return lines


def test_few_different_lines_are_counted_exactly_however_often_they_come() -> None:
    first, second = lines_of(["a", "b", "a"] * 200)
    assert (first["attempts"], second["attempts"], first["exact"]) == (400, 200, True)


def test_of_many_different_lines_the_commonest_stay() -> None:
    with patch.object(views, "MOST_LINES", 20):
        texts = ["common" if n % 3 else str(n) for n in range(3_000)]
        found = lines_of(texts)
    assert len(found) <= 20
    assert "common" in found[0]["line"]
    assert 1_500 < found[0]["attempts"] < 2_500
    assert not found[0]["exact"]


def test_students_beyond_those_that_are_kept_are_estimated() -> None:
    with patch.object(views, "MOST_STUDENTS", 100):
        rows = {}
        for students in (99, 1_000):
            log: list[Event] = [
                attempt(n, "2", f"student {n % students}").with_values(number=n) for n in range(1, 2_001)
            ]
            (row,) = VIEWS["mistakes"].told(from_scratch(log, JUDGE)["mistakes"])
            rows[students] = row["students"]
    assert rows[99] == 99
    assert 700 < rows[1_000] < 1_300
