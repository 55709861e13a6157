"""`lamb eval` in this process, and what may be seen of it."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from unicodedata import category

from lamb.__main__ import main

PLACED = re.compile(r"^[^\n]*:\d+:\d+: [^\n]+\n +\d+ \| [^\n]*\n +\|[^\S\n]*\^+$", re.MULTILINE)
HARMLESS = {"\n", "\t", "\u200d", "\xad"}


class Standard(io.TextIOWrapper):
    """A stream that holds what was written to it."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="")

    def text(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode()


def lamb_eval(content: bytes, *options: str) -> tuple[int, str, str]:
    """The exit code of `lamb eval`, and what it wrote."""
    out, err = Standard(), Standard()
    before, sys.stdin = sys.stdin, Standard(content)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["eval", *options])
    finally:
        sys.stdin = before
    return code, out.text(), err.text()


def harmful(text: str) -> Iterator[str]:
    """The characters of a text that a terminal would obey, or not show."""
    unseen = ("Cc", "Cf", "Cs", "Zl", "Zp")
    yield from (char for char in text if char not in HARMLESS and category(char) in unseen)
