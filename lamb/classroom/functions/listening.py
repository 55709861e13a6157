"""Functions over HTTP: `POST /functions/NAME` with a value in JSON, `GET /functions` for what there is.

A request says who it is by a token, `Authorization: Bearer …`, which is compared in constant time and written
nowhere. One who asks too often waits, and so does one who guesses at tokens. `?version=2` asks for an earlier
version. A request with the `Idempotency-Key` of one before is answered again, but counts once.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from lamb.classroom.functions.invocation import Functions, Response, refusal, response
from lamb.classroom.functions.signatures import LARGEST_VALUE
from lamb.classroom.log.journal import LogError
from lamb.classroom.service.rates import Rate
from lamb.classroom.service.roster import secret_in
from lamb.errors import LambError, LoadError, reason_of
from lamb.processes import Pool

LARGEST_BODY = 4 * LARGEST_VALUE  # bytes
MOST_WAITING = 10_000  # invocations that no process has begun with
GUESSES = 5.0  # wrong tokens a second from one address
BURST = 10  # seconds' worth of requests that may come at once

_VERSION = re.compile(r"[1-9]\d{0,8}")


class Door:
    """Who may come in, and how often: *rate* requests a second for who has the token."""

    def __init__(self, token: str, rate: float, clock: Callable[[], float]) -> None:
        self._digest = _digest(token)
        self._rate = Rate(rate, max(1, int(rate * BURST)), clock)
        self._guesses = Rate(GUESSES, int(GUESSES * BURST), clock)

    def refusal(self, request: Request) -> Response | None:
        """The response to a request that may not come in; None for one that may."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(_digest(token.strip()), self._digest):
            return _later(self._rate.wait(""))
        late = self._guesses.wait(request.client.host if request.client else "")
        hint = "send the header Authorization: Bearer TOKEN"
        return _later(late) or refusal(
            LambError("who is this? the token is missing or wrong", hint=hint), 401
        )


def application(functions: Functions, pool: Pool, door: Door) -> Starlette:
    """The functions, as an ASGI application."""

    async def called(request: Request) -> Answer:
        found = door.refusal(request) or await _called(request, functions, pool)
        return _sent(found)

    async def listed(request: Request) -> Answer:
        return _sent(door.refusal(request) or _listed(functions))

    routes = [
        Route("/functions", listed),
        Route("/functions/{name}", called, methods=["POST"]),
    ]
    return Starlette(routes=routes)


async def _called(request: Request, functions: Functions, pool: Pool) -> Response:
    """The response to a request that has been let in."""
    if pool.waiting >= MOST_WAITING:
        return _later(1.0, 503) or refusal(LambError("busy"), 503)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return refusal(LambError(f"a value has at most {LARGEST_BODY:,} bytes"), 413)
    number = request.query_params.get("version", "")
    key = request.headers.get("idempotency-key", "")
    try:
        asked = functions.ask(
            request.path_params["name"],
            _text(bytes(body)),
            number=_number(number),
            trigger="http",
            key=f"http:{_digest(key).hex()}" if key else "",
        )
        return response(*await asyncio.wrap_future(asked))
    except LogError as error:  # it has run, but may not be answered: nothing would be known of it
        return refusal(error, 503)
    except LambError as error:
        return refusal(error)


def _listed(functions: Functions) -> Response:
    """All functions, with their versions and signatures."""
    library = functions.library
    try:
        versions = [library.version(name) for name in library.names()]
    except LambError as error:
        return refusal(error, 500)
    found = [{"name": one.function, "version": one.number, "signature": one.signature} for one in versions]
    return Response(200, json.dumps({"functions": found}) + "\n")


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise LambError("a value has to be UTF-8 text") from None


def _number(text: str) -> int | None:
    if text and not _VERSION.fullmatch(text):
        raise LambError("a version is a number, from 1")
    return int(text) if text else None


def _later(seconds: float, status: int = 429) -> Response | None:
    """The response that asks for patience; None if none is needed."""
    if not seconds:
        return None
    said = refusal(LambError("this is too much at once", hint="wait a moment"), status)
    return said.with_values(headers={**said.headers, "Retry-After": str(int(seconds) + 1)})


def _sent(found: Response) -> Answer:
    return Answer(found.body, found.status, dict(found.headers))


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def token_in(folder: Path) -> str:
    """The token of the functions of a class, which is made if there is none. Raises LoadError."""
    path = folder / "secrets" / "functions"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return secret_in(path, secrets.token_urlsafe(24))
    except OSError as error:
        raise LoadError(f"“{path}” cannot be used: {reason_of(error)}") from None
