"""The kernel whose cells are λ-calculus: a `NotebookSession`, and the messages of Jupyter's protocol.

    execute_request    → a cell is carried out: bundles, or an error with its caret
    complete_request   → the words that a word can become
    inspect_request    → the meaning of a name
    is_complete_request, history_request, comm_open, comm_msg, comm_close

https://jupyter-client.readthedocs.io/en/stable/messaging.html

`kernel.json` starts it with `python -m lamb.notebook.kernel -f CONNECTION_FILE`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import partial
from math import inf
from traceback import format_exception
from typing import Any, NamedTuple, TypeAlias

import ipykernel.ipkernel  # noqa: F401  (it makes its comms those of `comm`)
from comm import get_comm_manager
from comm.base_comm import BaseComm, CommManager
from ipykernel import kernel_protocol_version
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

from lamb.cli.terminal import shown as in_columns
from lamb.errors import LambError, Source
from lamb.html.bundles import bundle
from lamb.notebook.cells import NotebookSession, state_of, stepper_of
from lamb.repl.completion import KEYWORDS, Candidate
from lamb.repl.homes import homes
from lamb.repl.lexing import indentation
from lamb.repl.repl import commands
from lamb.show.lines import CellFailed, complaint
from lamb.version import __version__

BANNER = f"lamb {__version__}: the λ-calculus. Type a term, or name = term; :help lists the commands."

LANGUAGE = {
    "name": "lambda-calculus",
    "version": __version__,
    "mimetype": "text/x-lambda-calculus",
    "file_extension": ".lc",
    "pygments_lexer": "lamb",
    # Of `labextension`; where that is missing, of Haskell, whose \x -> t, comments, let and in are ours.
    "codemirror_mode": {"name": "lambda-calculus", "mime": "text/x-haskell"},
}

LINKS = {
    "The λ-calculus (Stanford Encyclopedia of Philosophy)": "https://plato.stanford.edu/entries/lambda-calculus/",
    "Lambda calculus (Wikipedia)": "https://en.wikipedia.org/wiki/Lambda_calculus",
}
INFO: dict[str, Any] = {
    "protocol_version": kernel_protocol_version,
    "implementation": "lamb",
    "implementation_version": __version__,
    "language_info": LANGUAGE,
    "banner": BANNER,
    "help_links": [{"text": text, "url": url} for text, url in LINKS.items()],
    "supported_features": [],  # no debugger, and one thing at a time
}
"""The reply to a kernel_info_request."""


# ── History ───────────────────────────────────────────────────────────────────────────

SESSION = 1  # the number of this one; the cells of earlier ones are not kept


class Cell(NamedTuple):
    """A cell that was run, and its last answer as text."""

    number: int
    code: str
    answer: str | None


def recalled(cells: list[Cell], asked: Mapping[str, Any]) -> list[tuple[int, int, Any]]:
    """The cells that a request asks for: the last ones, a range of them, or those like a pattern. Each with
    its session, its number and its code, and with its answer if that is asked for.

    >>> cells = [Cell(1, "f = K", None), Cell(2, "f x y", None), Cell(3, "f x y", None)]
    >>> recalled(cells, {"hist_access_type": "search", "pattern": "f x*", "unique": True})
    [(1, 3, 'f x y')]
    """
    kind, most = asked["hist_access_type"], asked.get("n")
    if kind == "range":
        first, stop = asked.get("start") or 0, asked.get("stop") or inf
        is_ours = asked.get("session") in (None, 0, SESSION)
        cells = [one for one in cells if is_ours and first <= one.number < stop]
    elif kind == "search":
        cells = [one for one in cells if fnmatchcase(one.code, asked.get("pattern") or "*")]
        if asked.get("unique"):
            last = {one.code: one for one in cells}
            cells = [one for one in cells if last[one.code] is one]
    if kind != "range" and most is not None:
        cells = cells[-most:] if most > 0 else []
    with_answer = asked.get("output")
    return [(SESSION, one.number, (one.code, one.answer) if with_answer else one.code) for one in cells]


# ── Replies ───────────────────────────────────────────────────────────────────────────

Content: TypeAlias = "dict[str, Any]"
"""The content of a message."""

WIDTH = 80  # columns of what is said of an error
PALE = ("hint", "note")

INTERRUPTED: Content = {"ename": "KeyboardInterrupt", "evalue": "", "traceback": ["interrupted"]}


def shown(bundle: Mapping[str, Any], **more: Any) -> Content:
    return {"data": dict(bundle), "metadata": {}, **more}


def failed(error: LambError) -> Content:
    """An error in colours, with a caret under the place."""
    lines = error.lines if isinstance(error, CellFailed) else complaint(error)
    legible = (  # on red
        type(line)(piece._replace(style="plain") if piece.style in PALE else piece for piece in line)
        for line in lines
    )
    traceback = [in_columns(line, colored=True, width=WIDTH) for line in legible]
    return {"ename": type(error).__name__, "evalue": error.message, "traceback": traceback}


def broken(error: BaseException) -> Content:
    """A mistake in `lamb` itself, with its traceback, or a cell that was cut off."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    lines = "".join(format_exception(error)).splitlines()
    return {"ename": type(error).__name__, "evalue": str(error), "traceback": lines}


def completed(start: int, end: int, candidates: Iterable[Candidate]) -> Content:
    """The candidates for the text from *start* to *end*, each with its kind and its meaning."""
    at = {"start": start, "end": end, "signature": ""}
    described = [at | {"text": one.text, "type": kind(one), "documentation": one.meta} for one in candidates]
    return {
        "status": "ok",
        "matches": [one["text"] for one in described],
        "cursor_start": start,
        "cursor_end": end,
        "metadata": {"_jupyter_types_experimental": described},
    }


def kind(candidate: Candidate) -> str:
    """The kind of word that is said beside a candidate."""
    text, _, meta = candidate
    if meta == "bound here":
        return "variable"
    if KEYWORDS.get(text) == meta:
        return "keyword"
    if text in commands() and commands()[text].summary == meta:
        return "command"
    return "file" if text.endswith((".lc", "/")) else "name"


def comms() -> CommManager:
    """The comms of this process, through which widgets and a page talk.

    ipywidgets is not loaded before there is a widget, or a page that was loaded again asks for its widgets.
    """
    manager = get_comm_manager()
    manager.register_target("jupyter.widget", partial(_opened, "handle_comm_opened"))
    manager.register_target("jupyter.widget.control", partial(_opened, "handle_control_comm_opened"))
    return manager


def _opened(handler: str, comm: BaseComm, message: dict[str, Any]) -> None:
    from ipywidgets import Widget

    getattr(Widget, handler)(comm, message)


# ── The kernel ────────────────────────────────────────────────────────────────────────

CATCHING_UP = 0.1
"""Seconds between an error and its reply. “Run All” sends a page’s cells one after the other, and those that
have arrived by the time of the reply are not carried out. A cell of ours may fail sooner than that.
"""


class LambdaKernel(Kernel):
    """A session whose cells are λ-calculus."""

    def __init__(self, **configured: Any) -> None:
        super().__init__(**configured)
        self.comm_manager = comms()
        for message in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[message] = getattr(self.comm_manager, message)
        self.cells = NotebookSession(self._publish, answer=self._publish_answer, ask=self._ask, homes=homes())
        self.cells.widget = stepper_of
        self.history: list[Cell] = []
        self._silent = False
        self._answer: str | None = None  # the last one of the cell, as text

    @property
    def kernel_info(self) -> Content:
        """The kernel about itself. To say the same, ipykernel would load a debugger."""
        return INFO

    # ── cells ──

    async def execute_request(self, stream: Any, ident: Any, parent: Content) -> None:
        """Carry out a cell, and reply even if that breaks: without a reply it looks busy for ever."""
        try:
            await super().execute_request(stream, ident, parent)
        except BaseException as error:
            reply = self._fail(broken(error), self.execution_count)
            self.session.send(stream, "execute_reply", reply, parent, ident=ident)
            raise

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: Mapping[str, str] | None = None,
        allow_stdin: bool = False,
        **_: Any,
    ) -> Content:
        """The reply to a cell that has been carried out; what it shows has been published by then."""
        self._silent, self._allow_stdin, self._answer = silent, allow_stdin, None
        number = self.execution_count
        problem = None
        try:
            self.cells.run_cell(code, f"In[{number}]")
        except LambError as error:
            problem = failed(error)
        except KeyboardInterrupt:
            problem = INTERRUPTED
        if store_history and not silent:
            self.history.append(Cell(number, code, self._answer))
        elif not silent:
            self.execution_count -= 1
        if problem is not None:
            return self._fail(problem, number)
        values = {name: self._value(text) for name, text in (user_expressions or {}).items()}
        return {"status": "ok", "execution_count": number, "payload": [], "user_expressions": values}

    def _fail(self, problem: Content, number: int) -> Content:
        """Publish what is wrong with a cell, and give the reply that says so."""
        if not self._silent:
            self.send_response(self.iopub_socket, "error", problem)
            time.sleep(CATCHING_UP)  # awaiting nothing: Ctrl-C would end the loop that runs the kernel
        return {"status": "error", "execution_count": number, **problem}

    def _publish(self, bundle: Mapping[str, Any]) -> None:
        if not self._silent:
            self.send_response(self.iopub_socket, "display_data", shown(bundle))

    def _publish_answer(self, bundle: Mapping[str, Any]) -> None:
        """Show what a term comes to, with the number of the cell."""
        self._answer = bundle["text/plain"]
        if not self._silent:
            content = shown(bundle, execution_count=self.execution_count)
            self.send_response(self.iopub_socket, "execute_result", content)

    def _ask(self, prompt: str) -> str:
        """Ask for a line. Raises LambError where the front end cannot ask."""
        if not self._allow_stdin:
            raise LambError("no question can be asked here", hint="run this cell by itself, in a notebook")
        line: str = self.raw_input(prompt)
        return line

    def _value(self, text: str) -> Content:
        """The value of an expression that a front end asks for."""
        result = next(self.cells.session.run(Source(text, "expression")), None)
        if isinstance(result, LambError):
            return {"status": "error", **failed(result)}
        return {"status": "ok", **shown(bundle(result) if result else {})}

    # ── what a text means, before it is run ──

    async def do_complete(self, code: str, cursor_pos: int | None) -> Content:
        return completed(*self.cells.complete(code, len(code) if cursor_pos is None else cursor_pos))

    async def do_inspect(
        self, code: str, cursor_pos: int | None, detail_level: int = 0, omit_sections: object = ()
    ) -> Content:
        """The reply to a request about the name at the cursor."""
        bundle = self.cells.inspect(code, len(code) if cursor_pos is None else cursor_pos)
        return {"status": "ok", "found": bundle is not None, **shown(bundle or {})}

    async def do_is_complete(self, code: str) -> Content:
        """The reply in a console: Enter runs its cell, or begins the next line."""
        state = state_of(code)
        return {"status": state, **({"indent": indentation(code)} if state == "incomplete" else {})}

    async def do_history(self, *_: Any, **asked: Any) -> Content:
        return {"status": "ok", "history": recalled(self.history, asked)}


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=LambdaKernel)
