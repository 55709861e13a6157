"""Files of programs: read as text, and only from the folders they may be read from."""

from __future__ import annotations

import os
from pathlib import Path

from lamb.errors import LoadError, Place, Source, reason_of

LARGEST = 32_000_000  # bytes of one file


class Files:
    """Reads the files of a session; an import must lie in one of *roots*, or below.

    If there are no roots, the folder of each file that is opened becomes one.
    """

    def __init__(self, roots: tuple[Path, ...] = ()) -> None:
        self._given = bool(roots)
        self.roots = [_real(root) for root in roots]
        self._paths: dict[str, Path] = {}

    def open(self, path: Path) -> Source:
        """The text of a file that the user asked for. Raises LoadError."""
        if not self._given and _real(path).parent not in self.roots:
            self.roots.append(_real(path).parent)
        source = Source(_read(path, None), str(path))
        self._paths[source.name] = _real(path)
        return source

    def open_import(self, written: str, place: Place) -> Source:
        """The text of a file that is imported at *place*, relative to the importing one."""
        if "\0" in written:
            raise LoadError("no file has a name with a zero byte in it", place)
        importer = self._paths.get(place.source.name)
        folder = importer.parent if importer else (self.roots or [Path.cwd()])[0]
        path = _real(folder / written)
        roots = self.roots or [_real(folder)]
        if not any(path.is_relative_to(root) for root in roots):
            hint = f"an import stays in {' or '.join(str(root) for root in roots)}"
            raise LoadError(f"“{written}” is outside the folder of the program", place, hint)
        source = Source(_read(path, place), _shown(path, roots))
        self._paths[source.name] = path
        return source

    def path(self, source: Source) -> Path | None:
        """The file that a source was read from."""
        return self._paths.get(source.name)


def _real(path: Path) -> Path:
    """The file that *path* leads to. (`Path.resolve` fails on links in a circle, before Python 3.13.)"""
    return Path(os.path.realpath(path))


def _shown(path: Path, roots: list[Path]) -> str:
    """The name that errors give an imported file: relative to the current folder, or to the root it is in."""
    for folder in (Path.cwd(), *roots):
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    return str(path)


def _read(path: Path, place: Place | None) -> str:
    try:
        if path.is_dir():
            raise LoadError(f"“{path}” is a folder, not a file", place)
        if place is not None and path.exists() and not path.is_file():  # a pipe, for which one waits for ever
            raise LoadError(f"“{path}” is no ordinary file", place, "import programs that are files")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise LoadError(f"there is no file “{path}”", place, _nearest(path)) from None
    except OSError as error:
        raise LoadError(f"“{path}” cannot be read: {reason_of(error)}", place) from None
    if len(content) > LARGEST:
        raise LoadError(f"“{path}” has more than {LARGEST:,} bytes", place, "split it into several files")
    return decode(content, str(path), place)


def decode(content: bytes, name: str, place: Place | None = None) -> str:
    """Bytes as text. Raises LoadError, with the line, where they are not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"“{name}” is not UTF-8 text: byte {byte:#04x} in line {line}"
        raise LoadError(message, place, "save it as UTF-8") from None


def _nearest(path: Path) -> str | None:
    from difflib import get_close_matches  # only when something went wrong

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return None
    close = get_close_matches(path.name, names, n=1)
    return f"did you mean “{path.with_name(close[0])}”?" if close else None
