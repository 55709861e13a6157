"""The page as it is served: a static site with Pyodide in it, and `lamb web`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from lamb.web.site import build

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def site(folder: Path, pyodide: Path) -> Iterator[str]:
    """The address of a static site, in a sub-folder of its host."""
    build(folder / "below" / "lamb", str(pyodide), NOTEBOOKS)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/below/lamb/"
        server.shutdown()


@contextmanager
def beside() -> Iterator[str]:
    """The address of `lamb web`."""
    words = [sys.executable, "-m", "lamb", "web", "--no-open"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http"))
        process.terminate()
