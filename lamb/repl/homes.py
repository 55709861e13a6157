"""The user's own files: the program that is run at the start, what was typed, and how far the course went.

    init.lc         in the folder for configuration: ~/.config/lamb on Linux
    history         in the folder for state: ~/.local/state/lamb on Linux
    course.json

Other systems have other folders, which platformdirs knows; files in those of Linux are found there too.
$LAMB_HOME stands for both folders, $XDG_CONFIG_HOME and $XDG_STATE_HOME for the folders that these are in.
Where there is no home, or nothing can be written in it, all works without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Homes:
    """Folders, which need not exist; None where there is no home."""

    config: Path | None = None
    state: Path | None = None

    @property
    def start(self) -> Path | None:
        """The program that is run at the start, if there is one."""
        file = self.config and self.config / "init.lc"
        return file if file and file.is_file() else None

    @property
    def history(self) -> Path | None:
        """The file for what was typed; its folder has been made."""
        return self._kept("history")

    @property
    def settings(self) -> Path | None:
        """The file for the settings that are kept; its folder has been made."""
        return self._kept("settings")

    @property
    def course(self) -> Path | None:
        """The file for the progress in the course; its folder has been made."""
        return self._kept("course.json")

    def _kept(self, name: str) -> Path | None:
        if self.state is None:
            return None
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return None
        file = self.state / name
        usable = os.access(file if file.exists() else self.state, os.R_OK | os.W_OK)
        return file if usable else None


def homes() -> Homes:
    if own := os.environ.get("LAMB_HOME"):
        return Homes(Path(own), Path(own))
    from platformdirs import PlatformDirs

    usual = PlatformDirs("lamb", appauthor=False)
    return Homes(
        _folder(os.environ.get("XDG_CONFIG_HOME"), usual.user_config_dir, "~/.config/lamb"),
        _folder(os.environ.get("XDG_STATE_HOME"), usual.user_state_dir, "~/.local/state/lamb"),
    )


def _folder(named: str | None, usual: str, on_linux: str) -> Path | None:
    """The folder in the one that is *named*, or else the *usual* one; None where there is no home."""
    if named and Path(named).is_absolute():
        return Path(named) / "lamb"
    found, older = Path(usual), Path(os.path.expanduser(on_linux))
    if not older.is_absolute():
        return None
    return older if named or (older.is_dir() and not found.is_dir()) else found
