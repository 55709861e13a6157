"""The user's own folders, wherever they are."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from lamb.repl.homes import Homes, homes


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
