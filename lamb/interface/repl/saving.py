"""Definitions as text that defines them again.

    -- Written by :save (5f2a91bc). What is changed here is yours: :save will not write over it.

    -- Twice a number.
    double n = add n n

The number in the first line is that of the rest: so a file that somebody has worked on since is known.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Term
from lamb.definitions import Definitions, Entry
from lamb.errors import LambError, LoadError
from lamb.notation.names import meaning
from lamb.notation.printer import pretty

LARGEST = 1_000_000  # nodes of an answer that is written out
_HEADING = "-- Written by :save ({:08x}). What is changed here is yours: :save will not write over it.\n"
_MARK = re.compile(r"-- Written by :save \(([0-9a-f]{8})\)\..*\n")


def written(entry: Entry, definitions: Definitions) -> str:
    """A definition as it was written, but with the answers that it used written out."""
    definition = entry.definition
    if not entry.answers:
        return f"{'rec ' if definition.recursive else ''}{entry.place.text}"
    term: Term = replace_names(meaning(definition, definitions.constructors), entry.answers)
    if term.size > LARGEST:
        message = f"“{definition.name}” uses an answer that is too large to be written out"
        raise LambError(message, entry.place)
    return f"{definition.name} = {pretty(term)}"


def documented(entry: Entry, definitions: Definitions) -> str:
    """A definition with its documentation above it."""
    comment = [f"-- {line}".rstrip() for line in entry.documentation.split("\n") if entry.documentation]
    return "\n".join([*comment, written(entry, definitions)])


def program(entries: Iterable[Entry], definitions: Definitions) -> str:
    """Definitions as a program."""
    return "".join(f"\n{documented(entry, definitions)}\n" for entry in entries)


def save(path: Path, text: str) -> None:
    """Write a program to a file, all of it or nothing. Raises LoadError."""
    path = Path(os.path.realpath(path))
    content = _HEADING.format(crc32(text.encode())) + text
    new: str | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            new = file.name
            file.write(content.encode())
        if path.exists():
            shutil.copymode(path, new)
        else:
            os.chmod(new, 0o666 & ~_umask())
        os.replace(new, path)
    except OSError as error:
        if new is not None:
            with suppress(OSError):
                os.unlink(new)
        raise LoadError(f"“{path}” cannot be written: {(error.strerror or 'an error').lower()}") from None


def _umask() -> int:
    """What the user takes away from the modes of new files."""
    umask = os.umask(0o022)
    os.umask(umask)
    return umask


def is_untouched(path: Path) -> bool:
    """Whether a file is as `save` has left it. Raises LoadError."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise LoadError(f"“{path}” cannot be read: {(error.strerror or 'an error').lower()}") from None
    mark = _MARK.match(text)
    return mark is not None and int(mark[1], 16) == crc32(text[mark.end() :].encode())
