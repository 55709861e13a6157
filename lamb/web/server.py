"""The page with Python beside it: a server on this computer, and processes that answer its questions.

A question is answered by a process, since only a process can be ended while it computes: when the page
goes away, asks to stop, or the time is over. The process that was free last is asked first: it remembers
the walk that goes on.

Only pages of this computer are served (RFC 6454, section 4: same host, same port); a page elsewhere that
has the browser ask here is refused.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lamb.web.answers import MOST_SECONDS, SECONDS, answer_text
from lamb.web.site import engine_file, page_files

LARGEST_QUESTION = 2_000_000  # bytes
GRACE = 3.0  # seconds that an answer may be late before its process is ended
LOADING = 60.0  # seconds that a new process may take until it is ready
LOOKING = 0.05  # seconds between two looks whether the page is still there
TYPES = {
    "css": "text/css",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
}
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _answer_all(connection: Connection) -> None:
    """Say that all is loaded, and answer one question after the other: what a process does."""
    connection.send("")
    while True:
        try:
            question = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            connection.send(answer_text(question))
        except KeyboardInterrupt:
            return


class Answerer:
    """A process that answers questions, one at a time."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_answer_all, args=(other,), daemon=True)
        self._process.start()
        self._is_ready = False
        other.close()

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    async def ask(self, question: str, seconds: float, request: Request) -> str | None:
        """The answer. None, and the process ends, if it takes longer, or its page has gone."""
        text = None
        try:
            if not self._is_ready:
                self._is_ready = await self._heard(LOADING, request) is not None
            self._connection.send(question)
            text = await self._heard(seconds, request)
        except (EOFError, OSError):
            return None
        finally:
            if text is None:
                self.end()
        return text

    async def _heard(self, seconds: float, request: Request) -> str | None:
        """What the process says next; None if that takes longer, or the page has gone."""
        end = asyncio.get_running_loop().time() + seconds
        while not await asyncio.to_thread(self._connection.poll, LOOKING):
            if asyncio.get_running_loop().time() > end or await request.is_disconnected():
                return None
        heard: str = self._connection.recv()
        return heard

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._connection.close()


class Answerers:
    """Processes that are started as they are needed, at most as many as there are processors."""

    def __init__(self) -> None:
        self._free: list[Answerer] = [Answerer()]
        self._places = asyncio.Semaphore(max(2, os.cpu_count() or 1))

    async def ask(self, question: str, seconds: float, request: Request) -> str | None:
        async with self._places:
            answerer = self._free.pop() if self._free else Answerer()
            if not answerer.is_alive:
                answerer = Answerer()
            answer = await answerer.ask(question, seconds, request)
            self._free.append(Answerer() if answer is None else answerer)
            return answer

    def end(self) -> None:
        for answerer in self._free:
            answerer.end()


def application() -> Starlette:
    """The page and its answers, as an ASGI application."""
    file = file_of(page_files() | {"engine.json": engine_file(engine="server")})
    routes = [
        Route("/", file),
        Route("/answer", _answered_here, methods=["POST"]),
        Route("/{name}", file),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    return Starlette(routes=routes, middleware=[hosts], lifespan=_answering)


@asynccontextmanager
async def _answering(_application: Starlette) -> AsyncIterator[dict[str, Answerers]]:
    answerers = Answerers()
    yield {"answerers": answerers}
    answerers.end()


def file_of(
    files: Mapping[str, bytes], headers: Mapping[str, str] = HEADERS
) -> Callable[[Request], Awaitable[Response]]:
    """What answers with the file that is asked for by its name, or else with the first page."""

    async def file(request: Request) -> Response:
        name = request.path_params.get("name") or "index.html"
        if name not in files:
            return Response("there is no such file\n", 404, headers, "text/plain")
        kind = TYPES[name.rpartition(".")[2]]
        return Response(files[name], 200, {**headers, "Cache-Control": "no-cache"}, kind)

    return file


async def _answered_here(request: Request) -> Response:
    if not _is_ours(request):
        return JSONResponse({"error": "this page is not from here"}, 403, HEADERS)
    return await answered(request, request.state.answerers)


async def answered(request: Request, answerers: Answerers, most: float = MOST_SECONDS) -> Response:
    """The answer to the question of a request, which may take so many seconds at *most*."""
    body = await body_of(request, LARGEST_QUESTION)
    if body is None:
        return JSONResponse({"error": "this question is too long"}, 413, HEADERS)
    question = body.decode("utf-8", "replace")
    answer = await answerers.ask(question, min(_seconds(question), most) + GRACE, request)
    if answer is None:
        return JSONResponse({"error": "this took too long, and was stopped"}, 200, HEADERS)
    return Response(answer, 200, HEADERS, "application/json")


async def body_of(request: Request, largest: int) -> bytes | None:
    """The body of a request; None if it has more than so many bytes, of which no more are read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    return body


def _is_ours(request: Request) -> bool:
    """True if the page that asks was served here, or something that is no page asks."""
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host')}"


def _seconds(question: str) -> float:
    """The seconds that a question asks for; the usual ones if it is none."""
    try:
        seconds = json.loads(question)["seconds"]
        return min(max(float(seconds), 0.0), MOST_SECONDS)
    except (ValueError, TypeError, KeyError, RecursionError):
        return SECONDS
