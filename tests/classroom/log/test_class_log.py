"""What is asked of a log while things happen: what is in the journal, each event once."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.events import Attempt, Event, Mark, mark_of, mark_text
from lamb.classroom.log import class_log
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.kept_marks import Verdicts
from lamb.classroom.log.views import VIEWS
from tests.classroom.log.classes import Grader, attempt, attempts, events, from_scratch

JUDGE = Grader()


@given(attempts)
def test_a_mark_is_read_as_it_was_written(attempt: Attempt) -> None:
    assert mark_of(mark_text(JUDGE(attempt))) == JUDGE(attempt)


@given(st.lists(events, max_size=8), st.integers(0, 8))
def test_the_views_are_those_of_the_journal_recorded_here_or_elsewhere(sent: list[Event], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = ClassLog(folder, JUDGE)
        for event in sent[:cut]:
            log.record(event, JUDGE(event) if isinstance(event, Attempt) else None)
        log.view("exercises")
        other = Journal(folder)
        other.append_all([*sent, *sent])
        expected = from_scratch(list(other.since(0)), JUDGE)
        assert {name: log.table(name) for name in VIEWS} == expected
        again = ClassLog(folder, JUDGE)  # as after a restart
        assert {name: again.table(name) for name in VIEWS} == expected
        for one in (log, again, other):
            one.close()


def test_a_view_is_asked_for_by_its_keys(tmp_path: Path) -> None:
    log = ClassLog(tmp_path, JUDGE)
    for number, (student, text) in enumerate([("ann", "2"), ("ann", "0"), ("bob", "1 slip")]):
        log.record(attempt(number, text, student))
    (ann,) = log.view("students", student="ann")
    assert (ann["attempts"], ann["first"], ann["solved"]) == (2, 1, 2)
    (one,) = log.view("exercises")
    assert (one["attempts"], one["begun"], one["solved"]) == (3, 2, 1)
    assert log.view("exercises", exercise="three") == []
    with pytest.raises(KeyError, match="colour"):
        log.view("students", colour="red")


class Counting(Grader):
    """A judge that counts how often it is asked."""

    asked: list[str]

    def __call__(self, attempt: Attempt) -> Mark:
        self.asked.append(attempt.text)
        return Grader()(attempt)


def test_equal_answers_are_judged_once_also_after_a_restart(tmp_path: Path) -> None:
    judge = Counting(asked=[])
    for start in (0, 10):
        log = ClassLog(tmp_path, judge)
        log.journal.append_all([attempt(start + n, str(n % 3)) for n in range(10)])
        log.view("exercises")
        log.close()
    assert sorted(judge.asked) == ["0", "1", "2"]


def test_a_log_without_views_is_followed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_log, "LATE", 10)
    log = ClassLog(tmp_path, JUDGE)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: log.record(attempt(n), JUDGE(attempt(n))), range(50)))
    assert log._speed.up_to >= 20
    assert log.view("exercises")[0]["attempts"] == 50


def test_verdicts_that_were_damaged_are_given_again(tmp_path: Path) -> None:
    (tmp_path / "verdicts.sqlite").write_bytes(b"nothing" * 1_000)
    verdicts = Verdicts(tmp_path)
    assert verdicts.marks([attempt(1)], JUDGE) == [JUDGE(attempt(1))]
    verdicts.close()
