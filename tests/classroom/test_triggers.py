"""What calls functions: requests, files that appear, records of a stream. None is lost, none counts twice."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.events import Invocation
from lamb.classroom.functions.invocation import Functions, answer_name
from lamb.classroom.functions.listening import LARGEST_BODY, Door, application, token_in
from lamb.classroom.functions.triggers import GROUP, Folder, Stream, Watcher
from lamb.classroom.functions.versions import Library, deployable
from lamb.classroom.log.journal import Journal, LogError
from lamb.errors import LoadError
from lamb.processes import Pool

SQUARE = "-- handler : nat -> nat\nhandler = λn. mul n n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a class with a function `square`."""
    (tmp_path / "square.lc").write_text(SQUARE, encoding="utf-8")
    Library(tmp_path).add(deployable(tmp_path / "square.lc"))
    return tmp_path


# ── HTTP ──


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str

    @property
    def document(self) -> Any:
        return json.loads(self.text)


Ask = Callable[..., Got]
TOKEN = "a-token"


@pytest.fixture
def ask(folder: Path) -> Iterator[Ask]:
    """Asks the application as a server does; `now` is what its clock says."""
    times = [0.0]
    pool = Pool("unused:unused", at_most=1)
    app = application(Functions(folder), pool, Door(TOKEN, 2.0, lambda: times[0]))

    def asked(
        path: str, body: bytes | None = None, *, token: str | None = TOKEN, now: float = 0.0, **headers: str
    ) -> Got:
        times[0] = now
        path, _, query = path.partition("?")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        method = "GET" if body is None else "POST"
        return asyncio.run(_requested(app, method, path, query, sent, body or b""))

    yield asked
    pool.end()


async def _requested(
    app: Any, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> Got:
    """What an ASGI application answers to a request."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    text = b"".join(one.get("body", b"") for one in sent)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Got(sent[0]["status"], found, text.decode())


def test_a_function_is_called_over_http(ask: Ask) -> None:
    got = ask("/functions/square", b"12")
    assert (got.status, got.text, got.headers["lamb-version"]) == (200, "144\n", "square/1")
    assert got.headers["content-type"] == "application/json; charset=utf-8"
    assert ask("/functions/square?version=1", b"3").text == "9\n"


def test_what_there_is_is_listed(ask: Ask) -> None:
    assert ask("/functions").document == {
        "functions": [{"name": "square", "version": 1, "signature": "nat -> nat"}]
    }


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/functions/square", b"true", 400),
        ("/functions/square", b"\xff", 400),
        ("/functions/square", b"1" * (LARGEST_BODY + 1), 413),
        ("/functions/cube", b"1", 404),
        ("/functions/..%2f..%2fsecrets", b"1", 404),
        ("/functions/square?version=2", b"1", 404),
        ("/functions/square?version=-1", b"1", 400),
        ("/functions/square?version=x", b"1", 400),
        ("/functions/square/more", b"1", 404),
        ("/functions/square", None, 405),
    ],
)
def test_what_is_wrong_with_a_request_has_a_status(
    ask: Ask, path: str, body: bytes | None, status: int
) -> None:
    assert ask(path, body).status == status


def test_who_has_no_token_or_a_wrong_one_is_told_nothing(ask: Ask) -> None:
    for path, body in (("/functions/square", b"12"), ("/functions", None), ("/functions/cube", b"1")):
        for token in (None, "", "a-toke", "a-token-", "Ã¤"):
            got = ask(path, body, token=token)
            assert got.status == 401
            assert "square" not in got.text
            assert "144" not in got.text
    assert ask("/functions", token=None, authorization=f"Basic {TOKEN}").status == 401


def test_who_asks_too_often_waits_and_who_guesses_too(ask: Ask) -> None:
    found = [ask("/functions/square", b"1").status for _ in range(25)]
    assert found == [200] * 20 + [429] * 5
    assert int(ask("/functions/square", b"1").headers["retry-after"]) >= 1
    assert ask("/functions/square", b"1", now=1.0).status == 200
    guessed = [ask("/functions/square", b"1", token="guess").status for _ in range(60)]
    assert set(guessed) == {401, 429}


def test_a_request_that_is_sent_again_counts_once(folder: Path) -> None:
    journal = Journal(folder / "log")
    pool = Pool("unused:unused", at_most=1)
    app = application(Functions(folder, record=journal.append), pool, Door(TOKEN, 9.0, lambda: 0.0))
    headers = {"authorization": f"Bearer {TOKEN}", "idempotency-key": "once"}
    for _ in range(3):
        got = asyncio.run(_requested(app, "POST", "/functions/square", "", headers, b"12"))
        assert got.text == "144\n"
    (event,) = journal.since(0)
    assert isinstance(event, Invocation)
    assert (event.function, event.trigger, event.outcome) == ("square", "http", "answered")
    pool.end()


def test_the_token_is_made_once_and_is_for_the_owner_alone(tmp_path: Path) -> None:
    token = token_in(tmp_path)
    assert len(token) >= 32
    assert token_in(tmp_path) == token
    if os.name == "posix":
        assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
        assert (tmp_path / "secrets" / "functions").stat().st_mode & 0o077 == 0


# ── files ──


def watcher(folder: Path, record: Any = None) -> Watcher:
    """A watcher of the folder `inbox`."""
    (folder / "inbox").mkdir(exist_ok=True)
    return Watcher(Folder(folder / "inbox"), "square", Functions(folder, record=record))


def answers(folder: Path) -> dict[str, str]:
    """The answers in the inbox."""
    found = (folder / "inbox").glob("*.answer.json")
    return {path.name.removesuffix(".answer.json"): path.read_text(encoding="utf-8") for path in found}


@given(st.text(max_size=8))
def test_an_answer_is_never_a_question(name: str) -> None:
    beside = answer_name(f"{name}.json")
    if beside is not None:
        assert beside != f"{name}.json"
        assert answer_name(beside) is None


def test_files_are_answered_beside_them_once_and_after_a_restart_no_more(folder: Path) -> None:
    kept: list[Invocation] = []
    watching = watcher(folder, kept.append)
    for name, value in (("a", "3"), ("b", "[]"), (".c", "4")):
        (folder / "inbox" / f"{name}.json").write_text(value, encoding="utf-8")
    (folder / "inbox" / "d.txt").write_text("5", encoding="utf-8")
    (folder / "inbox" / "e.json").mkdir()
    (folder / "inbox" / "f.json").symlink_to(folder / "square.lc")
    for _ in range(4):
        watching.look()
    restarted = watcher(folder, kept.append)
    for _ in range(4):
        restarted.look()
    assert answers(folder).keys() == {"a", "b"}
    assert answers(folder)["a"] == "9\n"
    assert json.loads(answers(folder)["b"])["outcome"] == "refused"
    assert [(one.trigger, one.outcome) for one in kept] == [("file", "answered"), ("file", "refused")]
    assert (watching.answered, restarted.answered) == (2, 0)


def test_a_file_that_is_being_written_is_waited_for(folder: Path) -> None:
    watching = watcher(folder)
    file = folder / "inbox" / "a.json"
    for text in ("1", "12", "123"):
        file.write_text(text, encoding="utf-8")
        watching.look()
        assert answers(folder) == {}
    watching.look()
    watching.look()
    assert answers(folder) == {"a": f"{123 * 123}\n"}


def test_a_file_whose_answer_was_not_written_counts_once(folder: Path) -> None:
    journal = Journal(folder / "log")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "a.json").write_text("3", encoding="utf-8")
    for _ in range(3):  # it ends after it has asked, and before it has answered
        watching = watcher(folder, journal.append)
        watching._before = watching._shelf.files()
        watching._ask("a.json")
    assert journal.last == 1


def test_what_cannot_be_recorded_is_not_answered_and_is_asked_again(folder: Path) -> None:
    def full(_: Invocation) -> None:
        raise LogError("the disk is full")

    (folder / "inbox").mkdir()
    (folder / "inbox" / "a.json").write_text("3", encoding="utf-8")
    told: list[str] = []
    watching = watcher(folder, full)
    watching._tell = told.append
    for _ in range(3):
        watching.look()
    assert set(told) == {"the disk is full"}
    assert answers(folder) == {}
    redis = Redis(b"2")
    stream = Stream(redis, "square", "one", Functions(folder, record=full))
    with pytest.raises(LogError):
        stream.look()
    assert list(redis.pending) == [b"1-0"]
    pool = Pool("unused:unused", at_most=1)
    app = application(Functions(folder, record=full), pool, Door(TOKEN, 9.0, lambda: 0.0))
    sent = {"authorization": f"Bearer {TOKEN}"}
    got = asyncio.run(_requested(app, "POST", "/functions/square", "", sent, b"12"))
    assert (got.status, got.document["error"]) == (503, "the disk is full")
    pool.end()


def test_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    watching = watcher(folder)
    (folder / "inbox").rmdir()
    with pytest.raises(LoadError, match="cannot be read"):
        watching.look()


# ── streams ──


class Redis:
    """As much of Redis as a stream needs, in memory: records, those that are pending, and answers."""

    def __init__(self, *values: bytes) -> None:
        self.records = {b"%d-0" % number: {b"value": value} for number, value in enumerate(values, 1)}
        self.new = [*self.records]
        self.pending: dict[bytes, str] = {}
        self.answers: list[list[Any]] = []

    def register_script(self, _script: str) -> Callable[..., int]:
        return self._acknowledge

    def _acknowledge(self, keys: list[str], args: list[Any]) -> int:
        assert keys == ["lamb:square", "lamb:square:answers"]
        if self.pending.pop(args[1], None) is None:
            return 0
        self.answers.append([args[1], *args[3:]])
        return 1

    def xgroup_create(self, name: str, group: str, **_: Any) -> None:
        assert (name, group) == ("lamb:square", GROUP)

    def xreadgroup(self, _group: str, consumer: str, _streams: Any, count: int, block: int) -> Any:
        taken, self.new = self.new[:count], self.new[count:]
        self.pending |= dict.fromkeys(taken, consumer)
        return [(b"lamb:square", [(number, self.records[number]) for number in taken])] if taken else None

    def xautoclaim(self, _name: str, _group: str, consumer: str, _idle: int, count: int) -> Any:
        taken = [number for number, owner in self.pending.items() if owner != consumer][:count]
        self.pending |= dict.fromkeys(taken, consumer)
        return [b"0-0", [(number, self.records[number]) for number in taken], []]


def test_each_record_has_one_answer(folder: Path) -> None:
    redis = Redis(b"2", b"no", b"3")
    stream = Stream(redis, "square", "one", Functions(folder))
    assert stream.look() == 0
    assert [answer[:3] for answer in redis.answers if answer[1] == "answer"] == [
        [b"1-0", "answer", "4"],
        [b"3-0", "answer", "9"],
    ]
    assert [answer[-2:] for answer in redis.answers if answer[1] == "error"] == [["outcome", "refused"]]
    assert stream.look() == 0
    assert len(redis.answers) == stream.answered == 3


def test_the_records_of_one_who_has_gone_are_anothers(folder: Path) -> None:
    journal = Journal(folder / "log")
    redis = Redis(b"2", b"3")
    gone = Stream(redis, "square", "one", Functions(folder, record=journal.append))
    for number, fields in gone._new():
        gone._ask(number, fields)
    assert redis.answers == []
    other = Stream(redis, "square", "two", Functions(folder, record=journal.append))
    other.look()
    other.look()
    assert sorted(answer[2] for answer in redis.answers) == ["4", "9"]
    assert journal.last == 2
