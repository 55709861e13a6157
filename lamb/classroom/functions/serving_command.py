"""`lamb functions serve`: functions, called over HTTP, by files that appear, by records of a stream."""

from __future__ import annotations

import argparse
import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol

from lamb.classroom.functions.command_line import add_folder
from lamb.classroom.functions.invocation import MEMORY, Functions
from lamb.classroom.log.journal import Journal
from lamb.cli.running import Parser, UsageError, new_parser, number_of_seconds, obey, whole
from lamb.cli.terminal import Terminal
from lamb.errors import require
from lamb.processes import Pool
from lamb.web.sockets import listening_at

DESCRIPTION = """\
Serve functions: over HTTP, to files that appear, to records of a stream. Each invocation runs in a process of
its own, within its budget, and is written to the log of the class."""

EPILOG = """\
examples:
  lamb functions serve --class demo               says with which token it is called, and how
  lamb functions serve --watch square=inbox       answers inbox/NAME.json in inbox/NAME.answer.json
  lamb functions serve --watch square=s3://bucket/inbox/
  lamb functions serve --stream square=redis://localhost:6379
                                                  answers the records of the stream lamb:square"""

HERE = "127.0.0.1"
PORT = 8077
PROCESSES_EACH = 8  # by default: for each processor, those that have stepped aside included
MOST_TOLD = 100  # different things that went wrong
PATIENCE = 2  # seconds that requests have when the server is ended


class Caller(Protocol):
    """What calls a function again and again: a `Watcher`, or a `Stream`."""

    def run(self, ended: Event, tell: Callable[[str], object]) -> None: ...


def parser() -> Parser:
    """The parser of the command line of `lamb functions serve`."""
    parser = new_parser("functions serve", "[options]", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add_folder(parser)
    add("--host", default=HERE, metavar="H", help=f"where to listen (default: {HERE}, this computer alone)")
    add("--port", type=int, default=PORT, metavar="N", help=f"the port (default: {PORT}; 0 for any)")
    files = "answer the files that appear in a folder, or in s3://BUCKET/PREFIX; may be repeated"
    add("--watch", action="append", default=[], metavar="NAME=DIR", type=_pair, help=files)
    records = "answer the records of a Redis stream; may be repeated"
    add("--stream", action="append", default=[], metavar="NAME=URL", type=_pair, help=records)
    most = PROCESSES_EACH * (os.cpu_count() or 1)
    processes = f"the most processes at a time (default: {most})"
    add("--at-most", type=whole, default=most, metavar="N", help=processes)
    add("--rate", type=number_of_seconds, default=100.0, metavar="N", help="requests a second (default: 100)")
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb functions serve` and say with which code to exit."""
    return obey(parser(), arguments, _read, _serve)


def _read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if not options.at_most or not options.rate:
        raise UsageError("--at-most and --rate are numbers above 0")
    return options


def _pair(text: str) -> tuple[str, str]:
    name, equals, where = text.partition("=")
    if not (name and equals and where):
        raise argparse.ArgumentTypeError(f"“{text:.40}” is not of the form NAME=WHERE")
    return name, where


def _serve(options: argparse.Namespace, terminal: Terminal) -> None:
    for library in ("starlette", "uvicorn"):
        require(library, "class")
    from lamb.classroom.functions.invocation import answer_text

    with listening_at(options.host, options.port, "choose another --port") as listening:
        pool = Pool(
            f"{answer_text.__module__}:{answer_text.__name__}", at_most=options.at_most, memory=MEMORY
        )
        journal = Journal(options.folder / "log")
        functions = Functions(options.folder, pool=pool, record=journal.append)
        pool.warm()
        try:
            with _running(_triggers(options, functions), terminal):
                _listen(options, functions, pool, listening, terminal)
        finally:
            pool.end()


def _triggers(options: argparse.Namespace, functions: Functions) -> list[Caller]:
    """What calls functions besides HTTP. Raises LambError where it cannot."""
    from lamb.classroom.functions.triggers import Watcher, shelf_at, stream_at

    for name, _ in (*options.watch, *options.stream):
        functions.library.version(name)
    consumer = f"{socket.gethostname()}-{os.getpid()}"
    watchers: list[Caller] = [Watcher(shelf_at(where), name, functions) for name, where in options.watch]
    return watchers + [stream_at(where, name, consumer, functions) for name, where in options.stream]


@contextmanager
def _running(triggers: Sequence[Caller], terminal: Terminal) -> Iterator[None]:
    """While each trigger runs in a thread of its own; what goes wrong there is told, each thing once."""
    ended, told = Event(), set[str]()

    def tell(message: str) -> None:
        if message not in told and len(told) < MOST_TOLD:
            told.add(message)
            terminal.remark(f"lamb functions serve: {message}")

    threads = [Thread(target=trigger.run, args=(ended, tell), daemon=True) for trigger in triggers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(PATIENCE)


def _listen(
    options: argparse.Namespace,
    functions: Functions,
    pool: Pool,
    listening: socket.socket,
    terminal: Terminal,
) -> None:
    import uvicorn

    from lamb.classroom.functions.listening import Door, application, token_in

    token = token_in(options.folder)
    address = f"http://{options.host}:{listening.getsockname()[1]}/functions"
    where = options.folder / "secrets" / "functions"
    terminal.write(f"functions are at {address}    (Ctrl-C ends it)\n")
    terminal.write(f'  curl -d 12 -H "Authorization: Bearer $(cat {where})" {address}/NAME\n')
    for name, shelf in options.watch:
        terminal.write(f"  files in {shelf} go to {name}\n")
    for name, _ in options.stream:
        terminal.write(f"  records of the stream lamb:{name} go to {name}\n")
    terminal.flush()
    door = Door(token, options.rate, time.monotonic)
    config = uvicorn.Config(
        application(functions, pool, door),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[listening])
