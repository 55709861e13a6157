"""The libraries that the log of a class needs besides: none for a journal and what is counted live."""

from __future__ import annotations

from importlib.util import find_spec

from lamb.errors import LambError


def require(library: str) -> None:
    """Raise LambError, saying what to install, where a library is missing."""
    if find_spec(library) is None:
        raise LambError(f"this needs {library}", hint="pip install 'lamb-calculus[class]'")
