"""What was typed is there the next time; and where it cannot be kept, nothing breaks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.history import FileHistory

from lamb.repl.homes import LONGEST, add, entries

typed = st.lists(st.text(alphabet="λx+# \n\r\u2028é").filter(bool), max_size=5)


@given(typed)
def test_what_was_kept_is_read_again(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history"
        for text in texts:
            add(file, text)
        assert entries(file) == texts


def test_prompt_toolkit_reads_the_same(tmp_path: Path) -> None:
    add(tmp_path / "history", "f x =\n  x")
    add(tmp_path / "history", "y")
    assert list(FileHistory(tmp_path / "history").load_history_strings()) == ["y", "f x =\n  x"]


@pytest.mark.parametrize("name", ["", "no/such/folder/history"])
def test_where_it_cannot_be_kept_nothing_happens(tmp_path: Path, name: str) -> None:
    add(tmp_path / name, "x")
    assert entries(tmp_path / name) == []
    assert entries(None) == []


def test_what_is_very_long_is_not_kept(tmp_path: Path) -> None:
    add(tmp_path / "history", "x" * (LONGEST + 1))
    assert entries(tmp_path / "history") == []


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "history").write_bytes(b"\n# today\n+\xff\n")
    assert entries(tmp_path / "history") == ["\ufffd"]
