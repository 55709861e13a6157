"""What was typed, kept from one session to the next. Where it cannot be kept, it is not.

    # 2026-11-23 08:30:00
    +twice f x =
    +  f (f x)

A file of entries, the oldest first, each line after a `+`: as prompt_toolkit writes it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

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
