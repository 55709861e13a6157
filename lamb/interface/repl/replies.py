"""What is said to somebody who asks “is this the next step?”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamb.course.mistakes import Mistake
from lamb.course.walk import Walk
from lamb.interface.render import Line, Piece
from lamb.interface.repl.choices import text_of
from lamb.source import Place, Source

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl


def answered(walk: Walk, text: str, repl: Repl) -> tuple[bool, list[Line]]:
    """Whether a text is the next step of a walk, and what to say about it. Raises ParseError.

    How much is said depends on the setting for hints.
    """
    reply = walk.ask(text)
    if reply.right:
        return True, [(Piece("yes, this is the next step", "comment"),)]
    assert reply.mistake is not None
    hint = repl.settings.hints
    lines: list[Line] = [(Piece("no: ", "error"), Piece(_message(reply.mistake, hint)))]
    if hint >= 2:
        lines += _underlined(walk, text, reply.mistake)
    upcoming = walk.next
    if hint >= 3 and upcoming is not None:
        lines.append((Piece(f"  hint: it is {text_of(repl, walk.after(upcoming))}", "hint"),))
    return False, lines


def _message(mistake: Mistake, hint: int) -> str:
    return mistake.message(min(hint, 2)) if hint else "this is not the next step"


def _underlined(walk: Walk, text: str, mistake: Mistake) -> list[Line]:
    """The term that the mistake is in, and where it is."""
    if mistake.place is None:
        return []
    side, start, end = mistake.place
    if start >= end:
        return []
    quoted = Place(Source(walk.text if side == "left" else text), start, end).quote()
    return [(Piece(f"  {line.partition('| ')[2]}"),) for line in quoted.split("\n")]
