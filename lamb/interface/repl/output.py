"""Where what a prompt says goes: a terminal, or the page of a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from lamb.interface.render import Line


class Output(Protocol):
    """Takes lines. If it is *out_colored*, pieces look as different as their styles say."""

    out_colored: bool

    @property
    def screen(self) -> TextIO | None:
        """Where a line may come and go while an evaluation runs, if there is somebody who looks."""
        ...

    @property
    def columns(self) -> int:
        """How wide a line may be."""
        ...

    def answer(self, lines: Iterable[Line]) -> None:
        """Say what was asked for."""
        ...

    def remark(self, *lines: Line | str) -> None:
        """Say what there is to say about it."""
        ...

    def flush(self) -> None:
        """Let what has been said be seen."""
        ...

    def encodes(self, text: str) -> bool:
        """Whether *text* can be shown as it is."""
        ...

    def as_written(self, text: str) -> str:
        """What is shown of *text*."""
        ...
