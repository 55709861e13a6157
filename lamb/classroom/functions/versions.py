"""Versions: programs that have been deployed, as they are kept in a folder. A version never changes.

    functions/square/1.json     the first version of “square”: its texts, its signature, its limits, a digest
    functions/square/2.json     the second one, which is called from now on

A version has everything that it needs in it, imported files too. It is written once, under a number that no
other version has, and it is refused when what is there is not what was written.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from typing import Any, Literal, TypeAlias

from lamb.calculus.budget import Budget
from lamb.errors import LambError, LoadError, Place, Source, did_you_mean, reason_of
from lamb.files import Files
from lamb.records import Record

Kind: TypeAlias = Literal["program", "checker"]
"""A λ-program with a handler, or an assignment, which marks what students send."""

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
LARGEST_VERSION = 5_000_000  # characters of all its texts
CHECKER_SECONDS = 60.0  # of each invocation of a checker, whose judge stops long before
LIMITS = {"steps": None, "nodes": 3_000_000, "seconds": 3.0}
"""Of each invocation, where the one who deploys says nothing."""

_FOLDER = "functions"
_FILE = re.compile(r"([1-9]\d{0,8})\.json")


class NoSuchFunction(LambError):
    """There is no function of a name, or it has no version of a number."""


class Version(Record):
    """A version of a function: the *texts* of its files by name, the first of which is the program's; which
    of them each of them *imports*, as that is written in it; and the normal form of its handler in binary
    lambda calculus, empty where there is none that is worth to be kept.
    """

    function: str
    number: int
    kind: Kind
    signature: str
    texts: Mapping[str, str]
    imports: Mapping[str, Mapping[str, str]]
    limits: Mapping[str, float | None]
    normal_form: str = ""

    @property
    def source(self) -> Source:
        """The text of the program itself."""
        name, text = next(iter(self.texts.items()))
        return Source(text, name)

    @property
    def budget(self) -> Budget:
        """The most that an invocation may use; seconds are the processor's, whatever else goes on."""
        steps, nodes = self.limits["steps"], self.limits["nodes"]
        return Budget(
            None if steps is None else int(steps),
            None if nodes is None else int(nodes),
            self.limits["seconds"],
            clock=time.thread_time,
        )

    def is_like(self, other: Version) -> bool:
        """True if another version differs in nothing but its number."""
        return self.with_values(number=0) == other.with_values(number=0)

    def written(self) -> str:
        """The JSON text of the version, with its digest."""
        content = vars(self)
        return json.dumps(content | {"digest": _digest(content)}, ensure_ascii=False, indent=1) + "\n"


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version_in(text: str, name: str) -> Version:
    """The version that a JSON text says. Raises LoadError for a text that is not as it was written."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        content = json.loads(text)
        if content.pop("digest") == _digest(content):
            return Version(**content)
    hint = "a version never changes: deploy another one"
    raise LoadError(f"“{name}” is not as it was deployed", hint=hint)


class KeptFiles(Files):
    """The files of a version, which are read from nowhere else."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self._version = version

    def open_import(self, written: str, place: Place) -> Source:
        """The text that was imported under these words when the version was deployed."""
        name = self._version.imports.get(place.source.name, {}).get(written)
        if name is None:
            raise LoadError(f"“{written}” is not in this version", place)
        return Source(self._version.texts[name], name)

    def path(self, source: Source) -> Path | None:
        """The name of a file, as a path that leads nowhere."""
        return Path(source.name)


# ── The versions in a folder ──────────────────────────────────────────────────────────


class Library:
    """The functions that are kept in the folder of a class."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder) / _FOLDER
        self._known: dict[tuple[str, int], Version] = {}

    def names(self) -> list[str]:
        """The names of all functions, in order."""
        try:
            found = [entry.name for entry in self._folder.iterdir() if NAME.fullmatch(entry.name)]
        except OSError:
            return []
        return sorted(name for name in found if self.numbers(name))

    def numbers(self, name: str) -> list[int]:
        """The numbers of the versions of a function, the first one first."""
        return sorted(self._numbers(name))

    def _numbers(self, name: str) -> Iterator[int]:
        if NAME.fullmatch(name):
            with suppress(OSError):
                for entry in os.scandir(self._folder / name):
                    if found := _FILE.fullmatch(entry.name):
                        yield int(found[1])

    def version(self, name: str, number: int | None = None) -> Version:
        """A version of a function, or its last one. Raises NoSuchFunction and LoadError."""
        numbers = self.numbers(name)
        if not numbers:
            hint = did_you_mean(name, self.names(), "lamb functions list says what there is")
            raise NoSuchFunction(f"there is no function “{name:.64}”", hint=hint)
        wanted = numbers[-1] if number is None else number
        if wanted not in numbers:
            hint = f"it has {', '.join(map(str, numbers[-5:]))}"
            raise NoSuchFunction(f"“{name}” has no version {wanted}", hint=hint)
        if (name, wanted) not in self._known:
            self._known[name, wanted] = self._read(name, wanted)
        return self._known[name, wanted]

    def _read(self, name: str, number: int) -> Version:
        path = self._path(name, number)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "it is not UTF-8 text"
            raise LoadError(f"“{path}” cannot be read: {reason}") from None
        version = version_in(text, str(path))
        if (version.function, version.number) != (name, number):
            raise LoadError(f"“{path}” is version {version.number} of “{version.function}”")
        return version

    def path(self, version: Version) -> Path:
        """The file that a version is kept in."""
        return self._path(version.function, version.number)

    def _path(self, name: str, number: int) -> Path:
        return self._folder / name / f"{number}.json"

    def add(self, version: Version) -> Version:
        """Keep a version under the next number; the last one, if that is like it. Raises LambError.

        It is there whole or not at all, also if several are added at a time: each has its own number.
        """
        numbers = self.numbers(version.function)
        if numbers and (last := self.version(version.function)).is_like(version):
            return last
        folder = self._folder / version.function
        try:
            folder.mkdir(parents=True, exist_ok=True)
            number = (numbers or [0])[-1] + 1
            while not self._kept(version.with_values(number=number)):
                number += 1
        except OSError as error:
            raise LambError(f"nothing can be kept in “{folder}”: {reason_of(error)}") from None
        return self.version(version.function, number)

    def _kept(self, version: Version) -> bool:
        """True if the version could be written; False if its number has been taken meanwhile."""
        path = self.path(version)
        new = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(version.written())
                file.flush()
                os.fsync(file.fileno())
            new.chmod(0o444)
            os.link(new, path)  # which, unlike renaming, replaces nothing
        except FileExistsError:
            return False
        finally:
            with suppress(OSError):
                new.unlink()
        return True
