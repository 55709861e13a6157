"""Processes of `lamb` that start at once: copies of one that has loaded everything, and then waits.

Python and its imports take a third of a second a process, and a terminal's tests start a hundred. A copy is
a process like any other: it has its own streams, terminal, environment, folder and signals.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

LONG = 60  # seconds: more than anything here may take
PATIENCE = 0.2  # seconds before a copy says how far it is: what is stopped has run so long


class Process:
    """A process of `lamb` with these streams. *leads*: the terminal that it reads from is its own, so that
    Ctrl-C typed there reaches it.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        streams: Sequence[int],
        env: Mapping[str, str],
        cwd: Path | None = None,
        leads: bool = False,
    ) -> None:
        folder = os.fsdecode(cwd or Path.cwd())
        self.pid = int(_ask(["start", list(arguments), dict(env), folder, leads], streams))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, if there is one by now."""
        if self.returncode is None:
            self.returncode = _ask(["poll", self.pid])
        return self.returncode

    def wait(self, seconds: float = LONG) -> int:
        """The exit code; that of a process that was killed, after so many seconds."""
        if self.returncode is None:
            self.returncode = _ask(["wait", self.pid, seconds])
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _ask(request: list[Any], streams: Sequence[int] = ()) -> Any:
    """Have the process that waits do something; its answer."""
    server = _server()
    text = json.dumps(request).encode()
    head = len(text).to_bytes(_HEAD)
    if streams:
        socket.send_fds(server, [head], streams)
        server.sendall(text)
    else:
        server.sendall(head + text)
    return json.loads(server.recv(100))


@cache
def _server() -> socket.socket:
    """The process that waits, as what is said to it. It ends when this one does."""
    ours, its = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(its.fileno())],
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    its.close()

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    return ours


# ── The process that waits ──

_HEAD = 8  # bytes that say how long a request is


def _serve(requests: socket.socket) -> NoReturn:
    _load()
    while True:
        head, streams, *_ = socket.recv_fds(requests, _HEAD, 3)
        if not head:
            raise SystemExit
        match json.loads(requests.recv(int.from_bytes(head), socket.MSG_WAITALL)):
            case ["start", arguments, env, folder, leads]:
                if not (pid := os.fork()):
                    requests.close()
                    _be(arguments, streams, env, folder, leads)
                for stream in streams:
                    os.close(stream)
                answer: int | None = pid
            case ["poll", pid]:
                ended, status = os.waitpid(pid, os.WNOHANG)
                answer = os.waitstatus_to_exitcode(status) if ended else None
            case ["wait", pid, seconds]:
                answer = _waited(pid, seconds)
        requests.sendall(json.dumps(answer).encode())


def _waited(pid: int, seconds: float) -> int:
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status)


def _load() -> None:
    """Import what commands and the prompt import, and read the prelude."""
    import gc
    from importlib import import_module
    from pkgutil import walk_packages

    import lamb.cli
    import lamb.notation.complaints
    import lamb.repl
    from lamb import Session, Source
    from lamb.cli import progress
    from tests.effort import read_no_sources

    progress.PATIENCE = PATIENCE
    read_no_sources()
    for module in "rich.live", "jupyter_client.kernelspec", "ipykernel.kernelspec":
        with suppress(ImportError):
            import_module(module)
    for package in lamb.cli, lamb.repl, lamb.notation.complaints:
        for found in walk_packages(package.__path__, package.__name__ + "."):
            import_module(found.name)
    list(Session().run_program(Source("fact 3\neval it : I x =~> x")))
    gc.freeze()


def _be(arguments: list[str], streams: list[int], env: dict[str, str], folder: str, leads: bool) -> None:
    """Be a process of `lamb`, up to the end."""
    from lamb.__main__ import main

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background ignores
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if leads:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    sys.stdin, sys.stdout, sys.stderr = (  # which stay open
        open(number, "w" if number else "r", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
        for number in range(3)
    )
    sys.stderr.reconfigure(line_buffering=True)
    sys.argv = ["lamb", *arguments]
    code = main()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # Python would take as long again to put its modules away


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
