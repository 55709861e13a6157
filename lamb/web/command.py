"""`lamb web`: the page in a browser, with Python beside it; or a site of it, with Python in it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

from lamb.cli.running import Parser, UsageError, new_parser, obey
from lamb.cli.terminal import Terminal
from lamb.errors import LambError
from lamb.web.sockets import listening_at

DESCRIPTION = """\
Open the λ-calculus in a browser: type and see, step, check, learn, share.

Without --build, a page of this computer is opened, and answered here until Ctrl-C. With it, a site is
written that any static host can serve; Python runs in the page then, and nothing is sent anywhere."""

EPILOG = """\
examples:
  lamb web                                  opens the page
  lamb web --port 8000 --no-open            prints its address only
  npm install pyodide && lamb web --build site --pyodide node_modules/pyodide
                                            writes the site, Python and all, into the folder “site”
  lamb web --build site --pyodide node_modules/pyodide --notebooks notebooks
                                            with the notebooks of a folder, as JupyterLite"""

HERE = "127.0.0.1"
NEEDED = ("starlette", "uvicorn")


def parser() -> Parser:
    parser = new_parser(
        "web",
        "[--port N] [--no-open] | --build DIR --pyodide WHERE [--notebooks FOLDER]",
        DESCRIPTION,
        EPILOG,
    )
    add = parser.add_argument
    add("--port", type=int, default=0, metavar="N", help="the port of the page (default: any that is free)")
    add("--no-open", action="store_false", dest="opens", help="do not open a browser")
    add("--build", type=Path, metavar="DIR", help="write a static site into a folder")
    pyodide = "a folder with Pyodide, which is copied, or its address (https://…)"
    add("--pyodide", metavar="WHERE", help=pyodide)
    notebooks = (
        "a folder with notebooks, which the site shows with JupyterLite (what is in “instructor” is left out)"
    )
    add("--notebooks", type=Path, metavar="FOLDER", help=notebooks)
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb web` and say with which code to exit."""
    return obey(parser(), arguments, _read, _carry_out)


def _read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if options.build is not None and options.pyodide is None and not options.help:
        raise UsageError("--build needs --pyodide: a folder with Pyodide, or its address")
    if options.notebooks is not None and options.build is None and not options.help:
        raise UsageError("--notebooks needs --build: only a site has them")
    return options


def _carry_out(options: argparse.Namespace, terminal: Terminal) -> None:
    """Serve the page, or write a site, and say so."""
    (_serve if options.build is None else _build)(options, terminal)


def _build(options: argparse.Namespace, terminal: Terminal) -> None:
    from lamb.web.site import build

    files = build(options.build, options.pyodide, options.notebooks)
    terminal.write(f"{len(files)} files in {options.build}: any static host can serve them\n")


def _serve(options: argparse.Namespace, terminal: Terminal) -> None:
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise LambError(f"the page needs {missing[0]}", hint="pip install 'lamb-calculus[web]'")
    import webbrowser

    import uvicorn

    from lamb.web.server import application

    with listening_at(HERE, options.port, "leave --port out") as listening:
        address = f"http://{HERE}:{listening.getsockname()[1]}/"
        terminal.write(f"lamb is at {address}    (Ctrl-C ends it)\n")
        if options.opens:
            Timer(0.5, webbrowser.open, [address]).start()
        config = uvicorn.Config(application(), log_level="warning", lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])
