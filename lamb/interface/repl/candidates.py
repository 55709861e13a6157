"""What a word that is not finished can become."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

SHORT = 2  # letters that are enough to look for within names
MOST = 500  # entries of a folder


class Candidate(NamedTuple):
    """A text that can replace what follows *start*, and what it is in a few words."""

    text: str
    start: int
    meta: str = ""


def beginning(known: Mapping[str, str], prefix: str, start: int) -> list[Candidate]:
    """The words that begin so; *known* says what each is."""
    return [Candidate(name, start, meta) for name, meta in known.items() if name.startswith(prefix)]


def within(known: Mapping[str, str], part: str, start: int) -> list[Candidate]:
    """The words that have this in them."""
    if len(part) < SHORT:
        return []
    return [Candidate(name, start, meta) for name, meta in known.items() if part.lower() in name.lower()]


def paths(written: str, start: int) -> list[Candidate]:
    """The folders and programs that a path which is *written* so far, from *start* on, may lead to."""
    folder, part = os.path.split(written)
    at = start + len(written) - len(part)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = sorted(
                (entry.name, entry.is_dir()) for _, entry in zip(range(MOST), entries, strict=False)
            )
    except (OSError, ValueError):
        return []
    return [
        Candidate(name + "/" if is_folder else name, at, "a folder" if is_folder else "")
        for name, is_folder in found
        if name.startswith(part) and (is_folder or name.endswith(".lc")) and (part or name[0] != ".")
    ]
