"""Submissions: what students have handed in, read from folders, files, zips and notebooks.

    submissions/ada.lc              a file, or a notebook, of a student; or a zip of them
    submissions/bob/…/answers.lc    all programs and notebooks in a student's folder and below
    submissions.zip                 the same in a zip

It is only read, and never written to a folder: names in a zip lead nowhere. What is no ordinary file (a link,
a pipe, a device) is not read. Of a notebook, the λ-cells are read: all code cells where its kernel is ours,
and those that begin with `%%lamb`; Python in it is never run.
"""

from __future__ import annotations

import json
import os
import re
import stat
import struct
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from lamb.errors import LambError, LoadError, Source, reason_of
from lamb.files import decode
from lamb.quantities import counted

if TYPE_CHECKING:  # start-up counts
    from zipfile import ZipFile, ZipInfo

LARGEST = 2_000_000  # bytes of a file
MOST_FILES = 100  # of a student
LARGEST_OF_STUDENT = 5_000_000  # bytes of all of these
MOST_IN_ZIP = 50_000  # names
LARGEST_ZIP = 200_000_000  # bytes, and of all that is in it
READ = (".lc", ".ipynb")
OUR_KERNEL = "lambda-calculus"
_BROKEN = (ValueError, EOFError, OSError, RuntimeError, struct.error)
"""What `zipfile` raises for a zip that is broken, or packed in a way unknown to it."""
HIDDEN = re.compile(r"\.|__MACOSX$")
MOODLE = re.compile(r"(?<=\d)_assignsubmission_.*", re.DOTALL)
"""What Moodle puts behind a student's name and number. The number is kept: there are namesakes."""
CANVAS = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<file>\d{1,18})_(?P<rest>.+)", re.DOTALL)
"""The name that Canvas gives a file: its student, with a number, the number of the file, and its own name.
One that was handed in anew has a higher number, and `-1` or so behind its name.
"""
_ANEW = re.compile(r"-\d{1,3}(?=\.\w+$)")
FROM_ELSEWHERE = re.compile(r".+_\d+_(?:\d+|assignsubmission)_")
"""The beginning of a file's name in a zip of Moodle's or Canvas's without folders."""


class Submitted(NamedTuple):
    """What a student has handed in: texts, and what was wrong with other files."""

    student: str
    texts: tuple[Source, ...]
    problems: tuple[str, ...]


class _File(NamedTuple):
    """A file of a student: the way to it below their folder, and its content; or what is wrong with it. One
    without a name only says that there is the student.
    """

    student: str
    name: str = ""
    content: bytes = b""
    problem: str = ""


def submissions_at(path: Path) -> list[Submitted]:
    """The submissions at a path, by the names of students. Raises LoadError if it cannot be read."""
    path = Path(os.path.realpath(path))
    students: dict[str, list[_File]] = {}
    if path.is_dir():
        files = _in_folder(path)
    elif path.suffix.lower() == ".zip":
        files = _in_zip(_named(path), path.stem, "")
    else:
        files = iter([_File(_student(path.stem), path.name, _named(path))])
    for file in files:
        students.setdefault(file.student, []).extend([file] if file.name else [])
    if not students:
        hint = "a student is a folder in it, or a .lc file, a notebook or a zip"
        raise LoadError(f"there are no submissions in “{path}”", hint=hint)
    return [_submitted(student, students[student]) for student in sorted(students)]


def _named(path: Path) -> bytes:
    """The content of the file that was named. Raises LoadError."""
    try:
        return _bytes_of(path)
    except LoadError as error:
        raise LoadError(f"“{path}” is not read: {error.message}") from None


def _student(name: str) -> str:
    """The name of a student, by that of their folder or file."""
    if canvas := CANVAS.fullmatch(name):
        return _printable(f"{canvas['name']}_{canvas['id']}")
    return MOODLE.sub("", _printable(name)) or _printable(name)


def of_assignment(submitted: Submitted, name: str) -> Submitted:
    """What was handed in for an assignment: files of its name, if there are any; or else all."""
    own = tuple(text for text in submitted.texts if PurePosixPath(text.name.split(", ")[0]).stem == name)
    return submitted._replace(texts=own) if own else submitted


def _latest(files: list[_File]) -> list[_File]:
    """The files of a student by name. Those that Canvas gives have the names that they were handed in by, and
    of those that were handed in anew, the last one counts.
    """
    found = [file for file in files if not CANVAS.fullmatch(file.name)]
    latest: dict[str, _File] = {}
    canvas = [(file, named) for file in files if (named := CANVAS.fullmatch(file.name))]
    for file, named in sorted(canvas, key=lambda one: int(one[1]["file"])):
        before = _ANEW.sub("", named["rest"])
        name = before if before in latest else named["rest"]
        latest[name] = file._replace(name=name)
    return sorted([*found, *latest.values()], key=lambda file: file.name)


def _submitted(student: str, files: list[_File]) -> Submitted:
    """What a student has handed in, within limits."""
    texts: list[Source] = []
    problems: list[str] = []
    left = LARGEST_OF_STUDENT
    for number, file in enumerate(_latest(files)):
        left -= len(file.content)
        if number >= MOST_FILES or left < 0:
            problems.append(f"“{file.name}” and what follows is not read: that is too much")
            break
        try:
            if file.problem:
                raise LoadError(f"“{file.name}” is not read: {file.problem}")
            texts += _texts(file)
        except LambError as error:
            problems.append(error.message)
    if not (texts or problems):
        problems.append("there is nothing to read: programs are .lc files, or λ-cells in notebooks")
    return Submitted(student, tuple(texts), tuple(problems))


def _texts(file: _File) -> Iterator[Source]:
    """The texts in a file. Raises LoadError."""
    text = decode(file.content, file.name)
    if file.name.lower().endswith(".ipynb"):
        for number, cell in enumerate(lambda_cells(text, file.name), 1):
            yield Source(cell, f"{file.name}, λ-cell {number}")
    else:
        yield Source(text, file.name)


# ── Folders ───────────────────────────────────────────────────────────────────────────


def _in_folder(folder: Path) -> Iterator[_File]:
    """The files of all students in a folder."""
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not HIDDEN.match(name)]
        below = Path(here).relative_to(folder).parts
        for name in [*names, *folders]:
            path = Path(here, name)
            if HIDDEN.match(name):
                continue
            student = _student(below[0] if below else path.stem if name in names else name)
            if name in names or path.is_symlink():
                yield from _at(path, student, _printable("/".join((*below[1:], name))))
            if below or name in folders or FROM_ELSEWHERE.match(name):
                yield _File(student)


def _at(path: Path, student: str, name: str) -> Iterator[_File]:
    """The file at a path, or the files in a zip; or what is wrong with it."""
    is_zip = path.suffix.lower() == ".zip"
    try:
        if path.is_symlink():
            yield _File(student, name, b"", "it is a link")
        elif is_zip:
            yield from _zip_within(_bytes_of(path), name, student)
        elif path.suffix.lower() in READ:
            yield _File(student, name, _bytes_of(path))
    except LoadError as error:
        yield _File(student, name, b"", error.message)


def _bytes_of(path: Path) -> bytes:
    """The content of an ordinary file, which is looked at once it is open. Raises LoadError."""
    most = LARGEST_ZIP if path.suffix.lower() == ".zip" else LARGEST
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        with os.fdopen(os.open(path, reduce(or_, flags, os.O_RDONLY)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise LoadError("it is no ordinary file")
            content = file.read(most + 1)
    except OSError as error:
        raise LoadError(reason_of(error)) from None
    if len(content) > most:
        raise LoadError(f"it has more than {most:,} bytes")
    return content


def _printable(name: str) -> str:
    """A name of a file as text, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", errors="replace")


# ── Zips ──────────────────────────────────────────────────────────────────────────────


def _in_zip(content: bytes, name: str, student: str) -> Iterator[_File]:
    """The files in a zip, of one student, or of students by its folders. Raises LoadError if it is none."""
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile  # start-up counts

    try:
        with ZipFile(BytesIO(content)) as archive:
            members = [info for info in archive.infolist() if not info.filename.endswith("/")]
            if len(members) > MOST_IN_ZIP:
                raise LoadError(f"it has {counted(len(members), 'file')}, and {MOST_IN_ZIP:,} are the most")
            yield from _members(archive, members, name, student)
    except (BadZipFile, *_BROKEN) as error:
        raise LoadError(f"it is no zip, or a broken one: {error}") from None


def _members(archive: ZipFile, members: list[ZipInfo], name: str, student: str) -> Iterator[_File]:
    """The files in an archive, as far as there is room for them."""
    ways = _below([_way(info) for info in members], name)
    left: dict[str, int] = {}
    room = LARGEST_ZIP
    for info, way in zip(members, ways, strict=True):
        suffix = PurePosixPath(way[-1]).suffix.lower() if way else ""
        if not way or any(HIDDEN.match(part) for part in way):
            continue
        whose = student or _student(way[0] if len(way) > 1 else PurePosixPath(way[0]).stem)
        if len(way) > 1 or FROM_ELSEWHERE.match(way[0]):
            yield _File(whose)
        if suffix not in (READ if student else (*READ, ".zip")):
            continue
        within = "/".join(way if student or len(way) == 1 else way[1:])
        most = max(0, min(LARGEST, room, left.setdefault(whose, LARGEST_OF_STUDENT)))
        content, problem = _unpacked(archive, info, most)
        zipped = suffix == ".zip" and not problem
        for file in (
            _zip_within(content, within, whose) if zipped else [_File(whose, within, content, problem)]
        ):
            left[whose] -= len(file.content)
            room -= len(file.content)
            yield file
            if min(room, left[whose]) < 0:
                break


def _zip_within(content: bytes, name: str, student: str) -> Iterator[_File]:
    """The files in a zip that a student put into a zip; or what is wrong with it."""
    try:
        yield from _in_zip(content, name, student)
    except LoadError as error:
        yield _File(student, name, b"", error.message)


def _way(info: ZipInfo) -> list[str]:
    """The names of folders, and of a file, in a zip."""
    return [part for part in PurePosixPath(info.filename.replace("\\", "/")).parts if part != "/"]


def _below(ways: list[list[str]], name: str) -> list[list[str]]:
    """The ways in a zip of this name, below the one folder in which all students are, if there is one."""
    first = {way[0] for way in ways if way}
    wrapped = all(len(way) > 1 for way in ways) and (first == {name} or all(len(way) > 2 for way in ways))
    return [way[1:] for way in ways] if wrapped and len(first) == 1 else ways


def _unpacked(archive: ZipFile, info: ZipInfo, room: int) -> tuple[bytes, str]:
    """The content of a file in a zip, whatever it says of its size; and what is wrong with it."""
    import zlib
    from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

    if stat.S_ISLNK(info.external_attr >> 16):
        return b"", "it is a link"
    if info.flag_bits & 1:
        return b"", "it has a password"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return b"", "it is packed in a way that is not read here"
    try:
        with archive.open(info) as file:
            content = file.read(room + 1)
    except (BadZipFile, zlib.error, *_BROKEN) as error:
        return b"", f"it is broken: {error}"
    return (b"", f"it has more than {room:,} bytes") if len(content) > room else (content, "")


# ── Notebooks ─────────────────────────────────────────────────────────────────────────

_MAGIC = re.compile(r"\s*%%lamb[^\n]*(?:\n|$)")
_COMMAND = re.compile(r"^:[^\n]*$", re.MULTILINE)


def lambda_cells(text: str, name: str) -> Iterator[str]:
    """The λ-cells of a notebook, without commands. Raises LoadError if it is none."""
    try:
        notebook = json.loads(text)
        metadata = notebook.get("metadata", {})
        is_ours = metadata.get("kernelspec", {}).get("language") == OUR_KERNEL
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                yield from _lambda_cell("".join(cell["source"]), is_ours)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise LoadError(f"“{name}” is no notebook") from None


def _lambda_cell(source: str, is_ours: bool) -> Iterator[str]:
    magic = _MAGIC.match(source)
    if is_ours or magic:
        rest = source[magic.end() :] if magic else source
        yield _COMMAND.sub("", rest)
