"""What was typed is there the next time, in the user's home; and where it cannot be kept, nothing breaks."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, strategies as st
from prompt_toolkit.history import FileHistory

from lamb.repl.homes import LONGEST, Homes, add, entries, homes

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


# ── Homes ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and no variables that name another."""
    for name in ("LAMB_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


OLD_FOLDERS = (".config/lamb", ".local/state/lamb")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_the_usual_folders_of_linux(home: Path) -> None:
    assert homes() == Homes(*(home / folder for folder in OLD_FOLDERS))


def test_files_in_the_folders_of_linux_are_found_anywhere(home: Path) -> None:
    for folder in OLD_FOLDERS:
        (home / folder).mkdir(parents=True)
    with patch("platformdirs.PlatformDirs") as usual:
        usual().user_config_dir = usual().user_state_dir = str(home / "Library" / "lamb")
        assert homes() == Homes(*(home / folder for folder in OLD_FOLDERS))
        (home / "Library" / "lamb").mkdir(parents=True)
        assert homes() == Homes(home / "Library" / "lamb", home / "Library" / "lamb")


def test_variables_name_other_folders(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    assert homes() == Homes(home / "config" / "lamb", home / OLD_FOLDERS[1])
    monkeypatch.setenv("LAMB_HOME", str(home / "own"))
    assert homes() == Homes(home / "own", home / "own")
