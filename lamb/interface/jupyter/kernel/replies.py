"""What the kernel answers with: the contents of its messages, as Jupyter's protocol has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap
from traceback import format_exception
from typing import Any, TypeAlias

from lamb.errors import LambError
from lamb.interface.failures import CellFailed
from lamb.interface.render import Line, Piece, complaint
from lamb.interface.repl.candidates import Candidate
from lamb.interface.repl.commands import commands
from lamb.interface.repl.completion import KEYWORDS
from lamb.interface.terminal import painted

Content: TypeAlias = "dict[str, Any]"


WIDTH = 80  # columns of what is said of an error
SENTENCES = ("error", "hint")  # styles of what is said, and not quoted
PALE = ("hint", "note")

INTERRUPTED: Content = {"ename": "KeyboardInterrupt", "evalue": "", "traceback": ["interrupted"]}


def shown(bundle: Mapping[str, Any], **more: Any) -> Content:
    """Something that a page shows."""
    return {"data": dict(bundle), "metadata": {}, **more}


def failed(error: LambError) -> Content:
    """What went wrong: in colours, with a caret under the place."""
    lines = error.lines if isinstance(error, CellFailed) else complaint(error)
    traceback = [painted(legible(line)) for line in lines]
    return {"ename": type(error).__name__, "evalue": error.message, "traceback": traceback}


def legible(line: Line) -> Line:
    """A line whose words a narrow page does not cut in two, while what is quoted stays in its columns.
    It has no colours that are hard to read on red.

    >>> said, quoted = legible((Piece("word " * 20, "error"), Piece("word " * 20)))
    >>> said.text.count("\\n"), quoted.text.count("\\n")
    (1, 0)
    """
    return tuple(Piece(_folded(piece), "plain" if piece.style in PALE else piece.style) for piece in line)


def _folded(piece: Piece) -> str:
    if piece.style not in SENTENCES:
        return piece.text
    return "\n    ".join(wrap(piece.text, WIDTH, drop_whitespace=False))


def broken(error: BaseException | None) -> Content:
    """What is said of a mistake in `lamb` itself, where it was made, or of a cell that was cut off."""
    if error is None or isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    lines = "".join(format_exception(error)).splitlines()
    return {"ename": type(error).__name__, "evalue": str(error), "traceback": lines}


def completed(start: int, end: int, candidates: Iterable[Candidate]) -> Content:
    """What can stand from *start* to *end*, each with what sort of word it is, and what it means."""
    found = list(candidates)
    described = [
        {
            "start": start,
            "end": end,
            "text": one.text,
            "type": kind(one),
            "signature": "",
            "documentation": one.meta,
        }
        for one in found
    ]
    return {
        "status": "ok",
        "matches": [one.text for one in found],
        "cursor_start": start,
        "cursor_end": end,
        "metadata": {"_jupyter_types_experimental": described},
    }


def kind(candidate: Candidate) -> str:
    """What sort of word a candidate is, which is said beside it."""
    match candidate:
        case Candidate(meta="bound here"):
            return "variable"
        case Candidate(text=text, meta=meta) if KEYWORDS.get(text) == meta:
            return "keyword"
        case Candidate(text=text, meta=meta) if text in commands() and commands()[text].summary == meta:
            return "command"
        case Candidate(text=text) if text.endswith((".lc", "/")):
            return "file"
        case _:
            return "name"


def inspected(bundle: Mapping[str, str] | None) -> Content:
    """What is known about a name, if anything is."""
    return {"status": "ok", "found": bundle is not None, **shown(bundle or {})}


def complete(state: str, indentation: str) -> Content:
    """Whether a cell is whole, and if not, how its next line begins."""
    return {"status": state, **({"indent": indentation} if state == "incomplete" else {})}
