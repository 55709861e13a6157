"""What calls functions besides requests: files that appear, and records of a stream.

Each `NAME.json` in a folder, or in a bucket, is a value, and is answered beside it. An answer is there
whole or not at all, and what has one is not answered again, nor after a restart. A file is taken when two
looks have found it the same, so that one that is still being written is waited for.

    lamb:square            each record of a Redis stream has a field `value`, in JSON
    lamb:square:answers    each record has the `id` of one, and its `answer`, or an `error` and the `outcome`

All who serve a function form one group: each record goes to one of them. It is acknowledged together with its
answer, in one step, and by the first who has it: so it has one answer, also if a server was ended before it
could acknowledge, and another one took its records over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, Protocol, TypeAlias

from lamb.classroom.events import Invocation
from lamb.classroom.functions.invocation import Functions, InvocationReply, answer_name, document
from lamb.classroom.functions.signatures import LARGEST_VALUE
from lamb.errors import LambError, LoadError, reason_of, require
from lamb.files import write_whole

PAUSE = 0.5  # seconds between two looks
LARGEST_FILE = 4 * LARGEST_VALUE  # bytes
MOST_ASKED = 1_000  # files that are answered at a time

Tell = Callable[[str], object]
Answered: TypeAlias = Future[tuple[Invocation, InvocationReply]]


class Shelf(Protocol):
    """Where files appear. Its methods raise LoadError."""

    name: str

    def files(self) -> Mapping[str, str]:
        """The names of the files, and of each a tag that is another one when it has changed."""

    def read(self, name: str) -> bytes:
        """What is in a file, or as much of it as a value may have."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole."""


@contextmanager
def _told(name: object, what: str, *errors: type[Exception]) -> Iterator[None]:
    """While a file is used: errors become LoadErrors that name it."""
    try:
        yield
    except errors as error:
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise LoadError(f"“{name}” cannot be {what}: {reason}") from None


class Folder:
    """A folder; what lies in folders below it is left alone, and so are links."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def files(self) -> Mapping[str, str]:
        with _told(self._path, "read", OSError), os.scandir(self._path) as entries:
            return {one.name: _tag(one) for one in entries if one.is_file(follow_symlinks=False)}

    def read(self, name: str) -> bytes:
        with _told(self._path / name, "read", OSError), (self._path / name).open("rb") as file:
            return file.read(LARGEST_FILE + 1)

    def write(self, name: str, content: bytes) -> None:
        with _told(self._path / name, "written", OSError):
            write_whole(self._path / name, content)


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
        with _told(self.name, "read", *self._errors):
            found = pages.paginate(Bucket=self._bucket, Prefix=self._prefix)
            return {one["Key"]: one["ETag"] for page in found for one in page.get("Contents", ())}

    def read(self, name: str) -> bytes:
        with _told(name, "read", *self._errors):
            content: bytes = self._client.get_object(Bucket=self._bucket, Key=name)["Body"].read(
                LARGEST_FILE + 1
            )
        return content

    def write(self, name: str, content: bytes) -> None:
        kind = "application/json"
        with _told(name, "written", *self._errors):
            self._client.put_object(Bucket=self._bucket, Key=name, Body=content, ContentType=kind)


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
    require("boto3", "class")
    import boto3

    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    return Bucket(bucket, prefix, boto3.client("s3"))


GROUP = "lamb"
BLOCK = 500  # ms that a question for new records may wait
BLOCK_BUSY = 5  # the same, while others are being answered
TAKEN_OVER = 30_000  # ms after which the records of one who is silent are another's
AT_ONCE = 64  # records that are answered at a time
MOST_ANSWERS = 1_000_000  # that a stream keeps, about

ANSWER = """
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'id', ARGV[2], unpack(ARGV, 4))
return 1
"""
"""Acknowledges a record and adds its answer, unless it has been acknowledged."""


class Stream:
    """The records for a function, as one *consumer* sees them. *client* is that of `redis`.

    Raises LambError where the server cannot be reached.
    """

    def __init__(self, client: Any, function: str, consumer: str, functions: Functions) -> None:
        import redis

        self.answered = 0
        self._error = redis.RedisError
        self._client, self._function, self._consumer = client, function, consumer
        self._functions = functions
        self._at_once = AT_ONCE
        self._asked: dict[bytes, Answered] = {}
        self.taken_over = TAKEN_OVER
        self._records = f"lamb:{function}"
        self._answers = f"lamb:{function}:answers"
        try:
            self._script = client.register_script(ANSWER)
            client.xgroup_create(self._records, GROUP, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):  # the group is there already
                raise self._unreachable(error) from None
        except redis.RedisError as error:
            raise self._unreachable(error) from None

    def run(self, ended: Event, tell: Callable[[str], object]) -> None:
        """Answer records, until the end; *tell* what goes wrong, which is tried again."""
        while not ended.is_set():
            try:
                self.look()
            except LambError as error:
                tell(error.message)
                ended.wait(1.0)

    def look(self) -> int:
        """Ask for records that are there, or come soon, and answer what is known by now. The number of
        records that wait for an answer. Raises LambError.
        """
        try:
            for number, fields in self._new() + self._taken_over():
                if number not in self._asked:
                    self._asked[number] = self._ask(number, fields)
            for number in [number for number, asked in self._asked.items() if asked.done()]:
                self._answer(number, self._asked.pop(number))
        except self._error as error:
            raise self._unreachable(error) from None
        return len(self._asked)

    def _new(self) -> list[tuple[bytes, Any]]:
        """Records that no one has been given; waited for, if there is nothing else to do."""
        room = self._at_once - len(self._asked)
        if room <= 0:
            wait([*self._asked.values()], BLOCK / 1_000, FIRST_COMPLETED)
            return []
        block = BLOCK_BUSY if self._asked else BLOCK
        found = self._client.xreadgroup(GROUP, self._consumer, {self._records: ">"}, count=room, block=block)
        return [record for _, records in _pairs(found) for record in records]

    def _taken_over(self) -> list[tuple[bytes, Any]]:
        """The records of those who have been silent for long, which are this one's now."""
        room = self._at_once - len(self._asked)
        if room <= 0:
            return []
        found = self._client.xautoclaim(self._records, GROUP, self._consumer, self.taken_over, count=room)
        return [(number, fields) for number, fields in found[1] if fields is not None]

    def _ask(self, number: bytes, fields: Any) -> Answered:
        value = fields.get(b"value", b"").decode("utf-8", "replace")
        key = f"redis:{self._records}:{number.decode()}"
        return self._functions.ask(self._function, value, trigger="stream", key=key)

    def _answer(self, number: bytes, asked: Answered) -> None:
        """Acknowledge a record with its answer, unless another one has."""
        _, reply = asked.result()
        if reply.outcome == "answered":
            fields = ["answer", reply.answer]
        else:
            fields = ["error", reply.error, "outcome", reply.outcome]
        arguments = [GROUP, number, MOST_ANSWERS, *fields]
        self.answered += int(self._script(keys=[self._records, self._answers], args=arguments))

    def _unreachable(self, error: Exception) -> LambError:
        return LambError(f"the stream “{self._records}” cannot be read: {error}")


def _pairs(found: Any) -> list[tuple[Any, Any]]:
    """Streams and their records, as either version of the protocol gives them."""
    if not found:
        return []
    if isinstance(found, dict):
        return [(name, [one for part in parts for one in part]) for name, parts in found.items()]
    return list(found)


def stream_at(address: str, function: str, consumer: str, functions: Functions) -> Stream:
    """The stream for a function at an address `redis://…`. Raises LambError."""
    require("redis", "class")
    import redis

    try:
        client = redis.Redis.from_url(address)
    except ValueError:
        raise LambError(f"“{address}” is no address of a Redis server", hint="redis://HOST:PORT") from None
    return Stream(client, function, consumer, functions)
