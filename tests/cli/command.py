"""The command `lamb`, run as people run it: in a process of its own, or on a terminal."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

import pyte

from tests.cli.forks import LONG, Process

CHECKOUT = Path(__file__).parents[2]
LAMB = [sys.executable, "-m", "lamb"]

OMEGA = r"(\x. x x) (\x. x x)"
ENDLESS = r"(\x n. x x (\y. n)) (\x n. x x (\y. n)) z"
"""It never ends, and nothing that is looked for shows it."""

# The child makes the pseudo-terminal its own, so that Ctrl-C typed there reaches it.
_ON_A_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from lamb.__main__ import main
sys.exit(main())
"""


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, without what the user may have set for terminals."""
    unwanted = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "LC_ALL"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", "PYTHONUTF8": "1", **changes}


def lamb(*arguments: str | Path, text: str | bytes = "", cwd: Path | None = None, **env: str) -> "Ended":
    """Run `lamb` with *text* on its standard input."""
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(text if isinstance(text, bytes) else text.encode())
        given.seek(0)
        streams = given.fileno(), out.fileno(), err.fileno()
        code = started(list(map(str, arguments)), streams, cwd, **env).wait(LONG)
        return Ended(code, *(file.seek(0) or file.read() for file in (out, err)))


def started(
    arguments: Sequence[str],
    streams: Sequence[int],
    cwd: Path | None = None,
    leads: bool = False,
    **env: str,
) -> Process | subprocess.Popen[bytes]:
    """A process of `lamb`: one of its own where *env* says what Python reads when it starts."""
    if not env.keys() & {"PYTHONUTF8", "PYTHONIOENCODING", "LC_ALL"}:
        return Process(arguments, streams, environment(**env), cwd, leads)
    given, out, err = streams
    return subprocess.Popen(
        [sys.executable, "-c", _ON_A_TERMINAL, *arguments] if leads else [*LAMB, *arguments],
        stdin=given,
        stdout=out,
        stderr=err,
        cwd=cwd,
        start_new_session=True,
        env=environment(**env),
    )


class Ended:
    """What a command wrote and its exit code."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.out = out.decode()
        self.err = err.decode()
        assert "Traceback" not in self.err

    def __repr__(self) -> str:
        return f"exit {self.code}\n{self.out}{self.err}"


class Screen:
    """`lamb` on a pseudo-terminal: what is on it so far, as *text*."""

    def __init__(self, *arguments: str, out: int | None = None, columns: int = 80, **env: str) -> None:
        self.keys, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.text = ""
        out = child if out is None else out
        self.process = started(arguments, (child, out, child), leads=True, **env)
        os.close(child)

    def read_until(self, pattern: str) -> None:
        """Wait for *pattern* to appear."""
        until = time.monotonic() + LONG
        while not re.search(pattern, self.text):
            assert time.monotonic() < until, f"{pattern!r} never appeared in {self.text!r}"
            assert self._read(), f"{pattern!r} is not in {self.text!r}"

    def type(self, keys: str) -> None:
        os.write(self.keys, keys.encode())

    def end(self) -> int:
        """Wait for the end, and give the exit code."""
        while self._read():
            pass
        os.close(self.keys)
        return self.process.wait(LONG)

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing more comes for so long."""
        return not select.select([self.keys], [], [], seconds)[0]

    def _read(self) -> bool:
        assert not self.is_silent(LONG), f"nothing more came after {self.text!r}"
        try:
            new = os.read(self.keys, 65536)
        except OSError:  # the other side has been closed
            return False
        self.text += new.decode(errors="replace")
        return bool(new)


def as_seen(text: str, columns: int = 80) -> list[str]:
    """The lines that a terminal shows, what was written over or taken away being gone."""
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(text.replace("\r\n", "\n").replace("\n", "\r\n"))
    return [line.rstrip() for line in screen.display[: screen.cursor.y + 1]]
