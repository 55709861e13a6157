"""The class over HTTP, as an ASGI application. Who asks is told by a token, in a header; no address has one.

    GET  /, /teacher.html               the pages; /play.html is the page of `lamb web`
    POST /join       {code, name}       the token of a new student
    GET  /exercises                     the exercises, and how the student gets on
    POST /attempts   {key, …, text}     the mark of an attempt, once the journal has it
    POST /answer     a question         what the page of `lamb web` asks (`web/answers.py`)
    GET  /teacher/events                the board, whenever it has changed: server-sent events
    POST /teacher/link, /teacher/forget {student}

A bad question is answered with 400, one without a token with 401, one that comes too soon with 429, one that
the log cannot take now with 503, and each of these with {error, hint}. What is answered with 429 or 503, or
not at all, may be sent again with the same key.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from lamb.classroom.class_judge import judge_of
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.kept_marks import Verdicts
from lamb.classroom.service.judges import MEMORY, Judges
from lamb.classroom.service.rates import Rate, TooSoon, Turns
from lamb.classroom.service.room import Classroom, Json, Unacceptable
from lamb.classroom.service.roster import Refused, Roster, Student, hold
from lamb.errors import LambError
from lamb.processes import Pool, Unanswered
from lamb.web.server import ANSWERS, HEADERS, answered, body_of, file_of
from lamb.web.site import SERVED, engine_file, page_files

PAGE = Path(__file__).parent / "page"
LARGEST = 200_000  # bytes of a question
AT_MOST = 8  # processes that answer such questions
PACE = 1.0  # seconds between two boards, at least
PAUSES = 4  # times as long as it takes to draw one
SILENCE = 15.0  # seconds after which a page is told that the service is still there
SECONDS = 5.0  # for a question of the page of `lamb web`
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = {**HEADERS, "Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "same-origin"}
PLAY = b'<button type="button" data-tab="play"'
TO_EXERCISES = PLAY, b'<a href="./">Exercises</a> ' + PLAY
FOOT = re.compile(rb'(<footer class="foot">\s*<p>)[^<]*')
ANSWERED = rb"\1The service of your class answers what stands here, and keeps none of it."
"""What the page of `lamb web` says in a class, where it says something else otherwise."""


def opened(folder: Path, processes: int) -> tuple[Starlette, Roster]:
    """The application of the class in a folder, judged by so many processes; and its roster.

    Raises LambError where an assignment is not in order, or the folder cannot be used.
    """
    judge = judge_of(folder)
    roster = Roster(folder / "secrets")
    held = hold(folder / "secrets")
    verdicts = Verdicts(folder / "log")
    judges = Judges(judge, processes, verdicts)
    log = ClassLog(folder / "log", judges, verdicts)

    @contextmanager
    def at_work() -> Iterator[None]:
        judges.begin()
        try:
            yield
        finally:
            judges.end()
            log.close()
            held.close()

    room = Classroom(judge.assignments, roster, log, judges.mark)
    return application(room, folder.resolve().name, at_work()), roster


def application(room: Classroom, title: str, at_work: AbstractContextManager[None]) -> Starlette:
    """The application of a room, which is *at work* while it runs."""
    desk = _Desk(room, title)

    @asynccontextmanager
    async def answering(_application: Starlette) -> AsyncIterator[dict[str, Pool]]:
        answerers = Pool(ANSWERS, at_most=AT_MOST, memory=MEMORY)
        answerers.warm()
        with at_work:
            yield {"answerers": answerers}
        answerers.end()

    file = file_of(_files(), PAGE_HEADERS)
    questions = {
        "/join": desk.join,
        "/attempts": desk.attempt,
        "/answer": desk.answer,
        "/teacher/link": desk.link,
        "/teacher/forget": desk.forget,
    }
    routes = [
        Route("/", file),
        Route("/exercises", _said(desk.exercises)),
        *(Route(path, _said(answer), methods=["POST"]) for path, answer in questions.items()),
        Route("/teacher/events", _said(desk.events)),
        Route("/{name}", file),
    ]
    served = Starlette(routes=routes, lifespan=answering)
    served.state.ends = lambda: False  # which the one who serves it may know better
    return served


def _files() -> dict[str, bytes]:
    """The files of all pages, by their names."""
    files = page_files() | {"engine.json": engine_file(engine="server", token="lamb-class")}  # noqa: S106
    files["play.html"] = FOOT.sub(ANSWERED, files["index.html"].replace(*TO_EXERCISES))
    files |= {path.name: path.read_bytes() for path in PAGE.iterdir() if path.suffix in SERVED}
    return files | {"index.html": files["class.html"]}


Answering: TypeAlias = Callable[[Request], Awaitable[Response]]


def _said(answer: Answering) -> Answering:
    """The same, but with an answer to what is wrong with a question, too."""

    async def said(request: Request) -> Response:
        try:
            return await answer(request)
        except (asyncio.CancelledError, Unanswered):  # the service ends
            return JSONResponse({"error": "this class has just ended"}, 503, {**HEADERS, "Retry-After": "2"})
        except LambError as error:
            told = {"error": error.message, "hint": error.hint}
            status, headers = _status(error)
            return JSONResponse(told, status, {**HEADERS, **headers})

    return said


def _status(error: LambError) -> tuple[int, dict[str, str]]:
    """HTTP's number for what is wrong, and what goes with it."""
    match error:
        case Refused() | Unacceptable():
            return 400, {}
        case Stranger():
            return 401, {"WWW-Authenticate": 'Bearer realm="class"'}
        case TooSoon(seconds=seconds):
            return 429, {"Retry-After": str(seconds)}
    return 503, {"Retry-After": "2"}  # a full disk, say: it may come again


class Stranger(LambError):
    """A question without the token that it needs."""


class _Desk:
    """What answers the questions to a class."""

    def __init__(self, room: Classroom, title: str) -> None:
        self._room, self._title = room, title
        self._asking = Rate(rate=5.0, burst=40, clock=monotonic)
        self._answering = Turns()
        self._drawing = asyncio.Lock()
        self._took = 0.0
        self._drawn: tuple[int, float, str] = (-1, 0.0, "")

    # ── students ──

    async def join(self, request: Request) -> Response:
        question = await _question(request)
        token = self._room.join(question.get("code"), question.get("name"))
        return JSONResponse({"token": token}, headers=HEADERS)

    async def exercises(self, request: Request) -> Response:
        student = self._student(request)
        self._asking.must(student.number)
        return JSONResponse(await self._room.listed(student), headers=HEADERS)

    async def attempt(self, request: Request) -> Response:
        student = self._student(request)
        return JSONResponse(await self._room.attempt(student, await _question(request)), headers=HEADERS)

    async def answer(self, request: Request) -> Response:
        student = self._student(request)
        self._asking.must(student.number)
        async with self._answering.turn(student.number):
            return await answered(request, request.state.answerers, SECONDS)

    def _student(self, request: Request) -> Student:
        student = self._room.roster.student(_token(request))
        if student is None:
            raise Stranger("this class does not know you", hint="open the link that your teacher has given")
        return student

    # ── the teacher ──

    async def events(self, request: Request) -> Response:
        self._must_teach(request)
        headers = {**HEADERS, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._boards(request), headers=headers, media_type="text/event-stream")

    async def link(self, request: Request) -> Response:
        self._must_teach(request)
        token = self._room.renew((await _question(request)).get("student"))
        return JSONResponse({"token": token}, headers=HEADERS)

    async def forget(self, request: Request) -> Response:
        self._must_teach(request)
        forgotten = self._room.forget((await _question(request)).get("student"))
        return JSONResponse({"forgotten": forgotten}, headers=HEADERS)

    def _must_teach(self, request: Request) -> None:
        if not self._room.roster.is_teacher(_token(request)):
            raise Stranger("this is not the teacher's link of this class")

    async def _boards(self, request: Request) -> AsyncIterator[str]:
        """The board now, and again whenever it is another one, until the service ends."""
        sent, at = "", monotonic()
        while not request.app.state.ends():
            text = await self._board()
            if text != sent:
                sent, at = text, monotonic()
                yield f"data: {text}\n\n"
            elif monotonic() - at > SILENCE:
                at = monotonic()
                yield ": nothing new\n\n"
            await asyncio.sleep(max(PACE, PAUSES * self._took))

    async def _board(self) -> str:
        """The board as JSON, drawn once for all who look."""
        async with self._drawing:
            version, at, text = self._drawn
            if version != self._room.version or monotonic() - at > SILENCE:
                version, at = self._room.version, monotonic()
                board = await asyncio.to_thread(self._room.board)
                text = json.dumps({"title": self._title, **board})
                self._took = monotonic() - at
                self._drawn = (version, at, text)
            return text


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


async def _question(request: Request) -> Json:
    """The question of a request. Raises Unacceptable."""
    body = await body_of(request, LARGEST)
    if body is None:
        raise Unacceptable(f"a question has at most {LARGEST:,} bytes")
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        question = None
    if not isinstance(question, dict):
        raise Unacceptable("a question is a JSON object")
    return question
