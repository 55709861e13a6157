"""What a learner has passed, remembered in a small JSON file.

Nothing that is wrong with the file stops a lesson: what cannot be read counts as nothing, what cannot
be written is forgotten. Two prompts may learn at once: what either has passed stays passed.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Progress:
    """The names of the lessons that were *passed*, and of the one that was *current* last.

    Without a *path* it is remembered until the end only.
    """

    path: Path | None = None
    passed: set[str] = field(default_factory=set)
    current: str | None = None

    @classmethod
    def load(cls, path: Path | None) -> Progress:
        """What a file remembers; nothing if it is missing or damaged."""
        passed, current = _read(path)
        return cls(path, passed, current)

    def note_passed(self, name: str) -> None:
        """Remember that a lesson has been passed."""
        self.passed.add(name)
        self.save()

    def note_current(self, name: str) -> None:
        """Remember which lesson is to be gone on with."""
        if name != self.current:
            self.current = name
            self.save()

    def forget(self) -> None:
        """Begin anew."""
        self.passed.clear()
        self.current = None
        _write(self.path, self._text())

    def save(self) -> None:
        """Write it down, with what somebody else may have passed in the meantime; quietly, if it can be."""
        self.passed |= _read(self.path)[0]
        _write(self.path, self._text())

    def _text(self) -> str:
        remembered = {"passed": sorted(self.passed), "current": self.current}
        return json.dumps(remembered, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path | None) -> tuple[set[str], str | None]:
    try:
        saved = json.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError, RecursionError):
        return set(), None
    if not isinstance(saved, dict):
        return set(), None
    names, current = saved.get("passed"), saved.get("current")
    passed = {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()
    return passed, current if isinstance(current, str) else None


def _write(path: Path | None, text: str) -> None:
    """Put a file in the place of another at once: nobody ever reads half of it."""
    if path is None:
        return
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
