"""Pseudonyms: the names that students have in the log, made of their own with a key (HMAC, RFC 2104).

Without the key no name can be turned into its pseudonym, nor a pseudonym into a name: to delete the key is to
forget who was who, in the log and in each copy of it. What a student has written about themselves inside an
answer stays, and who remembers an answer may know its author by it.
"""

from __future__ import annotations

import hmac
import os
import secrets
from base64 import b32encode
from contextlib import suppress
from pathlib import Path

from lamb.classroom.log.journal import LogError
from lamb.errors import reason_of

KEY_BYTES = 32
LETTERS = 16  # of a pseudonym: 80 bits


class Pseudonyms:
    """The pseudonyms of a class, whose key is a file in *folder*, made when it is first needed."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / "pseudonyms.key"

    def of(self, name: str) -> str:
        """The pseudonym of a name, always the same with the same key. Raises LogError."""
        found = hmac.digest(self._key(), name.encode("utf-8", "replace"), "sha256")
        return b32encode(found).decode()[:LETTERS].lower()

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
