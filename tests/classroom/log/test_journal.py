"""The journal: nothing is lost, nothing comes twice, nothing is changed."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.events import Attempt, Event
from lamb.classroom.log.journal import Journal, LogError
from lamb.classroom.service.roster import Pseudonyms
from tests.classroom.log.classes import attempt, events


@given(st.lists(events, max_size=8), st.integers(0, 8))
def test_events_are_read_as_they_came_each_key_once(sent: list[Event], number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(folder)
        numbers = [*journal.append_all(sent), *(journal.append(event) for event in sent)]
        assert numbers == numbers[: len(sent)] * 2
        first: dict[str, Event] = {}
        for event in sent:
            first.setdefault(event.key, event)
        expected = [event.with_values(number=place) for place, event in enumerate(first.values(), 1)]
        again = Journal(folder)
        assert list(again.since(number)) == expected[number:]
        assert again.last == len(first)
        assert again.id == journal.id
        journal.close()
        again.close()


def test_half_a_character_is_written_as_a_question_mark(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(attempt(1, "λ\ud800x").with_values(key="\udfff"))
    (found,) = journal.since(0)
    assert isinstance(found, Attempt)
    assert (found.text, found.key) == ("λ?x", "?")


def test_threads_and_journals_that_write_at_once_get_numbers_without_a_gap(tmp_path: Path) -> None:
    journals = [Journal(tmp_path), Journal(tmp_path)]
    with ThreadPoolExecutor(8) as pool:
        sent = [attempt(n % 60) for n in range(120)]
        numbers = list(pool.map(lambda one: journals[one.at > 30].append(one), sent))
    assert sorted({*numbers}) == [*range(1, 61)]
    assert numbers[:60] == numbers[60:]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET body = ''",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event VALUES (1, 'new', '', '')",
        "REPLACE INTO event (key, body) VALUES ('key 1', '')",
    ],
)
def test_nothing_is_changed_or_deleted(tmp_path: Path, change: str) -> None:
    journal = Journal(tmp_path)
    journal.append_all([attempt(1), attempt(2)])
    before = list(journal.since(0))
    with sqlite3.connect(journal.path) as other, suppress(sqlite3.IntegrityError):
        other.execute(change)
    assert list(journal.since(0)) == before


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_record_that_was_torn_is_not_there_and_those_before_it_are(tmp_path: Path, share: float) -> None:
    journal = Journal(tmp_path / "first")
    journal.append_all([attempt(1), attempt(2)])
    journal.close()  # which takes all into the file
    journal = Journal(tmp_path / "first")
    journal.append(attempt(3, "x" * 50_000))
    torn = tmp_path / "torn"
    shutil.copytree(tmp_path / "first", torn)
    log = torn / "journal.sqlite-wal"
    with log.open("r+b") as file:
        file.truncate(int(log.stat().st_size * share))
    (torn / "journal.sqlite-shm").unlink()
    again = Journal(torn)
    assert [event.key for event in again.since(0)] == ["key 1", "key 2"]
    assert again.append(attempt(3)) == 3


def test_a_full_disk_is_said_and_what_was_accepted_is_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal._connection.execute("PRAGMA max_page_count = 20")
    numbers = (journal.append(attempt(number, "x" * 2_000)) for number in range(1, 100))
    with pytest.raises(LogError, match=r"full(.|\n)*may be sent again"):
        list(numbers)
    accepted = journal.last
    assert 5 < accepted < 20
    journal._connection.execute("PRAGMA max_page_count = 1000")
    assert journal.append(attempt(accepted + 1)) == accepted + 1
    assert len(list(journal.since(0))) == accepted + 1


def test_numbers_tell_what_came_first_whatever_the_clock_says(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number, at in enumerate([5.0, 1e9, -3.0, 5.0], 1):
        assert journal.append(attempt(number).with_values(at=at)) == number
    assert [event.number for event in journal.since(1)] == [2, 3, 4]


@pytest.mark.parametrize("content", [b"no database" * 500, None])
def test_a_journal_that_cannot_be_used_is_said(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "journal.sqlite").write_bytes(content)
    else:
        (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(LogError, match=r"the journal “.*journal.sqlite” cannot be opened"):
        Journal(tmp_path)


WRITER = """
import sys
from lamb.classroom.log.journal import Journal
from tests.classroom.log.classes import attempt
journal = Journal(sys.argv[1])
for number in range(1, 100_000):
    print(number, journal.append(attempt(number)), flush=True)
"""


def test_what_was_answered_before_a_kill_is_there_and_sent_again_it_is_there_once(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    answered = [next(writer.stdout).split() for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    answered += [line.split() for line in writer.stdout.read().splitlines() if line.count(" ") == 1]
    writer.wait()
    writer.stdout.close()
    journal = Journal(tmp_path)
    last = journal.last
    assert last - len(answered) in (0, 1, 2)
    for sent, number in answered:
        assert journal.append(attempt(int(sent))) == int(number)
    assert journal.last == last


# ── Pseudonyms ──


@given(st.lists(st.text(max_size=5), min_size=2, max_size=5, unique=True))
def test_names_have_pseudonyms_that_only_the_key_tells(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mine, other = Pseudonyms(Path(folder, "mine")), Pseudonyms(Path(folder, "other"))
        given = [mine.of(name) for name in names]
        assert len({*given}) == len(names)
        assert given == [Pseudonyms(Path(folder, "mine")).of(name) for name in names]
        assert not {*given} & {other.of(name) for name in names}
        assert mine.path.stat().st_mode & 0o077 == 0
        assert mine.forget()
        assert not mine.forget()
        assert not {*given} & {mine.of(name) for name in names}


def test_a_key_that_was_cut_off_is_said_and_not_used(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(tmp_path)
    pseudonyms.of("ann")
    pseudonyms.path.write_bytes(b"short")
    with pytest.raises(LogError, match="no key of pseudonyms"):
        pseudonyms.of("ann")
