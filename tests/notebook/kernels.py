"""A kernel of ours that runs, as front ends start it, and what it says to a request."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from lamb.cli import kernel as specs

LONG = 60  # seconds: more than anything here may take

SHOWING = ("execute_result", "display_data")

Content = dict[str, Any]


class Ran(NamedTuple):
    """The reply to a cell, and what it has shown: kinds of messages and their contents."""

    reply: Content
    shown: list[tuple[str, Content]]

    def contents(self, kind: str) -> list[Content]:
        return [content for shown, content in self.shown if shown == kind]

    @property
    def texts(self) -> list[str]:
        """What has been shown, as text."""
        return [content["data"]["text/plain"] for kind, content in self.shown if kind in SHOWING]


class Running:
    """A kernel, and a front end that talks to it."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager, self.client = manager, client

    def run(self, code: str, **options: Any) -> Ran:
        """Have a cell carried out. An error in it stops no cell that waits, unless that is asked for."""
        shown: list[tuple[str, Content]] = []
        reply = self.client.execute_interactive(
            code,
            output_hook=lambda message: shown.append((message["msg_type"], message["content"])),
            timeout=LONG,
            **({"allow_stdin": False, "stop_on_error": False} | options),
        )
        return Ran(reply["content"], [one for one in shown if one[0] not in ("status", "execute_input")])

    def ask(self, request: str, *arguments: Any, **options: Any) -> Content:
        """The reply to a request about a text."""
        message = getattr(self.client, request)(*arguments, **options)
        return self.reply_to(message)

    def reply_to(self, message: str) -> Content:
        """The reply to a message that has been sent on the shell channel."""
        while True:
            reply = self.client.get_shell_msg(timeout=LONG)
            if reply["parent_header"].get("msg_id") == message:
                content: Content = reply["content"]
                return content

    def send(self, kind: str, content: Content, metadata: Content | None = None) -> str:
        """Send a message on the shell channel; its number."""
        message = self.client.session.msg(kind, content, metadata=metadata)
        self.client.shell_channel.send(message)
        number: str = message["header"]["msg_id"]
        return number

    def published(self, message: str) -> list[tuple[str, Content]]:
        """What has been published because of a message."""
        found: list[tuple[str, Content]] = []
        while True:
            one = self.client.get_iopub_msg(timeout=LONG)
            if one["parent_header"].get("msg_id") == message:
                found.append((one["msg_type"], one["content"]))
                if found[-1] == ("status", {"execution_state": "idle"}):
                    return [(kind, content) for kind, content in found if kind != "status"]


@contextmanager
def kernel(folder: Path) -> Iterator[Running]:
    """A kernel that is installed in a folder, and runs."""
    own = {
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_RUNTIME_DIR": "run",
        "LAMB_HOME": "lamb",
    }
    homes = {name: str(folder / home) for name, home in {**own, "IPYTHONDIR": "ipython"}.items()}
    with mock.patch.dict(os.environ, homes):
        specs.install()
        manager, client = start_new_kernel(kernel_name="lamb", startup_timeout=LONG)
        try:
            yield Running(manager, client)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
