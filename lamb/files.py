"""Files of programs: read as text, and only from the folders they may be read from."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from lamb.errors import LoadError, Place, Source, reason_of

if TYPE_CHECKING:  # start-up counts, and a term on the command line opens no file
    from pathlib import Path

LARGEST = 32_000_000  # bytes of one file
LONGEST = 4_096  # characters of the name of a file


class Files:
    """Reads the files of a session; an import must lie in one of *roots*, or below.

    If there are no roots, the folder of each file that is opened becomes one.
    """

    def __init__(self, roots: tuple[str | Path, ...] = ()) -> None:
        self._given = [_real_name(root) for root in roots]
        self._paths: dict[str, Path] = {}  # by the names of their sources

    @cached_property
    def roots(self) -> list[Path]:
        """The folders that an import may lie in."""
        return [_real(root) for root in self._given]

    def open(self, path: str | Path, within: Path | None = None) -> Source:
        """The text of a file that the user asked for, or of an ordinary one *within* such a folder.

        Raises LoadError.
        """
        path = _path(path)
        _check_name(str(path))
        real = _real(path)
        if within is not None and not real.is_relative_to(_real(within)):
            hint = "put a copy of the file there"
            raise LoadError(f"“{path}” leads out of the folder “{within}”", hint=hint)
        content = _read(path, None, ordinary=within is not None)
        if not self._given and real.parent not in self.roots:
            self.roots.append(real.parent)
        return self._source(content, str(path), real)

    def open_import(self, written: str, place: Place) -> Source:
        """The text of a file that is imported at *place*, relative to the importing one or to a root."""
        _check_name(written, place)
        importer = self._paths.get(place.source.name)
        folder = importer.parent if importer else (self.roots or [_current()])[0]
        roots = self.roots or [_real(folder)]
        paths = [_real(start / written) for start in (folder, *roots)]
        allowed = [path for path in paths if any(path.is_relative_to(root) for root in roots)]
        path = next(filter(os.path.exists, allowed), paths[0])
        if path not in allowed:
            hint = f"an import stays in {' or '.join(str(root) for root in roots)}"
            raise LoadError(f"“{written}” is outside the folder of the program", place, hint)
        return self._source(_read(path, place, _path(written), ordinary=True), _shown(path, roots), path)

    def path(self, source: Source) -> Path | None:
        """The file that a source was read from."""
        return self._paths.get(source.name)

    def _source(self, content: str, name: str, path: Path) -> Source:
        """The text of a file under its name, or under its whole path if another file has that name."""
        source = Source(content, name if self._paths.get(name, path) == path else str(path))
        self._paths[source.name] = path
        return source


class KeptFiles(Files):
    """Texts in place of files: those that were imported before, by the name of who imports, and its words."""

    def __init__(self, imports: Mapping[tuple[str, str], Source]) -> None:
        super().__init__()
        self._imports = imports

    def open_import(self, written: str, place: Place) -> Source:
        """The text that was imported under these words. Raises LoadError."""
        source = self._imports.get((place.source.name, written))
        if source is None:
            raise LoadError(f"“{written}” was not there before", place)
        return source

    def path(self, source: Source) -> Path | None:
        """The name of a file, as a path that leads nowhere."""
        return _path(source.name)


class RecordedFiles(Files):
    """Files that remember what was imported, as `KeptFiles` need it."""

    def __init__(self, roots: tuple[str | Path, ...] = ()) -> None:
        super().__init__(roots)
        self.imports: dict[tuple[str, str], Source] = {}

    def open_import(self, written: str, place: Place) -> Source:
        """The text of a file that is imported at *place*. Raises LoadError."""
        source = super().open_import(written, place)
        self.imports[place.source.name, written] = source
        return source


def import_folders(file: str, notation: str, given: Iterable[str]) -> tuple[str, ...]:
    """The folders that a file may import from: its own, those that are given, and for bruijn the current one,
    where its own tool looks.
    """
    folder = "" if file == "-" else os.path.dirname(file)
    return (folder, *given, *([""] if notation == "bruijn" else []))


def programs_in(folder: Path) -> list[Path]:
    """The `.lc` files in a folder and below, by name; links to folders and what is hidden are left alone."""
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [_path(here) / name for name in names if name.endswith(".lc") and not name.startswith(".")]
    return sorted(found, key=lambda path: path.parts)


def files_of(written: Iterable[str]) -> Iterator[tuple[str, Path | None]]:
    """The files that a command line names; those of a folder and below by name, each with that folder."""
    from pathlib import Path  # start-up counts

    for name in written:
        folder = Path(name)
        found = programs_in(folder) if name != "-" and folder.is_dir() else []
        yield from ((str(path), folder) for path in found)
        if not found:
            yield name, None


def overwrite(path: str | Path, content: bytes) -> None:
    """Write a file, all of it or nothing. Raises LoadError."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise LoadError(f"“{path}” cannot be written: {reason_of(error)}") from None


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file, all of it or nothing: what was there stays until the new one is whole. Raises OSError."""
    path = _real(path)
    if path.exists() and not path.is_file():  # a pipe, or a device
        path.write_bytes(content)
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        if path.exists():
            new.chmod(path.stat().st_mode)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def _path(path: str | Path) -> Path:
    from pathlib import Path

    return Path(path)


def _real(path: str | Path) -> Path:
    return _path(_real_name(path))


def _real_name(path: str | Path) -> str:
    """The file that *path* leads to. (`Path.resolve` fails on links in a circle, before Python 3.13.)"""
    try:
        return os.path.realpath(path)
    except OSError:  # the current folder has been deleted
        return str(path)


def _current() -> Path:
    """The current folder, also where it has been deleted."""
    try:
        return _path(os.getcwd())
    except OSError:
        return _path("")


def _check_name(written: str, place: Place | None = None) -> None:
    """Raise LoadError for what no file can be called."""
    if len(written) > LONGEST:
        raise LoadError(f"the name of a file has at most {LONGEST:,} characters, not {len(written):,}", place)
    try:
        if b"\0" in os.fsencode(written):
            raise LoadError("no file has a name with a zero byte in it", place)
    except UnicodeEncodeError:
        raise LoadError(f"no file can be called “{written}”", place) from None


def _shown(path: Path, roots: list[Path]) -> str:
    """The name that errors give an imported file: relative to the current folder, or to the root it is in."""
    for folder in (_current(), *roots):
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    return str(path)


def _read(path: Path, place: Place | None, written: Path | None = None, *, ordinary: bool) -> str:
    try:
        mode = os.stat(path).st_mode
        if S_ISDIR(mode):
            raise LoadError(f"“{path}” is a folder, not a file", place)
        if ordinary and not S_ISREG(mode):  # a pipe, for which one waits for ever
            raise LoadError(f"“{path}” is no ordinary file", place, "a program has to be a file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise LoadError(f"there is no file “{path}”", place, _nearest(path, written or path)) from None
    except OSError as error:
        raise LoadError(f"“{path}” cannot be read: {reason_of(error)}", place) from None
    if len(content) > LARGEST:
        raise LoadError(f"“{path}” has more than {LARGEST:,} bytes", place, "split it into several files")
    return decode(content, str(path), place)


def decode(content: bytes, name: str, place: Place | None = None) -> str:
    """Bytes as text, in UTF-8, or in UTF-16 as Windows writes it. Raises LoadError, with the line, where they
    are neither.
    """
    is_wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not content.startswith(BOM_UTF32_LE)
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"“{name}” is not UTF-{16 if is_wide else 8} text: byte {byte:#04x} in line {line}"
        raise LoadError(message, place, "save it as UTF-8") from None


def _nearest(path: Path, written: Path) -> str | None:
    """The hint that names a file beside a *path* which is not there, as that was *written*."""
    from difflib import get_close_matches  # only when something went wrong

    suffix = path.suffix or ".lc"
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix == suffix]
    except OSError:
        return None
    close = get_close_matches(path.with_suffix(suffix).name, names, n=1, cutoff=0.75 if path.suffix else 1.0)
    return f"did you mean “{written.with_name(close[0])}”?" if close else None
