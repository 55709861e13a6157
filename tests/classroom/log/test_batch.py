"""The batch: whatever is ended and begun again, what is served comes to the whole log, each event once."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings, strategies as st

from lamb.classroom.events import Attempt, Event, Mark
from lamb.classroom.log import batch as batch_layer, class_log
from lamb.classroom.log.batch import Means, batch, workers
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.journal import Journal, LogError
from lamb.classroom.log.master import Master
from lamb.classroom.log.views import VIEWS, Tables
from tests.classroom.log.classes import Grader, attempt, events, from_scratch
from tests.effort import EXAMPLES

pytestmark = pytest.mark.xdist_group("arrow")  # one process imports it
JUDGE = Grader()
PHASES = ("feeding", "reading", "judging", "counting", "serving")


def asked(folder: Path, judge: Grader = JUDGE) -> Tables:
    """All views of a log, as a new process would be told them."""
    log = ClassLog(folder, judge)
    try:
        return {name: log.table(name) for name in VIEWS}
    finally:
        log.close()


def expected(folder: Path, judge: Grader = JUDGE) -> Tables:
    journal = Journal(folder)
    try:
        return from_scratch(list(journal.since(0)), judge)
    finally:
        journal.close()


def filled(folder: Path, number: int = 12) -> Path:
    """A log with so many attempts, of which some are alike."""
    journal = Journal(folder)
    journal.append_all([attempt(n, f"{n % 6} slip", f"student {n % 5}") for n in range(number)])
    journal.close()
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of which a batch has been made."""
    folder = filled(tmp_path_factory.mktemp("made"))
    batch(folder, JUDGE)
    return folder


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "class")


@settings(max_examples=max(4, EXAMPLES // 3))
@given(st.lists(st.lists(events, max_size=5), min_size=1, max_size=3), st.integers(1, 4))
def test_batches_at_any_time_and_what_came_since_are_the_whole_log(
    sent: list[list[Event]], size: int
) -> None:
    with tempfile.TemporaryDirectory() as name, patch.object(batch_layer, "EVENTS_A_PART", size):
        folder = Path(name)
        log = ClassLog(folder, JUDGE)
        for some in sent:
            for event in [*some, *some]:
                log.record(event)
            assert {view: log.table(view) for view in VIEWS} == expected(folder)
            done = batch(folder, JUDGE)
            assert done.number == log.journal.last == log.batch.number
            assert {view: log.table(view) for view in VIEWS} == expected(folder)
        log.close()


def test_who_has_begun_and_solved_is_counted_over_both_layers(tmp_path: Path) -> None:
    log = ClassLog(tmp_path, JUDGE)
    log.journal.append_all([attempt(1, "2"), attempt(2, "0", "bob"), attempt(3, "1", "cyd")])
    batch(tmp_path, JUDGE)
    log.journal.append_all([attempt(4, "0"), attempt(5, "2", "bob"), attempt(6, "0", "dan")])
    (row,) = log.view("exercises")
    assert (row["attempts"], row["begun"], row["solved"]) == (6, 4, 3)
    assert [row["attempts"] for row in log.view("students", student="bob")] == [2]


def test_views_are_told_while_the_next_speed_layer_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_log, "FEW", 0)
    made = threading.Event()

    def slowly(attempts: list[Attempt], _judge: object) -> list[Mark]:
        if threading.current_thread() is not threading.main_thread():
            assert made.wait(60)
        return JUDGE.marks(attempts)

    log = ClassLog(filled(tmp_path), JUDGE)
    monkeypatch.setattr(log._verdicts, "marks", slowly)
    log.view("exercises")
    batch(tmp_path, JUDGE)
    log.journal.append_all([attempt(n, "2") for n in range(50, 53)])
    for _ in range(2):
        assert {view: log.table(view) for view in VIEWS} == expected(tmp_path)
        assert log._speed.served != log.batch
    made.set()
    assert log._following is not None
    log._following.join()
    assert log._speed.served == log.batch
    assert {view: log.table(view) for view in VIEWS} == expected(tmp_path)


class Noting(Grader):
    """A judge that notes in a file what it is asked."""

    path: str

    def __call__(self, attempt: Any) -> Mark:
        with Path(self.path).open("a") as file:
            file.write(f"{attempt.text}\n")
        return Grader()(attempt)


def test_equal_answers_are_judged_once_however_many_parts_have_them(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    judge = Noting(path=str(tmp_path / "asked"))
    with patch.object(batch_layer, "EVENTS_A_PART", 7):
        assert (batch(tmp_path, judge).judged, batch(tmp_path, judge).judged) == (6, 0)
    assert len((tmp_path / "asked").read_text().splitlines()) == 6


def test_another_judge_judges_last_months_answers_too_and_what_changed_is_told(tmp_path: Path) -> None:
    filled(tmp_path)
    assert batch(tmp_path, JUDGE).changed == 0
    log = ClassLog(tmp_path, Grader(2))
    assert log.is_of_another_judge
    done = batch(tmp_path, Grader(2))
    assert (done.judged, done.answers) == (6, 6)
    assert asked(tmp_path, Grader(2)) == expected(tmp_path, Grader(2))
    assert not log.is_of_another_judge
    changes = log.changes()
    before = {key: row[2] / 1_000 for key, row in expected(tmp_path)["students"].items()}
    after = {key: row[2] / 1_000 for key, row in expected(tmp_path, Grader(2))["students"].items()}
    assert {(row["student"], "week1", "one"): (row["before"], row["after"]) for row in changes} == {
        key: (before[key], after[key]) for key in before if before[key] != after[key]
    }
    assert len(changes) == done.changed > 0
    assert batch(tmp_path, Grader(2)).changed == 0


# ── The master dataset ──


def test_the_master_dataset_has_each_event_once_and_loses_none(tmp_path: Path) -> None:
    journal = Journal(filled(tmp_path))
    first, second = Master(str(tmp_path / "events")), Master(str(tmp_path / "events"))
    with patch("lamb.classroom.log.master.EVENTS_A_COMMIT", 5):
        assert first.feed(journal) == second.feed(journal) == 12
        journal.append(attempt(100))
        assert second.feed(journal) == first.feed(journal) == 13
    found = [event for part in first.parts(13, 4) for event in part.events()]
    assert sorted(found, key=lambda event: event.number) == list(journal.since(0))


def test_two_that_feed_at_once_do_not_feed_twice(tmp_path: Path) -> None:
    journal = Journal(filled(tmp_path))
    master = Master(str(tmp_path / "events"))
    made = Master._made

    def late(self: Master, journal: Journal) -> Any:
        """The table as it was before the other has fed."""
        table = made(self, journal)
        with patch.object(Master, "_made", made):
            Master(master.address).feed(journal)
        return table

    with patch.object(Master, "_made", late):
        assert not master._fed(journal)
    assert master.feed(journal) == 12
    (part,) = master.parts(12, 100)
    assert len(list(part.events())) == 12


def test_nothing_is_deleted_from_the_master_dataset(made: Path) -> None:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    with pytest.raises(DeltaError, match="append-only"):
        DeltaTable(str(made / "events")).delete("number = 1")


def test_a_master_dataset_of_another_journal_is_refused(served: Path, tmp_path: Path) -> None:
    filled(tmp_path / "two")
    with pytest.raises(LogError, match="another journal"):
        batch(tmp_path / "two", JUDGE, Means(store=str(served / "events")))
    (tmp_path / "file").write_text("")
    with pytest.raises(LogError, match="cannot be written"):
        batch(tmp_path / "two", JUDGE, Means(store=str(tmp_path / "file" / "events")))


# ── Faults ──


class Ended(BaseException):
    """The process has come to its end."""


def ended_in(phase: str) -> Callable[[str, int, int], None]:
    def tell(now: str, done: int, of: int) -> None:
        if now == phase and done >= of // 2:
            raise Ended

    return tell


@pytest.mark.parametrize("phase", PHASES)
def test_a_batch_that_ends_in_any_phase_changes_nothing_and_another_goes_on(served: Path, phase: str) -> None:
    current = (served / "views" / "current").read_bytes()
    Journal(served).append_all([attempt(n, f"0 {n}") for n in range(20, 30)])
    before = asked(served)
    with patch.object(batch_layer, "EVENTS_A_PART", 5), patch.object(batch_layer, "JUDGED_AT_ONCE", 3):
        with pytest.raises(Ended):
            batch(served, Grader(1), Means(tell=ended_in(phase)))
        assert (served / "views" / "current").read_bytes() == current
        assert asked(served) == before == expected(served)
        batch(served, Grader(1))
    assert asked(served, Grader(1)) == expected(served, Grader(1))


KILLED = """
import os, signal, sys
from pathlib import Path
from lamb.classroom.log import batch as layer, class_log
from tests.classroom.log.classes import Grader

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

for folder in Path(sys.argv[1]).iterdir():
    child = os.fork()
    if not child:
        if folder.name == "renaming":
            class_log.write_whole = kill
        tell = lambda phase, done, of: kill() if phase == folder.name and done >= of // 2 else None
        layer.batch(folder, Grader(), layer.Means(tell=tell))
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX")
def test_a_batch_that_is_killed_in_any_phase_leaves_no_lock_and_what_was_served(
    tmp_path: Path, made: Path
) -> None:
    folders = [tmp_path / phase for phase in (*PHASES, "renaming")]
    for folder in folders:
        shutil.copytree(made, folder)
        journal = Journal(folder)
        journal.append_all([attempt(n, f"5 {n}") for n in range(20, 30)])
        journal.close()
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=True)
    for folder in folders:
        assert json.loads((folder / "views" / "current").read_text())["number"] == 12
        assert asked(folder) == expected(folder)
        assert batch(folder, JUDGE).number == 22
        assert asked(folder) == expected(folder)
        assert len([one for one in (folder / "views").iterdir() if one.is_dir()]) == 2


def test_of_two_batches_at_once_the_second_is_told_to_wait(tmp_path: Path) -> None:
    filled(tmp_path)

    def tell(phase: str, _done: int, _of: int) -> None:
        if phase == "counting":
            with pytest.raises(LogError, match="another batch"):
                batch(tmp_path, JUDGE)

    batch(tmp_path, JUDGE, Means(tell=tell))
    assert asked(tmp_path) == expected(tmp_path)


def test_a_disk_that_is_full_leaves_what_is_served(served: Path) -> None:
    Journal(served).append(attempt(50))
    full = OSError(28, "No space left on device")
    with (
        patch("lamb.classroom.log.class_log.write_table", side_effect=full),
        pytest.raises(LogError, match="no space left"),
    ):
        batch(served, JUDGE)
    assert asked(served) == expected(served)


def test_views_that_were_damaged_are_said_and_made_again(served: Path) -> None:
    for file in (served / "views").rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(LogError, match="run `lamb class batch` again"):
        asked(served)
    batch(served, JUDGE)
    assert asked(served) == expected(served)
    (served / "views" / "current").write_text("{")
    assert asked(served) == expected(served)


def test_an_event_that_the_master_dataset_lacks_is_missed(tmp_path: Path) -> None:
    filled(tmp_path)
    with (
        patch.object(batch_layer, "counted_in", lambda task: batch_layer.Counted(0, asked(tmp_path), {})),
        pytest.raises(LogError, match="has 0 events, and the journal 12"),
    ):
        batch(tmp_path, JUDGE)


def test_marks_that_cannot_be_kept_are_given_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with patch("lamb.classroom.log.kept_marks.Verdicts.keep_texts"):
        batch(tmp_path, JUDGE)
    assert asked(tmp_path) == expected(tmp_path)
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM mark").fetchone() == (0,)


def test_there_has_to_be_a_cluster() -> None:
    with pytest.raises(LogError, match="there is no cluster at “nowhere”"), workers(1, "nowhere"):
        pass


def test_without_the_libraries_it_is_said_what_to_install(tmp_path: Path) -> None:
    filled(tmp_path)
    code = (
        "import sys; sys.modules['deltalake'] = None\n"
        "from lamb.classroom.log.batch import batch\nfrom tests.classroom.log.classes import Grader\n"
        "batch(sys.argv[1], Grader())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert "pip install 'lamb-calculus[class]'" in ran.stderr
