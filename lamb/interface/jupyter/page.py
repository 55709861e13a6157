"""What a cell shows, in order: results, each as a bundle, and between them lines, gathered into one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from lamb.interface.render import Line, Piece
from lamb.results import Answer

if TYPE_CHECKING:
    from typing import TextIO

Publish: TypeAlias = Callable[[dict[str, Any]], None]
"""Shows a bundle: what something looks like, by MIME type."""

COLUMNS = 100


class Showable(Protocol):
    """Something that notebooks show."""

    def _repr_mimebundle_(self) -> Any: ...


def shown(thing: Showable) -> dict[str, Any]:
    """What a thing looks like, by MIME type."""
    bundle: dict[str, Any] | tuple[dict[str, Any], object] = thing._repr_mimebundle_()
    return bundle[0] if isinstance(bundle, tuple) else bundle


class Page:
    """An `Output` of the prompt's commands, which publishes what they say.

    What a term comes to is published by *answer*, where that is something else.
    """

    out_colored = True
    columns = COLUMNS
    screen: TextIO | None = None

    def __init__(self, publish: Publish, answer: Publish | None = None) -> None:
        self.publish = publish
        self.publish_answer = answer or publish
        self.lines: list[Line] = []
        self.is_quiet = False  # then nothing is shown

    def show(self, thing: Showable) -> None:
        """Show a thing as notebooks do, after all that has been said. A widget may have several *outputs*."""
        for bundle in getattr(thing, "outputs", None) or [shown(thing)]:
            self.put(bundle, is_answer=isinstance(thing, Answer))

    def put(self, bundle: dict[str, Any], *, is_answer: bool = False) -> None:
        """Show a bundle, after all that has been said."""
        self.turn()
        if not self.is_quiet:
            (self.publish_answer if is_answer else self.publish)(bundle)

    def turn(self) -> None:
        """Show what has been said."""
        from lamb.interface.web.bundles import written

        lines, self.lines = self.lines, []
        if lines and not self.is_quiet:
            self.publish(written(lines))

    # ── what is said ──

    def say(self, text: str) -> None:
        """Show a text."""
        self.remark(*text.rstrip().split("\n"))
        self.turn()

    def answer(self, lines: Iterable[Line]) -> None:
        self.lines += lines

    def remark(self, *lines: Line | str) -> None:
        self.lines += ((Piece(line),) if isinstance(line, str) else line for line in lines)

    def flush(self) -> None:
        """Lines wait for those that follow them."""

    def encodes(self, text: str) -> bool:
        return True

    def as_written(self, text: str) -> str:
        return text
