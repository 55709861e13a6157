"""The user's editor, which has the terminal for a while."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lamb.errors import LambError

USUAL_EDITOR = "notepad" if sys.platform == "win32" else "vi"
KNOW_LINES = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe"}
"""Editors that begin at line 7 when they are told `+7`."""


def open_editor(path: Path, line: int = 1) -> None:
    """Let the user edit a file, and wait. Raises LambError."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL_EDITOR
    try:
        editor = shlex.split(chosen)
        place = [f"+{line}"] if line > 1 and Path(editor[0]).stem in KNOW_LINES else []
        with _ctrl_c_is_the_editors():
            code = subprocess.run([*editor, *place, str(path)], check=False).returncode  # noqa: S603
    except (OSError, ValueError, IndexError):
        hint = "set the variable VISUAL or EDITOR to one that is there: export EDITOR=nano"
        raise LambError(f"the editor “{chosen}” cannot be run", hint=hint) from None
    if code:
        raise LambError(f"the editor ended with code {code}: nothing is loaded")


@contextmanager
def _ctrl_c_is_the_editors() -> Iterator[None]:
    """While another program has the terminal, Ctrl-C is none of our business."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = signal.signal(signal.SIGINT, lambda signum, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, ours)
