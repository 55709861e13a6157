"""The kernel: a Desk, and the messages of Jupyter's protocol that say what is on it.

    execute_request    → a cell is carried out: bundles, or an error with its caret
    complete_request   → what a word can become
    inspect_request    → what a name means
    is_complete_request, history_request, comm_open, comm_msg, comm_close

https://jupyter-client.readthedocs.io/en/stable/messaging.html
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

from ipykernel.kernelbase import Kernel

from lamb import __version__
from lamb.errors import LambError
from lamb.interface.jupyter.clickable import stepper
from lamb.interface.jupyter.desk import Desk
from lamb.interface.jupyter.kernel import replies
from lamb.interface.jupyter.kernel.about import BANNER, INFO, LANGUAGE
from lamb.interface.jupyter.kernel.history import History
from lamb.interface.jupyter.kernel.replies import Content
from lamb.interface.jupyter.kernel.widgets import comms, heard
from lamb.interface.repl.homes import homes
from lamb.interface.repl.inputs import indentation
from lamb.source import Source

CATCHING_UP = 0.1
"""Seconds between an error and its reply. “Run All” sends a page’s cells one after the other, and those that
have arrived by the time of the reply are not carried out. A cell of ours may fail sooner than that.
"""


class LambdaKernel(Kernel):
    """A session whose cells are λ-calculus."""

    implementation = "lamb"
    implementation_version = __version__
    language_info = LANGUAGE
    banner = BANNER

    def __init__(self, **configured: Any) -> None:
        super().__init__(**configured)
        self.comm_manager = comms()
        self.shell_handlers |= heard(self.comm_manager)
        self.desk = Desk(self._publish, answer=self._publish_answer, ask=self._ask, homes=homes())
        self.desk.widget = stepper
        self.history = History()
        self._silent = False
        self._answer: str | None = None  # the last one of the cell, as text

    @property
    def kernel_info(self) -> Content:
        """What it says of itself. To say the same, ipykernel would load a debugger."""
        return INFO

    # ── cells ──

    async def execute_request(self, stream: Any, ident: Any, parent: Content) -> None:
        """Carry out a cell, and reply whatever happens: without a reply it would look busy for ever."""
        replied = False
        try:
            await super().execute_request(stream, ident, parent)
            replied = True
        finally:
            if not replied:
                reply = self._fail(replies.broken(sys.exc_info()[1]), self.execution_count)
                self.session.send(stream, "execute_reply", reply, parent, ident=ident)

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
        problem = self._run(code, f"In[{number}]")
        if store_history and not silent:
            self.history.remember(number, code, self._answer)
        elif not silent:
            self.execution_count -= 1
        if problem is not None:
            return self._fail(problem, number)
        values = {name: self._value(text) for name, text in (user_expressions or {}).items()}
        return {"status": "ok", "execution_count": number, "payload": [], "user_expressions": values}

    def _run(self, code: str, name: str) -> Content | None:
        """Carry out a cell, and give what is wrong with it, if anything is."""
        try:
            self.desk.run(code, name)
        except LambError as error:
            return replies.failed(error)
        except KeyboardInterrupt:
            return replies.INTERRUPTED
        return None

    def _fail(self, problem: Content, number: int) -> Content:
        """Publish what is wrong with a cell, and give the reply that says so."""
        if not self._silent:
            self.send_response(self.iopub_socket, "error", problem)
            time.sleep(CATCHING_UP)  # awaiting nothing: Ctrl-C would end the loop that runs the kernel
        return {"status": "error", "execution_count": number, **problem}

    def _publish(self, bundle: Mapping[str, Any]) -> None:
        """Show something under the cell."""
        if not self._silent:
            self.send_response(self.iopub_socket, "display_data", replies.shown(bundle))

    def _publish_answer(self, bundle: Mapping[str, Any]) -> None:
        """Show what a term comes to, with the number of the cell."""
        self._answer = bundle["text/plain"]
        if not self._silent:
            content = replies.shown(bundle, execution_count=self.execution_count)
            self.send_response(self.iopub_socket, "execute_result", content)

    def _ask(self, prompt: str) -> str:
        """Ask for a line. Raises LambError where nobody can be asked."""
        if not self._allow_stdin:
            raise LambError("there is nobody to ask here", hint="run this cell by itself, in a notebook")
        line: str = self.raw_input(prompt)
        return line

    def _value(self, text: str) -> Content:
        """What an expression comes to that a front end wants to know."""
        from lamb.interface.web.bundles import bundle  # few front ends want to

        result = next(self.desk.session.run(Source(text, "expression")), None)
        if isinstance(result, LambError):
            return {"status": "error", **replies.failed(result)}
        return {"status": "ok", **replies.shown(bundle(result) if result else {})}

    # ── what a text means, before it is run ──

    async def do_complete(self, code: str, cursor_pos: int | None) -> Content:
        """What can stand at the cursor."""
        cursor = len(code) if cursor_pos is None else cursor_pos
        return replies.completed(*self.desk.complete(code, cursor))

    async def do_inspect(
        self, code: str, cursor_pos: int | None, detail_level: int = 0, omit_sections: object = ()
    ) -> Content:
        """What the name at the cursor means."""
        cursor = len(code) if cursor_pos is None else cursor_pos
        return replies.inspected(self.desk.inspect(code, cursor))

    async def do_is_complete(self, code: str) -> Content:
        """Whether Enter runs a cell of a console, or begins its next line."""
        return replies.complete(self.desk.state(code), indentation(code))

    async def do_history(self, *_: Any, **asked: Any) -> Content:
        """The cells that were run."""
        return {"status": "ok", "history": self.history.told(asked)}
