"""What stops a cell though it is no error of the program's: a claim that fails, a budget that ran out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamb.errors import LambError

if TYPE_CHECKING:
    from lamb.interface.render import Line
    from lamb.results import Answer, Checked, Derived


class CellFailed(LambError):
    """A *result* is not what was wanted; *lines* are all there is to say about it."""

    def __init__(self, lines: tuple[Line, ...], result: Answer | Checked | Derived | None = None) -> None:
        errors = [piece.text for line in lines for piece in line if piece.style == "error"]
        super().__init__(errors[0] if errors else "".join(piece.text for line in lines[:1] for piece in line))
        self.place = result.place if result else None
        self.lines = lines
        self.result = result

    def __str__(self) -> str:
        return "\n".join("".join(piece.text for piece in line) for line in self.lines)
