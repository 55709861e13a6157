"""Widgets in the kernel: what they say to a page, and a page to them.

They talk through comms, which ipykernel has; the kernel passes on what a page says. ipywidgets is not
loaded before there is a widget, or a page asks for those that there are, having been loaded again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import ipykernel.ipkernel  # noqa: F401  (it makes its comms those of `comm`)
from comm import get_comm_manager
from comm.base_comm import BaseComm, CommManager

Heard: TypeAlias = "Callable[[Any, Any, dict[str, Any]], None]"

MESSAGES = ("comm_open", "comm_msg", "comm_close")


def comms() -> CommManager:
    """The comms of this process, ready for the widgets of a page."""
    manager = get_comm_manager()
    manager.register_target("jupyter.widget", _opened)
    manager.register_target("jupyter.widget.control", _control_opened)
    return manager


def heard(manager: CommManager) -> dict[str, Heard]:
    """For each kind of message about comms, what becomes of it."""
    return {kind: getattr(manager, kind) for kind in MESSAGES}


def _opened(comm: BaseComm, message: dict[str, Any]) -> None:
    from ipywidgets import Widget

    Widget.handle_comm_opened(comm, message)


def _control_opened(comm: BaseComm, message: dict[str, Any]) -> None:
    from ipywidgets import Widget

    Widget.handle_control_comm_opened(comm, message)
