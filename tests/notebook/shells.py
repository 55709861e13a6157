"""IPython without a kernel, in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from lamb.notebook import magics as extension


class Failed(NamedTuple):
    """What is said of a cell that fails: the name of the error, and the lines below it."""

    ename: str
    traceback: list[str]


class Shell(InteractiveShell):
    """It keeps what a front end would be sent of cells that fail."""

    _failed: Failed | None = None

    def run(self, cell: str) -> Failed | None:
        """Run a cell; what is said if it fails."""
        self._failed = None
        self.run_cell(cell, store_history=True)
        return self._failed

    def forget(self) -> None:
        """Have no names, and no session of ours."""
        self.run_cell("%unload_ext lamb")
        extension._loaded.clear()
        for name in self.user_ns.keys() - self.user_ns_hidden.keys():  # `reset` would collect garbage too
            if not name.startswith("__"):  # what makes it a module
                del self.user_ns[name]

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self._failed = Failed(etype.__name__, stb)
        super()._showtraceback(etype, evalue, stb)


@contextmanager
def ipython(folder: Path) -> Iterator[Shell]:
    """The one shell that there is meanwhile, with its files in a folder."""
    InteractiveShell.clear_instance()
    main = sys.modules["__main__"]
    config = Config()
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config, ipython_dir=str(folder), colors="nocolor")
    yield shell
    shell.forget()
    Shell.clear_instance()
    sys.modules["__main__"] = main  # which is looked at where a process is started
