"""Completion inside `%%lamb` cells and `%lamb` lines, where nothing of Python's is offered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

if TYPE_CHECKING:
    from lamb.interface.jupyter.desk import Desk

_CELL = re.compile(r"\s*%%lamb\b[^\n]*\n")
_LINE = re.compile(r".*?(?<![\w%])%lamb(?:\s+--\w+(?:[ =]\S+)?)*[ \t]+")

Matcher = Callable[[CompletionContext], SimpleMatcherResult]


def matcher(desk: Callable[[], Desk]) -> Matcher:
    """What can stand at the cursor of a notebook, where that is λ-calculus."""

    @context_matcher(identifier="lamb", priority=200)
    def complete(context: CompletionContext) -> SimpleMatcherResult:
        written = ours(context)
        if written is None:
            return {"completions": [], "suppress": False}
        start, end, found = desk().complete(written, len(written))
        fragment = written[start:end]
        texts = [one.text for one in found] or [fragment]  # without any, those of Python would come
        return {
            "completions": [SimpleCompletion(text) for text in texts],
            "matched_fragment": fragment,
            "suppress": True,
            "ordered": True,
        }

    found: Matcher = complete
    return found


def ours(context: CompletionContext) -> str | None:
    """The λ-calculus before the cursor; None if there is none."""
    lines = context.full_text.split("\n")
    before = "\n".join([*lines[: context.cursor_line], context.text_until_cursor])
    if cell := _CELL.match(before):
        return before[cell.end() :]
    line = _LINE.match(context.text_until_cursor)
    return context.text_until_cursor[line.end() :] if line else None
