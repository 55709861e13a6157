"""`lamb class serve`: a class at work, on this computer or on a server."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from lamb.cli.running import Parser, UsageError, new_parser, obey, whole
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, reason_of, require
from lamb.web.sockets import listening_at

if TYPE_CHECKING:
    from lamb.classroom.service.roster import Roster

DESCRIPTION = """\
Serve the exercises of a class. Students join by a link and a name; what they send is judged at once, logged,
and counted; the teacher's page shows live what the class is stuck on.

What is accepted is on disk: the service may be ended at any time, and goes on where it was."""

EPILOG = """\
examples:
  lamb class new demo && lamb class serve demo     a class on this computer, to look at it
  lamb class serve demo --host 0.0.0.0             for all in the same network
  lamb class serve demo --address https://class.example.org
                                                   behind a server that speaks https for it
  lamb class serve demo --host 0.0.0.0 --port 443 --certificate cert.pem --private-key key.pem

The teacher is the one who has the teacher's link: keep it to yourself. It is kept in demo/secrets."""

NEEDED = ("starlette", "uvicorn")
PORT = 8000
TAKEN = "is this class served already? choose another --port"
FAREWELL = 3  # seconds that open connections have when the service ends


def parser() -> Parser:
    """The parser of the command line of `lamb class serve`."""
    parser = new_parser("class serve", "FOLDER [--host H] [--port N]", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("folder", nargs="?", type=Path, metavar="FOLDER", help="the class: what `lamb class new` has made")
    host = "where to listen (default: 127.0.0.1, this computer alone; 0.0.0.0 for its whole network)"
    add("--host", default="127.0.0.1", metavar="H", help=host)
    add(
        "--port",
        type=int,
        default=PORT,
        metavar="N",
        help=f"the port (default: {PORT}; 0 for any that is free)",
    )
    add("--address", metavar="URL", help="what links begin with, if students reach the service otherwise")
    add("--processes", type=whole, metavar="N", help="judges at work at once (default: one a processor)")
    add("--certificate", metavar="FILE", help="a certificate, to serve https")
    add("--private-key", metavar="FILE", help="the key of the certificate")
    add("--no-open", action="store_false", dest="opens", help="do not open a browser")
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb class serve` and say with which code to exit."""
    return obey(parser(), arguments, _read, _serve)


def _read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if options.folder is None and not options.help:
        raise UsageError("which class? give its folder")
    if bool(options.certificate) != bool(options.private_key):
        raise UsageError("--certificate and --private-key belong together")
    if options.address and not options.address.startswith(("http://", "https://")):
        raise UsageError("--address begins with http:// or https://")
    return options


def _serve(options: argparse.Namespace, terminal: Terminal) -> None:
    for library in NEEDED:
        require(library, "class")
    import uvicorn

    from lamb.classroom.service.application import opened

    if options.certificate:
        _check(options.certificate, options.private_key)
    with listening_at(options.host, options.port, TAKEN) as listening:
        application, roster = opened(options.folder, options.processes or os.cpu_count() or 1)
        config = uvicorn.Config(
            application,
            log_level="warning",
            lifespan="on",
            timeout_graceful_shutdown=FAREWELL,
            ssl_certfile=options.certificate,
            ssl_keyfile=options.private_key,
        )
        _tell(options, _address(options, listening.getsockname()[1]), roster, terminal)
        server = uvicorn.Server(config)
        application.state.ends = lambda: server.should_exit
        server.run(sockets=[listening])


def _check(certificate: str, private_key: str) -> None:
    """Raise LambError if a certificate and its key cannot be used."""
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key)
    except OSError as error:
        told = f"“{certificate}” and its key cannot be used: {reason_of(error)}"
        raise LambError(told) from None


def _tell(options: argparse.Namespace, address: str, roster: Roster, terminal: Terminal) -> None:
    """Say where the class is, and open the teacher's page."""
    teacher = f"{address}teacher.html#token={roster.teacher}"
    name = options.folder.resolve().name
    terminal.write(f"The class “{name}” is at {address}    (Ctrl-C ends it)\n")
    terminal.write(f"  students join at   {address}#join={roster.code}\n")
    terminal.write(f"  the teacher is at  {teacher}\n")
    if options.opens:
        import webbrowser

        Timer(0.5, webbrowser.open, [teacher]).start()


def _address(options: argparse.Namespace, port: int) -> str:
    """Where those who may reach the service find it; “/” is its end."""
    if options.address:
        return f"{options.address.rstrip('/')}/"
    host = options.host
    if host in ("0.0.0.0", "::"):  # noqa: S104
        host = _own_address()
    scheme = "https" if options.certificate else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"


def _own_address() -> str:
    """The address of this computer in its network: that from which it would ask another. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])
