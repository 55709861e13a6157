"""Where the user's own files are: what to run at the start, what was typed, how far the course went.

    init.lc          $LAMB_HOME, or $XDG_CONFIG_HOME/lamb, or ~/.config/lamb
    history          $LAMB_HOME, or $XDG_STATE_HOME/lamb, or ~/.local/state/lamb
    course.json

Where there is no home, or nothing can be written in it, all works without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Homes:
    """Folders, which need not exist; None where there is no home."""

    config: Path | None = None
    state: Path | None = None

    @property
    def start(self) -> Path | None:
        """The program that is run at the start, if there is one."""
        return self.config / "init.lc" if self.config and (self.config / "init.lc").is_file() else None

    @property
    def history(self) -> Path | None:
        """The file for what was typed; its folder has been made."""
        return self._kept("history")

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
        writable = os.access(file if file.exists() else self.state, os.W_OK)
        return file if writable else None


def homes(environment: Mapping[str, str] = os.environ) -> Homes:
    """The folders of whoever is at the prompt."""
    if own := environment.get("LAMB_HOME"):
        return Homes(Path(own), Path(own))
    return Homes(
        _folder(environment.get("XDG_CONFIG_HOME"), ".config"),
        _folder(environment.get("XDG_STATE_HOME"), ".local/state"),
    )


def _folder(named: str | None, usual: str) -> Path | None:
    if named and Path(named).is_absolute():
        return Path(named) / "lamb"
    try:
        return Path.home() / usual / "lamb"
    except RuntimeError:  # nobody knows where that is
        return None


# ── History ─────────────────────────────────────────────────────────────────────────
# What was typed, kept from one session to the next. Where it cannot be kept, it is not.
#
#     # 2026-11-23 08:30:00
#     +twice f x =
#     +  f (f x)
#
# A file of entries, the oldest first, each line after a `+`: as prompt_toolkit writes it.


MOST = 10_000  # entries that are read
LONGEST = 100_000  # characters of an entry that is kept


def entries(file: Path | None) -> list[str]:
    """What was typed, the oldest first."""
    if file is None:
        return []
    try:
        text = file.read_bytes().decode(errors="replace")
    except OSError:
        return []
    found: list[list[str]] = []
    within = False
    for line in text.split("\n"):
        if line.startswith("+"):
            if within:
                found[-1].append(line[1:])
            else:
                found.append([line[1:]])
        within = line.startswith("+")
    return ["\n".join(lines) for lines in found[-MOST:]]


def add(file: Path | None, entry: str) -> None:
    """Keep an entry."""
    if file is None or len(entry) > LONGEST:
        return
    lines = "".join(f"+{line}\n" for line in entry.split("\n"))
    with suppress(OSError), file.open("ab") as stream:
        stream.write(f"\n# {datetime.now():%Y-%m-%d %H:%M:%S}\n{lines}".encode(errors="replace"))
