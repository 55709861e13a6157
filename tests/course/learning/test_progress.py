"""What was passed is remembered, and nothing that is wrong with the file does any harm."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies as st

from lamb.course.learning.study import PassedLessons

names = st.text(min_size=1, max_size=10).filter(lambda name: name.isprintable())
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["passed", "current", "x"]), inner),
)


@given(st.sets(names), st.none() | names)
def test_what_is_saved_is_loaded_again(passed: set[str], current: str | None) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new" / "progress.json"
        PassedLessons(path, set(passed), current).save()
        assert PassedLessons.load(path) == PassedLessons(path, passed, current)
        assert [file.name for file in path.parent.iterdir()] == ["progress.json"]


@given(st.binary() | anything.map(lambda value: json.dumps(value).encode()))
def test_a_damaged_file_counts_as_nothing_and_is_written_anew(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "progress.json"
        path.write_bytes(content)
        progress = PassedLessons.load(path)
        progress.note_passed("terms")
        assert "terms" in PassedLessons.load(path).passed


@pytest.mark.parametrize("content", ["[" * 100_000, "null", '{"passed": [1, "terms"], "current": 3}'])
def test_strange_files_are_read_as_far_as_they_make_sense(tmp_path: Path, content: str) -> None:
    path = tmp_path / "progress.json"
    path.write_text(content, encoding="utf-8")
    assert PassedLessons.load(path).passed <= {"terms"}
    assert PassedLessons.load(path).current is None


def test_a_file_that_cannot_be_written_is_forgotten_quietly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    for path in (blocked / "progress.json", tmp_path, Path("/nowhere\0")):
        progress = PassedLessons.load(path)
        progress.note_passed("terms")
        assert progress.passed == {"terms"}
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_two_learners_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    one, other = PassedLessons.load(path), PassedLessons.load(path)
    one.note_passed("terms")
    other.note_passed("currying")
    assert PassedLessons.load(path).passed == {"terms", "currying"}


def test_without_a_path_nothing_is_written() -> None:
    progress = PassedLessons.load(None)
    progress.note_passed("terms")
    assert progress.passed == {"terms"}
