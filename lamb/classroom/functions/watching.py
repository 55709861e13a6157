"""Files that appear: each `NAME.json` in a folder, or in a bucket, is a value, and is answered beside it.

An answer is there whole or not at all, and what has one is not answered again, nor after a restart. A file is
taken when two looks have found it the same, so that one that is still being written is waited for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from lamb.classroom.events import Invocation
from lamb.classroom.functions.evaluation import InvocationReply
from lamb.classroom.functions.exchange import answer_name, document
from lamb.classroom.functions.invocation import Functions
from lamb.classroom.functions.signatures import LARGEST_VALUE
from lamb.classroom.log.needed import require
from lamb.errors import LambError, LoadError, reason_of
from lamb.files import write_whole

PAUSE = 0.5  # seconds between two looks
LARGEST_FILE = 4 * LARGEST_VALUE  # bytes
MOST_ASKED = 1_000  # files that are answered at a time

Tell = Callable[[str], object]
Answered = Future[tuple[Invocation, InvocationReply]]


class Shelf(Protocol):
    """Where files appear. Its methods raise LoadError."""

    name: str

    def files(self) -> Mapping[str, str]:
        """The names of the files, and of each a tag that is another one when it has changed."""

    def read(self, name: str) -> bytes:
        """What is in a file, or as much of it as a value may have."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole."""


class Folder:
    """A folder; what lies in folders below it is left alone, and so are links."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def files(self) -> Mapping[str, str]:
        try:
            with os.scandir(self._path) as entries:
                return {one.name: _tag(one) for one in entries if one.is_file(follow_symlinks=False)}
        except OSError as error:
            raise LoadError(f"“{self._path}” cannot be read: {reason_of(error)}") from None

    def read(self, name: str) -> bytes:
        try:
            with (self._path / name).open("rb") as file:
                return file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise LoadError(f"“{self._path / name}” cannot be read: {reason_of(error)}") from None

    def write(self, name: str, content: bytes) -> None:
        try:
            write_whole(self._path / name, content)
        except OSError as error:
            raise LoadError(f"“{self._path / name}” cannot be written: {reason_of(error)}") from None


def _tag(entry: os.DirEntry[str]) -> str:
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


class Bucket:
    """The objects of a bucket that begin with a prefix; *client* is that of boto3 for S3, or of its like."""

    def __init__(self, bucket: str, prefix: str, client: Any) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        self.name = f"s3://{bucket}/{prefix}"
        self._bucket, self._prefix, self._client = bucket, prefix, client
        self._errors = (BotoCoreError, ClientError)

    def files(self) -> Mapping[str, str]:
        pages = self._client.get_paginator("list_objects_v2")
        try:
            found = [
                one
                for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix)
                for one in page.get("Contents", ())
            ]
        except self._errors as error:
            raise LoadError(f"“{self.name}” cannot be read: {error}") from None
        return {one["Key"]: one["ETag"] for one in found}

    def read(self, name: str) -> bytes:
        try:
            body = self._client.get_object(Bucket=self._bucket, Key=name)["Body"]
            content: bytes = body.read(LARGEST_FILE + 1)
        except self._errors as error:
            raise LoadError(f"“{name}” cannot be read: {error}") from None
        return content

    def write(self, name: str, content: bytes) -> None:
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=name, Body=content, ContentType="application/json"
            )
        except self._errors as error:
            raise LoadError(f"“{name}” cannot be written: {error}") from None


class Watcher:
    """Answers the files that appear on a shelf by a function."""

    def __init__(self, shelf: Shelf, function: str, functions: Functions) -> None:
        self.answered = 0
        self._tell: Tell = lambda message: None
        self._shelf = shelf
        self._function = function
        self._functions = functions
        self._before: Mapping[str, str] = {}
        self._asked: dict[str, Answered] = {}

    def run(self, ended: Event, tell: Tell) -> None:
        """Look again and again, until the end; *tell* what goes wrong, which is tried again."""
        self._tell = tell
        while not ended.is_set():
            try:
                self.look()
            except LambError as error:
                tell(error.message)
            ended.wait(PAUSE)

    def look(self) -> int:
        """Ask for what is new, and answer what is known by now. The number of files that wait for an answer.

        Raises LoadError, NoSuchFunction.
        """
        files = self._shelf.files()
        for name in self._new(files):
            if len(self._asked) >= MOST_ASKED:
                break
            self._ask(name)
        self._before = files
        for name in [name for name, asked in self._asked.items() if asked.done()]:
            self._answer(name, self._asked.pop(name))
        return len(self._asked)

    def _new(self, files: Mapping[str, str]) -> Iterator[str]:
        """The files that have not changed since the last look, have no answer and are not being answered."""
        for name, tag in sorted(files.items()):
            beside = answer_name(name)
            if beside and beside not in files and name not in self._asked and self._before.get(name) == tag:
                yield name

    def _ask(self, name: str) -> None:
        content = self._shelf.read(name)
        text = content.decode("utf-8", "replace")
        key = sha256(f"{self._function}\0{self._shelf.name}\0{name}\0".encode() + content).hexdigest()
        self._asked[name] = self._functions.ask(self._function, text, trigger="file", key=key)

    def _answer(self, name: str, asked: Answered) -> None:
        beside = answer_name(name)
        assert beside is not None
        try:
            _, reply = asked.result()
            self._shelf.write(beside, document(reply).encode())
        except LambError as error:  # it is asked again at the next look
            self._tell(error.message)
        else:
            self.answered += 1


def shelf_at(address: str) -> Shelf:
    """The folder, or the bucket `s3://BUCKET/PREFIX`, at an address. Raises LoadError."""
    if not address.startswith("s3://"):
        folder = Folder(Path(address))
        folder.files()
        return folder
    require("boto3")
    import boto3

    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    return Bucket(bucket, prefix, boto3.client("s3"))
