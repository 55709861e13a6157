"""The roster: who is in a class, and what lets them in. Nothing else ties a name to the log.

    secrets/teacher          the token of the teacher
    secrets/code             what the link has in it by which students join
    secrets/roster.json      of each student the name, a random number, and the digest of the token
    secrets/pseudonyms.key   the key of the pseudonyms

Tokens are random, and only the digests of students' are kept: the roster lets no one in. In the log, a
student is the pseudonym of the random number, made with the key (HMAC, RFC 2104). Without the key, or without
the student's line of the roster, no pseudonym leads to a name, and no name to a pseudonym: to delete the key
is to forget who was who, in the log and in each copy of it. What students have written about themselves
inside answers stays, and who remembers an answer may know its author by it.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import sqlite3
from base64 import b32encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from lamb.classroom.log.journal import LogError
from lamb.errors import LambError, LoadError, reason_of
from lamb.files import write_whole
from lamb.records import Record

KEY_BYTES = 32
LONGEST_PSEUDONYM = 16  # letters: 80 bits


class Pseudonyms:
    """The pseudonyms of a class, whose key is a file in *folder*, made when it is first needed."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / "pseudonyms.key"

    def of(self, name: str) -> str:
        """The pseudonym of a name, always the same with the same key. Raises LogError."""
        found = hmac.digest(self._key(), name.encode("utf-8", "replace"), "sha256")
        return b32encode(found).decode()[:LONGEST_PSEUDONYM].lower()

    def forget(self) -> bool:
        """Delete the key, for ever. False if there is none. Raises LogError."""
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise LogError(f"the key “{self.path}” cannot be deleted: {reason_of(error)}") from None
        return True

    def _key(self) -> bytes:
        try:
            if not self.path.exists():
                self._make()
            key = self.path.read_bytes()
        except OSError as error:
            raise LogError(f"the key “{self.path}” cannot be used: {reason_of(error)}") from None
        if len(key) != KEY_BYTES:
            hint = "put a copy of it back; with another key, students get other pseudonyms"
            raise LogError(f"“{self.path}” is no key of pseudonyms", hint=hint)
        return key

    def _make(self) -> None:
        """Make a key; of two that are made at once, one stays."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(new, self.path)
        finally:
            new.unlink()


LONGEST_NAME = 60  # characters
MOST_STUDENTS = 2_000
LETTERS, LONG = "abcdefghjkmnpqrstuvwxyz23456789", 10
"""What a code is made of, and how long it is: short enough for a wall, and as good as never guessed at the
rate at which students may join.
"""


class Student(Record):
    """A student of a class: the name, a random *number* in hexadecimal digits, the digest of the token."""

    name: str
    number: str
    digest: str


class Refused(LambError):
    """A name that cannot join."""


class Roster:
    """The students of a class, as the folder of its secrets has them. All that is said is on disk first.

    Raises LoadError where the folder cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "roster.json"
        self._pseudonyms = Pseudonyms(folder)
        self._known: dict[str, str] = {}
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            self.teacher = secret_in(folder / "teacher", secrets.token_urlsafe(24))
            self.code = secret_in(folder / "code", "".join(secrets.choice(LETTERS) for _ in range(LONG)))
            self._students = {one.digest: one for one in _read(self._file)}
        except OSError as error:
            raise LoadError(f"“{folder}” cannot be used: {reason_of(error)}") from None

    def __iter__(self) -> Iterator[Student]:
        return iter([*self._students.values()])  # which may grow meanwhile

    def __len__(self) -> int:
        return len(self._students)

    def student(self, token: str) -> Student | None:
        """The student of a token; None if it is no one's. A digest is looked up, so time tells nothing."""
        return self._students.get(_digest(token))

    def is_teacher(self, token: str) -> bool:
        return _same(token, self.teacher)

    def is_code(self, code: str) -> bool:
        return _same(code, self.code)

    def pseudonym(self, student: Student) -> str:
        """What a student is called in the log."""
        if student.number not in self._known:
            self._known[student.number] = self._pseudonyms.of(student.number)
        return self._known[student.number]

    def join(self, name: str) -> str:
        """The token of a new student. Raises Refused."""
        name = _checked(name)
        if any(one.name.casefold() == name.casefold() for one in self):
            hint = "add the first letter of your surname; or, if it is you, ask your teacher for a new link"
            raise Refused(f"there is a “{name}” in this class already", hint=hint)
        if len(self) >= MOST_STUDENTS:
            raise Refused(f"this class is full: it has {len(self):,} students")
        return self._enter(name, secrets.token_hex(16))

    def renew(self, pseudonym: str) -> str | None:
        """A new token of a student, whose old one ends; None if there is no such student."""
        if student := self._leave(pseudonym):
            return self._enter(student.name, student.number)
        return None

    def forget(self, pseudonym: str) -> bool:
        """Take a student from the roster; False if there is no such student."""
        student = self._leave(pseudonym)
        self._write()
        return student is not None

    def _enter(self, name: str, number: str) -> str:
        token = secrets.token_urlsafe(24)
        digest = _digest(token)
        self._students[digest] = Student(name, number, digest)
        self._write()
        return token

    def _leave(self, pseudonym: str) -> Student | None:
        for student in self:
            if self.pseudonym(student) == pseudonym:
                return self._students.pop(student.digest)
        return None

    def _write(self) -> None:
        rows = [{"name": one.name, "number": one.number, "digest": one.digest} for one in self]
        write_whole(self._file, (json.dumps(rows, ensure_ascii=False, indent=0) + "\n").encode())


def hold(folder: Path) -> sqlite3.Connection:
    """What keeps other services from a roster until it is closed, or its process ends. Raises LoadError.

    It is a lock of SQLite's, which every system gives back, whatever ends the process.
    """
    held = sqlite3.connect(folder / "served", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        held.close()
        hint = "end the other service first: it is on this computer"
        raise LoadError(f"“{folder.parent}” is served already", hint=hint) from None
    return held


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _same(given: str, known: str) -> bool:
    """True if both are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(_digest(given), _digest(known))


def secret_in(path: Path, new: str) -> str:
    """The secret in a file: a new one if it is not there. Raises OSError."""
    if not path.exists():
        write_whole(path, f"{new}\n".encode())
        path.chmod(0o600)
    return path.read_text(encoding="ascii", errors="replace").strip()


def _read(path: Path) -> list[Student]:
    """The students of a file. Raises LoadError."""
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Student(str(row["name"]), str(row["number"]), str(row["digest"])) for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        hint = "delete it, and let the class join again; the log stays as it is"
        raise LoadError(f"“{path}” is no roster", hint=hint) from None


def _checked(name: str) -> str:
    """A name as the roster has it. Raises Refused."""
    name = " ".join(normalize("NFC", name).split())
    if not name:
        raise Refused("a name is missing")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"a name has at most {LONGEST_NAME} characters that can be seen")
    return name
