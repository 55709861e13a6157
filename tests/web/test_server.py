"""The page with Python beside it, asked over the network as a browser does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple

import pytest

from lamb.web import server
from lamb.web.server import LARGEST_QUESTION, _seconds

RUN = {"kind": "run", "program": "fact 5"}


class Response(NamedTuple):
    status: int
    kind: str
    text: str

    @property
    def document(self) -> Any:
        return json.loads(self.text)


class Page:
    """A page that is served."""

    def __init__(self, host: str) -> None:
        self.host = host

    def get(self, path: str, **headers: str) -> Response:
        return self._request("GET", path, None, headers)

    def ask(self, question: object, **headers: str) -> Response:
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        return self._request("POST", "/answer", body, headers)

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Response:
        with closing(HTTPConnection(self.host, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Response(response.status, response.headers["Content-Type"], response.read().decode())


@contextmanager
def served(grace: float = server.GRACE) -> Iterator[Page]:
    """A page, served by a process of its own, in which an answer may be so many seconds late."""
    code = f"from lamb.web import server; server.GRACE = {grace}; from lamb.web.command import command; "
    words = [sys.executable, "-u", "-c", f"{code}command(['--no-open'])"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[3]
        yield Page(address.removeprefix("http://").removesuffix("/"))
        process.terminate()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with served() as page:
        yield page


def test_the_page_is_served_with_its_kind(page: Page) -> None:
    assert page.get("/").kind.startswith("text/html")
    assert page.get("/main.js").kind.startswith("text/javascript")
    assert page.get("/engine.json").document == {"engine": "server"}


@pytest.mark.parametrize("name", ["nothing.js", "..%2fserver.py", "%2e%2e/answers.py", "../server.py"])
def test_nothing_else_is_served(page: Page, name: str) -> None:
    assert page.get(f"/{name}").status == 404


def test_a_question_is_answered(page: Page) -> None:
    assert "120" in page.ask(RUN).document["results"][0]["html"]


def test_a_process_that_is_late_is_ended_and_the_next_question_has_another() -> None:
    with served(grace=-10.0) as page:
        for _ in range(2):
            assert "too long" in page.ask({"kind": "run", "program": "pow 7 300000"}).document["error"]


def test_a_page_from_elsewhere_is_refused(page: Page) -> None:
    assert page.ask(RUN, Origin="http://example.org").status == 403
    assert page.ask(RUN, Origin=f"http://{page.host}").status == 200
    assert page.get("/", Host="example.org").status == 400


def test_a_question_that_is_too_long_is_refused(page: Page) -> None:
    assert page.ask(b" " * (LARGEST_QUESTION + 1)).status == 413


@pytest.mark.parametrize("question", ["", "[", "3", "[]", "{}", '{"seconds": null}', '{"seconds": "x"}'])
def test_the_seconds_of_what_is_no_question_are_the_usual_ones(question: str) -> None:
    assert _seconds(question) == server.SECONDS


def test_no_question_has_more_seconds_than_there_are() -> None:
    assert _seconds(json.dumps({"seconds": 1e9})) == server.MOST_SECONDS
