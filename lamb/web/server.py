"""The page with Python beside it: a server on this computer, and processes that answer its questions.

A question is answered by a process (`processes.py`), since only a process can be ended while it computes:
when the page goes away, asks to stop, or the time is over.

Only pages of this computer are served (RFC 6454, section 4: same host, same port); a page elsewhere that
has the browser ask here is refused.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lamb.processes import Pool
from lamb.web.answers import MOST_SECONDS, SECONDS
from lamb.web.site import engine_file, page_files

LARGEST_QUESTION = 2_000_000  # bytes
GRACE = 3.0  # seconds that an answer may be late before its process is ended
ANSWERS = "lamb.web.answers:answer_text"
AT_MOST = 8  # processes
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
async def _answering(_application: Starlette) -> AsyncIterator[dict[str, Pool]]:
    answerers = Pool(ANSWERS, at_most=AT_MOST)
    answerers.warm()
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


async def answered(request: Request, answerers: Pool, most: float = MOST_SECONDS) -> Response:
    """The answer to the question of a request, which may take so many seconds at *most*."""
    body = await body_of(request, LARGEST_QUESTION)
    if body is None:
        return JSONResponse({"error": "this question is too long"}, 413, HEADERS)
    question = body.decode("utf-8", "replace")
    asked = answerers.ask(question, min(_seconds(question), most) + GRACE)
    answer = asyncio.wrap_future(asked.future)
    while not (await asyncio.wait([answer], timeout=LOOKING))[0]:
        if await request.is_disconnected():
            asked.drop()
    if answer.cancelled() or answer.exception():
        return JSONResponse({"error": "this took too long, and was stopped"}, 200, HEADERS)
    return Response(answer.result(), 200, HEADERS, "application/json")


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
