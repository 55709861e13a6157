"""One nasty text, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FINE, WRONG, BUDGET = 0, 1, 3


@dataclass(frozen=True)
class Case:
    """A text: what it is called, how it is made, the *code* to exit with, and words of what is *said*.

    *lines* says whether an error has to say where it is, with a line of the text and a caret.
    """

    name: str
    make: Callable[[], str | bytes]
    code: int
    said: str = ""
    placed: bool = True

    @property
    def content(self) -> bytes:
        """The bytes of the file. Lone surrogates are written as they would be, if they could."""
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def case(name: str, text: str | bytes, code: int, said: str = "", *, placed: bool = True) -> Case:
    """A case whose text is short enough to be written down."""
    return Case(name, lambda: text, code, said, placed)
